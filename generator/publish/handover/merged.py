"""The changes of a day, merged from all counties: how much there is, and where in its lines each feed has its own.

    <folder>/<day>          lines of changes, newest first
    <folder>/<day>.index    where they lie

A day is what is merged anew when something was added to it; months, and pages of feeds, are put together from days.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from generator.publish.handover.changes import DIGEST, HandedChange

_START: Final = "Q"  # of an array of places in a file
_NUMBER: Final = "I"  # of an array of lines


class DayFeed(NamedTuple):
    """What a day has of a feed: how many items, the newest time, and the bytes of the heaviest."""

    items: int
    newest: str
    heaviest: int


class MergedDay(NamedTuple):
    """A day: the digest of its changes; how many there are of each kind, and how many are counted under each; what it
    has of each feed."""

    digest: str
    kinds: Counter[str]
    counted: Counter[str]
    feeds: Mapping[str, DayFeed]


class Segment(NamedTuple):
    """A part of the lines of a day: where it begins, and how long it is (bytes)."""

    day: str
    start: int
    length: int


class Index(NamedTuple):
    """Where the lines of a day lie, newest first: where each begins, and the last ends; when it was recorded, and the
    id of its event (`orders`); whether its change gives way to others; how many bytes it has as an item. For each feed
    the numbers of its lines, from 0, and their digests, one behind the other."""

    starts: array[int]
    order: str
    yields: bytes
    weights: array[int]
    feeds: Mapping[str, tuple[array[int], bytes]]

    def line(self, day: str, number: int) -> Segment:
        """One of the lines."""
        return Segment(day, self.starts[number], self.starts[number + 1] - self.starts[number])

    def segment(self, day: str, key: str, first: int, end: int) -> Segment:
        """The lines from one of a feed's to before another of them; between them are some that are not its own."""
        numbers, _ = self.feeds[key]
        start = self.starts[numbers[first]]
        return Segment(day, start, self.starts[numbers[end - 1] + 1] - start)

    def digests(self, key: str, first: int, end: int) -> bytes:
        """The digests of some of a feed's lines."""
        return self.feeds[key][1][first * DIGEST : end * DIGEST]

    def lines(self, day: Path, key: str, segment: Segment) -> Iterator[bytes]:
        """The lines of a feed in a segment of a day, which lies there merged."""
        numbers, starts = self.feeds[key][0], self.starts
        first, end = bisect_left(starts, segment.start), bisect_left(starts, segment.start + segment.length)
        with day.open("rb") as file:
            file.seek(segment.start)
            content = file.read(segment.length)
        for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]:
            yield content[starts[number] - segment.start : starts[number + 1] - segment.start]

    def orders(self) -> list[str]:
        """For each line when it was recorded, and the id of its event: with a tab between them, in their order."""
        return self.order.split("\n")

    def number(self, recorded: str, event_id: str) -> int:
        """Which line an event has."""
        return bisect_left(self.orders(), True, key=lambda order: order <= f"{recorded}\t{event_id}")


class Page(NamedTuple):
    """A page of a feed: where its lines lie, newest first, with others between them, and the digest of its own."""

    segments: tuple[Segment, ...]
    digest: str


class MonthFeed(NamedTuple):
    """What a month has of a feed: how many items, how many of them no later line can come before, the newest time, and
    the bytes of the heaviest; its pages, the oldest first."""

    items: int
    settled: int
    newest: str = ""
    heaviest: int = 0
    pages: tuple[Page, ...] = ()


def keys(change: HandedChange) -> tuple[str, ...]:
    """The feeds in which a change stands: of all, of its kinds, of corrections, of its province."""
    corrected = ("corrected",) if change.kind == "corrected" else ()
    return ("all", *change.kinds, *corrected, change.event_id[:2])


@dataclass(slots=True)
class _Own:
    """What a day has of a feed, while its lines are taken apart."""

    numbers: array[int] = field(default_factory=lambda: array(_NUMBER))
    digests: bytearray = field(default_factory=bytearray)
    newest: str = ""
    heaviest: int = 0


def take_apart(lines: Path, index: Path, yielding: Collection[str]) -> MergedDay:
    """Writes the index of a day whose lines are merged; `yielding` are the kinds that give way to others."""
    starts, order, yields, weights = array(_START, [0]), list[str](), bytearray(), array(_NUMBER)
    own: dict[str, _Own] = {}
    kinds, counted = Counter[str](), Counter[str]()
    whole = bytearray()
    start = 0
    with lines.open("rb") as file:
        for number, line in enumerate(file):
            change = HandedChange.head(line)
            start += len(line)
            starts.append(start)
            order.append(f"{change.recorded}\t{change.event_id}")
            yields.append(change.counted in yielding)
            digest, weight, dated = bytes.fromhex(change.digest), change.weight, change.dated
            weights.append(weight)
            whole += digest
            kinds[change.kind] += 1
            counted[change.counted] += 1
            for key in keys(change):
                feed = own.get(key)
                if feed is None:
                    feed = own[key] = _Own()
                feed.numbers.append(number)
                feed.digests += digest
                if dated > feed.newest:
                    feed.newest = dated
                if weight > feed.heaviest:
                    feed.heaviest = weight
    feeds = {key: (feed.numbers, bytes(feed.digests)) for key, feed in own.items()}
    index.write_bytes(pickle.dumps(tuple(Index(starts, "\n".join(order), bytes(yields), weights, feeds))))
    has = {key: DayFeed(len(feed.numbers), feed.newest, feed.heaviest) for key, feed in own.items()}
    return MergedDay(hashlib.blake2b(whole, digest_size=DIGEST).hexdigest(), kinds, counted, has)


def read_index(path: Path) -> Index:
    """The index of a day, as it was written; whoever reads it knows that it stands as it was left."""
    return Index(*pickle.loads(path.read_bytes()))  # noqa: S301 - written by this program, on this machine


class Reader:
    """Reads single lines of merged days below a folder. Used in `with`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, int] = {}

    def __call__(self, segment: Segment) -> HandedChange:
        """The change of a segment of one line."""
        if segment.day not in self._open:
            self._open[segment.day] = os.open(self._folder / segment.day, os.O_RDONLY)
        return HandedChange.decode(os.pread(self._open[segment.day], segment.length, segment.start).decode("utf-8"))

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            os.close(self._open.popitem()[1])
