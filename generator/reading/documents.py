"""One JSON document of the data folder, held to its schema and to the calendar."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from generator.findings import finding
from generator.reading import schemas
from generator.reading.located_json import LocatedObject, line_of_key, read_object
from generator.reading.tables import explained
from generator.reading.text import read_text
from generator.register.model import Finding
from generator.register.times import is_day

Lines = Any  # Callable[[str], int]; the line of a top-level key


def read_document(path: Path, shown: str, schema: str, findings: list[Finding]) -> tuple[dict[str, Any], Lines] | None:
    """A JSON document that agrees with its schema, and the lines of its top-level keys."""
    if not path.is_symlink() and not path.exists():
        findings.append(finding("E107", shown, value=path.name))
        return None
    text = read_text(path, shown, findings)
    place = None if text is None else read_object(text, shown, findings)
    if text is None or place is None:
        return None
    known: LocatedObject = place

    def line(key: str) -> int:
        return line_of_key(text, known, key)

    if schemas.bulk(schema).is_valid(place.value):
        impossible = [
            (key, value) for key, value in _leaves(place.value) if _looks_like_day(value) and not is_day(value[:10])
        ]
        for key, value in impossible:
            findings.append(finding("E301", shown, line(key), key, value, expected="写成存在的日期，如 2022-11-28"))
        return None if impossible else (place.value, line)
    for problem in schemas.explain(schema, place.value):
        names = [str(part) for part in problem.path]
        column = ".".join(names) or None
        last = next((part for part in reversed(problem.path) if isinstance(part, str)), None)
        findings.append(explained(problem, shown, line(last) if last else 1, column))
    return None


def _leaves(value: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in _leaves(inner, name)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner, key)]
    return [(key, value)] if isinstance(value, str) else []


def _looks_like_day(value: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None
