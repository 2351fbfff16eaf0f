"""Which items of a feed stand in which document: the current one, and archives that never change (RFC 5005).

A county's archives are blocks of its log. Those above the counties are pages of a month, oldest first: a page closes
when it is full and its last item is older than any line that can still be recorded (E807), or with its month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.publish.feeds.policy import YIELDING, Policy
from generator.publish.handover.merged import MonthFeed
from generator.register.change import Change
from generator.register.times import instant


class Archive(NamedTuple):
    """An archive of a county's feed: its number (from 1) and its changes, newest first."""

    number: int
    changes: tuple[Change, ...]


class Current(NamedTuple):
    """The changes of a current feed of one county, newest first; `cut` where others gave way."""

    changes: tuple[Change, ...]
    cut: bool


def of_county(changes: Sequence[Change], log_size: int, as_of: str, policy: Policy) -> tuple[Current, list[Archive]]:
    """The current items and the archives, oldest first, of a feed of one county.

    `changes` are in order of the log, which has `log_size` lines; a block without any has no archive. What no archive
    holds stays in the current feed: that is less than a block.
    """
    full = log_size // policy.block
    blocks: dict[int, list[Change]] = {}
    for change in changes:
        number = _block(change, policy)
        if number <= full:
            blocks.setdefault(number, []).append(change)
    archives = [
        Archive(number, tuple(sorted(members, key=Change.order, reverse=True)))
        for number, members in sorted(blocks.items())
    ]
    return current(changes, full * policy.block, as_of, policy), archives


def current(changes: Sequence[Change], archived: int | None, as_of: str, policy: Policy) -> Current:
    """The current items of a feed of which so many lines of the log are in archives (None: it has none): what is not,
    the newest, and all of the last days; where that is too much, removals and corrections stay longest."""

    def is_needed(change: Change) -> bool:
        return archived is not None and change.sequence > archived

    since = policy.current_from(as_of)
    newest = sorted(changes, key=Change.order, reverse=True)
    wanted = [
        change
        for place, change in enumerate(newest)
        if place < policy.least or is_needed(change) or instant(change.listed) >= since
    ]
    most = policy.most_of_place
    if len(wanted) <= most:
        return Current(tuple(wanted), cut=False)
    kept = sorted(wanted, key=lambda change: (not is_needed(change), _yields(change)))[:most]
    return Current(tuple(sorted(kept, key=Change.order, reverse=True)), cut=True)


def _yields(change: Change) -> bool:
    """True for a change that gives way to others where a feed has no room for all."""
    return change.counted in YIELDING


def _block(change: Change, policy: Policy) -> int:
    """The block of the log in which a change stands, from 1."""
    return (change.sequence - 1) // policy.block + 1


class Closed(NamedTuple):
    """The closed pages of one feed, by month: how many there are, and how many of its items stand on them."""

    pages: Mapping[str, int]
    items: Mapping[str, int]

    def newest(self) -> tuple[str, int] | None:
        """The month and number of the newest page."""
        return self._before("9999-12")

    def previous(self, month: str, page: int) -> tuple[str, int] | None:
        """The page before a page of a month."""
        return (month, page - 1) if page > 1 else self._before(month)

    def _before(self, month: str) -> tuple[str, int] | None:
        earlier = [other for other in sorted(self.pages) if other < month and self.pages[other]]
        return (earlier[-1], self.pages[earlier[-1]]) if earlier else None


def closed(months: Mapping[str, MonthFeed], as_of: str, policy: Policy) -> Closed:
    """What of a feed is closed at the register's own time."""
    limit = policy.settled_before(as_of)
    pages, items = {}, {}
    for month, counted in months.items():
        over = after(month) <= limit
        pages[month] = -(-counted.items // policy.page) if over else counted.settled // policy.page
        items[month] = counted.items if over else pages[month] * policy.page
    return Closed(pages, items)


def after(month: str) -> str:
    """The first instant after a month (YYYY-MM)."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}-01T00:00:00+08:00"
