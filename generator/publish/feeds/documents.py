"""The documents of a feed: in each format, with its entries or to be filled one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.publish.artifact import Artifact, Framed
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.register.model import SiteSettings


def documents(
    feed: Feed, entries: Sequence[Entry], site: SiteSettings, formats: Sequence[str] = tuple(FORMATS)
) -> Iterator[Artifact]:
    """The feed in the formats asked for; its newest entry says of when it is."""
    dated = feed._replace(updated=max((entry.dated for entry in entries), default=None))
    for name in formats:
        yield FORMATS[name].whole(dated, site, [entry.written[name] for entry in entries])


def framed(feed: Feed, site: SiteSettings) -> list[tuple[str, Framed]]:
    """The feed in every format, each to be written entry by entry; `feed.updated` says of when it is."""
    return [(name, form.framed(feed, site)) for name, form in FORMATS.items()]
