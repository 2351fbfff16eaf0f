"""What charts of numbers over time are made from: how the counts of a county moved, day by day and between statuses.

Both count steps that are no news as well (a candidate turned down), so that they add up to the counts of the present.
The days tell what was known on each: they move with every transition, corrections too. The flows tell what happened, as
it is known now: of events that stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from generator.register.fold import Record, State, advance
from generator.register.model import Event

# The statuses that a trend shows, in the order of its panels.
SHOWN: Final = ("certified", "suspended", "revoked")
# Before, after (public statuses; None: no title), and whether the event stands in the place of another -> how often.
Flows = Mapping[tuple[str | None, str | None, bool], int]


class Move(NamedTuple):
    """By how much each status grew (or shrank) by what was recorded on one day (YYYY-MM-DD)."""

    day: str
    certified: int
    suspended: int
    revoked: int


class Level(NamedTuple):
    """How many titles had each status at the end of a day (YYYY-MM-DD)."""

    day: str
    certified: int
    suspended: int
    revoked: int


def levels(moves: Iterable[Move]) -> Iterator[Level]:
    """The counts at the end of each day on which they moved."""
    numbers = (0, 0, 0)
    for day, *moved in moves:
        numbers = (numbers[0] + moved[0], numbers[1] + moved[1], numbers[2] + moved[2])
        yield Level(day, *numbers)


def moves_of(records: Iterable[Record], listed_at: Mapping[int, str]) -> tuple[tuple[Move, ...], Flows]:
    """The days on which the counts of a county changed, in order, and how often a title went from status to status.

    `listed_at` are the times of misdated lines (`County.listed_at`): none moves anything on a day that has not come.
    """
    days: dict[str, Counter[str]] = {}
    flows: Counter[tuple[str | None, str | None, bool]] = Counter()
    for record in records:
        for event, before, after in _standing(record):
            if before.public != after.public:
                flows[before.public, after.public, event.corrects is not None] += 1
        for event, before, after, _ in record.transitions:
            if before.public == after.public:
                continue
            day = days.setdefault(listed_at.get(event.sequence, event.recorded_at)[:10], Counter())
            day[str(before.public)] -= 1
            day[str(after.public)] += 1
    moves = (Move(day, *(moved[status] for status in SHOWN)) for day, moved in sorted(days.items()))
    ordered = sorted(flows.items(), key=lambda pair: [str(part) for part in pair[0]])
    return tuple(move for move in moves if any(move[1:])), dict(ordered)


def _standing(record: Record) -> Iterator[tuple[Event, State, State]]:
    """The events of a record that are in force, in their places, each with the state before and after it."""
    state = State()
    for event in record.standing:
        before, state = state, advance(state, event)
        yield event, before, state


def added_days(counties: Iterable[Iterable[Move]]) -> tuple[Move, ...]:
    """The moves of several counties as those of one."""
    days: dict[str, list[int]] = {}
    for moves in counties:
        for day, *moved in moves:
            numbers = days.setdefault(day, [0, 0, 0])
            for place, number in enumerate(moved):
                numbers[place] += number
    return tuple(Move(day, *moved) for day, moved in sorted(days.items()))


def added_flows(counties: Iterable[Flows]) -> Flows:
    """The flows of several counties as those of one."""
    summed: Counter[tuple[str | None, str | None, bool]] = Counter()
    for flows in counties:
        summed.update(flows)
    return dict(sorted(summed.items(), key=lambda pair: [str(part) for part in pair[0]]))
