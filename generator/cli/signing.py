"""Commands for the keys with which the logs are signed."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import FOLDER, Group, data_option


@click.group("log-key", cls=Group)
def log_key() -> None:
    """签名日志的密钥：生成一把，或显示它的公钥。私钥放在仓库以外，用环境变量 WUYI_LOG_KEY 告诉 wuyi build。

    \b
    例：
      wuyi log-key new /etc/wuyi/log.key
      WUYI_LOG_KEY=/etc/wuyi/log.key wuyi build
    """


@log_key.command("new")
@click.argument("file", type=FOLDER)
@click.option("--ml-dsa", "post_quantum", is_flag=True, help="抗量子的 ML-DSA-44，和 Ed25519 并用，不能代替它。")
@data_option
def new(file: Path, data: Path, post_quantum: bool) -> None:
    """生成一把新的密钥，写到一个只有自己能读的文件；显示公钥。

    \b
    例：
      wuyi log-key new /etc/wuyi/log.key
      wuyi log-key new /etc/wuyi/log-ml-dsa.key --ml-dsa
    """
    from generator.history import git
    from generator.transparency import keys

    key = keys.generate(keys.ML_DSA_44 if post_quantum else keys.ED25519)
    name = _origin(data)
    keys.save(key, name, file, git.top(data) or data.resolve().parent)
    variable = "WUYI_LOG_KEY_MLDSA" if post_quantum else "WUYI_LOG_KEY"
    click.echo(f"私钥写到了 {file}（只有你能读；请另存一份备份，不要放进仓库）。")
    click.echo(f"生成网站时设 {variable}={file}")
    click.echo("公钥（请公开，如写进公告）：")
    click.echo(key.verifier(name).format())


@log_key.command("show")
@click.argument("file", type=FOLDER)
@click.option("--county", metavar="CODE", help="这个区县的日志所用的公钥。")
@data_option
def show(file: Path, data: Path, county: str | None) -> None:
    """显示一把密钥的公钥。

    \b
    例：
      wuyi log-key show /etc/wuyi/log.key
      wuyi log-key show /etc/wuyi/log.key --county 990101
    """
    from generator.transparency import keys

    name = _origin(data)
    click.echo(keys.load(str(file)).verifier(f"{name}/{county}" if county else name).format())


def _origin(data: Path) -> str:
    """The name of the country's log on the site of a data folder."""
    from generator.check import read_plan
    from generator.errors import UsageError
    from generator.transparency.checkpoint import origin

    plan, _ = read_plan(data, None, None)
    if plan.site is None:
        raise UsageError(f"{data / 'site.json'} 读不出网站地址：运行 wuyi check")
    return origin(plan.site.url)
