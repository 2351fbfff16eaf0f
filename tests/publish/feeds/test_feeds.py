"""The feeds as published: their items, their ids for ever, and what two feed readers make of them."""

from __future__ import annotations

import csv
import html
import re
import sqlite3
import subprocess
from calendar import timegm
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import feedparser
import pytest

from tests.support.folders import EXAMPLE, example_data, replace_once
from tests.support.sites import ADDRESS, Page, build_site, counties_of, load, made_once, serving, tree_of
from tests.support.tools import require_tool

KINDS = ("all", "certified", "suspended", "restored", "revoked")
NATIONAL = [f"feeds/{kind}" for kind in KINDS]
COUNTY = ["990101/feed", "990201/feed"]
ATOM = "{http://www.w3.org/2005/Atom}"

# What the worked example says of its events; nothing here is computed.
ITEMS = {"990101": [9, 10, 15, 17, 18, 20, 23, 24, 25], "990201": [9, 10, 11, 12, 13, 14]}
OF_KIND = {
    "certified": {"990101": [9, 10, 15, 23], "990201": [9, 10]},
    "suspended": {"990101": [], "990201": [11, 12]},
    "restored": {"990101": [], "990201": [13]},
    "revoked": {"990101": [17, 18, 20, 24, 25], "990201": [14]},
}
TITLES = {
    "990101-000018": "取消:向阳小区(1-5栋)不再是无疫小区(示例区示例街道春晓社区)",
    "990101-000025": "更正:和平社区的取消记录有误,仍为无疫社区",
}


class Item(NamedTuple):
    """An item as a reader of feeds is told it; `summary` is the text that is shown."""

    id: str
    title: str
    summary: str
    date: str
    link: str


def item_id(event: str) -> str:
    return f"tag:register.example,2026:event/{event}"


def expected(numbers: dict[str, list[int]], county: str | None = None) -> list[str]:
    """Ids of items, newest first by recorded time, then id; the times are read from the committed logs."""
    found = []
    for code, sequences in numbers.items():
        with (EXAMPLE / "registers" / code / "events.csv").open(encoding="utf-8") as file:
            rows = {int(row["sequence"]): row for row in csv.DictReader(file)}
        if county in (None, code):
            found += [(rows[one]["recorded_at"], item_id(f"{code}-{one:06d}")) for one in sequences]
    return [one for _, one in sorted(found, reverse=True)]


def moment(time: str) -> str:
    """An RFC 822 or RFC 3339 time as the latter, to the second, with its offset."""
    if time[0].isdigit():
        return datetime.fromisoformat(time).replace(microsecond=0).isoformat()
    return datetime.strptime(time, "%a, %d %b %Y %H:%M:%S %z").isoformat()


def text_of(element: ElementTree.Element | None) -> str:
    assert element is not None
    return element.text or ""


def rss(path: Path) -> list[Item]:
    """Items of an RSS file, by the XML alone."""
    return [
        Item(
            text_of(one.find("guid")),
            text_of(one.find("title")),
            html.unescape(text_of(one.find("description"))),
            moment(text_of(one.find("pubDate"))),
            text_of(one.find("link")),
        )
        for one in ElementTree.parse(path).getroot().iterfind("channel/item")
    ]


def atom(path: Path) -> list[Item]:
    """Items of an Atom file, by the XML alone."""
    found = []
    for one in ElementTree.parse(path).getroot().iterfind(f"{ATOM}entry"):
        summary, link = one.find(f"{ATOM}summary"), one.find(f"{ATOM}link")
        assert summary is not None
        assert link is not None
        shown = html.unescape(summary.text or "") if summary.get("type") == "html" else summary.text or ""
        updated = moment(text_of(one.find(f"{ATOM}updated")))
        assert one.find(f"{ATOM}published") is None
        found.append(
            Item(text_of(one.find(f"{ATOM}id")), text_of(one.find(f"{ATOM}title")), shown, updated, link.attrib["href"])
        )
    return found


def json_feed(path: Path) -> list[Item]:
    """Items of a JSON Feed."""
    return [
        Item(one["id"], one["title"], one["content_text"], moment(one["date_published"]), one["url"])
        for one in load(path)["items"]
    ]


FORMS = {"atom": atom, "rss": rss, "json": json_feed}


def items(root: Path, stem: str, form: str = "atom") -> list[Item]:
    return FORMS[form](root / f"{stem}.{form}")


def ids(root: Path, stem: str) -> list[str]:
    return [one.id for one in items(root, stem)]


def all_feeds(root: Path) -> list[str]:
    """Every feed of changes of a site, as paths; there are some in each form. Those of notices have their own tests."""
    found = [path for ending in ("atom", "rss") for path in root.rglob(f"*.{ending}")]
    found += [
        path for path in root.rglob("*.json") if re.search(r"(^|/)feeds?(/|\.json$)", path.relative_to(root).as_posix())
    ]
    found = [path for path in found if path.stem != "notices"]
    assert {path.suffix for path in found} == {".atom", ".rss", ".json"}
    return sorted(path.relative_to(root).as_posix() for path in found)


# ---- what is an item


def test_national_feed_has_an_item_for_each_public_change_and_no_other(example_site: Path) -> None:
    """feeds/all has the items that the worked example lists, newest first by recorded time, then id."""
    assert ids(example_site, "feeds/all") == expected(ITEMS)


@pytest.mark.parametrize("kind", OF_KIND)
def test_feed_of_a_kind_has_its_changes_and_their_corrections(example_site: Path, kind: str) -> None:
    """A replacement or retraction stands in the feed of what it corrects too."""
    assert ids(example_site, f"feeds/{kind}") == expected(OF_KIND[kind])


@pytest.mark.parametrize("code", ITEMS)
def test_county_feed_has_the_county_s_items(example_site: Path, code: str) -> None:
    """A county's feed has the items of the county and of no other."""
    assert ids(example_site, f"{code}/feed") == expected(ITEMS, code)


@pytest.mark.parametrize(
    ("area_id", "sequences"),
    [
        ("990101001001-001", [9]),
        ("990101001001-002", [15, 18]),
        ("990101001002", [23, 24, 25]),
        ("990101001001", [9, 10, 15, 17, 18, 20]),
        ("990101001", [9, 10, 15, 17, 18, 20, 23, 24, 25]),
    ],
)
def test_area_feed_is_of_the_area_and_all_below(example_site: Path, area_id: str, sequences: list[int]) -> None:
    """An area has a feed of its own; that of a community or street also tells what happens inside it."""
    assert ids(example_site, f"990101/{area_id}/feed") == expected({"990101": sequences})


def test_titles_say_what_happened_as_the_worked_example_words_it(example_site: Path) -> None:
    """The titles that the worked example states stand in all three forms, letter by letter."""
    for form in FORMS:
        titles = {one.id: one.title for one in items(example_site, "feeds/all", form)}
        assert {event: titles[item_id(event)] for event in TITLES} == TITLES


def test_an_item_says_which_area_where_from_when_why_and_under_which_notice(example_site: Path) -> None:
    """Its title and its text tell it together, each fact once: a reader need not follow its link to understand it."""
    told = {one.id: f"{one.title} {one.summary}" for one in items(example_site, "990101/feed")}
    revoked = told[item_id("990101-000018")]
    for part in ("向阳小区(1-5栋)", "示例区示例街道春晓社区", "无疫小区", "2022年11月26日", "确诊病例"):
        assert part in revoked
    assert "依据：示疫指发〔2022〕1号（990101-20221123-1）。" in told[item_id("990101-000009")]
    dates = {one.id: one.date for one in items(example_site, "990101/feed")}
    assert dates[item_id("990101-000018")] == "2022-11-26T08:05:00+08:00"


# ---- the three forms


def test_three_forms_of_a_feed_say_the_same(site: Path, example_site: Path) -> None:
    """RSS, Atom and JSON Feed hold the same ids, titles, texts, dates and links in the same order."""
    for root in (site, example_site):
        stems = [*NATIONAL, *(f"{one['code']}/feed" for one in counties_of(root))]
        for stem in stems:
            told = items(root, stem)
            assert items(root, stem, "rss") == told, stem
            assert items(root, stem, "json") == told, stem
            order = [(one.date, one.id) for one in told]
            assert order == sorted(order, reverse=True), stem
            assert len(set(order)) == len(order), stem


def test_each_form_keeps_to_its_standard(site: Path) -> None:
    """What RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1 require of a feed and its items is there."""
    for path in all_feeds(site):
        if path.endswith(".json"):
            feed = load(site / path)
            assert feed["version"] == "https://jsonfeed.org/version/1.1"
            assert feed["feed_url"] == f"{ADDRESS}{path}"
            assert all(one["id"] and one["content_text"] for one in feed["items"])
            continue
        root = ElementTree.parse(site / path).getroot()
        if path.endswith(".rss"):
            assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
            (channel,) = root
            assert all(text_of(channel.find(one)) for one in ("title", "link", "description"))
            itself = channel.find(f"{ATOM}link")
            assert itself is not None
            assert (itself.get("rel"), itself.get("href")) == ("self", f"{ADDRESS}{path}")
            assert all(one.attrib == {"isPermaLink": "false"} for one in channel.iterfind("item/guid"))
            continue
        assert root.tag == f"{ATOM}feed"
        assert all(text_of(root.find(f"{ATOM}{one}")) for one in ("id", "title", "updated"))
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        assert {one.get("rel"): one.get("href") for one in root.iterfind(f"{ATOM}link")}["self"] == f"{ADDRESS}{path}"
        newest = [one.date for one in atom(site / path)][:1]
        assert newest in ([], [moment(text_of(root.find(f"{ATOM}updated")))])


def test_every_item_leads_to_its_place_on_a_page(site: Path, example_site: Path) -> None:
    """The link of an item is the event on its area's page."""
    for root in (site, example_site):
        tree = tree_of(root)
        for stem in [*NATIONAL, *(f"{one['code']}/feed" for one in counties_of(root))]:
            for one in items(root, stem):
                assert one.link.endswith(f"#e{one.id.rpartition('/')[2]}")
                assert tree.problem(one.link, "index.html") is None


# ---- archived and fictional counties


def test_archived_counties_are_in_their_own_feed_and_in_no_national_one(site: Path) -> None:
    """A historical list does not speak in the feeds of the present."""
    archived = {one["code"] for one in counties_of(site) if one["state"] == "archived"}
    told = [one for code in archived for one in items(site, f"{code}/feed")]
    assert len({re.search("event/([0-9]{6})", one.id)[1] for one in told}) == len(archived)  # type: ignore[index]
    assert all("历史名录" in one.summary for one in told)
    national = {one.id for stem in NATIONAL for one in items(site, stem)}
    assert national
    assert not national & {one.id for one in told}


def test_feeds_with_fictional_areas_say_so(site: Path, example_site: Path) -> None:
    """Each feed with fictional areas is marked in its title, each of their items in its text; no other feed is."""
    for root in (site, example_site):
        fictional = {one["code"] for one in counties_of(root) if one["demonstration"]}
        for path in all_feeds(root):
            code = path.partition("/")[0]
            marked = code in fictional or code in ("99", "feeds")
            form = path.rpartition(".")[2]
            title = load(root / path)["title"] if form == "json" else feedparser.parse(root / path).feed.title
            assert ("演示数据" in title) == marked, path
            assert all(("演示数据" in one.summary) == marked for one in FORMS[form](root / path)), path


# ---- read by others


def test_feedparser_reads_every_feed(site: Path, example_site: Path) -> None:
    """feedparser finds nothing wrong and reads the same ids, titles, dates and links as stand in the file."""
    for root in (site, example_site):
        for path in all_feeds(root):
            if path.endswith(".json"):
                continue
            told, read = FORMS[path.rpartition(".")[2]](root / path), feedparser.parse(root / path)
            assert not read.bozo, path
            assert read.version == {"atom": "atom10", "rss": "rss20"}[path.rpartition(".")[2]]
            assert read.feed.language == "zh-CN"
            time = "updated_parsed" if read.version == "atom10" else "published_parsed"
            assert [
                (one.id, one.title, one.link, timegm(one[time]), html.unescape(one.summary)) for one in read.entries
            ] == [
                (one.id, one.title, one.link, int(datetime.fromisoformat(one.date).timestamp()), one.summary)
                for one in told
            ], path


def newsboat(root: Path, paths: Sequence[str], folder: Path) -> list[tuple[str, str, str]]:
    """(guid, title, content) of every item that newsboat keeps after reading the feeds of a site."""
    require_tool("newsboat")
    folder.mkdir(parents=True)
    with serving(root) as address:
        (folder / "urls").write_text("".join(f"{address}{path}\n" for path in paths), encoding="utf-8")
        (folder / "config").write_text("auto-reload no\n", encoding="utf-8")
        ended = subprocess.run(
            ["newsboat", "-u", folder / "urls", "-C", folder / "config", "-c", folder / "cache.db", "-x", "reload"],
            env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "no_proxy": "127.0.0.1"},
            capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    with sqlite3.connect(folder / "cache.db") as cache:
        return cache.execute("SELECT guid, title, content FROM rss_item").fetchall()


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_newsboat_keeps_one_item_for_each_event(example_site: Path, tmp_path: Path, form: str) -> None:
    """A real reader that follows all feeds at once has each event once, with its title, as the ids are the same."""
    kept = newsboat(example_site, [f"{stem}.{form}" for stem in (*NATIONAL, *COUNTY)], tmp_path / form)
    assert sorted((guid, title) for guid, title, _ in kept) == sorted(
        (one.id, one.title) for one in items(example_site, "feeds/all")
    )


def test_newsboat_has_the_same_items_from_areas_and_from_the_demonstration(site: Path, tmp_path: Path) -> None:
    """The feeds of single areas bring no other items than the county's feed."""
    areas = [path for path in all_feeds(site) if re.match("990101/.*/feed.atom", path)]
    kept = newsboat(site, ["990101/feed.atom", *areas[:20]], tmp_path / "areas")
    assert {(guid, title) for guid, title, _ in kept} == {(one.id, one.title) for one in items(site, "990101/feed")}


# ---- hostile prose


HOSTILE = "“<b>关于</b>” & &amp <script>alert('x')</script> \"无疫\" ]]> <!-- 的通告"


def test_every_feed_names_its_licence(site: Path) -> None:
    """Whoever has only the feed knows on which terms: Atom (RFC 4287, RFC 4946), RSS and JSON Feed say the same."""
    name, address = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    for path in all_feeds(site):
        if path.endswith(".json"):
            extension = {"about": f"{ADDRESS}data/", "licence": {"name": name, "url": address}}
            assert load(site / path)["_register"] == extension
            continue
        parsed = feedparser.parse((site / path).read_bytes())
        assert parsed.feed.rights == f"数据许可：{name}（{address}）"
        if path.endswith(".atom"):
            assert [one.href for one in parsed.feed.links if one.rel == "license"] == [address]


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example with prose that is markup somewhere: a notice's title, a contact, a publisher, a name."""

    def make(work: Path) -> Path:
        data = example_data(work)
        register, doubled = data / "registers" / "990101", HOSTILE.replace('"', '""')
        replace_once(register / "notices.csv", "关于公布第一批无疫社区、无疫小区的通告", f'"{doubled}"')
        replace_once(register / "notices.csv", "示疫指发〔2022〕1号", "")
        escaped = HOSTILE.replace('"', '\\"')
        replace_once(register / "county.json", "示例区社区防控组办公室", f"联系{escaped}")
        replace_once(register / "county.json", "示例区疫情防控指挥部", f"发布{escaped}")
        for name in ("areas.csv", "events.csv"):
            path = register / name
            text = path.read_text(encoding="utf-8").replace("幸福里小区", '"幸福里&amp""甲""\'小区"')
            path.write_text(text, encoding="utf-8")
        return build_site(data, work / "site")

    return made_once(tmp_path_factory, "hostile", make)


NAME = '幸福里&amp"甲"\'小区'


def test_hostile_prose_is_text_on_pages(hostile_site: Path) -> None:
    """Markup in prose is shown letter by letter on pages and makes no element."""
    tree = tree_of(hostile_site)
    notice = tree.page("990101/notices/990101-20221123-1/index.html")
    assert notice.only("h1").says == HOSTILE
    assert HOSTILE in notice.meta("description")
    county, area = tree.page("990101/index.html"), tree.page("990101/990101001001-001/index.html")
    for shown in (HOSTILE, f"联系{HOSTILE}", f"发布{HOSTILE}", NAME):
        assert shown in county.text
    assert NAME in area.only("title").says
    assert HOSTILE in area.text
    for path in tree.files:
        if path.endswith(".html"):
            for one in tree.page(path).all("script"):  # data (of schema.org, and the rules of the check) is no program
                assert one.attributes.get("type") in ("application/ld+json", "application/json") or not one.text, path
            assert "<b>关于" not in (hostile_site / path).read_text(encoding="utf-8"), path


def test_hostile_prose_is_text_in_feeds(hostile_site: Path) -> None:
    """Readers of all forms show the letters of the title: as XML, by feedparser, as plain text."""
    event = item_id("990101-000009")
    for form in FORMS:
        (told,) = [one for one in items(hostile_site, "feeds/all", form) if one.id == event]
        assert f"《{HOSTILE}》" in told.summary
        assert told.title.endswith(f"发布:{NAME}成为无疫小区(示例区示例街道春晓社区)")
    for ending in ("atom", "rss"):
        read = feedparser.parse(hostile_site / f"990101/feed.{ending}")
        assert not read.bozo
        (entry,) = [one for one in read.entries if one.id == event]
        assert f"《{HOSTILE}》" in html.unescape(entry.summary)
        assert HOSTILE in Page(f"<body>{entry.summary}</body>").text
    assert feedparser.parse(hostile_site / "990101/feed.atom").feed.author == f"发布{HOSTILE}"
    assert load(hostile_site / "990101/feed.json")["authors"] == [{"name": f"发布{HOSTILE}"}]


def test_hostile_prose_is_text_in_a_real_reader(hostile_site: Path, tmp_path: Path) -> None:
    """newsboat keeps what shows as the letters of the prose."""
    for form in ("atom", "rss"):
        kept = {one[0]: one for one in newsboat(hostile_site, [f"990101/feed.{form}"], tmp_path / form)}
        _, title, content = kept[item_id("990101-000009")]
        assert NAME in title
        assert HOSTILE in html.unescape(content)


def test_hostile_prose_is_text_in_documents_and_tables(hostile_site: Path) -> None:
    """JSON and CSV give back what was committed."""
    assert load(hostile_site / "990101/notices/990101-20221123-1/index.json")["title"] == HOSTILE
    county = load(hostile_site / "990101/index.json")
    assert (county["publisher"], county["contact"]) == (f"发布{HOSTILE}", f"联系{HOSTILE}")
    assert county["notices"][0]["title"] == HOSTILE
    assert load(hostile_site / "990101/990101001001-001/index.json")["name"] == NAME
    with (hostile_site / "990101/areas.csv").open(encoding="utf-8", newline="") as file:
        assert NAME in {row["name"] for row in csv.DictReader(file, strict=True)}
    with (hostile_site / "990101/events.csv").open(encoding="utf-8", newline="") as file:
        assert NAME in {row["area_name"] for row in csv.DictReader(file, strict=True)}


# ---- permanence


def written_items(path: Path) -> Iterator[tuple[str, str]]:
    """(id, item as written) of a feed, cut out of the file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        found = re.findall(r'\{"id":".*?\]\}', text)
        assert len(found) == len(load(path)["items"])
    else:
        found = re.findall(r"<(?:entry|item)>.*?</(?:entry|item)>", text, flags=re.DOTALL)
    for one in found:
        match = re.search(r"tag:[^<\"]*:event/[0-9]{6}-[0-9]{6}", one)
        assert match is not None
        yield match[0], one


def test_an_item_once_published_never_changes_and_never_disappears(
    earlier: dict[str, Path], example_site: Path
) -> None:
    """Each item of a feed stands in the same feed at every later time, byte for byte, whatever was corrected since."""
    times = [*earlier.values(), example_site]
    seen = 0
    for before, after in pairwise(times):
        for path in all_feeds(before):
            later = dict(written_items(after / path))
            for name, written in written_items(before / path):
                seen += 1
                assert later.get(name) == written, path
    assert seen > 150


def test_a_feed_at_a_time_holds_what_was_recorded_by_then(earlier: dict[str, Path]) -> None:
    """As of a time, the items are those of the events recorded up to it: a prefix of the log."""
    assert len(earlier) > 3
    for time, root in earlier.items():
        bound = datetime.fromisoformat(time if "T" in time else f"{time}T23:59:59+08:00")
        until = {one.id for one in items(root, "feeds/all")}
        whole = {
            one
            for code, sequences in ITEMS.items()
            for one, row in zip(
                (item_id(f"{code}-{sequence:06d}") for sequence in sequences), rows(code, sequences), strict=True
            )
            if datetime.fromisoformat(row["recorded_at"]) <= bound
        }
        assert until == whole, time


def rows(code: str, sequences: Sequence[int]) -> list[dict[str, Any]]:
    """Lines of a committed log."""
    with (EXAMPLE / "registers" / code / "events.csv").open(encoding="utf-8") as file:
        by_sequence = {int(row["sequence"]): row for row in csv.DictReader(file)}
    return [by_sequence[one] for one in sequences]


def test_a_rebuild_changes_no_feed(example_site: Path, tmp_path: Path) -> None:
    """A second build of the same data, at another time and place, writes the same bytes."""
    again = build_site(example_data(tmp_path), tmp_path / "again")
    for path in all_feeds(example_site):
        assert (again / path).read_bytes() == (example_site / path).read_bytes(), path


def test_a_move_of_the_site_changes_no_id(example_site: Path, sub_site: Path) -> None:
    """At another address the links differ, the ids, titles and texts do not."""
    for path in all_feeds(example_site):
        read = FORMS[path.rpartition(".")[2]]
        moved, was = read(sub_site / path), read(example_site / path)
        assert [one._replace(link="") for one in moved] == [one._replace(link="") for one in was]
        assert all(one.link.startswith(f"{ADDRESS}sub/path/") for one in moved)


def test_an_empty_feed_is_dated_by_the_begin_of_its_register(earlier: dict[str, Path]) -> None:
    """Without items a feed has the first day of the register as its date, not the time of the build."""
    root = earlier["2022-08-24"]
    since = {**dict.fromkeys(NATIONAL, "2022-08-24"), "990101/feed": "2022-11-20", "990201/feed": "2022-08-24"}
    assert len(since) == len(NATIONAL) + 2
    for stem, day in since.items():
        assert [one for form in FORMS for one in items(root, stem, form)] == []
        updated = ElementTree.parse(root / f"{stem}.atom").getroot().find(f"{ATOM}updated")
        assert text_of(updated) == f"{day}T00:00:00+08:00"
        built = ElementTree.parse(root / f"{stem}.rss").getroot().find("channel/lastBuildDate")
        assert moment(text_of(built)) == f"{day}T00:00:00+08:00"
        assert not feedparser.parse(root / f"{stem}.atom").bozo
