"""Findings of days that have not come: every column and key of the register that holds a day is judged here.

What is written down has happened (`_PAST`), or may be known beforehand, but not by years (`_foreseen`). `now` is an
instant, a day after the clock: it is given, nothing here reads the clock. `effective_at` is held to `recorded_at`
without any clock (`dates`). Whatever is published has a way to be mended, which the finding tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from generator.findings import finding
from generator.register.fold import not_in_force
from generator.register.misdated import misdated
from generator.register.model import (
    CountySource,
    Decision,
    Event,
    Finding,
    FormerName,
    Notice,
    Table,
    UnitSource,
    Workday,
)
from generator.register.profile import Profile
from generator.register.times import before, instant

# Days that have come when they are written down, by table.
_PAST: Final[dict[str, tuple[str, ...]]] = {
    "areas": ("valid_from", "valid_until"),  # pages say that an area was, or is no more
    "notices": ("published_at", "cutoff_at", "imported_at"),
    "cases": ("date",),
    "assessments": ("date",),
    "inspections": ("date", "rectification_done"),
    "decisions": ("decided_on",),
    "redactions": ("redacted_at",),
    "former": ("until",),
}
# The same of the settings of a county, and of the document of a scheme.
_SETTINGS: Final = ("register_since", "archived_at")
_DOCUMENT: Final = ("issued_at", "published_at", "known_from")

# How long before a day it may be known, and in words.
_SOON: Final = (timedelta(days=180), "半年")  # what is announced, or is to be done
_NEXT_YEAR: Final = (timedelta(days=460), "十五个月")  # the calendar of a year comes out in the autumn before
_TERM: Final = (timedelta(days=3653), "十年")  # for so long a scheme is in force at the most

_DECIDED: Final = "改正它，再带 --base 核对：会列出要请负责人在 data/decisions.csv 加的那一行"
_DIRECTLY: Final = "也可以直接改正"
# How what is published is mended, by table or document, and by column where that differs.
_MENDED: Final[Mapping[str, str]] = {
    "events": "不改，在最后另加一行，用 corrects 替换它，recorded_at 写现在的时间",
    "notices": f"编号不动，{_DECIDED}",
    "notices.imported_at": _DIRECTLY,
    "decisions": _DIRECTLY,
    "redactions": _DIRECTLY,
    "former": "改成最近一条记录的日期（不晚于今天）：到那天为止的记录都用了这个名称",
    "schemes": _DIRECTLY,
    "announcements": _DIRECTLY,
}


def mending(path: str, column: str | None) -> str:
    """How a day that is published is mended, by the file and the column that it stands in."""
    folder, _, file = path.rpartition("/")
    parent = folder.rpartition("/")[2]
    name = parent if parent in ("schemes", "announcements") else file.partition(".")[0]
    return _MENDED.get(f"{name}.{column}") or _MENDED.get(name, _DECIDED)


def check(now: str, source: CountySource) -> Iterator[Finding]:
    """Days of a county that are later than `now`. What a correction has shown to be mistyped is not told again."""
    mistyped: Mapping[int, int] | None = None
    newest = max(map(attrgetter("recorded_at"), source.events.rows), default="")
    for line, event in source.events.located() if newest[:10] >= now[:10] else ():
        if instant(event.recorded_at) > now:
            mistyped = misdated(source.events.rows) if mistyped is None else mistyped
            if event.sequence not in mistyped:
                yield _told(source.events.path, line, "recorded_at", event.recorded_at)
    for name in ("areas", "cases", "assessments", "inspections", "redactions"):
        yield from _past(now, name, getattr(source, name))
    for line, row in source.inspections.located():
        if row.rectification_due is not None:
            yield from _foreseen(
                row.date, _SOON, source.inspections.path, line, "rectification_due", row.rectification_due, "检查日期"
            )
    standing, named = notices_of(source.events.rows)
    yield from _notices(now, source.notices, named - standing)
    settings, path = source.settings, f"{source.folder}/county.json"
    if settings is None:
        return
    for column in _SETTINGS:
        day = getattr(settings, column)
        if day is not None and day > now:
            yield _told(path, None, column, day)
    for place, period in enumerate(settings.schemes):
        yield from _foreseen(now, _SOON, path, None, f"schemes.{place}.from", period.start)
        yield from _foreseen(now, _TERM, path, None, f"schemes.{place}.until", period.until)


def check_unit(now: str, source: UnitSource, void: Set[str] = frozenset()) -> Iterator[Finding]:
    """The same of the notices of a city or province; `void` are those of which every line has been taken back."""
    yield from _notices(now, source.notices, void)


def check_above(
    now: str,
    folder: str,
    profiles: Mapping[str, Profile],
    workdays: Table[Workday],
    former: Table[FormerName],
    decisions: Table[Decision],
) -> Iterator[Finding]:
    """The same of what stands above all counties, in a data folder: schemes, calendar, former names, decisions."""
    yield from _past(now, "former", former)
    yield from _past(now, "decisions", decisions)
    for line, row in workdays.located():
        yield from _foreseen(now, _NEXT_YEAR, workdays.path, line, "date", row.date)
    for name, profile in profiles.items():
        path, document = f"{folder}/schemes/{name}.json", profile.document
        for key in _DOCUMENT:
            day = document["document"][key]
            if day is not None and day > now:
                yield _told(path, None, f"document.{key}", day)
        yield from _foreseen(now, _SOON, path, None, "period.from", document["period"]["from"])
        yield from _foreseen(now, _TERM, path, None, "period.until", document["period"]["until"])
        for place, amendment in enumerate(document["amendments"]):
            column = f"amendments.{place}.effective_at"
            yield from _foreseen(now, _SOON, path, None, column, amendment["effective_at"])


def _notices(now: str, notices: Table[Notice], void: Set[str]) -> Iterator[Finding]:
    ids = {line: notice.notice_id for line, notice in notices.located()}
    for problem in _past(now, "notices", notices):
        if problem.column == "imported_at" or ids[problem.line or 0] not in void:
            yield problem


def notices_of(events: Sequence[Event]) -> tuple[Set[str], Set[str]]:
    """The notices that lines of a log in force name, and those that any line names."""
    corrected = not_in_force(events)
    if not corrected:
        ids = {event.notice_id for event in events if event.event != "correct"}
        known = frozenset(notice_id for notice_id in ids if notice_id is not None)
        return known, known
    named = [event for event in events if event.notice_id is not None and event.event != "correct"]
    standing = {event.notice_id or "" for event in named if event.sequence not in corrected}
    return standing, {event.notice_id or "" for event in named}


def _past(now: str, name: str, table: Table[Any]) -> Iterator[Finding]:
    for column in _PAST[name]:
        days = set(map(attrgetter(column), table.rows))
        if any(day > now for day in days if day is not None):  # nearly never
            for line, row in table.located():
                day = getattr(row, column)
                if day is not None and day > now:
                    yield _told(table.path, line, column, day)


def _told(path: str, line: int | None, column: str, day: str) -> Finding:
    return finding("E310", path, line, column, day, mend=mending(path, column))


def _foreseen(
    since: str,
    known: tuple[timedelta, str],
    path: str,
    line: int | None,
    column: str,
    day: str | None,
    what: str = "现在",
) -> Iterator[Finding]:
    """A day that may lie ahead of another, or of the clock, and does by more than it can have been known."""
    span, words = known
    if day is not None and day > before(since, -span):
        yield finding("W313", path, line, column, day, since=what, span=words)
