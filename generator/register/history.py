"""The public history of the areas of a county: what page, twin, table and feed tell of each event. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator import urls
from generator.register.durations import Duration, applications, duration
from generator.register.fold import Record, Transition
from generator.register.model import Event
from generator.register.schemes import Schemes
from generator.register.workdays import Calendar


class PublicEvent(NamedTuple):
    """An event that is shown to the public, with what is told of it wherever it is shown.

    `corrected_by` is the event by which it is not in force; `took` how long the step took, None for what is no step
    of an application; `recorded_later` the days from when it took effect until it was recorded. `reason_name` is its
    reason in words.
    """

    event_id: str
    transition: Transition
    record: Record
    title_name: str
    reason_name: str | None
    corrected_by: Event | None
    took: Duration | None
    recorded_later: int

    @property
    def event(self) -> Event:
        """The line of the log."""
        return self.transition.event

    @property
    def superseded_by(self) -> str | None:
        """Id of the event by which this one is not in force; None while it stands. A later event may change it."""
        return None if self.corrected_by is None else urls.event_id(self.event_id[:6], self.corrected_by.sequence)


def public_events(
    county: str, records: Iterable[Record], schemes: Schemes, calendar: Calendar, listed_at: Mapping[int, str]
) -> tuple[PublicEvent, ...]:
    """The public events of the records of a county (given by its code), in order of the log.

    `listed_at` are the times of misdated lines (`County.listed_at`).
    """
    events = [event for record in records for event in _of_record(county, record, schemes, calendar, listed_at)]
    return tuple(sorted(events, key=lambda event: event.event.sequence))


def _of_record(
    county: str, record: Record, schemes: Schemes, calendar: Calendar, listed_at: Mapping[int, str]
) -> Iterator[PublicEvent]:
    shown = [transition for transition in record.transitions if record.is_public(transition)]
    took = _durations(record, schemes, calendar) if shown else {}
    for transition in shown:
        event = transition.event
        yield PublicEvent(
            urls.event_id(county, event.sequence),
            transition,
            record,
            schemes.title_name(event.title, event.effective_at),
            schemes.reason_name(event),
            record.corrected_by.get(event.sequence),
            took.get(event.sequence),
            _recorded_later(event.effective_at, listed_at.get(event.sequence, event.recorded_at)),
        )


def _durations(record: Record, schemes: Schemes, calendar: Calendar) -> dict[int, Duration]:
    """How long each step of a record took, by sequence of the event."""
    durations: dict[int, Duration] = {}
    for application in applications(record):
        for event in application.values():
            took = duration(application, event, schemes.at(event.effective_at), calendar)
            if took is not None:
                durations[event.sequence] = took
    return durations


def _recorded_later(effective_at: str, recorded_at: str) -> int:
    """Days from when an event took effect until it was recorded; 0 where it was recorded ahead."""
    effective, recorded = effective_at[:10], recorded_at[:10]
    return max(0, (date.fromisoformat(recorded) - date.fromisoformat(effective)).days) if recorded > effective else 0
