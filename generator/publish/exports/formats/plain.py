"""CSV as the counties have it: UTF-8 without byte order mark, LF.

Of the country; of provinces only where there is none of the country, which holds every line of theirs.
"""

from __future__ import annotations

from typing import Final

from generator.publish.exports.dictionary import TableKind
from generator.publish.exports.formats.cells import csv_lines
from generator.publish.exports.formats.kind import Format


def head(table: TableKind) -> str:
    """The header of a table, with which that of each county begins too."""
    return csv_lines([table.header], "\n")


FORMAT: Final = Format(
    "csv", ".csv", "text/csv", "CSV", "CSV (UTF-8, LF)", head, of_provinces=lambda site: not site.national_downloads
)
