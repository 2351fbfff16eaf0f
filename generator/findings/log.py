"""Kinds of findings of times, identity and order of the log."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import DECIDED, Kind

KINDS: Final = (
    # ---- 3: times
    Kind(
        "E301",
        "“{value}”不是存在的日期或时间{hint}。",
        "应{expected}。",
        "A day or time that is malformed or not in the calendar.",
    ),
    Kind(
        "E302",
        "记录时间 {value} 早于上一行的 {expected}。",
        "日志只能往后添加：记录时间填写录入的时间，不早于上一行，同一天有多条时写上几点几分；不要重新排序。",
        "recorded_at decreases in the log.",
    ),
    Kind(
        "E303",
        "生效时间 {value} 早于这个区域此前事件的 {expected}（第 {line_before} 行）。",
        "检查日期；补记较早的事实时，用 corrects 写明替换哪一号记录。",
        "effective_at decreases for one area and title.",
    ),
    Kind(
        "W304",
        "已公布的 {value} 比现在晚一天以上。",
        "已公布的{mend}。这台电脑的时钟不准时，先校准。",
        "A day or time more than a day ahead of the clock that the base has already.",
    ),
    Kind(
        "E305",
        "停用日期 {value} 早于启用日期 {expected}。",
        "检查这两个日期。",
        "valid_until (or until) is before valid_from (or from).",
    ),
    Kind(
        "W306",
        "生效时间 {value} 晚于记录日期 {expected}：发布后页面会立即显示。",
        "确认是否预先登记；否则改成实际生效的日期。",
        "effective_at lies after the day of recording.",
    ),
    Kind(
        "E307",
        "编号 {value} 里的日期与发布日期 {expected} 不一致。",
        "编号中间的八位数字是发布日期：改正编号或发布日期。",
        "The day in a notice's id is not the day on which it was published.",
    ),
    Kind(
        "W308",
        "{value} 年没有工作日历，无法核对“{step}”的时限。",
        "在 data/workdays.csv 里按国务院办公厅公布的放假安排，登记这一年的节假日和调休上班日。",
        "A deadline in working days falls in a year that neither the calendar nor data/workdays.csv knows: not judged.",
    ),
    Kind(
        "E310",
        "{value} 比现在晚一天以上：多半是年份或月份录错了。",
        "还没有公布的，改成实际的日期；已经公布的{mend}。"
        "电脑的时钟不准，或核对的是旧档时，用 check --now 写明现在的时间。",
        "A day or time of what has happened (of recording, of a notice, of an area, of evidence, of settings, of a "
        "decision, of a scheme's document) more than a day ahead of the clock.",
    ),
    Kind(
        "E311",
        "生效时间 {value} 比记录日期 {expected} 晚了半年以上：多半是年份录错了。",
        "改成实际生效的日期；已经公布的不改，在最后另加一行，用 corrects 替换它。",
        "effective_at lies more than 180 days after the time of recording, and the line was not corrected.",
    ),
    Kind(
        "E312",
        "{what}从{expected}改成了{now}：{effect}。",
        f"原来的日期晚于现在，可以改正，但要有据可查：{DECIDED}",
        "The day of a published notice that lay ahead of the clock was mended without a word for it in decisions.csv.",
    ),
    Kind(
        "W313",
        "{value} 比{since}晚{span}以上：多半是年份录错了。",
        "核对文件，改成实际的日期；没有录错的，不用改。",
        "A day that may lie ahead lies farther ahead than it can be known: a scheme's beginning, end or amendment, "
        "a day of the calendar, a day to rectify by.",
    ),
    # ---- 4: identity
    Kind(
        "E401",
        "区域 {value} 不在 areas 表里。",
        "先在 areas 表里登记这个区域，或改正编号。{near}",
        "An event names an area that the county's areas table does not have.",
    ),
    Kind(
        "E402",
        "“{value}”与第 {line_before} 行重复。",
        "同一编号只能出现一次：删去一行，或改正编号。",
        "The same id stands twice in a table.",
    ),
    Kind(
        "E403",
        "编号 {area_id} 对应的名称是“{expected}”，这里写的是“{value}”{hint}。",
        "核对是编号错了还是名称错了，改正错的那一个。",
        "The id and the name of an event disagree: the status may be meant for another area.",
    ),
    Kind(
        "E404",
        "{value} 不属于区县 {expected}。",
        "代码以 {expected} 开头的区域才放在这个文件夹；其他的放到所属区县的文件夹。",
        "An area stands in the folder of another county.",
    ),
    Kind(
        "E405",
        "代码 {value} 不在本区县的官方区划代码里，也不是它的上级单位。",
        "对照 data/divisions/ 核对代码。",
        "A division code that the official list does not have.",
    ),
    Kind(
        "E406",
        "没有编号为 {value} 的通告。",
        "先在 notices 表里登记通告（市级、省级通告在其代码的文件夹里），或改正编号。",
        "A notice that neither the county nor the units above it have.",
    ),
    Kind(
        "E407",
        "“{value}”与所在的文件夹或文件名“{expected}”不一致。",
        "改成与文件夹或文件名一致。",
        "The code in county.json, or in a notice's id, is not that of the folder.",
    ),
    Kind(
        "E408",
        "没有标识为“{value}”的工作方案。",
        "填写 data/schemes/ 里已有的方案：{expected}。",
        "A scheme that has no profile.",
    ),
    Kind(
        "E409",
        "《{scheme}》没有称号“{value}”。",
        "应为：{expected}。",
        "A title that the profile in force does not have.",
    ),
    Kind(
        "E410",
        "演示标记 demonstration 写的是 {value}，应为 {expected}。",
        "虚构的示例省（代码 99）必须标明演示，真实地区不得标为演示。",
        "Fictional areas (province 99), and only they, are a demonstration.",
    ),
    Kind(
        "E411",
        "称号“{name}”（{value}）不授予类型为 {expected} 的区域。",
        "核对称号，或在 areas 表里改正 unit_type。",
        "The profile does not award this title to this type of unit.",
    ),
    Kind(
        "W412",
        "区域名称“{value}”与代码的官方名称“{expected}”不同。",
        "核对代码是否填错；确是同一处时可以保留。",
        "The name of a community, village or street has nothing in common with the official name of its code.",
    ),
    Kind(
        "E413",
        "{named}里的区域 {value} 不在 areas 表里。",
        "填写本表已有的区域编号，不能是它自己。",
        "part_of or replaced_by names no other area of the table.",
    ),
    Kind(
        "E414",
        "生效时间 {value} 时没有适用的工作方案。",
        "核对日期，或在 county.json 的 schemes 里写明各方案的起止日期。",
        "No profile binds the county at the effective time of an event.",
    ),
    Kind(
        "E415",
        "{area}与{others}，“{event}”容易记错对象。",
        "核对编号、地点和限定；核对无误后，在这一行的 confirmed 列写 yes，整行是：{pasted}"
        "（没有这一列时，在表头最后加上 ,confirmed，其余各行在末尾加一个逗号）。",
        "A suspension or revocation of an area whose name is easily taken for another of the county, not confirmed.",
    ),
    Kind(
        "E416",
        "方案里的“{value}”没有定义：{what}。",
        "在方案里先定义它，或改正写法。",
        "A profile names a title, step or reason that it does not define, or an amendment makes it invalid.",
    ),
    Kind(
        "E420",
        "《{scheme}》适用于{place}，本名录是{county}（{folder}）。",
        "换成本地的工作方案（data/schemes/）；确实由公文采用外地方案的，先登记那份通告，"
        "再在 schemes 的这一项里写 adopted_by，值为通告的编号。",
        "A county under the scheme of another place, without a notice that adopted it. Fictional counties are free.",
    ),
    Kind(
        "W421",
        "“{name}”（{value}）与 {other} 的名称、类型和地点都相同（{place}）。",
        "同一处只登记一行：删去还没有事件的一行，或在旧的一行写 replaced_by；"
        "确是两处的，在 qualifier 写明限定（如“1-5栋”）。",
        "Two areas of one full name, type and place, both in use: one could lose a title and the other keep it.",
    ),
    Kind(
        "E422",
        "“{name}”（{value}）与 {other}“{other_name}”名称、类型和地点都相同（{place}），两处都有申报或称号。",
        "确认是不是同一处：是的，只用一个编号，另一行写 replaced_by；"
        "不是的，在 qualifier 写明限定（如“1-5栋”）后再登记。",
        "An application or a title for an area although another of the same full name, type and place has one.",
    ),
    Kind(
        "W423",
        "“{name}”登记在{here}之下，名称却像是{there}的。",
        "核对编号：多半应登记在同名的社区或村之下；确实在这里的，可以保留。",
        "A compound is called like a community or village of the county in which, by its id, it does not lie.",
    ),
    Kind(
        "W424",
        "“{name}”（{value}）登记了，没有任何事件，不会公布。",
        "补记它的事件；事件记在别的编号上的，先核对编号；多登记的，删去这一行。",
        "An area that no event, evidence or other area names, in a log that is more than 14 days long.",
    ),
    # ---- 5: order of the log
    Kind(
        "E501",
        "序号应为 {expected}，这里是 {value}。",
        "序号必须与行的位置一致：不要排序、插入或删除已有的行，新事件加在最后。",
        "The sequence is not the position in the log: the file was sorted, or wrongly merged.",
    ),
    Kind(
        "E502",
        "corrects 写的是 {value}，前面没有这一号记录。",
        "填写要更正的记录的序号，它必须在本行之前。",
        "corrects names no earlier line.",
    ),
    Kind(
        "E503",
        "更正与第 {value} 号记录的区域或称号不同（第 {value} 号是 {expected}）。",
        "更正只针对同一区域的同一称号。记错了区域时：先用 correct 撤销那一号，再给正确的区域另加一行。",
        "A correction is about another area or title than the line that it names.",
    ),
    Kind(
        "E504",
        "第 {value} 号记录已被第 {expected} 号更正过。",
        "要再次更正，请更正第 {expected} 号。",
        "Two corrections in force name the same line.",
    ),
    Kind(
        "E505",
        "更正事件没有写明更正哪一号记录。",
        "在 corrects 列填写要更正的记录的序号。",
        "An event `correct` without `corrects`.",
    ),
    Kind(
        "E506",
        "第 {value} 号记录是更正事件，不能被替换。",
        "要恢复原来的记录，用 correct 撤销第 {value} 号。",
        "An ordinary event replaces a `correct`; only another `correct` can retract it.",
    ),
)
