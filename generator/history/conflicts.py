"""The marks that git leaves in a table where two branches each added lines: both sides stay, the marks go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# A conflict as git writes it; what both had before (`|||||||`, where somebody asked git for it) is on no side.
_CONFLICT: Final = re.compile(
    rb"^<{7}(?: [^\n]*)?\n(?P<ours>(?:(?![<|=>]{7}[ \r\n]).*\n)*)"
    rb"(?:\|{7}[^\n]*\n(?:(?![<|=>]{7}[ \r\n]).*\n)*)?"
    rb"={7}\r?\n(?P<theirs>(?:(?![<|=>]{7}[ \r\n]).*\n)*)>{7}(?: [^\n]*)?(?:\n|\Z)",
    re.MULTILINE,
)


def both_sides(content: bytes) -> bytes:
    """A table with the lines of both sides; as it is where no conflict is whole.

    >>> both_sides(b"a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> main\\n")
    b'a\\nb\\nc\\n'
    """
    return _CONFLICT.sub(lambda match: match["ours"] + match["theirs"], content)


def in_conflict(data: Path, codes: tuple[str, ...] = ()) -> Iterator[tuple[Path, bytes]]:
    """The tables of some counties, or of all, in which git left a conflict; each with what it is without the marks."""
    for path in sorted((data / "registers").glob("*/*.csv")):
        if codes and path.parent.name not in codes:
            continue
        content = path.read_bytes()
        resolved = both_sides(content) if b"<<<<<<<" in content else content
        if resolved != content:
            yield path, resolved
