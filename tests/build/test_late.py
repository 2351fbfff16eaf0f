"""What was recorded days ago and published today is the newest that followers see; what is closed stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.copies.source import Folder
from generator.copies.verify import verify
from generator.publish.feeds import policy
from tests.build.test_conductor import digests
from tests.support.copies import copied, relist
from tests.support.copies import edit as edit_document
from tests.support.folders import ROOT, example_data, replace_once
from tests.support.repositories import commit, edit, git, with_last
from tests.support.sites import load

LATE = "990201-000015"
REVOKED = "15,990201100001,椰林村,revoke,village,2022-11-23,2022-11-23T08:00:00+08:00,990201,new_case,,"
COMMITTED, MERGED = "2022-11-28T16:00:00+08:00", "2022-11-28T17:30:00+08:00"
# The feeds in which it stands: of all, of its kind, of its province.
FEEDS = ("feeds/all", "feeds/revoked", "99/feed")


def published(data: Path) -> Order:
    """An order for a data folder, committed after its newest line (the 28th at 15:00), and published."""
    commit(data.parent, when=COMMITTED)
    order = Order(data, ROOT / "content", data.parent.with_name("before"), workers=1)
    build(order)
    return order


def merged(before: Order) -> Order:
    """The same, published elsewhere once a revocation of the 23rd was merged on the 28th."""
    edit(before.data / "registers/990201/events.csv", lambda lines: with_last(REVOKED, lines))
    commit(before.data.parent, when=MERGED)
    after = replace(before, output=before.output.with_name("after"))
    build(after)
    return after


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The worked example before the merge and after it, to be read."""
    folder = tmp_path_factory.mktemp("late") / "repository"
    folder.mkdir()
    data = example_data(folder)
    replace_once(data / "site.json", '"demonstration": true', '"languages": ["en"], "demonstration": true')
    before = published(data)
    return before.output, merged(before).output


@pytest.fixture
def before(sites: tuple[Path, Path]) -> Path:
    """The site before the merge."""
    return sites[0]


@pytest.fixture
def after(sites: tuple[Path, Path]) -> Path:
    """The site after it."""
    return sites[1]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """An order of its own, published before the merge."""
    folder = tmp_path / "repository"
    folder.mkdir()
    return published(example_data(folder))


def ids(path: Path) -> list[str]:
    """Ids of the events in a feed, in its order."""
    return re.findall(r"event/([0-9]{6}-[0-9]{6})", path.read_text(encoding="utf-8"))


def dated(stem: Path) -> list[str]:
    """The times that the documents of a feed say of themselves: Atom, and RSS as the same second."""
    atom = feedparser.parse(stem.with_suffix(".atom").read_bytes()).feed.updated
    rss = feedparser.parse(stem.with_suffix(".rss").read_bytes()).feed.updated
    return [atom, rss]


@pytest.mark.parametrize("stem", FEEDS)
def test_it_is_the_first_item_of_its_feeds(before: Path, after: Path, stem: str) -> None:
    """In each form; all other items stand as they did."""
    for form in ("atom", "rss", "json"):
        was, now = (ids(site / f"{stem}.{form}") for site in (before, after))
        assert now == [LATE, *was]


@pytest.mark.parametrize("stem", FEEDS)
def test_its_feeds_say_when_it_was_published(before: Path, after: Path, stem: str) -> None:
    """Their time goes on with it, to that of the commit. Feeds in which it does not stand keep theirs."""
    assert dated(after / stem) == [MERGED, "Mon, 28 Nov 2022 17:30:00 +0800"]
    assert dated(before / stem) < dated(after / stem)
    for form in ("atom", "rss", "json"):
        path = f"feeds/suspended.{form}"
        assert (before / path).read_bytes() == (after / path).read_bytes()


def test_who_asks_for_what_is_newer_gets_it(before: Path, after: Path) -> None:
    """A reader that takes items from the top down to the one it saw last finds it, and nothing else."""
    seen = feedparser.parse((before / "feeds/all.atom").read_bytes()).entries[0].id
    entries = feedparser.parse((after / "feeds/all.atom").read_bytes()).entries
    new = entries[: next(place for place, entry in enumerate(entries) if entry.id == seen)]
    assert [entry.id.rpartition("/")[2] for entry in new] == [LATE]


def test_the_item_says_when_it_was_recorded(after: Path) -> None:
    """Its id, its dates and its words are those that it has anywhere, for ever."""
    (item,) = [item for item in load(after / "feeds/all.json")["items"] if item["id"].endswith(LATE)]
    assert item["date_published"] == "2022-11-23T08:00:00+08:00"
    assert item["content_text"].startswith("2022年11月23日生效。")
    (of_county, *_) = load(after / "990201/feed.json")["items"]
    assert of_county == item


def test_home_and_the_newest_changes_begin_with_it(after: Path) -> None:
    """And say that it was recorded on another day than the others."""
    home = (after / "index.html").read_text(encoding="utf-8")
    first, *_ = re.findall(r'href="[0-9]+/([0-9-]+)/#e([0-9-]+)"', home)
    assert first == ("990201100001", LATE)
    changes = load(after / "changes/index.json")
    assert [event["event_id"] for event in changes["events"]][:2] == [LATE, "990101-000025"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("index.html", "最近一次公布：2022年11月28日 17:30。"),
        ("en/index.html", "Last published 28 November 2022, 17:30 (China Standard Time)."),
    ],
)
def test_home_says_when_it_was_published(before: Path, after: Path, page: str, said: str) -> None:
    """Beside the time of the newest record, which stands still; where nothing is late, nothing is said."""
    was, now = (re.sub("<[^>]+>", "", (site / page).read_text(encoding="utf-8")) for site in (before, after))
    assert said in now
    assert "最近一次公布" not in was
    assert "Last published" not in was


def test_what_goes_by_the_time_of_recording_does_not_move(before: Path, after: Path) -> None:
    """Months and days list it where it was recorded; the register stands at its newest record."""
    day = load(after / "changes/2022-11-23/index.json")
    assert LATE in [event["event_id"] for event in day["events"]]
    month = [day["date"] for day in load(after / "changes/2022-11/index.json")["days"]]
    assert "2022-11-23" in month
    assert month == sorted(month, reverse=True)
    for site in (before, after):
        assert load(site / "index.json")["as_of"] == "2022-11-28T15:00:00+08:00"


@pytest.mark.parametrize(("places", "right"), [((0, 0), True), ((4, 0), True), ((1, 2), False), ((5, 10), False)])
def test_a_copy_of_it_is_found_to_be_right(after: Path, tmp_path: Path, places: tuple[int, int], right: bool) -> None:
    """Items of two counties may stand in any order, as long as both are news; those of one county may not."""

    def change(feed: dict[str, Any]) -> None:
        target, place = places
        feed["items"].insert(target, feed["items"].pop(place))

    copy = copied(after, tmp_path / "copy")
    edit_document(copy / "feeds/all.json", change)
    relist(copy)
    problems = verify(Folder(copy)).problems
    assert problems == ([] if right else ["feeds/all.json：各项的顺序变了"])


def test_a_build_that_kept_the_rest_gives_the_same(order: Order) -> None:
    """Incremental equals full, also where nothing but the time of a commit is another."""
    after = merged(order)
    build(order)
    assert digests(order.output) == digests(after.output)
    git(order.data.parent, "commit", "-q", "--amend", "--no-edit", when="2022-11-28T18:00:00+08:00")
    build(order)
    build(replace(after, full=True))
    assert dated(order.output / "feeds/all")[0] == "2022-11-28T18:00:00+08:00"
    assert digests(order.output) == digests(after.output)


def test_no_county_depends_on_it(order: Order, tmp_path: Path) -> None:
    """The same data outside of git: what counties publish is the same, and roll-ups are in order of recording."""
    after = merged(order)
    (order.data.parent / ".git").rename(tmp_path / "git")
    build(order)
    there, here = digests(order.output), digests(after.output)
    differing = {path for path in there.keys() | here.keys() if there.get(path) != here.get(path)}
    of_province = {f"99/feed.{form}" for form in ("atom", "rss", "json")}
    assert {path for path in differing if path.startswith("99")} == of_province
    assert ids(order.output / "feeds/all.atom").index(LATE) > 0


def test_a_register_as_it_was_knows_of_nothing_late(order: Order) -> None:
    """`--as-of` asks what had been recorded."""
    build(replace(merged(order), as_of="2022-11-28"))
    assert ids(order.output.with_name("after") / "feeds/all.atom").index(LATE) > 0


def test_a_preview_shows_what_is_not_committed_first(order: Order) -> None:
    """It will be the newest, whenever it is committed."""
    edit(order.data / "registers/990201/events.csv", lambda lines: with_last(REVOKED, lines))
    build(order)
    assert ids(order.output / "feeds/all.atom")[0] == LATE
    assert dated(order.output / "feeds/all")[0] == "2022-11-28T15:00:01+08:00"


@pytest.mark.parametrize("later", [None, "2022-12-02T09:00:00+08:00", "2022-12-07T09:00:00+08:00"])
def test_no_item_falls_between_feed_and_archives(
    order: Order, monkeypatch: pytest.MonkeyPatch, later: str | None
) -> None:
    """With archives of two items, and a current feed of a day or so: what was late stands in the latter once settled.

    It was merged in a month without any other change; later the month before is closed, page by page.
    """
    monkeypatch.setattr(policy, "POLICY", policy.Policy(page=2, least=1, window=timedelta(hours=30)))
    edit(order.data / "registers/990201/events.csv", lambda lines: with_last(REVOKED, lines))
    commit(order.data.parent, when="2022-12-01T08:00:00+08:00")
    if later is not None:
        applied = f"26,990101001001-002,向阳小区,apply,compound,2022-12-01,{later},990101001001,,,"
        edit(order.data / "registers/990101/events.csv", lambda lines: with_last(applied, lines))
        commit(order.data.parent, when=later)
    build(replace(order, full=True))  # another policy is another program
    assert verify(Folder(order.output)).problems == []
    archives = sorted((order.output / "feeds/all").glob("*.atom"))
    archived = {event_id for path in archives for event_id in ids(path)}
    assert (LATE in archived) == (later is not None)
    assert ids(order.output / "feeds/all.atom")[0] == LATE
