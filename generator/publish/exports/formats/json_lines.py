"""JSON Lines: one object a line, keys as the columns. It is for programs, which take the country.

Each line names every column again: twice the bytes of CSV. So a site has it where it asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.publish.artifact import encode
from generator.publish.exports.dictionary import Column
from generator.publish.exports.formats.cells import Once, bare
from generator.publish.exports.formats.kind import Format, Lines, Rows


def lines(columns: Sequence[Column]) -> Lines:
    """What makes lines of JSON: an empty cell is null, a boolean or number stands as it is."""
    line = "{" + ",".join(f"{encode(column.name)}:%s" for column in columns) + "}\n"
    as_they_are = [place for place, column in enumerate(columns) if column.kind in ("boolean", "integer")]

    def made(rows: Rows) -> str:
        encoded = Once(lambda cell: encode(bare(cell) or None))
        objects = []
        for row in rows:
            cells = list(map(encoded.__getitem__, row))
            for place in as_they_are:
                cells[place] = row[place] or "null"
            objects.append(line % tuple(cells))
        return "".join(objects)

    return made


FORMAT: Final = Format(
    "jsonl", ".jsonl", "application/x-ndjson", "JSON Lines", "JSON Lines", lines=lines,
    dialect={"json": {"keyed": True}}, of_provinces=lambda site: False, is_wanted=lambda site: site.json_lines,
)  # fmt: skip
