"""What people write in content/: what of it is a finding, where, and what may stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.content import (
    KEYS,
    MOST_BYTES,
    MOST_DEEP,
    MOST_HEADINGS,
    MOST_LINE,
    MOST_SIGNS,
    check,
    without_code,
)  # fmt: skip
from tests.support.folders import ROOT

HEAD: Final = "title: 说明\nslug: about\n"


def told(folder: Path, text: str | bytes) -> list[tuple[str, int | None]]:
    """Codes and lines of the findings of a text."""
    path = folder / "content" / "pages" / "about.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return [(finding.code, finding.line) for finding in check(folder / "content")]


def test_the_repository_s_own_texts_have_no_finding() -> None:
    """What this repository publishes is within the list."""
    assert len(list((ROOT / "content").rglob("*.md"))) > 10
    assert list(check(ROOT / "content")) == []


@pytest.mark.parametrize(
    "body",
    [
        "文字，*强调*，**更强**，`<script>`，a < b 且 c > d，5<6。",
        "<https://register.example/a>，<mailto:a@register.example>，<a@register.example>",
        '<a href="../data/">数据</a>，<code>x</code>，第一行<br>第二行',
        "[数据](../data/ \"title\")，[电话](tel:+862312345)，[信](mailto:a@register.example)，[锚](#a:b)",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        "* 一\n    * 二\n        * 三\n\n1. 一\n2. 二\n\n> 引用",
        "----------------------------------------------------------------------------------------------------------------",
        "……………………………………………………………………………………………………………………………………………………………………………………………………………………",
        "😀 𠮷 〇 é",
        "标题\n=======",
    ],
)  # fmt: skip
def test_what_a_page_may_hold_has_no_finding(tmp_path: Path, body: str) -> None:
    """Markdown and the few tags of the list."""
    assert told(tmp_path, f"{HEAD}\n{body}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>", "<SCRIPT>x</SCRIPT>", "<img src=x onerror=y>", "<a href=x onclick=y>z</a>",
        '<a href="javascript:x">y</a>', "[x](javascript:y)", "[x](JavaScript:y)", "[x](<vbscript:y>)",
        "[x]( data:text/html,y)", "<svg/onload=x>",
        "[x]: javascript:y", "<p style=x>y</p>", "<!-- x -->", "<?php x ?>", "<iframe src=x>", "<style>x</style>", "<p",
        "<div>x</div>", "<form action=x>", "<a\nhref=x>y</a>", "<base href=x>",
        "<meta http-equiv=refresh>", "<td background=x>y",
    ],
)  # fmt: skip
def test_other_markup_is_told_with_its_line(tmp_path: Path, body: str) -> None:
    """What is not on the list is a finding on its own line, never published as written."""
    findings = told(tmp_path, f"{HEAD}\n文字。\n{body}\n")
    assert findings
    assert {code for code, _ in findings} == {"E122"}
    assert findings[0][1] == 5


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("title: a\nslug: b\ntemplate: county\n", 3),
        ("title: a\nslug: b\nsave_as: x.html\n", 3),
        ("title: a\nslug: b\nstatus: draft\n", 3),
        ("title: a\nslug: b\nlang: en\n", 3),
        ("title: a\nslug: b\nURL: x/\n", 3),
        ("title: a\ntitle: b\nslug: c\n", 2),
        ("title: \nslug: b\n", 1),
        ("title: a\n", 1),
        ("slug: a\n", 1),
        ("title: a\nslug: b\ndate: 2022-02-30\n", 3),
        ("title: a\nslug: b\ndate: 昨天\n", 3),
        ("title: a\nslug: b\n正文\n", 3),
        ("", 1),
    ],
)
def test_a_wrong_head_is_told_with_its_line(tmp_path: Path, head: str, line: int) -> None:
    """A key that a text may not set, or a missing, empty, doubled or broken one."""
    assert ("E120", line) in told(tmp_path, f"{head}\n文字。\n")
    assert set(KEYS) == {"title", "slug", "description", "date"}


@pytest.mark.parametrize(
    "character", [chr(0), chr(1), chr(0x1B), chr(0x7F), chr(0x85), chr(0x200B), chr(0x202E), chr(0xFFFD), chr(0xFFFE),
                  chr(0xFFFF), chr(0xFDD0), chr(0x1FFFE), chr(0x2028), chr(0xE000), chr(0xFE0F), chr(0x2FA5)]
)  # fmt: skip
def test_a_character_that_no_page_may_hold_is_told_with_its_line(tmp_path: Path, character: str) -> None:
    """Control characters, invisible ones, noncharacters, look-alikes: in the head as in the body."""
    assert told(tmp_path, f"{HEAD}\n文字。\n春晓{character}社区\n") == [("E121", 5)]
    assert told(tmp_path, f"title: 说{character}明\nslug: about\n\n文字。\n") == [("E121", 1)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("春晓_x000D_社区", "E212"), ("#NAME?", "E212"), ("共 #REF! 个", "E212"), ("nan", "E212"),
        ("[object Object]", "E212"), ("锟斤拷", "E211"), ("春晓??社区", "E211"), ("#错误:502", "E212"),
        ("有吗?没有。", "W214"),
    ],
)  # fmt: skip
def test_what_nobody_meant_is_told_in_a_text_as_in_a_table(tmp_path: Path, body: str, code: str) -> None:
    """What conversions and spreadsheets leave; between backquotes it is shown on purpose."""
    assert told(tmp_path, f"{HEAD}\n文字。\n{body}\n") == [(code, 5)]
    assert told(tmp_path, f"{HEAD}\n文字。\n`{body}`\n") == []


def test_markdown_is_no_leaving(tmp_path: Path) -> None:
    """Headings of the third level, and entities."""
    assert told(tmp_path, f"{HEAD}\n### 标题\n\nA &amp; B&nbsp;C，1 &lt; 2\n") == []


@pytest.mark.parametrize(
    ("folder", "right", "wrong"),
    [
        ("pages", ["a", "a-1", "a/b", "data/x", "index"], [
            "A", "990101", "../x", "a/b/c", "a_b", "中文", "a b", "-a", "about%s", "{slug}", "a/", "/a", "a" * 62,
            "static", "changes", "changes/2022-11", "en", "en/x", "announcements", "drafts", "data/dictionary",
        ]),
        ("announcements", ["start", "2022-1"], ["A", "a/b", "../x", "a%s"]),
        ("en", ["visits"], ["990101", "a/b", "ZZ"]),
    ],
)  # fmt: skip
def test_a_page_has_a_place_of_its_own(tmp_path: Path, folder: str, right: list[str], wrong: list[str]) -> None:
    """A slug is plain, and none of the register's addresses."""
    path = tmp_path / "content" / folder / "x.md"
    path.parent.mkdir(parents=True)
    told: dict[str, list[tuple[str, int | None]]] = {}
    for slug in (*right, *wrong):
        path.write_text(f"title: a\nslug: {slug}\ndate: 2022-12-05\n\n文字。\n", encoding="utf-8")
        told[slug] = [(finding.code, finding.line) for finding in check(tmp_path / "content")]
    assert told == {slug: [("E125", 2)] if slug in wrong else [] for slug in (*right, *wrong)}


def test_two_texts_do_not_share_a_slug(tmp_path: Path) -> None:
    """The later one is told; the same slug in another language, or of an announcement, is another address."""
    text = "title: a\nslug: a\ndate: 2022-12-05\n\n文字。\n"
    for path in ("pages/a.md", "pages/sub/b.md", "en/a.md", "announcements/a.md", "announcements/b.md"):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text, encoding="utf-8")
    found = [(finding.code, finding.path, finding.line) for finding in check(tmp_path / "content")]
    assert found == [("E125", "content/announcements/b.md", 2), ("E125", "content/pages/sub/b.md", 2)]


def test_what_is_not_published_is_told(tmp_path: Path) -> None:
    """A text in no folder of its own, one of another ending, a picture; what programs leave there is not."""
    for path in ("a.md", "other/a.md", "pages/a.markdown", "pages/a.png", "pages/.gitkeep", "pages/.DS_Store"):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text("title: a\nslug: a\n\n文字。\n", encoding="utf-8")
    found = [(finding.code, finding.path) for finding in check(tmp_path / "content")]
    assert found == [("W124", f"content/{path}") for path in ("a.md", "other/a.md", "pages/a.markdown", "pages/a.png")]


def test_an_announcement_has_its_day(tmp_path: Path) -> None:
    """They are listed by it; a page may have one."""
    path = tmp_path / "content" / "announcements" / "a.md"
    path.parent.mkdir(parents=True)
    for line, found in (("", [("E120", 1)]), ("date: 0001-01-01\n", [("E120", 3)]), ("date: 2022-12-05\n", [])):
        path.write_text(f"title: a\nslug: a\n{line}\n文字。\n", encoding="utf-8")
        assert [(finding.code, finding.line) for finding in check(tmp_path / "content")] == found


def test_a_text_is_bounded(tmp_path: Path) -> None:
    """Size, length of a line, depth, signs of a paragraph, headings: no text keeps the renderer busy for long."""
    assert told(tmp_path, f"{HEAD}\n{'文字。' * 40}\n") == []
    assert told(tmp_path, HEAD + "\n" + "文字。\n" * (MOST_BYTES // 11)) == []
    assert told(tmp_path, HEAD + "\n" + "文字。\n" * (MOST_BYTES // 9)) == [("E123", None)]
    assert told(tmp_path, f"{HEAD}\n{'字' * MOST_LINE}\n") == []
    assert told(tmp_path, f"{HEAD}\n{'字' * (MOST_LINE + 1)}\n") == [("E123", 4)]
    assert told(tmp_path, f"{HEAD}\n{'> ' * MOST_DEEP}字\n") == []
    assert told(tmp_path, f"{HEAD}\n{'> ' * (MOST_DEEP + 1)}字\n") == [("E123", 4)]
    assert told(tmp_path, f"{HEAD}\n{'[ ' * MOST_SIGNS}\n\n[\n") == []
    assert told(tmp_path, f"{HEAD}\n{'[ ' * MOST_SIGNS}\n[\n") == [("E123", 5)]
    assert told(tmp_path, f"{HEAD}\n" + "# 字\n\n" * MOST_HEADINGS) == []
    assert told(tmp_path, f"{HEAD}\n" + "# 字\n\n" * (MOST_HEADINGS + 1)) == [("E123", 4 + 2 * MOST_HEADINGS)]


@given(st.text(alphabet="``a<", max_size=40))
def test_code_is_what_markdown_takes_for_it(line: str) -> None:
    """As its expression finds it, which takes time by the square of the line, and on some lines by more."""
    assert without_code(line) == re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", lambda code: " " * len(code[0]), line)


def test_all_problems_are_told_in_one_run_and_by_file(tmp_path: Path) -> None:
    """A file that is not UTF-8, a link and a wrong text: each has its finding."""
    pages = tmp_path / "content" / "pages"
    assert told(tmp_path, f"{HEAD}template: x\n\n<b>x</b>\n[y](javascript:z)\n") == [
        ("E120", 3), ("E122", 5), ("E122", 5), ("E122", 6),
    ]  # fmt: skip
    (pages / "gbk.md").write_bytes("title: 说明\n".encode("gb18030"))
    (pages / "link.md").symlink_to("/etc/hostname")
    codes = {(finding.path, finding.code) for finding in check(tmp_path / "content")}
    assert {("content/pages/gbk.md", "E101"), ("content/pages/link.md", "E108")} < codes


def test_conflict_marks_are_told_once(tmp_path: Path) -> None:
    """What git left of a merge is told as that, not line by line as wrong text."""
    marks = "<<<<<<< HEAD\nslug: a\n=======\nslug: b\n>>>>>>> main\n"
    assert told(tmp_path, f"title: 说明\n{marks}\n文字。\n") == [("E117", 2)]
    assert told(tmp_path, f"{HEAD}\n{marks}") == [("E117", 4)]


def test_line_endings_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    """Notepad's file is as good as any."""
    text = f"{HEAD}\n文字。\n<b>x</b>\n"
    plain = told(tmp_path, text)
    assert plain == told(tmp_path, text.replace("\n", "\r\n")) == told(tmp_path, b"\xef\xbb\xbf" + text.encode())


def test_a_doubled_byte_order_mark_is_told(tmp_path: Path) -> None:
    """The renderer passes over one alone: with two, the first key of the head would have another name."""
    assert told(tmp_path, b"\xef\xbb\xbf" * 2 + f"{HEAD}\n文字。\n".encode()) == [("E121", 1)]
    (finding,) = check(tmp_path / "content")
    assert finding.message.startswith("“title: 说明”里有不能公布的字符：文件最前面有两个看不见的编码标记（BOM）")
