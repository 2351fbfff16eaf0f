"""Cells of the counties' tables, as the formats need them: in lines of CSV, without their guard, each made once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Final

# What `tables.safe` puts before a cell that would be run; data that is no spreadsheet does without it.
GUARDED: Final = "'([=+\\-@\t\r＝＋－＠])"
_GUARDED: Final = re.compile(GUARDED)


def csv_lines(rows: Sequence[Sequence[str]], ending: str) -> str:
    """Rows as lines of CSV. Hardly any text holds a sign for which a cell is quoted: then its lines are joined."""
    lines = [",".join(row) for row in rows]
    lines.append("")
    whole = ending.join(lines)
    commas = sum(map(len, rows)) - len(rows)
    if rows and commas and _as_it_is(whole, commas, len(rows), ending):
        return whole
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue()


def _as_it_is(text: str, commas: int, lines: int, ending: str) -> bool:
    """True if no cell of these lines holds a comma, a quote or an end of a line."""
    return (
        '"' not in text
        and text.count(",") == commas
        and text.count("\n") == lines
        and text.count("\r") == lines * ending.count("\r")
    )


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a table as `csv_lines` wrote it (LF)."""
    if '"' in text or "\r" in text:
        return [*csv.reader(io.StringIO(text, newline=""), strict=True)]
    return [line.split(",") for line in text.split("\n")[:-1]]


def bare(cell: str) -> str:
    """A text without the mark against formulas."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


class Once(dict[str, str]):
    """What is made of each cell, made once: few cells of a table are found in it only once."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cell: str) -> str:
        made = self[cell] = self._make(cell)
        return made
