"""One JSON document of the data folder, held to its schema and to the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from generator.findings import finding
from generator.reading import schemas, texts
from generator.reading.located_json import line_of_path, read_object
from generator.reading.outcome import Reading, Readings
from generator.reading.tables import explained
from generator.reading.text import read_text
from generator.register.model import Finding
from generator.register.times import is_day

# The line of what stands at a path of keys and places; of the nearest thing around it where there is nothing.
Lines = Callable[..., int]


class Document(NamedTuple):
    """The content of a JSON document, and the lines of what stands in it."""

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
    document = Document(place.value, lambda *path: line_of_path(text, place, path))
    findings = tuple(_disagreements(document, shown, schema))
    return Reading(None if findings else document, findings)


def _disagreements(document: Document, shown: str, schema: str) -> Iterator[Finding]:
    """Where a document is not as its schema says, or names a day that does not exist."""
    if schemas.bulk(schema).is_valid(document.value):
        leaves = _leaves(document.value, ())
        for leaf in leaves:
            if _looks_like_day(leaf.text) and not is_day(leaf.text[:10]):
                expected = "写成存在的日期，如 2022-11-28"
                yield finding("E301", shown, document.line(*leaf.path), leaf.key, leaf.text, expected=expected)
        yield from texts.in_document(leaves, schema, shown, document.line)
        return
    for problem in schemas.explain(schema, document.value):
        column = ".".join(map(str, problem.path)) or None
        yield explained(problem, shown, document.line(*problem.path), column)


def located(told: Iterable[Finding], path: Path, shown: str) -> list[Finding]:
    """Findings of which those on a document have the line of what their column names; rules know no lines of it."""
    given = list(told)
    if not any(_wants_line(each, shown) for each in given):
        return given
    text = read_text(path, shown).value
    place = None if text is None else read_object(text, shown).value
    if text is None or place is None:
        return given
    return [
        replace(each, line=line_of_path(text, place, _way(each.column or ""))) if _wants_line(each, shown) else each
        for each in given
    ]


def _wants_line(told: Finding, shown: str) -> bool:
    return told.path == shown and told.column is not None and told.line is None


def _way(column: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in column.split(".")]


def _leaves(value: Any, path: tuple[str | int, ...]) -> list[texts.Leaf]:
    """The texts of a document."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, each in inner for leaf in _leaves(each, (*path, key))]
    return [texts.Leaf(path, value)] if isinstance(value, str) else []


def _looks_like_day(value: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None
