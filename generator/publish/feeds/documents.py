"""The documents of a feed: in each format, with its items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.register.model import SiteSettings


def documents(
    feed: Feed, items: Iterable[Sequence[bytes]], site: SiteSettings, formats: Collection[str] = tuple(FORMATS)
) -> Iterator[Artifact]:
    """The feed in the formats asked for. `items` are written already, each in every one of `FORMATS`."""
    columns = [*zip(*items, strict=True)] or [()] * len(FORMATS)
    for (name, form), written in zip(FORMATS.items(), columns, strict=True):
        if name in formats:
            own = feed if name in urls.ARCHIVE_FORMATS else feed._replace(previous=None)
            yield form.frame(own, site).whole(written)
