"""The feeds of notices: an item for each notice, with its lists, in three forms; what it says, and that it stays."""

from __future__ import annotations

import csv
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest

from generator.publish.feeds import notice_item, notices
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.notice_item import lists
from generator.publish.handover.notices import HandedNotice, heads, read, write
from generator.publish.handover.store import Store
from generator.register.change import Change
from generator.register.codes import NoticeId
from generator.register.model import Notice, SiteSettings
from tests.publish.feeds.test_feeds import newsboat
from tests.support.folders import example_data, replace_once
from tests.support.sites import ADDRESS, Page, build_site, counties_of, load, tree_of

ATOM: Final = "{http://www.w3.org/2005/Atom}"
FORMS: Final = ("atom", "rss", "json")
KINDS: Final = ("取消", "暂停", "更正", "恢复", "新增", "公示")
TAG: Final = "tag:register.example,2026:notice/"
SITE: Final = SiteSettings("名录", "https://register.example", "register.example,2026", False, "", "")


class Item(NamedTuple):
    """An item as a reader is told it."""

    id: str
    title: str
    content: str
    updated: str
    link: str


def items(root: Path, stem: str, form: str = "json") -> list[Item]:
    """Items of a feed in a form, times to the second."""
    path = root / f"{stem}.{form}"
    if form == "json":
        return [
            Item(one["id"], one["title"], one["content_html"], seconds(one["date_modified"]), one["url"])
            for one in load(path)["items"]
        ]
    tree = ElementTree.parse(path).getroot()
    if form == "rss":
        return [
            Item(
                one.findtext("guid", ""), one.findtext("title", ""), one.findtext("description", ""),
                datetime.strptime(one.findtext("pubDate", ""), "%a, %d %b %Y %H:%M:%S %z").isoformat(),
                one.findtext("link", ""),
            )
            for one in tree.iterfind("channel/item")
        ]  # fmt: skip
    return [
        Item(
            one.findtext(f"{ATOM}id", ""), one.findtext(f"{ATOM}title", ""), one.findtext(f"{ATOM}content", ""),
            seconds(one.findtext(f"{ATOM}updated", "")), one.find(f"{ATOM}link").attrib["href"],  # type: ignore[union-attr]
        )
        for one in tree.iterfind(f"{ATOM}entry")
    ]  # fmt: skip


def seconds(time: str) -> str:
    return datetime.fromisoformat(time).replace(microsecond=0).isoformat()


def stems(root: Path) -> list[str]:
    return ["feeds/notices", *(f"{county['code']}/notices" for county in counties_of(root))]


def address(event: dict[str, Any]) -> str:
    """Where an event stands that a notice lists."""
    return f"{ADDRESS}{event['area_id'][:6]}/{event['area_id']}/#e{event['event_id']}"


def twins(root: Path) -> dict[str, dict[str, Any]]:
    """The documents of notices with changes, by id."""
    documents = [load(path) for path in root.glob("*/notices/*/index.json")]
    return {document["notice_id"]: document for document in documents if document["events"]}


# ---- what is an item


def test_every_notice_with_changes_is_an_item_of_its_feeds(site: Path) -> None:
    """Those of the present in the country's; in each county's of its own and those of units above it the ones of the
    last eight days, and no fewer than five."""
    told = twins(site)
    state = {county["code"]: county["state"] for county in counties_of(site)}
    touched: dict[str, set[str]] = {code: set() for code in state}
    for notice_id, document in told.items():
        for event in document["events"]:
            touched[event["event_id"][:6]].add(notice_id)
    left_out = 0
    present = {notice_id for code, ids in touched.items() if state[code] == "active" for notice_id in ids}
    assert {one.id for one in items(site, "feeds/notices")} == {TAG + notice_id for notice_id in present}
    assert "9901-20221130-1" in present
    for code, ids in touched.items():
        times = sorted(((_newest(told[one], code), one) for one in ids), reverse=True)
        since = (datetime.fromisoformat(times[0][0]) - timedelta(days=8)).isoformat() if times else ""
        late = [one for place, (time, one) in enumerate(times) if place < 5 or time >= since]
        wanted = {TAG + (one if one.startswith(f"{code}-") else f"{one}/{code}") for one in late}
        assert {one.id for one in items(site, f"{code}/notices")} == wanted, code
        left_out += len(ids) - len(late)
    assert left_out > 0


def _newest(notice: dict[str, Any], code: str) -> str:
    """When the last change of a county was recorded under a notice, by the tables of the source."""
    own = {event["event_id"] for event in notice["events"] if event["event_id"].startswith(f"{code}-")}
    with (Path("data/registers") / code / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        recorded = [row["recorded_at"] for row in csv.DictReader(file) if f"{code}-{int(row['sequence']):06}" in own]
    return max(time if "T" in time else f"{time}T00:00:00+08:00" for time in recorded)


def test_titles_say_the_batch_and_the_numbers(site: Path) -> None:
    """As people speak of it; in the feed of the country with the name of whose notice it is."""
    national = {one.id.removeprefix(TAG): one.title for one in items(site, "feeds/notices")}
    own = {one.id.removeprefix(TAG): one.title for one in items(site, "990101/notices")}
    assert own["990101-20221201-1"] == "第十批：新增 4"
    assert national["990101-20221126-1"] == "示例区第五批：新增 5"
    assert national["9901-20221130-1"] == own["9901-20221130-1/990101"] == "示例市第一批：新增 3"
    removing = "《关于恢复、取消部分无疫村、无疫社区称号的通告》：取消 1，恢复 2"
    assert national["990201-20220906-1"] == f"示范县{removing}"


def test_an_item_lists_every_change_under_the_notice_removals_first(site: Path) -> None:
    """Each with its name, removals and corrections with the link to the event on its area's page; the numbers are those
    of the lists."""
    told, tree = twins(site), tree_of(site)
    for one in items(site, "feeds/notices"):
        document = told[one.id.removeprefix(TAG)]
        page = Page(f"<body>{one.content}</body>")
        links = [link.attributes["href"] for link in page.all("a")]
        assert links[-1] == one.link == document["url"]
        leading = [event for event in document["events"] if event["event"] not in ("publish", "restore", "nominate")]
        names = {address(event): event["area_name"] for event in leading}
        assert sorted(links[:-1]) == sorted(names)
        rows = Counter(row.says.partition("（")[0].partition("(")[0] for row in page.all("li"))
        plain = Counter(event["area_name"] for event in document["events"] if event not in leading)
        assert plain <= rows
        assert all(names[link.attributes["href"]] in link.says for link in page.all("a")[:-1])
        headings = [heading.says.partition("：")[0].split() for heading in page.all("h3")]
        places = [KINDS.index(kind) for kind, _ in headings]
        assert places == sorted(places)
        assert sum(int(number) for _, number in headings) == len(document["events"])
        assert all(tree.problem(link, "index.html") is None for link in links)
    assert any("取消" in one.title and "恢复" in one.title for one in items(site, "feeds/notices"))


def test_the_newest_recorded_comes_first(site: Path) -> None:
    """The time of an item is that of the newest change under it, so that one with new changes is seen again."""
    told = twins(site)
    recorded: dict[str, str] = {}
    for county in counties_of(site):
        with (site / county["code"] / "events.csv").open(encoding="utf-8", newline="") as file:
            recorded |= {row["event_id"]: row["recorded_at"] for row in csv.DictReader(file)}
    for one in items(site, "feeds/notices"):
        newest = max(recorded[event["event_id"]] for event in told[one.id.removeprefix(TAG)]["events"])
        assert one.updated == seconds(newest if "T" in newest else f"{newest}T00:00:00+08:00")
    for stem in stems(site):
        times = [one["date_modified"] for one in load(site / f"{stem}.json")["items"]]
        assert times == sorted(times, reverse=True)


def test_feeds_of_notices_are_marked(site: Path) -> None:
    """Fictional and historical ones in the title of the feed, and in each item."""
    for county in counties_of(site):
        mark = "历史名录" if county["state"] == "archived" else "演示数据"
        feed = load(site / f"{county['code']}/notices.json")
        assert mark in feed["title"]
        assert all(mark in one["content_text"] and mark in one["content_html"] for one in feed["items"])
    assert "演示数据" in load(site / "feeds/notices.json")["title"]
    assert f"{notices.MOST} 份" in load(site / "feeds/notices.json")["description"]
    assert f"{notices.OF_COUNTY} 份" in load(site / "990101/notices.json")["description"]


# ---- three forms, and readers


def test_three_forms_say_the_same(site: Path, example_site: Path) -> None:
    """The same ids, titles, contents, times and links in the same order; and there is no archive."""
    for root in (site, example_site):
        for stem in stems(root):
            told = items(root, stem)
            assert items(root, stem, "atom") == told, stem
            assert items(root, stem, "rss") == told, stem
            assert not {"next_url", "prev-archive"} & set(
                (root / f"{stem}.json").read_text(encoding="utf-8").split('"')
            )
            assert "prev-archive" not in (root / f"{stem}.atom").read_text(encoding="utf-8")


def test_feedparser_reads_every_feed_of_notices(site: Path) -> None:
    """It finds nothing wrong, and has ids, titles, times and lists as they stand in the file."""
    for stem in stems(site):
        for form in ("atom", "rss"):
            told, feed = items(site, stem, form), feedparser.parse(site / f"{stem}.{form}")
            assert not feed.bozo
            assert [(one.id, one.title, one.link) for one in feed.entries] == [
                (one.id, one.title, one.link) for one in told
            ]
            for entry, one in zip(feed.entries, told, strict=True):
                content = entry.content[0].value if form == "atom" else entry.summary
                assert Page(f"<body>{content}</body>").text == Page(f"<body>{one.content}</body>").text
                time = entry.updated_parsed if form == "atom" else entry.published_parsed
                assert timegm(time) == int(datetime.fromisoformat(one.updated).timestamp())


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_newsboat_keeps_every_notice(site: Path, tmp_path: Path, form: str) -> None:
    """A real reader has each with its lists."""
    kept = newsboat(site, [f"feeds/notices.{form}"], tmp_path / form)
    told = {one.id: one for one in items(site, "feeds/notices")}
    assert {(guid, title) for guid, title, _ in kept} == {(one.id, one.title) for one in told.values()}
    for guid, _, content in kept:
        assert Page(f"<body>{content}</body>").text == Page(f"<body>{told[guid].content}</body>").text


def test_pages_lead_to_the_feeds_of_notices(site: Path) -> None:
    """In the head and at the foot: home and what stands above the counties, a county, its notices, the texts."""
    for page, stem in (
        ("", "feeds/notices"), ("en/", "feeds/notices"), ("99/", "feeds/notices"), ("changes/", "feeds/notices"),
        ("data/", "feeds/notices"), ("journalists/", "feeds/notices"), ("990101/", "990101/notices"),
        ("990101/notices/990101-20221126-1/", "990101/notices"), ("9901/notices/9901-20221130-1/", "feeds/notices"),
    ):  # fmt: skip
        shown = tree_of(site).page(f"{page}index.html")
        for tag in ("link", "a"):
            reached = {urljoin(f"{ADDRESS}{page}", one.attributes.get("href", "")) for one in shown.all(tag)}
            assert {f"{ADDRESS}{stem}.{form}" for form in FORMS} <= reached, (page, tag)


# ---- hostile prose


def test_hostile_prose_is_text_in_lists(tmp_path: Path) -> None:
    """Names and titles are text: a reader that shows HTML shows these letters, and runs none of it."""
    data = example_data(tmp_path)
    hostile = "关于<script>alert('x')</script> & 第一批 ]]> <b>的通告</b>"
    folder = data / "registers/990101"
    replace_once(folder / "notices.csv", "关于公布第一批无疫社区、无疫小区的通告", f'"{hostile}"')
    root = build_site(data, tmp_path / "site")
    for stem in ("feeds/notices", "990101/notices"):
        for form in FORMS:
            (one,) = [one for one in items(root, stem, form) if one.id == f"{TAG}990101-20221123-1"]
            assert "<script" not in one.content
            assert hostile in Page(f"<body>{one.content}</body>").text


# ---- permanence


def written(root: Path, stem: str) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in load(root / f"{stem}.json")["items"]}


def test_an_item_changes_only_with_changes_under_its_notice(earlier: dict[str, Path], example_site: Path) -> None:
    """Whatever is recorded later, a correction of what it lists too: to the byte, unless it lies under the notice."""
    times = [*earlier.values(), example_site]
    same = 0
    for before, after in pairwise(times):
        for stem in stems(before):
            later = written(after, stem)
            for item_id, item in written(before, stem).items():
                number = item["content_html"].count("<li>")
                assert item_id in later
                if later[item_id]["content_html"].count("<li>") == number:
                    assert later[item_id] == item
                    same += 1
                else:
                    assert later[item_id]["date_modified"] > item["date_modified"]
    assert same > 10


def test_a_later_correction_leaves_the_item_as_it_is(example_site: Path, tmp_path: Path) -> None:
    """What a notice brought and was corrected under none still stands in its item, to the byte."""
    data = example_data(tmp_path)
    with (data / "registers/990101/events.csv").open("a", encoding="utf-8") as log:
        log.write(
            "26,990101001001-001,幸福里小区,correct,compound,2022-11-23,2022-11-29T10:00:00+08:00,990101,notice_in_error,,9\n"
        )
    after = build_site(data, tmp_path / "after")
    told = load(after / "990101/notices/990101-20221123-1/index.json")["events"]
    assert "990101-000026" in {event.get("superseded_by") for event in told}
    for stem in ("feeds/notices", "990101/notices"):
        for form in FORMS:
            name = f"{stem}.{form}"
            assert (after / name).read_bytes() == (example_site / name).read_bytes()


# ---- bounds


def change(number: int, event: str, kind: str) -> Change:
    return Change(
        event_id=f"990101-{number:06}", sequence=number, county="990101", county_name="示例区",
        area_id="990101001001-001", area_name=f"小区{number}", qualifier=None, place="示例区", event=event, kind=kind,
        kinds=(kind,), title="compound", title_name="无疫小区", effective_at="2022-11-28", recorded_at="2022-11-28",
        status_before=None, status_after=None, reason=None, reason_name=None, notice_id="990101-20221128-1",
        corrects=None, sentence="", body="", address="990101/990101001001-001/", demonstration=False,
    )  # fmt: skip


NOTICE: Final = Notice(
    NoticeId("990101-20221128-1"), None, "关于公布第七批的通告", None, "2022-11-28", None, "official", "", None
)  # fmt: skip


def test_an_item_names_removals_and_says_how_many_more_there_are() -> None:
    """Removals first and all, to two hundred; thirty of each other kind; the numbers are those of all."""
    many = [change(number, "publish", "certified") for number in range(1, 501)]
    many += [change(number, "revoke", "revoked") for number in range(501, 601)]
    item = notice_item.notice_item(NOTICE, lists(many), SITE)
    assert item.title == "第七批：新增 500，取消 100"
    rows = re.findall(r"<li>(?:<a [^>]*>)?([^<]*)", item.html)
    removed, added = [f"小区{number}" for number in range(501, 601)], [f"小区{number}" for number in range(1, 31)]
    assert rows == [*removed, *added, "另有 470 个"]
    assert "这里没有列出 470 项，全部名单在" in item.html
    more = [change(number, "revoke", "revoked") for number in range(1, 302)]
    assert "<li>另有 101 个</li>" in notice_item.notice_item(NOTICE, lists(more), SITE).html


def test_what_a_list_has_in_common_stands_above_it() -> None:
    """The title and the reason of all, once; where they are several, each with its own, and the place without the name
    of the county whose notice it is."""
    one = change(1, "suspend", "suspended")._replace(place="示例区示例街道", reason="case", reason_name="新增病例")
    other = one._replace(event_id="990101-000002", area_name="小区2")
    said = notice_item.notice_item(NOTICE, lists([one, other]), SITE).html
    assert "<h3>暂停 2：无疫小区，新增病例</h3>" in said
    assert [*re.findall("</a>([^<]*)</li>", said)] == ["（示例街道）", "（示例街道）"]
    said = notice_item.notice_item(NOTICE, lists([one, other._replace(title_name="无疫社区")]), SITE).html
    assert "<h3>暂停 2：新增病例</h3>" in said
    assert [*re.findall("</a>([^<]*)</li>", said)] == ["（示例街道），无疫小区", "（示例街道），无疫社区"]
    said = notice_item.notice_item(NOTICE, lists([one, other._replace(reason=None, reason_name=None)]), SITE).html
    assert "<h3>暂停 2：无疫小区</h3>" in said
    assert [*re.findall("</a>([^<]*)</li>", said)] == ["（示例街道），新增病例", "（示例街道）"]
    above = NOTICE._replace(notice_id=NoticeId("9901-20221128-1"))
    assert "（示例区示例街道）" in notice_item.notice_item(above, lists([one]), SITE).html


def test_what_only_ends_titles_of_a_batch_is_no_batch() -> None:
    """Two batches of one number would be told otherwise."""
    item = notice_item.notice_item(NOTICE, lists([change(1, "revoke", "revoked")]), SITE, before="示例区")
    assert item.title == "示例区《关于公布第七批的通告》：取消 1"


def entries(size: int) -> Iterator[Entry]:
    for number in range(1000):
        yield Entry(f"{number:04}", [b"x" * size, b"x", b"x"])


def test_a_document_is_bounded_in_number_and_bytes() -> None:
    """The newest stay, as many as fit in every form; one at least."""
    assert len(notices._fitting(entries(60_000))) == 16
    assert len(notices._fitting(entries(2 * notices.BYTES))) == 1
    assert len(notices._fitting(list(entries(10))[: notices.MOST])) == notices.MOST


def test_bounds_hold_on_a_burst(site: Path) -> None:
    """What the demonstration publishes is within them."""
    for stem in stems(site):
        for form in FORMS:
            assert (site / f"{stem}.{form}").stat().st_size <= notices.BYTES
        assert len(load(site / f"{stem}.json")["items"]) <= notices.MOST


def test_what_is_handed_over_comes_back(tmp_path: Path) -> None:
    """Heads and items of a county as they were written, and none where it has none."""
    store = Store(tmp_path)
    handed = [HandedNotice("2022", "a", "甲", [b"1", b"22", b""]), HandedNotice("2021", "b", "乙", ()),
              HandedNotice("2020", "c", "甲", [b"333", b"4\n", b"5"])]  # fmt: skip
    write(store, "990101.x", handed)
    write(store, "990201.x", [])
    told = heads(store, "990101.x")
    assert [(one.updated, one.notice_id, one.name) for one in told] == [one[:3] for one in handed]
    assert [read(store, one) for one in told] == [[*one.written] for one in handed]
    assert heads(store, "990201.x") == []
