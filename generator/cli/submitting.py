"""The command that commits and sends: submit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import data_option, now, quiet_option, tomorrow
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.check import Report
    from generator.staff.submitting import Plan, Sent

_MOST_LINES = 40


@click.command()
@click.argument("county", required=False)
@click.option("--branch", metavar="NAME", help="分支的名字；不写则由程序起，如 示例区-取消1个-20221206。")
@click.option("--continue", "goes_on", is_flag=True, help="接着提交在现在的分支上：是同一件事，一起合并。")
@click.option("--yes", "silent", is_flag=True, help="不提问，直接提交和推送。")
@click.option("--dry-run", is_flag=True, help="只看将提交什么、推送到哪里，什么也不做。")
@data_option
@quiet_option
def submit(
    county: str | None, branch: str | None, data: Path, *, goes_on: bool, silent: bool, dry_run: bool, quiet: bool
) -> None:  # fmt: skip
    """把一个区县的改动提交、推送，给出提合并请求的网址。

    先检查，有错误就不提交。先问服务器，从公布用的分支（main）最新的内容新开一个分支；别人先合并了的，自己的行接在
    后面，编号和时间跟着改。只提交这个区县的文件夹，提交的说明就是 wuyi changes 的话，然后推送。现在的分支上还有
    别的等着合并时，这次的改动单独开一个分支，不用等它；是同一件事，加上 --continue，接着提交在现在的分支上。
    没有推送成的，再运行一次就只推送。

    \b
    例：
      wuyi submit --dry-run
      wuyi submit 990101
      wuyi submit 示例区 --branch batch-15 --yes
    """
    from generator.cli.asking import say
    from generator.commands.reporting import visible
    from generator.review.message import message
    from generator.staff import apart
    from generator.staff.recording.desk import county_code
    from generator.staff.submitting import judged, new_branch, plan, push, send

    code = county_code(data, county) if county is not None else None
    if goes_on and branch is not None:
        raise UsageError("--continue 和 --branch 只写一个：前者是现在的分支，后者是新的")
    made = plan(data, code, now(), branch, lambda code: message(data, code))
    if made.is_stale:
        say(f"现在问不到远端 {made.remote}：照上一次知道的 {made.target} 做。")
    is_waiting = not goes_on and apart.is_waiting(made)
    if is_waiting or apart.is_overtaken(made):
        try:
            with apart.laid_out(data, made, tomorrow(), now()) as tree:
                said = message(tree.data, made.code)
                name = branch or new_branch(made.top, made.remote, made.code, now(), said)
                alone = made._replace(branch=name, begun_from=made.target, unsent=0)
                here = made.begun_from or made.branch
                if is_waiting:
                    say(f"{here} 上还有别的等着合并：这次的改动单独提交，不用等它（一起合并的，加上 --continue）。")
                else:
                    say(f"别人先合并了新的内容：这次的改动接在 {made.target} 最新的内容后面。")
                for renamed in tree.renamed:
                    say(f"编号 {renamed.was} 别人先用了：{visible(renamed.name)} 改用 {renamed.now}")
                _told(alone, said, quiet=quiet)
                if _is_wanted(silent=silent, dry_run=dry_run):
                    why = apart.commit(data, alone, tree, said)
                    for reason in why.values():
                        say(f"提交在分支 {name} 上；切换不过去：{reason}")
                    _after(alone, push(alone))
                return
        except apart.TogetherError as error:
            say(f"接着提交在 {made.begun_from or made.branch} 的内容上：{error}。")
            if not is_waiting:
                say(f"提交以后要把别人的合并过来：git merge {made.remote}/{made.target}，见指南“别人先合并了”。")
    _refused(judged(data, made, tomorrow()))
    said = "\n".join(map(visible, message(data, made.code).split("\n"))) if made.paths else ""
    _told(made, said, quiet=quiet)
    if _is_wanted(silent=silent, dry_run=dry_run):
        _after(made, send(made, said))


def _is_wanted(*, silent: bool, dry_run: bool) -> bool:
    """True if it is to be done; else it is said that it is not."""
    from generator.cli.asking import Asker, say

    if dry_run:
        say("只是看看：什么也没有做。")
    elif Asker(silent=silent).yes("提交并推送吗", default=True, silent=True):
        return True
    else:
        say("什么也没有做。")
    return False


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
