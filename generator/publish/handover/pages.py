"""Pages of feeds, put together from the days of a month as they are merged."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.publish.handover.changes import DIGEST, HandedChange
from generator.publish.handover.merged import (
    Index,
    MergedDay,
    MonthFeed,
    Page,
    Segment,
    keys,
    read_index,
)


def put_together(folder: Path, days: Mapping[str, MergedDay], limit: str, page: int) -> dict[str, MonthFeed]:
    """What a month has of each feed. `days` are its own, merged below `folder`; a page has so many items.

    Of each feed it is counted how many were recorded before `limit`.
    """
    newest_first = sorted(days, reverse=True)
    indexes = {day: read_index(folder / f"{day}.index") for day in newest_first}
    settled = _settled(folder, days, limit)
    feeds: dict[str, MonthFeed] = {}
    for key in dict.fromkeys(key for day in newest_first for key in days[day].feeds):
        own = {day: days[day].feeds[key] for day in newest_first if key in days[day].feeds}
        items = sum(feed.items for feed in own.values())
        feeds[key] = MonthFeed(
            items,
            settled[key],
            max(feed.newest for feed in own.values()),
            max(feed.heaviest for feed in own.values()),
            tuple(
                _page(key, indexes, [(day, feed.items) for day, feed in own.items()], max(end - page, 0), end)
                for end in range(items, 0, -page)
            ),
        )
    return feeds


def _settled(folder: Path, days: Mapping[str, MergedDay], limit: str) -> Counter[str]:
    settled = Counter[str]()
    for day, merged in days.items():
        if day < limit[:10]:
            settled.update({key: feed.items for key, feed in merged.feeds.items()})
        elif day == limit[:10]:
            with (folder / day).open("rb") as lines:
                for line in lines:
                    change = HandedChange.head(line)
                    settled.update(keys(change) if change.recorded < limit else ())
    return settled


def _page(key: str, indexes: Mapping[str, Index], days: Sequence[tuple[str, int]], first: int, end: int) -> Page:
    """The items of a feed from one to before another, counted from the newest of a month."""
    segments: list[Segment] = []
    digest = hashlib.blake2b(digest_size=DIGEST)
    for day, start, stop in _spans(days, first, end):
        segments.append(indexes[day].segment(day, key, start, stop))
        digest.update(indexes[day].digests(key, start, stop))
    return Page(tuple(segments), digest.hexdigest())


def _spans(days: Sequence[tuple[str, int]], first: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Which of each day's items some of a month's are; `days` say how many each has."""
    for day, items in days:
        start, stop = max(first, 0), min(end, items)
        if start < stop:
            yield day, start, stop
        first, end = first - items, end - items
        if end <= 0:
            return
