"""Cells of the counties' tables, as the formats need them: lines of CSV, or typed values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from generator.publish.exports.dictionary import Column

# What `tables.safe` puts before a cell that would be run; data that is no spreadsheet does without it.
_GUARDED: Final = re.compile("'[=+\\-@\t\r＝＋－＠]")


def csv_lines(rows: Iterable[Sequence[str]], ending: str) -> str:
    """Rows as lines of CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue()


def record(columns: Sequence[Column], row: Sequence[str]) -> dict[str, Any]:
    """A row as typed values by column; an empty cell is None."""
    return {column.name: value(column, cell) for column, cell in zip(columns, row, strict=True)}


def value(column: Column, cell: str) -> Any:
    """A cell as its column's type has it."""
    if not cell:
        return None
    if column.kind == "boolean":
        return cell == "true"
    if column.kind == "integer":
        return int(cell)
    return cell[1:] if _GUARDED.match(cell) else cell
