"""Word documents to tables and lines, from their XML itself: the text that a reader sees, each part once.

Phonetic guides give their base text alone, tracked deletions nothing, insertions and content controls their text; a
cell that is merged downward is filled from the one above it; numbers that Word puts before paragraphs are not text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.staff.intake.grid import Grid, GridCell, GridRow
from generator.staff.intake.model import Cell, Note, Problem
from generator.staff.intake.package import Package, UnpackedError
from generator.staff.intake.problems import problem

# Elements whose text is none of the document: readings of phonetic guides, what was deleted or moved away, code of
# fields, the second form of a drawing.
_ASIDE: Final = frozenset(
    {"rt", "del", "moveFrom", "instrText", "delText", "Fallback", "pPrChange", "rPrChange", "sectPrChange"}
)
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
# Columns that a cell may claim to span, and columns of a row.
_MOST_COLUMNS: Final = 256


@dataclass
class _Cell:
    lines: list[str] = field(default_factory=list)
    span: int = 1
    goes_on: bool = False


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    deleted: bool = False


class Body:
    """What a document holds, in order: lines outside of tables, and tables."""

    def __init__(self) -> None:
        self.parts: list[str | _Table] = []
        self.tables: list[_Table] = []
        self.aside = 0
        self.in_text = False
        self.line: list[list[str]] = []
        self.hidden = False  # text of this run is not shown
        self.leaves_out = False  # there was such text
        self.properties = 0  # those of paragraphs, and of rows, that are open
        self.row_properties = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if self.aside or tag in _ASIDE:
            self._begin_aside(tag)
            return
        if tag == "p":
            self.line.append([])
        elif tag == "t":
            self.in_text = True
        elif tag == "r":
            self.hidden = False
        elif tag == "vanish":
            self.hidden = given.get("val", "true") not in ("0", "false", "off")
        elif tag in _BREAKS and self.line and not self.properties:
            self.line[-1].append(_BREAKS[tag])
        elif tag == "tbl":
            self.tables.append(_Table())
        elif self.tables:
            self._in_table(tag, given)
        if tag in ("pPr", "tabs"):
            self.properties += 1

    def _begin_aside(self, tag: str) -> None:
        # A mark of deletion in the properties of a row means the row.
        if tag == "del" and not self.aside and self.row_properties and self.tables:
            self.tables[-1].deleted = True
        self.aside += 1

    def _in_table(self, tag: str, given: Mapping[str, str]) -> None:
        table = self.tables[-1]
        if tag == "tr":
            table.rows.append([])
            table.deleted = False
        elif tag == "trPr":
            self.row_properties += 1
        elif tag == "tc" and table.rows:
            table.rows[-1].append(_Cell())
        elif tag == "gridSpan" and table.rows and table.rows[-1]:
            value = given.get("val", "1")
            table.rows[-1][-1].span = min(int(value), _MOST_COLUMNS) if value.isdecimal() and len(value) < 5 else 1
        elif tag == "vMerge" and table.rows and table.rows[-1]:
            table.rows[-1][-1].goes_on = given.get("val", "continue") == "continue"

    def text(self, characters: str) -> None:
        """Characters: of the open paragraph."""
        if self.in_text and not self.aside and self.line:
            if self.hidden:
                self.leaves_out = self.leaves_out or bool(characters.strip())
            else:
                self.line[-1].append(characters)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self.aside:
            self.aside -= 1
            return
        if tag == "t":
            self.in_text = False
        elif tag in ("pPr", "tabs"):
            self.properties -= 1
        elif tag == "p" and self.line:
            self._line("".join(self.line.pop()))
        elif tag == "trPr" and self.row_properties:
            self.row_properties -= 1
        elif tag == "tr" and self.tables and self.tables[-1].deleted and self.tables[-1].rows:
            self.tables[-1].rows.pop()
        elif tag == "tbl" and self.tables:
            self._table(self.tables.pop())

    def _line(self, line: str) -> None:
        rows = self.tables[-1].rows if self.tables else None
        if rows and rows[-1]:
            rows[-1][-1].lines.append(line)
        elif not self.tables:
            self.parts.append(line)

    def _table(self, table: _Table) -> None:
        """A table that ends: one within a cell is text of that cell."""
        if not self.tables:
            self.parts.append(table)
            return
        for row in table.rows:
            for cell in row:
                for line in cell.lines:
                    self._line(line)


def read(package: Package, name: str) -> tuple[list[Grid | Cell], list[Note]] | Problem:
    """Tables and lines of a document, in order, and a note where it has text that is not shown."""
    body = Body()
    try:
        package.parse(_main(package), body.start, end=body.end, text=body.text)
    except UnpackedError:
        return problem("damaged", Cell("", name), expected="Word 文档")
    found: list[Grid | Cell] = []
    lines = tables = 0
    for part in body.parts:
        if isinstance(part, _Table):
            tables += 1
            found.append(_grid(part, tables))
        else:
            for line in part.split("\n"):
                lines += 1
                found.append(Cell(line, f"第 {lines} 段"))
    told = f"{name} 里有隐藏的文字，没有读入；要读入就先取消隐藏"
    return found, [Note("hidden-text", name, told)] if body.leaves_out else []


def _main(package: Package) -> str:
    """The path of the document within its package."""
    found = ["word/document.xml"]

    def relation(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("Type", "").endswith("/officeDocument"):
            found.append(given.get("Target", "").lstrip("/"))

    package.parse("_rels/.rels", relation)
    return found[-1]


def _grid(table: _Table, number: int) -> Grid:
    """A table with its merges filled in. A cell holds its paragraphs as lines."""
    rows: list[GridRow] = []
    above: list[GridCell] = []
    for place, row in enumerate(table.rows, 1):
        where = f"第 {number} 张表第 {place} 行"
        cells: list[GridCell] = []
        for cell in row:
            column = len(cells)
            text = "\n".join(line for line in cell.lines if line.strip())
            if cell.goes_on and column < len(above):
                first = above[column]._replace(where=where, covered=True, above=True)
            else:
                first = GridCell(text, where)
            cells.append(first)
            cells.extend(first._replace(covered=True) for _ in range(min(cell.span, _MOST_COLUMNS - column) - 1))
        above = cells
        rows.append(GridRow(where, cells))
    return Grid("", f"第 {number} 张表", rows)
