"""An item written in every format, once for all the feeds that it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.publish.feeds.formats import FORMATS
from generator.publish.feeds.item import item
from generator.register.change import Change
from generator.register.model import SiteSettings


class Entry(NamedTuple):
    """An item as text, by format. `dated` is the RFC 3339 time by which it dates a document (see `Change`)."""

    dated: str
    written: Mapping[str, str]


def entry(change: Change, site: SiteSettings) -> Entry:
    """A change as an item in every format."""
    said = item(change, site)
    return Entry(change.dated, {name: form.item(said) for name, form in FORMATS.items()})
