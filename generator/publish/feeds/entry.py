"""An item written in every format, once for all the documents that it is copied into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.publish.feeds.formats import FORMATS
from generator.publish.feeds.item import item
from generator.register.change import Change
from generator.register.model import SiteSettings


class Entry(NamedTuple):
    """An item as bytes, in each of `FORMATS`. `dated` (RFC 3339) is what it dates a document by (see `Change`)."""

    dated: str
    written: Sequence[bytes]


def entry(change: Change, site: SiteSettings) -> Entry:
    """A change as an item in every format."""
    said = item(change, site)
    return Entry(change.dated, [form.item(said) for form in FORMATS.values()])
