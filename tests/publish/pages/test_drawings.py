"""Charts as files of their own: under every chart, in the language of its page, each standing alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

from generator import urls
from generator.publish.pages.charts.flow import flow
from generator.publish.pages.charts.marks import NAMES, MarkedArea, marks
from generator.publish.pages.charts.multiples import Compared, multiples
from generator.publish.pages.charts.procedure import Told, procedure
from generator.publish.pages.charts.silence import Silence, Silences
from generator.publish.pages.charts.tiles import CountyTile, tiles
from generator.publish.pages.charts.trend import trend
from generator.publish.pages.drawings import Chart, Source, drawings
from generator.publish.pages.wording import plain
from generator.register.codes import AreaId, DivisionCode
from generator.register.model import Layout, SiteSettings, Tile
from generator.register.moves import Move
from tests.support.folders import ROOT
from tests.support.sites import ADDRESS, build_site, load, pages_of, tree_of

SVG: Final = "{http://www.w3.org/2000/svg}"
HOSTILE: Final = """<b>"甲&amp;'区</b>"""
SITE: Final = SiteSettings(
    HOSTILE, "https://register.example", "register.example,2026", True, "", "", county_pictures=True, languages=("en",)
)  # fmt: skip


def files_of(site: Path) -> list[Path]:
    """The charts of a site that lie there as files."""
    ending = re.compile(rf"(?:{'|'.join(urls.DRAWINGS)})(?:-en)?\.svg")
    return sorted(path for path in site.rglob("*.svg") if ending.fullmatch(path.name))


def test_every_chart_can_be_taken_along(site: Path) -> None:
    """Under each stand its picture and its numbers, in words of the language of the page."""
    tree, seen = tree_of(site), dict[str, int]()
    for path in pages_of(site):
        content = (site / path).read_text(encoding="utf-8")
        charts = re.findall(r'<(?:div|figure) class="((?:chart|marks)[ a-z]*)"', content)
        taken = re.findall(r'<p class="take">(.*?)</p>', content)
        pictures = [one for one in taken if ">SVG</a>" in one]
        assert len(pictures) == len(charts), path
        for one in taken:
            links = re.findall(r'<a href="([^"]+)">(SVG|CSV)</a>', one)
            assert [tree.problem(link, path) for link, _ in links] == [None] * len(links), path
            numbers = [word for _, word in links if word == "CSV"]
            # A procedure has no numbers, nor have lists of the past together.
            assert len(numbers) == (not re.search("procedure.svg", one) and "50/index.html" not in path), path
            for link, word in links:
                if word == "SVG":
                    assert link.endswith("-en.svg") == path.startswith("en/"), path
                    kind = link.rpartition("/")[2].removesuffix(".svg").removesuffix("-en")
                    seen[kind] = seen.get(kind, 0) + 1
        assert content.count('<table class="month">') == 0 or taken, path
    assert set(seen) == set(urls.DRAWINGS)
    assert min(seen.values()) >= 2


def test_every_file_is_led_to_by_a_page(site: Path) -> None:
    """None is published that nobody can come to."""
    led = set()
    for path in pages_of(site):
        content = (site / path).read_text(encoding="utf-8")
        led |= {((site / path).parent / one).resolve() for one in re.findall(r'href="([^"]+\.svg)">SVG', content)}
    assert {path.resolve() for path in files_of(site)} == led


def test_a_file_stands_alone(site: Path) -> None:
    """With a style and a ground of its own, what it shows in words, whose it is, of when and where it is from; nothing
    in it leads elsewhere or is loaded, and it is small."""
    found = files_of(site)
    assert len(found) > 50
    for path in found:
        content = path.read_text(encoding="utf-8")
        root = ElementTree.fromstring(content)
        english = path.stem.endswith("-en")
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == ("en" if english else "zh-CN")
        title, told = root.findtext(f"{SVG}title") or "", root.findtext(f"{SVG}desc") or ""
        assert title, path
        assert told, path
        assert root.find(f"{SVG}style") is not None
        ground = root.find(f"{SVG}rect")
        assert ground is not None
        assert (ground.get("width"), ground.get("fill")) == ("100%", "#fff")
        lines = ["".join(one.itertext()) for one in root.findall(f"{SVG}text")]
        timeless = path.name == "procedure.svg"
        named = "Public Register of Epidemic-free Areas" if english else "无疫区域公开名录"
        assert lines[-2].startswith(named), path
        assert timeless or re.search(r"as of \d+ \w+ \d{4}$" if english else r"截至 \d{4}年\d+月\d+日$", lines[-2])
        page = lines[-1].removeprefix(ADDRESS)
        assert lines[-1].startswith(ADDRESS)
        assert page.startswith("en/") == english
        assert (site / page / "index.html").is_file(), path
        assert "href" not in re.sub(r'<use href="#[a-z-]+"', "", content), path
        assert "url(" not in re.sub(r"url\(#[a-z-]+\)", "", content), path
        assert path.stat().st_size < 16_000, path
        shown = re.sub(r"<(title|desc)[^>]*>.*?</\1>|<style>.*?</style>", "", content, flags=re.DOTALL)
        assert "&amp;amp;" not in shown, path


def test_fiction_and_the_past_are_told_in_the_file_as_well(site: Path) -> None:
    """A file is looked at without its page: what must stand wherever a list does stands in it."""
    told = []
    for path in files_of(site):
        place, content = path.parent.name, path.read_text(encoding="utf-8")
        english = path.stem.endswith("-en")
        past = re.fullmatch("[0-9]{6}", place) and load(path.parent / "index.json")["state"] == "archived"
        if re.fullmatch("99.*", place):
            told.append(("Demonstration data" if english else "演示数据") in content)
        if past or place == "50":
            told.append(("Historical list" if english else "历史名录") in content)
    assert len(told) > 20
    assert all(told)


def test_the_words_of_an_english_file_are_english(site: Path) -> None:
    """Only names are Chinese there, each with its reading behind it."""
    for path in (site / "99/trend-en.svg", site / "99/counties-en.svg", site / "990101/picture-en.svg"):
        content = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"[\u4e00-\u9fff]+[^\u4e00-\u9fff<]{0,3}", content):
            assert re.fullmatch(r"[\u4e00-\u9fff]+ [A-Z].?", name), (path, name)
        assert not re.search("[，。；：]", content), path


def charts(name: str) -> dict[str, Chart | None]:
    """One of each kind, with a name that would break out of it."""
    moves = (Move("2022-11-21", 5, 0, 0), Move("2022-11-25", -3, 2, 1))
    silent = Silences((Silence("2022-11-25", "2022-11-30"),), name)
    compared = [Compared(name, f"?{name}", moves, 1, 1, silent, "")] * 2
    areas = [MarkedArea("a/", name, "990101001", kind) for kind in NAMES]
    steps = [Told(event, name, name) for event in ("apply", "publish", "suspend", "restore", "revoke")]
    numbers = {"certified": 2, "suspended": 2, "revoked": 1, "candidate": 0}
    return {
        "trend": trend(moves, "2022-11-30", name, silent),
        "tiles": tiles(
            Layout("99", 1, (Tile(DivisionCode(AreaId("990101")), name, 1, 1),)),
            name,
            {"990101": CountyTile(name, "", 1, 0, 1, 2, 3)},
            name,
        ),
        "counties": multiples(compared, "2022-11-30", name),
        "flow": flow({(None, "certified", False): 5, ("certified", "suspended", True): 2}, numbers, name),
        "picture": marks([(name, "g1", areas)], [(kind, name) for kind in NAMES], name),
        "procedure": procedure(steps, name),
    }


@pytest.mark.parametrize("kind", urls.DRAWINGS)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_no_name_breaks_out_of_a_file(kind: str, lang: str) -> None:
    """Whatever a place is called, it stands there as it is, and the file is well-formed."""
    source = Source("99/", "2022-11-30", ("demonstration",))
    (made,) = drawings(SITE, "99/", {kind: charts(HOSTILE)[kind]}, source, plain(lang))
    assert made.path == f"99/{kind}{'' if lang == 'zh-CN' else '-en'}.svg"
    root = ElementTree.fromstring(made.content)
    assert HOSTILE in (root.findtext(f"{SVG}title") or "")
    assert not [one for one in root.iter() if one.tag.rpartition("}")[2] in ("b", "script", "image", "foreignObject")]
    height = float(root.attrib["height"])
    assert all(float(one.attrib["y"]) < height for one in root.findall(f"{SVG}text"))


def test_no_file_where_no_picture_is_asked_for(tmp_path: Path) -> None:
    """A register that does not name the setting has the charts and their numbers, but neither files nor links to
    them."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    said = load(data / "site.json") | {"county_pictures": False}
    (data / "site.json").write_text(json.dumps(said), encoding="utf-8")
    output = build_site(data, tmp_path / "site")
    assert files_of(output) == []
    for path in pages_of(output):
        content = (output / path).read_text(encoding="utf-8")
        assert 'class="marks"' not in content
        assert ">SVG</a>" not in content
    assert '<a href="days.csv">CSV</a>' in (output / "990101/index.html").read_text(encoding="utf-8")
