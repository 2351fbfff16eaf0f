"""What a feed says of itself, in every format."""

from __future__ import annotations

from typing import Final, NamedTuple

LANGUAGE: Final = "zh-CN"


class Feed(NamedTuple):
    """A document of a feed, without its items. `page` is the address of what it is of, `stem` its own without ending.

    `since` is the RFC 3339 time that stands for an empty feed, `updated` that of its newest item. `previous` is the
    stem of the archive before it (RFC 5005, section 4), `current` that of the feed whose archive it is. `complete`:
    it has every item that there is (section 2).
    """

    title: str
    subtitle: str
    page: str
    stem: str
    author: str
    since: str
    updated: str | None = None
    previous: str | None = None
    current: str | None = None
    complete: bool = False
