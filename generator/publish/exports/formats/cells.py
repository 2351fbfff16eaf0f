"""Cells of the counties' tables, as the formats need them: lines of CSV, or typed values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from generator.publish.exports.dictionary import Column

# What `tables.safe` puts before a cell that would be run; data that is no spreadsheet does without it.
GUARDED: Final = "'([=+\\-@\t\r＝＋－＠])"
_GUARDED: Final = re.compile(GUARDED)


def csv_lines(rows: Iterable[Sequence[str]], ending: str) -> str:
    """Rows as lines of CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue()


def records(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[dict[str, Any]]:
    """Rows as typed values by column; an empty cell is None."""
    names = [column.name for column in columns]
    typed = [column for column in columns if column.kind in ("boolean", "integer")]
    for row in rows:
        record: dict[str, Any] = {name: cell or None for name, cell in zip(names, row, strict=True)}
        for column in typed:
            record[column.name] = value(column, record[column.name])
        for name, cell in record.items():
            if cell.__class__ is str and cell[0] == "'":
                record[name] = bare(cell)
        yield record


def value(column: Column, cell: str | None) -> Any:
    """A cell as its column's type has it."""
    if not cell:
        return None
    if column.kind == "boolean":
        return cell == "true"
    if column.kind == "integer":
        return int(cell)
    return bare(cell)


def bare(cell: str) -> str:
    """A text without the mark against formulas."""
    return cell[1:] if _GUARDED.match(cell) else cell
