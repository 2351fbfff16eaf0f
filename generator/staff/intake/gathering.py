"""What is gathered while a list is read, and how a row gets in: its name taken apart, every word of it judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.staff.intake import dates, names
from generator.staff.intake.forms import number, plain
from generator.staff.intake.model import DAYS, PEOPLE, PLACES, Cell, Declared, ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.problems import problem

_SOMEBODY: Final = "（有个人信息，没有读入）"
# How lists write that there is nobody.
_NOBODY: Final = frozenset({"无", "-", "—", "/", "——"})
_MOST_PEOPLE: Final = 99_999
_CODE: Final = re.compile("(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})(?:-[0-9]{3})?")


@dataclass
class Scope:
    """A count that is declared, and the rows that it is of: from one place up to another (None: all that follow)."""

    title: str
    count: int
    where: str
    start: int
    end: int | None = None


@dataclass
class Gathering:
    """Rows and everything else, in the order in which it is met."""

    rows: list[ListedRow] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)
    headings: list[Cell] = field(default_factory=list)
    day: Cell | None = None
    declared: list[Declared] = field(default_factory=list)

    def dated(self, day: Cell) -> None:
        """The day of the whole list; of several the last, which stands below it."""
        self.day = day

    def declare(self, title: str, count: int, where: str, start: int | None = None) -> Scope:
        """A count of the rows that follow, or of those from `start` on."""
        scope = Scope(title, count, where, len(self.rows) if start is None else start)
        self.scopes.append(scope)
        return scope

    def add(self, row: ListedRow) -> bool:
        """Takes a row, or tells why not; true where it was taken."""
        taken, problems = judged(row)
        self.problems.extend(problems)
        if taken is not None:
            self.rows.append(taken)
        return taken is not None

    def join(self, other: ReadList) -> None:
        """Takes what was read elsewhere."""
        self.rows.extend(other.rows)
        self.declared.extend(other.declared)
        self.problems.extend(other.problems)
        self.notes.extend(other.notes)
        self.unread.extend(other.unread)
        self.headings.extend(other.headings)

    def done(self) -> ReadList:
        """All of it; the day of the list is that of each row that has none of its own."""
        rows = self.rows
        declared = [*self.declared, *(_of(scope, rows) for scope in self.scopes)]
        if self.day is not None:
            rows = [row if "date" in row.words else row._replace(words={**row.words, "date": self.day}) for row in rows]
        return ReadList(
            tuple(rows), tuple(declared), tuple(self.problems), tuple(self.notes), _public(self.unread),
            _public(self.headings),
        )  # fmt: skip


def _public(lines: list[Cell]) -> tuple[Cell, ...]:
    """Lines that are handed on, without what they have of somebody."""
    return tuple(Cell(_SOMEBODY, line.where) if names.of_person(line) else line for line in lines)


def _of(scope: Scope, rows: list[ListedRow]) -> Declared:
    """A count with how many rows stand under its heading: those with its title or place, where there are such."""
    under = rows[scope.start : scope.end]
    heading = plain(scope.title)
    own = [row for row in under if any(plain(row.text(role)) == heading for role in ("title", *PLACES))]
    return Declared(scope.title, scope.count, scope.where, len(own or under))


def judged(row: ListedRow) -> tuple[ListedRow | None, list[Problem]]:
    """A row with its name taken apart and its days as ISO; None with why where a word of it cannot be taken."""
    words: dict[Role, Cell] = {role: cell for role, cell in row.words.items() if cell.text}
    printed = names.printed(words["name"])
    words["name"] = printed.name
    if printed.qualifier is not None and "qualifier" not in words:
        words["qualifier"] = printed.qualifier
    elif printed.qualifier is not None:
        words["name"] = row.words["name"]
    if printed.remark is not None:
        words.setdefault("remark", printed.remark)
    problems: list[Problem] = []
    for role in DAYS:
        if role in words:
            day = dates.iso(words[role])
            if isinstance(day, Problem):
                problems.append(day)
            else:
                words[role] = Cell(day, words[role].where)
    for role in PEOPLE:
        if role in words:
            people = _people(words[role].text)
            if people is None:
                problems.append(problem("no-people", words[role]))
            else:
                words[role] = Cell(str(people), words[role].where)
    meant = ListedRow(words, row.where)
    problems.extend(_wrong(words, meant))
    return (None if problems else meant), problems


def _wrong(words: Mapping[Role, Cell], row: ListedRow) -> list[Problem]:
    found: list[Problem | None] = [names.judged(words["name"], row)]
    for role, cell in words.items():
        if role == "code":
            found.append(None if _CODE.fullmatch(plain(cell.text)) else _code(cell))
        elif role == "remark":
            found.append(names.of_person(cell))
        elif role not in (*DAYS, *PEOPLE, "name"):
            found.append(names.of_word(cell, is_place=role in PLACES))
    return [told for told in found if told is not None]


def _people(text: str) -> int | None:
    """How many people a word says; 0 where it says that there are none, None for what is no number of people."""
    bare = re.sub(r"\s|[例人名个]+$", "", plain(text))
    if bare in _NOBODY:
        return 0
    count = number(bare)
    return count if count is not None and 0 <= count <= _MOST_PEOPLE else None


def _code(cell: Cell) -> Problem:
    return names.of_word(cell, is_number=True) or problem("code-form", cell)
