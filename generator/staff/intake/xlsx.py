"""The marks of an .xlsx, from the XML of its package: by local names, so that strict files are read as well."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Final

from generator.staff.intake.marks import Marks, digits, place_of
from generator.staff.intake.package import Package

_TRUE: Final = ("1", "true")


def marks(package: Package) -> dict[str, Marks]:
    """The marks of each sheet, by its name. Raises UnpackedError."""
    book = _book(package)
    targets = _targets(package, book)
    names: dict[str, str] = {}

    def sheet(tag: str, given: Mapping[str, str]) -> None:
        if tag == "sheet" and "name" in given and given.get("id", "") in targets:
            names[given["name"]] = targets[given["id"]]

    package.parse(book, sheet)
    filled = _filled(package, posixpath.join(posixpath.dirname(book), "styles.xml"))
    parts = set(package.names)
    return {name: _sheet(package, part, filled) for name, part in names.items() if part in parts}


def _book(package: Package) -> str:
    found = "xl/workbook.xml"
    if "_rels/.rels" in package.names:
        for kind, target in _relations(package, "_rels/.rels", "").values():
            if kind == "officeDocument":
                found = target
    return found


def _targets(package: Package, book: str) -> dict[str, str]:
    folder, name = posixpath.split(book)
    path = f"{folder}/_rels/{name}.rels"
    return {id_: target for id_, (_, target) in _relations(package, path, folder).items()}


def _relations(package: Package, path: str, folder: str) -> dict[str, tuple[str, str]]:
    """Relations of a part by id: the last word of the type, the path of the target."""
    found: dict[str, tuple[str, str]] = {}

    def relation(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            target = given.get("Target", "")
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], target)

    package.parse(path, relation)
    return found


def _filled(package: Package, path: str) -> dict[str, int]:
    """Styles of cells that fill numbers with zeros, each with the number of digits."""
    if path not in package.names:
        return {}
    codes: dict[str, str] = {}
    filled: dict[str, int] = {}
    inside = [""]
    styles = [0]

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag in ("cellXfs", "cellStyleXfs"):
            inside[0] = tag
        elif tag == "numFmt":
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif tag == "xf" and inside[0] == "cellXfs":
            zeros = digits(codes.get(given.get("numFmtId", ""), ""))
            if zeros:
                filled[str(styles[0])] = zeros
            styles[0] += 1

    package.parse(path, start)
    return filled


class _Sheet:
    """One sheet while its XML goes by."""

    def __init__(self, filled: Mapping[str, int]) -> None:
        self.marks = Marks()
        self.filled = filled
        self.row = self.column = -1
        self.given: Mapping[str, str] = {}
        self.formula = self.has_value = self.has_words = self.in_value = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            place = place_of(given.get("r", ""))
            self.row, self.column = place if place else (self.row, self.column + 1)
            self.given = given
            self.formula = self.has_value = self.has_words = False
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "t"):
            self.has_value = self.in_value = True
        elif tag == "row":
            self.row = int(given["r"]) - 1 if given.get("r", "").isdecimal() else self.row + 1
            self.column = -1
            if given.get("hidden") in _TRUE or given.get("ht") == "0":
                self.marks.rows.add(self.row)
        elif tag == "col" and (given.get("hidden") in _TRUE or given.get("width") in ("0", "0.0")):
            first, last = given.get("min", ""), given.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.marks.columns.append((int(first) - 1, int(last) - 1))

    def text(self, _: str) -> None:
        """Characters: of a value, if one is open."""
        self.has_words = self.has_words or self.in_value

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in ("v", "t"):
            self.in_value = False
        elif tag == "c":
            self._cell()

    def _cell(self) -> None:
        place = (self.row, self.column)
        if self.has_words or self.formula:
            self.marks.reach(*place)
        # A formula whose text is empty says so by its type; one without any value was never calculated.
        is_open = self.formula and not (self.has_value and (self.has_words or self.given.get("t") == "str"))
        if self.given.get("t") == "e" or is_open:
            self.marks.flaws[place] = "error-cell"
        elif self.formula:
            self.marks.formulas.add(place)
        zeros = self.filled.get(self.given.get("s", ""))
        if zeros and self.given.get("t", "n") == "n":
            self.marks.zeros[place] = zeros


def _sheet(package: Package, part: str, filled: Mapping[str, int]) -> Marks:
    sheet = _Sheet(filled)
    package.parse(part, sheet.start, end=sheet.end, text=sheet.text)
    return sheet.marks
