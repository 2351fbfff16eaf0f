"""A feed as JSON Feed 1.1 (jsonfeed.org). Its licence is an extension."""

from __future__ import annotations

from typing import Any

from generator import urls
from generator.publish import artifact
from generator.publish.artifact import Framed
from generator.publish.feeds.feed import LANGUAGE, Feed
from generator.publish.feeds.item import Item
from generator.register.model import SiteSettings


def item(said: Item) -> bytes:
    """An item as an object on one line; it was modified only where that is another time."""
    id_, title, body, url, updated, categories, published, html = said
    told = {"id": id_, "url": url, "title": title, "content_text": body}
    if html:
        told["content_html"] = html
    told["date_published"] = published or updated
    if published:
        told["date_modified"] = updated
    return artifact.encoded({**told, "tags": categories})


def frame(feed: Feed, site: SiteSettings) -> Framed:
    """A document without its items, on one line."""
    return artifact.framed(urls.feed_file(feed.stem, "json"), _head(feed, site), "items", "")


def _head(feed: Feed, site: SiteSettings) -> dict[str, Any]:
    """The document without its items."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": urls.absolute(site.url, feed.page),
        "feed_url": urls.absolute(site.url, urls.feed_file(feed.stem, "json")),
        "description": feed.description,
        "language": LANGUAGE,
        "authors": [{"name": feed.author}],
        **({"next_url": urls.absolute(site.url, urls.feed_file(feed.previous, "json"))} if feed.previous else {}),
        "items": [],
        # An extension, as JSON Feed 1.1 has them; `about` is for people who read the file.
        "_register": {"about": urls.absolute(site.url, urls.DATA), "licence": site.licence._asdict()},
    }
