"""A register of another kind: nothing that is published of it assumes an epidemic, in Chinese or in English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from generator.check import check_all
from generator.publish.pages import renderer
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.views.papers import PlaqueView
from generator.reading import schemas
from generator.staff.plaque import Wanted, decide
from tests.support.folders import run_wuyi
from tests.support.sites import made_once, tree_of
from tests.support.waste import CHUNXIAO, FANGCAO, HEPING, TAOYUAN, XINGFU, waste_data

# What no register of waste sorting says anywhere.
EPIDEMIC: Final = re.compile(
    "疫|病例|密接|密切接触|感染|核酸|防控|隔离|epidemic|pandemic|infect|contact tracing|COVID|virus", re.IGNORECASE
)
# Readings of all common characters, whatever names have; and how headings look that were pasted as a name.
CHARACTERS: Final = "search/readings.json"


@pytest.fixture(scope="session")
def waste_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of waste sorting, built."""

    def make(work: Path) -> Path:
        data = waste_data(work / "waste")
        done = run_wuyi(
            "build", "--data", data, "--content", data.parent / "content", "--output", work / "site", "--workers", "1",
            "--full",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return work / "site"

    return made_once(tmp_path_factory, "waste", make)


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every file of a site that is a text: pages, feeds, twins, tables, schemas, scripts, styles."""
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        try:
            yield str(path.relative_to(site)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            assert path.suffix in (".png", ".ico", ".parquet", ".woff2") or "tile" in path.parts, path


def test_the_register_has_no_finding(tmp_path: Path) -> None:
    """Certified, suspended, restored, revoked, applied for again, inspected, with declared counts that agree."""
    assert check_all(waste_data(tmp_path), now="2024-01-02T00:00:00+08:00", workers=1).findings == []


def test_nothing_that_is_published_assumes_an_epidemic(waste_site: Path) -> None:
    """No page, feed, twin, table, schema or description of the data has a word of one."""
    seen = 0
    for path, text in texts(waste_site):
        if path == CHARACTERS:
            continue
        seen += 1
        found = [text[max(0, match.start() - 30) : match.end() + 30] for match in EPIDEMIC.finditer(text)]
        assert found == [], path
    assert seen > 200


def test_an_empty_table_of_cases_is_not_spoken_of(tmp_path: Path) -> None:
    """`wuyi init` writes every table: the page of the county names that of cases only where a scheme asks for it."""
    data = waste_data(tmp_path / "waste")
    for folder in (data / "registers").iterdir():
        header = ",".join(column.name for column in schemas.columns("cases"))
        (folder / "cases.csv").write_text(f"{header}\n", encoding="utf-8")
    done = run_wuyi(
        "build", "--data", data, "--content", data.parent / "content", "--output", tmp_path / "site", "--workers", "1"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [*(tmp_path / "site").glob("99[0-9][0-9][0-9][0-9]/index.html")]
    assert pages
    assert [page.name for page in pages if EPIDEMIC.search(page.read_text(encoding="utf-8"))] == []


def test_what_is_escaped_in_data_assumes_none_either(waste_site: Path) -> None:
    """The same of what JSON says, whatever escapes it is written with. A heading 无疫小区 in a column of names is
    known as one by every register: that is an expression, which nobody reads."""
    files = [path for path in waste_site.rglob("*.json") if str(path.relative_to(waste_site)) != CHARACTERS]
    said = {path: json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) for path in files}
    assert [path for path, text in said.items() if EPIDEMIC.search(text)] == []


def test_plaques_assume_none(tmp_path: Path) -> None:
    """The page that a plaque is printed from."""
    decision = decide(waste_data(tmp_path), Wanted((XINGFU, CHUNXIAO, TAOYUAN)))
    html = renderer.render("plaque", PlaqueView("称号牌", "a4", tuple(decision.plaques)), CHINESE)
    assert "生活垃圾分类示范小区" in html
    assert EPIDEMIC.search(html) is None


def test_tables_of_cases_are_of_the_schemes_that_ask_for_them(waste_site: Path, site: Path) -> None:
    """Where none does, no page, schema or finding of theirs is there; where one does, they are."""
    for root, there in ((waste_site, False), (site, True)):
        assert (root / "schemas" / "cases.json").is_file() == there
        assert ("cases.csv" in (root / "check" / "index.html").read_text(encoding="utf-8")) == there
        assert ("病例与密切接触者" in (root / "990101" / "index.html").read_text(encoding="utf-8")) == there
        codes = {each["code"] for each in json.loads((root / "findings" / "index.json").read_bytes())["findings"]}
        assert codes >= {"E614", "E623", "E660"}
        assert ({"E615", "E616", "E617", "E618", "W619", "E621", "W622"} <= codes) == there


def test_the_status_of_each_area_is_told(waste_site: Path) -> None:
    """In the words of the scheme, in Chinese and in English."""
    said = {
        XINGFU: (
            "幸福里小区 现为 生活垃圾分类示范小区",
            "model residential compound for waste sorting” since 26 May 2023.",
        ),
        FANGCAO: (
            "芳草园 现为 生活垃圾分类示范小区",
            "model residential compound for waste sorting” since 28 March 2023.",
        ),
        HEPING: ("和平家园 现为 生活垃圾分类示范小区", "since 29 December 2023."),
        CHUNXIAO: ("春晓社区 现为 生活垃圾分类示范社区", "model community for waste sorting” since 28 March 2023."),
        TAOYUAN: ("桃源村 现为 生活垃圾分类示范村", "model village for waste sorting” since 28 April 2023."),
    }
    for area, (chinese, english) in said.items():
        page = tree_of(waste_site).page(f"990101/{area}/index.html")
        assert chinese in page.text.replace("\n", " "), page.text[:400]
        assert english in page.text


def test_a_loss_has_its_reason_in_english(waste_site: Path) -> None:
    """The page of the county in English takes titles and reasons from the scheme itself."""
    text = tree_of(waste_site).page("en/990101/index.html").text
    assert "model residential compound for waste sorting" in text
    assert "sorted waste was transported mixed" in text


def test_a_search_for_the_title_leads_to_what_it_means(waste_site: Path) -> None:
    """What the titles begin with is a word of the search: no other register's."""
    ways = json.loads((waste_site / "search" / "index.json").read_bytes())["ways"]
    words = next(words for words, _, address, *_ in ways if address == "about/").split()
    assert "生活垃圾分类示范" in words


def test_a_title_without_a_name_in_english_has_no_sentence(tmp_path: Path) -> None:
    """The line in English is left out, and the list in English has the title in Chinese, marked as such."""
    data = waste_data(tmp_path / "waste")
    path = data / "schemes" / "waste-sorting-2023.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    for title in profile["titles"]:
        del title["name_en"]
    path.write_text(json.dumps(profile, ensure_ascii=False), encoding="utf-8")
    site = tmp_path / "site"
    done = run_wuyi("build", "--data", data, "--content", data.parent / "content", "--output", site, "--workers", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree_of(site).page(f"990101/{XINGFU}/index.html").text.count("has held the title") == 0
    assert '<span lang="zh-CN">生活垃圾分类示范小区</span>' in (site / "en/990101/index.html").read_text(
        encoding="utf-8"
    )
