"""The command that takes a list over: read, placed, asked, shown, checked, and written all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from generator.cli.common import FOLDER, Moment, Time, data_option, machine, quiet_option, tomorrow
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.cli.taking import Flags, Taking

_ACTIONS: Final = {
    "certify": "认定", "suspend": "暂停", "revoke": "取消", "restore": "恢复", "nominate": "公示",
}  # fmt: skip


class _Action(click.Choice[str]):
    """What a list is of, by its code or as people call it."""

    @property
    def told(self) -> str:
        """What may be written."""
        return "、".join(f"{name}（{code}）" for code, name in _ACTIONS.items())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code."""
        from generator.staff.recording.typed import bare

        typed = bare(str(value))
        meant = {name: code for code, name in _ACTIONS.items()} | {"发布": "certify", "评定": "certify"}
        return super().convert(meant.get(typed, typed), param, ctx)


@click.command("import")
@click.argument(
    "files", metavar="名单...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--county", required=True, metavar="COUNTY", help="区县：6 位代码或名称。")
@click.option("--action", type=_Action([*_ACTIONS]),
              help="名单是认定、暂停、取消、恢复还是公示，写中文也可以；默认看“事件”一列，没有就是认定。")  # fmt: skip
@click.option("--scheme", metavar="ID", help="工作方案，应是那一天在用的；写了只用来核对。")
@click.option("--title", metavar="TITLE", help="称号，名单上没有印的时候写明。")
@click.option("--date", type=Time(), metavar="T", help="发布日期，名单上没有印的时候写明。")
@click.option("--notice", metavar="NOTICE", help="名录里已有的通告：编号、文号或标题。")
@click.option("--notice-title", metavar="TEXT", help="通告的标题，名单上没有印的时候写明。")
@click.option("--document-no", metavar="TEXT", help="文号。")
@click.option("--publisher", metavar="TEXT", help="发布单位，默认 county.json 里的。")
@click.option("--source", metavar="TEXT", help="出处，如 某区门户网站 2022-12-06；文件名和 SHA-256 自动写在后面。")
@click.option("--secondary", is_flag=True, help="名单来自转载，不是发布单位的原件。")
@click.option("--cutoff", type=Time(), metavar="T", help="数据截止的时间。")
@click.option("--series", metavar="TEXT", help="公布的数量属于哪一个系列。")
@click.option("--batch", metavar="N", help="第几批；名单上印了就不用写。")
@click.option("--excerpt", is_flag=True, help="名单是节选，写明的数量比名单多：不登记数量，写进出处。")
@click.option("--applied", type=Time(), metavar="DAY", help="申报的日期，名单没有这一列的时候写明。")
@click.option("--reviewed", type=Time(), metavar="DAY", help="审核的日期。")
@click.option("--nominated", type=Time(), metavar="DAY", help="公示的日期，方案有这一步的时候写明。")
@click.option("--certified", type=Time(), metavar="DAY", help="评定的日期。")
@click.option("--filed", type=Time(), metavar="DAY", help="备案的日期；还没有备案就不写。")
@click.option("--assessed", type=Time(), metavar="DAY", help="自评的日期：各项标准都达到。")
@click.option("--reason", metavar="WHY", help="暂停、取消、恢复的原因：方案里的代码，或名称的一部分。")
@click.option("--upward", is_flag=True, help="所在的社区、街道按方案也要取消、暂停的，一并记录。")
@click.option("--column", "columns", multiple=True, metavar="HEADING=ROLE",
              help="没有认出的列是什么：楼盘=name；不要的列：意见=。记住了，下次不用再写。")  # fmt: skip
@click.option(
    "--sheet", multiple=True, metavar="NAME", help="只读工作簿的这一张工作表，可以写几次；隐藏的也要这样写明。"
)
@click.option("--skip-sheet", multiple=True, metavar="NAME", help="不读这一张工作表，如汇总、说明；可以写几次。")
@click.option("--interactive", is_flag=True, help="不能确定的，在终端上一个一个地问。")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SHEET",
              help="填好的问题表。")  # fmt: skip
@click.option("--questions", type=click.Path(dir_okay=False, path_type=Path), metavar="SHEET",
              help="问题表写到哪里，默认在名单旁边；以 .xlsx 结尾就是工作簿，否则是 CSV。")  # fmt: skip
@click.option("--checked", is_flag=True, help="名称近似的区域都核对过，没有记错。")
@click.option("--recorded-at", type=Moment(), metavar="now|T", default="now", show_default=True,
              help="录入的时间；不早于上一行。")  # fmt: skip
@click.option("--settings", type=FOLDER, metavar="DIR", hidden=True, help="个人设置的文件夹。")
@click.option("--all", "everything", is_flag=True, help="每一行的去处、公众将看到的话，全部显示。")
@click.option("--yes", "silent", is_flag=True, help="不提问，直接写。")
@click.option("--dry-run", is_flag=True, help="只看将写什么，不写。")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="json：只输出一个对象，给程序读。")  # fmt: skip
@data_option
@quiet_option
def import_(data: Path, **flags: Any) -> None:
    """接入一份名单：工作簿、CSV、Word、PDF 或通告的文字，变成区域、通告、数量和事件。

    每一行按名称找到名录里的区域或官方区划代码，写明为什么；只相近、不相同的，问人，不猜。
    不能确定的写成一张问题表，什么也不写进数据；填好以后用 --answers 交回来。
    先显示将写什么、公众将看到的话，检查写完之后的全部数据，没有错误才写；要么都写，要么都不写。
    同一份名单再接入一次，什么也不会增加。

    \b
    例：
      wuyi import 第十五批.xlsx --county 990101 --assessed 2022-12-04 --dry-run
      wuyi import 第十五批.xlsx --county 990101 --applied 2022-12-04 --reviewed 2022-12-05 \\
        --certified 2022-12-05 --assessed 2022-12-04 --date 2022-12-06 --notice-title 关于公布第十五批无疫小区的通告
      wuyi import 第十五批.xlsx --county 990101 --assessed 2022-12-04 --answers 第十五批-问题.csv
      wuyi import 取消名单.csv --county 990101 --action revoke --reason new_case --interactive
      wuyi import 名单.xlsx --county 990101 --column 楼盘=name --assessed 2022-12-04
    """
    from generator.cli import taking
    from generator.cli.asking import say
    from generator.cli.judging import refused
    from generator.staff.recording.desk import FaultyError, county_code

    is_terminal = sys.stdin.isatty() and sys.stdout.isatty() and flags["form"] == "text" and not flags["silent"]
    code = county_code(data, flags["county"])
    given: Flags = taking.Flags(data=data, code=code, clock=tomorrow(), is_terminal=is_terminal, **flags)
    run = taking.Taking(given)
    try:
        document = run.run()
    except FaultyError as error:
        refused(error.findings, str(error))
    except (click.Abort, KeyboardInterrupt):
        say("")
        say("没有回答完：什么也没有写。")
        _kept(run)
        sys.exit(1)
    except (UsageError, SystemExit):
        _kept(run)
        raise
    if not document["written"]:
        _kept(run)
    if given.form == "json":
        import json

        machine(json.dumps(document, ensure_ascii=False, indent=2))
    if document["questions"] or document["problems"]:
        sys.exit(1)


def _kept(run: Taking) -> None:
    """Nothing that somebody answered is lost: the answers lie in a worksheet, and the command goes on with them."""
    from generator.cli import resuming
    from generator.cli.asking import say

    more = run.kept()
    if more:
        say("填好问题表，再运行：" if run.is_open else "回答过的都在，接着做：")
        say(f"  {resuming.command(click.get_current_context(), more)}")
