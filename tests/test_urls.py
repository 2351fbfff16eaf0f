"""Addresses of the published tree, and the links between them."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import urls

ROOT = "https://register.example/under/some/path/"

_part = st.from_regex(r"[0-9a-z][0-9a-z-]{0,5}", fullmatch=True)
_shared = st.sampled_from(["990101", "990101001001-001", "feeds", "notices"])  # so that paths often overlap
_folders = st.lists(st.one_of(_shared, _part).map("{}/".format), max_size=4).map("".join)
_files = st.sampled_from(["", "index.html", "index.json", "feed.atom", "areas.csv"])
addresses = st.tuples(_folders, _files).map("".join)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (urls.HOME, ""),
        (urls.unit("99"), "99/"),
        (urls.unit("990101"), "990101/"),
        (urls.area("990101001001-001"), "990101/990101001001-001/"),
        (urls.area("990101001-001"), "990101/990101001-001/"),
        (urls.area("990101001001"), "990101/990101001001/"),
        (urls.area("990101001"), "990101/990101001/"),
        (urls.area("990101"), "990101/"),
        (urls.notice("990101-20221123-1"), "990101/notices/990101-20221123-1/"),
        (urls.notice("9901-20221130-1"), "9901/notices/9901-20221130-1/"),
        (urls.scheme("hainan-2022"), "schemes/hainan-2022/"),
        (urls.month("2022-11"), "changes/2022-11/"),
        (urls.feed("all", "atom"), "feeds/all.atom"),
        (urls.feed("revoked", "json"), "feeds/revoked.json"),
        (urls.county_feed("990101", "rss"), "990101/feed.rss"),
        (urls.area_feed("990101001001-001"), "990101/990101001001-001/feed.atom"),
        (urls.area_feed("990101001"), "990101/990101001/feed.atom"),
        (urls.table("990101", "events"), "990101/events.csv"),
        (urls.twin(urls.HOME), "index.json"),
        (urls.twin(urls.area("990101001001")), "990101/990101001001/index.json"),
        (urls.document(urls.HOME), "index.html"),
        (urls.document(urls.unit("990101")), "990101/index.html"),
    ],
)
def test_addresses(address: str, expected: str) -> None:
    """Every address is the one that the contract promises."""
    assert address == expected


def test_event_and_item_ids() -> None:
    """An event's id has six digits; an item's id is a tag URI of it, as the worked example gives it."""
    event = urls.event_id("990101", 18)
    assert event == "990101-000018"
    assert urls.event_id("990101", 999_999) == "990101-999999"
    assert urls.item_id("register.example,2026", event) == "tag:register.example,2026:event/990101-000018"


def test_anchor_is_an_id() -> None:
    """The place of an event on its page begins with a letter."""
    assert urls.anchor("990101-000018") == "e990101-000018"


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("", "", "./"),
        ("990101/", "990101/", "./"),
        ("", "990101/", "../"),
        ("", "990101/990101001001-001/", "../../"),
        ("990101/", "", "990101/"),
        ("990101/", "990101/990101001001-001/", "../"),
        ("990101/990101001001-001/", "990101/", "990101001001-001/"),
        ("990101/feed.atom", "990101/", "feed.atom"),
        ("990201/", "990101/", "../990201/"),
        ("changes/", "changes/2022-11/", "../"),
        ("static/style.css", "404.html", "static/style.css"),
        ("990101/a/990101/", "990101/990101/", "../a/990101/"),
    ],
)
def test_relative(target: str, page: str, expected: str) -> None:
    """The link is the shortest, and is never empty (an empty one would mean the document itself)."""
    assert urls.relative(target, page) == expected


@given(addresses, addresses)
@settings(max_examples=200, deadline=None)
def test_relative_resolves_to_its_target(target: str, page: str) -> None:
    """A browser that follows the link arrives at the target, under any sub-path, and never above the root."""
    link = urls.relative(target, page)
    assert link
    assert not link.startswith("/")
    assert "//" not in link
    assert urljoin(ROOT + page, link) == ROOT + target
