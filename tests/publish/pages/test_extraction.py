"""What programs make of a page that take its text and date out: archives of the web, newsrooms, language models."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from generator.register.change import LISTS
from tests.support.sites import Page, load, pages_of, tree_of
from tests.support.tools import require_library

DAY: Final = re.compile(r"\d{4}年\d+月\d+日(?: \d\d:\d\d)?")
CERTIFIED: Final = "990101/990101001-001/"
REVOKED: Final = "990101/990101001003-001/"


def modified(page: Page) -> str:
    """Of when a page says it is; "" where it says nothing."""
    return next(
        (
            one.attributes["content"]
            for one in page.all("meta")
            if one.attributes.get("property", "").startswith("article")
        ),
        "",
    )


def extracted(site: Path, path: str) -> dict[str, Any]:
    """Text and date that trafilatura takes out of a page."""
    require_library("trafilatura")
    trafilatura = importlib.import_module("trafilatura")
    told = trafilatura.extract(
        (site / path / "index.html").read_text(encoding="utf-8"), output_format="json", with_metadata=True,
        include_tables=True,
    )  # fmt: skip
    assert told, f"{path}: nothing was extracted"
    made: dict[str, Any] = json.loads(told)
    return made


def test_a_page_says_of_when_it_is(site: Path) -> None:
    """A list by its newest record, an area by its own newest one, a day by itself; what is timeless says nothing."""
    tree = tree_of(site)
    told = {path: modified(tree.page(path)) for path in pages_of(site)}
    assert [path for path, time in told.items() if not time] == [
        "404.html",
        "check/index.html",
        "data/dictionary/index.html",
        "findings/index.html",
        "schemes/index.html",
        "verify/index.html",
    ]
    home = load(site / "index.json")
    assert told["index.html"] == told["en/index.html"] == told["questions/index.html"] == home["as_of"]
    for county in home["counties"]:
        assert told[f"{county['code']}/index.html"] == county["as_of"]
        for twin in (site / county["code"]).glob("[0-9]*/index.json"):
            events = load(twin)["events"]
            newest = events[-1]["recorded_at"] if events else county["as_of"]
            page = f"{twin.parent.relative_to(site)}/index.html"
            assert told[page] == told.get(f"en/{page}", newest) == newest
    assert told["changes/2022-11-29/index.html"] == "2022-11-29"
    assert told["changes/2022-11/index.html"].startswith("2022-11-30T")
    assert told["schemes/chongqing-2022-74/index.html"] == "2022-11-20"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", told["announcements/start/index.html"])


@pytest.mark.parametrize(
    "path",
    [
        "", "99/", "990101/", CERTIFIED, REVOKED, "changes/", "changes/2022-11-29/", "500106/",
        "990101/notices/990101-20221126-1/", *(f"changes/{kind}/" for kind in LISTS),
    ],
)  # fmt: skip
def test_days_stay_in_the_text_that_is_taken_out(site: Path, path: str) -> None:
    """Of when a list is, and the days of its rows and events, are read outside of a browser too."""
    text = extracted(site, path)["text"]
    page = tree_of(site).page(f"{path}index.html")
    own = ("th",) if path == "99/" else ("td",)  # a province has days in the tables of its charts alone
    cells = [one.says for one in page.all(*own) if one.attributes.get("class") == "d"]
    shown = {day for cell in cells for day in DAY.findall(cell)}
    events = [one for one in page.all("span", "data") if one.attributes.get("class") == "d"]
    shown |= {day for one in events for day in DAY.findall(one.says)}
    assert shown, path
    missing = {day for day in shown if day not in text}
    assert len(missing) <= len(shown) // 10, missing


@pytest.mark.parametrize(
    "path", ["", "99/", "990101/", "990201/", CERTIFIED, REVOKED, "changes/2022-11-29/", "questions/", "500106/"]
)
def test_a_page_is_dated_as_it_says(site: Path, path: str) -> None:
    """The date that is taken out is that of the page, not of the first row of a list or of a number of a document."""
    assert extracted(site, path)["date"] == modified(tree_of(site).page(f"{path}index.html"))[:10]
