"""What the guidance says is so: clauses stand in the profiles, records in the register, pages a few steps from home."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import pytest

from tests.support.folders import ROOT
from tests.support.sites import ADDRESS, file_at, load, pages_of, tree_of

SCHEMES: Final = {one: load(ROOT / "data" / "schemes" / f"{one}.json") for one in ("chongqing-2022-74", "hainan-2022")}
TABLES: Final = {
    "content/pages/how-it-works.md": (r"〔([^〕]+)〕", "未载明", "没有这一步"),
    "content/en/how-it-works.md": (r"\[([^\]]+)\](?!\()", "not stated", "no such step"),
}


def rows(path: str) -> list[tuple[str, dict[str, str]]]:
    """The table of the two schemes: (what, cell of each scheme)."""
    lines = [one for one in (ROOT / path).read_text(encoding="utf-8").splitlines() if one.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return [(name, dict(zip(SCHEMES, values, strict=True))) for name, *values in cells]


def clauses(value: Any) -> set[str]:
    """Every clause that a profile cites."""
    if isinstance(value, dict):
        own = {value["clause"]} if isinstance(value.get("clause"), str) else set()
        return own.union(*(clauses(one) for one in value.values()))
    return set().union(*(clauses(one) for one in value)) if isinstance(value, list) else set()


def step(scheme: dict[str, Any], event: str) -> dict[str, Any] | None:
    """A step of a scheme."""
    return next((one for one in scheme["steps"] if one["event"] == event), None)


def reason(scheme: dict[str, Any], name: str) -> dict[str, Any]:
    """A reason for a revocation; without a clause where the scheme has none."""
    known = (step(scheme, "revoke") or {})["reasons"]
    return next((one for one in known if one["id"] == name), {"clause": None})


def stated(scheme: dict[str, Any], key: str) -> dict[str, Any]:
    """A term of a scheme in days, which no clause of the two schemes states."""
    assert scheme[key] is None, "the table says that no scheme states it"
    return {"clause": None}


# For each row of the table: what the profile says of it.
FACTS: Final[tuple[Callable[[dict[str, Any]], dict[str, Any] | None], ...]] = (
    lambda scheme: {"clause": scheme["titles"][-1]["clause"]},
    lambda scheme: scheme["window"],
    lambda scheme: step(scheme, "apply"),
    lambda scheme: step(scheme, "review"),
    lambda scheme: step(scheme, "certify"),
    lambda scheme: step(scheme, "file"),
    lambda scheme: step(scheme, "publish"),
    lambda scheme: step(scheme, "suspend"),
    lambda scheme: step(scheme, "restore"),
    lambda scheme: reason(scheme, "new_case"),
    lambda scheme: reason(scheme, "refusing_test"),
    lambda scheme: reason(scheme, "inspection_failed"),
    lambda scheme: scheme["plaque"] or {"clause": None},
    lambda scheme: stated(scheme, "expiry_days"),
    lambda scheme: stated(scheme, "reapply_after_days"),
)


@pytest.mark.parametrize("path", TABLES)
def test_table_of_schemes_says_what_the_profiles_say(path: str) -> None:
    """Each cell cites the clause of its fact and names its days; what is not stated, and no step, is called so."""
    cited, unstated, no_step = TABLES[path]
    table = rows(path)
    assert len(table) == len(FACTS)
    for (name, cells), fact in zip(table, FACTS, strict=True):
        for scheme, cell in cells.items():
            known = fact(SCHEMES[scheme])
            given = set(re.findall(cited, cell))
            if known is None:
                assert (cell, given) == (no_step, set()), name
            elif known["clause"] is None:
                assert unstated in cell, name
                assert given <= clauses(SCHEMES[scheme]), name
            else:
                assert given == {known["clause"]}, name
            days = known.get("days") or (known.get("deadline") or {}).get("days") if known else None
            assert days is None or re.search(rf"\b{days}\b", cell), name
            timed = known is not None and known.get("event") in ("review", "certify")
            if timed and known is not None and known["deadline"] is None:
                assert unstated in cell, name


@pytest.mark.parametrize("path", [path for path in TABLES if path.startswith("content/pages")])
def test_both_languages_cite_the_same(path: str) -> None:
    """The tables of the two languages are of the same facts."""
    chinese, english = ([[set(re.findall(TABLES[one][0], cell)) for cell in cells.values()] for _, cells in rows(one)]
                        for one in TABLES)  # fmt: skip
    assert chinese == english


def written_in(site: Path) -> list[str]:
    """Paths of the pages that people wrote."""
    return [path for path in pages_of(site) if 'class="prose"' in (site / path).read_text(encoding="utf-8")]


def led_to(site: Path, path: str) -> set[str]:
    """Paths of the pages that a page links to."""
    here = ADDRESS + path.removesuffix("index.html")
    links = [urljoin(here, one.attributes["href"]).partition("#")[0] for one in tree_of(site).page(path).all("a")]
    return {file_at(link.removeprefix(ADDRESS)) for link in links if link.startswith(ADDRESS)}


def test_every_page_of_guidance_is_three_steps_from_home(site: Path) -> None:
    """From the home page three links lead to every page that people wrote, in either language."""
    near = {"index.html"}
    for _ in range(3):
        near |= {target for path in near if path.endswith(".html") for target in led_to(site, path)}
    assert len(written_in(site)) > 15
    assert set(written_in(site)) <= near


def test_hub_leads_to_every_page_of_its_language(site: Path) -> None:
    """/about/ and /en/about/ list every page that people wrote in their language."""
    for home in ("", "en/"):
        pages = {path for path in written_in(site) if path.startswith("en/") is bool(home)}
        hub = f"{home}about/index.html"
        assert {path for path in pages if not path.startswith("announcements/")} <= led_to(site, hub) | {hub}


@pytest.mark.parametrize("path", ["content/pages/journalists.md", "content/en/journalists.md"])
def test_cited_record_is_in_the_register(site: Path, path: str) -> None:
    """The example of a citation can be followed: that record took that area's title on that day."""
    text = (ROOT / path).read_text(encoding="utf-8")
    (page, event) = re.search(r"([0-9]{6}/[0-9/-]+)#e([0-9-]+)", text).groups()  # type: ignore[union-attr]
    (record,) = [one for one in load(site / page / "index.json")["events"] if one["event_id"] == event]
    assert (record["event"], record["corrected_by"], record["effective_at"][:10]) == ("revoke", None, "2022-11-24")
    assert f"e{event}" in tree_of(site).page(f"{page}index.html").ids
    assert load(site / page / "index.json")["name"] in text


@pytest.mark.parametrize("path", ["content/pages/accessibility.md", "content/en/accessibility.md"])
def test_tools_of_the_statement_are_those_of_the_tests(path: str) -> None:
    """The accessibility statement claims no check that no test makes."""
    statement = (ROOT / path).read_text(encoding="utf-8")
    used = "".join(one.read_text(encoding="utf-8") for one in (ROOT / "tests").rglob("*.py") if one != Path(__file__))
    for tool, proof in {
        "Nu HTML Checker": "test_nu_html_checker_finds_no_error",
        "axe-core": "test_axe_finds_nothing_on_any_kind_of_page",
        "Chromium": "chromium",
    }.items():
        assert f"**{tool}**" in statement
        assert proof in used, tool
