"""The marks of an .ods, from its content.xml: repeated rows and cells are counted, not made."""

from __future__ import annotations

from collections.abc import Mapping

from generator.staff.intake.marks import Marks
from generator.staff.intake.package import Package

_CELLS = ("table-cell", "covered-table-cell")


def marks(package: Package) -> dict[str, Marks]:
    """The marks of each sheet, by its name. Raises UnpackedError."""
    book = _Book()
    package.parse("content.xml", book.start, end=book.end, text=book.text)
    return book.sheets


class _Book:
    """The tables while their XML goes by."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.marks = Marks()
        self.row = self.column = 0
        self.times = 1
        self.given: Mapping[str, str] = {}
        self.words: list[str] = []
        self.in_words = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "table":
            self.marks = self.sheets.setdefault(given.get("name", ""), Marks())
            self.row = self.column = 0
        elif tag == "table-column":
            times = _times(given, "number-columns-repeated")
            if given.get("visibility") in ("collapse", "filter"):
                self.marks.columns.append((self.column, self.column + times - 1))
            self.column += times
        elif tag == "table-row":
            self.times = _times(given, "number-rows-repeated")
            self.column = 0
            if given.get("visibility") in ("collapse", "filter") and self.times < 10_000:
                self.marks.rows.update(range(self.row, self.row + self.times))
        elif tag in _CELLS:
            self.given = given
            self.words.clear()
        elif tag == "p":
            self.in_words = True

    def text(self, characters: str) -> None:
        """Characters: of a cell, if a paragraph is open."""
        if self.in_words:
            self.words.append(characters)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "p":
            self.in_words = False
        elif tag in _CELLS:
            self._cell()
            self.column += _times(self.given, "number-columns-repeated")
        elif tag == "table-row":
            self.row += self.times

    def _cell(self) -> None:
        place = (self.row, self.column)
        shown = "".join(self.words).strip()
        kind = self.given.get("value-type", "")
        if self.words or kind:
            times = _times(self.given, "number-columns-repeated")
            self.marks.reach(self.row + self.times - 1, self.column + times - 1)
        rows, columns = (_times(self.given, f"number-{what}-spanned") for what in ("rows", "columns"))
        if rows > 1 or columns > 1:
            self.marks.merges.append((place, (self.row + rows - 1, self.column + columns - 1)))
        formula = "formula" in self.given
        if formula and (shown.startswith(("#", "Err:", "错误:")) or not kind):
            self.marks.flaws[place] = "error-cell"
        elif formula:
            self.marks.formulas.add(place)
        if kind == "float" and shown.startswith("0") and shown.isdecimal() and len(shown) > 1:
            self.marks.zeros[place] = len(shown)


def _times(given: Mapping[str, str], key: str) -> int:
    value = given.get(key, "1")
    if not value.isdecimal():
        return 1
    return max(1, int(value)) if len(value) < 10 else 10**9
