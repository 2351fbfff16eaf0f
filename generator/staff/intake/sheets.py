"""What a file says twice: of tables that list the same one is taken; where they disagree, or counts do, it is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from generator.staff.intake.forms import plain
from generator.staff.intake.grid import Grid
from generator.staff.intake.model import Cell, Declared, ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.problems import problem

# Which area a row lists and for what; the rest is what is said of it.
_IDENTITY: Final[tuple[Role, ...]] = ("county", "street", "community", "name", "qualifier", "title", "event")
_ACTION: Final = re.compile(
    "取消|撤销|暂停|摘牌|移出|调出|不再(?:列入|认定|保留)|恢复|公示(?![期后，、]*(?:无异议|评定|认定|审定))"
)
_MOST_QUOTED: Final = 40
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
