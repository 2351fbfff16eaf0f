"""Commands of one's own server: init-server, server, and what its hooks run."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from pathlib import Path
from shutil import which

import click

from generator.cli import failures
from generator.cli.common import FOLDER, machine, now, quiet_option, signers, tomorrow

folder_argument = click.argument("folder", type=FOLDER, metavar="DIR")


@click.command("init-server")
@folder_argument
@click.option("--name", default="register.example", show_default=True, metavar="HOST",
              help="网站的域名，写进 nginx 和 Caddy 的文件。")  # fmt: skip
@quiet_option
def init_server(folder: Path, name: str, quiet: bool) -> None:
    """在自己的服务器上建一个接受推送的仓库：检查通过才收，收下就换上新的网站。

    DIR 是一个 git 裸仓库。推送 main 时先检查（按 main 上已有的数据和规则），没有通过就不收，
    错误显示在推送的人的终端里；通过了，就在后台生成网站，放在 DIR/wuyi/site。
    nginx、Caddy、systemd 和容器用的文件在 DIR/wuyi/hosting。

    \b
    例：
      wuyi init-server /srv/register.git --name register.example
      git remote add server git@register.example:/srv/register.git
      git push server main
    """
    from generator.errors import UsageError
    from generator.server import founding

    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", name):
        raise UsageError(f"“{name}”不是域名：写成 register.example 这样，不带 https 和斜线")
    if re.search(r"[\s\"'$%\\;{}#]", str(folder.absolute())):
        raise UsageError(f"{folder.absolute()} 里有空格或符号，配置文件里写不了：请换一个位置")
    missing = [program for program in ("git", "timeout", "setsid") if which(program) is None]
    if missing:
        raise UsageError(f"这台电脑没有 {'、'.join(missing)}：服务器要用 Linux，并装好 git、coreutils 和 util-linux")
    import pwd

    home = founding.found(folder, _command(), pwd.getpwuid(os.getuid()).pw_name, name)
    if quiet:
        return
    click.echo(f"已建好 {home.folder}，推送到这里的 main 会先检查，再换上网站。")
    click.echo(f"网站：{home.site}（第一次推送以后才有）")
    click.echo(f"给 nginx、Caddy、systemd 和容器的文件：{home.hosting}")
    click.echo(f"下一步，在名录的文件夹里：git remote add server {home.folder}，再 git push server main")


def _command() -> str:
    """What starts this program from anywhere; `-P`: nothing of the folder where a hook runs is taken for a module."""
    return f"{shlex.quote(sys.executable)} -P -m generator"


@click.group(hidden=True)
def hook() -> None:
    """由 git 的钩子运行。"""


@hook.command("pre-receive")
def pre_receive() -> None:
    """判断一次推送：不收时退出码为 1，理由显示在推送的人的终端里。"""
    from generator.commands.reporting import visible
    from generator.server import push
    from generator.server.home import Home

    # Who is told to end cleans up what was laid out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(124))
    home = Home.at(Path.cwd())
    state = home.state()
    if not state.is_done:
        for line in (f"提醒：上一次推送（{state.commit[:12]}）没有生成网站，网站仍是原来的：", *state.said[:20]):
            machine(visible(line))
    lines = push.refused(home, push.refs(sys.stdin.read().splitlines()), tomorrow())
    for line in lines:
        machine(visible(line))
    sys.exit(1 if lines else 0)


@click.group()
def server() -> None:
    """自己的服务器：网站换了没有，再生成一次。"""


@server.command("status")
@folder_argument
def status(folder: Path) -> None:
    """说明网站是不是最新的提交：正在生成、已经换上，或为什么没有换。上一次没有生成时，退出码为 1。

    \b
    例：
      wuyi server status /srv/register.git
    """
    from generator.commands.reporting import visible
    from generator.server.building import runs
    from generator.server.home import Home

    home = Home.at(folder)
    newest, state = home.newest(), home.state()
    if newest is None:
        click.echo("还没有收到推送。")
        return
    click.echo(f"main：{newest[:12]}")
    click.echo(f"网站：{f'{state.live[:12]}' if state.live else '还没有'}（{home.site}）")
    if runs(home):
        click.echo(f"正在生成；经过写在 {home.log}")
        return
    if state.commit == newest and state.is_done:
        click.echo(f"已是最新，{state.ended} 换上。")
        return
    if state.commit == newest:
        click.echo(f"{state.ended} 没有生成，网站仍是原来的：")
        for line in state.said:
            click.echo(f"  {visible(line)}")
    else:
        click.echo("最新的提交没有生成，也没有在生成：多半是中途断了，或磁盘已满。")
        click.echo(f"经过写在 {home.log}")
    click.echo(f"排除原因以后运行：wuyi server build {home.folder}")
    sys.exit(1)


@server.command("build")
@folder_argument
def build(folder: Path) -> None:
    """生成 main 最新提交的网站，一步换上；没有生成时原来的网站不动。推送以后会自动运行。

    \b
    例：
      wuyi server build /srv/register.git
    """
    from generator.commands.reporting import visible
    from generator.server.building import Ended, Means, build_newest
    from generator.server.home import Home

    def built(data: Path, content: Path, output: Path) -> Ended:
        from generator.build.order import Order
        from generator.build.start import build as run
        from generator.commands import reporting

        try:
            keys = signers(data, output)
            result = run(Order(data, content, output, now=tomorrow(), dated_by_content=True, signers=keys))
        except Exception as error:  # whatever it is: the site is as it was, and the log says why
            return Ended(False, (failures.sentence(error, "build"),))
        if result.report.errors:
            return Ended(False, (*reporting.as_text(result.report),))
        return Ended(True, (f"{result.counties} 个区县，{result.areas} 个区域，{result.files} 个文件",))

    means = Means(built, lambda error: failures.sentence(error, "build"), now, lambda line: machine(visible(line)))
    sys.exit(0 if build_newest(Home.at(folder), means) else 1)
