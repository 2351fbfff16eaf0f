"""Which items a current feed above the counties holds: places in the days as they are merged, not the items."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
    on_time = _on_time(country, key, most, offered, over)
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
    country: Country, key: str, most: int, offered: tuple[list[tuple[int, _Offer]], ...], over: Collection[str]
) -> Iterator[_Offer]:
    """The items of a feed that were published in their turn, newest first; of a month until it is `over`, and of those
    that give way, as of the others, one more than the feed can hold."""
    month, number = "", 0
    for day in reversed(country.days):
        if day[:7] != month:
            month, number = day[:7], 0
        if month in over or key not in country.merged[day].feeds:
            continue
        index = country.index(day)
        orders = index.orders()
        numbers, digests = index.feeds[key]
        for place, own in enumerate(numbers):
            recorded, _, event_id = orders[own].partition("\t")
            if event_id in country.late:
                continue
            number += 1
            yields = bool(index.yields[own])
            if len(offered[yields]) > most:
                if len(offered[not yields]) > most:
                    return
                continue
            line = Line(index.line(day, own), digests[place * DIGEST : (place + 1) * DIGEST])
            yield _Offer(recorded, recorded, event_id, number, line, yields, index.weights[own])
            if month in over:
                break
