"""The table of the formats of feeds: each has its address, and writes an item once for all documents."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree

import feedgenerator
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
def test_a_document_holds_its_items(name: str, count: int) -> None:
    """Items are copied into it as they were written, in their order."""
    written = FORMATS[name].item(ITEM)
    frame = FORMATS[name].frame(FEED, SITE)
    whole = frame.whole([written] * count)
    assert whole.path == frame.path == f"990101/feed.{name}"
    assert read(name, whole.content)
    assert whole.content.count(written) == whole.content.decode("utf-8").count(ITEM.id) == count


def library(kind: type[Any], tag: str, said: Item) -> ElementTree.Element:
    """The same item as feedgenerator writes it."""
    feed = kind("甲", "https://register.example/", "乙")
    feed.add_item(
        title=said.title, link=said.url, description=html.escape(said.body), unique_id=said.id,
        unique_id_is_permalink=False, pubdate=datetime.fromisoformat(said.updated),
        updateddate=datetime.fromisoformat(said.updated), categories=said.categories,
    )  # fmt: skip
    return next(ElementTree.fromstring(feed.writeString("utf-8")).iter(tag))


def unsaid(item: ElementTree.Element) -> ElementTree.Element:
    """The same without what stands for itself (RFC 4287): the time of publication of what was never changed, the
    relation of a link to what it is of, the type of a text without marks."""
    for element in [*item]:
        name, attributes = element.tag.rpartition("}")[2], element.attrib
        if name == "published":
            item.remove(element)
        if attributes.get("rel") == "alternate":
            del attributes["rel"]
        if attributes.get("type") == "html" and not {"&", "<"} & set(element.text or ""):
            del attributes["type"]
    return item


def told(item: ElementTree.Element) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """What an item says: its elements without their namespace, in any order; times as moments."""
    rows = []
    for element in item:
        text = element.text or ""
        if re.fullmatch(r"\d{4}-\d\d-\d\dT.+", text):
            text = datetime.fromisoformat(text).isoformat()
        rows.append((element.tag.rpartition("}")[2], text, tuple(sorted(element.attrib.items()))))
    return sorted(rows)


@pytest.mark.parametrize(
    ("name", "kind", "tag"),
    [
        ("atom", feedgenerator.Atom1Feed, "{http://www.w3.org/2005/Atom}entry"),
        ("rss", feedgenerator.Rss201rev2Feed, "item"),
    ],
)
def test_an_item_is_what_the_library_writes(name: str, kind: type[Any], tag: str) -> None:
    """Element by element, whatever stands in it but what goes without saying: the library is slower, and no other
    judge of the same words."""
    for body in (ITEM.body, "正文"):
        said = ITEM._replace(body=body)
        document = FORMATS[name].frame(FEED, SITE).whole([FORMATS[name].item(said)])
        assert told(next(ElementTree.fromstring(document.content).iter(tag))) == told(unsaid(library(kind, tag, said)))


def test_a_time_of_publication_is_said_where_it_is_another() -> None:
    """Of what was changed since, and of nothing else."""
    changed = ITEM._replace(published="2022-11-27T00:00:00+08:00")
    assert b"<published>2022-11-27T00:00:00+08:00</published>" in FORMATS["atom"].item(changed)
    assert b"published" not in FORMATS["atom"].item(ITEM)
    dates = [
        [json.loads(FORMATS["json"].item(said)).get(f"date_{name}") for name in ("published", "modified")]
        for said in (changed, ITEM)
    ]
    assert dates == [[changed.published, ITEM.updated], [ITEM.updated, None]]


@pytest.mark.parametrize(("name", "tag"), [("atom", "{http://www.w3.org/2005/Atom}content"), ("rss", "description")])
def test_html_comes_back_as_it_is(name: str, tag: str) -> None:
    """Whatever it holds, also what would end the section in which it stands."""
    for content in ("<p>甲 &amp; &lt;乙&gt;</p>", "<p>]]></p>", "<![CDATA[甲]]>"):
        document = FORMATS[name].frame(FEED, SITE).whole([FORMATS[name].item(ITEM._replace(html=content))])
        assert [one.text for one in ElementTree.fromstring(document.content).iter(tag)][-1] == content
    with pytest.raises(ValueError, match="control character"):
        FORMATS[name].item(ITEM._replace(html="甲\x0b"))


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_a_control_character_is_refused(name: str) -> None:
    """XML has no way to write it; the schemas let none through, and a feed that nobody can read is not written."""
    with pytest.raises(ValueError, match="control character"):
        FORMATS[name].item(ITEM._replace(title="甲\x0b"))
