"""Findings of times ahead of the clock, where a base says what is published.

A new line can still be mended, and is an error; one that is published can only be corrected, and is a warning.
`now` is an instant, a day after the clock; without it nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from generator.findings import finding
from generator.history.base import Base
from generator.history.log import new_lines
from generator.reading.folder import shown_root
from generator.reading.tables import read_table
from generator.register.misdated import misdated
from generator.register.model import Area, Assessment, Case, Event, Finding, Inspection, Notice, Table
from generator.register.times import instant

# The tables with such times, and the column that names a row (of evidence, the whole row does).
_TABLES: Final[dict[str, tuple[type, str | None]]] = {
    "events": (Event, "sequence"),
    "areas": (Area, "area_id"),
    "notices": (Notice, "notice_id"),
    "cases": (Case, None),
    "assessments": (Assessment, None),
    "inspections": (Inspection, None),
}


def check(before: Table[Event], after: Table[Event], now: str | None) -> Iterator[Finding]:
    """What only the new lines of a log can be asked.

    A new line is not ahead of the clock, even if another corrects it at once; and a correction may be earlier than
    what it corrects only where that is ahead.
    """
    if now is None or not (before.whole and after.whole):
        return
    mistyped = misdated(after.rows)
    if not mistyped:
        return
    times = {event.sequence: event.recorded_at for event in after.rows}
    freed = {by: target for target, by in mistyped.items()}
    for line, event in new_lines(before, after):
        if event.sequence in mistyped and instant(event.recorded_at) > now:
            yield finding("E310", after.path, line, "recorded_at", event.recorded_at)
        target = freed.get(event.sequence)
        if target is not None and instant(times[target]) <= now:
            yield finding("E302", after.path, line, "recorded_at", event.recorded_at, expected=times[target])


def milder(base: Base, findings: Iterable[Finding], now: str | None) -> list[Finding]:
    """The findings, with a warning for what is published and ahead. The day of import may then be mended."""

    @cache
    def published(path: str) -> dict[Any, Any]:
        """The rows of a table at the base, by what names them."""
        _, code, file = path.rsplit("/", 2)
        name = file.partition(".")[0]
        if code not in base.folders:
            return {}
        return _keyed(name, read_table(base.folder(code), path.rpartition("/")[0], name, _TABLES[name][0]).value)

    @cache
    def here(path: str) -> dict[int, Any]:
        """The rows of a table as it is, by line."""
        _, code, file = path.rsplit("/", 2)
        name = file.partition(".")[0]
        shown = f"{shown_root(base.now)}/registers/{code}"
        return dict(read_table(base.now / "registers" / code, shown, name, _TABLES[name][0]).value.located())

    kept = []
    for problem in findings:
        name = problem.path.rpartition("/")[2].partition(".")[0]
        if problem.code == "E310" and name in _TABLES and problem.line is not None:
            row = here(problem.path)[problem.line]
            was = published(problem.path).get(_key(name, row))
            if was is not None and getattr(was, problem.column or "") == problem.value:
                kept.append(finding("W304", problem.path, problem.line, problem.column, problem.value))
                continue
        if problem.code == "E806" and problem.column == "imported_at" and now is not None:
            was = published(problem.path).get(problem.value)
            if was is not None and was.imported_at is not None and was.imported_at > now:
                continue
        kept.append(problem)
    return kept


def _key(name: str, row: Any) -> Any:
    column = _TABLES[name][1]
    return row if column is None else getattr(row, column)


def _keyed(name: str, table: Table[Any]) -> dict[Any, Any]:
    return {_key(name, row): row for row in table.rows}
