"""A county as it is being made up: its areas, its log, its evidence, and what its scheme asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any, Final, NamedTuple

from tests.bench.names import Names

LAST: Final = 42  # the last day; days count from the county's first
CITY_DAY: Final = 20  # when the city publishes, for a few areas of each of its counties
BATCH_EVERY: Final = 3


class Place(NamedTuple):
    """A county and what lies below it: names by code."""

    code: str
    streets: Mapping[str, str]
    communities: Mapping[str, str]


class Unit(NamedTuple):
    """An area, and the title that it can hold."""

    area_id: str
    name: str
    qualifier: str
    unit_type: str
    former_names: str
    title: str


@dataclass(slots=True, eq=False)
class Line:
    """An event before it has a place in the log."""

    day: int
    event: str
    unit: Unit
    reason: str = ""
    notice_id: str = ""
    corrects: Line | None = None
    sequence: int = 0


@dataclass
class Draft:
    """The county so far. `first` is its first day, `profile` the document of its scheme."""

    place: Place
    profile: Mapping[str, Any]
    first: date
    random: Random
    names: Names
    units: list[Unit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    assessments: list[tuple[str, ...]] = field(default_factory=list)
    cases: list[tuple[object, ...]] = field(default_factory=list)
    inspections: list[tuple[str, ...]] = field(default_factory=list)

    def unit(self, area_id: str, name: str, unit_type: str, qualifier: str = "", former: str = "") -> Unit:
        """An area with the title that its scheme awards to its type."""
        return Unit(area_id, name, qualifier, unit_type, former, self._titles[unit_type])

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {kind: title["id"] for title in self.profile["titles"] for kind in title["unit_types"]}

    @cached_property
    def steps(self) -> dict[str, Mapping[str, Any]]:
        """The steps of the scheme by event."""
        return {step["event"]: step for step in self.profile["steps"]}

    @cached_property
    def standards(self) -> list[str]:
        """Ids of the standards that an application is assessed by."""
        return [item["id"] for one in self.profile["standards"] for item in (one["items"] or [one])]

    @cached_property
    def suspends(self) -> bool:
        """True if the scheme suspends for a close contact."""
        return any("close_contacts" in one["on"] and "suspend" in one["steps"] for one in self.profile["triggers"])

    def day(self, number: int) -> str:
        """A day as it is written."""
        return (self.first + timedelta(days=number)).isoformat()

    def notice_id(self, day: int, number: int, code: str = "") -> str:
        """Id of the notice of a day: 1 a batch, 2 what was suspended, restored and revoked."""
        return f"{code or self.place.code}-{self.day(day).replace('-', '')}-{number}"

    def add(self, day: int, event: str, unit: Unit, reason: str = "") -> Line:
        """Adds an event."""
        line = Line(day, event, unit, reason)
        self.lines.append(line)
        return line
