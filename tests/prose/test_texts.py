"""What people write in content/ is judged before it is rendered: by file and line, in bounded time."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.prose import texts
from tests.support.folders import ROOT

HEAD = "title: 说明\nslug: explained\n\n"


def told(folder: Path, text: str | bytes, name: str = "pages/x.md") -> list[tuple[str, int | None]]:
    """Codes and lines of what is said of one text."""
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    findings = texts.check(folder / "content")
    assert all(finding.path == f"content/{name}" for finding in findings)
    return [(finding.code, finding.line) for finding in findings]


def test_texts_of_the_project_have_no_finding() -> None:
    """What is published of this project's own passes."""
    assert texts.check(ROOT / "content") == []


@pytest.mark.parametrize("field", ["template", "save_as", "url", "status", "lang", "translation", "Template"])
def test_fields_that_decide_the_place_are_refused(tmp_path: Path, field: str) -> None:
    """A text says its title, address, day and description; nothing that takes another page's place."""
    assert told(tmp_path, f"title: 说明\n{field}: nothing\nslug: x\n\n文字\n") == [("E120", 2)]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "<img src=x onerror=alert(1)>",
        '<b onclick="alert(1)">x</b>',
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        '<a href="java&#115;cript:alert(1)">x</a>',
        '<iframe src="https://register.example"></iframe>',
        '<form action="/x"><input></form>',
        "<style>body{display:none}</style>",
        '<p style="position:fixed">x</p>',
        "<svg><a/></svg>",
        "<!-- hidden -->",
        '<meta http-equiv="refresh" content="0">',
        "<base href='/'>",
        "<b\nonclick='x'>y</b>",
        '<object data="x"></object>',
        "<math><mi>x</mi></math>",
    ],
)
def test_markup_that_acts_is_refused(tmp_path: Path, markup: str) -> None:
    """Scripts, handlers, frames, forms, styles and addresses that run something are told with their line."""
    found = told(tmp_path, f"{HEAD}文字。\n\n{markup}\n")
    assert found
    assert all(code == "E121" and line is not None for code, line in found)


@pytest.mark.parametrize(
    "markup",
    [
        "[x](../data/) [y](https://register.example/?a=1&b=2#c) <https://register.example/> [z](mailto:a@b.example)",
        '<a href="[[licence_url]]">[[licence]]</a> <code>[[url]]</code>',
        "a < b, `<script>` and\n\n    <iframe>\n",
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n\n3. x\n4. y\n\n> z\n\n![图](../static/favicon.svg)\n\n[TOC]\n\n# 标题\n",
        "<details><summary>更多</summary>文字</details>",
    ],
)
def test_what_markdown_makes_passes(tmp_path: Path, markup: str) -> None:
    """Links, tables, lists, code that shows markup, and harmless tags are what texts are made of."""
    assert told(tmp_path, f"{HEAD}{markup}\n") == []


@pytest.mark.parametrize(
    "character", ["\0", "\ufffe", "\uffff", "\ufdd0", "\u200b", "\u202e", "\ufffd", "\u2fa5", "\x1b"]
)
def test_characters_that_no_page_has_are_told(tmp_path: Path, character: str) -> None:
    """NUL, noncharacters, invisible and look-alike characters stop no build: they are told with their line."""
    assert told(tmp_path, f"{HEAD}文字{character}文字\n\n" + "文字" * 50) == [("E205", 4)]


def test_what_a_merge_or_a_conversion_left_is_told(tmp_path: Path) -> None:
    """Marks of a merge, spoilt characters and other encodings are told; code may show what it is about."""
    assert told(tmp_path, f"{HEAD}a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n") == [("E117", 5)]
    assert told(tmp_path, f"{HEAD}标题\n=======\n") == []
    assert told(tmp_path, f"{HEAD}锟斤拷\n") == [("E211", 4)]
    assert told(tmp_path, f"{HEAD}写成 `锟斤拷` 的\n") == []
    assert told(tmp_path, f"{HEAD}文字".encode("gb18030")) == [("E101", 1)]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("pages/x.html", ["E108"]),
        ("pages/x.rst", ["E108"]),
        ("pages/x.md.bak", ["E108"]),
        ("pages/.x.md.swp", []),
        ("pages/~$x.md", []),
        (".DS_Store", []),
        ("pages/README.md", []),
    ],
)
def test_only_markdown_is_read(tmp_path: Path, name: str, codes: list[str]) -> None:
    """Other files would be published as they are, or passed over without a word."""
    assert [code for code, _ in told(tmp_path, "<script>", name)] == codes


@pytest.mark.parametrize("text", ["[" * 60_000, "[a](" * 40_000, "<a " * 50_000, "`" * 99_999 + " a", "*a" * 30_000])
def test_time_of_a_text_is_bounded(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that the library is slow on is refused, not waited for, or is done in its time."""
    monkeypatch.setattr(texts, "MOST_SECONDS", 0.2)
    assert {code for code, _ in told(tmp_path, HEAD + text)} <= {"E122", "E121"}


def test_slow_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is told by file."""
    monkeypatch.setattr(texts, "MOST_SECONDS", 0.2)
    assert told(tmp_path, HEAD + "[" * 60_000) == [("E122", None)]


def test_size_of_a_text_is_bounded(tmp_path: Path) -> None:
    """A text larger than a long page is refused unread."""
    assert told(tmp_path, HEAD + "字" * 70_000) == [("E122", None)]
