"""A smallest example of each finding: the line that is wrong, and what is said of it.

examples.json is generated from the smallest wrong folders of the tests (`make docs`); a test keeps it current.
"""

from __future__ import annotations

import json
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = Path(__file__).with_name("examples.json")


class Example(NamedTuple):
    """`text` is the line of the file as it stands ("" for a finding of a whole file).

    `schemes` are those whose own words it has: it means something where one of them is in use; none: anywhere.
    """

    path: str
    line: int | None
    column: str | None
    text: str
    message: str
    fix: str
    clause: str | None
    schemes: tuple[str, ...] = ()


@cache
def examples() -> dict[str, Example]:
    """Examples by code."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: Example(**{**example, "schemes": tuple(example.get("schemes", ()))}) for code, example in kept.items()
    }


def example_for(code: str, schemes: Container[str]) -> Example | None:
    """The example of a finding for a register of these schemes; None where there is none that means something there."""
    example = examples().get(code)
    if example is None or (example.schemes and not any(scheme in schemes for scheme in example.schemes)):
        return None
    return example
