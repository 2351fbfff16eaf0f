"""Files that texts give their readers: what is told of them, and how their pages lead to them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.check import Plan, read_plan
from generator.prose.judging import judge
from tests.support.attachments import pdf
from tests.support.folders import NOW, ROOT

HEAD: Final = "title: 说明\nslug: visits\n\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The repository's own texts, and a file that one more may lead to."""
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    (folder / "files").mkdir()
    (folder / "files" / "notice-5.pdf").write_bytes(pdf())
    return folder


@pytest.fixture
def plan(data: Path) -> Plan:
    """The plan of the worked example."""
    return read_plan(data, now=NOW)[0]


def told(content: Path, plan: Plan, body: str) -> list[tuple[str, str, int | None]]:
    """Code, path and line of what is found with one more text."""
    (content / "pages/visits.md").write_text(HEAD + body, encoding="utf-8")
    return [(finding.code, finding.path, finding.line) for finding in judge(content, plan)]


def test_a_file_that_is_there_may_be_led_to(content: Path, plan: Plan) -> None:
    """In Markdown, as HTML, by a reference."""
    body = '[全文](../files/notice-5.pdf)、<a href="../files/notice-5.pdf">全文</a>、[全文][1]\n'
    assert told(content, plan, f"{body}\n[1]: ../files/notice-5.pdf\n") == []


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("../files/nope.pdf", "E138"), ("../files/notice-5.pdf#page=2", "E138"), ("../../files/notice-5.pdf", "E138"),
        ("/files/notice-5.pdf", "E138"), ("files/notice-5.pdf", "E138"), ("../notice-5.pdf", "E124"),
    ],
)  # fmt: skip
def test_any_other_is_told_with_its_line(content: Path, plan: Plan, link: str, code: str) -> None:
    """One that is not there, and one that is written otherwise: once."""
    body = f"[全文]({link})\n\n[全文](../files/notice-5.pdf)\n"
    assert told(content, plan, body) == [(code, "content/pages/visits.md", 4)]


def test_one_that_no_text_leads_to_is_not_published(content: Path, plan: Plan) -> None:
    """It may have been forgotten: that is told."""
    assert told(content, plan, "文字。\n") == [("W124", "content/files/notice-5.pdf", None)]


def test_pages_lead_to_them_from_where_they_are(content: Path, data: Path, tmp_path: Path) -> None:
    """Written the same way wherever a text lies; with kind and size, in the language of the page."""
    for place, day in (("pages", ""), ("announcements", "date: 2022-12-01\n"), ("en", "")):
        text = f"title: T\nslug: visits\n{day}\n[全文](../files/notice-5.pdf)\n"
        (content / place / "visits.md").write_text(text, encoding="utf-8")
    result = build(Order(data, content, tmp_path / "site", now=NOW, workers=1))
    assert not result.report.findings
    for address, root, behind in (
        ("visits/", "../", "（PDF，1 KB）"), ("announcements/visits/", "../../", "（PDF，1 KB）"),
        ("en/visits/", "../../", " (PDF, 1 KB)"),
    ):  # fmt: skip
        page = (tmp_path / "site" / address / "index.html").read_text(encoding="utf-8")
        assert f'<a href="{root}files/notice-5.pdf">' in page, address
        assert f"</a>{behind}" in page, address
    assert (tmp_path / "site/files/notice-5.pdf").read_bytes() == pdf()


def test_the_newest_announcements_stand_on_home(content: Path, data: Path, tmp_path: Path) -> None:
    """Three of them, newest first, with their days; and a new one makes home anew, though no data changed."""
    order = Order(data, content, tmp_path / "site", now=NOW, workers=1)
    build(order)
    for day in (1, 2, 3, 4):
        text = f"title: 第{day}号公告\nslug: day-{day}\ndate: 2022-11-0{day}\n\n文字。\n"
        (content / "announcements" / f"day-{day}.md").write_text(text, encoding="utf-8")
    build(order)
    page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    listed = page[page.index("<h2>公告</h2>") :]
    places = [listed.index(f'<a href="announcements/{slug}/">') for slug in ("start", "day-4", "day-3")]
    assert places == sorted(places)
    assert "day-2" not in page
    assert "2022年11月4日" in listed
