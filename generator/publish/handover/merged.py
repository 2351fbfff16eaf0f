"""A month as it is merged from all counties: how much there is, and where in its lines each document finds its own.

Documents are found again by digests: one whose digest stands need not be made anew, whatever else was added.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from generator.publish.handover.changes import DIGEST, HandedChange

_STARTS: Final = "Q"  # of an array of places in a file


class Cut(NamedTuple):
    """How feeds are cut: items on a page, the most that a current document has, and the kinds that give way there."""

    page: int
    most: int
    yielding: Collection[str]


class Lines(NamedTuple):
    """Some lines of a month: where they begin, how long they are (bytes), and the digest of what is wanted of them."""

    start: int
    length: int
    digest: str


class Place(NamedTuple):
    """A line of a month: which of a feed's it is, from 1 for the newest, where it begins and how long it is (bytes)."""

    number: int
    start: int
    length: int


class FeedLines(NamedTuple):
    """What a month has of a feed: how many items, how many of them no later line can come before, the newest time, and
    the bytes of the heaviest. `pages` are from the oldest; `places` hold those that a current document may want."""

    items: int
    settled: int
    newest: str = ""
    heaviest: int = 0
    pages: tuple[Lines, ...] = ()
    packed: bytes = b""

    @property
    def places(self) -> Iterator[Place]:
        """Of each kind that gives way, and of the others, as many as a document can hold and one more: newest first.
        None of them was published late."""
        numbers = array(_STARTS)
        numbers.frombytes(self.packed)
        return map(Place, numbers[::3], numbers[1::3], numbers[2::3])


class DayLines(NamedTuple):
    """A day of a month: its lines, how many changes of each kind, and how many are counted under each."""

    date: str
    lines: Lines
    kinds: Counter[str]
    counted: Counter[str]


class MergedMonth(NamedTuple):
    """A merged month: what it has of each feed; its days, oldest first; the lines that were published late."""

    feeds: Mapping[str, FeedLines]
    days: tuple[DayLines, ...]
    late: tuple[Place, ...]


def keys(change: HandedChange) -> tuple[str, ...]:
    """The feeds in which a change stands: of all, of its kinds, of corrections, of its province."""
    corrected = ("corrected",) if change.kind == "corrected" else ()
    return ("all", *change.kinds, *corrected, change.event_id[:2])


class Reader:
    """Reads single lines of merged months; `path` gives the file of one. Used in `with`."""

    def __init__(self, path: Callable[[str], Path]) -> None:
        self._path = path
        self._open: dict[str, int] = {}

    def __call__(self, month: str, start: int, length: int) -> HandedChange:
        """The change of the line that begins there."""
        if month not in self._open:
            self._open[month] = os.open(self._path(month), os.O_RDONLY)
        return HandedChange.decode(os.pread(self._open[month], length, start).decode("utf-8"))

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            os.close(self._open.popitem()[1])


class _Feed:
    """What a month has of a feed, as it is gathered from its lines."""

    __slots__ = ("digests", "heaviest", "newest", "settled", "sizes", "starts", "yields")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.sizes: list[int] = []
        self.digests: list[str] = []
        self.yields: list[bool | None] = []  # None: published late
        self.settled = self.heaviest = 0
        self.newest = ""

    def lines(self, cut: Cut) -> FeedLines:
        """All of it."""
        items = len(self.starts)
        ends = range(items, 0, -cut.page)
        pages = (self._page(max(end - cut.page, 0), end) for end in ends)
        return FeedLines(items, self.settled, self.newest, self.heaviest, tuple(pages), self._places(cut))

    def _page(self, first: int, end: int) -> Lines:
        start = self.starts[first]
        return Lines(start, self.starts[end - 1] + self.sizes[end - 1] - start, _digest(self.digests[first:end]))

    def _places(self, cut: Cut) -> bytes:
        places = array(_STARTS)
        room = [cut.most + 1, cut.most + 1]
        number = 0
        for start, size, yields in zip(self.starts, self.sizes, self.yields, strict=True):
            if yields is None:
                continue
            number += 1
            if room[yields]:
                room[yields] -= 1
                places.extend((number, start, size))
                if not any(room):
                    break
        return places.tobytes()


def merged_month(lines: Iterable[bytes], limit: str, late: Mapping[str, str], cut: Cut) -> MergedMonth:
    """The lines of a month, newest first, taken apart.

    Of each feed it is counted how many were recorded before `limit`; its newest time is when an item was published,
    which `late` says, by event id, of those that were.
    """
    feeds: dict[str, _Feed] = {}
    days: list[tuple[str, int, Counter[str], Counter[str], list[str]]] = []
    came_late: list[Place] = []
    start = 0
    for line in lines:
        change, size = HandedChange.decode(line.decode("utf-8")), len(line)
        day, is_late = change.recorded[:10], change.event_id in late
        time = late[change.event_id] if is_late else change.dated
        weight, settled = change.weight, change.recorded < limit
        yields = None if is_late else change.counted in cut.yielding
        for key in keys(change):
            feed = feeds.get(key)
            if feed is None:
                feed = feeds[key] = _Feed()
            feed.starts.append(start)
            feed.sizes.append(size)
            feed.digests.append(change.digest)
            feed.yields.append(yields)
            feed.settled += settled
            feed.newest = max(feed.newest, time)
            feed.heaviest = max(feed.heaviest, weight)
        if is_late:
            came_late.append(Place(len(came_late) + 1, start, size))
        if not days or days[-1][0] != day:
            days.append((day, start, Counter(), Counter(), []))
        _, _, kinds, counted, digests = days[-1]
        kinds[change.kind] += 1
        counted[change.counted] += 1
        digests.append(change.digest)
        start += size
    ends = [*(day[1] for day in days[1:]), start]
    return MergedMonth(
        {key: feed.lines(cut) for key, feed in feeds.items()},
        tuple(
            DayLines(day, Lines(begin, end - begin, _digest(digests)), kinds, counted)
            for (day, begin, kinds, counted, digests), end in zip(reversed(days), reversed(ends), strict=True)
        ),
        tuple(came_late),
    )


def _digest(digests: Iterable[str]) -> str:
    return hashlib.blake2b("".join(digests).encode(), digest_size=DIGEST).hexdigest()
