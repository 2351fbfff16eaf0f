"""The changes of a country by what happened: how many there were of late, and the newest of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from generator.publish.handover.changes import HandedChange
from generator.publish.handover.days import Days
from generator.publish.handover.summary import Summary, as_of

# Days, the newest included, of which numbers say how much happened lately.
LATELY: Final = 30


class CountyNumber(NamedTuple):
    """How many changes of a kind a county recorded lately: those that stand, and those that no longer do.

    Lately is up to the newest day of the country; `own` is how many stand of the days up to `as_of`, the newest day of
    the county itself (YYYY-MM-DD). One that `stopped` recorded nothing since the first day that counts as lately.
    """

    code: str
    name: str
    standing: int
    superseded: int
    as_of: str
    own: int
    stopped: bool


class UnitNumber(NamedTuple):
    """How many changes of a kind stand that the counties of a province or city recorded in the days that count as
    lately up to `as_of`, the newest day of all of these (YYYY-MM-DD)."""

    code: str
    name: str
    standing: int
    superseded: int
    as_of: str


def _first(newest: str) -> str:
    """The first of the days that count as lately, up to the day of a time."""
    return str(date.fromisoformat(newest[:10]) - timedelta(days=LATELY - 1))


class Kinds(Days):
    """The part of a country that knows what happened, by the kinds under which changes are counted."""

    @cached_property
    def _superseded(self) -> dict[str, dict[str, str]]:
        """The changes that no longer stand, by day: their ids, each with that of the event by which it does not."""
        days: dict[str, dict[str, str]] = {}
        for county in self.summaries:
            for day, events in county.superseded.items():
                days.setdefault(day, {}).update(events)
        return days

    @property
    def superseded(self) -> dict[str, str]:
        """Ids of the changes that no longer stand, each with that of the event by which it does not."""
        return {event: by for events in self._superseded.values() for event, by in events.items()}

    def superseded_on(self, day: str) -> Mapping[str, str]:
        """The changes of a day that no longer stand, by id, each with the event by which it does not."""
        return self._superseded.get(day, {})

    @cached_property
    def lately_from(self) -> str | None:
        """The first of the days that count as lately, by the register's own time; None where there is no present."""
        stands = as_of(self.present)
        return _first(stands.newest) if stands else None

    def lately(self, kind: str) -> tuple[CountyNumber, ...]:
        """The counties of the present, the one that recorded most changes of a kind lately first; those that stopped
        come last."""
        first = self.lately_from or ""
        counties = []
        for county in self.present:
            newest = county.as_of[:10]
            whole, gone = (
                {days.day: number for days, number in numbers.items() if days.kind == kind}
                for numbers in (county.by_day, county.superseded_by_day)
            )
            superseded = sum(number for day, number in gone.items() if day >= first)
            counted = {day: number - gone.get(day, 0) for day, number in whole.items()}
            counties.append(
                CountyNumber(
                    county.code, county.name, sum(number for day, number in counted.items() if day >= first),
                    superseded, newest,
                    sum(number for day, number in counted.items() if _first(newest) <= day <= newest), newest < first,
                )
            )  # fmt: skip
        return tuple(
            sorted(counties, key=lambda own: (own.stopped, -own.standing, -own.superseded, own.code))
        )  # fmt: skip

    def lately_of_units(self, kind: str) -> tuple[UnitNumber, ...]:
        """The provinces and cities with counties of the present, in order of their codes."""
        below: dict[tuple[str, str], list[Summary]] = {}
        for county in self.present:
            for unit in county.path[:-1]:
                below.setdefault(unit, []).append(county)
        made = []
        for (code, name), counties in sorted(below.items()):
            newest = max(county.as_of[:10] for county in counties)
            whole, gone = (
                sum(
                    number
                    for numbers in tables
                    for day, number in numbers.items()
                    if day.kind == kind and _first(newest) <= day.day <= newest
                )
                for tables in zip(*((county.by_day, county.superseded_by_day) for county in counties), strict=True)
            )
            made.append(UnitNumber(code, name, whole - gone, gone, newest))
        return tuple(made)

    def listed(self, kind: str, least: int, most: int) -> list[tuple[HandedChange, str]]:
        """The newest changes of a kind, in order of recording, each with the id of the event by which it no longer
        stands, or "": those of lately, so many at least, and so many at most."""
        chosen: list[tuple[HandedChange, str]] = []
        for line, day in self._lines(kind):
            if len(chosen) >= most or (len(chosen) >= least and day < (self.lately_from or "")):
                break
            change = HandedChange.decode(line.decode("utf-8"))
            if change.counted == kind:
                chosen.append((change, self.superseded_on(day).get(change.event_id, "")))
        return chosen

    def _lines(self, kind: str) -> Iterator[tuple[bytes, str]]:
        """The lines of the feed of a kind, newest first, each with its day, once the days are merged: what a correction
        is about stands there as well."""
        for day in reversed(self.days):
            own = self.merged[day].feeds.get(kind) if self.merged[day].counted[kind] else None
            if own:
                index = self.index(day)
                for line in index.lines(self.merge(day), kind, index.segment(day, kind, 0, own.items)):
                    yield line, day
