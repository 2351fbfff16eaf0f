"""What a file says twice: of tables that list the same one is taken; where they disagree, or counts do, it is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.staff.intake.forms import number, plain
from generator.staff.intake.grid import Grid
from generator.staff.intake.headings import title_pattern
from generator.staff.intake.model import Cell, Declared, ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.problems import problem

# Which area a row lists and for what; the rest is what is said of it.
_IDENTITY: Final[tuple[Role, ...]] = ("county", "street", "community", "name", "qualifier", "title", "event")
_ACTION: Final = re.compile(
    "取消|撤销|暂停|摘牌|移出|调出|不再(?:列入|认定|保留)|恢复|公示(?![期后，、]*(?:无异议|评定|认定|审定))"
)
_MOST_QUOTED: Final = 40
# A heading that is surely the title of a notice.
A_NOTICE: Final = re.compile("关于.|(?:通告|公告|通知|通报|公示|决定)(?:[（(].*)?$")
_SAID: Final[tuple[Role, ...]] = ("kind", "batch", "date", "document_no", "code")


def compared(lists: Iterable[tuple[Grid, ReadList]]) -> Iterator[ReadList]:
    """Each list without rows that an earlier table has; rows of which two tables say different things are problems."""
    earlier: dict[tuple[str, ...], ListedRow] = {}
    for grid, found in lists:
        rows: list[ListedRow] = []
        again: list[str] = []
        problems: list[Problem] = []
        for row in found.rows:
            other = earlier.get(_identity(row))
            if other is None:
                rows.append(row)
                continue
            differing = [role for role in _SAID if row.text(role) and other.text(role) and _differ(row, other, role)]
            if differing:
                said = "，".join(f"“{row.text(role)}”和“{other.text(role)}”" for role in differing)
                problems.append(problem("sheets-disagree", row.words["name"], other=other.where, difference=said))
            else:
                again.append(row.where)
        earlier.update({_identity(row): row for row in rows})
        notes = found.notes
        if again:
            told = f"{grid.where}：{len(again)} 行在前面的表里已有，没有重复读入"
            notes = (*notes, Note("listed-again", again[0], told))
        yield replace(found, rows=tuple(rows), problems=(*found.problems, *problems), notes=notes)


def apart(lists: Sequence[tuple[str, ReadList]], *, of_files: bool = False) -> list[Problem]:
    """A problem for each list that is of another notice than one before it: its batch, day or notice is another one.

    What a list does not say, or says of its rows one by one, parts it from nothing.
    """
    problems: list[Problem] = []
    said: dict[str, tuple[str, str, str]] = {}
    for name, found in lists:
        for what, (key, shown) in _of_notice(found).items():
            other, first, shown_there = said.setdefault(what, (name, key, shown))
            if first != key:
                told = f"这里是{shown}，那里是{shown_there}"
                kind, there, sheet = "files-apart" if of_files else "sheets-apart", argument(other), argument(name)
                where = Cell("", name)
                problems.append(problem(kind, where, other=other, there=there, sheet=sheet, difference=told))
                break
    return problems


def argument(name: str) -> str:
    """A name as it is typed on a command line."""
    return f'"{name}"' if re.search(r"\s", name) else name


def _of_notice(found: ReadList) -> dict[str, tuple[str, str]]:
    """What a list says of its notice: batch, day, title; each as it is compared, and as it is shown."""
    said: dict[str, tuple[str, str]] = {}
    roles: tuple[Role, ...] = ("batch", "date")
    for role in roles:
        printed = {row.text(role) for row in found.rows} - {""}
        keys = {_key(text) for text in printed}
        if len(keys) == 1:
            said[role] = (keys.pop(), min(printed))
    titles = {plain(line.text): line.text for line in found.headings if A_NOTICE.search(line.text)}
    if len(titles) == 1:
        (key, title), *_ = titles.items()
        # Sheets of one batch are annexes of one notice, each called after what it lists.
        said["title"] = (title_pattern().sub("", key) if "batch" in said else key, f"《{title}》")
    return said


def _key(text: str) -> str:
    """第五批, 第5批 and 5 are the same batch."""
    bare = re.sub(r"第|批次?|\s", "", plain(text))
    value = number(bare)
    return bare if value is None else str(value)


def mixed(rows: Sequence[ListedRow]) -> list[Note]:
    """A note where rows are of several batches or days: under one notice they become one."""
    notes = []
    named: dict[Role, str] = {"batch": "批次", "date": "日期"}
    for role, name in named.items():
        printed = {_key(row.text(role)): row.text(role) for row in rows if row.text(role)}
        if len(printed) > 1:
            shown = "、".join([*printed.values()][:5])
            told = f"名单上有 {len(printed)} 个{name}（{shown}）：接入以后都在一份通告里；不是一份通告的，分成几个文件"
            notes.append(Note("several-notices", rows[0].where, told))
    return notes


def counted(declared: Iterable[Declared]) -> list[Note]:
    """A note for each count of which not as many were read: an excerpt, rows that were not taken, or a wrong count."""
    notes = []
    for count in declared:
        told = f"{count.where}：“{count.title}”写明 {count.count} 个，读到 {count.named} 个"
        if count.named > count.count:
            notes.append(Note("more-than-declared", count.where, f"{told}，多出 {count.named - count.count} 个"))
        elif count.named < count.count:
            notes.append(Note("excerpt", count.where, f"{told}：是节选，或有的没有读入"))
    return notes


def actions(headings: Iterable[Cell]) -> list[Note]:
    """A note for each line that says that titles were taken away or given back: such a list certifies nothing."""
    return [
        Note("action", line.where, f"{line.where}：“{line.text[:_MOST_QUOTED]}”写着“{match[0]}”，不是新评定的名单")
        for line in headings
        if (match := _ACTION.search(line.text))
    ]


def twice(rows: Iterable[ListedRow]) -> list[Note]:
    """A note for each row that says the same as an earlier one: both are taken, as names do come twice."""
    earlier: dict[tuple[str, ...], str] = {}
    notes = []
    for row in rows:
        identity = _identity(row)
        if identity in earlier:
            told = f"{row.where}：“{row.text('name')}”和{earlier[identity]}相同，两处都读入了"
            notes.append(Note("twice", row.where, told))
        earlier.setdefault(identity, row.where)
    return notes


def _identity(row: ListedRow) -> tuple[str, ...]:
    return tuple(plain(row.text(role)) for role in _IDENTITY)


def _differ(row: ListedRow, other: ListedRow, role: Role) -> bool:
    return plain(row.text(role)) != plain(other.text(role))
