"""A feed as Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import feedgenerator

from generator.publish.artifact import Framed
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

    def write_to(self, handler: xml.Handler, entries: str) -> None:
        """The whole document, as the library's `write` has it."""
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        handler.written(entries)
        handler.endElement("feed")


def item(said: Item) -> bytes:
    """An item as an entry: its time as given, for it may have a fraction of a second (RFC 3339).

    A time of publication that is none of its own is left out, as is what stands for itself: `rel` of the only link, the
    type of a text without marks.
    """
    id_, title, body, url, updated, categories, published, html = said
    content = f'<content type="html">{xml.marked(html)}</content>' if html else ""
    published = f"<published>{published}</published>" if published else ""
    plain = xml.twice(body)
    summary = f"<summary>{plain}" if plain == body else f'<summary type="html">{plain}'
    return (
        f'<entry><title>{xml.escaped(title)}</title><link href="{xml.escaped(url)}"/>{published}'
        f"<updated>{updated}</updated><id>{xml.escaped(id_)}</id>{summary}</summary>{content}{_terms(categories)}</entry>"
    ).encode()


@lru_cache(maxsize=1_024)
def _terms(categories: tuple[str, ...]) -> str:
    return "".join([f'<category term="{term}"/>' for term in map(xml.escaped, categories)])


def frame(feed: Feed, site: SiteSettings) -> Framed:
    """A document without its items."""
    return xml.frame(_Atom, feed, site, "atom")
