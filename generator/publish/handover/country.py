"""What the roll-up is made from: the counties' summaries, and what they left in the store. Nothing here is a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from generator.publish.handover.changes import HandedChange
from generator.publish.handover.days import ChainedDay
from generator.publish.handover.items import Items
from generator.publish.handover.kinds import Kinds
from generator.publish.handover.log import CountryLog, Grown
from generator.publish.handover.merged import (
    MergedDay,
    MonthFeed,
)
from generator.publish.handover.store import Store
from generator.publish.handover.summary import AsOf, Summary, as_of
from generator.register.change import Change
from generator.register.model import Layout, SiteSettings, UnitSource
from generator.register.profile import Profile
from generator.register.times import instant
from generator.transparency.tiles import Tile


class Digests(NamedTuple):
    """Digests (SHA-256) of what a county handed over: its summary, its parts by subject, its own tables by name."""

    summary: str
    parts: Mapping[str, str]
    tables: Mapping[str, str]


@dataclass(frozen=True)
class Country(Kinds):
    """Everything above the counties; what many pages ask for is computed once.

    `folder` is where the days lie, merged. `names` are those of the units above the counties, by code.
    `late` are lines that were published after others that were recorded later, by event id, each with the instant at
    which it was published. `digests` are those of the counties, by code; `merged` are the days, once they are merged,
    and `paged` what each month has of the feeds, once it is put together; `chain` gives the days whose documents are
    written; `content` is the digest of the texts that people wrote, `log` what the counties' logs grew to, in order.
    """

    site: SiteSettings
    summaries: Sequence[Summary]
    units: Sequence[UnitSource]
    profiles: Mapping[str, Profile]
    names: Mapping[str, str]
    store: Store
    folder: Path
    revision: str | None
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, Digests] = field(default_factory=dict)
    merged: Mapping[str, MergedDay] = field(default_factory=dict)
    paged: Mapping[str, Mapping[str, MonthFeed]] = field(default_factory=dict)
    chain: dict[str, ChainedDay] = field(default_factory=dict)
    content: str = ""
    log: CountryLog = field(default_factory=CountryLog)

    @cached_property
    def archived(self) -> tuple[Summary, ...]:
        """Historical lists."""
        return tuple(county for county in self.summaries if county.state == "archived")

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return sum(county.areas for county in self.summaries)

    @property
    def misdated_months(self) -> tuple[str, ...]:
        """The months that list a misdated change of the present."""
        return tuple(sorted({month for county in self.present for month in county.misdated}))

    @cached_property
    def by_month(self) -> dict[str, Counter[str]]:
        """How many changes of each kind there are in each month (YYYY-MM), newest first."""
        months: dict[str, Counter[str]] = {}
        for county in self.present:
            for month, kinds in county.changes.items():
                months.setdefault(month, Counter()).update(kinds)
        return dict(sorted(months.items(), reverse=True))

    @cached_property
    def superseded_by_day(self) -> dict[str, Counter[str]]:
        """How many of the changes of each kind on each day (YYYY-MM-DD) no longer stand."""
        days: dict[str, Counter[str]] = {}
        for county in self.present:
            for (day, kind), number in county.superseded_by_day.items():
                days.setdefault(day, Counter())[kind] += number
        return days

    @cached_property
    def superseded_by_month(self) -> dict[str, Counter[str]]:
        """How many of the changes of each kind in each month (YYYY-MM) no longer stand."""
        months: dict[str, Counter[str]] = {}
        for day, kinds in self.superseded_by_day.items():
            months.setdefault(day[:7], Counter()).update(kinds)
        return months

    def counted_in(self, month: str) -> Counter[str]:
        """How many changes are counted under each kind in a month."""
        return self.by_month[month]

    def superseded_in(self, month: str) -> Counter[str]:
        """How many of the changes that are counted in a month no longer stand."""
        return self.superseded_by_month.get(month, Counter())

    def counted_superseded_on(self, day: str) -> Counter[str]:
        """How many of the changes that are counted on a day no longer stand."""
        return self.superseded_by_day.get(day, Counter())

    @property
    def months(self) -> list[str]:
        """Months with changes, newest first."""
        return list(self.by_month)

    @cached_property
    def by_kind(self) -> Counter[str]:
        """How many changes there are of each kind."""
        kinds = Counter[str]()
        for month in self.by_month.values():
            kinds.update(month)
        return kinds

    @cached_property
    def superseded_by_kind(self) -> Counter[str]:
        """How many of the changes of each kind no longer stand."""
        kinds = Counter[str]()
        for month in self.superseded_by_month.values():
            kinds.update(month)
        return kinds

    def all_of(self, kind: str) -> tuple[int, int]:
        """How many changes of a kind stand, and how many no longer do."""
        gone = self.superseded_by_kind[kind]
        return self.by_kind[kind] - gone, gone

    @cached_property
    def stands(self) -> AsOf | None:
        """Of when the counties of the present are; None if there is none."""
        return as_of(self.present)

    @property
    def as_of(self) -> str | None:
        """The newest time recorded in a county of the present."""
        return self.stands.newest if self.stands else None

    @property
    def as_of_day(self) -> str | None:
        """The day (YYYY-MM-DD) of the newest time recorded in a county of the present."""
        return self.as_of and self.as_of[:10]

    @cached_property
    def last_published(self) -> str | None:
        """When the newest publication was, where that is known to be later than the newest time recorded."""
        newest = max(self.late.values(), default="")
        return newest if self.as_of and newest > instant(self.as_of) else None

    @cached_property
    def since(self) -> str:
        """The instant that stands for an empty feed: the oldest beginning of a register."""
        return instant(min(county.register_since for county in self.present or self.summaries))

    # ---- the changes

    def below(self, code: str) -> tuple[Summary, ...]:
        """The counties below a unit."""
        return tuple(county for county in self.summaries if county.code.startswith(code))

    def parts(self, unit: str = "") -> tuple[tuple[str, str], ...]:
        """The codes of the counties below a unit, in their order, and how their files in the store are named."""
        return tuple(sorted((county.code, county.part) for county in self.below(unit)))

    def left(self, subject: str, unit: str = "") -> Store:
        """Where lies what the counties below a unit left on a subject, or have in a table of that name."""
        del subject, unit
        return self.store

    def left_digest(self, subject: str, unit: str = "") -> str:
        """Digests of what the counties below a unit left on a subject, or have in a table of that name."""
        own = ((county.code, self.digests[county.code]) for county in self.summaries if county.code.startswith(unit))
        return "\n".join(f"{code} {left.parts.get(subject)} {left.tables.get(subject)}" for code, left in own)

    def under(self, notice_id: str) -> Iterator[HandedChange]:
        """The changes under a notice of a unit above the counties: by county, in order of the log."""
        for county in self.summaries:
            if notice_id in county.higher:
                with self.store.path(notice_id, county.part).open(encoding="utf-8") as file:
                    yield from map(HandedChange.decode, reversed(file.readlines()))

    def items(self) -> Items:
        """The items of feeds of the present, to be read."""
        return Items(self.store, {county.code: county.part for county in self.present})

    def newest_in_log(self, most: int) -> list[Grown]:
        """The newest steps in which the logs grew, of so many lines; the newest first."""
        return self.log.newest(most)

    def log_size(self, code: str) -> int:
        """How many lines the log of a county has."""
        return next(county.log_size for county in self.summaries if county.code == code)

    def log_tile(self, tile: Tile) -> bytes:
        """What a tile of the country's log holds."""
        return self.log.tile(tile)

    def change(self, handed: HandedChange) -> Change:
        """A change as pages show it."""
        return handed.change()

    def newest_of_each(self, most: int) -> list[Change]:
        """The newest changes of each kind, in order of publication: many additions hide no removal."""
        newest = (islice(self.in_order_of_publication(kind), most) for kind in self.by_kind)
        return [self.change(handed) for handed in merge(*newest, key=self._place, reverse=True)]

    def newest(self, most: int) -> list[Change]:
        """The newest changes of all, in order of publication."""
        return [self.change(handed) for handed in islice(self.in_order_of_publication(), most)]

    def __getstate__(self) -> dict[str, Any]:
        """What another process is told: not what was read and can be read there."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
