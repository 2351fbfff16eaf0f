"""data/authorities.csv: whose keys may sign what. A private key that was pasted there is told, and never quoted."""

from __future__ import annotations

from pathlib import Path

from generator.findings import finding
from generator.reading.folder import shown_root
from generator.reading.outcome import Reading
from generator.reading.tables import read_table
from generator.reading.text import read_text
from generator.register.keys import is_private
from generator.register.model import Authority, Table

NAME = "authorities"


def read_authorities(data: Path) -> Reading[Table[Authority]]:
    """The table; nothing of it where a private key stands in it."""
    root = shown_root(data)
    for ending in ("csv", "json"):
        path = data / f"{NAME}.{ending}"
        if not path.is_file() or path.is_symlink():
            continue
        text, _ = read_text(path, f"{root}/{path.name}")
        if text is not None and is_private(text):
            rows = enumerate(text.split("\n"), 1)
            line = next(number for number, row in rows if is_private(row))
            shown = f"{root}/{path.name}"
            return Reading(Table(shown, whole=False), (finding("E671", shown, line),))
    return read_table(data, root, NAME, Authority)
