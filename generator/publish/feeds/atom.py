"""A feed as Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import feedgenerator

from generator.publish.artifact import Artifact, Framed
from generator.publish.feeds import xml
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.item import Item
from generator.register.model import SiteSettings


class _Atom(feedgenerator.Atom1Feed):  # type: ignore[misc]
    """Atom with its author and archives. An empty feed has a date of its own: the library would take the clock."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **xml.HISTORY}

    def add_root_elements(self, handler: Any) -> None:
        """As the library has it, with the time to a fraction of a second, and links to the archives."""
        handler.addQuickElement("title", self.feed["title"])
        for rel, href in (("alternate", self.feed["link"]), ("self", self.feed["feed_url"]), *self.feed["links"]):
            handler.addQuickElement("link", "", {"rel": rel, "href": href})
        handler.addQuickElement("id", self.feed["id"])
        handler.addQuickElement("updated", self.feed["updated"])
        handler.addQuickElement("subtitle", self.feed["subtitle"])
        if self.feed["mark"]:
            handler.addQuickElement(self.feed["mark"])
        handler.startElement("author", {})
        handler.addQuickElement("name", self.feed["author"])
        handler.endElement("author")
        handler.addQuickElement("generator", "wuyi")
        handler.addQuickElement("rights", self.feed["feed_copyright"])
        handler.addQuickElement("link", "", {"rel": "license", "href": self.feed["licence"]})

    def add_item_elements(self, handler: Any, item: Mapping[str, Any]) -> None:
        """As the library has it, with the time as given: it may have a fraction of a second (RFC 3339)."""
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("published", item["updateddate"])
        handler.addQuickElement("updated", item["updateddate"])
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("summary", item["description"], {"type": "html"})
        for term in item["categories"]:
            handler.addQuickElement("category", "", {"term": term})

    def write_to(self, handler: xml.Handler, entries: str) -> None:
        """The whole document, as the library's `write` has it."""
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        handler.written(entries)
        handler.endElement("feed")


# What writes items; what stands around them is written for each document.
_ITEMS: Final = _Atom("", "", "")


def item(said: Item) -> str:
    """An item as an entry."""
    return xml.item(_ITEMS, "entry", said)


def whole(feed: Feed, site: SiteSettings, items: Sequence[str]) -> Artifact:
    """A document with its items."""
    return xml.whole(framed(feed, site), items)


def framed(feed: Feed, site: SiteSettings) -> Framed:
    """A document whose items are written one by one."""
    return xml.framed(_Atom, feed, site, "atom")
