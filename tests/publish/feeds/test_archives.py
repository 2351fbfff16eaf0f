"""Feeds lose nothing: current feed and archives (RFC 5005) are exactly the public log, and archives never change."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import words
from generator.publish.feeds.archives import closed
from generator.publish.feeds.policy import POLICY, Policy
from generator.publish.handover.merged import MonthFeed
from generator.register.times import OPEN_FOR
from tests.support.folders import ROOT, run_wuyi
from tests.support.sites import build_site

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
ADDRESS = "https://register.example/"
# A program whose archives are small, so that the demonstration has many.
SMALL = (
    "from generator.publish.feeds import policy\n"
    "policy.POLICY = policy.Policy(block=20, page=7, least=3, complete=5)\n"
    "from generator.cli import main; main()"
)
SMALL_LEAST = 3
# One whose current feeds have no room for a busy week.
CUT = SMALL.replace("complete=5", "complete=5, most=20, most_of_place=20")
PUBLIC = {"nominate", "publish", "suspend", "restore", "revoke", "correct"}


def entries(path: Path) -> list[str]:
    """Ids of the items of a feed, in order."""
    if path.suffix == ".json":
        return [one["id"] for one in json.loads(path.read_text(encoding="utf-8"))["items"]]
    root = ElementTree.parse(path).getroot()
    ids = root.iter(f"{ATOM}entry") if path.suffix == ".atom" else root.iter("item")
    tag = f"{ATOM}id" if path.suffix == ".atom" else "guid"
    return [one.findtext(tag) or "" for one in ids]


def previous(path: Path) -> str | None:
    """Address of the archive before a feed's document."""
    if path.suffix == ".json":
        found: str | None = json.loads(path.read_text(encoding="utf-8")).get("next_url")
        return found
    links = ElementTree.parse(path).getroot().iter(f"{ATOM}link")
    return next((one.attrib["href"] for one in links if one.get("rel") == "prev-archive"), None)


def walk(root: Path, stem: str, form: str) -> list[str]:
    """Ids of every item, from the newest document back to the oldest; each document's own, once."""
    path: Path | None = root / f"{stem}.{form}"
    found: list[str] = []
    seen: set[Path] = set()
    while path is not None:
        assert path not in seen
        seen.add(path)
        found += [one for one in entries(path) if one not in found]
        address = previous(path)
        path = root / address.removeprefix(ADDRESS) if address else None
    return found


def public_log(root: Path, *codes: str) -> set[str]:
    """Ids of the items that the published logs ask for."""
    found = set()
    for code in codes:
        with (root / code / "events.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        finals = {row["event_id"] for row in rows if row["event"] in PUBLIC - {"correct"}}
        for row in rows:
            about = row
            while about["event"] == "correct":
                about = next(one for one in rows if one["event_id"] == about["corrects"])
            if row["event_id"] in finals or about["event_id"] in finals or row["corrects"] in finals:
                found.add(f"tag:register.example,2026:event/{row['event_id']}")
    return found


@pytest.fixture(scope="module")
def small_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with small archives."""
    root = tmp_path_factory.mktemp("small")
    done = run_wuyi(
        "build", "--data", ROOT / "data", "--content", ROOT / "content", "--output", root / "site", "--workers", "1",
        script=SMALL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.mark.parametrize("form", ["atom", "json"])
@pytest.mark.parametrize("site_name", ["site", "small_pages"])
def test_walking_the_archives_gives_the_public_log(form: str, site_name: str, request: pytest.FixtureRequest) -> None:
    """National and county feeds, each form by its own links."""
    root: Path = request.getfixturevalue(site_name)
    present = ("990101", "990201")
    assert set(walk(root, "feeds/all", form)) == public_log(root, *present)
    for code in present:
        assert set(walk(root, f"{code}/feed", form)) == public_log(root, code)


@pytest.mark.parametrize("site_name", ["site", "small_pages"])
def test_what_has_no_archives_has_the_newest(site_name: str, request: pytest.FixtureRequest) -> None:
    """RSS has the items of the other forms and leads to no archive; a province has the newest of its counties."""
    root: Path = request.getfixturevalue(site_name)
    for stem in ("feeds/all", "feeds/revoked", "99/feed", "990101/feed"):
        assert entries(root / f"{stem}.rss") == entries(root / f"{stem}.atom") != []
        assert previous(root / f"{stem}.rss") is None
    province = entries(root / "99/feed.atom")
    assert province == walk(root, "feeds/all", "atom")[: len(province)]
    assert previous(root / "99/feed.atom") is None
    assert not (root / "99/feed").exists()


def test_feeds_of_kinds_and_of_streets_are_walked_too(small_pages: Path) -> None:
    """Each kind has its events and their corrections; a street what happened below it; corrections their own."""
    whole = walk(small_pages, "feeds/all", "atom")
    for kind in ("certified", "suspended", "restored", "revoked", "corrected"):
        found = walk(small_pages, f"feeds/{kind}", "atom")
        assert found
        assert set(found) < set(whole)
    for code in ("990101", "990201"):
        for folder in (small_pages / code).iterdir():
            if re.fullmatch("[0-9]{9}", folder.name):
                found = walk(small_pages, f"{code}/{folder.name}/feed", "atom")
                with (small_pages / code / "events.csv").open(encoding="utf-8") as file:
                    inside = {row["event_id"] for row in csv.DictReader(file) if row["area_id"].startswith(folder.name)}
                public = {one for one in public_log(small_pages, code) if one.rpartition("/")[2] in inside}
                assert set(found) <= public
                assert len(set(found)) >= min(len(public), SMALL_LEAST)
                assert not (small_pages / code / folder.name / "feed").exists()  # the county's archives hold it


def test_a_burst_cuts_what_is_current_and_loses_nothing(tmp_path: Path) -> None:
    """At most so many items: removals before additions; the rest is in pages that are no archives yet."""
    done = run_wuyi(
        "build", "--data", ROOT / "data", "--content", ROOT / "content", "--output", tmp_path / "site",
        "--workers", "1", "--full", script=CUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    root = tmp_path / "site"
    for form in ("atom", "json"):
        assert set(walk(root, "feeds/all", form)) == public_log(root, "990101", "990201")
    for stem in ("feeds/all", "feeds/certified", "99/feed", "990101/feed"):
        for form in ("atom", "rss", "json"):
            assert len(entries(root / f"{stem}.{form}")) <= 20
    items = {
        item["id"]: item
        for path in [root / "feeds/all.json", *(root / "feeds/all").rglob("*.json")]
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]
    }
    now = json.loads((root / "feeds/all.json").read_text(encoding="utf-8"))
    assert "在先" in now["description"]
    assert "/feeds/all/recent/" in now["next_url"]
    since = datetime.fromisoformat("2022-12-05T00:00:00+08:00") - timedelta(days=7)
    losses = [
        key
        for key, item in items.items()
        if item["tags"][0] not in ("publish", "nominate") and datetime.fromisoformat(item["date_published"]) >= since
    ]
    held = [item["id"] for item in now["items"]]
    assert len(held) == 20 > len(losses) > 0
    assert set(losses) <= set(held)
    recent = ElementTree.parse(next((root / "feeds/all/recent").glob("*.atom"))).getroot()
    assert recent.find(f"{HISTORY}archive") is None
    assert {one.get("rel") for one in recent.iter(f"{ATOM}link")} >= {"current", "self"}


def test_a_log_of_less_than_a_block_is_current_as_a_whole(tmp_path: Path) -> None:
    """No archive holds any of it yet, and its window is long past: the current feed has all."""
    done = run_wuyi(
        "build", "--data", ROOT / "data", "--content", ROOT / "content", "--output", tmp_path / "site",
        "--workers", "1", script=SMALL.replace("block=20", "block=5000, most_of_place=5000"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for code in ("990101", "990201"):
        assert set(entries(tmp_path / f"site/{code}/feed.atom")) == public_log(tmp_path / "site", code)
        assert len(entries(tmp_path / f"site/{code}/feed.atom")) > 20


def test_kinds_have_archives_where_the_site_asks_for_them(tmp_path: Path) -> None:
    """Without the setting none, and nothing leads to one; that of all and those of the counties are whole, and a copy
    agrees with itself."""
    data, root = tmp_path / "data", tmp_path / "site"
    shutil.copytree(ROOT / "data", data)
    settings = json.loads((data / "site.json").read_text(encoding="utf-8"))
    (data / "site.json").write_text(json.dumps(settings | {"kind_archives": False}), encoding="utf-8")
    done = run_wuyi(
        "build", "--data", data, "--content", ROOT / "content", "--output", root, "--workers", "1", script=SMALL
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (root / "feeds").iterdir() if path.is_dir()] == ["all"]
    for kind in words.KINDS:
        for form in ("atom", "json"):
            path = root / f"feeds/{kind}.{form}"
            assert previous(path) is None
            assert len(entries(path)) >= SMALL_LEAST
            assert "更早的在“全部变化”的存档里" in path.read_text(encoding="utf-8")
    for form in ("atom", "json"):
        assert set(walk(root, "feeds/all", form)) == public_log(root, "990101", "990201")
        assert set(walk(root, "990101/feed", form)) == public_log(root, "990101")
    assert run_wuyi("verify", build_site(data, tmp_path / "usual")).returncode == 0


def test_documents_say_what_they_are(small_pages: Path) -> None:
    """An archive is marked and names the current feed; a feed of few items is complete; ids of a feed are one."""
    archive = ElementTree.parse(next((small_pages / "990101/feed").glob("*.atom"))).getroot()
    assert archive.find(f"{HISTORY}archive") is not None
    links = {one.get("rel"): one.get("href") for one in archive.iter(f"{ATOM}link")}
    assert links["current"] == f"{ADDRESS}990101/feed.atom"
    current = ElementTree.parse(small_pages / "990101/feed.atom").getroot()
    assert current.find(f"{HISTORY}archive") is None
    assert current.findtext(f"{ATOM}id") == archive.findtext(f"{ATOM}id")
    few = ElementTree.parse(small_pages / "990101/990101001001-003/feed.atom").getroot()
    assert few.find(f"{HISTORY}complete") is not None


def test_no_two_items_of_a_county_share_a_time(small_pages: Path) -> None:
    """Lines recorded at one time differ by milliseconds, in the order of the log."""
    for code in ("990101", "990201"):
        times = [
            one.findtext(f"{ATOM}updated")
            for path in [small_pages / code / "feed.atom", *(small_pages / code / "feed").glob("*.atom")]
            for one in ElementTree.parse(path).getroot().iter(f"{ATOM}entry")
        ]
        ids = {
            one.findtext(f"{ATOM}id")
            for path in [small_pages / code / "feed.atom", *(small_pages / code / "feed").glob("*.atom")]
            for one in ElementTree.parse(path).getroot().iter(f"{ATOM}entry")
        }
        assert len(set(times)) == len(ids)


def test_archives_stay_as_they_are_when_the_log_grows(small_pages: Path, tmp_path: Path) -> None:
    """As of a day, and of a later one: no archive of the first is another in the second."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    done = run_wuyi(
        "build", "--data", data, "--content", ROOT / "content", "--output", tmp_path / "site", "--workers", "1",
        "--as-of", "2022-11-29", script=SMALL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    earlier = {path.relative_to(tmp_path / "site"): path for path in archives_of(tmp_path / "site")}
    assert len(earlier) > 10
    for name, path in earlier.items():
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256((small_pages / name).read_bytes()).digest()


def archives_of(root: Path) -> list[Path]:
    """Archives of the feeds above the counties, and of the counties."""
    return [
        path
        for folder in (root / "feeds", root / "990101/feed", root / "990201/feed", root / "99/feed")
        for path in folder.rglob("*")
        if path.is_file() and re.search("/feed/|/feeds/[a-z]+/", path.as_posix())
    ]


@given(
    st.dictionaries(
        st.sampled_from(["2022-08", "2022-09", "2022-11", "2022-12"]),
        st.integers(1, 4000).flatmap(lambda items: st.builds(MonthFeed, st.just(items), st.integers(0, items))),
    ),
    st.sampled_from(["2022-12-05", "2022-12-31T12:00+08:00", "2023-01-07", "2023-01-08T00:00+08:00"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_closed_pages_are_a_chain_without_gap(months: dict[str, MonthFeed], as_of: str) -> None:
    """From what is current back to the first page of the first month: every closed page once."""
    made = closed(months, as_of, POLICY)
    expected = [(month, page) for month in sorted(months) for page in range(1, made.pages[month] + 1)]
    found: list[tuple[str, int]] = []
    place = made.newest()
    while place is not None:
        found.append(place)
        place = made.previous(*place)
    assert found == expected[::-1]
    for month, counted in months.items():
        assert made.items[month] <= counted.items
        assert made.items[month] == counted.items or made.items[month] % POLICY.page == 0


def test_no_policy_closes_what_may_still_be_recorded() -> None:
    """The check lets a line be recorded so late (E807); a month that closed before that would be rewritten."""
    assert POLICY.settled_before("2022-12-08") == "2022-12-01T00:00:00+08:00"
    with pytest.raises(ValueError, match="may still be recorded"):
        Policy(closes_after=OPEN_FOR - timedelta(seconds=1))


def changes(root: Path) -> dict[str, Any]:
    """The index of changes."""
    document: dict[str, Any] = json.loads((root / "changes/index.json").read_text(encoding="utf-8"))
    return document


def test_days_are_a_chain_of_digests(site: Path) -> None:
    """The index names each day with its digest, each day the one before it; together they are the feed of all."""
    index = changes(site)
    assert (index["this_update"][:10], index["next_update"]) == ("2022-12-05", "2022-12-06")
    ids: list[str] = []
    expected = index["days"][0]
    for entry in index["days"]:
        assert entry == expected
        content = (site / entry["url"].removeprefix(ADDRESS)).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        document = json.loads(content)
        assert document["total"] == entry["total"] == len(document["events"]) == sum(document["counts"].values())
        ids += [f"tag:register.example,2026:event/{one['event_id']}" for one in document["events"]]
        expected = document["previous"]
    assert expected is None
    assert ids == walk(site, "feeds/all", "json")


def test_manifests_hold_every_file(site: Path) -> None:
    """Digest and size of each file, in the county's manifest or the site's."""
    whole = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    listed: dict[str, tuple[str | None, int | None]] = {"manifest.json": (None, None)}
    for one in [*whole["files"], *whole["manifests"]]:
        listed[one["path"]] = (one["sha256"], one["size"])
    for one in whole["manifests"]:
        for inner in json.loads((site / one["path"]).read_text(encoding="utf-8"))["files"]:
            listed[inner["path"]] = (inner["sha256"], inner["size"])
    present = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    assert set(listed) == set(present) - {"README.md"}
    for name, (digest, size) in listed.items():
        if digest is not None:
            content = present[name].read_bytes()
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (digest, size), name
