"""The lines of a download in its three forms of text: CSV as it is, CSV for Excel, JSON Lines.

CSV for Excel begins with a byte order mark and has CRLF, so that a double click shows Chinese as Chinese. What
Excel would take for a number, a day or a time (a code of 12 digits, the qualifier 1-5) ends with a tab: with it
the cell is text, no digit is lost, and nothing is a formula. Days and times of the register stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from generator.publish.artifact import encode
from generator.publish.exports.catalogues.dictionary import Column

BOM: Final = "\ufeff"
_TAKEN_FOR_A_NUMBER: Final = re.compile(r"[0-9][0-9eE+./:,% 年月日时分秒-]*")
# What `tables.safe` puts before a cell that would be run; data that is no spreadsheet does without it.
_GUARDED: Final = re.compile("'[=+\\-@\t\r＝＋－＠]")

Rows = Sequence[Sequence[str]]


def plain(rows: Iterable[Sequence[str]]) -> bytes:
    """Lines of CSV."""
    return _csv(rows, "\n")


def excel(columns: Sequence[Column]) -> Callable[[Rows], bytes]:
    """What makes lines of CSV for Excel."""
    times = [column.is_time for column in columns]

    def lines(rows: Rows) -> bytes:
        made = ([cell if time else _text(cell) for cell, time in zip(row, times, strict=True)] for row in rows)
        return _csv(made, "\r\n")

    return lines


def excel_header(header: Sequence[str]) -> bytes:
    """The first line for Excel, with what tells it the encoding."""
    return BOM.encode("utf-8") + _csv([header], "\r\n")


def _text(cell: str) -> str:
    return f"{cell}\t" if _TAKEN_FOR_A_NUMBER.fullmatch(cell) else cell


def json_lines(columns: Sequence[Column]) -> Callable[[Rows], bytes]:
    """What makes lines of JSON."""

    def lines(rows: Rows) -> bytes:
        return "".join(f"{encode(record(columns, row))}\n" for row in rows).encode("utf-8")

    return lines


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


def _csv(rows: Iterable[Sequence[str]], ending: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue().encode("utf-8")
