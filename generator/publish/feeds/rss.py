"""A feed as RSS 2.0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import feedgenerator

from generator.publish.artifact import Artifact, Framed
from generator.publish.feeds import xml
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.item import Item
from generator.register.model import SiteSettings


class _Rss(feedgenerator.Rss201rev2Feed):  # type: ignore[misc]
    """RSS with its archives. An empty feed has a date of its own: the library would take the clock."""

    def latest_post_date(self) -> datetime:
        return xml.moment(self.feed["updated"])

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **xml.HISTORY}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel, href in self.feed["links"]:
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": href})
        if self.feed["mark"]:
            handler.addQuickElement(self.feed["mark"])

    def write_to(self, handler: xml.Handler, entries: str) -> None:
        """The whole document, as the library's `write` has it."""
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        handler.written(entries)
        self.endChannelElement(handler)
        handler.endElement("rss")


# What writes items; what stands around them is written for each document.
_ITEMS: Final = _Rss("", "", "")


def item(said: Item) -> str:
    """An item as an item."""
    return xml.item(_ITEMS, "item", said)


def whole(feed: Feed, site: SiteSettings, items: Sequence[str]) -> Artifact:
    """A document with its items."""
    return xml.whole(framed(feed, site), items)


def framed(feed: Feed, site: SiteSettings) -> Framed:
    """A document whose items are written one by one."""
    return xml.framed(_Rss, feed, site, "rss")
