"""The changes of a country, day by day: merged from what the counties left, and read in the order that is asked for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from heapq import merge
from pathlib import Path
from typing import Final, NamedTuple

from generator.publish.handover.changes import HandedChange, Slice, Source, merged_lines
from generator.publish.handover.merged import (
    Index,
    MergedDay,
    MonthFeed,
    Reader,
    Segment,
    read_index,
)
from generator.publish.handover.store import Store
from generator.publish.handover.summary import Summary, is_present
from generator.register.model import SiteSettings

_INDEXES: Final = 40  # so many are held at once
_ORDERS: Final = 8  # of these; each feed asks for the newest days


class ChainedDay(NamedTuple):
    """A day with changes; `sha256` is of its document."""

    date: str
    total: int
    sha256: str


class Days:
    """The part of a country that knows its changes; see `Country` for what its attributes are."""

    site: SiteSettings
    summaries: Sequence[Summary]
    store: Store
    folder: Path
    late: Mapping[str, str]
    merged: Mapping[str, MergedDay]
    paged: Mapping[str, Mapping[str, MonthFeed]]
    chain: dict[str, ChainedDay]

    @cached_property
    def present(self) -> tuple[Summary, ...]:
        """Counties that belong to the present."""
        return tuple(county for county in self.summaries if is_present(county, self.site.demonstration))

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

    def orders(self, day: str) -> list[str]:
        """For each line of a merged day when it was recorded, and the id of its event (`Index.orders`)."""
        return self._orders(day)

    @cached_property
    def _orders(self) -> Callable[[str], list[str]]:
        return lru_cache(maxsize=_ORDERS)(lambda day: self._index(day).orders())

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

    def day_digest(self, day: str) -> str:
        """The digest of the changes of a day."""
        return self.merged[day].digest

    def rows_on(self, day: str) -> Iterator[bytes]:
        """The changes of a day as its document lists them, newest first, in JSON."""
        with self.merge(day).open("rb") as lines:
            for line in lines:
                yield line.rpartition(b"\t")[2].rstrip(b"\n")

    def lines_on(self, day: str) -> Iterator[bytes]:
        """The changes of a day as lines, newest first, once they are merged."""
        with self.merge(day).open("rb") as lines:
            yield from lines

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
        """The changes of a page of a feed, newest first, without their rows."""
        for segment in self.paged[month][key].pages[number - 1].segments:
            yield from map(HandedChange.head, self.index(segment.day).lines(self.merge(segment.day), key, segment))

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
        index = self.index(day)
        return index.line(day, index.number(change.recorded, change.event_id))
