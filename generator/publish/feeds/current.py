"""Which items a current feed above the counties holds: places in the days as they are merged, not the items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import merge
from typing import NamedTuple

from generator.publish.feeds import policy
from generator.publish.handover.changes import DIGEST
from generator.publish.handover.country import Country
from generator.publish.handover.merged import Segment, keys


class Line(NamedTuple):
    """A line of a day, and the digest of what it says."""

    segment: Segment
    digest: bytes


class Chosen(NamedTuple):
    """The items of a current feed, in order of publication; `cut` where others found no room."""

    lines: tuple[Line, ...]
    cut: bool


class _Offer(NamedTuple):
    """An item that may stand in the feed: the order of publication first, then which of its month it is, from 1 (0: it
    came late, and has no place among those of its month)."""

    published: str
    recorded: str
    event_id: str
    number: int
    line: Line
    yields: bool
    weight: int

    @property
    def month(self) -> str:
        """The month (YYYY-MM) that has it."""
        return self.line.segment.day[:7]


class _Bounds(NamedTuple):
    """How many items a feed has at least, and at most; from which instant on it has all."""

    least: int
    most: int
    since: str


def choose(country: Country, key: str, unread: Mapping[str, int], least: int, most: int, since: str) -> Chosen:
    """Chooses the items of a feed, `most` of them: removals and corrections stay longest, of these the newest.

    Offered are, of each month, as many as are `unread` because no archive holds them; all that were published from
    `since` on; and `least` in all. A late item stands here while any of its month is open.
    """
    offered: tuple[list[tuple[int, _Offer]], ...] = ([], [])
    number, over = 0, set[str]()
    own_late = [(change, segment) for change, segment in country.published_late if key in keys(change)]
    late = [
        _Offer(
            country.published(change), change.recorded, change.event_id, 0,
            Line(segment, bytes.fromhex(change.digest)), change.counted in policy.YIELDING, change.weight,
        )
        for change, segment in own_late
    ]  # fmt: skip
    on_time = _on_time(country, key, unread, _Bounds(least, most, since), offered, over)
    for offer in merge(on_time, late, reverse=True) if late else on_time:
        is_open = unread[offer.month] > 0 if offer.number == 0 else offer.number <= unread[offer.month]
        if is_open or offer.published >= since or number < least:
            offered[offer.yields].append((number, offer))
            number += 1
        elif offer.number:
            over.add(offer.month)
    chosen: list[tuple[int, _Offer]] = []
    size = 0
    for place, offer in (*offered[0][:most], *offered[1][:most]):
        size += offer.weight
        if size > policy.POLICY.most_bytes or len(chosen) == most:
            break
        chosen.append((place, offer))
    return Chosen(tuple(offer.line for _, offer in sorted(chosen)), cut=number > len(chosen))


def _on_time(
    country: Country, key: str, unread: Mapping[str, int], bounds: _Bounds,
    offered: tuple[list[tuple[int, _Offer]], ...], over: set[str],
) -> Iterator[_Offer]:  # fmt: skip
    """The items of a feed that were published in their turn, newest first; of a month until it is `over`, and of those
    that give way, as of the others, one more than the feed can hold. What is before all that is wanted is not read."""
    month, number, late = "", 0, country.late
    for day in reversed(country.days):
        if day[:7] != month:
            month, number = day[:7], 0
        feed = country.merged[day].feeds.get(key)
        if month in over or feed is None:
            continue
        if number >= unread[month] and feed.newest < bounds.since and _enough(offered, bounds):
            over.add(month)
            continue
        index = country.index(day)
        orders = country.orders(day)
        numbers, digests = index.feeds[key]
        for place, own in enumerate(numbers):
            order = orders[own]
            if late and order.partition("\t")[2] in late:
                continue
            number += 1
            yields = index.yields[own]
            if len(offered[yields]) > bounds.most:
                if len(offered[not yields]) > bounds.most:
                    return
                if number > unread[month] and order < bounds.since and _enough(offered, bounds):
                    over.add(month)
                    break
                continue
            recorded, _, event_id = order.partition("\t")
            line = Line(index.line(day, own), digests[place * DIGEST : (place + 1) * DIGEST])
            yield _Offer(recorded, recorded, event_id, number, line, bool(yields), index.weights[own])
            if month in over:
                break


def _enough(offered: tuple[list[tuple[int, _Offer]], ...], bounds: _Bounds) -> bool:
    """True if as many are offered as the feed has at least."""
    return len(offered[0]) + len(offered[1]) >= bounds.least
