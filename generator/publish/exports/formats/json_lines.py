"""JSON Lines: one object a line, keys as the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import IO, Final

from generator.publish.artifact import encode
from generator.publish.exports.dictionary import Column, TableKind
from generator.publish.exports.formats.cells import record
from generator.publish.exports.formats.kind import Format, Rows, Sink, text


def write(file: IO[bytes], table: TableKind) -> AbstractContextManager[Sink]:
    """A table; there is no header."""
    return text(file, "", lines(table.columns))


def lines(columns: Sequence[Column]) -> Callable[[Rows], str]:
    """What makes lines of JSON."""
    return lambda rows: "".join(f"{encode(record(columns, row))}\n" for row in rows)


FORMAT: Final = Format(
    "jsonl", ".jsonl", "application/x-ndjson", "JSON Lines", "JSON Lines", write, dialect={"json": {"keyed": True}}
)
