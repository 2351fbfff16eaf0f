"""Cells of the counties' tables, as the formats need them: in lines of CSV, without their guard, each made once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

# What `tables.safe` puts before a cell that would be run; data that is no spreadsheet does without it.
GUARDED: Final = "'([=+\\-@\t\r＝＋－＠])"
_GUARDED: Final = re.compile(GUARDED)


def csv_lines(rows: Iterable[Sequence[str]], ending: str) -> str:
    """Rows as lines of CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue()


def bare(cell: str) -> str:
    """A text without the mark against formulas."""
    return cell[1:] if _GUARDED.match(cell) else cell


class Once(dict[str, str]):
    """What is made of each cell, made once: few cells of a table are found in it only once."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cell: str) -> str:
        made = self[cell] = self._make(cell)
        return made
