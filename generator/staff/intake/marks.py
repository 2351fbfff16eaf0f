"""What a workbook says of its cells beside their values: hidden, in error, not calculated, shown with zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

# A place in a sheet: row and column, from 0.
Place = tuple[int, int]

_ASIDE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass
class Marks:
    """What stands in the package of a workbook about one sheet. `last` is the last row and column with words.

    `flaws` are kinds of problems; `zeros` how many digits a cell shows; `merges` are only those of .ods.
    """

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    flaws: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    zeros: dict[Place, int] = field(default_factory=dict)
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    last: Place = (-1, -1)

    def hides(self, column: int) -> bool:
        """True for a hidden column."""
        return any(first <= column <= last for first, last in self.columns)

    def reach(self, row: int, column: int) -> None:
        """A cell with words."""
        self.last = (max(self.last[0], row), max(self.last[1], column))


def digits(code: str) -> int:
    """How many digits a number format fills with zeros: 3 for 000; 0 for one that fills none.

    >>> digits("000;-000"), digits("0.00"), digits("General"), digits('"第"00')
    (3, 0, 0, 2)
    """
    first = _ASIDE.sub("", code.partition(";")[0]).strip()
    return len(first) if re.fullmatch("0{2,}", first) else 0


def letters(column: int) -> str:
    """The name of a column.

    >>> letters(0), letters(27), letters(701)
    ('A', 'AB', 'ZZ')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(place: Place) -> str:
    """The address of a cell: B7."""
    return f"{letters(place[1])}{place[0] + 1}"


def place_of(reference: str) -> Place | None:
    """The place that an address names; None for what is none."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference)
    if match is None or match[2] == "0":
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
