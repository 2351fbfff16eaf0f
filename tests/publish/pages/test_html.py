"""Every published page: valid, linked, self-contained, and honest about what is fictional or past."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import pytest

from tests.support.folders import ROOT
from tests.support.sites import ADDRESS, AREA_IN_ENGLISH, BELOW, Page, counties_of, file_at, load, pages_of, tree_of
from tests.support.tools import VNU, require_tool

# Removals before additions.
KINDS: Final = ("取消", "暂停", "更正", "恢复", "新增", "公示")
DEMONSTRATION: Final = "演示数据"
ARCHIVED: Final = "历史名录"
NAME_EN: Final = "Public Register of Epidemic-free Areas"


def vnu(*arguments: str | Path) -> list[str]:
    """Errors that the Nu Html Checker finds, as sentences."""
    require_tool("java", VNU)
    ended = subprocess.run(
        ["java", "-Xshare:auto", "-jar", str(ROOT / VNU), "--errors-only", "--format", "json", *map(str, arguments)],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    found = json.loads(ended.stderr)["messages"]
    assert ended.returncode == bool(found), ended.stderr
    return [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in found]


# ---- standards


def test_nu_html_checker_finds_no_error(site: Path) -> None:
    """Every page, the style sheet and the icon are valid to the checker of the standard."""
    assert len(pages_of(site)) > 200
    assert vnu("--skip-non-html", "--also-check-css", "--also-check-svg", site) == []


def test_nu_html_checker_reads_what_it_is_given(tmp_path: Path) -> None:
    """The checker is not fooled by its options: it finds a broken page and a broken style sheet."""
    (tmp_path / "index.html").write_text("<!doctype html><html lang=zh-CN><title>x</title><p></b>", encoding="utf-8")
    (tmp_path / "style.css").write_text("p { colour: red; }", encoding="utf-8")
    found = vnu("--skip-non-html", "--also-check-css", tmp_path)
    assert {one.rpartition("/")[2].partition(":")[0] for one in found} == {"index.html", "style.css"}


def test_every_page_has_the_frame_of_a_page(site: Path, example_site: Path) -> None:
    """Language, title, description, one main heading, breadcrumbs, the way to the text, and a canonical address."""
    for root in (site, example_site):
        titles: dict[str, str] = {}
        for path in pages_of(root):
            page = tree_of(root).page(path)
            english = path.startswith("en/")
            assert page.only("html").attributes["lang"] == ("en" if english else "zh-CN"), path
            assert page.linked("canonical") == [ADDRESS + path.removesuffix("index.html")], path
            assert page.only("h1").says, path
            assert page.only("main").attributes["id"] == "main", path
            assert page.meta("description"), path
            assert page.meta("viewport"), path
            title = page.all("title")[0].says
            named = NAME_EN if english and root == site else "无疫区域公开名录"
            assert title.count(named) == 1, f"{path}: {title}"
            assert titles.setdefault(path, title)
            if path not in ("index.html", "en/index.html", "404.html"):
                crumbs = [one for one in page.all("nav") if one.attributes.get("class") == "crumbs"]
                assert len(crumbs) == 1, path
                assert crumbs[0].says.startswith("Home" if english else "首页"), path


def test_headings_do_not_skip_a_level(site: Path) -> None:
    """Headings make an outline: under h1 comes h2, under h2 h3."""
    for path in pages_of(site):
        level = 0
        for one in tree_of(site).page(path).all("h1", "h2", "h3", "h4", "h5", "h6"):
            assert int(one.tag[1]) <= level + 1, f"{path}: {one.tag} {one.says}"
            level = int(one.tag[1])


def test_every_page_has_its_data_twin(site: Path) -> None:
    """Beside each page lies the same as data, and the page names it; only the page of lost addresses has none."""
    tree = tree_of(site)
    for path in pages_of(site):
        if path == "404.html":
            continue
        # A list in English has the data of the Chinese page; so has an area, which leaves it to that page to say so.
        same = path.removeprefix("en/") if re.fullmatch(r"en/(?:(?:[0-9/-]+|search)/)?index\.html", path) else path
        twin = same.removesuffix("index.html") + "index.json"
        assert twin in tree.files, path
        alternates = [
            one.attributes["href"]
            for one in tree.page(path).all("link")
            if one.attributes["rel"] == "alternate" and one.attributes["type"] == "application/json"
        ]
        named = [] if AREA_IN_ENGLISH.fullmatch(path) else [ADDRESS + twin]
        assert [urljoin(ADDRESS + path, one) for one in alternates] == named, path
        address = load(site / twin).get("url", ADDRESS + same.removesuffix("index.html"))
        assert address == ADDRESS + same.removesuffix("index.html")
    pages = {path.removesuffix("index.html") for path in pages_of(site)}
    twins = {path.removesuffix("index.json") for path in tree.files if path.endswith("index.json")}
    assert twins <= pages


# ---- links


def links(page: Page) -> list[tuple[str, str]]:
    """(tag, address) of everything that a page leads to or loads."""
    return [
        (one.tag, one.attributes[name])
        for one in page.elements
        for name in ("href", "src", "srcset", "action", "data", "poster")
        if name in one.attributes
    ]


def test_every_link_leads_to_a_file_and_a_place_on_it(site: Path, example_site: Path) -> None:
    """Links inside the site lead to files that exist, and with a fragment to an element that exists."""
    for root in (site, example_site):
        tree = tree_of(root)
        broken = {tree.problem(link, path) for path in pages_of(root) for _, link in links(tree.page(path))}
        assert broken <= {None}


def test_links_hold_below_any_path(site: Path, sub_site: Path) -> None:
    """The same files work when served under a path; no link climbs out of it."""
    moved, built = tree_of(site, ADDRESS.rstrip("/") + BELOW), tree_of(sub_site, ADDRESS.rstrip("/") + BELOW)
    for tree in (moved, built):
        for path in pages_of(tree.root):
            # The page of lost addresses may be shown anywhere: it is built for its site and has absolute paths.
            if path == "404.html" and tree is moved:
                continue
            for tag, link in links(tree.page(path)):
                if not link.startswith(ADDRESS):
                    assert path == "404.html" or not link.startswith("/"), f"{path}: {link}"
                    assert tree.problem(link, path) is None, f"{path}: {tag} {link}"


def test_every_page_is_reached_from_the_home_page(site: Path) -> None:
    """Whoever follows links from the home page comes to every page."""
    tree, seen, ahead = tree_of(site), {"index.html"}, ["index.html"]
    while ahead:
        path = ahead.pop()
        for one in tree.page(path).all("a"):
            whole = urljoin(ADDRESS + path.removesuffix("index.html"), one.attributes["href"]).partition("#")[0]
            target = file_at(whole.removeprefix(ADDRESS))
            if whole.startswith(ADDRESS) and target.endswith(".html") and target not in seen:
                seen.add(target)
                ahead.append(target)
    assert set(pages_of(site)) - seen == {"404.html"}


def test_nothing_is_loaded_from_elsewhere_or_written_into_a_page(site: Path) -> None:
    """No script in a page (data for machines is none), handler, frame or style; it loads and sends nothing elsewhere.

    A script waits until the page is read (`defer`): the first paint waits for the style sheet for screens alone.
    """
    for path in pages_of(site):
        page = tree_of(site).page(path)
        for one in page.all("script"):
            if one.attributes.get("type") not in ("application/ld+json", "application/json"):
                assert set(one.attributes) == {"src", "defer"}, path
                assert not one.says, path
        sheets = [one.attributes for one in page.all("link") if one.attributes["rel"] == "stylesheet"]
        named = [Path(str(sheet["href"])).name for sheet in sheets]
        # What few pages need is no part of the sheet of all.
        apart = [name for name in named if name in ("charts.css", "prose.css")]
        few = {"check/index.html": ["check.css"]}.get(path, apart)
        assert len(few) <= 1, path
        assert [sheet.get("media") for sheet in sheets] == [None, "print", *(None for _ in few)], path
        assert named == ["style.css", "print.css", *few], path
        charts = [one for one in page.elements if "chart" in one.attributes.get("class", "").split()]
        assert not charts or "charts.css" in named, path
        texts = [one for one in page.elements if {"prose", "finding"} & {*one.attributes.get("class", "").split()}]
        assert bool(texts) == ("prose.css" in named), path
        for form in page.all("form"):
            # A form that narrows a list on its page says neither method nor address, and sends nothing.
            assert form.attributes.get("method", "get") == "get", path
            assert tree_of(site).problem(form.attributes.get("action", ""), path) is None
        assert not page.all("iframe", "object", "embed", "base", "style"), path
        for one in page.elements:
            assert not [name for name in one.attributes if name.startswith("on") or name == "style"], path
        loaded = [one.attributes["href"] for one in page.all("link") if one.attributes["rel"] in ("stylesheet", "icon")]
        loaded += [link for tag, link in links(page) if tag not in ("a", "link")]
        assert loaded, path
        assert not [one for one in loaded if re.match("([a-z]+:)?//|data:(?!image/png;base64,)", one)], path
    for file in (site / "static").iterdir():
        content = file.read_text(encoding="utf-8")
        assert "@import" not in content
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", content), file


# ---- fictional


def fictional(root: Path) -> list[str]:
    """Codes of fictional counties."""
    return [one["code"] for one in counties_of(root) if one["demonstration"]]


def speaks_of(path: str, codes: list[str]) -> bool:
    """True if a file is of fictional counties or units: by its address, as these are all of one province."""
    return path.startswith(tuple({code[:2] for code in codes}))


def test_pages_with_fictional_areas_say_so(site: Path) -> None:
    """Every page that shows a fictional area says that it does, in its text and its title; /verify/ may show one."""
    tree, codes = tree_of(site), fictional(site)
    assert codes
    names = {load(site / code / "index.json")["county"]["name"] for code in codes}
    for path in pages_of(site):
        page = tree.page(path)
        is_asked = path == "verify/index.html"
        if is_asked or speaks_of(path, codes) or any(name in page.only("main").says for name in names):
            mark = "Demonstration data" if path.startswith("en/") else DEMONSTRATION
            assert mark in page.text, path
            assert mark in page.all("title")[0].says, path


def test_pages_of_real_areas_are_not_called_fictional(site: Path) -> None:
    """A page of what was once real, and of nothing else, does not call it fictional."""
    codes = fictional(site)
    real = [one["code"] for one in counties_of(site) if not one["demonstration"]]
    assert real
    for path in pages_of(site):
        if path.startswith(tuple({code[:2] for code in real})) and not speaks_of(path, codes):
            assert DEMONSTRATION not in tree_of(site).page(path).text, path


def test_documents_with_fictional_areas_say_so(site: Path) -> None:
    """`demonstration` is true in every document with fictional areas, false in those of real ones."""
    codes = fictional(site)
    assert len(codes) == 2
    for path in site.rglob("index.json"):
        name, document = path.relative_to(site).as_posix(), load(path)
        if name == "index.json":
            assert document["demonstration"]["site"] is True
            assert {one["code"] for one in document["counties"] if one["demonstration"]} == set(codes)
        elif name[0].isdigit():
            assert document["demonstration"] is speaks_of(name, codes), name
        elif name.startswith(("changes/", "statistics/")):
            assert document["demonstration"] is True, name
        for row in document.get("events", []) if name.startswith("changes/") else []:
            assert row.get("demonstration", False) is (row["event_id"][:6] in codes), name


def test_tables_with_fictional_areas_say_so(site: Path) -> None:
    """Each row of each table says whether it is fictional: a table travels without its page."""
    codes = fictional(site)
    assert len(codes) == 2
    for path in site.rglob("*.csv"):
        name = path.relative_to(site).as_posix()
        marked = not name[0].isdigit() or speaks_of(name, codes)
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                whose = row["county"] if name == "changes.csv" else row.get("area_id", "")[:6]
                fictional_row = whose in codes if name.startswith(("downloads/", "changes.csv")) else marked
                assert row.get("demonstration") == str(fictional_row).lower(), name


# ---- past


def archived(root: Path) -> list[str]:
    """Codes of archived counties."""
    return [one["code"] for one in counties_of(root) if one["state"] == "archived"]


def test_archived_pages_say_so_and_are_not_indexed(site: Path) -> None:
    """Every page of a historical list, its areas and notices says what it is, and asks not to be indexed."""
    codes = archived(site)
    assert len(codes) > 10
    units = {code[:length] for code in codes for length in (2, 4)}
    units -= {one["code"][:length] for one in counties_of(site) if one["state"] != "archived" for length in (2, 4)}
    told = 0
    for path in pages_of(site):
        page, own = tree_of(site).page(path), path.removeprefix("en/")
        code, below = own.partition("/")[0], own.count("/")
        if code in codes or (code in units and below > 1):
            told += 1
            assert (ARCHIVED if own == path else "Historical list") in page.text, path
            assert "noindex" in page.meta("robots"), path
        elif code not in units and path != "404.html":
            assert "noindex" not in page.meta("robots"), path
    assert told > 50


def test_archived_lists_are_in_no_total_no_change_and_no_sitemap(site: Path) -> None:
    """What is past is not told as present: not in totals, changes, statistics, national feeds or sitemaps."""
    codes = tuple(archived(site))
    summary = load(site / "index.json")
    present = [one for one in summary["counties"] if one["code"] not in codes]
    for status, number in summary["counts"].items():
        assert number == sum(one["counts"][status] for one in present)
    home = tree_of(site).page("index.html")
    numbers = [one.says for one in home.all("li") if any(word in one.says for word in ("有效", "已暂停", "已取消"))]
    assert [re.sub("[^0-9]", "", one) for one in numbers[:3]] == [
        str(summary["counts"][status]) for status in ("certified", "suspended", "revoked")
    ]
    for path in [*site.glob("changes/**/index.json"), site / "statistics/index.json"]:
        document = load(path)
        rows: list[dict[str, Any]] = [*document.get("events", []), *document.get("counties", [])]
        # A month lists its days, a kind its events by their ids.
        assert rows or document.get("days") or document["event_ids"], path
        assert not {event[:6] for event in document.get("event_ids", ())} & set(codes), path
        assert not [row for row in rows if (row.get("event_id") or row["code"]).startswith(codes)], path
    for path in [*site.glob("changes/**/*.html"), *site.glob("statistics/*"), *site.glob("feeds/**/*.*")]:
        assert not re.findall(rf"\b(?:{'|'.join(codes)})\b", path.read_text(encoding="utf-8")), path
    maps = "".join(path.read_text(encoding="utf-8") for path in site.glob("sitemap*.xml"))
    assert not [code for code in codes if f"/{code}/" in maps]


# ---- removals first


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("index.html", ("取消", "暂停", "恢复", "新增")),
        ("990101/index.html", ("取消", "更正", "新增")),
        ("990201/index.html", ("取消", "暂停", "恢复", "新增")),
    ],
)
def test_grouped_changes_begin_with_removals(site: Path, path: str, kinds: tuple[str, ...]) -> None:
    """Where changes are grouped by kind, removals stand before additions."""
    found = groups(tree_of(site).page(path))
    assert set(kinds) <= set(found)
    assert found == sorted(found, key=KINDS.index)


def test_notices_begin_with_removals(site: Path) -> None:
    """The page of every notice that brought removals lists them before additions."""
    both = 0
    for path in pages_of(site):
        if "/notices/" in path:
            found = groups(tree_of(site).page(path))
            assert found == sorted(found, key=KINDS.index), path
            both += len(found) > 1
    assert both


def groups(page: Page) -> list[str]:
    """Kinds of the groups of changes, in order of their headings."""
    found = []
    for one in page.all("h2", "h3", "h4"):
        match = re.match(rf"({'|'.join(KINDS)})\s*(?:最近 )?[0-9,]+ 项", one.says)
        if match:
            found.append(match[1])
    return found


def test_counts_and_columns_show_removals_too(site: Path) -> None:
    """Every list of counties shows how many were suspended and revoked beside how many hold the title."""
    for path in ("index.html", "99/index.html"):
        tables = [one.says for one in tree_of(site).page(path).all("thead")]
        assert any(all(word in one for word in ("有效", "暂停", "取消")) for one in tables), path


def test_a_list_says_that_steps_are_unpublished_only_where_some_are(site: Path) -> None:
    """Of a real historical list nothing is said that is not so."""
    assert "含未公开的步骤" in (site / "990101/index.html").read_text(encoding="utf-8")
    assert "含未公开的步骤" not in (site / "220182/index.html").read_text(encoding="utf-8")
