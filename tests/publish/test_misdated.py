"""A line whose time was mistyped dates nothing once a correction shows it: neither heads, nor lists, nor charts."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from generator.register.misdated import Dated, listed_at
from tests.support.copies import served
from tests.support.folders import example_data, run_wuyi
from tests.support.repositories import edit
from tests.support.sites import build_site, load

LOG, AREAS = "registers/990101/events.csv", "registers/990101/areas.csv"
LINES = (
    "26,990101001001-001,幸福里小区,revoke,compound,2022-12-02,2062-12-06T09:00:00+08:00,990101,new_case,,",
    "27,990101001001-001,幸福里小区,revoke,compound,2022-12-02,2022-12-02T10:00:00+08:00,990101,new_case,,26",
    "28,990101001002-001,望江苑,apply,compound,2022-12-03,2022-12-03T09:00:00+08:00,990101001002,,,",
)
MISTYPED, SHOWN = "990101-000026", "990101-000027"
# Pages that tell of findings show what a mistyped time looks like.
TOLD = {"findings", "guide", "schemas"}
RECORD = re.compile(r"(?=<entry>|<item>|<tr|<li)")
MOVED = {"changes/2062-12-06/index.html", "changes/2062-12/index.html"}
IN_2062 = re.compile(r"2062-[0-9]{2}|2062年|[A-Z][a-z]{2} 2062")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with a line of 2062, its correction, and a line that follows."""
    data = example_data(tmp_path_factory.mktemp("misdated"))
    edit(data / LOG, lambda old: [*old, *LINES])
    edit(data / AREAS, lambda old: [*old, "990101001002-001,望江苑,,compound,,,,,,"])
    return build_site(data, data.parent / "site")


def _said(value: Any, of: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document, with the id of the item or event that it is said of."""
    if isinstance(value, dict):
        of = next((str(value[key]) for key in ("event_id", "id") if key in value), of)
        for inner in value.values():
            yield from _said(inner, of)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner, of)
    elif isinstance(value, str):
        yield of, value


def _records(path: Path) -> Iterator[str]:
    """The pieces of a file that each tell of one thing, so that one that names a time names what it is of."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        yield from (f"{of} {value}" for of, value in _said(json.loads(content)))
    elif path.suffix in (".csv", ".jsonl"):
        yield from content.splitlines()
    else:
        yield from RECORD.split(content)


def test_no_outlet_names_the_mistyped_time_but_that_of_the_item_itself(site: Path) -> None:
    """Every file of the site: heads, lists, charts, numbers and addresses follow truthful lines alone."""
    files = [path for path in site.rglob("*") if path.is_file() and path.relative_to(site).parts[0] not in TOLD]
    suffixes = (".html", ".json", ".jsonl", ".csv", ".atom", ".rss", ".xml", ".svg", ".txt")
    # What was published before is still there, and says itself that it is moved.
    moved = {path for path in files if "2062" in str(path.relative_to(site))}
    assert {path.relative_to(site).as_posix() for path in moved} == MOVED
    files = [path for path in files if path not in moved]
    named, strange = 0, []
    for path in files:
        if path.suffix in suffixes:
            for record in _records(path):
                if IN_2062.search(record) and record.strip() not in MOVED:  # as the manifest names these files
                    named += 1
                    if MISTYPED not in record:
                        strange.append((path.relative_to(site).as_posix(), record[:200]))
    assert named > 20
    assert not strange
    assert run_wuyi("verify", site).returncode == 0


def test_it_is_listed_with_the_correction_that_shows_it(site: Path) -> None:
    """Right below it, in its feeds, on its day and in its month; its id and its own time stay what they were."""
    feed = load(site / "feeds/all.json")
    ids = [item["id"].rpartition("/")[2] for item in feed["items"]]
    assert ids.index(MISTYPED) == ids.index(SHOWN) + 1
    assert feed["items"][ids.index(MISTYPED)]["date_published"] == "2062-12-06T09:00:00+08:00"
    day = load(site / "changes/2022-12-02/index.json")
    assert [event["event_id"] for event in day["events"]][:2] == [SHOWN, MISTYPED]
    index = load(site / "changes/index.json")
    assert (index["days"][0]["date"], index["months"][0]["month"]) == ("2022-12-02", "2022-12")
    assert index["as_of"] == "2022-12-03T09:00:00+08:00"
    assert (site / "statistics/days.csv").read_text(encoding="utf-8").splitlines()[-1].startswith("2022-12-02,")


def test_the_addresses_of_the_mistyped_day_and_month_lead_to_where_it_is_listed(site: Path) -> None:
    """Nothing leads there, and no search is to find them; but what was published once opens."""
    for path, target in zip(sorted(MOVED), ("../2022-12-02/", "../2022-12/"), strict=True):
        page = (site / path).read_text(encoding="utf-8")
        assert 'content="noindex"' in page
        assert "它们已经更正" in page
        assert f'href="{target}"' in page
        assert f"#e{MISTYPED}" in page


@pytest.mark.parametrize("place", ["feeds/all", "feeds/revoked", "feeds/corrected", "99/feed", "990101/feed"])
def test_the_head_of_a_feed_is_of_its_newest_truthful_item(site: Path, place: str) -> None:
    """In Atom and in RSS."""
    atom = (site / f"{place}.atom").read_text(encoding="utf-8").partition("<entry>")[0]
    assert "<updated>2022-12-02T10:00:00+08:00</updated>" in atom
    rss = (site / f"{place}.rss").read_text(encoding="utf-8").partition("<item>")[0]
    moment = datetime.fromisoformat("2022-12-02T10:00:00+08:00").strftime("%d %b %Y %H:%M:%S")
    assert f"<lastBuildDate>Fri, {moment} +0800</lastBuildDate>" in rss


def test_a_copy_of_before_takes_the_line_with_its_correction(site: Path, tmp_path: Path) -> None:
    """No closed day changed, and what the days say together are the tables."""
    root = tmp_path / "served"
    build_site(example_data(tmp_path), root)
    with served(root) as server:
        assert run_wuyi("sync", server.url, tmp_path / "copy").returncode == 0
        shutil.rmtree(root)
        shutil.copytree(site, root)
        ended = run_wuyi("sync", server.url, tmp_path / "copy")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (tmp_path / "copy/changes/2022-12-02/index.json").is_file()


def test_a_register_as_of_a_day_has_what_was_known_of_it(site: Path, tmp_path: Path) -> None:
    """The mistyped line belongs to the day of its correction, so that this corrects something."""
    then = build_site(site.parent / "data", tmp_path / "then", "--as-of", "2022-12-02")
    assert MISTYPED in (then / "990101/events.csv").read_text(encoding="utf-8")
    before = build_site(site.parent / "data", tmp_path / "before", "--as-of", "2022-12-01")
    assert MISTYPED not in (before / "990101/events.csv").read_text(encoding="utf-8")


def test_a_correction_that_is_misdated_itself_dates_nothing() -> None:
    """What a line of 2062 corrects in 2031 is listed with what shows both."""
    lines = [
        Dated(1, None, "2062-12-06"),
        Dated(2, 1, "2031-12-06"),
        Dated(3, 2, "2022-12-02T10:00:00+08:00"),
        Dated(4, None, "2022-12-03"),
    ]
    assert listed_at(lines) == {1: "2022-12-02T10:00:00+08:00", 2: "2022-12-02T10:00:00+08:00"}
    assert listed_at(lines[3:]) == {}
