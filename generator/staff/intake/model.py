"""What a list is after reading: rows as printed, counts that it declares, and what was not taken, with why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

# What a printed word is. `code` is an official code, or the id of an area; `applied`, `reviewed` and `certified` are
# days of earlier steps, `date` is that of publication. `event`, `reason` and `notice` say what a row is to be recorded
# as: a list that an office fills in has them. The last four are how many people a loss, or a restoration, is about.
Role = Literal[
    "county",
    "street",
    "community",
    "name",
    "qualifier",
    "kind",
    "title",
    "batch",
    "date",
    "document_no",
    "remark",
    "code",
    "applied",
    "reviewed",
    "certified",
    "event",
    "reason",
    "notice",
    "confirmed",
    "asymptomatic",
    "close_contacts",
    "cleared_contacts",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
# Roles whose words are days.
DAYS: Final[tuple[Role, ...]] = ("date", "applied", "reviewed", "certified")
# Roles whose words are numbers of people.
PEOPLE: Final[tuple[Role, ...]] = ("confirmed", "asymptomatic", "close_contacts", "cleared_contacts")
# The places, from the widest to the narrowest.
PLACES: Final[tuple[Role, ...]] = ("county", "street", "community")


class Sheets(NamedTuple):
    """Which sheets of a workbook are read, by their names: these alone (hidden ones too), or all shown but these."""

    only: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    def takes(self, name: str, *, is_hidden: bool = False) -> bool:
        """True for a sheet that is to be read; a hidden one is only where it is named."""
        if name.strip() in self.skipped:
            return False
        return name.strip() in self.only if self.only else not is_hidden

    def missing(self, names: Iterable[str]) -> list[str]:
        """Names that are said and that no sheet has."""
        known = {name.strip() for name in names}
        return [name for name in dict.fromkeys((*self.only, *self.skipped)) if name not in known]


EVERY_SHEET: Final = Sheets()


class Cell(NamedTuple):
    """A printed word, and where it stands: `名单!B7`, `第 7 行`, `第 2 张表第 3 行`."""

    text: str
    where: str


class ListedRow(NamedTuple):
    """One area as it is listed: its printed words by meaning, and where it stands.

    The name is there always. A date is an ISO day; all else is spelt as printed.
    """

    words: Mapping[Role, Cell]
    where: str

    def text(self, role: Role) -> str:
        """The printed word of a role; "" where the list has none."""
        cell = self.words.get(role)
        return "" if cell is None else cell.text


@dataclass(frozen=True, slots=True)
class Declared:
    """A count that the list prints, under its heading: `一、无疫社区(2个)` declares 2 of 无疫社区.

    `named` is how many rows stand under it: of an excerpt it is less.
    """

    title: str
    count: int
    where: str
    named: int = 0


class Problem(NamedTuple):
    """What could not be taken: of which kind, where, the value (masked where it is somebody's), and three sentences.

    `row` is the row as it would be taken if somebody confirmed that it is meant so; None where it can never be.
    """

    kind: str
    where: str
    value: str
    what: str
    expected: str
    mend: str
    row: ListedRow | None = None

    def told(self) -> str:
        """The whole sentence, as people read it."""
        value = f"“{self.value}”" if self.value else ""
        parts = (f"{self.where}：{value}{self.what}", f"应为{self.expected}" if self.expected else "", self.mend)
        return "；".join(part for part in parts if part) + "。"


class Note(NamedTuple):
    """What was seen and left out, or taken in another way than it stands: of which kind, where, and the sentence."""

    kind: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list, read. `unread` are headings of columns and lines whose meaning is not known; a person may name them.

    `headings` are lines above a list that may be its title.
    """

    rows: tuple[ListedRow, ...] = ()
    declared: tuple[Declared, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    unread: tuple[Cell, ...] = ()
    headings: tuple[Cell, ...] = ()
