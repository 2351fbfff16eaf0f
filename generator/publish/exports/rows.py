"""Rows of the counties' tables on their way to the downloads: a file for each county, table and format.

A county forms the lines of its rows once; the files of the country and of the province copy these bytes. What is as the
county's own published table is copied from that, without its header.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

from generator import urls
from generator.publish.exports import formats
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.exports.formats.cells import csv_rows
from generator.publish.exports.formats.kind import Format
from generator.publish.handover.store import Store
from generator.register.model import SiteSettings

_BUFFER: Final = memoryview(bytearray(1 << 18))  # one for all: memory that is new each time costs more than the copy


def subjects(site: SiteSettings) -> list[str]:
    """The subjects under which a county's lines lie in the store."""
    return [subject(table, format_) for table in TABLES for format_ in formats.formed(site) if format_.lines]


def write(store: Store, part: str, site: SiteSettings, published: Mapping[str, bytes]) -> None:
    """Forms the lines of a county's `published` tables, by name, in every format that needs them."""
    for table in TABLES:
        if table.name in published:
            rows = csv_rows(published[table.name].decode("utf-8"))[1:]
            for format_ in formats.formed(site):
                if format_.lines:
                    store.put(subject(table, format_), part, format_.lines(table.columns)(rows).encode("utf-8"))


def copy(store: Store, code: str, part: str, folder: Path, table: TableKind, format_: Format, file: IO[bytes]) -> None:
    """Adds the lines of a county to a file; `folder` is where the county's own tables stand."""
    if format_.lines:
        path, head = store.path(subject(table, format_), part), b""
    else:
        path = folder / urls.table(code, table.name)
        head = format_.head(table).encode("utf-8")
    with path.open("rb", buffering=0) as lines:
        if lines.read(len(head)) != head:
            raise ValueError(f"{path} has other columns than the dictionary")
        while size := lines.readinto(_BUFFER):
            file.write(_BUFFER[:size])


def subject(table: TableKind, format_: Format) -> str:
    """Where the lines of a table lie: in the store, or, named by the table alone, in the county's own."""
    return f"{table.name}{format_.ending}" if format_.lines else table.name
