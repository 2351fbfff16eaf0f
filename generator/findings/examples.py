"""A smallest example of each finding: the line that is wrong, and what is said of it.

examples.json is generated from the smallest wrong folders of the tests (`make docs`); a test keeps it current.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = Path(__file__).with_name("examples.json")


class Example(NamedTuple):
    """`text` is the line of the file as it stands ("" for a finding of a whole file)."""

    path: str
    line: int | None
    column: str | None
    text: str
    message: str
    fix: str
    clause: str | None


@cache
def examples() -> dict[str, Example]:
    """Examples by code."""
    return {code: Example(**example) for code, example in json.loads(FILE.read_text(encoding="utf-8")).items()}
