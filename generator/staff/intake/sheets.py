"""Tables of one file beside one another: what stands in two is taken once, and where they disagree it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.staff.intake.forms import plain
from generator.staff.intake.grid import Grid
from generator.staff.intake.model import ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.problems import problem

# Which area a row lists and for what; the rest is what is said of it.
_IDENTITY: tuple[Role, ...] = ("county", "street", "community", "name", "qualifier", "title")
_SAID: tuple[Role, ...] = ("kind", "batch", "date", "document_no", "code")


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


def _identity(row: ListedRow) -> tuple[str, ...]:
    return tuple(plain(row.text(role)) for role in _IDENTITY)


def _differ(row: ListedRow, other: ListedRow, role: Role) -> bool:
    return plain(row.text(role)) != plain(other.text(role))
