"""Findings of times: what the log and the tables must hold to (the form of a time is the schema's)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import timedelta
from operator import attrgetter, gt
from typing import Final

from generator.findings import finding
from generator.register.fold import not_in_force
from generator.register.misdated import misdated
from generator.register.model import Area, CountySource, Decision, Event, Finding, Notice, Table
from generator.register.times import before, instant

# What takes effect so long after it was recorded has a mistyped year: nothing is decided so far ahead.
_FAR: Final = timedelta(days=-180)
_EFFECTIVE: Final = attrgetter("effective_at")
# What a decision says of the day of a notice.
_DAY: Final = ".published_at"


# What decisions say of the days of notices: the table, the id, the day that it was, the day that it is.
MendedDays = Set[tuple[str, str, str, str]]


def check(source: CountySource, *, shuffled: bool = False, mended: MendedDays = frozenset()) -> Iterator[Finding]:
    """Times of a county; a log that was sorted is told of elsewhere."""
    if not shuffled:
        yield from _log(source.events)
    yield from _areas(source.areas)
    yield from check_notices(source.notices, mended)
    settings = source.settings
    for index, period in enumerate(settings.schemes if settings else ()):
        if period.until is not None and period.until < period.start:
            yield finding(
                "E305", f"{source.folder}/county.json", column=f"schemes.{index}.until",
                value=period.until, expected=period.start,
            )  # fmt: skip


def _log(events: Table[Event]) -> Iterator[Finding]:
    times = [event.recorded_at for event in events.rows]
    in_order = len({*map(len, times)}) <= 1 and times == sorted(times)
    if in_order and not any(map(gt, map(_EFFECTIVE, events.rows), times)):  # nearly always
        return
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
                corrected = not_in_force(events.rows)
            if not far or event.sequence not in (corrected or ()):
                yield finding(
                    "E311" if far else "W306", events.path, line, "effective_at", event.effective_at,
                    expected=event.recorded_at[:10],
                )  # fmt: skip


def _areas(areas: Table[Area]) -> Iterator[Finding]:
    for line, area in areas.located():
        if area.valid_from and area.valid_until and area.valid_until < area.valid_from:
            yield finding("E305", areas.path, line, "valid_until", area.valid_until, expected=area.valid_from)


def mended_days(decisions: Iterable[Decision]) -> MendedDays:
    """The days of published notices that were mended by a decision (E312): their ids stay."""
    return {
        (row.file, row.key.removesuffix(_DAY), row.was or "", row.now or "")
        for row in decisions
        if row.key.endswith(_DAY)
    }


def check_notices(notices: Table[Notice], mended: MendedDays = frozenset()) -> Iterator[Finding]:
    """A notice's id holds the day on which it was published, as it was printed first: a decision may mend the day."""
    file = notices.path.partition("/")[2]
    first = {(notice_id, now): was for table, notice_id, was, now in mended if table == file}
    for line, notice in notices.located():
        published = first.get((notice.notice_id, notice.published_at), notice.published_at)
        day = published[:10].replace("-", "")
        if notice.notice_id.split("-")[1] != day:
            yield finding(
                "E307", notices.path, line, "notice_id", notice.notice_id, expected=f"{day[:4]}-{day[4:6]}-{day[6:]}"
            )
