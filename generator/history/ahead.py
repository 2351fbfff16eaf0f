"""Findings of times ahead of the clock, where a base says what is published.

A new line can still be mended, and is an error; one that is published can only be corrected, and is a warning.
`now` is an instant, a day after the clock; without it nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from generator.errors import UsageError
from generator.findings import finding
from generator.history.base import Base, opened
from generator.history.decisions import Turn, Word
from generator.history.log import new_lines
from generator.reading.documents import read_document
from generator.reading.tables import read_table
from generator.register.misdated import misdated
from generator.register.model import (
    Area,
    Assessment,
    Case,
    Decision,
    Event,
    Finding,
    FormerName,
    Inspection,
    Notice,
    Table,
)
from generator.register.redaction import Redaction
from generator.register.times import instant
from generator.rules.ahead import mending

# The tables with such times, and the column that names a row (of evidence, the whole row does).
_TABLES: Final[dict[str, tuple[type, str | None]]] = {
    "events": (Event, "sequence"),
    "areas": (Area, "area_id"),
    "notices": (Notice, "notice_id"),
    "cases": (Case, None),
    "assessments": (Assessment, None),
    "inspections": (Inspection, None),
    "redactions": (Redaction, "sequence"),
    "decisions": (Decision, None),
    "former": (FormerName, None),
}
# The days of a notice.
_DAYS: Final = ("published_at", "cutoff_at", "imported_at")
# What is published, where nobody names a base.
PARENT: Final = "HEAD^1"


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
            mend = mending(after.path, "recorded_at")
            yield finding("E310", after.path, line, "recorded_at", event.recorded_at, mend=mend)
        target = freed.get(event.sequence)
        if target is not None and instant(times[target]) <= now:
            yield finding("E302", after.path, line, "recorded_at", event.recorded_at, expected=times[target])


def mended(was: Notice, notice: Notice, clock: str | None) -> dict[str, tuple[str, str]]:
    """The days of a published notice, by column, that were ahead of `clock` (an instant) and are so no more."""
    if clock is None:
        return {}
    pairs = ((name, getattr(was, name), getattr(notice, name)) for name in _DAYS)
    return {name: (old, new) for name, old, new in pairs if old and new and old > clock >= new}


def days(before: Table[Notice], after: Table[Notice], folder: str, clock: str | None) -> Iterator[Turn]:
    """The days of published notices that were mended, but for that of import, which is the register's own.

    `folder` is that of the tables, within the data folder.
    """
    if not (before.whole and after.whole):
        return
    then = {notice.notice_id: notice for notice in before.rows}
    for line, notice in after.located():
        was = then.get(notice.notice_id, notice)
        for column, (old, new) in mended(was, notice, clock).items():
            if column != "imported_at":
                word = Word(f"{folder}/notices.csv", f"{notice.notice_id}.{column}", old, new)
                what = f"已公布的通告 {notice.notice_id} 的 {column} "
                yield Turn("E312", after.path, line, column, word, what, "网页和数据里这份通告的日期就和以前不同了")


def standing(data: Path, now: str | None, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a data folder, milder for what the first parent of HEAD has already.

    Where git has none (outside of a repository, in its first commit, in a clone of one commit), they are as they are.
    Git is asked only if something is ahead.
    """
    told = [*findings]
    if now is None or not any(_is_ahead(problem, now) for problem in told):
        return told
    places = (problem.path.split("/") for problem in told if _is_ahead(problem, now))
    codes = {place[2] for place in places if place[1] == "registers"}
    try:
        with opened(data, PARENT, codes) as base:
            return milder(base, told, now)
    except UsageError:
        return told


def milder(base: Base, findings: Iterable[Finding], now: str | None) -> list[Finding]:
    """The findings, with a warning for what is published and ahead: nobody is kept from adding truthful lines."""
    if now is None:
        return [*findings]

    @cache
    def rows(path: str) -> dict[Any, Any]:
        """The rows of a table at the base, by what names them."""
        name = _name(path)
        place = _place(base, path)
        if place is None:
            return {}
        return _keyed(name, read_table(place, path.rpartition("/")[0], name, _TABLES[name][0]).value)

    @cache
    def here(path: str) -> dict[int, Any]:
        """The rows of a table as it is, by line."""
        name, place = _name(path), base.now / path.partition("/")[2]
        return dict(read_table(place.parent, path.rpartition("/")[0], name, _TABLES[name][0]).value.located())

    @cache
    def settings(path: str) -> Any:
        """A document at the base; None where it had none that can be read."""
        place = _place(base, path)
        schema = "county" if path.endswith("/county.json") else "scheme"
        document = None if place is None else read_document(place / path.rpartition("/")[2], path, schema).value
        return None if document is None else document.value

    def published(problem: Finding) -> Any:
        """What the base has in the place of a finding."""
        column = problem.column or ""
        if _name(problem.path) in _TABLES:
            row = here(problem.path).get(problem.line or 0)
            was = None if row is None else rows(problem.path).get(_key(_name(problem.path), row))
            return getattr(was, column, None)
        value = settings(problem.path)
        for key in column.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        return value

    kept = []
    for problem in findings:
        if _is_ahead(problem, now) and published(problem) == problem.value:
            mend = mending(problem.path, problem.column)
            kept.append(finding("W304", problem.path, problem.line, problem.column, problem.value, mend=mend))
        else:
            kept.append(problem)
    return kept


def _is_ahead(problem: Finding, now: str) -> bool:
    return problem.code == "E310" or (problem.code == "E311" and problem.value is not None and problem.value > now)


def _name(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _place(base: Base, path: str) -> Path | None:
    """The folder of a file as it was at the base."""
    _, *folders, _ = path.split("/")
    if folders[:1] == ["registers"]:
        return base.folder(folders[1]) if folders[1] in base.folders else None
    place = "/".join(folders)
    if path.partition("/")[2] not in base.others:
        return base.now / place
    if place:
        base.lay_out_others(place)
    return base.data / place


def _key(name: str, row: Any) -> Any:
    column = _TABLES[name][1]
    return row if column is None else getattr(row, column)


def _keyed(name: str, table: Table[Any]) -> dict[Any, Any]:
    return {_key(name, row): row for row in table.rows}
