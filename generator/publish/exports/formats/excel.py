"""CSV for Excel: a byte order mark and CRLF, so that a double click shows Chinese as Chinese.

What Excel would take for a number, a day or a time (a code of 12 digits, the qualifier 1-5) ends with a tab: with it
the cell is text, no digit is lost, and nothing is a formula. Days of the register stay as they are. There is no file of
the country: Excel shows 1,048,576 lines and leaves out the rest. It is read by people: columns that programs go by, and
beside which the same stands as people read it, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats.cells import Once, csv_lines
from generator.publish.exports.formats.kind import Format, Lines, Rows

# Ids beside their names, times beside their days, and addresses, which follow from the ids.
LEFT_OUT: Final = frozenset({"title", "reason", "since", "effective_at", "recorded_at", "url"})
_BOM: Final = "\ufeff"
_TAKEN_FOR_A_NUMBER: Final = re.compile(r"[0-9][0-9eE+./:,% 年月日时分秒-]*")


def read_by_people(table: TableKind) -> list[Column]:
    """The columns that people read."""
    return [column for column in table.columns if column.name not in LEFT_OUT]


def head(table: TableKind) -> str:
    """What tells Excel the encoding, and the header."""
    return _BOM + csv_lines([[column.name for column in read_by_people(table)]], "\r\n")


def lines(columns: Sequence[Column]) -> Lines:
    """What makes lines of CSV for Excel of rows that have all `columns` of a table."""
    kept = [(place, column.is_time) for place, column in enumerate(columns) if column.name not in LEFT_OUT]

    def made(rows: Rows) -> str:
        text = Once(_text).__getitem__
        columns = [*zip(*rows, strict=True)]
        made = [columns[place] if is_time else map(text, columns[place]) for place, is_time in kept if rows]
        return csv_lines([*zip(*made, strict=True)], "\r\n")

    return made


def _text(cell: str) -> str:
    """A cell that Excel takes for text."""
    return f"{cell}\t" if "0" <= cell[:1] <= "9" and _TAKEN_FOR_A_NUMBER.fullmatch(cell) else cell


FORMAT: Final = Format(
    "excel", "-excel.csv", "text/csv", "CSV，可直接用 Excel 打开",
    "CSV for Excel (byte order mark, CRLF, codes kept as text)", head, lines, encoding="utf-8-sig", cells="text",
    columns=read_by_people, of_country=False,
)  # fmt: skip
