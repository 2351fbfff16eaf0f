"""Days and months: each change stands in the document of its day, and whoever looks at a page reaches it."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest

from generator import words
from generator.build.order import Order
from generator.build.start import build
from generator.publish.rollup import days
from tests.support.folders import ROOT
from tests.support.sites import ADDRESS, Page, load

DAY = "20[0-9][0-9]-[0-1][0-9]-[0-3][0-9]"


def months_of(root: Path) -> list[Path]:
    return sorted(path for path in (root / "changes").iterdir() if re.fullmatch(r"\d{4}-\d\d", path.name))


def test_months_list_every_day_as_the_index_of_changes_does(site: Path) -> None:
    """Newest first, with address and digest; what the day is called by `changes/index.json` it is by its month."""
    listed = load(site / "changes/index.json")["days"]
    by_month = {path.name: load(path / "index.json") for path in months_of(site)}
    told = [
        {key: day[key] for key in ("date", "total", "sha256", "url")}
        for month in reversed(by_month)
        for day in by_month[month]["days"]
    ]
    assert told == listed
    assert len(by_month) > 3
    for month, document in by_month.items():
        assert all(day["date"].startswith(month) for day in document["days"])
        assert "events" not in document
        for day in document["days"]:
            content = (site / day["url"].removeprefix(ADDRESS)).read_bytes()
            assert hashlib.sha256(content).hexdigest() == day["sha256"]
        assert not [path for path in (site / "changes" / month).iterdir() if path.is_dir()]


def test_a_month_counts_what_stands_as_its_days_do(site: Path) -> None:
    """Sums agree: what stands by kind and what was corrected later is all that there is, of each day and month."""
    gone = 0
    for path in months_of(site):
        document = load(path / "index.json")
        summed = Counter[str]()
        for part in (document, *document["days"]):
            assert list(part["standing"]) == list(words.KIND_NAMES)
            assert sum(part["standing"].values()) + part["superseded"] == part["total"]
        for day in document["days"]:
            summed.update(day["standing"])
        assert +summed == +Counter(document["standing"])
        assert sum(day["superseded"] for day in document["days"]) == document["superseded"]
        gone += document["superseded"]
    assert gone > 5


def test_a_month_leads_to_each_of_its_days(site: Path) -> None:
    """The page has a row for each day, newest first, with the link to its page; so has the calendar above, in its
    order."""
    months = months_of(site)
    assert len(months) > 3
    for path in months:
        page = Page.read(path / "index.html")
        links = [
            one.attributes["href"]
            for one in page.all("a")
            if re.fullmatch(rf"\.\./{DAY}/", one.attributes.get("href", ""))
        ]
        days_of = [f"../{day['date']}/" for day in load(path / "index.json")["days"]]
        assert links == [*reversed(days_of), *days_of]


def test_a_page_of_a_day_leads_to_its_document(site: Path) -> None:
    """In the text of the page, not only at its foot: all changes of the day as data."""
    pages = sorted((site / "changes").glob(f"{DAY}/index.html"))
    assert len(pages) > 20
    for path in pages:
        page = Page.read(path)
        assert any(one.says == "本页数据" and one.attributes["href"] == "index.json" for one in page.all("a"))
        assert "本页没有列出的" not in page.text


@pytest.mark.usefixtures("few")
def test_a_day_with_more_than_its_page_holds_leads_to_the_rest(tmp_path: Path) -> None:
    """It says how many are left out; each of these stands in the table of events of a county that it leads to, and
    where a notice brought it, under that notice. Removals stand there all."""
    build(Order(ROOT / "data", ROOT / "content", tmp_path / "site", workers=1))
    cut = 0
    for path in sorted((tmp_path / "site/changes").glob(f"{DAY}/index.html")):
        page, document = Page.read(path), load(path.with_suffix(".json"))
        events = {event["event_id"]: event for event in document["events"]}
        own = f"{ADDRESS}changes/{document['date']}/"
        links = {urljoin(own, one.attributes["href"]) for one in page.all("a") if "href" in one.attributes}
        shown = {event for event, row in events.items() if f"{ADDRESS}{event[:6]}/{row['area_id']}/#e{event}" in links}
        assert {event for event, row in events.items() if row["event"] == "revoke"} <= shown
        left = events.keys() - shown
        if not left:
            assert "本页没有列出的" not in page.text
            continue
        cut += 1
        assert f"其余 {len(left)} 项" in page.text
        for code in {event[:6] for event in left}:
            assert f"{ADDRESS}{code}/" in links
            assert f"{ADDRESS}{code}/events.csv" in links
            with (tmp_path / f"site/{code}/events.csv").open(encoding="utf-8-sig") as file:
                assert {event for event in left if event[:6] == code} <= {
                    row["event_id"] for row in csv.DictReader(file)
                }
        notices = {events[event].get("notice_id") for event in left} - {None}
        assert {f"{ADDRESS}{one.partition('-')[0]}/notices/{one}/" for one in notices} <= links
    assert cut > 3


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a day holds one change of a kind."""
    monkeypatch.setattr(days, "MOST", 1)
