"""CSV as the counties have it: UTF-8 without byte order mark, LF."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import IO, Final

from generator.publish.exports.dictionary import TableKind
from generator.publish.exports.formats.cells import csv_lines
from generator.publish.exports.formats.kind import Format, Rows, Sink, text


def write(file: IO[bytes], table: TableKind) -> AbstractContextManager[Sink]:
    """A table, with its header."""
    return text(file, lines([table.header]), lines)


def lines(rows: Rows) -> str:
    """Lines of CSV."""
    return csv_lines(rows, "\n")


FORMAT: Final = Format("csv", ".csv", "text/csv", "CSV", "CSV (UTF-8, LF)", write)
