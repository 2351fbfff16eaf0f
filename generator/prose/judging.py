"""What texts say of the site at hand, as findings: links that lead nowhere, totals that are none, missing pages.

A text is rendered as the build will (`markup`), so that what is judged is what will be published: markup and links as
they come out, whichever way they were written.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path
from typing import Final

from markdown import Markdown

from generator import urls
from generator.check import Plan, Report
from generator.findings import finding
from generator.prose.addresses import Addresses
from generator.prose.markup import LIKE_A_PLACE, PLACE, SCHEME, Element, cleaned, elements, filled
from generator.prose.settings import MARKDOWN
from generator.publish.rollup.totals import NAMED
from generator.reading.content import FOLDERS, LINKS, MARKUP, PAGES, Text, read
from generator.register.model import Finding

# A browser passes over spaces and control characters in what stands before the colon.
_PASSED_OVER: Final = re.compile(r"[\x00-\x20]")
_SCHEME_OF_LINK: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Pelican's own links, which name files of content/ or settings of its own.
_OF_PELICAN: Final = re.compile(r"[{|].*?[|}]")
# Where a place may be filled with an address, any stands for it here.
_SOMEWHERE: Final = {
    **dict.fromkeys(NAMED, "0"),
    "url": "https://site.invalid/",
    "licence_url": "https://site.invalid/",
}
# A sign that Markdown takes as it is.
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
# Pages of the register that a text may mean, and how many of all are proposed.
_MAIN: Final = (urls.CHANGES, urls.SCHEMES, urls.FINDINGS, urls.STATISTICS, urls.DICTIONARY, urls.SEARCH)
_PROPOSED: Final = 3


def add_texts(report: Report, content: Path, plan: Plan) -> None:
    """Adds the findings of what people wrote in a content folder; one that is not there has none."""
    if content.is_dir():
        report.findings.extend(judge(content, plan))
        report.findings.sort(key=Finding.order)


def judge(content: Path, plan: Plan) -> Iterator[Finding]:
    """The findings of a folder of texts, for the site of a plan."""
    texts = yield from read(content)
    written = {text.address for text in texts if text.address is not None}
    yield from _missing(content.resolve().name, written, plan.site.languages if plan.site is not None else ())
    addresses = Addresses(plan, plan.site, written) if plan.site is not None else None
    for text in texts:
        if text.folder in FOLDERS:
            page = _Page(text)
            yield from page.markup()
            yield from page.places()
            if addresses is not None:
                yield from page.links(addresses)


def _missing(root: str, written: Collection[str], languages: Collection[str]) -> Iterator[Finding]:
    """Pages that every page leads to, and nobody wrote; those in a language where there is a page in it."""
    for lang, home in urls.LANGUAGES.items():
        if home and lang not in languages and not any(address.startswith(home) for address in written):
            continue
        for page in (*urls.WRITTEN, *(urls.WRITTEN_ONCE if not home else ())):
            if f"{home}{page}" not in written:
                slug = page.removesuffix("/")
                folder = home.removesuffix("/") or PAGES
                yield finding("E127", f"{root}/{folder}/{slug}.md", value=f"{home}{page}", expected=slug)


class _Page:
    """A text as it is rendered: its HTML, its start tags and its words outside of code."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.address = text.address or f"{FOLDERS[text.folder]}x/"
        self.html = Markdown(**MARKDOWN).convert("\n".join(text.lines[text.body :]))
        self.elements, self.words = elements(self.html)
        self._seen = Counter[str]()

    def markup(self) -> Iterator[Finding]:
        """Markup and schemes of links that no page may hold, and no line shows by itself."""
        told = False
        for element in self.elements:
            reason = _refused(element)
            if reason:
                place = self._line(element.link or ("![" if element.tag == "img" else f"<{element.tag}"))
                if place not in self.text.refused:
                    yield finding("E122", self.text.shown, place, value=element.link or str(element), detail=reason)
                told = True
        lost = cleaned(filled(self.html, _SOMEWHERE, (), "")[0])[1]
        if lost and not told and not self.text.refused:
            yield finding("E122", self.text.shown, value=lost[0], detail=f"这里的 {'、'.join(lost)} 会被去掉")

    def places(self) -> Iterator[Finding]:
        """What stands for a total, and is none."""
        expected = "、".join(f"[[{name}]]" for name in NAMED)
        for key, (value, line) in self.text.keys.items():
            if match := LIKE_A_PLACE.search(value):
                detail = "开头的字段里不能用"
                yield finding("E126", self.text.shown, line, key, match[0], detail=detail, expected=expected)
        # In code only what would be filled in counts: it is as often a program's own writing.
        links = " ".join(element.link for element in self.elements)
        written = [match[0] for match in LIKE_A_PLACE.finditer(f"{self.words} {links}")]
        filled_in = [match[0] for match in PLACE.finditer(self.html) if match[0] not in written]
        for place in (*written, *filled_in):
            if place[2:-2] not in NAMED and not SCHEME.fullmatch(place):
                where = self._line(place)
                yield finding("E126", self.text.shown, where, value=place, detail="没有这个数", expected=expected)

    def links(self, addresses: Addresses) -> Iterator[Finding]:
        """Links to what the site does not have."""
        folders = self.address.split("/")[:-1]
        for element in self.elements:
            link = element.link
            if not link or _refused(element):
                continue
            if _OF_PELICAN.match(link):
                detail, expected = "这样的写法不能用，要写网页的网址", "从一页到另一页写相对的网址，如 ../data/。"
            else:
                target = urls.followed(PLACE.sub(_somewhere, link), folders, addresses.site_path)
                if target is None or addresses.has(target):
                    continue
                detail = f"本站没有 {target.removesuffix('index.html') or target}"
                expected = _proposed(target, addresses)
            yield finding("E124", self.text.shown, self._line(link), value=link, detail=detail, expected=expected)

    def _line(self, written: str) -> int | None:
        """The line that something stands on; where it stands on several, of the next one at each call."""
        lines = [
            number
            for number, line in enumerate(self.text.lines, 1)
            if number > self.text.body and any(written in unescape(form) for form in (line, _ESCAPED.sub(r"\1", line)))
        ]
        self._seen[written] += 1
        return lines[min(self._seen[written], len(lines)) - 1] if lines else None


def _refused(element: Element) -> str:
    """Why an element may not stand on a page; "" where it may."""
    if element.tag not in MARKUP:
        return f"不能用标记 <{element.tag}>"
    stray = [name for name, _ in element.attributes if name not in MARKUP[element.tag]]
    if stray:
        return f"标记 <{element.tag}> 不能带 {stray[0]}"
    scheme = _SCHEME_OF_LINK.match(_PASSED_OVER.sub("", element.link))
    return f"链接不能以 {scheme[1].lower()}: 开头" if scheme and scheme[1].lower() not in LINKS else ""


def _somewhere(match: re.Match[str]) -> str:
    return _SOMEWHERE.get(match[1], "")


def _proposed(target: str, addresses: Addresses) -> str:
    """What the site has that may have been meant: its schemes, or the pages whose addresses are most alike."""
    page = target.removesuffix("index.html")
    if page.startswith(urls.SCHEMES):
        return f"本站有的方案：{'、'.join(sorted(addresses.schemes))}。"
    there = sorted({*addresses.texts, *_MAIN})
    alike = difflib.get_close_matches(page, there, n=_PROPOSED, cutoff=0.5)
    return f"本站有：{'、'.join(alike or there)}。"
