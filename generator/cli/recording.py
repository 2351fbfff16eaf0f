"""The command that records events: what is possible, a preview in the words of the public, and all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from generator.cli.common import Moment, People, Time, data_option, now, quiet_option, tomorrow
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.cli.asking import Asker

_PEOPLE: Final = People()


@click.command()
@click.argument("who", nargs=-1, metavar="[COUNTY] [AREA]...")
@click.option("--area", "areas", multiple=True, metavar="WHO",
              help="区域：名称、名称的一部分、拼音、首字母或编号；写在区县后面也一样，可以写几个。")  # fmt: skip
@click.option("--new", metavar="NAME", help="新登记一个小区（名称），编号接着往下编。")
@click.option("--in", "place", metavar="PLACE", help="新小区所在的社区（村）：名称或 12 位代码。")
@click.option("--qualifier", metavar="TEXT", help="新小区的限定，如 1-5栋。")
@click.option("--event", "events", multiple=True, metavar="KIND[=T]",
              help="事件：revoke 或 取消；可以写几次，各写各的日期：review=2022-12-05。")  # fmt: skip
@click.option("--title", metavar="TITLE", help="称号；只有一种时不用写。")
@click.option("--at", type=Time(), metavar="T", help="生效的日期或时刻，默认今天。")
@click.option("--reason", metavar="WHY", help="原因：方案里的代码，或名称的一部分。")
@click.option("--by", metavar="CODE", help="决定单位的区划代码；不写则按方案的层级。")
@click.option("--notice", metavar="NOTICE", help="名录里已有的通告：编号、文号或标题。")
@click.option("--notice-title", metavar="TEXT", help="新的通告：标题。")
@click.option("--notice-date", type=Time(), metavar="T", help="新的通告：发布日期，默认今天。")
@click.option("--notice-no", metavar="TEXT", help="新的通告：文号。")
@click.option("--notice-publisher", metavar="TEXT", help="新的通告：发布单位，默认 county.json 里的。")
@click.option("--notice-source", metavar="TEXT", help="新的通告：出处，如 某区门户网站 2022-12-06。")
@click.option("--notice-cutoff", type=Time(), metavar="T", help="新的通告：数据截止的时间。")
@click.option("--declare", multiple=True, metavar="[TITLE:]COUNT=N",
              help="新的通告自己写明的数量：新增=15，或 称号的名称:新增=15；可以写几次。")  # fmt: skip
@click.option("--series", metavar="TEXT", help="这些数量属于哪一个系列。")
@click.option("--batch", metavar="N", help="第几批。")
@click.option("--no-notice", is_flag=True, help="发布还没有通告（居民查不到依据，检查会提醒 W603）。")
@click.option("--confirmed", type=_PEOPLE, metavar="N", help="依据：确诊病例几人。")
@click.option("--asymptomatic", type=_PEOPLE, metavar="N", help="依据：无症状感染者几人。")
@click.option("--contacts", type=_PEOPLE, metavar="N", help="依据：密切接触者几人。")
@click.option("--cleared", type=_PEOPLE, metavar="N", help="依据：已排除的密切接触者几人。")
@click.option("--case-date", type=Time(), metavar="DAY", help="依据的日期，默认是生效的那一天。")
@click.option("--assessed", type=Time(), metavar="DAY", help="自评的日期：各项标准都达到。")
@click.option("--inspected-by", metavar="CODE", help="依据：检查不合格，检查单位的区划代码。")
@click.option("--inspection", type=click.Choice(["open", "covert"]), help="依据：明查或暗访。")
@click.option("--rectify-by", type=Time(), metavar="DAY", help="依据：整改的期限。")
@click.option("--upward/--no-upward", default=None, help="所在的社区、街道按方案也要取消、暂停的，一并记录。")
@click.option("--checked", is_flag=True, help="名称近似的区域都核对过，没有记错。")
@click.option("--correct", metavar="EVENT_ID", help="更正一条已提交的记录：990101-000337，或只写 337。")
@click.option("--undo", is_flag=True, help="收回还没有提交的记录：只去掉各表末尾加的行。")
@click.option("--recorded-at", type=Moment(), metavar="now|T", default="now", show_default=True,
              help="录入的时间；不早于上一行。")  # fmt: skip
@click.option("--yes", "silent", is_flag=True, help="不提问，直接写；缺什么就说缺什么，退出码为 2。")
@click.option("--dry-run", is_flag=True, help="只看将写什么，不写。")
@data_option
@quiet_option
def record(
    who: tuple[str, ...], data: Path, *, undo: bool, silent: bool, dry_run: bool, quiet: bool, **flags: Any
) -> None:
    """记一件事：认定、暂停、恢复、取消、更正，连同该记的依据，一次写好。

    只写区县，就一项一项地问；也可以全用选项写明。先显示公众将看到的话，检查写完之后的全部数据，
    没有错误才写；几个文件要么都写，要么都不写，各自保持原来的格式。

    \b
    例：
      wuyi record 990101
      wuyi record 锦绣家园 映山红小区 --event 取消 --reason 核酸
      wuyi record 和平苑 --event revoke --reason new_case --confirmed 1 --upward
      wuyi record 990201 金色港湾 --event 暂停 --contacts 1 --at 2022-12-06 --yes
      wuyi record 990101 --new 和平佳园 --in 和平社区 --assessed 2022-12-05 \\
        --event apply=2022-12-05 --event review=2022-12-05 --event certify --event file --event publish \\
        --notice-title 关于公布第十五批无疫小区的通告 --declare 无疫小区:新增=1 --series 无疫社区、无疫小区 --batch 15
      wuyi record 990101 --correct 329 --reason recorded_in_error
      wuyi record 990101 --correct 328 --at 2022-12-04
      wuyi record 990101 --undo
    """
    from generator.cli.asking import Asker, say
    from generator.cli.judging import refused
    from generator.staff.recording.counties import meant
    from generator.staff.recording.desk import FaultyError

    code, areas = meant(data, who, flags["areas"])
    flags["areas"] = (*areas, *flags["areas"])
    ask = Asker(silent=silent)
    try:
        if undo:
            _undo(data, code, ask, dry_run=dry_run)
        else:
            _record(data, code, ask, flags, dry_run=dry_run, quiet=quiet)
    except FaultyError as error:
        refused(error.findings, str(error))
    except click.Abort:
        say("")
        say("没有回答完：什么也没有写。")
        sys.exit(1)


def _record(data: Path, code: str, ask: Asker, flags: dict[str, Any], *, dry_run: bool, quiet: bool) -> None:
    from generator.cli import conversation, mending
    from generator.cli.asking import say
    from generator.cli.judging import IS_MEANT, DoubtedError, judged
    from generator.staff.recording import correcting, undoing
    from generator.staff.recording.desk import sit_down, write

    desk = sit_down(data, code, flags["recorded_at"], tomorrow())
    wish = _wish(flags)
    event = None
    if flags["correct"] is not None:
        event = correcting.wrong(desk, flags["correct"])
        say(correcting.asked(event))
        if not undoing.is_committed(data, code, event.sequence):
            say(f"这一行还没有提交：不必更正，用 wuyi record {code} --undo 收回更好。")
            if not ask.yes("仍要更正吗", default=False, silent=True):
                return
    begun = desk
    while True:
        desk = mending.corrected(begun, event, wish, ask) if event else conversation.recorded(begun, wish, ask)
        try:
            desk = judged(desk, ask, checked=flags["checked"], quiet=quiet)
            break
        except DoubtedError as error:
            again = None if event else conversation.otherwise(begun, wish, ask, error.areas)
            if again is None:
                say("没有核对：什么也没有写。")
                sys.exit(1)
            wish, ask = again, ask.again(IS_MEANT)  # what else was answered stands
    if dry_run:
        say("只是看看：什么也没有写。")
    elif not ask.yes("写入吗", default=True, silent=True):
        say("什么也没有写。")
    else:
        written = write(desk)
        say(f"已写 {desk.folder}：{'、'.join(written)}。")
        if not quiet:
            say(f"下一步：wuyi submit {code} 提交；要收回，wuyi record {code} --undo")


def _wish(flags: dict[str, Any]) -> Any:
    from generator.cli.conversation import Wish
    from generator.staff.recording.notices import NewNotice

    begun = None
    if flags["notice_title"] is not None:
        begun = NewNotice(
            flags["notice_title"], flags["notice_date"] or now()[:10], flags["notice_no"], flags["notice_publisher"],
            flags["notice_cutoff"], flags["notice_source"], flags["declare"], flags["series"], flags["batch"],
        )  # fmt: skip
    elif flags["notice_date"] or flags["declare"]:
        raise UsageError("新的通告要用 --notice-title 写标题")
    kinds = {
        "confirmed": "confirmed", "asymptomatic": "asymptomatic", "contacts": "close_contacts",
        "cleared": "cleared_contacts",
    }  # fmt: skip
    counts = tuple((kind, flags[name]) for name, kind in kinds.items() if flags[name] is not None)
    return Wish(
        areas=flags["areas"], new=flags["new"], place=flags["place"], qualifier=flags["qualifier"],
        events=flags["events"], title=flags["title"], at=flags["at"], reason=flags["reason"], by=flags["by"],
        notice=flags["notice"], begun=begun, counts=counts, case_date=flags["case_date"], assessed=flags["assessed"],
        inspected_by=flags["inspected_by"], inspection=flags["inspection"], rectify_by=flags["rectify_by"],
        upward=flags["upward"], no_notice=flags["no_notice"], today=now()[:10],
    )  # fmt: skip


def _undo(data: Path, code: str, ask: Asker, *, dry_run: bool) -> None:
    from generator.cli.asking import say
    from generator.staff.recording import undoing

    plan = undoing.plan(data, code)
    if not plan.rows:
        say("没有可以收回的：各表末尾没有还没提交的行；已经提交的，用 --correct 更正。")
        return
    for name, rows in plan.rows.items():
        for row in rows:
            say(f"将去掉 {name}：{'，'.join(str(cell) for cell in row.values())}")
        if plan.now[name] is None:
            say(f"将删去 {name}：上一次提交里没有这个表")
    if dry_run:
        say("只是看看：什么也没有写。")
    elif ask.yes("收回这些行吗", default=False, silent=True):
        say(f"已收回 {plan.folder}：{'、'.join(undoing.undo(plan))}。")
    else:
        say("什么也没有写。")
