"""Findings of times: what the log and the tables must hold to (the form of a time is the schema's)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import timedelta
from typing import Any, Final

from generator.findings import finding
from generator.register.fold import in_force
from generator.register.misdated import misdated
from generator.register.model import Area, CountySource, Event, Finding, Notice, Table, UnitSource
from generator.register.times import before, instant

# What takes effect so long after it was recorded has a mistyped year: nothing is decided so far ahead.
_FAR: Final = timedelta(days=-180)

# Days that have come when they are written down, by table.
_PAST: Final[dict[str, tuple[str, ...]]] = {
    "areas": ("valid_from", "valid_until"),  # pages say that an area was, or is no more
    "notices": ("published_at", "imported_at"),
    "cases": ("date",),
    "assessments": ("date",),
    "inspections": ("date", "rectification_done"),
}


def check(source: CountySource, *, shuffled: bool = False) -> Iterator[Finding]:
    """Times of a county; a log that was sorted is told of elsewhere."""
    if not shuffled:
        yield from _log(source.events)
    yield from _areas(source.areas)
    yield from check_notices(source.notices)
    settings = source.settings
    for index, period in enumerate(settings.schemes if settings else ()):
        if period.until is not None and period.until < period.start:
            yield finding(
                "E305", f"{source.folder}/county.json", column=f"schemes.{index}.until",
                value=period.until, expected=period.start,
            )  # fmt: skip


def _log(events: Table[Event]) -> Iterator[Finding]:
    previous = ""
    mistyped = misdated(events.rows)
    corrected: Mapping[int, Event] | None = None
    for line, event in events.located():
        recorded = instant(event.recorded_at)
        if recorded < previous:
            yield finding("E302", events.path, line, "recorded_at", event.recorded_at, expected=previous)
        if event.sequence not in mistyped:
            previous = recorded
        if event.effective_at[:10] > event.recorded_at[:10]:
            far = instant(event.effective_at) > before(event.recorded_at, _FAR)
            if far and corrected is None:
                corrected = in_force(events.rows)[1]
            if not far or event.sequence not in (corrected or ()):
                yield finding(
                    "E311" if far else "W306", events.path, line, "effective_at", event.effective_at,
                    expected=event.recorded_at[:10],
                )  # fmt: skip


def _areas(areas: Table[Area]) -> Iterator[Finding]:
    for line, area in areas.located():
        if area.valid_from and area.valid_until and area.valid_until < area.valid_from:
            yield finding("E305", areas.path, line, "valid_until", area.valid_until, expected=area.valid_from)


def check_notices(notices: Table[Notice]) -> Iterator[Finding]:
    """A notice's id holds the day on which it was published."""
    for line, notice in notices.located():
        day = notice.published_at[:10].replace("-", "")
        if notice.notice_id.split("-")[1] != day:
            yield finding(
                "E307", notices.path, line, "notice_id", notice.notice_id, expected=f"{day[:4]}-{day[4:6]}-{day[6:]}"
            )


def ahead_of(now: str, source: CountySource) -> Iterator[Finding]:
    """Times later than `now`, which is a day after the clock (it is given: nothing here reads the clock).

    What a correction has shown to be mistyped is not told again.
    """
    mistyped: dict[int, int] | None = None
    for line, event in source.events.located():
        if instant(event.recorded_at) > now:
            mistyped = misdated(source.events.rows) if mistyped is None else mistyped
            if event.sequence not in mistyped:
                yield finding("E310", source.events.path, line, "recorded_at", event.recorded_at)
    for name in ("areas", "cases", "assessments", "inspections"):
        yield from _ahead(now, name, getattr(source, name))
    standing, named = notices_of(source.events.rows)
    yield from _notices_ahead(now, source.notices, named - standing)
    settings = source.settings
    for column in ("register_since", "archived_at") if settings else ():
        day = getattr(settings, column)
        if day is not None and day > now:
            yield finding("E310", f"{source.folder}/county.json", column=column, value=day)


def ahead_of_unit(now: str, source: UnitSource, void: Set[str] = frozenset()) -> Iterator[Finding]:
    """The same of the notices of a city or province; `void` are those of which every line has been taken back."""
    yield from _notices_ahead(now, source.notices, void)


def _notices_ahead(now: str, notices: Table[Notice], void: Set[str]) -> Iterator[Finding]:
    ids = {line: notice.notice_id for line, notice in notices.located()}
    for problem in _ahead(now, "notices", notices):
        if problem.column != "published_at" or ids[problem.line or 0] not in void:
            yield problem


def notices_of(events: Sequence[Event]) -> tuple[Set[str], Set[str]]:
    """The notices that lines of a log in force name, and those that any line names."""
    corrected = in_force(events)[1]
    named = [event for event in events if event.notice_id is not None and event.event != "correct"]
    standing = {event.notice_id or "" for event in named if event.sequence not in corrected}
    return standing, {event.notice_id or "" for event in named}


def _ahead(now: str, name: str, table: Table[Any]) -> Iterator[Finding]:
    for column in _PAST[name]:
        if any((getattr(row, column) or "") > now for row in table.rows):  # nearly never
            for line, row in table.located():
                day = getattr(row, column)
                if day is not None and day > now:
                    yield finding("E310", table.path, line, column, day)
