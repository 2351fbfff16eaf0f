"""One JSON document of the data folder, held to its schema and to the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from generator.findings import finding
from generator.reading import schemas, texts
from generator.reading.located_json import line_of_key, read_object
from generator.reading.outcome import Reading, Readings
from generator.reading.tables import explained
from generator.reading.text import read_text
from generator.register.model import Finding
from generator.register.times import is_day

# The line of a top-level key.
Lines = Callable[[str], int]


class Document(NamedTuple):
    """The content of a JSON document, and the lines of its top-level keys."""

    value: dict[str, Any]
    line: Lines


def read_document(path: Path, shown: str, schema: str) -> Reading[Document | None]:
    """A JSON document that agrees with its schema."""
    if not path.is_symlink() and not path.exists():
        return Reading(None, (finding("E107", shown, value=path.name),))
    readings = Readings()
    text = readings.take(read_text(path, shown))
    place = None if text is None else readings.take(read_object(text, shown))
    if text is None or place is None:
        return readings.whole(None)
    document = Document(place.value, partial(line_of_key, text, place))
    findings = tuple(_disagreements(document, shown, schema))
    return Reading(None if findings else document, findings)


def _disagreements(document: Document, shown: str, schema: str) -> Iterator[Finding]:
    """Where a document is not as its schema says, or names a day that does not exist."""
    if schemas.bulk(schema).is_valid(document.value):
        for key, value in _leaves(document.value):
            if _looks_like_day(value) and not is_day(value[:10]):
                expected = "写成存在的日期，如 2022-11-28"
                yield finding("E301", shown, document.line(key), key, value, expected=expected)
        written = [(key, value) for key, value in _leaves(document.value) if not value.isascii() or value.isalpha()]
        yield from texts.in_document(written, shown, document.line)
        return
    for problem in schemas.explain(schema, document.value):
        names = [str(part) for part in problem.path]
        column = ".".join(names) or None
        last = next((part for part in reversed(problem.path) if isinstance(part, str)), None)
        yield explained(problem, shown, document.line(last) if last else 1, column)


def _leaves(value: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in _leaves(inner, name)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner, key)]
    return [(key, value)] if isinstance(value, str) else []


def _looks_like_day(value: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None
