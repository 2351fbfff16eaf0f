"""The wordings of notices: what is a sentence and what a name, and how lines are put together."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from generator.staff.intake.forms import plain, split
from generator.staff.intake.headings import place, title_pattern
from generator.staff.intake.model import Cell
from generator.staff.intake.names import NUMBERING

# What stands before a colon and is no place: facts of the notice, and people.
LABEL: Final = re.compile(
    r"(?:发布|公布|印发|公示|命名)?(?:日期|时间|文号|来源|单位|机构)|(?:特此)?(?:通告|公告|公示|通知)如下|附件?\s*[0-9一二三]*|"
    r"(?:责任)?编辑|联系(?:人|电话|方式)|咨询电话|举报电话|监督电话|备注|说明|注|文号|网址|电话|转载|来源"
)
# A name in a running text is not longer, and has none of the signs and words of sentences.
LONGEST_NAME: Final = 40
SENTENCE: Final = re.compile(
    r"[。！!？?“”\"《》]|如下|现将|特此|根据|按照|经.{0,20}(?:评|审|研究)|以下|通告|公告|名单|指挥部|领导小组|有关|截至|符合|达到|请|抓好|落实|做好|加强|继续|进一步|的|了|感谢|记者|发布会"
)
# Who signed, below the names.
BODY: Final = re.compile(
    "(?:政府|(?<!邮)局|(?<![居村])委|办公室|(?<![居村])(?<!居民)(?<!村民)委员会|防控组|工作组|新闻办|宣传部|专班)$"
)
ETC: Final = re.compile(
    r"等\s*(?:([0-9一二三四五六七八九十百两]+)\s*[个处家])?(?:小区|社区|村|街道|乡镇|乡镇\(街道\))?$"
)
_COUNTY_FIRST: Final = re.compile(
    r"([\u3400-\u9fff]{1,12}?[市区县旗](?:\([^()]*\))?)(?=[^、]{2,}(?:街道|街|镇|乡|社区|村|小区|城)(?:、|$))"
)
PARTLY: Final = re.compile(r"节选|摘录|\(部分\)|[（]部分[）]|(?:例如|如)$")
# A count of all, in the bracket behind the last name: 丙苑（共3个）.
IN_ALL: Final = re.compile("[(（](?:共|合计|总计)")
SHORT_DAY: Final = re.compile(
    "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
)
# What a heading may have beside a batch and a title, where it stands alone.
AROUND: Final = re.compile(r"[\s“”\"「」()公示新增命名认定如下创建名单的和、汇总表一览清名录统计]*")
LISTED: Final = re.compile('(?:名单)?(?:如下)?$|[“”"]')


@cache
def _awarded(title: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!拟)(?:认定|命名|授予|评定)([^，。:“”\"]{{2,200}}?)(?:为|以)?[“\"「]({title.pattern})")


def awarded_pattern() -> re.Pattern[str]:
    """Where a title is said again: 认定太和镇为“无疫镇”."""
    return _awarded(title_pattern())


def parted(cell: Cell) -> tuple[Cell | None, Cell | None]:
    """What stands before the first colon outside of brackets and what behind it; (None, None) without one."""
    spans = list(split(cell.text, ":："))
    if len(spans) < 2:
        return None, None
    end = spans[0][1]
    return Cell(cell.text[:end].strip(), cell.where), Cell(cell.text[end + 1 :].strip(), cell.where)


def segments(cell: Cell) -> list[Cell]:
    """The parts of a line between semicolons that have a place and a colon each; the line where not all have."""
    pieces = [Cell(cell.text[start:end].strip(), cell.where) for start, end in split(cell.text, ";；")]
    pieces = [piece for piece in pieces if piece.text.rstrip("。")]
    heads = [parted(piece)[0] for piece in pieces]
    return pieces if len(pieces) > 1 and all(head is not None for head in heads) else [cell]


def numbering(text: str) -> str:
    """How a line is numbered: with the same signs as others of its level, whatever the number is.

    >>> numbering("（一）洋河社区"), numbering("12.洋河花园"), numbering("洋河花园")
    ('(一)', '1.', '')
    """
    match = NUMBERING.match(plain(text))
    if match is None:
        return ""
    sign = re.sub("[一二三四五六七八九十百]+", "一", match[0].strip())
    return re.sub("[0-9]+", "1", re.sub("[①-⓿]", "①", sign))


def is_above_compounds(text: str, title: str) -> bool:
    """True for a community that heads compounds: the title is one of compounds, the name surely none of one."""
    return (
        "小区" in title and not re.search("社区|村", title) and re.search("(?:社区|居委会?|村委会)$", text) is not None
    )


def with_bracket(head: Cell, batch: Cell) -> Cell:
    """A batch with the bracket behind it, which may say that it is a proposal: 第十三批(公示)."""
    end = head.text.find(batch.text) + len(batch.text)
    match = re.match(r"\s*\((?:拟?公示|调整|新增|候选)\)", plain(head.text[end:]))
    return Cell(batch.text + (head.text[end : end + match.end()].strip() if match else ""), batch.where)


def by_county(cell: Cell) -> list[tuple[Cell, Cell]]:
    """Names in groups between semicolons, each of which begins with its county: 江岸区大智街、西马街；江汉区常青街.

    Only where every group begins so is it surely meant.
    """
    spans = list(split(cell.text, ";；"))
    matches = [_COUNTY_FIRST.match(plain(cell.text[start:end]).strip()) for start, end in spans]
    if len(spans) < 2 or not all(match is not None and place(match[1]) == "county" for match in matches):
        return []
    groups = []
    for (start, end), match in zip(spans, matches, strict=True):
        text = cell.text[start:end].strip()
        length = len(match[1]) if match else 0
        groups.append((Cell(text[:length], cell.where), Cell(text[length:], cell.where)))
    return groups
