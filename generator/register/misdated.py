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
