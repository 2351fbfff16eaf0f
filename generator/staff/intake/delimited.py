"""Text with separators to a table: by the sign with which its header is one. No sniffing by likeness."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

from generator.reading.columns import bounded_cells
from generator.staff.intake.columns import find_header
from generator.staff.intake.grid import Grid, GridCell, GridRow
from generator.staff.intake.headings import Heading
from generator.staff.intake.marks import letters
from generator.staff.intake.model import Cell, Problem
from generator.staff.intake.problems import problem

# The sign that most surely separates first.
_SIGNS: Final = ("\t", ",", "|", ";", "，")
_SUFFIXES: Final = (".csv", ".tsv")


def table(text: str, name: str, columns: Mapping[str, Heading]) -> Grid | Problem | None:
    """The table that a text is; None for one that is no table, a problem for one whose quotes are wrong."""
    failed: Problem | None = None
    for sign in _SIGNS:
        if sign not in text:
            continue
        grid = _split(text, sign, name)
        if isinstance(grid, Problem):
            failed = failed or grid
        elif find_header(grid, columns) is not None:
            return grid
    blanks = _by_blanks(text, name, columns)
    if blanks is not None:
        return blanks
    if "\t" not in text:
        column = _split(text, "\t", name)
        if isinstance(column, Grid) and find_header(column, columns) is not None:
            return column
    return failed if name.lower().endswith(_SUFFIXES) else None


def _by_blanks(text: str, name: str, columns: Mapping[str, Heading]) -> Grid | None:
    """A table whose cells are parted by blanks: only where every line below the header has as many of them."""
    lines = [(f"第 {number} 行", line.split()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    grid = Grid("", name, [GridRow(where, [GridCell(cell, where) for cell in cells]) for where, cells in lines])
    header = find_header(grid, columns)
    if header is None or len(lines[header][1]) < 2:
        return None
    return grid if len({len(cells) for _, cells in lines[header:]}) == 1 else None


def is_tabular(text: str, name: str) -> bool:
    """True for what is surely meant as a table, though its header is not known: all lines have as many cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    signs = ("\t", ",") if name.lower().endswith(_SUFFIXES) else ("\t",)
    return any(len({line.count(sign) for line in lines}) == 1 and lines[0].count(sign) > 0 for sign in signs if lines)


@bounded_cells()
def _split(text: str, sign: str, name: str) -> Grid | Problem:
    """A text cut by a sign. Quotes count only in tables of commas, tabs and semicolons, as programs write them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows: list[GridRow] = []
    line = 0
    try:
        for cells in reader:
            where = f"第 {line + 1} 行"
            line = reader.line_num
            rows.append(
                GridRow(where, [GridCell(cell, f"{where} {letters(column)} 列") for column, cell in enumerate(cells)])
            )
    except csv.Error:
        return problem("quotes", Cell("", f"第 {line + 1} 行"))
    return Grid("", name, rows)
