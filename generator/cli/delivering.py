"""Commands that bring a built site to its readers: publish, rollback."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import output_option, progress_bar, quiet_option

if TYPE_CHECKING:
    from generator.delivery.report import Report

# Foreign files that are shown.
MOST = 20


@click.command()
@click.argument("target", metavar="TARGET")
@output_option
@click.option(
    "--keep", type=click.IntRange(1, 1000), default=5, show_default=True, metavar="N", help="保留几个版本，可以退回。"
)
@click.option("--adopt", is_flag=True, help="那里已有别的文件时也发布；别的文件不删，存储桶里同名的会被替换。")
@click.option("--endpoint", envvar="AWS_ENDPOINT_URL", metavar="URL", help="存储桶服务的网址，不是 AWS 时才要。")
@click.option("--dry-run", is_flag=True, help="只列出将发送和删除的文件，不写。")
@quiet_option
def publish(
    target: str, output: Path, keep: int, adopt: bool, endpoint: str | None, dry_run: bool, quiet: bool
) -> None:
    """把生成好的网站发布到 TARGET：只发送有变化的文件，读者看到的要么是旧的，要么是新的。

    TARGET 是文件夹，或别的机器上的文件夹（主机:文件夹、ssh://、rsync://，要有 rsync），或存储桶（s3://，密钥在环境变量
    AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY、AWS_REGION 里）。文件夹里是 releases/ 和链接 current：让网站服务器
    指向 current。中断了，再运行一次就接着做完；同时有两次发布，只有一次生效，另一次退出码为 2。

    \b
    例：
      wuyi publish /srv/register
      wuyi publish www@register.example:/srv/register --dry-run
      wuyi publish s3://register/site --endpoint https://s3.register.example
    """
    from generator.commands.reporting import visible
    from generator.delivery.target import publish as run

    with progress_bar(quiet) as progress:
        report = run(target, output, keep, adopt, dry_run, endpoint, progress)
    for line in _told(report, target, dry_run, quiet):
        click.echo(line)
    for path in report.foreign[:MOST]:
        click.echo(visible(f"不是名录的文件，没有动：{path}"), err=True)
    if len(report.foreign) > MOST:
        click.echo(f"……还有 {len(report.foreign) - MOST} 个", err=True)


@click.command()
@click.argument("target", metavar="TARGET")
@click.option("--to", "number", type=click.IntRange(1), metavar="N", help="退回到第几版；不写就是上一版。")
def rollback(target: str, number: int | None) -> None:
    """让读者看到以前发布的一版，立刻生效。TARGET 与 wuyi publish 的相同；存储桶里没有旧的版本。

    \b
    例：
      wuyi rollback /srv/register
      wuyi rollback www@register.example:/srv/register --to 12
    """
    from generator.delivery.target import rollback as run

    click.echo(f"读者现在看到第 {run(target, number)} 版。")


def _told(report: Report, target: str, dry: bool, quiet: bool) -> Iterable[str]:
    from generator.commands.reporting import visible

    if dry:
        yield from (visible(f"将发送 {path}") for path in report.sent)
        yield from (visible(f"将删除 {path}") for path in report.removed)
    if quiet:
        return
    of_release = f"，第 {report.release} 版" if report.release is not None and not dry else ""
    size = f"{len(report.sent)} 个文件（{report.bytes / 1e6:.1f} MB）"
    if not report.sent and not report.removed and not report.is_new:
        yield f"没有变化，没有发送文件{of_release}。"
    elif dry:
        yield f"将发送 {size}，{report.kept} 个不变，删除 {len(report.removed)} 个；没有写任何东西。"
    else:
        yield visible(
            f"已发布到 {target}{of_release}：发送 {size}，{report.kept} 个不变，删除 {len(report.removed)} 个。"
        )
