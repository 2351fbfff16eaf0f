"""A county's list as it was known on a day that the reader chooses."""

from __future__ import annotations

from typing import NamedTuple


class StatusWord(NamedTuple):
    """A status (revoked, suspended …), which chooses shape and hue, with its word."""

    status: str
    word: str


class AsOfView(NamedTuple):
    """template _as_of.html: the first and the last day of which the list can be shown, the table of events from which
    the script makes it, and the words of the statuses that stand in it."""

    first: str
    last: str
    events: str
    statuses: tuple[StatusWord, ...]
