"""The table of the formats of a feed. A new one is a module beside these and a line here.

Its media type stands in `urls.FORMATS`, its name in `words.FEED_FORMATS`; a test holds the three to one list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from generator.publish.artifact import Framed
from generator.publish.feeds import atom, json_feed, rss
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.item import Item
from generator.register.model import SiteSettings


class Format(Protocol):
    """What the module of a format has: how it writes an item, and a document around items that are written."""

    def item(self, item: Item, /) -> bytes:
        """An item, the same in every feed that it stands in."""

    def frame(self, feed: Feed, site: SiteSettings, /) -> Framed:
        """A document without its items, which are put into it."""


# By the ending of its files, in the order in which pages name them.
FORMATS: Final[Mapping[str, Format]] = {"atom": atom, "rss": rss, "json": json_feed}
