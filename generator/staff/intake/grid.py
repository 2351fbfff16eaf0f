"""A table of any file, as cells with their places: what workbooks, delimited text, documents and PDFs are read into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.staff.intake.model import Cell, Note


class GridCell(NamedTuple):
    """A cell as read. `flaw` is the kind of problem that it has by itself, with the words of its sentence.

    `covered` is true where it stands in a merge whose words are those of another cell, `above` where that one is in a
    row above. A cell that holds a day says it as ISO.
    """

    text: str
    where: str
    flaw: str = ""
    detail: str = ""
    covered: bool = False
    above: bool = False

    def cell(self) -> Cell:
        """The printed word alone."""
        return Cell(self.text.strip(), self.where)


class GridRow(NamedTuple):
    """A row with its place."""

    where: str
    cells: Sequence[GridCell]

    def used(self) -> list[GridCell]:
        """The cells with words of their own, or with a flaw."""
        return [cell for cell in self.cells if (cell.text.strip() or cell.flaw) and not cell.covered]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name (that of a sheet, else ""), its place, its rows, and what was seen and left out of them.

    `wraps` is true where a line break within a cell is one of the layout: a name goes on behind it.
    """

    name: str
    where: str
    rows: Sequence[GridRow]
    notes: Sequence[Note] = ()
    wraps: bool = False
