"""What the roll-up is made from: the counties' summaries, and what they left in the store. Nothing here is a page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from generator.publish.handover import items
from generator.publish.handover.changes import HandedChange, merged_lines
from generator.publish.handover.items import Items
from generator.publish.handover.merged import DayLines, Lines, MergedMonth, Place, Reader, keys
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


class ChainedDay(NamedTuple):
    """A day with changes; `sha256` is of its document."""

    date: str
    total: int
    sha256: str


@dataclass(frozen=True)
class Country:
    """Everything above the counties; what many pages ask for is computed once.

    `folder` is where the months lie, merged. `names` are those of the units above the counties, by code.
    `late` are lines that were published after others that were recorded later, by event id, each with the instant at
    which it was published. `digests` are those of the counties, by code; `merged` are the months, once they are merged
    and taken apart; `chain` gives the day, its number of changes and the digest of its document, once it is written;
    `content` is the digest of the texts that people wrote.
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
    merged: Mapping[str, MergedMonth] = field(default_factory=dict)
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

    def month_digest(self, month: str) -> str:
        """Digests of what the counties handed over of a month: its changes, and these as items of feeds."""
        counties = [county.code for county in self.present if month in county.changes]
        wanted = (month, items.subject(month))
        return "\n".join(f"{code} {[self.digests[code].parts.get(key) for key in wanted]}" for code in counties)

    def merge(self, month: str) -> Path:
        """Merges the counties' changes of a month, once, for all that reads its lines."""
        path = self.folder / month
        if not path.exists():
            paths = [self.store.path(month, county.part) for county in self.present if month in county.changes]
            self.folder.mkdir(exist_ok=True)
            draft = self.folder / f"{month}-{os.getpid()}"  # another process may do the same
            with draft.open("w", encoding="utf-8") as file:
                file.writelines(merged_lines(paths, self.folder / f"{month}-{os.getpid()}-steps"))
            draft.replace(path)
        return path

    @cached_property
    def _days(self) -> dict[str, DayLines]:
        """The days with changes, oldest first."""
        return {day.date: day for month in sorted(self.merged) for day in self.merged[month].days}

    @property
    def days(self) -> tuple[str, ...]:
        """The days with changes (YYYY-MM-DD), oldest first."""
        return tuple(self._days)

    def days_of(self, month: str) -> tuple[str, ...]:
        """The days of a month, oldest first."""
        return tuple(day.date for day in self.merged[month].days)

    def neighbours(self, day: str) -> tuple[str | None, str | None]:
        """The days with changes before and after a day."""
        days, place = self.days, self._place_of[day]
        return days[place - 1] if place else None, days[place + 1] if place + 1 < len(days) else None

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {day: place for place, day in enumerate(self.days)}

    def kinds_on(self, day: str) -> Counter[str]:
        """How many changes of each kind there are on a day."""
        return self._days[day].kinds

    def counted_on(self, day: str) -> Counter[str]:
        """How many changes are counted under each kind on a day."""
        return self._days[day].counted

    def chained(self, day: str) -> ChainedDay:
        """A day as the chain has it, once its document is written."""
        return self.chain[day]

    def superseded_on(self, day: str) -> Mapping[str, str]:
        """The changes of a day that no longer stand, by id, each with the event by which it does not."""
        return self._superseded.get(day, {})

    def day_digest(self, day: str) -> str:
        """The digest of the changes of a day."""
        return self._days[day].lines.digest

    def rows_on(self, day: str) -> Iterator[bytes]:
        """The changes of a day as its document lists them, newest first, in JSON."""
        for line in self._lines(day[:7], self._days[day].lines):
            yield line.rpartition(b"\t")[2].rstrip(b"\n")

    def changes_on(self, day: str) -> Iterator[HandedChange]:
        """The changes of a day, newest first."""
        return (HandedChange.decode(line.decode("utf-8")) for line in self._lines(day[:7], self._days[day].lines))

    def newest_in(self, month: str) -> HandedChange:
        """The newest change of a month."""
        return next(self.changes_on(self.merged[month].days[-1].date))

    def page(self, month: str, key: str, number: int) -> Iterator[HandedChange]:
        """The changes of a page of a feed, newest first."""
        for line in self._lines(month, self.merged[month].feeds[key].pages[number - 1]):
            change = HandedChange.decode(line.decode("utf-8"))
            if key in keys(change):
                yield change

    def page_digest(self, month: str, key: str, number: int) -> str:
        """The digest of the changes of a page of a feed."""
        return self.merged[month].feeds[key].pages[number - 1].digest

    def reader(self) -> Reader:
        """Reads single lines of the months."""
        return Reader(self.merge)

    def _lines(self, month: str, lines: Lines) -> Iterator[bytes]:
        """Some lines of a month, one at a time."""
        left = lines.length
        with self.merge(month).open("rb") as file:
            file.seek(lines.start)
            while left > 0:
                line = file.readline()
                left -= len(line)
                yield line

    def lines(self, month: str) -> Iterator[bytes]:
        """Lines of the changes of a month, newest first."""
        with self.merge(month).open("rb") as file:
            yield from file

    def handed(self, month: str) -> Iterator[HandedChange]:
        """The changes of a month, newest first, once they are merged."""
        return (HandedChange.decode(line.decode("utf-8")) for line in self.lines(month))

    def published(self, change: HandedChange) -> str:
        """The instant that says when a change was published: that of its recording, unless it was late."""
        return self.late.get(change.event_id, change.recorded)

    def in_order_of_publication(self) -> Iterator[HandedChange]:
        """All changes, the one published last first, once they are merged. Of one time, the order is that of recording.

        Months and days are in order of recording, and so are archives: what is closed does not move.
        """
        months = (change for month in self.months for change in self.handed(month))
        if not self.late:
            return months
        on_time = (change for change in months if change.event_id not in self.late)
        return merge(on_time, self._published_late(), key=self._place, reverse=True)

    def _place(self, change: HandedChange) -> tuple[str, ...]:
        return (self.published(change), change.recorded, change.event_id)

    def _published_late(self) -> Iterator[HandedChange]:
        """The late changes, the one published last first. Where they lie is held, and not what they say."""
        late: list[tuple[str, str, str, str, Place]] = []
        with self.reader() as line:
            for month, merged_month in self.merged.items():
                for place in merged_month.late:
                    change = line(month, place.start, place.length)
                    late.append((self.late[change.event_id], change.recorded, change.event_id, month, place))
            for *_, month, place in sorted(late, reverse=True):
                yield line(month, place.start, place.length)

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
        wanted = Counter({kind: min(most, whole) for kind, whole in self.by_kind.items()})
        newest: list[Change] = []
        for handed in self.in_order_of_publication():
            if not wanted.total():
                break
            if wanted[handed.counted] > 0:
                wanted[handed.counted] -= 1
                newest.append(self.change(handed))
        return newest

    def newest(self, most: int) -> list[Change]:
        """The newest changes of all, in order of publication."""
        return [self.change(handed) for handed in islice(self.in_order_of_publication(), most)]
