"""What a feed is and what an item of it says: worded once for all three forms."""

from __future__ import annotations

from typing import NamedTuple

from generator import urls, words
from generator.register.change import Change
from generator.register.model import SiteSettings


class Item(NamedTuple):
    """One event as an item. `updated` is an RFC 3339 time, `url` absolute."""

    id: str
    title: str
    body: str
    url: str
    updated: str
    categories: tuple[str, ...]


class Entry(NamedTuple):
    """An item in its three forms, written once for every feed that it stands in: two of XML, one of JSON."""

    updated: str
    atom: str
    rss: str
    json: str


class Feed(NamedTuple):
    """A feed before it takes a form. `page` is the address of what it is of, `stem` its own without the ending.

    `since` is the RFC 3339 time that stands for an empty feed. `previous` is the stem of the archive before it
    (RFC 5005, section 4), `current` that of the feed whose archive it is. `complete`: every item that there is
    (section 2). `updated` is the time of its newest item where the items are written one by one.
    """

    title: str
    subtitle: str
    page: str
    stem: str
    author: str
    since: str
    entries: tuple[Entry, ...]
    previous: str | None = None
    current: str | None = None
    complete: bool = False
    updated: str | None = None


def item(change: Change, site: SiteSettings) -> Item:
    """A change as an item."""
    mark = (words.MARKS["demonstration"],) if change.demonstration else ()
    return Item(
        id=urls.item_id(site.tag_authority, change.event_id),
        title=change.sentence,
        body=change.body,
        url=urls.absolute(site.url, change.address),
        updated=change.updated,
        categories=(change.county, change.event, change.title, *mark),
    )


def kind_title(kind: str) -> str:
    """Name of a national feed."""
    return "全部变化" if kind == "all" else words.KIND_NAMES[kind]
