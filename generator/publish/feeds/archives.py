"""Which items of a feed stand in which document: the current one, and archives that never change (RFC 5005).

A county's archives are blocks of its log. Those above the counties are pages of a month, oldest first: a page closes
when it is full and its last item is older than any line that can still be recorded (E807), or with its month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from generator.register.change import Change
from generator.register.times import instant

# Lines of a county's log in an archive; items on a page of a month.
BLOCK: Final = 500
PAGE: Final = 500
# A month closes so many days after its end; the current feed holds at least the days of the window, and so many items.
CLOSES_AFTER: Final = timedelta(days=7)
WINDOW: Final = timedelta(days=8)
LEAST: Final = 100


class Archive(NamedTuple):
    """An archive of a county's feed: its number (from 1) and its changes, newest first."""

    number: int
    changes: tuple[Change, ...]


def before(time: str, days: timedelta) -> str:
    """The instant so many days before a time of the data; both compare as text."""
    return (datetime.fromisoformat(instant(time)) - days).isoformat()


def of_county(found: Sequence[Change], log_size: int, as_of: str) -> tuple[list[Change], list[Archive]]:
    """The current items, newest first, and the archives, oldest first, of a feed of one county.

    `found` are changes in order of the log; a block without any has no archive.
    """
    closed = log_size // BLOCK
    blocks: dict[int, list[Change]] = {}
    for change in found:
        number = (change.sequence - 1) // BLOCK + 1
        if number <= closed:
            blocks.setdefault(number, []).append(change)
    since = before(as_of, WINDOW)
    newest = sorted(found, key=Change.order, reverse=True)
    current = [
        change
        for place, change in enumerate(newest)
        if place < LEAST or (change.sequence - 1) // BLOCK + 1 > closed or instant(change.recorded_at) >= since
    ]
    archives = [
        Archive(number, tuple(sorted(changes, key=Change.order, reverse=True)))
        for number, changes in sorted(blocks.items())
    ]
    return current, archives


class Month(NamedTuple):
    """How many items of a feed a month has, how many of them no later line can come before, and the newest time."""

    items: int
    settled: int
    newest: str = ""


class Shelf(NamedTuple):
    """The closed pages of one feed, by month: how many there are, and how many of its items they hold."""

    pages: Mapping[str, int]
    held: Mapping[str, int]

    def previous(self, month: str, page: int) -> tuple[str, int] | None:
        """The page before a page of a month; before what is current, ask for page 0 of a month after all."""
        if page > 1:
            return month, page - 1
        earlier = [one for one in sorted(self.pages) if one < month and self.pages[one]]
        return (earlier[-1], self.pages[earlier[-1]]) if earlier else None


def shelf(months: Mapping[str, Month], as_of: str) -> Shelf:
    """What of a feed is closed at the register's own time."""
    limit = before(as_of, CLOSES_AFTER)
    pages, held = {}, {}
    for month, known in months.items():
        closed = _after(month) <= limit
        pages[month] = -(-known.items // PAGE) if closed else known.settled // PAGE
        held[month] = known.items if closed else pages[month] * PAGE
    return Shelf(pages, held)


def _after(month: str) -> str:
    """The first instant after a month (YYYY-MM)."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}-01T00:00:00+08:00"
