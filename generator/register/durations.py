"""How long each step of an application took, by the profile's time limits. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.register.codes import EventKind
from generator.register.fold import Record
from generator.register.model import Event
from generator.register.profile import Deadline, Profile
from generator.register.status import LINE
from generator.register.workdays import CALENDAR_DAY, Calendar, UnknownYearError

# One application: the latest event in force of each kind, in order. It begins with `apply`, or with what is on record.
Application = dict[EventKind, Event]

_TIMED = frozenset(LINE[1:]) | {"file"}
_ENDS = frozenset({"revoke", "reject", "withdraw"})


class Duration(NamedTuple):
    """A step and the one that it is counted from; the day of that one does not count.

    `days` are of `unit` (`working_day` or `calendar_day`), None where no calendar knows the year. `limit` and `due`
    are None where the scheme sets no limit; `late` are the days after `due`.
    """

    since: EventKind
    start: str
    days: int | None
    unit: str
    limit: int | None
    due: str | None
    late: int


def applications(record: Record) -> Iterator[Application]:
    """The applications of a record, in order."""
    application: Application = {}
    ended = False
    for event in record.standing:
        kind = event.event
        if application and (ended or kind == "apply" or (kind == "publish" and "publish" in application)):
            yield application
            application = {}
        application[kind] = event
        ended = kind in _ENDS
    if application:
        yield application


def measured(deadline: Deadline, anchor: Event, day: str, calendar: Calendar) -> Duration:
    """What a step on a day (YYYY-MM-DD) took from its anchor. Raises UnknownYearError."""
    due = calendar.due(anchor.effective_at, deadline.days, deadline.unit)
    return Duration(
        anchor.event,
        anchor.effective_at[:10],
        calendar.between(anchor.effective_at, day, deadline.unit),
        deadline.unit,
        deadline.days,
        due,
        # A step on a day off after the last working day is a day late all the same.
        0 if day <= due else calendar.between(due, day, deadline.unit) or 1,
    )


def duration(application: Application, event: Event, profile: Profile | None, calendar: Calendar) -> Duration | None:
    """How long a step took; None for a step that is none of the application, or begins it."""
    if event.event not in _TIMED or application.get(event.event) is not event:
        return None
    step = profile.step(event.event, event.title) if profile else None
    deadline = step.deadline if step else None
    day = event.effective_at[:10]
    if deadline is not None and (anchor := application.get(deadline.anchor)) is not None:
        try:
            return measured(deadline, anchor, day, calendar)
        except UnknownYearError:
            return Duration(anchor.event, anchor.effective_at[:10], None, deadline.unit, deadline.days, None, 0)
    before: Event | None = None
    for kind in LINE:
        if kind == event.event or (event.event == "file" and kind == "publish"):
            break
        before = application.get(kind, before)
    if before is None:
        return None
    days = calendar.between(before.effective_at, day, CALENDAR_DAY)
    return Duration(before.event, before.effective_at[:10], days, CALENDAR_DAY, None, None, 0)
