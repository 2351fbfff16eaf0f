"""The command that commits and sends: submit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import data_option, now, quiet_option, tomorrow

if TYPE_CHECKING:
    from generator.check import Report
    from generator.staff.submitting import Plan, Sent

_MOST_LINES = 40


@click.command()
@click.argument("county", required=False)
@click.option("--branch", metavar="NAME", help="分支的名字；不写则由程序起：<区县代码>-<日期>-<时刻>。")
@click.option("--yes", "silent", is_flag=True, help="不提问，直接提交和推送。")
@click.option("--dry-run", is_flag=True, help="只看将提交什么、推送到哪里，什么也不做。")
@data_option
@quiet_option
def submit(county: str | None, branch: str | None, data: Path, *, silent: bool, dry_run: bool, quiet: bool) -> None:
    """把一个区县的改动提交、推送，给出提合并请求的网址。

    先检查，有错误就不提交。从公布用的分支（main）新开一个分支，只提交这个区县的文件夹，提交的说明就是
    wuyi changes 的话，然后推送。已经在自己的分支上时，接着提交在这个分支上。没有推送成的，再运行一次就只推送。

    \b
    例：
      wuyi submit --dry-run
      wuyi submit 990101
      wuyi submit 示例区 --branch batch-15 --yes
    """
    from generator.cli.asking import Asker, say
    from generator.commands.reporting import visible
    from generator.review.message import message
    from generator.staff.recording.desk import county_code
    from generator.staff.submitting import judged, plan, send

    code = county_code(data, county) if county is not None else None
    made = plan(data, code, now(), branch)
    _refused(judged(data, made, tomorrow()))
    said = "\n".join(map(visible, message(data, made.code).split("\n"))) if made.paths else ""
    _told(made, said, quiet=quiet)
    if dry_run:
        say("只是看看：什么也没有做。")
    elif Asker(silent=silent).yes("提交并推送吗", default=True, silent=True):
        _after(made, send(made, said))
    else:
        say("什么也没有做。")


def _refused(report: Report) -> None:
    """Ends the program where a check finds errors."""
    from generator.check import Report
    from generator.cli.asking import say
    from generator.commands import reporting

    errors = [finding for finding in report.findings if finding.severity == "error"]
    if errors:
        for text in [*reporting.as_text(Report(errors))][:-1]:  # the last line is of a whole check
            say(text)
        say(f"数据有 {len(errors)} 个错误：没有提交。改好再运行一次。")
        sys.exit(1)


def _told(made: Plan, message: str, *, quiet: bool) -> None:
    """What will be done."""
    from generator.cli.asking import say

    if made.begun_from is not None:
        say(f"新的分支：{made.branch}（从 {made.begun_from} 开）")
    else:
        say(f"分支：{made.branch}")
    if made.paths:
        say(f"提交：{'、'.join(made.paths)}")
        lines = message.rstrip("\n").split("\n")
        for line in lines[: 1 if quiet else _MOST_LINES]:
            say(f"  {line}".rstrip())
        if not quiet and len(lines) > _MOST_LINES:
            say(f"  ……（共 {len(lines)} 行，都写进提交的说明）")
    if made.unsent and (made.begun_from is None or made.begun_from == made.target):
        say(f"一并推送：以前提交了、还没有推送的 {made.unsent} 次提交")
    if made.beside:
        more = f" 等 {len(made.beside)} 个文件" if len(made.beside) > 5 else ""
        say(f"不在这次提交里的改动，原样留着：{'、'.join(made.beside[:5])}{more}")
    say(f"推送到：{made.remote}（{made.address}）")


def _after(made: Plan, sent: Sent) -> None:
    """What became of it, and what comes next."""
    from generator.cli.asking import say

    if not sent.is_done:
        say("没有推送成。服务器说：")
        for line in sent.words.split("\n"):
            say(f"  {line}")
        say(f"提交留在本机的分支 {made.branch} 上，没有丢。排除这个原因以后运行 wuyi submit {made.code}，就只推送。")
        sys.exit(1)
    say(f"已{'提交，已' if made.paths else ''}推送：{made.branch}。")
    if sent.request is not None:
        say(f"在这里提出合并请求：{sent.request}")
    else:
        say(f"到代码平台的网页上，给分支 {made.branch} 提出合并请求（合并到 {made.target}）。")
    say(f"合并以后回到 {made.target}：git switch {made.target}，再 git pull")
