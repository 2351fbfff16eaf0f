"""What stands beside headings: feeds to subscribe to, files with their sizes and days, lines to paste elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import feedparser
import pytest

from generator.publish.feeds import policy
from generator.publish.pages.offers import size
from generator.words import day_name
from tests.support.sites import ADDRESS, load

COUNTY: Final = "990101"


class _Links(HTMLParser):
    """The links of a page, with what follows each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes where a link leads, and which picture is shown."""
        told = dict(attrs)
        if tag == "a":
            self.links.append(told.get("href") or "")
        if tag == "img":
            self.images.append(told.get("src") or "")


def offered(page: Path) -> list[str]:
    """Where the blocks beside the headings lead."""
    blocks = re.findall(r'<ul class="offers">(.*?)</ul>', page.read_text("utf-8"), re.DOTALL)
    return [link for block in blocks for link in _Links(block).links]


@pytest.mark.parametrize(
    ("page", "feeds"),
    [("", ("feeds/revoked", "feeds/all")), ("99/", ("99/feed",)), ("990101/", ("990101/revoked", "990101/feed"))],
)
@pytest.mark.parametrize("lang", ["", "en/"])
def test_feeds_stand_beside_the_heading_revocations_first(
    site: Path, page: str, feeds: tuple[str, ...], lang: str
) -> None:
    """In each format; what they lead to is there."""
    there = [urljoin(f"/{lang}{page}", link).lstrip("/") for link in offered(site / lang / page / "index.html")]
    assert there[: len(feeds) * 3] == [f"{stem}.{form}" for stem in feeds for form in ("rss", "atom", "json")]
    assert all((site / address).is_file() for address in there)


@pytest.mark.parametrize("lang", ["", "en/"])
def test_files_are_as_large_and_of_the_day_that_the_page_says(site: Path, lang: str) -> None:
    """Each file of a county is told with its size; the day is that of the county."""
    text = (site / lang / COUNTY / "index.html").read_text("utf-8")
    told = dict(re.findall(r'<a href="[^"]*?([a-z]+\.(?:csv|json))">[^<]*</a> <span class="note">([^<]*)</span>', text))
    assert told.keys() == {"areas.csv", "events.csv", "index.json"}
    for name, said in told.items():
        number = (site / COUNTY / name).stat().st_size
        assert said.partition(" · ")[0] == size(number), name
        if not lang:
            assert said.endswith(f"截至 {day_name(load(site / COUNTY / 'index.json')['as_of'][:10])}")


def test_sizes_are_said_as_people_say_them() -> None:
    """In thousands, as systems of files do."""
    assert [size(number) for number in (0, 999, 1_000, 12_345, 1_250_000)] == [
        "0 B",
        "999 B",
        "1 KB",
        "12 KB",
        "1.2 MB",
    ]


def test_lines_to_paste_show_what_is_there(site: Path) -> None:
    """A line is a link to the page around a picture that is published, by whole addresses; no frame, which a page of
    the register refuses."""
    text = (site / COUNTY / "index.html").read_text("utf-8")
    lines = [unescape(line) for line in re.findall(r"<code>(&lt;a .*?)</code>", text)]
    assert len(lines) == 2
    for line in lines:
        made = _Links(line)
        assert made.links == [f"{ADDRESS}{COUNTY}/"]
        assert all((site / image.removeprefix(ADDRESS)).is_file() for image in made.images)
        assert len(made.images) == 1
        assert "iframe" not in line


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_county_has_a_feed_of_its_revocations(site: Path, form: str) -> None:
    """The newest of what the county's events say was revoked, and all of the last days; each with the id and address
    that it has in the county's own feed."""
    county = load(site / COUNTY / "feed.json")
    every = {item["id"]: item for item in county["items"]}
    revoked = {item["id"] for item in county["items"] if item["tags"][0] == "revoke"}
    if form == "json":
        own = {item["id"] for item in load(site / COUNTY / "revoked.json")["items"]}
    else:
        own = {entry.id for entry in feedparser.parse(str(site / COUNTY / f"revoked.{form}")).entries}
    assert revoked & own
    assert len(own) >= min(policy.OF_REVOKED.least, len(revoked))
    assert policy.OF_REVOKED.window == timedelta(days=8)
    assert own <= every.keys() or county.get("next_url")
    national = load(site / "feeds" / "revoked.json")["items"]
    assert {item["id"] for item in national if f"event/{COUNTY}-" in item["id"]} <= own
