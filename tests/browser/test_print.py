"""Lists on paper: printed by a real browser, as a desk prints the list of a county for its door."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsers import opened
from tests.support.sites import serving, tree_of
from tests.support.tools import require_tool

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def printed(browser: Browser, site: Path, page: str, folder: Path) -> list[list[str]]:
    """The lines of each sheet of a page on A4, without blanks."""
    require_tool("pdftotext")
    file = folder / "page.pdf"
    with serving(site) as address, opened(browser, 1280) as window:
        window.page.goto(address + page)
        window.page.pdf(path=file, prefer_css_page_size=True, format="A4")
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, encoding="utf-8", timeout=60
    ).stdout
    sheets = text.split("\f")[:-1]
    return [[line for line in ("".join(line.split()) for line in sheet.splitlines()) if line] for sheet in sheets]


@pytest.mark.parametrize(
    ("page", "most"),
    [("990101/", 5), ("990201/", 6), ("", 4), ("99/", 3), ("changes/", 8), ("changes/2022-11/", 1), ("statistics/", 3)],
)
def test_a_list_takes_few_sheets_and_no_heading_stands_alone(
    chromium: Browser, site: Path, tmp_path: Path, page: str, most: int
) -> None:
    """A county took nine sheets, with captions at the foot of one and their rows on the next."""
    sheets = printed(chromium, site, page, tmp_path)
    assert 0 < len(sheets) <= most
    shown = tree_of(site).page(f"{page}index.html")
    headings = {re.sub(r"\s", "", one.says) for one in shown.all("h2", "h3", "caption")}
    for sheet in sheets[:-1]:
        assert sheet[-1] not in headings, f"{sheet[-1]} stands alone at the foot"


def test_what_is_printed_of_a_county_is_whole(chromium: Browser, site: Path, tmp_path: Path) -> None:
    """Every area with its status and day, every notice, who publishes, and the address are on the paper."""
    text = "".join("".join(sheet) for sheet in printed(chromium, site, "990101/", tmp_path))
    page = tree_of(site).page("990101/index.html")
    rows = [one for one in page.all("tr") if "class" in one.attributes]
    assert len(rows) > 50
    days = {day for row in rows for day in re.findall(r"\d{4}年\d+月\d+日", row.says)}
    assert [day for day in days if day not in text] == []
    names = [
        one.says.replace(" ", "").removesuffix("后来被更正")
        for one in page.all("th")
        if one.attributes.get("scope") == "row"
    ]
    assert [name for name in names[:70] if name.partition("(")[0][:6] not in text] == []
    assert text.count("有效") >= 47
    assert "register.example/990101/" in text


def test_a_certificate_of_an_old_list_says_so(chromium: Browser, site: Path, tmp_path: Path) -> None:
    """By the clock of who prints it, above its frame, on the same sheet."""
    (sheet,) = printed(chromium, site, "990201/990201100010-002/", tmp_path)
    assert "天没有新记录，可能过时" in sheet[0]
    assert "阳光海岸" in "".join(sheet)
