"""Pages in English of the home page and the lists; the line in English on the page of an area; names in pinyin."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from generator.publish.county.english import summary
from generator.publish.pages.chinese import Chinese
from generator.publish.pages.corrections import correction
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.wording import CHINESE as CHINESE_PAGE
from generator.publish.pages.wording import wording
from generator.register.correction import Corrected, Retimed, read
from generator.register.fold import State
from generator.register.profile import from_document
from generator.register.status import PUBLIC_AFTER
from generator.spelling.pinyin import pinyin, pinyin_of_place
from generator.words import EVENTS
from tests.support.folders import SCHEMES, example_data, replace_once
from tests.support.sites import ADDRESS, VOID, Tree, build_site, counties_of, load, pages_of, tree_of

HAN: Final = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]")
CLOCK: Final = "2022-11-26T09:30+08:00"
# The page in Chinese of each kind.
SAME: Final = ("", "99/", "9901/", "50/", "990101/", "500106/")


class _Outside(HTMLParser):
    """Chinese in text and attributes that no element marks as such; data for machines is left out."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.marked: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lang = dict(attrs).get("lang") or (self._open[-1][1] if self._open else "")
        if lang != CHINESE:
            self.found += [value for name, value in attrs if value and name != "href" and HAN.search(value)]
        if tag not in VOID:
            self._open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data) and "script" not in [tag for tag, _ in self._open]:
            (self.marked if self._open[-1][1] == CHINESE else self.found).append(data)


def numbers(tree: Tree, path: str) -> dict[str, list[str]]:
    """What a page counts and lists: its large numbers, its cells of numbers, where its rows lead."""
    page = tree.page(f"{path}index.html")
    return {
        "counts": [one.says for one in page.all("b") if one.says.isdigit()],
        "cells": [one.says for one in page.all("td") if "num" in one.attributes.get("class", "")],
        "rows": [one.attributes.get("class", "") for one in page.all("tr")],
        "times": [one.attributes["value"] for one in page.all("data")],
        "marks": [one.attributes["data-mark"] for one in page.all("option") if "data-mark" in one.attributes],
    }


def test_every_page_of_the_lists_is_there_in_english(site: Path) -> None:
    """Home, provinces, cities and counties: each with its version in the other language, and no other page."""
    places = {path for path in pages_of(site) if re.fullmatch(r"(?:[0-9]{2,6}/)?index\.html", path)}
    english = {path.removeprefix("en/") for path in pages_of(site) if re.fullmatch(r"en/(?:[0-9]+/)?index\.html", path)}
    assert english == places
    assert len(places) > 20
    for path in sorted(places):
        chinese, other = tree_of(site).page(path), tree_of(site).page(f"en/{path}")
        here = ADDRESS + path.removesuffix("index.html")
        assert other.only("html").attributes["lang"] == "en"
        assert other.linked("canonical") == [f"{ADDRESS}en/{path.removesuffix('index.html')}"]
        assert chinese.linked("canonical") == [here]
        versions = [
            {
                one.attributes["hreflang"]: one.attributes["href"]
                for one in page.all("link")
                if "hreflang" in one.attributes
            }
            for page in (chinese, other)
        ]
        assert versions[0] == versions[1] == {CHINESE: here, "en": other.linked("canonical")[0]}


def test_no_chinese_stands_unmarked_on_a_page_in_english(site: Path) -> None:
    """Text, attributes and title: what is Chinese is in an element that says so."""
    pages = [path for path in pages_of(site) if path.startswith("en/")]
    for path in pages:
        seen = _Outside((site / path).read_text(encoding="utf-8"))
        assert not [one for one in seen.found if one.strip("\u3000")], path
        assert seen.marked, path
    chinese = _Outside((site / "990101/index.html").read_text(encoding="utf-8").replace(CHINESE, "en"))
    assert len(chinese.found) > 100, "the test sees Chinese where it is not marked"


@pytest.mark.parametrize("path", SAME)
def test_numbers_are_those_of_the_chinese_page(site: Path, path: str) -> None:
    """Both versions count the same, list the same rows and times, and narrow by the same marks."""
    tree = tree_of(site)
    chinese, english = (numbers(tree, one) for one in (path, f"en/{path}"))
    for key in ("counts", "marks"):
        assert english[key] == chinese[key], key
    assert set(english["times"]) <= set(chinese["times"])
    assert english["rows"] == chinese["rows"]
    assert english["cells"] == chinese["cells"]


@pytest.mark.parametrize("path", SAME)
def test_pictures_are_those_of_the_chinese_page(site: Path, path: str) -> None:
    """Both versions have the same charts, and each has its files under it; only their words differ."""
    chinese, english = ((site / one / "index.html").read_text(encoding="utf-8") for one in (path, f"en/{path}"))
    assert english.count('-en.svg">SVG') == chinese.count('.svg">SVG') == english.count('.svg">SVG')
    english = english.replace("-en.svg", ".svg")  # the same pictures, with English words
    for mark in (r'class="chart[^"]*"', r'<path class="line"[^>]* d="[^"]*"', r'(?<=/|")[a-z-]+\.(?:csv|svg)">'):
        assert re.findall(mark, english) == re.findall(mark, chinese), mark
    assert ('class="chart' in english) == (path != "500106/")


def test_links_lead_on_in_english_and_to_the_pages_of_areas(site: Path) -> None:
    """From the home page to a province, a city and a county one stays in English, on to areas whose list is kept."""
    tree = tree_of(site)
    for path in (path for path in pages_of(site) if path.startswith("en/")):
        for link in tree.page(path).all("a"):
            assert tree.problem(link.attributes["href"], path) is None
    links = {link.attributes["href"] for link in tree.page("en/index.html").all("a")}
    assert {"99/", "500106/", "990101/990101003001-001/#e990101-000237"} <= links
    assert "../990101/" in {link.attributes["href"] for link in tree.page("en/99/index.html").all("a")}
    county = tree.page("en/990101/index.html")
    trail = [(link.says, link.attributes["href"]) for link in county.all("a")][4:]
    assert ("Home", "../") in trail
    assert ("示例省 Shili Sheng", "../99/") in trail
    assert ("金沙别馆 Jinsha Bieguan" in county.text) == ("金沙别馆" in tree.page("990101/index.html").text)
    assert county.linked("alternate")[2] == "../../990101/index.json"


def test_marks_and_times_are_told_in_english(site: Path) -> None:
    """Demonstration data and historical lists are unmistakable, and of when the data is."""
    tree = tree_of(site)
    for county in counties_of(site):
        page = tree.page(f"en/{county['code']}/index.html")
        banners = [one.says for one in page.all("p") if "banner" in one.attributes.get("class", "")]
        assert (
            any(
                one.startswith("Demonstration data, all fictional: no area on this page stands for a real place")
                for one in banners
            )
            == (county["demonstration"])
        )
        assert any(one.startswith("Historical list") for one in banners) == (county["state"] == "archived")
        assert (page.meta("robots") == "noindex") == (county["state"] == "archived")
        assert ("(Historical list)" in page.all("title")[0].says) == (county["state"] == "archived")
        assert f"Records in the log: {county['events']}" in page.text
    maps = (site / "sitemap-pages.xml").read_text(encoding="utf-8")
    assert f"<loc>{ADDRESS}en/990101/</loc>" in maps
    assert f"<loc>{ADDRESS}en/</loc>" in maps
    assert "en/500106/" not in maps, "a historical list is not for search engines"


ZH_NOW: Final = ("仍为无疫小区", "现为无疫小区", "无疫小区称号仍为暂停", "无疫小区称号现为暂停", "仍不再是无疫小区",
                 "不再是无疫小区", "仍在公示中", "现在公示中", "不是无疫小区")  # fmt: skip


def test_every_kind_of_correction_is_told_in_english() -> None:
    """Whatever event was corrected, however, and however the title stands since; a text of people stays quoted."""
    say, seen = wording("en"), set()
    for event, word in EVENTS.items():
        name = f"取消村的更正{word}"
        kinds: list[Retimed | Corrected] = [
            Corrected(event, how, status, still)
            for how in ("amended", "restored", "wrong")
            for status in (*PUBLIC_AFTER.values(), None)
            for still in (True, False)
        ]
        kinds += [Retimed(event, *times) for times in (("2022-11-26", "2022-11-27"), (CLOCK, "2022-09-01"))]
        for facts in kinds:
            sentence = facts.sentence(name, "无疫小区")
            told = correction(sentence, "无疫小区", say)
            assert isinstance(told, str), sentence
            assert told.startswith("Correction: "), told
            assert not HAN.search(told)
            assert (read(sentence, "无疫小区") == facts) or (isinstance(facts, Corrected) and facts.status is None)
            seen.add((told, sentence.partition(",")[2] if isinstance(facts, Corrected) else ""))
            assert str(correction(sentence, "无疫小区", CHINESE_PAGE)).startswith(f"更正：{name}")
    assert {zh for _, zh in seen if zh} == {*ZH_NOW}
    for sentence, told in {
        "更正:朝阳社区取消无疫社区的时间应为2022年11月26日(原记为2022年11月27日)":
            "Correction: revocation effective 26 November 2022; first recorded as 27 November 2022",
        "更正:滨河湾的取消记录恢复有效,不再是无疫社区":
            "Correction: the record of the revocation is valid after all; the title is revoked",
        "更正:甲的取消记录有误,仍为无疫社区":
            "Correction: the record of the revocation was wrong; the title is still held",
        "更正:甲的发布记录有误,不是无疫社区":
            "Correction: the record of the certification was wrong; no title is held",
        "更正:甲的暂停记录已改正,无疫社区称号仍为暂停":
            "Correction: the record of the suspension was amended; the title is still suspended",
    }.items():  # fmt: skip
        assert correction(sentence, "无疫社区", say) == told
    assert correction("更正:另有说明,见通告", "无疫社区", say) == Chinese("更正：另有说明，见通告")


def test_corrections_of_the_register_stand_in_english(site: Path) -> None:
    """No page in English has a sentence of a correction in Chinese."""
    rows = [
        one.says
        for path in pages_of(site) if path.startswith("en/")
        for one in tree_of(site).page(path).all("td") if one.attributes.get("class") == "why"
    ]  # fmt: skip
    assert [one for one in rows if "更正" in one] == []
    assert sum(one.startswith("Correction: ") for one in rows) > 5


def test_labels_are_sentences_of_their_own(site: Path) -> None:
    """Subscriptions, columns, counts and dates read as English, also where Chinese has one word for several."""
    tree = tree_of(site)
    county, home, found = (tree.page(f"en/{path}index.html") for path in ("990101/", "", "search/"))
    for page in (county, home):
        assert "Subscribe to revocations: RSS" in page.text
        assert "Subscribe to all changes: RSS" in page.text
        assert {one.says for one in page.all("th")} >= {"Area", "Title"}
    assert "All areas" in [link.says for link in county.all("a")]
    assert "The counties’ lists are of different days; the oldest is of " in home.text
    notes = [one.says for one in found.all("span") if one.attributes.get("class") == "note"]
    assert any(re.fullmatch("[0-9,]+ areas, historical list", one) for one in notes)
    assert all(re.fullmatch("(?:1 area|[0-9,]+ areas)(?:, historical list)?", one) for one in notes)


def test_every_area_has_a_line_in_english(site: Path) -> None:
    """It names the title in English and the name in pinyin, beside the Chinese name, marked as such."""
    found = 0
    for path in (path for path in pages_of(site) if re.fullmatch(r"[0-9]{6}/[0-9-]+/index\.html", path)):
        page = tree_of(site).page(path)
        lines = [one for one in page.all("p") if one.attributes.get("lang") == "en"]
        assert len(lines) == (1 if any(one.attributes.get("class") == "answer" for one in page.all("h1")) else 0), path
        for line in lines:
            found += 1
            assert re.fullmatch(r"[^“”]+ \(.+\) [\w ]+ title “[a-z -]+”[^“”]+", line.says), line.says
            text = (site / path).read_text(encoding="utf-8")
            start = text.index('<p lang="en"')
            seen = _Outside(text[start : text.index("</p>", start) + 4])
            assert not seen.found
            assert len(seen.marked) == 1
    assert found > 100


@pytest.mark.parametrize(
    ("state", "reason", "archived", "told"),
    [
        (State("certified", "certified", "2022-11-21"), None, False,
         "has held the title “epidemic-free residential compound” since 21 November 2022."),
        (State("suspended", "suspended", "2022-11-21T09:00+08:00"), "one or more new close contacts", False,
         "has had its title “epidemic-free residential compound” suspended since 21 November 2022."
         " Reason: one or more new close contacts."),
        (State("revoked", "revoked", "2022-11-21"), None, False,
         "lost the title “epidemic-free residential compound” on 21 November 2022."),
        (State("candidate", "candidate", "2022-11-21"), None, True,
         "was announced on 21 November 2022 as a candidate for the title “epidemic-free residential compound”."
         " This is a historical list: it does not show how things stand today."),
        (State("certified", "certified", "2022-04-14"), None, True,
         "held the title “epidemic-free residential compound” at the time, since 14 April 2022."
         " This is a historical list: it does not show how things stand today."),
        (State("suspended", "suspended", "2022-04-14"), None, True,
         "had its title “epidemic-free residential compound” suspended at the time, since 14 April 2022."
         " This is a historical list: it does not show how things stand today."),
        (State("withdrawn", None, None), None, True,
         "did not hold the title “epidemic-free residential compound” at the time."
         " This is a historical list: it does not show how things stand today."),
        (State("withdrawn", None, None), None, False,
         "does not hold the title “epidemic-free residential compound” now."),
    ],
)  # fmt: skip
def test_line_says_where_the_title_stands(state: State, reason: str | None, archived: bool, told: str) -> None:
    """Each status has its sentence; a reason that nobody translated is left out."""
    line = summary("金沙别馆", state, "epidemic-free residential compound", reason, archived=archived)
    assert line == ("Jinsha Bieguan", "金沙别馆", told)


def test_a_title_without_a_name_in_english_has_no_line() -> None:
    """No other title is put in its place: 示范小区 is no “epidemic-free area”; its scheme may say what it is."""
    state = State("certified", "certified", "2022-11-21")
    assert summary("某村", state, None, None, archived=False) is None
    line = summary("某村", state, "model compound", None, archived=False)
    assert line is not None
    assert line.rest == "has held the title “model compound” since 21 November 2022."


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.json")), ids=lambda path: path.stem)
def test_every_title_and_reason_of_the_schemes_has_a_name_in_english(path: Path) -> None:
    """The profiles that come with the program say it themselves, as issued and after each amendment."""
    versions = from_document(load(path)).versions()
    titles = [title for version in versions for title in version.titles.values()]
    steps = [step for version in versions for step in version.steps.values()]
    assert [title.name for title in titles if not title.name_en] == []
    assert [[*step.reasons] for step in steps] == [[*step.reasons_en] for step in steps]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("金沙别馆", "Jinsha Bieguan"), ("海棠溪街道", "Haitangxi Jiedao"), ("南岸区", "Nan'an Qu"),
        ("曾家岩", "Zengjiayan"), ("女儿村", "Nü'er Cun"), ("向阳小区(1-5栋)", "Xiangyang Xiaoqu (1-5 Dong)"),
        ("长子县", "Zhangzi Xian"), ("万科·金域一期", "Wanke · Jinyu Yiqi"), ("1号院", "1 Haoyuan"),
        ("石柱土家族自治县", "Shizhu Tujiazu Zizhixian"), ("村", "Cun"), ("ABC", ""), ("\ue000村", ""),
    ],
)  # fmt: skip
def test_names_are_read_as_people_there_say_them(name: str, said: str) -> None:
    """The kind of place stands apart; words of place names have their own reading; what nobody can read is not told."""
    assert pinyin(name) == said


def test_places_within_places_are_told_apart() -> None:
    """County, street and community are joined in Chinese."""
    assert pinyin_of_place("示例区滨河街道滨河社区") == "Shili Qu Binhe Jiedao Binhe Shequ"


def test_who_publishes_stands_in_english(site: Path) -> None:
    """The foot of a page in English has no Chinese where the settings say it in English."""
    for path in ("en/index.html", "en/990101/index.html", "en/data/index.html"):
        (foot,) = re.findall("<footer>.*?</footer>", (site / path).read_text(encoding="utf-8"), re.DOTALL)
        assert "<p>Demonstration site of the Public Register of Epidemic-free Areas\u3000Contact: none" in foot
        assert not HAN.search(foot)


def test_files_of_a_place_stand_apart_with_its_reading(site: Path) -> None:
    """The table of whole tables names provinces as all pages in English do, and parts the files of a cell."""
    cells = [one.says for one in tree_of(site).page("en/data/index.html").all("td")]
    assert "示例省 Shili Sheng" in cells
    assert any(re.match(r"areas\S+, areas\S+", one) for one in cells)


def test_a_site_without_other_languages_is_in_chinese_alone(example_site: Path, tmp_path: Path) -> None:
    """`languages` in site.json asks for them; without a name in English the Chinese one stands there, marked."""
    assert not (example_site / "en" / "index.html").exists()
    assert not [p for p in tree_of(example_site).page("990101/index.html").all("link") if "hreflang" in p.attributes]
    data = example_data(tmp_path)
    replace_once(data / "site.json", '"area_feeds": true', '"area_feeds": true, "languages": ["en"]')
    made = build_site(data, tmp_path / "made")
    name = load(data / "site.json")["name"]
    (brand,) = [one for one in tree_of(made).page("en/index.html").all("a") if one.attributes.get("class") == "brand"]
    assert brand.says == name
    assert f'<span lang="zh-CN">{name}</span></a>' in (made / "en" / "index.html").read_text(encoding="utf-8")
    (foot,) = re.findall("<footer>.*?</footer>", (made / "en" / "index.html").read_text(encoding="utf-8"), re.DOTALL)
    assert f'<p><span lang="zh-CN">{load(data / "site.json")["publisher"]}</span>' in foot
    again = build_site(data, tmp_path / "made")
    assert (again / "en" / "990101" / "index.html").is_file(), "a county that is kept keeps its page in English"
