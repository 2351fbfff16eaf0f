"""What a feed is and what an item of it says: worded once for all three forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from generator import urls, words
from generator.model import SiteSettings
from generator.publish import frame
from generator.publish.changes import Change
from generator.times import instant

# Items that a feed shows: more than the largest batch that a county is known to have announced (289).
# events.csv and changes/ hold everything.
WINDOW: Final = 300


class Item(NamedTuple):
    """One event as an item. `updated` is an RFC 3339 time, `url` absolute."""

    id: str
    title: str
    body: str
    url: str
    updated: str
    categories: tuple[str, ...]


class Feed(NamedTuple):
    """A feed before it takes a form. `page` is the address of what it is of, `stem` its own without the ending.

    `since` is the RFC 3339 time that stands for an empty feed.
    """

    title: str
    subtitle: str
    page: str
    stem: str
    author: str
    since: str
    items: tuple[Item, ...]


def item(change: Change, site: SiteSettings) -> Item:
    """A change as an item."""
    mark = (frame.DEMONSTRATION_MARK,) if change.demonstration else ()
    return Item(
        id=urls.item_id(site.tag_authority, change.event_id),
        title=change.sentence,
        body=change.body,
        url=f"{frame.base(site)}{change.address}",
        updated=instant(change.recorded_at),
        categories=(change.county, change.event, change.title, *mark),
    )


def newest(changes: Iterable[Change]) -> list[Change]:
    """The changes that a feed shows, newest first."""
    return sorted(changes, key=Change.order, reverse=True)[:WINDOW]


def kind_title(kind: str) -> str:
    """Name of a national feed."""
    return "全部变化" if kind == "all" else words.KIND_NAMES[kind]
