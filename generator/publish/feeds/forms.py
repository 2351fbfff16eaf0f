"""A feed in its three forms. feedgenerator writes the XML."""

from __future__ import annotations

import html
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import feedgenerator

from generator.model import SiteSettings
from generator.publish import frame
from generator.publish.artifact import Artifact, document, text
from generator.publish.feeds.item import Feed

LANGUAGE: Final = "zh-CN"


def artifacts(feed: Feed, site: SiteSettings, forms: tuple[str, ...] = ("atom", "rss", "json")) -> list[Artifact]:
    """The feed in the forms asked for."""
    made = []
    for form in forms:
        path = f"{feed.stem}.{form}"
        if form == "json":
            made.append(document(path, _json(feed, site)))
        else:
            made.append(text(path, _xml(_Atom if form == "atom" else _Rss, feed, site, form)))
    return made


@lru_cache(maxsize=65_536)
def _moment(time: str) -> datetime:
    return datetime.fromisoformat(time)


def _updated(feed: Feed) -> str:
    return max((one.updated for one in feed.items), default=feed.since)


class _Atom(feedgenerator.Atom1Feed):  # type: ignore[misc]
    """Atom with its author, whose empty form has a date of its own (the library would take the clock)."""

    def latest_post_date(self) -> datetime:
        return _moment(self.feed["updated"])

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.startElement("author", {})
        handler.addQuickElement("name", self.feed["author"])
        handler.endElement("author")
        handler.addQuickElement("generator", "wuyi")


class _Rss(feedgenerator.Rss201rev2Feed):  # type: ignore[misc]
    """RSS whose empty form has a date of its own."""

    def latest_post_date(self) -> datetime:
        return _moment(self.feed["updated"])


def _xml(form: Any, feed: Feed, site: SiteSettings, ending: str) -> str:
    """The feed as XML. Bodies are text: readers take the element as HTML, so that it is escaped once more."""
    base = frame.base(site)
    made = form(
        title=feed.title,
        link=f"{base}{feed.page}",
        description=html.escape(feed.subtitle),
        subtitle=feed.subtitle,
        language=LANGUAGE,
        feed_url=f"{base}{feed.stem}.{ending}",
        feed_guid=f"tag:{site.tag_authority}:feed/{feed.stem}",
        author=feed.author,
        updated=_updated(feed),
    )
    for one in feed.items:
        made.add_item(
            title=one.title,
            link=one.url,
            description=html.escape(one.body),
            unique_id=one.id,
            unique_id_is_permalink=False,
            pubdate=_moment(one.updated),
            updateddate=_moment(one.updated),
            categories=one.categories,
        )
    return f"{made.writeString('utf-8')}\n"


def _json(feed: Feed, site: SiteSettings) -> dict[str, Any]:
    base = frame.base(site)
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{base}{feed.page}",
        "feed_url": f"{base}{feed.stem}.json",
        "description": feed.subtitle,
        "language": LANGUAGE,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": one.id,
                "url": one.url,
                "title": one.title,
                "content_text": one.body,
                "date_published": one.updated,
                "date_modified": one.updated,
                "tags": list(one.categories),
            }
            for one in feed.items
        ],
    }
