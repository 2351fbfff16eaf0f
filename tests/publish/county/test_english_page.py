"""The page of an area in English: what it tells, how little it weighs, where it is and where it is not."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from generator import urls
from generator.check import check_one, read_plan
from generator.publish.county.context import Context
from generator.publish.county.english_page import EnglishPages, pages
from generator.publish.handover.bundle import bundled, unbundled
from generator.publish.pages import renderer
from generator.publish.pages.languages import CHINESE, ENGLISH
from generator.reading.content import slugs
from generator.register.codes import AreaId
from generator.register.county import County
from generator.register.model import SiteSettings
from generator.register.redaction import Redaction
from tests.support.folders import ROOT, example_data
from tests.support.sites import ADDRESS, AREA_IN_ENGLISH, Page, build_site, counties_of, load, pages_of, tree_of

# Of the worked example: a compound whose title is held, and one that lost it.
HELD, LOST = "990101001001-001", "990101001001-002"
CODES: Final = ("990101", "990201")
# A name in Chinese, behind the same in pinyin.
IN_CHINESE: Final = re.compile(r" \(\S*[\u3400-\u9fff].*?\)(?= (?:has|lost|was|does) )")
# What each status is called.
SAID: Final = {"certified": "Certified", "suspended": "Suspended", "revoked": "Revoked", "candidate": "Candidate"}


def english(site: Path) -> list[str]:
    """The addresses of the pages of areas, without that of their language."""
    return [match[1] for path in pages_of(site) if (match := AREA_IN_ENGLISH.fullmatch(path))]


@pytest.fixture
def county(tmp_path: Path) -> tuple[County, SiteSettings]:
    """The county of the worked example, and a site with areas in English."""
    plan, _ = read_plan(example_data(tmp_path), None)
    made = check_one(plan, "990101")[2]
    assert made is not None
    assert plan.site is not None
    return made, replace(plan.site, languages=(ENGLISH,), english_areas=True)


def page(county: County, site: SiteSettings, area_id: str) -> Page:
    """The page of an area, as it is read."""
    view = EnglishPages(Context(county, site, ENGLISH)).view(area_id)
    return Page(renderer.render("area_en", view))


def classed(page: Page, tag: str, name: str) -> list[Any]:
    """Elements of a class."""
    return [one for one in page.all(tag) if name in one.attributes.get("class", "").split()]


# ---- what it tells


def test_it_tells_what_the_page_in_chinese_tells(site: Path) -> None:
    """Each title with its status, the sentence of the Chinese page, and each event, with its place there."""
    seen = set()
    for address in english(site):
        page, own = tree_of(site).page(f"en/{address}index.html"), tree_of(site).page(f"{address}index.html")
        signs = [(one.attributes["class"], one.says) for one in classed(page, "p", "sign")]
        assert [name for name, _ in signs] == [one.attributes["class"] for one in classed(own, "p", "sign")]
        for name, said in signs:
            status = name.split()[-1]
            seen.add(status)
            assert said == SAID.get(status, "No title")
        (line,) = [one for one in own.all("p") if one.attributes.get("lang") == ENGLISH]
        assert IN_CHINESE.sub("", line.says.removesuffix(" English")) in [one.says for one in page.all("p")], address
        events = [
            one.attributes["id"] for one in own.all("li") if re.fullmatch("e[0-9-]+", one.attributes.get("id", ""))
        ]
        links = [one.attributes["href"] for one in page.all("a") if "#e" in one.attributes["href"]]
        assert links == [f"../../../{address}#{event}" for event in events]
        assert len(classed(page, "li", "void")) == len(classed(own, "li", "void"))
        kinds = [[one.attributes["class"] for one in classed(each, "b", "status")] for each in (page, own)]
        assert kinds[0] == kinds[1]
    assert {"certified", "suspended", "revoked"} <= seen


def test_the_answer_stands_first(county: tuple[County, SiteSettings]) -> None:
    """Name in both scripts, status, sentence with day and reason, place, of when it is and from how much."""
    lost = page(*county, LOST)
    assert lost.only("h1").says == "向阳小区(1-5栋) Xiangyang Xiaoqu (1-5 Dong)"
    (sign,) = classed(lost, "p", "sign")
    assert (sign.attributes["class"], sign.says) == ("sign status revoked", "Revoked")
    (line,) = [one.says for one in lost.all("p") if "lost the title" in one.says]
    assert re.fullmatch(
        r"Xiangyang Xiaoqu \(1-5 Dong\) lost the title “epidemic-free residential compound” on \d+ November 2022\."
        r" Reason: [a-z ]+\.",
        line,
    )
    assert "Compound · 示例区" in lost.text
    assert re.search(rf"As of \d+ \w+ 2022; the list of the county has {len(county[0].events)} records\.", lost.text)
    assert lost.only("title").says.startswith("Xiangyang Xiaoqu (1-5 Dong): Revoked (Demonstration data) · ")
    assert lost.meta("description").startswith("Demonstration data. Xiangyang Xiaoqu (1-5 Dong) lost the title")
    held = page(*county, HELD)
    assert classed(held, "p", "sign")[0].says == "Certified"
    assert "has held the title" in held.meta("description")


def test_a_correction_says_what_became_of_what(site: Path) -> None:
    """A line that does not stand is struck out and names the one by which it does not, which names it in turn."""
    marks = {
        re.sub("[0-9]+", "20", strong.says)
        for address in english(site)
        for strong in tree_of(site).page(f"en/{address}index.html").all("strong")
    }
    assert marks == {"Retracted by no. 20.", "Replaced by no. 20.", "Retracts no. 20.", "Replaces no. 20."}
    struck = [path for path in english(site) if classed(tree_of(site).page(f"en/{path}index.html"), "li", "void")]
    assert struck


def test_an_area_that_is_replaced_leads_on(county: tuple[County, SiteSettings]) -> None:
    """To the page in English of the one in its place, and of what has none, to nowhere."""
    made, site = county
    for successor, href in ((HELD, f"../{HELD}/"), ("990101001001", None)):
        areas = {**made.areas, LOST: made.areas[LOST]._replace(valid_until="2022-12-01", replaced_by=AreaId(successor))}
        (moved,) = classed(page(replace(made, areas=areas), site, LOST), "p", "moved")
        known = successor in areas
        assert ("Replaced by" in moved.says) == known
        assert "No longer in use since 1 December 2022. This page keeps its record." in moved.says
        if href:
            assert href in [one.attributes["href"] for one in page(replace(made, areas=areas), site, LOST).all("a")]


def test_a_name_that_had_to_go_is_not_told(county: tuple[County, SiteSettings]) -> None:
    """The line says that it was removed, and leads to the table that says by whom; a former name is told as Chinese."""
    made, site = county
    area = made.areas[LOST]
    renamed = replace(made, areas={**made.areas, LOST: area._replace(name="二号院")})
    assert page(renamed, site, LOST).text.count(f"Named “{area.name}” then.") == len(made.history(LOST))
    events = [public.event.sequence for public in made.history(LOST)]
    gone = {number: Redaction(number, "area_name", "", None, "法院", "判决", "2022-12-02") for number in events}
    removed = page(replace(renamed, redactions=gone), site, LOST)
    assert area.name not in removed.text
    links = [one.attributes["href"] for one in removed.all("a") if one.says == "The name it had then was removed."]
    assert links == ["../../../990101/redactions.csv"] * len(events)


def test_hostile_names_are_text(county: tuple[County, SiteSettings]) -> None:
    """Whatever a name, a place or a title of a notice says, it is no markup and fills no place of a sentence."""
    made, site = county
    hostile = "<script>alert</script>\"'&{}{0}%s"
    areas = {**made.areas, LOST: made.areas[LOST]._replace(name=hostile)}
    notices = {key: notice._replace(title=hostile) for key, notice in made.notices.items()}
    names = {code: f"{name}{hostile}" for code, name in made.names.items()}
    seen = page(replace(made, areas=areas, notices=notices, names=names), site, LOST)
    assert [one.attributes for one in seen.all("script")] == [{"src": "../../../static/site.js", "defer": ""}]
    assert hostile in seen.only("h1").says
    assert seen.only("title").says.startswith(f"{hostile}")
    assert hostile in seen.meta("description")
    assert hostile in [one.says for one in seen.all("a")]


def test_a_title_without_a_name_in_english_is_told_as_it_is(county: tuple[County, SiteSettings]) -> None:
    """In Chinese, marked as such, with its day: no other title is put in its place."""
    made, site = county
    bare = {
        key: replace(profile, titles={name: replace(title, name_en=None) for name, title in profile.titles.items()})
        for key, profile in made.profiles.items()
    }
    seen = page(replace(made, profiles=bare), site, HELD)
    assert "无疫小区" in [one.says for one in seen.all("span") if one.attributes.get("lang") == CHINESE]
    assert re.search(r"无疫小区 since \d+ November 2022\.", seen.text)
    assert seen.only("title").says.startswith("Xingfuli Xiaoqu: Certified")


# ---- where it is


def test_areas_of_lists_that_are_kept_have_one(site: Path) -> None:
    """All areas with a title or a past one; what only contains some has none, and an old list has none."""
    wanted = set()
    for one in counties_of(site):
        if one["state"] == "active":
            twins = (site / one["code"]).glob("[0-9]*/index.json")
            wanted |= {f"{one['code']}/{twin.parent.name}/" for twin in twins if load(twin)["titles"]}
    assert set(english(site)) == wanted
    assert len(wanted) > 90
    maps = (site / "sitemap-pages.xml").read_text(encoding="utf-8")
    listed = [f"{one.removeprefix(ADDRESS)}index.html" for one in re.findall("<loc>(.*?)</loc>", maps)]
    assert {match[1] for one in listed if (match := AREA_IN_ENGLISH.fullmatch(one))} == wanted
    manifest = {file["path"] for file in load(site / "manifest.json")["files"]}
    assert {f"en/{address}index.html" for address in wanted} <= manifest


def test_both_versions_name_each_other_and_lead_to_each_other(site: Path) -> None:
    """In their heads by whole addresses; the Chinese page at its end, the other at its top and below its answer."""
    for address in english(site):
        chinese, other = tree_of(site).page(f"{address}index.html"), tree_of(site).page(f"en/{address}index.html")
        assert other.only("html").attributes["lang"] == ENGLISH
        assert other.linked("canonical") == [f"{ADDRESS}en/{address}"]
        for one in (chinese, other):
            versions = {
                link.attributes["hreflang"]: link.attributes["href"]
                for link in one.all("link")
                if "hreflang" in link.attributes
            }
            assert versions == {CHINESE: f"{ADDRESS}{address}", ENGLISH: f"{ADDRESS}en/{address}"}
        (line,) = [one for one in chinese.all("p") if one.attributes.get("lang") == ENGLISH]
        assert line.says.endswith("English")
        links = [one.attributes["href"] for one in other.all("a")]
        assert links.count(f"../../../{address}") == 2
        assert {"../../questions/", "../../corrections/"} <= set(links)


def test_the_list_in_english_leads_to_areas_in_english(site: Path) -> None:
    """Those of a list that is kept, and what happened to them too; from there each event leads to its own place."""
    for one in counties_of(site):
        page = tree_of(site).page(f"en/{one['code']}/index.html")
        rows = [link.attributes["href"] for link in page.all("a") if re.fullmatch("[0-9./-]+", link.attributes["href"])]
        own = {href for href in rows if re.fullmatch("[0-9]{9}[0-9-]*/", href)}
        there = {f"{address[7:]}" for address in english(site) if address.startswith(one["code"])}
        assert own == there
        events = [link.attributes["href"] for link in page.all("a") if "#e" in link.attributes["href"]]
        events = [href for href in events if re.search("#e[0-9]", href)]
        assert all(href.startswith("../") == (one["state"] == "archived") for href in events), one["code"]
    links = [link.attributes["href"] for link in tree_of(site).page("en/index.html").all("a")]
    assert [link for link in links if re.fullmatch("[0-9]{6}/[0-9-]{9,}/#e[0-9-]+", link)]
    assert not [link for link in links if re.match(r"\.\./[0-9]{6}/[0-9]{9}", link)]


def test_texts_are_led_to_where_they_are_written(county: tuple[County, SiteSettings], tmp_path: Path) -> None:
    """Whoever wrote no questions in English has no link to them. Heads decide, not names of files."""
    links = [one.attributes["href"] for one in page(*county, HELD).all("a")]
    assert not [one for one in links if "questions" in one or one == "../../corrections/"]
    assert {"questions", "corrections"} <= slugs(ROOT / "content", "en")
    (tmp_path / "en").mkdir()
    (tmp_path / "en/faq.md").write_text("\ufeffTitle: Q\nSlug: questions\n\nslug: nothing\n", encoding="utf-8")
    (tmp_path / "en/questions.md").write_text("title: Q\n\nslug: corrections\n", encoding="utf-8")
    (tmp_path / "en/.~lock.a.md#").write_text("slug: corrections\n", encoding="utf-8")
    assert slugs(tmp_path, "en") >= {"questions"}
    assert slugs(tmp_path, "nowhere") == frozenset()


def test_without_the_setting_everything_is_as_it_was(tmp_path: Path) -> None:
    """The pages themselves, and the links to them, are all that the setting adds to a site."""
    data = example_data(tmp_path)
    document = load(data / "site.json") | {"languages": [ENGLISH]}

    def made(name: str, **more: object) -> dict[str, bytes]:
        (data / "site.json").write_text(json.dumps({**document, **more}, ensure_ascii=False), encoding="utf-8")
        root = build_site(data, tmp_path / name)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    on, off, never = made("on", english_areas=True), made("off", english_areas=False), made("never")
    assert off == never
    added = on.keys() - off.keys()
    assert added
    assert all(AREA_IN_ENGLISH.fullmatch(path) for path in added)
    assert off.keys() <= on.keys()
    areas = {path.removeprefix("en/") for path in added}
    for path in areas:
        content = re.sub(rb'<link rel="alternate" type="text/html" hreflang=[^>]*>\n', b"", on[path])
        content = re.sub(rb' <a href="[^"]*" lang="en" hreflang="en">English</a>(?=</p>)', b"", content)
        assert content == off[path], path
    for path in ("en/index.html", *(f"en/{code}/index.html" for code in CODES)):
        # What happened to an area leads to it, and without the setting to the place of the event on its Chinese page.
        before, after = (
            re.sub(rb'(?<=href=")(?:\.\./|[0-9]{6}/)*([0-9]{9}[0-9-]*/)(?=[#"])', rb"\1", made[path])
            for made in (off, on)
        )
        assert before == after, path
    others = {path for path in off if on[path] != off[path]} - areas
    lists = {path for code in CODES for path in (f"{code}/manifest.json", f"en/{code}/index.html")} | {"en/index.html"}
    assert others == {*lists, "manifest.json", "openapi.json", "search/en.json", "sitemap-pages.xml"}


# ---- what it weighs, and how it travels


def test_it_is_small(site: Path) -> None:
    """Less than four kilobytes beside its events; with all that it loads less than the page in Chinese may have."""
    for address in english(site):
        path = site / "en" / address / "index.html"
        content = path.read_bytes()
        events = len(re.findall(rb'#e[0-9-]+"', content))
        assert len(content) < 4_000 + 350 * events, (path, len(content), events)
        needed = ("style.css", "site.js", "favicon.svg")
        whole = [content, *((site / "static" / name).read_bytes() for name in needed)]
        assert sum(len(gzip.compress(one, mtime=0)) for one in whole) < 13_000, path


def test_pages_travel_as_one_file(county: tuple[County, SiteSettings], tmp_path: Path) -> None:
    """A county hands its pages over in one file, from which they come as they were; without any there is no file."""
    made, site = county
    told = [*pages(made, site)]
    assert [page.path for page in told] == [urls.document(urls.area(area_id, ENGLISH)) for area_id in made.by_area]
    file = tmp_path / "part"
    file.write_bytes(bundled(told))
    assert [*unbundled(file)] == told
    assert [*unbundled(tmp_path / "nothing")] == []
    for other in (replace(site, english_areas=False), replace(site, languages=())):
        assert [*pages(made, other)] == []
    past = replace(made, settings=replace(made.settings, state="archived", archived_at="2022-12-31"))
    assert [*pages(past, site)] == []
