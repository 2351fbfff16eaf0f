"""What texts say of the site at hand, as findings: links that lead nowhere, totals that are none, missing pages.

A text is rendered as the build will (`markup`), so that what is judged is what will be published: markup and links as
they come out, whichever way they were written. Markdown is asked only for texts that nobody kept rendered (`texts`).
"""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from generator import urls
from generator.check import Plan, Report
from generator.findings import finding
from generator.prose.addresses import THE_SITE, Addresses
from generator.prose.markup import LIKE_A_PLACE, PLACE, SCHEME, Element, cleaned, elements, filled
from generator.prose.texts import Keep, anew
from generator.publish.rollup.totals import LISTS, NAMED
from generator.reading import attachments, pictures
from generator.reading.content import ANNOUNCEMENTS, FOLDERS, LINKS, MARKUP, PAGES, Text, read
from generator.register.model import Finding
from generator.register.times import is_day
from generator.rules import privacy
from generator.rules.ahead import mending

# A browser passes over spaces and control characters in what stands before the colon.
_PASSED_OVER: Final = re.compile(r"[\x00-\x20]")
_SCHEME_OF_LINK: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Pelican's own links, which name files of content/ or settings of its own.
_OF_PELICAN: Final = re.compile(r"[{|].*?[|}]")
# Where a place may be filled with an address, any stands for it here.
_SOMEWHERE: Final = {
    **dict.fromkeys(NAMED, "0"),
    "url": THE_SITE,
    "licence_url": "https://site.invalid/",
}
# Places that the layout gives to every page, and browsers know without it.
_OF_EVERY_PAGE: Final = frozenset({"main", "top"})
# A link to one of the files that texts give their readers, however it is written.
_FILED: Final = re.compile(rf"^(?:\.\.?/)*/?{attachments.FOLDER}/")
# What is told of people in a text, by the kinds of `privacy`.
_PERSONAL: Final = frozenset({"手机号码", "身份证号码"})
# A sign that Markdown takes as it is.
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_NO_SCHEME: Final = "方案写成 [[scheme:hainan-2022 海南]]，先是编号，空一格，再是显示的文字"


def add_texts(report: Report, content: Path, plan: Plan, keep: Keep = anew, *, needed: bool = True) -> None:
    """Adds the findings of what people wrote in a content folder; one that is `needed` is there."""
    if content.is_dir():
        report.findings.extend(judge(content, plan, keep=keep))
    elif needed:
        report.findings.append(finding("E130", content.resolve().name, value=content.resolve().name))
    report.findings.sort(key=Finding.order)


def astray(content: Path, plan: Plan, lacking: Collection[str], keep: Keep = anew) -> Iterator[Finding]:
    """The links of texts that lead to files which the site turned out to lack."""
    return (finding for finding in judge(content, plan, lacking, keep) if finding.code == "E124")


def judge(content: Path, plan: Plan, lacking: Collection[str] = (), keep: Keep = anew) -> Iterator[Finding]:
    """The findings of a folder of texts, for the site of a plan; `lacking` are files that it is known not to have."""
    findings, texts = keep("read", _state(content), partial(_read, content))
    yield from findings
    written = {text.address for text in texts if text.address is not None}
    missing = _missing(written, plan.site.languages if plan.site is not None else ())
    for address in missing:
        folder, _, slug = address.removesuffix("/").rpartition("/")
        yield finding("E127", f"{content.resolve().name}/{folder or PAGES}/{slug}.md", value=address, expected=slug)
    written.update(missing)  # which is told once, not at every link to them
    of_pages = {text.shown: text for text in texts if text.folder in FOLDERS}
    bodies = sorted({_body_of(text) for text in of_pages.values()})
    markup = keep("texts", repr(bodies), partial(_converted, bodies))
    pages = {shown: _Page(text, markup[_body_of(text)]) for shown, text in of_pages.items()}
    sound = yield from pictures.read(content)
    present = {path.name for path in (content / pictures.FOLDER).glob("*")}
    used = {name for page in pages.values() for name in page.pictures()}
    yield from (
        finding("W124", f"{content.resolve().name}/{pictures.FOLDER}/{name}") for name in sorted(sound.keys() - used)
    )
    files = yield from attachments.read(content)
    filed = {path.name for path in (content / attachments.FOLDER).glob("*")}
    idle = files.keys() - {name for page in pages.values() for name in page.files()}
    yield from (finding("W124", f"{content.resolve().name}/{attachments.FOLDER}/{name}") for name in sorted(idle))
    shown = [urls.picture(name) for name in sound.keys() & used]
    addresses = Addresses(plan, plan.site, written, lacking, shown) if plan.site is not None else None
    headed = {page.address: page.places_within() for page in pages.values() if page.text.lines}
    for text in texts:
        if text.folder == ANNOUNCEMENTS and plan.now is not None:
            yield from _ahead(text, plan.now)
        page = pages.get(text.shown)
        if page is not None:
            yield from page.markup()
            yield from page.shown(present)
            yield from page.led_to(filed)
            yield from page.places()
            if addresses is not None:
                yield from page.links(addresses)
                yield from page.astray_within(addresses, headed)


def _state(content: Path) -> str:
    """All that texts are read from: what lies in their folder, and what they say."""
    found = [content.resolve().name]
    for path in sorted(content.rglob("*")):
        mode = path.lstat().st_mode
        said = sha256(path.read_bytes()).hexdigest() if path.suffix == ".md" and stat.S_ISREG(mode) else ""
        found.append(f"{path.relative_to(content).as_posix()} {stat.S_IFMT(mode)} {said}")
    return "\n".join(found)


def _read(content: Path) -> tuple[list[Finding], tuple[Text, ...]]:
    """The texts of a folder, with what there is to say of each by itself."""
    findings: list[Finding] = []
    reading = read(content)
    while True:
        try:
            findings.append(next(reading))
        except StopIteration as read_through:
            texts: tuple[Text, ...] = read_through.value
            break
    findings.extend(finding for text in texts for finding in _of_anybody(text))
    return findings, tuple(text._replace(keys=dict(text.keys)) for text in texts)  # as it can be kept


def _of_anybody(text: Text) -> Iterator[Finding]:
    """Numbers of people: of their telephones and identities. The line and the post box of an office are welcome."""
    for number, line in enumerate(text.lines, 1):
        matches = [match for match in dict.fromkeys(privacy.find(line)) if match.kind in _PERSONAL]
        if matches:
            kinds = "、".join(dict.fromkeys(match.kind for match in matches))
            shown = "、".join(match.shown for match in matches)
            yield finding("E210", text.shown, number, None, shown, named="文章", what=kinds, shown=shown)


def _ahead(text: Text, now: str) -> Iterator[Finding]:
    """The day of an announcement, if it is a day that has not come."""
    day, line = text.keys.get("date", ("", 0))
    if is_day(day) and day > now:
        yield finding("E310", text.shown, line, "date", day, mend=mending(text.shown, "date"))


def _missing(written: Collection[str], languages: Collection[str]) -> list[str]:
    """Pages that every page leads to, and nobody wrote; those in a language where there is a page in it."""
    needed = [*urls.WRITTEN, *urls.WRITTEN_ONCE]
    for lang, home in urls.LANGUAGES.items():
        if home and (lang in languages or any(address.startswith(home) for address in written)):
            needed += [f"{home}{page}" for page in urls.WRITTEN]
    return [address for address in needed if address not in written]


class _Markup(NamedTuple):
    """What Markdown makes of a text: its HTML, start tags, words outside of code, and tags that a page may not hold."""

    html: str
    elements: tuple[Element, ...]
    words: str
    lost: tuple[str, ...]


def _body_of(text: Text) -> str:
    """What stands below the head of a text."""
    return "\n".join(text.lines[text.body :])


def _converted(bodies: Collection[str]) -> dict[str, _Markup]:
    """What Markdown makes of texts, by what was written."""
    from generator.prose.settings import converted  # the Markdown library is asked only where a text changed

    made = {}
    for body, html in converted(bodies).items():
        tags, words = elements(html)
        lost = cleaned(filled(html, _SOMEWHERE, (), "", dict.fromkeys(LISTS, ""))[0])[1]
        made[body] = _Markup(html, tuple(tags), words, tuple(lost))
    return made


class _Page:
    """A text as it is rendered, and what there is to say of it."""

    def __init__(self, text: Text, markup: _Markup) -> None:
        self.text = text
        self.address = text.address or f"{FOLDERS[text.folder]}x/"
        self.html, self.elements, self.words, self.lost = markup
        self._seen = Counter[str]()

    def markup(self) -> Iterator[Finding]:
        """Markup and schemes of links that no page may hold, and no line shows by itself."""
        told = bool(self.text.refused)
        for element in self.elements:
            reason = _refused(element)
            if reason:
                written = element.link or element.picture or f"<{element.tag}"
                line = self._line(written)
                if line not in self.text.refused:
                    value = element.link or str(element)
                    yield finding("E122", self.text.shown, line, value=value, detail=reason)
                told = True
        if self.lost and not told and not any(_unshown(element) for element in self.elements):
            line = self._line(self.lost[0].split()[0].rstrip(">"))
            detail = f"这里的 {'、'.join(self.lost)} 会被去掉"
            yield finding("E122", self.text.shown, line, value=self.lost[0], detail=detail)

    def pictures(self) -> Iterator[str]:
        """The names of what it shows."""
        for element in self.elements:
            if element.picture.startswith(pictures.BESIDE):
                yield element.picture.removeprefix(pictures.BESIDE)

    def shown(self, present: Collection[str]) -> Iterator[Finding]:
        """Pictures that are not there, or say nothing to those who cannot see them. `present` are the names of the
        files: of one that is not sound its own finding tells."""
        for element in self.elements:
            if element.tag != "img" or _refused(element):
                continue
            name = element.picture.rpartition("/")[2]
            line = self._line(element.picture)
            detail = _unshown(element)
            if not detail and name not in present:
                detail = f"{pictures.FOLDER} 里没有 {name}"
            if detail and line not in self.text.refused:
                yield finding("E131", self.text.shown, line, value=element.picture, detail=detail)
            if element.alternative.strip().lower() in ("", "图片", "照片", "image", "img", name):
                yield finding("E134", self.text.shown, line, value=name)

    def files(self) -> Iterator[str]:
        """The names of the files that it leads to."""
        for element in self.elements:
            if _FILED.search(element.link):
                yield element.link.removeprefix(attachments.BESIDE)

    def led_to(self, present: Collection[str]) -> Iterator[Finding]:
        """Links to files that are not there, or are written otherwise. `present` are the names of the files."""
        for element in self.elements:
            if not _FILED.search(element.link) or _refused(element):
                continue
            name = element.link.rpartition("/")[2]
            detail = ""
            if not re.fullmatch(re.escape(attachments.BESIDE) + r"[^/?#]+", element.link):
                detail = f"网址要写成 {attachments.BESIDE}文件名"
            elif name not in present:
                detail = f"{attachments.FOLDER} 里没有 {name}"
            line = self._line(element.link)
            if detail and line not in self.text.refused:
                yield finding("E138", self.text.shown, line, value=element.link, detail=detail)

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
            if place[2:-2] in LISTS and f"<p>{place}</p>" in self.html:
                continue
            if place[2:-2] not in NAMED and not SCHEME.fullmatch(place):
                where = self._line(place)
                detail = _NO_SCHEME if place.startswith("[[scheme") else "没有这个数"
                if place[2:-2] in LISTS:
                    detail = "它是一张表，要单独成段"
                yield finding("E126", self.text.shown, where, value=place, detail=detail, expected=expected)

    def links(self, addresses: Addresses) -> Iterator[Finding]:
        """Links to what the site does not have."""
        folders = self.address.split("/")[:-1]
        for element in self.elements:
            link = element.link
            if not link or _refused(element) or _FILED.search(link):
                continue
            if _OF_PELICAN.match(link):
                detail, expected = "这样的写法不能用，要写网页的网址", "从一页到另一页写相对的网址，如 ../data/"
            elif link.startswith("//"):
                detail, expected = "网址没有写全", "别的网站写全网址，以 https:// 开头"
            else:
                target = urls.followed(addresses.within(PLACE.sub(_somewhere, link)), folders, addresses.site_path)
                if target is None:
                    continue
                if addresses.has(target):
                    if not link.startswith("/"):
                        continue
                    near = urls.relative(target.removesuffix("index.html"), self.address)
                    detail, expected = "以“/”开头的网址，网站放到别的文件夹下就打不开", f"写成 {near}"
                    yield finding(
                        "E124", self.text.shown, self._line(link), value=link, detail=detail, expected=expected
                    )
                    continue
                if addresses.has(f"{target}/index.html"):
                    detail, expected = "末尾少了“/”", f"写成 {link}/"
                else:
                    detail, expected = f"本站没有 {target.removesuffix('index.html')}", addresses.proposed(target)
            yield finding("E124", self.text.shown, self._line(link), value=link, detail=detail, expected=expected)

    def places_within(self) -> frozenset[str]:
        """The places of the page that a link can lead to: its headings, and those that every page has."""
        ids = (dict(element.attributes).get("id", "") for element in self.elements)
        return _OF_EVERY_PAGE.union(place for place in ids if place)

    def astray_within(self, addresses: Addresses, headed: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
        """Links to a place that the page of a text does not have. `headed` are those that each has, by its address."""
        folders = self.address.split("/")[:-1]
        for element in self.elements:
            page, _, place = element.link.partition("#")
            if not place or _refused(element) or _OF_PELICAN.match(page):
                continue
            target = self.address
            if page.partition("?")[0]:
                found = urls.followed(addresses.within(PLACE.sub(_somewhere, page)), folders, addresses.site_path)
                target = (found or "").removesuffix("index.html") if found != "index.html" else "/"
            places = headed.get(target)
            if places is not None and unquote(place) not in places:
                has = "、".join(sorted(places - _OF_EVERY_PAGE)[:3])
                expected = f"这一页的标题有：{has}" if has else "这一页没有标题：链接写到网页为止"
                yield finding(
                    "E124", self.text.shown, self._line(element.link), value=element.link,
                    detail=f"{target} 没有标题“{unquote(place)}”", expected=expected,
                )  # fmt: skip

    def _line(self, written: str) -> int:
        """The line that something stands on; where it stands on several, of the next one at each call.

        What Markdown changed on the way (tabs, spaces, signs) is looked for by its first word; the text begins at the
        line that is told where nothing is like it.
        """
        body = [*enumerate(self.text.lines, 1)][self.text.body :]
        for part in (written, *written.split()[:1]):
            lines = [
                number
                for number, line in body
                if any(part in unescape(form) for form in (line, _ESCAPED.sub(r"\1", line)))
            ]
            if lines:
                self._seen[part] += 1
                return lines[min(self._seen[part], len(lines)) - 1]
        return min(self.text.body + 1, len(self.text.lines))


def _refused(element: Element) -> str:
    """Why an element may not stand on a page; "" where it may."""
    if element.tag not in MARKUP:
        return f"不能用标记 <{element.tag}>"
    stray = [name for name, _ in element.attributes if name not in MARKUP[element.tag]]
    if stray:
        return f"标记 <{element.tag}> 不能带 {stray[0]}"
    if element.tag == "img":
        return ""
    scheme = _SCHEME_OF_LINK.match(_PASSED_OVER.sub("", element.link))
    return f"链接不能以 {scheme[1].lower()}: 开头" if scheme and scheme[1].lower() not in LINKS else ""


def _unshown(element: Element) -> str:
    """Why a picture of a text cannot be one of content/pictures/; "" where it can, and for what is none."""
    if element.tag != "img" or re.fullmatch(re.escape(pictures.BESIDE) + r"[^/?#]+", element.picture):
        return ""
    return f"网址要写成 {pictures.BESIDE}文件名，别处的图片不显示"


def _somewhere(match: re.Match[str]) -> str:
    return _SOMEWHERE.get(match[1], "")
