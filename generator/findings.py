"""The catalogue of findings: code, severity, message and mending stand here once.

docs/findings.md is generated from it, and a test asks for a smallest wrong folder for each code.
Messages are for district staff: plain Chinese, what was found and what was expected, no blame.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from generator.model import Finding


class Kind(NamedTuple):
    """One kind of finding. `message` and `fix` are templates; `about` documents it in English."""

    code: str
    message: str
    fix: str
    about: str

    @property
    def severity(self) -> str:
        """`error` for E…, `warning` for W…"""
        return "error" if self.code.startswith("E") else "warning"


_KINDS: Final = (
    # ---- 1: files
    Kind(
        "E101",
        "文件不是 UTF-8 编码，看起来是 {value}。",
        "在 Excel 或 WPS 里选“另存为”，类型选“CSV UTF-8（逗号分隔）”，再提交；记事本请选编码“UTF-8”。",
        "The file is not UTF-8; GB18030 and UTF-16 are recognised by name.",
    ),
    Kind(
        "E102",
        "表头不对：{where}。",
        "第一行应为“{expected}”，顺序不变；后面的空列可以省略。",
        "The header is not the columns of the table, in order (optional last columns may be left out).",
    ),
    Kind(
        "E103",
        "这一行{what}。",
        "补齐或删去多余的逗号，空行请删去；内容里有英文逗号时，把整格用英文双引号括起来。",
        "A row is shorter or longer than the header.",
    ),
    Kind(
        "E104",
        "JSON 写法有误：{detail}。",
        "检查这一处的引号、逗号和括号；重复的字段只留一个。",
        "Broken JSON, a doubled key, or not the expected outermost form (a list of objects for a table).",
    ),
    Kind(
        "E105",
        "内容过大：{detail}。",
        "单个文件不超过 32 MB，单格不超过 10000 字；请检查是否放错了文件。",
        "A file or a field is larger than the bounds; it is refused, not loaded.",
    ),
    Kind(
        "E106",
        "CSV 写法有误：{detail}。",
        "检查这一行附近的英文双引号是否成对，单元格里不要换行。",
        "Broken CSV: an unclosed quote, a NUL byte, a line break within a field.",
    ),
    Kind(
        "E107",
        "缺少文件 {value}。",
        "在这个文件夹里补上它；格式见数据说明。",
        "A file that must be there is missing (county.json of a county, site.json).",
    ),
    Kind(
        "E108",
        "“{value}”是{what}，不能放在这里。",
        "只放数据文件：删去链接、临时文件和其他文件，文件名照数据说明书写。",
        "A link, a special file, or a file or folder that has no business under data/.",
    ),
    Kind(
        "E109",
        "文件夹“{value}”不是已知的区划代码。",
        "区县文件夹用 6 位区县代码命名，市、省的通告放在 4 位或 2 位代码的文件夹里。",
        "A folder under registers/ belongs to no known county, city or province.",
    ),
    Kind(
        "E110",
        "没有任何区县的名录。",
        "至少需要一个 registers/<6 位区县代码>/ 文件夹。",
        "There is no county at all: nothing is published rather than an empty register.",
    ),
    Kind(
        "E111",
        "{value} 与同名的 CSV 文件并存，无法判断以哪个为准。",
        "只保留其中一个。",
        "The same table stands there as CSV and as JSON.",
    ),
    Kind(
        "E112",
        "表头里“{value}”出现了不止一次。",
        "删去重复的列，或重复的表头行。",
        "A column name is doubled in the header, or the header line stands again among the rows.",
    ),
    Kind(
        "E113",
        "文件没有表头{hint}。",
        "第一行写列名“{expected}”。",
        "The file is empty, or its first line is already data.",
    ),
    Kind(
        "E114",
        "区划代码表没有按代码从小到大排列，或表头不是“code,name”。",
        "按官方代码表恢复这个文件；它不由区县修改。",
        "A file of divisions is not sorted by code (counties find their slice by halving).",
    ),
    Kind(
        "E115",
        "另有 {value} 行也不合格式，没有一一列出。",
        "先改好列出的各行（往往是同一个毛病），再检查一次。",
        "More than 200 rows of a file disagree with the schema: the rest is counted, not listed.",
    ),
    # ---- 2: values
    Kind("E201", "“{column}”不能为空。", "填上这一格：{expected}。", "A required value is missing."),
    Kind(
        "E202",
        "{label}“{value}”的写法不对{hint}。",
        "应为：{expected}。",
        "A code or id is not of its form (scientific notation and full-width digits are named).",
    ),
    Kind(
        "E203",
        "“{column}”写的是“{value}”，不合要求{hint}。",
        "应为：{expected}。",
        "Not a number (or value) of the expected kind.",
    ),
    Kind(
        "E204",
        "名称“{value}”里有不允许的字符{hint}。",
        "要求：{expected}；不可见字符可删去整格后重新输入。",
        "A name holds markup, an invisible or control character, or begins like a spreadsheet formula.",
    ),
    Kind(
        "E205",
        "文字“{value}”不合要求{hint}。",
        "要求：{expected}。",
        "A text holds control or invisible characters, or is too long.",
    ),
    Kind(
        "E206",
        "“{value}”不是可用的网址或标识。",
        "应为：{expected}。",
        "An address that is not https, or a malformed authority.",
    ),
    Kind("E207", "“{value}”不在允许的取值里。", "应为：{expected}。", "A code that is not in the code list."),
    Kind("E208", "“{value}”不是已知的字段。", "删去它，或检查字段名的拼写。", "An unknown key in a JSON file."),
    Kind(
        "E209",
        "内容的结构不对：{detail}。",
        "对照数据说明里这个文件的格式修改。",
        "The structure of a JSON file is not that of its schema.",
    ),
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
        "记录时间 {value} 比现在晚一天以上。",
        "检查日期是否录错。",
        "A time recorded more than a day ahead of the clock (the only use of the clock).",
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
        "编号 {area_id} 对应的名称是“{expected}”，这里写的是“{value}”。",
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
        "“{column}”里的区域 {value} 不在 areas 表里。",
        "填写本表已有的区域编号，不能是它自己。",
        "part_of or replaced_by names no other area of the table.",
    ),
    Kind(
        "E414",
        "生效时间 {value} 时没有适用的工作方案。",
        "核对日期，或在 county.json 的 schemes 里写明各方案的起止日期。",
        "No profile binds the county at the effective time of an event.",
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
    # ---- 6: procedure
    Kind(
        "E601",
        "《{scheme}》没有“{value}”这一步。",
        "这个方案的步骤有：{expected}。",
        "A step that the scheme does not have.",
    ),
    Kind(
        "E602",
        "“{area}”（{area_id}）的“{title}”此时为“{status}”，不能“{value}”{after}。",
        "这一步之前应为：{expected}。检查是否漏记了前面的步骤，或选错了区域。",
        "A step that is not possible from this status.",
    ),
    Kind(
        "W603",
        "发布事件没有写明通告。",
        "在 notice_id 列填写公布它的通告编号，居民才能查到依据。",
        "A publication without a notice.",
    ),
    Kind(
        "E604",
        "《{scheme}》的“{step}”没有原因“{value}”。",
        "应为：{expected}。",
        "A reason that the profile does not know for this step.",
    ),
    Kind(
        "W605",
        "“{step}”没有写明原因。",
        "在 reason 列填写原因代码：{expected}。居民最想知道的就是为什么。",
        "A suspension or revocation without a reason, where the profile has reasons for it.",
    ),
    # ---- 7: notices and their counts
    Kind(
        "E701",
        "通告 {notice} 公布“{what}”{value} 个，名录里有 {actual} 个。",
        "核对通告与事件：漏记、多记或记错了通告编号；确实找不到代码的名称登记在 unplaced 表里；"
        "通告本身有误的，更正的原因写 notice_in_error。",
        "A declared count and the rows disagree.",
    ),
    Kind(
        "E702",
        "地区 {value} 不在通告发布单位 {expected} 的辖区内。",
        "填写通告发布单位辖区内的代码，不限地区时留空。",
        "A declared count is of a place outside the notice's own division.",
    ),
)

CATALOGUE: Final[dict[str, Kind]] = {kind.code: kind for kind in _KINDS}


def finding(
    code: str,
    path: str,
    line: int | None = None,
    column: str | None = None,
    value: object = None,
    **words: object,
) -> Finding:
    """A finding of the catalogue at a place; `words` fill the templates beside `value` and `column`."""
    kind = CATALOGUE[code]
    shown = None if value is None else _short(str(value))
    filled = {"value": shown, "column": column, "hint": "", "near": "", **words}
    return Finding(
        code, kind.severity, path, line, column, None if value is None else str(value)[:200],
        kind.message.format(**filled), kind.fix.format(**filled),
    )  # fmt: skip


def _short(text: str, most: int = 40) -> str:
    """A value as a message quotes it: not longer than a line of a narrow terminal."""
    return text if len(text) <= most else text[: most - 1] + "…"
