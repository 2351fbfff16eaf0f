"""Texts that people write, of which the head, the words or the markup are not as they were."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from tests.support.broken import contents, pools
from tests.support.broken.folders import Entry, chosen, replaced

# The pages that others lead to, as short as they can be.
_SLUGS: Final = (
    "about", "accessibility", "corrections", "data", "guide", "how-it-works", "journalists", "letter", "questions",
    "start",
)  # fmt: skip
_ENGLISH: Final = ("about", "accessibility", "data", "how-it-works", "journalists", "questions")
_PAGE: Final = (
    "title: 页\nslug: {slug}\ndescription: 一页。\n\n## 数字\n\n"
    "截至[[as_of]]，有效 [[certified]] 个，见[说明](../about/)。\n"
)  # fmt: skip
_NEWS: Final = "title: 开通\nslug: start\ndescription: 开通。\ndate: 2022-12-05\n\n见[说明](../../about/)。\n"
# What stands in a head, or among the words, that nobody should write, or that a renderer is slow on.
_HEADS: Final = (
    "template: ../../x", "template: page", "date: 2022-02-30", "date: x", "date:", "slug: ../x", "slug: about",
    "slug:", "title:",
    "status: draft", "status: hidden", "lang: en", "save_as: /etc/x", "url: http://x/", "category: x", "tags: a, b",
    "x: y", "---",
    "title: a\ntitle: b", "slug: 中文", "author: 张三", "modified: 9999-99-99", ": x", "title", "translation: true",
)  # fmt: skip
_PIECES: Final = (
    "<script>alert(1)</script>", '<img src=x onerror="x">', "<iframe src=//x>", "<style>*{}</style>", "<!-- ", "<b",
    "&#0;", "&#xFFFE;",
    "[x](javascript:alert(1))", "[x](data:text/html,x)", "![x](nowhere.png)", "[x](nowhere/)", "[[nothing]]", "[[url",
    "{{ 1/0 }}",
    "{% include 'x' %}", "{#", "{filename}x.md", "|filename|x.md", "[x]: ", "[a][b]", "# x\n" * 300, "*" * 3000,
    "[" * 3000, "(" * 3000,
    "> " * 500, "- " * 500, "`" * 1000, "_a" * 2000, "&" * 2000, "<" * 2000, "\\" * 2000, "x" * 70_000,
    "|a" * 500 + "\n" + "|-" * 500,
    "[x](" * 800, "![" * 800, "    " * 300 + "x", "\t" * 300, "***a" * 500, "1. " * 300, "~~~\n", "```", "***",
    "--- ---", "http://" * 500,
    "a@b.example", "13800138000", "110101199003070000", "https://x.example", "<a href='x'>", "<div markdown=1>",
    "term\n: x",
)  # fmt: skip


def whole() -> Mapping[str, bytes]:
    """A content folder of which all is as it should be, by path."""
    pages = {f"pages/{slug}.md": slug for slug in _SLUGS} | {f"en/{slug}.md": slug for slug in _ENGLISH}
    files = {path: _PAGE.format(slug=slug).encode() for path, slug in pages.items()}
    return {**files, "announcements/start.md": _NEWS.encode()}


def broken(random: Random, files: Mapping[str, Entry]) -> tuple[str, Mapping[str, Entry]] | None:
    """One fault in one text."""
    if random.random() < 0.4:
        return contents.broken(random, files)
    path = chosen(random, files, lambda name: True)
    if path is None:
        return None
    content = files[path]
    assert isinstance(content, bytes)
    text = content.decode("utf-8", "replace")
    head, _, body = text.partition("\n\n")
    kind = random.choice(("head", "words", "words", "line"))
    if kind == "head":
        lines = head.split("\n")
        lines[random.randrange(len(lines)) : random.choice((0, len(lines)))] = [random.choice(_HEADS)]
        text = "\n".join(lines) + f"\n\n{body}"
    elif kind == "words":
        at = random.randrange(len(body) + 1)
        text = f"{head}\n\n{body[:at]}{random.choice((*_PIECES, random.choice(pools.CHARACTERS)))}{body[at:]}"
    else:
        lines = text.split("\n")
        at = random.randrange(len(lines))
        lines[at] = pools.spoilt(random, lines[at])
        text = "\n".join(lines)
    return f"{path}: another {kind}", replaced(files, path, text.encode("utf-8", "replace"))
