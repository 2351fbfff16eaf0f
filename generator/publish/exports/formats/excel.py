"""CSV for Excel: a byte order mark and CRLF, so that a double click shows Chinese as Chinese.

What Excel would take for a number, a day or a time (a code of 12 digits, the qualifier 1-5) ends with a tab: with it
the cell is text, no digit is lost, and nothing is a formula. Days and times of the register stay as they are. There is
no file of the country: Excel shows 1,048,576 lines and leaves out the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats.cells import Once, csv_lines
from generator.publish.exports.formats.kind import Format, Lines, Rows

_BOM: Final = "\ufeff"
_TAKEN_FOR_A_NUMBER: Final = re.compile(r"[0-9][0-9eE+./:,% 年月日时分秒-]*")


def head(table: TableKind) -> str:
    """What tells Excel the encoding, and the header."""
    return _BOM + csv_lines([table.header], "\r\n")


def lines(columns: Sequence[Column]) -> Lines:
    """What makes lines of CSV for Excel."""
    times = [place for place, column in enumerate(columns) if column.is_time]

    def made(rows: Rows) -> str:
        texts = Once(_text)
        safe = [list(map(texts.__getitem__, row)) for row in rows]
        for cells, row in zip(safe, rows, strict=True):
            for place in times:
                cells[place] = row[place]
        return csv_lines(safe, "\r\n")

    return made


def _text(cell: str) -> str:
    """A cell that Excel takes for text."""
    return f"{cell}\t" if "0" <= cell[:1] <= "9" and _TAKEN_FOR_A_NUMBER.fullmatch(cell) else cell


FORMAT: Final = Format(
    "excel", "-excel.csv", "text/csv", "CSV，可直接用 Excel 打开",
    "CSV for Excel (byte order mark, CRLF, codes kept as text)", head, lines, encoding="utf-8-sig", cells="text",
    of_country=False,
)  # fmt: skip
