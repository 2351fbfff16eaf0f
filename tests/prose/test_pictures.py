"""Pictures of texts: what is told of them, and how their pages show them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.check import Plan, read_plan
from generator.prose.judging import judge
from generator.prose.markup import cleaned, pictured
from tests.support.folders import NOW, ROOT
from tests.support.pictures import png, svg

HEAD: Final = "title: 说明\nslug: visits\n\n文字。\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The repository's own texts with one more, and two pictures that it may show."""
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    (folder / "pictures" / "door.png").write_bytes(png(30, 20))
    (folder / "pictures" / "way.svg").write_bytes(svg("<path/>"))
    return folder


@pytest.fixture
def plan(data: Path) -> Plan:
    """The plan of the worked example."""
    return read_plan(data, now=NOW)[0]


def told(content: Path, plan: Plan, body: str, place: str = "pages/visits.md") -> list[tuple[str, str, int | None]]:
    """Code, path and line of what is found with one more text."""
    (content / place).write_text(HEAD + body, encoding="utf-8")
    return [(finding.code, finding.path, finding.line) for finding in judge(content, plan)]


def test_a_picture_that_is_there_and_says_what_it_shows_is_welcome(content: Path, plan: Plan) -> None:
    """In Markdown, as HTML, by a reference, within a link; and it may be led to."""
    body = (
        '\n![办公室门口](../pictures/door.png)\n\n<img src="../pictures/door.png" alt="门口">\n\n![路线][1]\n\n'
        "[![路线](../pictures/way.svg)](../data/)[大图](../pictures/door.png)\n\n[1]: ../pictures/way.svg\n"
    )
    assert told(content, plan, body) == []


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("![门口](../pictures/nope.png)", "E131"), ("![门口](../a.png)", "E131"), ("![门口](door.png)", "E131"),
        ("![门口](/pictures/door.png)", "E131"), ("![门口](../../pictures/door.png)", "E131"),
        ("![门口](https://register.example/door.png)", "E131"), ("![门口](//register.example/door.png)", "E131"),
        ("![门口](javascript:a)", "E122"), ("![门口](data:image/png;base64,x)", "E122"),
        ("![门口][1]\n\n[1]: https://register.example/a.png", "E131"), ("![门口]({static}/door.png)", "E131"),
        ("![](../pictures/door.png)", "E134"), ("![ ](../pictures/door.png)", "E134"),
        ("![图片](../pictures/door.png)", "E134"), ("![door.png](../pictures/door.png)", "E134"),
        ('<img src="../pictures/door.png">', "E134"), ('<img src="../pictures/door.png" alt="门" width="3">', "E122"),
        ("[大图](../pictures/nope.png)", "E124"),
    ],
)  # fmt: skip
def test_any_other_is_told_with_its_line(content: Path, plan: Plan, shown: str, code: str) -> None:
    """One that is elsewhere or nowhere, and one that says nothing to those who cannot see it: once."""
    both = "\n![门口](../pictures/door.png)![路线](../pictures/way.svg)\n"
    line = 8 if "[1]:" in shown else 6  # where its address stands
    assert told(content, plan, f"\n{shown}\n{both}") == [(code, "content/pages/visits.md", line)]


def test_one_that_no_text_shows_is_not_published(content: Path, plan: Plan) -> None:
    """It may have been forgotten: that is told."""
    assert told(content, plan, "\n![门口](../pictures/door.png)\n") == [("W124", "content/pictures/way.svg", None)]


def test_one_that_is_not_sound_is_told_at_its_file_alone(content: Path, plan: Plan) -> None:
    """Its text is right."""
    (content / "pictures/way.svg").write_bytes(svg("<script/>"))
    both = "\n![门口](../pictures/door.png)![路线](../pictures/way.svg)\n"
    assert told(content, plan, both) == [("E133", "content/pictures/way.svg", 1)]


def test_pages_and_announcements_show_them_with_width_and_height(content: Path, data: Path, tmp_path: Path) -> None:
    """Written the same way wherever a text lies; each page leads to the picture from where it is."""
    shown = '\n![门口 "a>b"](../pictures/door.png)\n'
    for place, day in (("pages", ""), ("announcements", "date: 2022-12-01\n"), ("en", "")):
        (content / place / "visits.md").write_text(f"title: T\nslug: visits\n{day}{shown}", encoding="utf-8")
    result = build(Order(data, content, tmp_path / "site", now=NOW, workers=1))
    assert [finding.code for finding in result.report.findings] == ["W124"]
    for address, root in (("visits/", "../"), ("announcements/visits/", "../../"), ("en/visits/", "../../")):
        page = (tmp_path / "site" / address / "index.html").read_text(encoding="utf-8")
        tag = f'<img src="{root}pictures/door.png" alt="门口 &quot;a&gt;b&quot;" width="30" height="20" loading="lazy">'
        assert tag in page
        twin = json.loads((tmp_path / "site" / address / "index.json").read_text(encoding="utf-8"))
        assert tag in twin["html"]
    assert (tmp_path / "site/pictures/door.png").read_bytes() == png(30, 20)
    assert not (tmp_path / "site/pictures/way.svg").exists()
    manifest = json.loads((tmp_path / "site/manifest.json").read_text(encoding="utf-8"))
    assert any("pictures/door.png" in str(file) for file in manifest["files"])


def test_another_picture_is_published_anew(content: Path, data: Path, tmp_path: Path) -> None:
    """Though no text changed: its bytes, and the width and height on the page."""
    (content / "pages/visits.md").write_text(HEAD + "\n![门口](../pictures/door.png)\n", encoding="utf-8")
    order = Order(data, content, tmp_path / "site", now=NOW, workers=1)
    build(order)
    (content / "pictures/door.png").write_bytes(png(60, 50))
    build(order)
    page = (tmp_path / "site/visits/index.html").read_text(encoding="utf-8")
    assert re.findall(r'width="(\d+)" height="(\d+)" loading', page) == [("60", "50")]
    assert (tmp_path / "site/pictures/door.png").read_bytes() == png(60, 50)


def test_code_is_no_picture() -> None:
    """What shows how a picture is written stays as it is."""
    html = '<p><code>&lt;img src="../pictures/a.png" alt="x"&gt;</code></p>'
    assert pictured(cleaned(html)[0], {}, "../") == (html, [])
