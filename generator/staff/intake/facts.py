"""What a line around a list says of all of it: batch, title, day, number of the document, counts."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from generator.staff.intake import dates
from generator.staff.intake.forms import number, plain
from generator.staff.intake.headings import title_pattern
from generator.staff.intake.model import Cell, Problem, Role
from generator.staff.intake.names import counted

_HAN: Final = "一二三四五六七八九十百两〇"
BATCH: Final = re.compile(rf"第\s*[0-9{_HAN}]+\s*批(?:次)?|首批|新一轮")
_DOCUMENT: Final = re.compile(r"[\u3400-\u9fff]{2,14}\s*[\[(](?:19|20)[0-9]{2}[\])]\s*第?[0-9]{1,5}号")
# A day is that of the list where it stands alone, in the bracket at the end, or behind a word that says so.
_DATED: Final = re.compile(
    r"(?:发布|公布|印发|发文|公告|通告|公示|命名)?(?:日期|时间)\s*:\s*(.+)|(?:发布|公布)于\s*(.+)"
)
# The same behind something else in one cell, with a word that says of which day.
_BEHIND: Final = re.compile(r"[\s();,。](?:发布|公布|印发|发文|公告|通告|公示|命名)(?:日期|时间)?\s*:\s*([^:]+?)\)?$")
TOTAL: Final = re.compile(
    rf"(?:共计|合计|总计|累计|总共|共有|共)\s*:?\s*([0-9]+|[{_HAN}]+)\s*[个处家](?:小区|社区|村|街道|乡镇|单位)?"
)
# A line that says something of the whole list says it here; a longer one has many names.
_MOST_LOOKED_AT: Final = 1_000
TOTAL_TITLE: Final = "合计"
# A day that says until when, not of when.
_UNTIL: Final = re.compile("截至|截止|自.{0,12}起|至$")


@cache
def _counted(title: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"([0-9]+|[{_HAN}]+)\s*个\s*[“\"「]?\s*({title.pattern})")


def day(cell: Cell) -> Cell | Problem | None:
    """The day of which a line says that the list is; None where it says none, a problem where that is no whole day."""
    text = plain(cell.text[:_MOST_LOOKED_AT]).strip()
    if _UNTIL.search(text):
        return None
    match = _DATED.fullmatch(text)
    if match is not None:
        inner = next(group for group in match.groups() if group)
        found = dates.iso(Cell(inner.strip(), cell.where))
        return Cell(found, cell.where) if isinstance(found, str) else found
    inside, behind = re.search(r"\(([^()]*)\)\s*$", text), _BEHIND.search(text)
    for part in (text, inside[1] if inside else "", behind[1] if behind else ""):
        if dates.WITHIN.match(part.strip()):
            found = dates.iso(Cell(part.strip(), cell.where))
            return Cell(found, cell.where) if isinstance(found, str) else None
    return None


def words(cell: Cell) -> dict[Role, Cell]:
    """Batch, title and number of a document that a line names; a title only where it is the only one."""
    text = plain(cell.text[:_MOST_LOOKED_AT])
    said: dict[Role, Cell] = {}
    batches = {match[0]: match for match in BATCH.finditer(text)}
    if len(batches) == 1:
        said["batch"] = _cut(cell, next(iter(batches.values())))
    titles = {match[0]: match for match in title_pattern().finditer(text)}
    if len(titles) == 1:
        said["title"] = _cut(cell, next(iter(titles.values())))
    document = _DOCUMENT.search(text)
    if document is not None:
        said["document_no"] = _cut(cell, document)
    return said


class Count(NamedTuple):
    """A number of things under a title."""

    title: str
    number: int


def declared(cell: Cell) -> list[Count]:
    """Counts that a sentence declares: 第二批30个“无疫乡镇(街道)”, 共18个."""
    text = plain(cell.text[:_MOST_LOOKED_AT])
    found = [
        Count(cell.text[match.start(2) : match.end(2)], count)
        for match in _counted(title_pattern()).finditer(text)
        if (count := number(match[1])) is not None
    ]
    if found:
        return found
    heading = counted(cell.text[:_MOST_LOOKED_AT])
    if heading is not None:
        title = title_pattern().search(plain(heading[0]))
        return [Count(heading[0][title.start() : title.end()] if title else heading[0], heading[1])]
    match = TOTAL.search(text)
    count = None if match is None else number(match[1])
    return [] if count is None else [Count(TOTAL_TITLE, count)]


def _cut(cell: Cell, match: re.Match[str]) -> Cell:
    return Cell(cell.text[match.start() : match.end()].strip(), cell.where)
