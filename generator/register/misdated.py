"""Lines of a log whose time of recording cannot be right, as the log itself says. Pure: no clock is asked.

A line that was recorded before the one that it corrects shows that the time of the latter was mistyped. Such a time
dates nothing any more: neither the county, nor the lines that follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, NamedTuple

from generator.register.model import Event
from generator.register.times import before, instant

# A correction that is earlier by less was itself written down carelessly.
AT_LEAST: Final = timedelta(days=1)


class Dated(NamedTuple):
    """What of a line tells whether its time is right, for who reads a published log."""

    sequence: int
    corrects: int | None
    recorded_at: str


def misdated(events: Iterable[Event | Dated]) -> dict[int, int]:
    """Sequences of the misdated lines, each with that of the first correction that shows it."""
    events = list(events)
    if all(event.corrects is None for event in events):
        return {}
    shown: dict[int, int] = {}
    earlier: dict[int, Event | Dated] = {}
    for event in events:
        named = earlier.get(event.corrects) if event.corrects is not None else None
        while named is not None:
            if instant(event.recorded_at) < before(named.recorded_at, AT_LEAST):
                shown.setdefault(named.sequence, event.sequence)
            named = earlier.get(named.corrects) if named.corrects is not None else None
        earlier.setdefault(event.sequence, event)
    return shown


def listed_at(events: Iterable[Event | Dated]) -> dict[int, str]:
    """Sequences of the misdated lines, each with the time by which lists have it instead of its own.

    It is that of the correction that shows it; where that is misdated as well, of the one that shows this, and so on.
    """
    events = list(events)
    shown = misdated(events)
    if not shown:
        return {}
    times = {event.sequence: event.recorded_at for event in events}
    listed: dict[int, str] = {}
    for sequence, by in sorted(shown.items(), reverse=True):  # a correction stands after what it corrects
        listed[sequence] = listed.get(by, times[by])
    return listed
