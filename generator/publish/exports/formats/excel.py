"""CSV for Excel: a byte order mark and CRLF, so that a double click shows Chinese as Chinese.

What Excel would take for a number, a day or a time (a code of 12 digits, the qualifier 1-5) ends with a tab: with it
the cell is text, no digit is lost, and nothing is a formula. Days and times of the register stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import IO, Final

from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats.cells import csv_lines
from generator.publish.exports.formats.kind import Format, Rows, Sink, text

_BOM: Final = "\ufeff"
_TAKEN_FOR_A_NUMBER: Final = re.compile(r"[0-9][0-9eE+./:,% 年月日时分秒-]*")


def write(file: IO[bytes], table: TableKind) -> AbstractContextManager[Sink]:
    """A table, with what tells Excel the encoding, and its header."""
    return text(file, _BOM + csv_lines([table.header], "\r\n"), lines(table.columns))


def lines(columns: Sequence[Column]) -> Callable[[Rows], str]:
    """What makes lines of CSV for Excel."""
    times = [column.is_time for column in columns]

    def made(rows: Rows) -> str:
        safe = ([cell if time else _text(cell) for cell, time in zip(row, times, strict=True)] for row in rows)
        return csv_lines(safe, "\r\n")

    return made


def _text(cell: str) -> str:
    return f"{cell}\t" if _TAKEN_FOR_A_NUMBER.fullmatch(cell) else cell


FORMAT: Final = Format(
    "excel", "-excel.csv", "text/csv", "CSV，可直接用 Excel 打开",
    "CSV for Excel (byte order mark, CRLF, codes kept as text)", write, encoding="utf-8-sig", cells="text",
)  # fmt: skip
