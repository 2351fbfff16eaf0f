"""JSON Lines: one object a line, keys as the columns. It is for programs, which take the country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.publish.artifact import encode
from generator.publish.exports.dictionary import Column
from generator.publish.exports.formats.cells import records
from generator.publish.exports.formats.kind import Format, Lines


def lines(columns: Sequence[Column]) -> Lines:
    """What makes lines of JSON."""
    return lambda rows: "".join(f"{encode(record)}\n" for record in records(columns, rows))


FORMAT: Final = Format(
    "jsonl", ".jsonl", "application/x-ndjson", "JSON Lines", "JSON Lines", lines=lines,
    dialect={"json": {"keyed": True}}, of_provinces=False,
)  # fmt: skip
