"""Workbooks to tables, by python-calamine from bytes: values are its own, the marks beside them are read here."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from generator.staff.intake import biff, ods, xlsx
from generator.staff.intake.grid import Grid, GridCell, GridRow
from generator.staff.intake.marks import Marks, Place, address, letters
from generator.staff.intake.model import EVERY_SHEET, Cell, Note, Problem, Sheets
from generator.staff.intake.package import Package, UnpackedError
from generator.staff.intake.problems import problem

MOST_CELLS: Final = 2_000_000
# From here on a double no longer has every digit that was typed.
_MOST_DIGITS: Final = 10**15


def read(
    content: bytes, name: str, kind: str, package: Package | None, sheets: Sheets = EVERY_SHEET
) -> tuple[list[Grid], list[Note]] | Problem:  # fmt: skip
    """The tables of a workbook, and notes of sheets that are not read; `package` is that of .xlsx and .ods."""
    try:
        marks = _marks(content, kind, package)
    except UnpackedError:
        return problem("damaged", Cell("", name), expected="工作簿")
    if kind == "xls" and biff.is_encrypted(content):
        return problem("encrypted", Cell("", name))
    if kind == "xls" and not biff.is_sound(content):
        return problem("damaged", Cell("", name), expected="工作簿")
    read = {sheet: mark for sheet, mark in marks.items() if not isinstance(sheet, str) or sheets.takes(sheet)}
    wide = next((told for sheet, mark in read.items() if (told := _too_wide(str(sheet), mark.last)) is not None), None)
    if wide is not None:
        return wide
    try:
        return _grids(content, marks, sheets)
    except BaseException as error:  # a panic of the library, which is Rust, is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            return problem("damaged", Cell("", name), expected="工作簿")
        raise


def _marks(content: bytes, kind: str, package: Package | None) -> Mapping[str | int, Marks]:
    """Marks by the name of the sheet, or by its place in an .xls."""
    if package is None:
        return dict(enumerate(biff.marks(content)))
    return {**(xlsx if kind == "xlsx" else ods).marks(package)}


def _too_wide(sheet: str, last: Place) -> Problem | None:
    cells = (last[0] + 1) * (last[1] + 1)
    if cells <= MOST_CELLS:
        return None
    where = Cell("", sheet)
    return problem("too-many-cells", where, end=address(last), cells=f"{cells:,}", most=f"{MOST_CELLS:,}")


def _grids(
    content: bytes, marks: Mapping[str | int, Marks], sheets: Sheets
) -> tuple[list[Grid], list[Note]] | Problem:  # fmt: skip
    grids: list[Grid] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        notes = unknown(sheets, [sheet.name for sheet in book.sheets_metadata])
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            is_hidden = sheet.visible != SheetVisibleEnum.Visible
            if is_hidden and not sheets.takes(sheet.name, is_hidden=True):
                told = f"工作表“{sheet.name}”是隐藏的，没有读入；要读入就先取消隐藏，或加上 --sheet {sheet.name}"
                notes.append(Note("hidden-sheet", sheet.name, told))
                continue
            if not sheets.takes(sheet.name, is_hidden=is_hidden):
                notes.append(Note("skipped-sheet", sheet.name, f"工作表“{sheet.name}”：按要求没有读入"))
                continue
            if is_hidden:
                notes.append(Note("hidden-sheet", sheet.name, f"工作表“{sheet.name}”是隐藏的，按要求读入"))
            table = book.get_sheet_by_index(number)
            if table.end is not None and (wide := _too_wide(sheet.name, table.end)) is not None:
                return wide
            of = marks.get(sheet.name, marks.get(number, Marks()))
            merges = table.merged_cell_ranges
            values = table.to_python(skip_empty_area=False)
            grids.append(_grid(sheet.name, values, of.merges if merges is None else merges, of))
    return grids, notes


def _grid(name: str, values: Sequence[Sequence[Any]], merges: Sequence[tuple[Place, Place]], marks: Marks) -> Grid:
    """A sheet with what merges cover filled in, and without what is hidden, which is said."""
    rows = [
        [_cell(name, (row, column), value, marks) for column, value in enumerate(line)]
        for row, line in enumerate(values)
    ]
    if sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in merges) > 10 * MOST_CELLS:
        raise ValueError("merges that lie over one another")
    for (top, left), (bottom, right) in merges:
        _fill(rows, (top, left), (min(bottom, len(rows) - 1), right), name)
    notes = []
    hidden = [row for row in sorted(marks.rows) if row < len(rows) and any(_says(cell) for cell in rows[row])]
    if hidden:
        lines = _runs([row + 1 for row in hidden])
        told = f"{name} 有 {len(hidden)} 行是隐藏或筛掉的（第 {lines} 行），没有读入；要读入就先取消隐藏"
        notes.append(Note("hidden-rows", f"{name}!{hidden[0] + 1}", told))
    width = max((len(row) for row in rows), default=0)
    away = [column for column in range(width) if marks.hides(column)]
    said = [column for column in away if any(column < len(row) and _says(row[column]) for row in rows)]
    if said:
        columns = "、".join(map(letters, said[:10]))
        told = f"{name} 有 {len(said)} 列是隐藏的（{columns}），没有读入；要读入就先取消隐藏"
        notes.append(Note("hidden-columns", f"{name}!{letters(said[0])}", told))
    gone = set(away)
    kept = [
        GridRow(f"{name} 第 {number + 1} 行", [cell for column, cell in enumerate(row) if column not in gone])
        for number, row in enumerate(rows)
        if number not in marks.rows
    ]
    return Grid(name, name, kept, notes)


def unknown(sheets: Sheets, names: Sequence[str]) -> list[Note]:
    """A note for each sheet that is named and that there is not."""
    told = f"有：{'、'.join(names)}" if names else "这个文件不是工作簿"
    return [
        Note("no-such-sheet", missing, f"没有工作表“{missing}”（{told}）：改正 --sheet 或 --skip-sheet")
        for missing in sheets.missing(names)
    ]


def _says(cell: GridCell) -> bool:
    return bool((cell.text.strip() or cell.flaw) and not cell.covered)


def _runs(numbers: Sequence[int]) -> str:
    """Numbers in order, those that follow one another as a range: 3-5、9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{first}-{last}" if last > first else str(first) for first, last in runs[:10])


def _fill(rows: list[list[GridCell]], first: Place, last: Place, name: str) -> None:
    """Gives the words of the first cell of a merge to those that it covers."""
    (top, left), (bottom, right) = first, last
    if top >= len(rows) or left >= len(rows[top]):
        return
    origin = rows[top][left]
    for row in range(top, bottom + 1):
        for column in range(left, min(right, len(rows[row]) - 1) + 1):
            if (row, column) != first:
                where = f"{name}!{address((row, column))}"
                rows[row][column] = origin._replace(where=where, covered=True, above=row > top)


def _cell(sheet: str, place: Place, value: Any, marks: Marks) -> GridCell:
    where = f"{sheet}!{address(place)}"
    flaw = marks.flaws.get(place, "")
    if isinstance(value, str):
        return GridCell(value, where, flaw)
    if isinstance(value, bool):
        return GridCell(str(value).upper(), where, flaw)
    if isinstance(value, datetime.datetime):
        return GridCell(value.isoformat(" "), where, flaw or "day")
    if isinstance(value, datetime.date):
        return GridCell(value.isoformat(), where, flaw or "day")
    if not isinstance(value, int | float):
        return GridCell(str(value), where, flaw or "spoilt", "时间")
    if place in marks.formulas and value == 0:  # what a program writes that does not calculate
        return GridCell("0", where, flaw or "error-cell")
    if value != value or abs(value) >= _MOST_DIGITS:
        return GridCell(str(value), where, flaw or "digits-lost")
    if value != int(value):
        return GridCell(repr(value), where, flaw)
    text = str(int(value))
    zeros = marks.zeros.get(place, 0)
    if len(text) < zeros:
        return GridCell(text, where, flaw or "zeros-lost", text.zfill(zeros))
    return GridCell(text, where, flaw)
