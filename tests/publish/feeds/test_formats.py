"""The table of the formats of feeds: each has its address, and writes an item once for all documents."""

from __future__ import annotations

import io
import json
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from generator import urls, words
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.publish.feeds.item import Item
from generator.register.model import SiteSettings

SITE: Final = SiteSettings("名录", "https://register.example", "register.example,2026", True, "", "")
ITEM: Final = Item(
    "tag:register.example,2026:event/990101-000001", "新增：甲<乙", "正文 & 更多", "https://register.example/990101/",
    "2022-11-28T09:00:00.001+08:00", ("990101", "publish"),
)  # fmt: skip
FEED: Final = Feed("甲", "乙", "990101/", "990101/feed", "丙", "2022-08-01T00:00:00+08:00", previous="990101/feed/1")


def read(name: str, content: bytes) -> Any:
    """A document as what it says."""
    if name == "json":
        return json.loads(content)
    return ElementTree.canonicalize(content.decode("utf-8"))


def test_every_format_has_its_address_and_name() -> None:
    """The formats that are written are those that pages, catalogues and copies know, in the same order."""
    assert [*FORMATS] == [*urls.FORMATS] == [*words.FEED_FORMATS]
    assert urls.AREA_FORMAT in FORMATS


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_document_says_the_same_whole_and_item_by_item(name: str, count: int) -> None:
    """Whichever way its items come to it, it has the same address, the same items and the same words around them."""
    written = FORMATS[name].item(ITEM)
    whole = FORMATS[name].whole(FEED, SITE, [written] * count)
    frame = FORMATS[name].framed(FEED, SITE)
    file = io.BytesIO()
    with frame.around(file) as add:
        for _ in range(count):
            add(written)
    assert whole.path == frame.path == f"990101/feed.{name}"
    assert read(name, whole.content) == read(name, file.getvalue())
    assert whole.content.decode("utf-8").count(ITEM.id) == count


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_a_control_character_is_refused(name: str) -> None:
    """XML has no way to write it; the schemas let none through, and a feed that nobody can read is not written."""
    with pytest.raises(ValueError, match="control character"):
        FORMATS[name].item(ITEM._replace(title="甲\x0b"))
