"""An item written in every format, once for all the documents that it is copied into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from generator.publish.feeds.formats import FORMATS
from generator.publish.feeds.item import item
from generator.register.change import Change
from generator.register.model import SiteSettings

_TOGETHER: Final = 256


class Entry(NamedTuple):
    """An item as bytes, in each of `FORMATS`. `dated` (RFC 3339) is what it dates a document by (see `Change`)."""

    dated: str
    written: Sequence[bytes]


def entries(changes: Sequence[Change], site: SiteSettings) -> Iterator[Entry]:
    """Changes as items in every format: many of them in one, then in the next."""
    for start in range(0, len(changes), _TOGETHER):
        together = changes[start : start + _TOGETHER]
        items = [item(change, site) for change in together]
        written = zip(*([form.item(said) for said in items] for form in FORMATS.values()), strict=True)
        for change, pieces in zip(together, written, strict=True):
            yield Entry(change.dated, pieces)
