"""What pages say beside the facts: where they lead on, who is near, what is new, how they read to machines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import pytest

from generator.publish.exports.catalogues.sitemap import MOST, names, sitemaps
from generator.publish.pages.rows import exactly, moment, promise, recent
from generator.reading.folder import read_site
from tests.support.folders import ROOT, example_data, replace_once
from tests.support.sites import ADDRESS, AREA_IN_ENGLISH, Page, build_site, load, made_once, pages_of, tree_of

HELD: Final = "990101/990101001001-001/index.html"
LOST: Final = "990101/990101001001-002/index.html"


def described(page: Page) -> list[dict[str, Any]]:
    """What a page says of itself to machines."""
    data = (one for one in page.all("script") if one.attributes.get("type") == "application/ld+json")
    return [json.loads("".join(one.text)) for one in data]


# ---- read by machines, and handed on


def test_breadcrumbs_say_the_same_to_machines(site: Path) -> None:
    """Every page with crumbs is a BreadcrumbList of the same names, whose addresses lead where the links lead.

    It begins below the home page, where a page lies deeper than that.
    """
    told = 0
    for path in pages_of(site):
        page = tree_of(site).page(path)
        lists = [one for one in described(page) if one["@type"] == "BreadcrumbList"]
        if AREA_IN_ENGLISH.fullmatch(path) or not any(
            one.attributes.get("class") == "crumbs" for one in page.all("nav")
        ):
            assert lists == []
            continue
        told += 1
        (items,) = [one["itemListElement"] for one in lists]
        (crumbs,) = [one for one in page.all("nav") if one.attributes.get("class") == "crumbs"]
        names = "".join(crumbs.says.split())
        home = ("首页", "Home")[path.startswith("en/")]
        above = "" if len(items) == 2 and items[0]["name"] == home else home
        assert above + "".join("".join(one["name"] for one in items).split()) == names, path
        assert [one["position"] for one in items] == list(range(1, len(items) + 1))
        address = ADDRESS + path.removesuffix("index.html")
        assert "item" not in items[-1]  # the page itself: its address is the canonical one
        assert page.linked("canonical") == [address]
        links = [one.attributes["href"] for one in page.all("a")]
        assert {one["item"] for one in items[:-1]} <= {urljoin(address, link) for link in links}, path
    assert told > 200


def test_pages_read_well_in_a_chat(site: Path) -> None:
    """The card of a page has its title, a sentence about it, and its permanent address."""
    for path in pages_of(site):
        page = tree_of(site).page(path)
        cards = [one.attributes for one in page.all("meta") if "property" in one.attributes]
        card = {one["property"]: one["content"] for one in cards}
        if AREA_IN_ENGLISH.fullmatch(path):
            assert card.keys() == {"og:description", "article:modified_time"}
            assert card["og:description"] == page.meta("description")
            continue
        assert page.all("title")[0].says.startswith(card["og:title"]), path
        assert card["og:description"] == page.meta("description")
        assert card["og:url"] == page.linked("canonical")[0]
        assert card["og:locale"] == ("en_US" if path.startswith("en/") else "zh_CN")
    held = tree_of(site).page("990101/990101001-001/index.html")
    assert "截至 2022年12月5日 17:37，示例区名录共 329 条记录。" in held.text
    assert held.only("title").says.startswith("江畔名庭 现为 无疫小区，自 2022年11月29日起")
    assert "数据截至2022年12月5日 17:37，区县名录共 329 条记录。承诺每天更新。" in held.meta("description")


def test_times_are_days_to_people_and_exact_to_machines(site: Path) -> None:
    """A time in a list is a day in words; its element has the day or RFC 3339 time, and the exact time on hover.

    No page has a `time` element: programs that take the text out of pages drop it with what stands in it.
    """
    assert not [path for path in pages_of(site) if tree_of(site).page(path).all("time")]
    form = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?\+08:00)?")
    for path in ("index.html", "990101/index.html", "changes/index.html", HELD.replace("001001-001", "001-001")):
        times = tree_of(site).page(path).all("data")
        assert len(times) > 3, path
        for one in times:
            assert form.fullmatch(one.attributes["value"]), path
            assert one.says.startswith(f"{one.attributes['value'][:4]}年")
            if len(one.says) < 12 and "T" in one.attributes["value"]:
                assert one.attributes["title"].endswith(one.attributes["value"][11:16])
    assert moment('2022-11-21"<').__html__().count("<") == 2
    assert exactly("2022-11-21T08:05+08:00").shown == "2022年11月21日 08:05"


def test_sitemaps_are_split_where_the_protocol_says(tmp_path: Path) -> None:
    """No sitemap has more than 50,000 addresses; together they have each once, under the names that the index has."""
    site = read_site(example_data(tmp_path)).value
    assert site is not None
    addresses = [f"990101/{number}/" for number in range(2 * MOST + 1)]
    made = {one.path: one.content.decode() for one in sitemaps("990101", addresses, site)}
    assert list(made) == names("990101", len(addresses))
    assert list(made) == ["990101/sitemap.xml", "990101/sitemap-2.xml", "990101/sitemap-3.xml"]
    assert [one.count("<loc>") for one in made.values()] == [MOST, MOST, 1]
    assert all(len(one.encode()) < 50_000_000 for one in made.values())
    assert names("", MOST) == ["sitemap-pages.xml"]
    assert names("", 0) == ["sitemap-pages.xml"]


# ---- an area


@pytest.fixture(scope="module")
def moved_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, where one area was renamed, and one was merged into it."""

    def make(work: Path) -> Path:
        data = example_data(work)
        areas = data / "registers/990101/areas.csv"
        replace_once(areas, "001-001,幸福里小区,,compound,,", "001-001,幸福里花园,,compound,幸福里小区,")
        replace_once(
            areas,
            "001-002,向阳小区,1-5栋,compound,,,,,,",
            "001-002,向阳小区,1-5栋,compound,,,,2022-12-01,990101001001-001,",
        )
        return build_site(data, work / "site")

    return made_once(tmp_path_factory, "moved", make)


def test_an_area_that_is_replaced_keeps_its_page_and_leads_on(moved_site: Path) -> None:
    """Before anything else its page names the area that stands in its place, which in turn names it."""
    page, successor = (tree_of(moved_site).page(path) for path in (LOST, HELD))
    (first,) = [one for one in page.all("p") if one.attributes.get("class") == "moved"]
    assert first.says.startswith("本区域自 2022年12月1日起已由 幸福里花园 接替")
    assert page.text.index(first.says) < page.text.index(page.only("h1").says)
    assert "../990101001001-001/" in [one.attributes["href"] for one in page.all("a") if one.says == "幸福里花园"]
    assert load(moved_site / LOST.replace(".html", ".json"))["replaced_by"] == "990101001001-001"
    assert "前身" in [one.says for one in successor.all("dt")]
    assert "../990101001001-002/" in [one.attributes["href"] for one in successor.all("a")]


def test_old_lines_tell_the_name_of_their_time(moved_site: Path, example_site: Path) -> None:
    """A line that was recorded under another name says which; where the name is the same nothing is said."""
    renamed, before = (tree_of(root).page(HELD) for root in (moved_site, example_site))
    lines = [one.says for one in renamed.all("li") if one.attributes.get("id", "").startswith("e99")]
    assert lines
    assert all("当时名为“幸福里小区”" in one for one in lines)
    assert "当时名为" not in before.text
    assert "幸福里花园 现为 无疫小区" in "".join(renamed.only("h1").text)


def test_a_lost_title_says_from_when_until_when_and_what_no_longer_holds(site: Path) -> None:
    """Why, how long it was held, what no longer applies, and that the plaque comes down."""
    page = tree_of(site).page("990101/990101001003-001/index.html")
    assert "有称号的时间：2022年11月22日至2022年11月25日（3 天）。" in page.text
    assert "如挂有称号牌，请即取下（摘牌）" in page.text
    assert "自 2022年11月25日起不再适用" in page.text
    # Not struck through: among them are duties, which would look lifted.
    assert not page.all("s")
    assert "现行要求以当地通告为准，可能更严。" in page.text
    assert [one.attributes["class"] for one in page.all("ul") if "measures" in one.attributes.get("class", "")] == [
        "measures lapsed"
    ]
    held = tree_of(site).page("990101/990101001-001/index.html")
    assert "摘牌" not in held.text
    assert "不再适用的措施" not in held.text


def test_who_decided_stands_before_the_list_of_events(site: Path) -> None:
    """Who certified, filed and published, and the notice, are told one by one."""
    page = tree_of(site).page("990101/990101001-001/index.html")
    headings = [one.says for one in page.all("h2")]
    assert headings[:3] == ["对居民意味着什么", "由谁决定", "经过"]
    assert [one.says for one in page.all("dt")][:4] == ["评定", "备案", "发布", "依据"]
    assert [one.says for one in page.all("dd")][2] == "示例区疫情防控指挥部，2022年11月29日"


def test_of_a_restored_title_both_notices_are_named(site: Path) -> None:
    """Who gave it and who gave it back, each by its office and notice; that it was suspended is said as on paper."""
    page = tree_of(site).page("990201/990201001004-001/index.html")
    assert [one.says for one in page.all("dt")][:6] == ["评定", "备案", "发布", "依据", "恢复", "依据"]
    told = [one.says for one in page.all("dd")]
    assert told[2] == "示范县疫情防控指挥部，2022年8月29日"
    assert told[4] == "示范县疫情防控指挥部，2022年9月7日（此前曾暂停）"
    assert told[3] != told[5]


def test_a_page_of_an_area_says_each_thing_once(site: Path) -> None:
    """Place, kind and scheme stand where they are told first; a notice is named once where one decided the title.

    The buttons that need the script come with it, and what every certificate says alike stands in its stylesheet.
    """
    page = tree_of(site).page("990101/990101001-001/index.html")
    labels = [one.says for one in page.all("dt")]
    assert "区域编号" in labels
    assert {"所在", "类型", "工作方案"}.isdisjoint(labels)
    links = [one.attributes["href"] for one in page.all("a")]
    assert len([one for one in links if re.search("schemes/.", one)]) == 1
    assert len([one for one in links if "/notices/" in one]) == 1
    assert "依据：上述通告。" in page.text
    assert page.text.count(f"{ADDRESS}990101/990101001-001/") == 1
    assert not [one for one in page.all("button") if "data-act" in one.attributes]
    says = ("以网页为准，纸张不作凭证。", "请扫码或输入网址，并核对网址的域名是", "称号一经暂停或取消，本纸即作废。")
    sheet = (site / "static/print.css").read_text(encoding="utf-8")
    assert all(one in sheet and one not in page.text for one in says)


def test_neighbours_are_of_the_community_first(site: Path) -> None:
    """At most six, each with its status, none the area itself, and the way to all of them."""
    shown: set[str] = set()
    for path in pages_of(site):
        if re.fullmatch(r"990101/[0-9-]+/index\.html", path):
            page, own = tree_of(site).page(path), path.split("/")[1]
            rows = [
                one.attributes["href"].strip("./")
                for one in page.all("a")
                if re.fullmatch(r"\.\./[0-9-]+/", one.attributes["href"]) and "附近" in page.text
            ]
            shown |= set(rows)
            assert own not in rows, path
    held = {path.split("/")[1] for path in pages_of(site) if re.match(r"990101/[0-9]{9}.*/index\.html", path)}
    assert len(shown & held) > 50
    page = tree_of(site).page("990101/990101001003-001/index.html")
    near = page.text.partition("附近")[2].partition("登记事项")[0]
    assert near.index("向阳社区") < near.index("示例街道")
    assert 1 <= sum(near.count(word) for word in ("有效", "已取消", "已暂停")) <= 6


def test_the_permanent_address_is_spelled_out(site: Path) -> None:
    """It stands as text on the page, so that it can be copied without scripts; what needs them is hidden."""
    page = tree_of(site).page("990101/990101001-001/index.html")
    assert f"{ADDRESS}990101/990101001-001/" in page.text
    (acts,) = [one for one in page.all("p") if one.attributes.get("class") == "acts"]
    assert "hidden" in acts.attributes


# ---- what is new


def test_what_changed_of_late_is_told_by_the_time_of_the_register() -> None:
    """The newest day, and the week and the thirty days that end with it, removals first; no clock is asked."""
    numbers = [
        ("2022-12-05", "certified", 2), ("2022-12-05", "revoked", 1), ("2022-11-29", "suspended", 3),
        ("2022-11-28", "certified", 9), ("2022-12-06", "revoked", 9),
    ]  # fmt: skip
    today, week, month = recent(numbers, "2022-12-05T17:37+08:00", "changes/2022-12-05/")
    assert (today.name, today.href) == ("2022年12月5日记录", "changes/2022-12-05/")
    assert [(one.kind, one.number) for one in today.tallies] == [("revoked", 1), ("certified", 2)]
    assert week.name == "11月29日至12月5日记录"
    assert [(one.kind, one.number) for one in week.tallies] == [("revoked", 1), ("suspended", 3), ("certified", 2)]
    assert month.name == "11月6日至12月5日记录"
    assert [(one.kind, one.number) for one in month.tallies] == [("revoked", 1), ("suspended", 3), ("certified", 11)]
    quiet, *_ = recent(numbers, "2022-12-04", "changes/2022-12-04/")
    assert (quiet.tallies, quiet.href) == ((), "")


@pytest.mark.parametrize("path", ["index.html", "99/index.html", "990101/index.html"])
def test_pages_of_lists_say_what_is_new(site: Path, path: str) -> None:
    """Home, province and county tell the newest day and week as the changes have them."""
    days = load(site / "changes/2022-12-05/index.json")["counts"]
    (told,) = [one for one in tree_of(site).page(path).all("dl") if one.attributes.get("class") == "recent"]
    assert told.says.startswith(f"2022年12月5日记录 新增 {days['certified']}")
    week = told.says.partition("11月29日至12月5日记录")[2]
    assert week.index("取消") < week.index("新增")


def test_counties_that_stand_at_different_days_are_not_told_as_one(site: Path) -> None:
    """Home and province name the oldest day beside the newest, in text and card; a single county has one."""
    told = {"": ("2022年12月5日", "2022年9月13日"), "en/": ("5 December 2022", "13 September 2022")}
    for lang, (newest, oldest) in told.items():
        for path in ("", "99/"):
            page = tree_of(site).page(f"{lang}{path}index.html")
            notes = [one.says for one in page.all("p", "span") if "note" in one.attributes.get("class", "")]
            assert [one for one in notes if oldest in one and "：" not in one], path
            assert newest in page.text
            assert newest in page.meta("description")
            assert oldest in page.meta("description")
        assert f"（最早的区县截至{oldest}）" in tree_of(site).page("about/index.html").text or lang
    assert f"截至{told[''][0]}（最早的截至{told[''][1]}）" in tree_of(site).page("index.html").text
    city = tree_of(site).page("9901/index.html")
    assert "最早的" not in city.text
    assert "，截至2022年12月5日 17:37。" in city.meta("description")


def test_a_promise_lasts_until_the_end_of_its_last_day() -> None:
    """Something new is due at the end of the last promised day, by Chinese time."""
    daily, rarely = promise(1, "2022-12-05T17:37+08:00"), promise(3, "2022-09-30")
    assert daily is not None
    assert rarely is not None
    assert (daily.text, daily.due) == ("承诺每天更新。", "2022-12-06T23:59:59+08:00")
    assert (daily.until, rarely.until) == ("下次最迟2022年12月6日。", "下次最迟2022年10月3日。")
    assert (rarely.text, rarely.due) == ("承诺每 3 天更新一次。", "2022-10-03T23:59:59+08:00")
    assert promise(None, "2022-12-05") is None


def test_promises_are_printed_on_pages_of_the_living_only(site: Path) -> None:
    """Without scripts the promise stands on every page of its county, with the day by which it is to be kept; a
    historical list promises nothing."""
    living, past = ([path for path in pages_of(site) if path.startswith(code)] for code in ("990101/", "220182/"))
    assert min(len(living), len(past)) > 5
    assert [path for path in living if "承诺每天更新。" not in tree_of(site).page(path).text] == []
    assert [path for path in living if "下次最迟2022年12月6日。" not in tree_of(site).page(path).text] == []
    assert [path for path in past if "承诺" in tree_of(site).page(path).text] == []
    for path in ("index.html", "99/index.html", "statistics/index.html", "changes/revoked/index.html"):
        assert "天更新一次。最先到期的是2022年9月" in tree_of(site).page(path).text, path
    assert " First due: 16 September 2022." in tree_of(site).page("en/index.html").text
    assert " The next is due by 6 December 2022." in tree_of(site).page("en/990101/index.html").text


# ---- lists


def test_what_a_list_can_be_narrowed_by_counts_its_rows(site: Path) -> None:
    """Each choice has as many rows as it says, each link leads to a place that says the same."""
    page = tree_of(site).page("990101/index.html")
    rows = [one.attributes["class"].split() for one in page.all("tr") if "class" in one.attributes]
    options = [one for one in page.all("option") if "data-mark" in one.attributes]
    assert {one.attributes["value"] for one in options} >= {"revoked", "certified", "990101-20221122-1"}
    for one in options:
        number = sum(one.attributes["data-mark"] in marks for marks in rows)
        assert one.says.endswith(f"（{number}）")
        assert number
    places = [one for one in page.all("p") if one.attributes.get("class") == "only"]
    assert places
    for one in places:
        number = sum(one.attributes["id"].removeprefix("only-") in marks for marks in rows)
        assert f" {number} 条，共 {len(rows)} 条" in one.says
    style = (site / "static/style.css").read_text(encoding="utf-8")
    assert "/*" not in style
    for one in places:
        assert f"#{one.attributes['id']}:target" in style


def test_a_month_without_changes_is_no_gap_in_the_list_of_months(site: Path) -> None:
    """From the first month to that of the newest record each has a row; a quiet one says so and leads nowhere."""
    page = tree_of(site).page("changes/index.html")
    months = [one.says for one in page.all("th") if re.fullmatch(r"\d{4}年\d+月(?: ?没有记录)?", one.says)]
    assert months == ["2022年12月", "2022年11月", "2022年10月没有记录", "2022年9月", "2022年8月"]
    linked = [one.says for one in page.all("a") if re.fullmatch(r"\d{4}年\d+月", one.says)]
    assert list(dict.fromkeys(linked)) == [
        month for month in months if "没有" not in month
    ]  # the calendar has them too
    assert not (site / "changes/2022-10").exists()


# ---- what a county is checked against


def test_a_table_of_evidence_without_rows_has_checked_nothing(site: Path, tmp_path: Path) -> None:
    """One that is not there is kept elsewhere, an empty one says that nothing is on file, one with rows was checked."""
    data = example_data(tmp_path)
    columns = (ROOT / "data/registers/990101/inspections.csv").read_text(encoding="utf-8").splitlines()[0]
    (data / "registers/990101/inspections.csv").write_text(f"{columns}\n", encoding="utf-8")
    facts = _facts(build_site(data, tmp_path / "made"))
    assert facts["督导检查"] == "尚无登记"
    assert facts["创建自评"] == "未入库（另行保存），未经核对"
    assert set(_facts(site).values()) >= {"已入库，逐条核对"}


def _facts(root: Path) -> dict[str, str]:
    """The facts of the county, by their labels."""
    page = tree_of(root).page("990101/index.html")
    last = page.all("dt", "dd")
    return {one.says: next(two.says for two in last[place:] if two.tag == "dd") for place, one in enumerate(last)}


def test_commands_in_texts_stand_as_they_are_typed(site: Path) -> None:
    """In blocks of their own; what Markdown of other makes writes between fences would run together in a line."""
    blocks = 0
    for path in pages_of(site):
        page = tree_of(site).page(path)
        blocks += len(page.all("pre"))
        assert "```" not in page.text, path
        assert not [code.says for code in page.all("code") if re.match(r"(sh|bash|console|text|json)\s", code.says)], (
            path
        )
    assert blocks > 10


# ---- what a notice said


def test_a_notice_page_counts_names_without_a_code_beside_its_list(site: Path) -> None:
    """The number of the list is the one that its rows have; printed names that are in no list are told beside it."""
    page = tree_of(site).page("2201/notices/2201-20220414-1/index.html")
    first, *_ = [row.says for row in page.all("tr") if "第二批" in row.says]
    assert "30" in first
    assert "29+ 未落位 1" in first.replace("\n", "")
    assert "名录中有 29 条记录依据本通告" in page.text
    assert "通告印有、未能落位的名称不在名录中" in page.text


# ---- lists of the past


def test_a_place_with_lists_of_the_past_alone_names_no_numbers_above(site: Path) -> None:
    """Where no number of the present stands on a page, none is said to leave the past out; its columns are of then."""
    page = tree_of(site).page("22/index.html")
    assert "不计入以上数字" not in page.text
    assert "当时有效" in [one.says for one in page.all("th")]
    assert "不计入以上数字" in tree_of(site).page("index.html").text
