"""A sound table, as CSV, by its columns: each different cell is judged once, and a row is made only once.

Nearly every table is sound. Of any other nothing is said here: it is read again, line by line, where each finding has
its place (`tables`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, Final, TypeVar

from generator.reading import schemas, texts
from generator.register.model import Table
from generator.register.times import is_day

MOST_CHARACTERS: Final = 10_000
MOST_ROWS: Final = 999_999
_NOTHING: Final = {""}

Row = TypeVar("Row")


def sound_table(text: str, path: str, name: str, row_type: type[Row]) -> Table[Row] | None:
    """The table, if there is nothing to say about it; None where there is, or may be."""
    columns = schemas.columns(name)
    text = without_blank_end(text)
    parts = split(text) or _parsed(text)
    if parts is None:
        return None
    header, cells_of = parts
    width, size = len(header), len(cells_of[0]) if cells_of else 0
    names = [column.name for column in columns]
    if header != names[:width] or any(column.required for column in columns[width:]) or size > MOST_ROWS:
        return None
    given: dict[str, Iterable[Any]] = {}
    for column, cells in zip(columns, cells_of, strict=False):
        values = _values(name, column, cells)
        if values is None:
            return None
        given[column.name] = values
    fields: tuple[str, ...] = row_type._fields  # type: ignore[attr-defined]
    filled = zip(*(given.get(name) or repeat(None, size) for name in fields), strict=True)
    # What `_make` of each row does, without a call of Python for each.
    rows: Iterator[Row] = map(tuple.__new__, repeat(row_type), filled)  # type: ignore[arg-type]
    return Table(path, tuple(rows), tuple(range(2, size + 2)), tuple(range(1, size + 1)))


_Columns = tuple[list[str], Sequence[Sequence[str]]]


def split(text: str) -> _Columns | None:
    """The header, and the columns below it, of a table without quotes whose rows all have its width; None for others.

    A mark after each row takes the place of one cell more. Where every mark stands in its place, every cell does.
    """
    plain = text.replace("\r\n", "\n") if "\r" in text else text
    header = plain.partition("\n")[0].split(",")
    width, size = len(header), plain.count("\n")
    if '"' in plain or "\r" in plain or width < 2:
        return None
    cells = plain.replace("\n", ",\n,").split(",")
    if len(cells) != (size + 1) * (width + 1) - 1 or cells[width :: width + 1].count("\n") != size:
        return None
    return header, [cells[place :: width + 1] for place in range(width + 1, 2 * width + 1)]


def _parsed(text: str) -> _Columns | None:
    """The same of any other table; None where a row has another width, or a cell holds a line break."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        with bounded_cells():
            header, *rows = reader
    except (csv.Error, ValueError):
        return None
    if reader.line_num != len(rows) + 1 or not set(map(len, rows)) <= {len(header)}:
        return None
    return header, [*zip(*rows, strict=True)]


def _values(name: str, column: schemas.Column, given: Sequence[str]) -> Iterable[Any] | None:
    """The values of a column; None where a cell of it is wrong, or may be. Each different cell is judged once."""
    cells = set(given)
    if cells == _NOTHING and not column.required:
        return repeat(None, len(given))
    empty = "" in cells
    if empty and column.required:
        return None
    cells.discard("")
    if max(map(len, cells), default=0) > MOST_CHARACTERS:
        return None
    judged: list[Any] | None = [*cells]
    numbers = column.definition in schemas.INTEGER_DEFINITIONS
    if numbers:
        judged = _integers([*cells])
    if judged is None or not schemas.column_bulk(name, column.name).is_valid(judged):
        return None
    if column.definition in schemas.TIME_DEFINITIONS and not all(map(is_day, {cell[:10] for cell in cells})):
        return None
    if texts.doubtful(name, column, cells):
        return None
    if numbers:
        return [int(cell) if cell else None for cell in given] if empty else [*map(int, given)]
    return [cell or None for cell in given] if empty else given


def _integers(cells: list[str]) -> list[int] | None:
    """Cells as numbers; None where one is not as `is_integer` has it."""
    try:
        numbers = [*map(int, cells)]
    except ValueError:
        return None
    return numbers if [*map(str, numbers)] == cells and max(map(len, cells), default=0) < 10 else None


def is_integer(cell: str) -> bool:
    """True for a whole number of up to nine digits, as the register writes it."""
    return cell.isascii() and cell.isdecimal() and len(cell) < 10 and (cell[0] != "0" or cell == "0")


@contextmanager
def bounded_cells() -> Iterator[None]:
    """The longest cell, while a table is read. The limit is one for the whole process: it is as it was afterwards."""
    before = csv.field_size_limit(MOST_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def without_blank_end(text: str) -> str:
    """The text without the blank lines that editors leave at its end."""
    end = len(text)
    while (start := text.rfind("\n", 0, end)) >= 0 and not text[start:end].strip():
        end = start
    return text[:end]
