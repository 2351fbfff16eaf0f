"""What people write in content/, as findings before it is rendered: its head, its characters, its markup, its size.

A text is Markdown below a head of a few keys. What a page may hold is a short list: a text comes from many hands, and
is shown on the address of an authority. The renderer holds the page that is made to the same list, and what a text says
of the site at hand (links, totals) is judged there, too (`prose.judging`).
"""

from __future__ import annotations

import re
import stat
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from generator import urls
from generator.findings import finding
from generator.reading.attachments import FOLDER as FILES
from generator.reading.leftovers import is_leftover
from generator.reading.pictures import FOLDER as PICTURES
from generator.reading.text import read_text, unexpected
from generator.register.model import Finding
from generator.register.times import is_day
from generator.spelling import gate, leavings

# Markup that a page may hold, written as HTML or made of Markdown, with the attributes of each.
MARKUP: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(
        ("p", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "br", "hr", "sup", "sub"), frozenset()
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), frozenset({"id"})),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), frozenset()),
    **dict.fromkeys(("th", "td"), frozenset({"style"})),  # Markdown aligns columns with it
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt"}),  # what is not of content/pictures/ is told by `prose.judging`
}
# Where a link may lead: nowhere else than to addresses, a post box or a telephone.
LINKS: Final = frozenset({"http", "https", "mailto", "tel"})

KEYS: Final = ("title", "slug", "description", "date")
# Where texts stand, and the folder of the site in which their pages lie.
PAGES: Final = "pages"
ANNOUNCEMENTS: Final = "announcements"
FOLDERS: Final[dict[str, str]] = {
    PAGES: "",
    ANNOUNCEMENTS: "announcements/",
    **{folder.removesuffix("/"): folder for folder in urls.LANGUAGES.values() if folder},
}
# A text of 64 KB is a book. Many signs, many headings and deep nesting are no text, and the Markdown library takes time
# that grows with their square.
MOST_BYTES: Final = 64 * 1024
MOST_LINE: Final = 5_000
MOST_DEEP: Final = 12
MOST_SIGNS: Final = 300
MOST_HEADINGS: Final = 300

_MARK: Final = b"\xef\xbb\xbf"
_MARKED_TWICE: Final = "文件最前面有两个看不见的编码标记（BOM），只能有一个：删去标题前面的那一个"
_DAY: Final = re.compile("[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_HEAD: Final = re.compile(r"([A-Za-z0-9_-]+):[ \t]*(.*)")
_TICKS: Final = re.compile("`+")
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])(/?)([A-Za-z][A-Za-z0-9:-]*)?([^>]*)(>?)")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_SCHEME: Final = re.compile(r"\]\(\s*<?\s*([A-Za-z][A-Za-z0-9+.-]*):|^\s*\[[^\]]*\]:\s*<?([A-Za-z][A-Za-z0-9+.-]*):")
_AUTOMATIC: Final = re.compile(r"(?:https?://|mailto:)[^\s<>]+|[^\s<>@]+@[^\s<>@]+")
_DEEP: Final = re.compile(r"(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)])(?=[ \t>]|$))+")
_SIGNS: Final = re.compile(r"[\[\](){}<>*_`!&\\]")
# What a slug may be, by folder: a page may lie one below another one; what begins with a digit is a place's.
_SLUGS: Final[dict[str, re.Pattern[str]]] = {
    PAGES: re.compile(r"[a-z][a-z0-9-]{0,60}(?:/[a-z0-9][a-z0-9-]{0,60})?"),
    ANNOUNCEMENTS: re.compile(r"[a-z0-9][a-z0-9-]{0,60}"),
}
_SLUG: Final = re.compile(r"[a-z][a-z0-9-]{0,60}")


class Text(NamedTuple):
    """A text as it was read. `shown` is its place as findings name it, `folder` that below content/.

    `lines` are all of its lines, of which the first `body` are its head, `keys` what that says, with the lines of it.
    `address` is where its page lies; None where it has none. `refused` are lines with markup that no page may hold.
    A text that was not read whole has no lines.
    """

    shown: str
    folder: str
    address: str | None
    lines: Sequence[str] = ()
    body: int = 0
    keys: Mapping[str, tuple[str, int]] = MappingProxyType({})
    refused: frozenset[int | None] = frozenset()


class Announced(NamedTuple):
    """An announcement, as other pages name it: its title, its day, where its page lies."""

    title: str
    day: str
    address: str


def led_to(content: Path) -> tuple[str, ...]:
    """Addresses of the pages that the layout leads to where somebody wrote them (`urls.MAY_BE_WRITTEN`)."""
    homes = {home: home.removesuffix("/") or PAGES for home in urls.LANGUAGES.values()}
    there = {f"{home}{slug}/" for home, folder in homes.items() for slug in slugs(content, folder)}
    return tuple(address for address in urls.MAY_BE_WRITTEN if address in there)


def announced(content: Path) -> list[Announced]:
    """The announcements of a folder of texts, newest first."""
    reading = read(content)
    while True:
        try:
            next(reading)
        except StopIteration as read_through:
            texts = read_through.value
            break
    listed = [
        Announced(text.keys["title"][0], text.keys["date"][0], text.address)
        for text in texts
        if text.folder == ANNOUNCEMENTS and text.address is not None and {"title", "date"} <= text.keys.keys()
    ]
    return sorted(listed, key=lambda each: (each.day, each.address), reverse=True)


def slugs(content: Path, folder: str) -> frozenset[str]:
    """The slugs of the texts of a folder, by their heads alone: what is wrong with a text is told where it is read."""
    found = set()
    for path in (content / folder).glob("*.md"):
        if is_leftover(path.name) or not path.is_file():
            continue
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for line in islice(lines, len(KEYS)):
                match = _HEAD.match(line)
                if match is not None and match[1].lower() == "slug":
                    found.add(match[2].strip())
    return frozenset(found)


def check(content: Path) -> Iterator[Finding]:
    """Findings of a folder of texts, file by file, each in order of its lines. `content` is the folder itself."""
    yield from read(content)


def read(content: Path) -> Generator[Finding, None, tuple[Text, ...]]:
    """The same; returns the texts, in order of their paths."""
    root = content.resolve().name
    texts: list[Text] = []
    taken: dict[str, str] = {}
    for path in sorted(content.rglob("*"), key=lambda path: path.relative_to(content).as_posix()):
        within = path.relative_to(content)
        shown = f"{root}/{within.as_posix()}"
        mode = path.lstat().st_mode
        if any(is_leftover(part) for part in within.parts):
            continue
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            yield unexpected(path, shown)
        elif path.suffix == ".md" and stat.S_ISREG(mode):
            text = yield from _text(path, shown, within.parts[0] if len(within.parts) > 1 else "")
            yield from _placed(text, taken)
            texts.append(text)
        elif stat.S_ISREG(mode) and not path.name.startswith(".") and within.parts[0] not in (PICTURES, FILES):
            yield finding("W124", shown)
    return tuple(texts)


def _text(path: Path, shown: str, folder: str) -> Generator[Finding, None, Text]:
    # Where its own name is not to be had, the file's stands for it: one fault is not told at every link to the page.
    unread = Text(shown, folder, _address(folder, path.stem))
    size = path.lstat().st_size
    if size > MOST_BYTES:
        detail = f"文件有 {size / 1024:.0f} KB，最多 {MOST_BYTES // 1024} KB"
        yield finding("E123", shown, value=size, detail=detail)
        return unread
    content, findings = read_text(path, shown)
    yield from findings
    if content is None:
        return unread
    if path.read_bytes().startswith(_MARK * 2):  # which the renderer takes for a letter of the first key
        yield finding("E121", shown, 1, value=content.lstrip("\ufeff").splitlines()[0][:20], hint=_MARKED_TWICE)
        return unread
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    keys: dict[str, tuple[str, int]] = {}
    body = yield from _head(lines, shown, keys)
    if folder == ANNOUNCEMENTS and "date" not in keys:
        yield finding("E120", shown, 1, "date", detail="公告缺少字段 date")
    told = [*_body(lines, body, shown)]
    yield from told
    if any(each.code == "E123" for each in told):
        return unread
    address = _address(folder, keys["slug"][0]) if "slug" in keys else None
    refused = frozenset(each.line for each in told if each.code == "E122")
    return Text(shown, folder, address or unread.address, lines, body, keys, refused)


def _body(lines: Sequence[str], body: int, shown: str) -> Iterator[Finding]:
    """What is wrong with the lines of a text, of which the first `body` are its head."""
    yield from _dense(lines, shown)
    for number, line in enumerate(lines, 1):
        for place, what in gate.refused(line, "page"):
            yield finding("E121", shown, number, value=gate.visible(line[max(0, place - 10) : place + 11]), hint=what)
            break
        left = leavings.left(without_code(line), "page")
        if left is not None:
            yield _left(left, line, number, shown)
        if number > body:
            yield from _line(line, number, shown)


def _left(left: leavings.Left, line: str, number: int, shown: str) -> Finding:
    """What nobody meant in a line. The number of somebody's door is not told once more."""
    flat = left.code == "E217"
    part = leavings.masked(left.shown) if flat else left.shown
    value = part if flat else line.strip()[:60]
    return finding(left.code, shown, number, value=value, named="文章", what=left.what, shown=part, confirm="")


def _address(folder: str, slug: str) -> str | None:
    """Where the page of a text lies by its folder and slug; None where none can."""
    if folder not in FOLDERS:
        return None
    if not _SLUGS.get(folder, _SLUG).fullmatch(slug):
        return None
    taken = folder == PAGES and (slug.partition("/")[0] in urls.RESERVED or f"{slug}/" == urls.DICTIONARY)
    return None if taken else f"{FOLDERS[folder]}{slug}/"


def _placed(text: Text, taken: dict[str, str]) -> Iterator[Finding]:
    """Whether the page of a text has a place of its own. `taken` are those of earlier texts, with their files."""
    if text.folder not in FOLDERS:
        yield finding("W124", text.shown)
        return
    slug, line = text.keys.get("slug", ("", 0))
    if not slug:
        return
    address = f"{FOLDERS[text.folder]}{slug}/"
    if not _SLUGS.get(text.folder, _SLUG).fullmatch(slug):
        detail = "slug 只用小写英文字母、数字和连字符，以字母开头，最多 61 字"
        yield finding("E125", text.shown, line, "slug", slug, detail=detail)
    elif _address(text.folder, slug) is None:
        yield finding("E125", text.shown, line, "slug", slug, detail=f"{address} 是名录自己的网址")
    elif address in taken:
        yield finding("E125", text.shown, line, "slug", slug, detail=f"{taken[address]} 已经用了这个 slug")
    else:
        taken[address] = text.shown


def _head(lines: list[str], shown: str, keys: dict[str, tuple[str, int]]) -> Generator[Finding, None, int]:
    """The head: a few keys, each on a line of its own, then an empty line. Returns the number of its lines.

    What it says is put into `keys`, with the line of each.
    """
    number = 0
    for number, line in enumerate(lines, 1):
        match = _HEAD.match(line)
        if match is None:
            if line.strip():
                detail = f"第 {number} 行不是“字段: 内容”；开头和正文之间要空一行"
                yield finding("E120", shown, number, value=line[:40], detail=detail)
            break
        key, value = match[1].lower(), match[2].strip()
        if key not in KEYS:
            yield finding("E120", shown, number, key, value, detail=f"没有字段 {match[1]}")
        elif key in keys:
            detail = f"字段 {key} 写了两次，第一次在第 {keys[key][1]} 行"
            yield finding("E120", shown, number, key, value, detail=detail)
        elif not value:
            yield finding("E120", shown, number, key, value, detail=f"字段 {key} 是空的")
        elif key == "date" and not (_DAY.fullmatch(value) and is_day(value)):
            yield finding("E120", shown, number, key, value, detail=f"日期“{value}”不是 2022-11-30 这样的一天")
        keys.setdefault(key, (value, number))
    for key in ("title", "slug"):
        if key not in keys:
            yield finding("E120", shown, 1, key, detail=f"缺少字段 {key}")
    return number


def _dense(lines: Sequence[str], shown: str) -> Iterator[Finding]:
    """The first paragraph with more signs than a paragraph has, and the first heading that is one too many."""
    signs = headings = 0
    for number, line in enumerate(lines, 1):
        signs = signs + len(_SIGNS.findall(line)) if line.strip() else 0
        headings += line.startswith(("#", "===", "---"))
        if signs > MOST_SIGNS:
            detail = f"这一段里的符号（括号、星号、反引号等）有 {MOST_SIGNS} 个以上"
            yield finding("E123", shown, number, value=line[:40], detail=detail)
            return
        if headings > MOST_HEADINGS:
            yield finding("E123", shown, number, value=line[:40], detail=f"标题有 {MOST_HEADINGS} 个以上")
            return


def _line(line: str, number: int, shown: str) -> Iterator[Finding]:
    """What of a line of the body may not be published, or would keep the renderer busy for too long."""
    if len(line) > MOST_LINE:
        yield finding("E123", shown, number, value=len(line), detail=f"一行有 {len(line)} 字，最多 {MOST_LINE} 字")
        return
    deep = _DEEP.match(line)
    if deep is not None and len(re.findall(r">|[-*+]|[0-9]+[.)]", deep[0])) > MOST_DEEP:
        yield finding("E123", shown, number, value=line[:40], detail=f"引用和列表套了 {MOST_DEEP} 层以上")
        return
    plain = without_code(line)
    for tag in _TAG.finditer(plain):
        told = _refused(tag)
        if told:
            yield finding("E122", shown, number, value=line[tag.start() : tag.end()][:60], detail=told)
    for link in _SCHEME.finditer(plain):
        scheme = (link[1] or link[2]).lower()
        if scheme not in LINKS:
            yield finding("E122", shown, number, value=link[0][:60], detail=f"链接不能以 {scheme}: 开头")


def without_code(line: str) -> str:
    """A line with blanks in place of code: from some backticks to the next run of as many. Where there is none, one
    backtick fewer is tried, as Markdown does; in time that grows with the line, not with its square."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    later: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        later.setdefault(end - start, []).append(start)
    parts, done = [], 0
    for start, end in runs:
        for begin in range(max(start, done), end):
            ends = later.get(end - begin, [])
            while ends and ends[-1] < end:
                ends.pop()
            if ends:
                close = ends[-1] + end - begin
                parts += [line[done:begin], " " * (close - begin)]
                done = close
                break
    return "".join([*parts, line[done:]])


def _refused(tag: re.Match[str]) -> str:
    """Why a piece of HTML may not stand in a text; "" where it may."""
    closing, name, rest, end = tag[1], (tag[2] or "").lower(), tag[3], tag[4]
    if not closing and end and _AUTOMATIC.fullmatch(tag[0][1:-1]):
        return ""
    if name not in MARKUP:
        return f"不能用标记 {tag[0][:20]}" if not name else f"不能用标记 <{name}>"
    if not end:
        return f"标记 <{name}> 没有在这一行写完"
    for attribute in _ATTRIBUTE.finditer(rest.removesuffix("/")):
        key, value = attribute[1].lower(), next((group for group in attribute.groups()[1:] if group is not None), "")
        if key not in MARKUP[name]:
            return f"标记 <{name}> 不能带 {key}"
        scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", value)
        if key == "href" and scheme and scheme[1].lower() not in LINKS:
            return f"链接不能以 {scheme[1].lower()}: 开头"
    return ""
