"""Findings of times: what the log and the tables must hold to (the form of a time is the schema's)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import finding
from generator.register.model import Area, Case, CountySource, Event, Finding, Inspection, Notice, Table
from generator.register.times import instant


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
    for line, event in events.located():
        recorded = instant(event.recorded_at)
        if recorded < previous:
            yield finding("E302", events.path, line, "recorded_at", event.recorded_at, expected=previous)
        previous = recorded
        if event.effective_at[:10] > event.recorded_at[:10]:
            yield finding(
                "W306", events.path, line, "effective_at", event.effective_at, expected=event.recorded_at[:10]
            )


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
    """Warnings of times recorded after `now` plus a day (`now` is given: nothing here reads the clock)."""
    for line, event in source.events.located():
        if instant(event.recorded_at) > now:
            yield finding("W304", source.events.path, line, "recorded_at", event.recorded_at)
    tables: tuple[Table[Case] | Table[Inspection], ...] = (source.cases, source.inspections)
    for table in tables:
        if any(row.date > now for row in table.rows):  # their days count as the county's own time
            for line, row in table.located():
                if row.date > now:
                    yield finding("W304", table.path, line, "date", row.date)
