"""What an item of a feed says: worded once for all formats."""

from __future__ import annotations

from typing import NamedTuple

from generator import urls, words
from generator.register.change import Change
from generator.register.model import SiteSettings


class Item(NamedTuple):
    """One event or notice as an item. `updated` is an RFC 3339 time, `url` absolute.

    What one field says no other repeats: neither the words of `title` nor its time stand in `body`, and the code of a
    county is in the id. `published` is the time from which on it is told, where that is another; `html` is its content,
    where `body` is but a summary of it.
    """

    id: str
    title: str
    body: str
    url: str
    updated: str
    categories: tuple[str, ...]
    published: str = ""
    html: str = ""


def item(change: Change, site: SiteSettings) -> Item:
    """A change as an item."""
    categories: tuple[str, ...] = (change.event, change.title)
    if change.demonstration:
        categories += (words.MARKS["demonstration"],)
    return Item(
        urls.item_id(site.tag_authority, change.event_id), change.sentence, change.body,
        urls.absolute(site.url, change.address), change.updated, categories,
    )  # fmt: skip
