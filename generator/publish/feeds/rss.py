"""A feed as RSS 2.0."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

import feedgenerator

from generator.publish.artifact import Framed
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


def item(said: Item) -> bytes:
    """An item as an item; its time to the second (RFC 822 has no fraction of one)."""
    id_, title, body, url, updated, categories, _, html = said
    content = xml.marked(html) if html else xml.twice(body)
    return (
        f"<item><title>{xml.escaped(title)}</title><link>{xml.escaped(url)}</link>"
        f"<description>{content}</description><pubDate>{_date(updated)}</pubDate>"
        f'<guid isPermaLink="false">{xml.escaped(id_)}</guid>{_terms(categories)}</item>'
    ).encode()


@lru_cache(maxsize=1_024)
def _terms(categories: tuple[str, ...]) -> str:
    return "".join([f"<category>{term}</category>" for term in map(xml.escaped, categories)])


@lru_cache(maxsize=4_096)
def _date(time: str) -> str:
    return format_datetime(xml.moment(time))


def frame(feed: Feed, site: SiteSettings) -> Framed:
    """A document without its items."""
    return xml.frame(_Rss, feed, site, "rss")
