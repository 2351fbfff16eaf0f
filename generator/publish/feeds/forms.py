"""A feed in its three forms. feedgenerator writes the XML.

Its licence: Atom has `rights` (RFC 4287, 4.2.10) and a link (RFC 4946), RSS `copyright`, JSON Feed an extension.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import feedgenerator

from generator import urls, words
from generator.publish import artifact
from generator.publish.artifact import Artifact, Framed, document, encode, text
from generator.publish.feeds.item import Entry, Feed, Item
from generator.register.model import SiteSettings

LANGUAGE: Final = "zh-CN"
# RFC 5005: `archive` marks a document that never changes, `complete` one that holds every item.
_HISTORY: Final = {"xmlns:fh": "http://purl.org/syndication/history/1.0"}
# Where the items of a feed come that is written item by item: no text of a feed holds a comment.
_HERE: Final = "<!--items-->"
_SPECIAL: Final = re.compile("[&<>]")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def artifacts(feed: Feed, site: SiteSettings, forms: tuple[str, ...] = ("atom", "rss", "json")) -> list[Artifact]:
    """The feed in the forms asked for."""
    made = []
    for form in forms:
        path = f"{feed.stem}.{form}"
        if form == "json":
            made.append(document(path, _json(feed, site), {"items": [one.json for one in feed.entries]}))
        else:
            made.append(text(path, _xml(_Atom if form == "atom" else _Rss, feed, site, form)))
    return made


def framed(feed: Feed, site: SiteSettings) -> list[tuple[str, Framed]]:
    """The feed in its three forms, each to be written item by item; `feed.updated` says of when it is."""
    made: list[tuple[str, Framed]] = []
    for form in ("atom", "rss", "json"):
        path = f"{feed.stem}.{form}"
        if form == "json":
            made.append((form, artifact.framed(path, _json(feed, site), "items")))
        else:
            head, _, tail = _xml(_Atom if form == "atom" else _Rss, feed, site, form, _HERE).partition(_HERE)
            made.append((form, Framed(path, head, "", tail)))
    return made


def entry(one: Item) -> Entry:
    """An item in its three forms."""
    written = []
    for made, name in ((_ATOM, "entry"), (_RSS, "item")):
        made.items.clear()
        made.add_item(
            title=one.title,
            link=one.url,
            description=html.escape(one.body),
            unique_id=one.id,
            unique_id_is_permalink=False,
            pubdate=_moment(one.updated),
            updateddate=one.updated,
            categories=one.categories,
        )
        handler = _Handler()
        handler.startElement(name, {})
        made.add_item_elements(handler, made.items[0])
        handler.endElement(name)
        written.append(handler.text())
    return Entry(one.updated, written[0], written[1], encode(_json_item(one)))


@lru_cache(maxsize=65_536)
def _moment(time: str) -> datetime:
    return datetime.fromisoformat(time)


class _Handler:
    """What feedgenerator writes to, as one text: the library's own handler takes four times as long.

    Raises ValueError for a character that XML 1.0 does not have; the schemas let none through.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802 - the library's name
        """A start tag."""
        self._pieces.append(f"<{name}{_attributes(attrs)}>")

    def endElement(self, name: str) -> None:  # noqa: N802
        """An end tag."""
        self._pieces.append(f"</{name}>")

    def addQuickElement(  # noqa: N802
        self, name: str, contents: str | None = None, attrs: Mapping[str, str] | None = None
    ) -> None:
        """An element without children."""
        start = f"<{name}{_attributes(attrs)}" if attrs else f"<{name}"
        if contents and _SPECIAL.search(contents):
            contents = escape(contents)
        self._pieces.append(f"{start}>{contents}</{name}>" if contents else f"{start}/>")

    def written(self, content: str) -> None:
        """What was written before."""
        self._pieces.append(content)

    def text(self) -> str:
        """Everything written."""
        whole = "".join(self._pieces)
        if _NOT_XML.search(whole):
            raise ValueError("a control character cannot stand in XML")
        return whole


def _attributes(attrs: Mapping[str, str]) -> str:
    return "".join([_attribute(name, attrs[name]) for name in sorted(attrs)])


@lru_cache(maxsize=4_096)
def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}"


class _Atom(feedgenerator.Atom1Feed):  # type: ignore[misc]
    """Atom with its author and archives. An empty feed has a date of its own: the library would take the clock."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **_HISTORY}

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

    def write_to(self, handler: _Handler, entries: str) -> None:
        """The whole feed, as the library's `write` has it."""
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        handler.written(entries)
        handler.endElement("feed")


class _Rss(feedgenerator.Rss201rev2Feed):  # type: ignore[misc]
    """RSS with its archives; its empty form has a date of its own."""

    def latest_post_date(self) -> datetime:
        return _moment(self.feed["updated"])

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_HISTORY}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel, href in self.feed["links"]:
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": href})
        if self.feed["mark"]:
            handler.addQuickElement(self.feed["mark"])

    def write_to(self, handler: _Handler, entries: str) -> None:
        """The whole feed, as the library's `write` has it."""
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        handler.written(entries)
        self.endChannelElement(handler)
        handler.endElement("rss")


# What writes items; the feeds around them are written for each.
_ATOM: Final = _Atom("", "", "")
_RSS: Final = _Rss("", "", "")


def _xml(form: Any, feed: Feed, site: SiteSettings, ending: str, entries: str | None = None) -> str:
    """The feed as XML. Bodies are text: readers take the element as HTML, so that it is escaped once more."""
    stem = feed.current or feed.stem
    made = form(
        title=feed.title,
        link=urls.absolute(site.url, feed.page),
        description=html.escape(feed.subtitle),
        subtitle=feed.subtitle,
        language=LANGUAGE,
        feed_url=urls.absolute(site.url, f"{feed.stem}.{ending}"),
        feed_guid=f"tag:{site.tag_authority}:feed/{stem}",
        author=feed.author,
        feed_copyright=words.rights(*site.licence),
        licence=site.licence.url,
        updated=feed.updated or max((one.updated for one in feed.entries), default=feed.since),
        links=[
            (rel, urls.absolute(site.url, f"{target}.{ending}"))
            for rel, target in (("prev-archive", feed.previous), ("current", feed.current))
            if target
        ],
        mark="fh:archive" if feed.current else "fh:complete" if feed.complete else "",
    )
    handler = _Handler()
    handler.written('<?xml version="1.0" encoding="utf-8"?>\n')
    if entries is None:
        entries = "".join([one.atom if ending == "atom" else one.rss for one in feed.entries])
    made.write_to(handler, entries)
    return f"{handler.text()}\n"


def _json(feed: Feed, site: SiteSettings) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": urls.absolute(site.url, feed.page),
        "feed_url": urls.absolute(site.url, f"{feed.stem}.json"),
        "description": feed.subtitle,
        "language": LANGUAGE,
        "authors": [{"name": feed.author}],
        **({"next_url": urls.absolute(site.url, f"{feed.previous}.json")} if feed.previous else {}),
        "items": [],
        # An extension, as JSON Feed 1.1 has them; `about` is for people who read the file.
        "_register": {"about": urls.absolute(site.url, urls.DATA), "licence": site.licence._asdict()},
    }


def _json_item(one: Item) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "content_text": one.body,
        "date_published": one.updated,
        "date_modified": one.updated,
        "tags": list(one.categories),
    }
