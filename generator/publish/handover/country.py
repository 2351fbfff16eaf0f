"""What the roll-up is made from: the counties' summaries, and what they left in the store. Nothing here is a page."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.publish.handover.changes import HandedChange, Slice, Source, merged_lines
from generator.publish.handover.items import Items
from generator.publish.handover.merged import (
    Index,
    MergedDay,
    MonthFeed,
    Reader,
    Segment,
    keys,
    read_index,
    read_segment,
)
from generator.publish.handover.store import Store
from generator.publish.handover.summary import AsOf, Summary, as_of, is_present
from generator.register.change import Change
from generator.register.model import Layout, SiteSettings, UnitSource
from generator.register.profile import Profile
from generator.register.times import instant


class Digests(NamedTuple):
    """Digests (SHA-256) of what a county handed over: its summary, its parts by subject, its own tables by name."""

    summary: str
    parts: Mapping[str, str]
    tables: Mapping[str, str]


_INDEXES: Final = 40  # so many are held at once


class ChainedDay(NamedTuple):
    """A day with changes; `sha256` is of its document."""

    date: str
    total: int
    sha256: str


@dataclass(frozen=True)
class Country:
    """Everything above the counties; what many pages ask for is computed once.

    `folder` is where the days lie, merged. `names` are those of the units above the counties, by code.
    `late` are lines that were published after others that were recorded later, by event id, each with the instant at
    which it was published. `digests` are those of the counties, by code; `merged` are the days, once they are merged,
    and `paged` what each month has of the feeds, once it is put together; `chain` gives the days whose documents are
    written; `content` is the digest of the texts that people wrote.
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

    @cached_property
    def present(self) -> tuple[Summary, ...]:
        """Counties that belong to the present."""
        return tuple(county for county in self.summaries if is_present(county, self.site.demonstration))

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

    @cached_property
    def _slices(self) -> dict[str, list[tuple[Summary, Slice]]]:
        """Where the counties of the present have the changes of each day, the oldest day first."""
        days: dict[str, list[tuple[Summary, Slice]]] = {}
        for county in self.present:
            for day, own in county.written.days.items():
                days.setdefault(day, []).append((county, own))
        return dict(sorted(days.items()))

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days with changes (YYYY-MM-DD), oldest first."""
        return tuple(self._slices)

    def days_of(self, month: str) -> tuple[str, ...]:
        """The days of a month, oldest first."""
        return tuple(day for day in self.days if day.startswith(month))

    def slices_digest(self, day: str) -> str:
        """Digests of what the counties handed over of a day."""
        return "\n".join(f"{county.code} {own.digest}" for county, own in self._slices[day])

    def merge(self, day: str) -> Path:
        """Merges the counties' changes of a day, once, for all that reads its lines."""
        path = self.folder / day
        if not path.exists():
            sources = [
                Source(self.store.path(day[:7], county.part), own.start, own.length)
                for county, own in self._slices[day]
            ]
            self.folder.mkdir(exist_ok=True)
            draft = self.folder / f"{day}-{os.getpid()}"  # another process may do the same
            with draft.open("wb") as file:
                file.writelines(merged_lines(sources, self.folder / f"{day}-{os.getpid()}-steps"))
            draft.replace(path)
        return path

    def index(self, day: str) -> Index:
        """Where the lines of a merged day lie."""
        return self._index(day)

    @cached_property
    def _index(self) -> Callable[[str], Index]:
        return lru_cache(maxsize=_INDEXES)(lambda day: read_index(self.folder / f"{day}.index"))

    def day_before(self, day: str) -> str | None:
        """The day with changes before a day."""
        place = self._place_of[day]
        return self.days[place - 1] if place else None

    def day_after(self, day: str) -> str | None:
        """The day with changes after a day."""
        return next(iter(self.days[self._place_of[day] + 1 :]), None)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {day: place for place, day in enumerate(self.days)}

    def kinds_on(self, day: str) -> Counter[str]:
        """How many changes of each kind there are on a day."""
        return self.merged[day].kinds

    def counted_on(self, day: str) -> Counter[str]:
        """How many changes are counted under each kind on a day."""
        return self.merged[day].counted

    def chained(self, day: str) -> ChainedDay:
        """A day as the chain has it, once its document is written."""
        return self.chain[day]

    def superseded_on(self, day: str) -> Mapping[str, str]:
        """The changes of a day that no longer stand, by id, each with the event by which it does not."""
        return self._superseded.get(day, {})

    def day_digest(self, day: str) -> str:
        """The digest of the changes of a day."""
        return self.merged[day].digest

    def rows_on(self, day: str) -> Iterator[bytes]:
        """The changes of a day as its document lists them, newest first, in JSON."""
        with self.merge(day).open("rb") as lines:
            for line in lines:
                yield line.rpartition(b"\t")[2].rstrip(b"\n")

    def changes_on(self, day: str) -> Iterator[HandedChange]:
        """The changes of a day, newest first, once they are merged."""
        with self.merge(day).open("rb") as lines:
            for line in lines:
                yield HandedChange.decode(line.decode("utf-8"))

    def handed(self, month: str) -> Iterator[HandedChange]:
        """The changes of a month, newest first, once they are merged."""
        return (change for day in reversed(self.days_of(month)) for change in self.changes_on(day))

    def newest_in(self, month: str) -> HandedChange:
        """The newest change of a month."""
        return next(self.handed(month))

    def page(self, month: str, key: str, number: int) -> Iterator[HandedChange]:
        """The changes of a page of a feed, newest first."""
        for segment in self.paged[month][key].pages[number - 1].segments:
            for line in read_segment(self.merge(segment.day), segment):
                change = HandedChange.decode(line.decode("utf-8"))
                if key in keys(change):
                    yield change

    def page_digest(self, month: str, key: str, number: int) -> str:
        """The digest of the changes of a page of a feed."""
        return self.paged[month][key].pages[number - 1].digest

    def reader(self) -> Reader:
        """Reads single lines of the days."""
        return Reader(self.folder)

    def published(self, change: HandedChange) -> str:
        """The instant that says when a change was published: that of its recording, unless it was late."""
        return self.late.get(change.event_id, change.recorded)

    def in_order_of_publication(self, kind: str | None = None) -> Iterator[HandedChange]:
        """All changes, or those that are counted under a kind, the one published last first, once they are merged.

        Of one time, the order is that of recording. Months and days are in order of recording, and so are archives:
        what is closed does not move.
        """
        days = (day for day in reversed(self.days) if kind is None or self.merged[day].counted[kind])
        changes = (change for day in days for change in self.changes_on(day))
        on_time = (change for change in changes if change.event_id not in self.late)
        late = (change for change, _ in self.published_late)
        ordered = merge(on_time, late, key=self._place, reverse=True) if self.late else on_time
        return (change for change in ordered if kind is None or change.counted == kind)

    def _place(self, change: HandedChange) -> tuple[str, ...]:
        return (self.published(change), change.recorded, change.event_id)

    @cached_property
    def published_late(self) -> list[tuple[HandedChange, Segment]]:
        """The late changes, each with where it lies in its day, the one published last first."""
        numbers = {event_id.partition("-")[0] for event_id in self.late}
        late: list[tuple[HandedChange, Segment]] = []
        for county in self.present:
            if county.code in numbers:
                for month in county.changes:
                    with self.store.path(month, county.part).open(encoding="utf-8") as lines:
                        changes = [change for change in map(HandedChange.decode, lines) if change.event_id in self.late]
                    late.extend((change, self._segment(change)) for change in changes)
        return sorted(late, key=lambda pair: self._place(pair[0]), reverse=True)

    def _segment(self, change: HandedChange) -> Segment:
        """Where a change lies in its day."""
        day = change.recorded[:10]
        starts = self.index(day).starts

        def segment(number: int) -> Segment:
            return Segment(day, starts[number], starts[number + 1] - starts[number])

        def is_older(number: int) -> bool:
            other = line(segment(number))
            return (other.recorded, other.event_id) <= (change.recorded, change.event_id)

        with self.reader() as line:
            return segment(bisect_left(range(len(starts) - 1), True, key=is_older))

    def under(self, notice_id: str) -> Iterator[HandedChange]:
        """The changes under a notice of a unit above the counties: by county, in order of the log."""
        for county in self.summaries:
            if notice_id in county.higher:
                with self.store.path(notice_id, county.part).open(encoding="utf-8") as file:
                    yield from map(HandedChange.decode, reversed(file.readlines()))

    def items(self) -> Items:
        """The items of feeds of the present, to be read."""
        return Items(self.store, {county.code: county.part for county in self.present})

    def change(self, handed: HandedChange) -> Change:
        """A change as pages show it."""
        return handed.change(self.site.url)

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
