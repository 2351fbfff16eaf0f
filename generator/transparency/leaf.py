"""A row as an entry of a log: canonical JSON (RFC 8785) of texts.

The names of the columns come in order, and all values are texts; an empty cell is not there. So the form is one, sign
for sign, without numbers to write in two ways.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring


def canonical(row: Mapping[str, str]) -> bytes:
    """A row in its one form."""
    cells = {column: cell for column, cell in row.items() if cell}
    return json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def former(columns: Sequence[str]) -> Callable[[Sequence[str]], bytes]:
    """What makes the same of the cells of rows of these columns, given in their order: for thousands of rows."""
    places = sorted(range(len(columns)), key=columns.__getitem__)
    named = [(f"{encode_basestring(columns[place])}:", place) for place in places]

    def made(cells: Sequence[str]) -> bytes:
        told = [name + encode_basestring(cells[place]) for name, place in named if cells[place]]
        return f"{{{','.join(told)}}}".encode()

    return made


def parsed(entry: bytes) -> dict[str, str] | None:
    """The row that an entry is, without its empty cells; None for what is no row in its one form."""
    try:
        row = json.loads(entry)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not all(isinstance(cell, str) for cell in row.values()):
        return None
    try:
        return row if canonical(row) == entry else None
    except UnicodeEncodeError:  # half a character, which JSON can write and UTF-8 cannot
        return None
