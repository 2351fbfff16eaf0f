"""Which items a current feed above the counties holds: places in the months as they are merged, not the items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import merge
from typing import NamedTuple

from generator.publish.feeds import policy
from generator.publish.handover.changes import HandedChange
from generator.publish.handover.country import Country
from generator.publish.handover.merged import FeedLines, Place, Reader, keys


class Line(NamedTuple):
    """A line of a month: where it begins and how long it is (bytes), and its digest."""

    month: str
    start: int
    length: int
    digest: str


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


def choose(
    country: Country, key: str, months: Mapping[str, FeedLines], unread: Mapping[str, int], least: int, since: str
) -> Chosen:
    """Chooses the items of a feed: removals and corrections stay longest, of these the newest.

    Offered are, of each month, as many as are `unread` because no archive holds them; all that were published from
    `since` on; and `least` in all. A late item stands here while any of its month is open.
    """
    offered: tuple[list[tuple[int, _Offer]], ...] = ([], [])
    number, full = 0, set[str]()
    with country.reader() as line:
        late = _late(country, key, line)
        for offer in merge(_on_time(country, months, full, line), late, reverse=True):
            month = offer.line.month
            is_open = unread[month] > 0 if offer.number == 0 else offer.number <= unread[month]
            if is_open or offer.published >= since or number < least:
                offered[offer.yields].append((number, offer))
                number += 1
            elif offer.number:
                full.add(month)  # none after it is wanted either
    chosen: list[tuple[int, _Offer]] = []
    size = 0
    for place, offer in (*offered[0][: policy.POLICY.most], *offered[1][: policy.POLICY.most]):
        size += offer.weight
        if size > policy.POLICY.most_bytes or len(chosen) == policy.POLICY.most:
            break
        chosen.append((place, offer))
    return Chosen(tuple(offer.line for _, offer in sorted(chosen)), cut=number > len(chosen))


def _on_time(country: Country, months: Mapping[str, FeedLines], full: set[str], line: Reader) -> Iterator[_Offer]:
    """The items of a feed that were published in their turn, newest first; of a month until it is `full`."""
    for month in sorted(months, reverse=True):
        for place in months[month].places:
            if month in full:
                break
            yield _offer(country, month, place, line(month, place.start, place.length))


def _late(country: Country, key: str, line: Reader) -> list[_Offer]:
    """The items of a feed that were published late, the last one first."""
    late = ((month, place) for month, merged in country.merged.items() for place in merged.late)
    read = ((month, place, line(month, place.start, place.length)) for month, place in late)
    offers = (
        _offer(country, month, place._replace(number=0), change) for month, place, change in read if key in keys(change)
    )
    return sorted(offers, reverse=True)


def _offer(country: Country, month: str, place: Place, change: HandedChange) -> _Offer:
    return _Offer(
        country.published(change), change.recorded, change.event_id, place.number,
        Line(month, place.start, place.length, change.digest), change.counted in policy.YIELDING, change.weight,
    )  # fmt: skip
