"""The documents of a feed: in each format, with its entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.publish.artifact import Artifact
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.register.model import SiteSettings


def documents(
    feed: Feed, entries: Sequence[Entry], site: SiteSettings, formats: Sequence[str] = tuple(FORMATS)
) -> Iterator[Artifact]:
    """The feed in the formats asked for; its newest entry says of when it is."""
    dated = feed._replace(updated=max((entry.updated for entry in entries), default=None))
    for place, (name, form) in enumerate(FORMATS.items()):
        if name in formats:
            yield form.frame(dated, site).whole(entry.written[place] for entry in entries)
