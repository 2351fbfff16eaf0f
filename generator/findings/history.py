"""Kinds of findings of history: what was published is never changed."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import DECIDED, Kind

KINDS: Final = (
    # ---- 8: history
    Kind(
        "E801",
        "已公布的第 {sequence} 号记录被改动：{what}。",
        "恢复这一行原来的内容（{expected}）；要更正它，请在最后另加一行，用 corrects 写明第 {sequence} 号。",
        "A line of the log that the base has was changed.",
    ),
    Kind(
        "E802",
        "已公布的第 {sequence} 号记录不见了（{expected}）。",
        "恢复这一行：记录只增不删；要撤销它，请在最后另加一行 correct。分支落后于基准时，先合并基准再检查。",
        "A line of the log that the base has was removed.",
    ),
    Kind(
        "E803",
        "{count} 条新记录插在了已公布的记录之间，应在第 {expected} 号之后。",
        "运行 wuyi renumber --base 基准提交：它把这些行移到最后，并重新编号。",
        "New lines stand before lines that the base has.",
    ),
    Kind(
        "E804",
        "已公布的记录换了顺序：第 {sequence} 号原来在第 {expected} 位，现在在第 {place} 位{more}。",
        "恢复原来的顺序：不要给日志排序。",
        "The lines that the base has are all there, in another order.",
    ),
    Kind(
        "E805",
        "区域 {value}（{name}）从 areas 表里删掉了，但已公布的事件提到它。",
        "恢复这一行；不再使用的区域填写 valid_until，合并或改编号的填写 replaced_by。",
        "An area was deleted that an event of the base names.",
    ),
    Kind(
        "E806",
        "已公布的通告 {value} {what}。",
        "恢复原来的内容：通告是依据，不能改动；公布有误时，用更正事件说明（原因 notice_in_error）。",
        "A notice that the base has, or a number or name that it declared, was altered, added to or removed.",
    ),
    Kind(
        "E807",
        "新记录的记录时间 {value} 比基准时名录的最新记录（{expected}）早 7 天以上，那时的订阅已经归档。",
        "记录时间填写录入的时间，事情发生的时间写在生效时间里。",
        "A new line is recorded more than 7 days before the newest line of the base: its month may be closed.",
    ),
    Kind(
        "E808",
        "区县 {value} 的{what}不见了，基准里有{expected}。",
        "恢复它：名录的文件夹和日志不能删除或改名；不再更新的名录，在 county.json 里把 state 写成 archived。",
        "The folder or the log of a county that the base has was deleted or renamed.",
    ),
    Kind(
        "W809",
        "基准里的这个文件读不出来，没有核对其中已公布的内容是否被改动。",
        "换一个这个文件完好的提交作基准再核对一次，如 wuyi check --base 更早的提交。",
        "A file of the base cannot be read as a table: what it published is not compared.",
    ),
    Kind(
        "E810",
        "订阅编号的前缀 tag_authority 从“{expected}”改成了“{value}”。",
        "恢复原来的写法：它是每一条订阅编号的开头，公布之后不再改，网站搬家也不改。",
        "The tag authority in site.json was changed: every id of a feed item would be another.",
    ),
    Kind(
        "E811",
        "已公布的条目会变样：第 {sequence} 号记录{more}的{what}原来是{expected}，现在成了{now}。",
        "恢复原来的写法（{expected}）。{mend}。",
        "A published item of the feeds would read differently: a qualifier, a place, a title or a reason was reworded.",
    ),
    Kind(
        "E812",
        "{what}从{expected}改成了{now}：{effect}。",
        "恢复原来的写法：空着的以后可以补填，填了的不再改。真的变了的，是另一个区域：给它新的编号，在原来那一行填写"
        f" valid_until 和 replaced_by。登记错了的，{DECIDED}",
        "A fact of a published area (areas.csv) was altered or taken away, without a word for it in decisions.csv.",
    ),
    Kind(
        "E813",
        "区域{name}（{area_id}）的{named}是 {value}，但它在 {expected} 还有{event}的记录。",
        "核对停用（启用）的日期和那条记录：停用的日期不早于最后一条记录的生效日期，启用的日期不晚于第一条。",
        "An area ends before an event of it that is in force, or begins after one.",
    ),
    Kind(
        "E814",
        "已公布的内容会变样：{which}的{what}原来是{expected}，现在成了{now}。",
        "恢复原来的写法（{expected}）。{mend}。",
        "What pages, twins or tables say of the past would read differently: a time limit, a measure, a calendar.",
    ),
    Kind(
        "E815",
        "已入库的依据{what}{effect}。",
        f"恢复这些行：依据是当时核对用的，以后只加行、只补空着的格。登记错了的，{DECIDED}",
        "Evidence that was on file was removed or altered, without a word for it in decisions.csv.",
    ),
    Kind(
        "E816",
        "{what}从{expected}改成了{now}：{effect}。",
        f"不是有意的，恢复原来的写法。是有意的，{DECIDED}",
        "A setting was switched, or a file taken away, by which published things vanish or change, without a word.",
    ),
    Kind(
        "W817",
        "{what}从{expected}改成{now}，decisions.csv 第 {row} 行写明是决定好的：{effect}。",
        "请核对这就是这次要公布的；不是的，恢复原来的写法，并删去那一行。",
        "A change that needs a word has one: a new line of decisions.csv.",
    ),
    Kind(
        "E818",
        "决定表里已公布的一行{more}不见了或被改动：{expected}。",
        "恢复这一行：决定只增不删；改变主意的，在末尾另加一行。",
        "A line of decisions.csv that the base has was removed or altered.",
    ),
    Kind(
        "E819",
        "区县 {value} 从归档改回了 active：它的 {count} 条记录会重新进入全国的订阅，其中最早的记录于 {recorded}，"
        "比基准时名录的最新记录（{expected}）早 7 天以上。",
        "恢复 archived：已经关闭的订阅存档不能改动。归档了的名录要继续登记，先和维护网站的人商量。",
        "A county became active again: its lines count as new, and some are recorded in months that are closed.",
    ),
    Kind(
        "W820",
        "{count} 条新记录的记录时间（最早的 {value}）早于名录的最新记录（{expected}）："
        "订阅里它排在最前，写的日期却比下面的旧，按日期找新消息的人看不到它。",
        "还没有公布的记录，记录时间写现在的时间：运行 wuyi renumber --base 基准提交 --recorded-at now。"
        "事情发生的时间写在生效时间里。",
        "New lines are recorded more than an hour before the newest of the base: first in feeds, with an older date.",
    ),
)
