"""The texts that a register begins with: those that ship, without what they say of the demonstration and of others.

What a sentence, a clause, a line of a list or a section says of the demonstration or of a place whose lists ship with
it is left out; examples get the codes of the register's own county. Where the text must be another one, it stands in
`generator/starter/content/`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator import shipped

STARTER: Final = shipped.PACKAGE / "starter"
# Of the demonstration alone: who begins has an own guide, and writes to residents in words of their own.
_NOT_OURS: Final = frozenset({"pages/guide.md", "pages/letter.md"})
# What no text of another register says.
WORDS: Final = (
    "演示", "示例省", "示例区", "示范县", "海南", "重庆", "武汉", "长春", "鄂州", "秀山",
    "原来是图片", "随每次发布一起复查",
    "demonstration", "Hainan", "Chongqing", "Wuhan", "Changchun", "Ezhou", "Xiushan", "notices were pictures",
    "reviewed with each release",
)  # fmt: skip
_WORD: Final = re.compile("|".join(map(re.escape, WORDS)))
_SECTIONS: Final = frozenset({"两份方案对照", "Two schemes side by side"})
# Wordings that are the demonstration's, and what a register says instead: before anything is left out.
CHANGED: Final = (
    (r"(?:，例如|, such as those of )\[\[scheme:.*?(?=[。.]$)", ""),
    (r"和演示数据各有自己的总数", "有自己的总数"),
    (r"和演示数据（看 `state` 和 `demonstration` 两列）", "（看 `state` 一列）"),
    (r"（演示数据）", ""),
    (r" and demonstration data \(`demonstration`\)", ""),
    (r" \(demonstration data\)", ""),
    (r"另外五点", "还有几点"),
    (
        r"Those of Chongqing and Hainan state neither, so neither does this site\.",
        "Where one is silent, this site does not guess.",
    ),
    (r"2020 年至 2022 年几座城市公布过的名单", "以前公布过、不再更新的名单"),
    (r"^每次修改都自动检查：", "本站所用的程序，每个版本都自动检查："),
    (r"^With every change, by programs:", "The program that makes this site is tested by programs, each version:"),
    (r"胜利新村|Shengli Xincun", "某某小区"),
    (r"（`git clone` 之后 `make site`，命令在 `\.venv/bin/wuyi`）", ""),
    (r"(?:“无疫[^”]*”、?)+(?=，什么时候)", "{titles}"),
    (r"free of infection \(无疫[^)]*\)", "({titles})"),
)
_HEADING: Final = re.compile(r"(#+) +(.*)")
_ITEM: Final = re.compile(r"(?:[*-]|[0-9]+\.|\|) ")
_LINK: Final = re.compile(r"\]\(((?:\.\./)+)([a-z][a-z0-9-]*)/\)")
_SENTENCE: Final = re.compile(r".*?(?:[。！？](?:\*\*)?|[.!?](?:\*\*)?(?=\s|$)\s*|$)")
_CLAUSE: Final = re.compile(rf"[，；,][^，。；：,.;:]*(?:{_WORD.pattern})[^，。；：,.;:]*(?=[。；.;|]|$)")


class Facts(NamedTuple):
    """What the texts name of the register: a county with a place in it, the titles of the schemes, and settings."""

    county: str
    place: str
    titles: Sequence[str]
    tag_authority: str


def texts(facts: Facts, *, english: bool) -> dict[str, bytes]:
    """The files of `content/`, by their paths in it."""
    own = {path.relative_to(STARTER / "content").as_posix(): path for path in _pages(STARTER / "content")}
    general = {path.relative_to(shipped.CONTENT).as_posix(): path for path in _pages(shipped.CONTENT)}
    folders = ("pages/", "en/") if english else ("pages/",)
    taken = {name: path for name, path in general.items() if name.startswith(folders) and name not in _NOT_OURS}
    written = own | {name: path for name, path in taken.items() if name not in own}
    lacking = {Path(name).stem for name in general} - {Path(name).stem for name in written}
    made = {}
    for name, path in sorted(written.items()):
        text = path.read_text(encoding="utf-8")
        made[name] = _named(text if name in own else adapted(text, lacking, english=english), facts).encode()
    return made


def _pages(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.md")


def adapted(text: str, lacking: Collection[str] = (), *, english: bool = True) -> str:
    """A text that ships, without what is not of another register; `lacking` are pages that this one does not have.

    >>> adapted("title: 问\\n\\n称号会变。有的方案没有这一步，例如重庆的。武汉的有。\\n")
    'title: 问\\n\\n称号会变。有的方案没有这一步。\\n'
    """
    kept: list[str] = []
    left_out = 0  # the depth of the heading whose section is left out
    for line in text.split("\n"):
        for wording, instead in CHANGED:
            line = re.sub(wording, instead, line)
        heading = _HEADING.fullmatch(line)
        if heading is not None and (not left_out or len(heading[1]) <= left_out):
            left_out = len(heading[1]) if heading[2] in _SECTIONS or _WORD.search(heading[2]) else 0
        shown = None if left_out else _line(line, lacking, english=english)
        if shown is not None and not (shown == "" and kept[-1:] == [""]):
            kept.append(shown)
    return "\n".join(kept).rstrip("\n") + "\n"


def _line(line: str, lacking: Collection[str], *, english: bool) -> str | None:
    """What remains of a line; None where nothing does."""
    if line.startswith("    "):
        return line
    item = _ITEM.match(line) is not None
    if not english and "英文版" in line:
        return None
    if any(match[2] in lacking for match in _LINK.finditer(line)):
        line = re.sub(r"(?:^|, )\[[^\]]*\]\(" + _to(lacking) + r"\)", "", line) if not item else ""
    if not _WORD.search(line):
        return line or None if item else line
    sentences = [sentence[0] for sentence in _SENTENCE.finditer(_CLAUSE.sub("", line)) if sentence[0]]
    if sentences and _WORD.search(sentences[0]):
        return None  # a paragraph or an item that begins with the demonstration is about it
    rest = "".join(sentence for sentence in sentences if not _WORD.search(sentence)).rstrip()
    return rest or None


def _to(pages: Collection[str]) -> str:
    return r"(?:\.\./)+(?:" + "|".join(map(re.escape, sorted(pages))) + ")/"


def _named(text: str, facts: Facts) -> str:
    """A text with the codes of the register's own county in its examples, and the titles of its schemes."""
    text = re.sub(r"990[0-9]{3}([0-9]{6})(?![0-9])", facts.place, text)
    text = re.sub(r"(?<![0-9])990[0-9]{3}(?![0-9])", facts.county, text)
    text = text.replace("downloads/99/", f"downloads/{facts.county[:2]}/")
    text = text.replace("register.example,2026", facts.tag_authority)
    titles = "".join(f"“{title}”" for title in facts.titles)
    return text.replace("@county@", facts.county).replace("{titles}", titles)
