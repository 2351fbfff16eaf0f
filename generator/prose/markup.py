"""What a text becomes: HTML by the Markdown library, cleaned by nh3, its totals and schemes filled in.

A text names a total as `[[certified]]`, a list as `[[tables]]`, a paragraph of its own, and a scheme as
`[[scheme:hainan-2022 海南]]`: its words, as a link where the register has the scheme.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from html import escape, unescape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final, NamedTuple

import nh3

from generator import urls
from generator.reading.attachments import BESIDE as AT_FILES
from generator.reading.content import LINKS, MARKUP
from generator.reading.pictures import BESIDE

# A place to be filled, wherever it stands; and what looks like one, but stands as it is.
PLACE: Final = re.compile(r"\[\[([a-z_]+)\]\]")
LIST: Final = re.compile(r"<p>\[\[([a-z_]+)\]\]</p>")
SCHEME: Final = re.compile(r"\[\[scheme:([a-z][a-z0-9_-]*) ([^\[\]<>]+)\]\]")
# A tag of a clean text: its attributes are quoted, and may hold any sign but the quote.
PICTURE: Final = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
ATTACHED: Final = re.compile(
    rf'<a((?: [a-z]+="[^"]*")* )href="{re.escape(AT_FILES)}([^"/]+)"((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.DOTALL
)
LIKE_A_PLACE: Final = re.compile(r"\[\[([^\[\]<>]{1,60})\]\]")


class Element(NamedTuple):
    """A start tag with its attributes."""

    tag: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def link(self) -> str:
        """Where it leads, "" for nowhere."""
        return dict(self.attributes).get("href", "")

    @property
    def picture(self) -> str:
        """What it shows, "" for nothing."""
        return dict(self.attributes).get("src", "")

    @property
    def alternative(self) -> str:
        """What stands for a picture that is not seen."""
        return dict(self.attributes).get("alt", "")

    def __str__(self) -> str:
        return f"<{' '.join((self.tag, *sorted(name for name, _ in self.attributes)))}>"


class _Reader(HTMLParser):
    """Notes start tags, and the text outside of code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.words: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.elements.append(Element(tag, tuple((name, value or "") for name, value in attrs)))
        self._code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        """Notes the end of code."""
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        """Notes text."""
        if self._code <= 0:
            self.words.append(data)


def elements(html: str) -> tuple[list[Element], str]:
    """The start tags of a text, and its words outside of code."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.elements, "".join(reader.words)


def cleaned(html: str) -> tuple[str, list[str]]:
    """A text with nothing in it that a page may not hold, and the start tags that are not as they were."""
    clean = nh3.clean(
        html, tags=set(MARKUP), attributes={tag: set(names) for tag, names in MARKUP.items() if names},
        url_schemes=set(LINKS), link_rel=None, filter_style_properties={"text-align"},
    )  # fmt: skip
    if clean == html:
        return clean, []
    before, after = (Counter(map(str, elements(text)[0])) for text in (html, clean))
    return clean, sorted(before - after)


def pictured(html: str, sizes: Mapping[str, tuple[int, int]], root: str) -> tuple[str, list[str]]:
    """A clean text whose pictures have their address from the page, and their width and height; and the names of those
    that there are not. A picture is loaded when a reader comes near it."""
    missing: list[str] = []

    def picture(match: re.Match[str]) -> str:
        (element,), _ = elements(match[0])
        name = element.picture.removeprefix(BESIDE)
        if name not in sizes:
            missing.append(name)
            return ""
        width, height = sizes[name]
        shown = f'src="{root}{urls.picture(name)}" alt="{escape(element.alternative)}"'
        return f'<img {shown} width="{width}" height="{height}" loading="lazy">'

    return PICTURE.sub(picture, html), missing


def attached(html: str, files: Mapping[str, tuple[str, int]], root: str, told: str) -> tuple[str, list[str]]:
    """A clean text whose links to files have their address from the page, with kind and size behind, as `told` says;
    and the names of those that there are not. `files` are kinds and bytes by name."""
    missing: list[str] = []

    def link(match: re.Match[str]) -> str:
        name = unescape(match[2])
        if name not in files:
            missing.append(name)
            return match[4]
        kind, size = files[name]
        large = f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
        return f'<a{match[1]}href="{root}{urls.attachment(name)}"{match[3]}>{match[4]}</a>{told.format(kind, large)}'

    return ATTACHED.sub(link, html), missing


def filled(
    html: str,
    totals: Mapping[str, str],
    schemes: Collection[str],
    root: str,
    lists: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, list[str]]:
    """A text with its totals and lists, and the names of those that are none. `root` leads to the root of the site,
    `lists` are HTML of their own, by name."""
    unknown: list[str] = []

    def total(match: re.Match[str]) -> str:
        if match[1] not in totals:
            unknown.append(match[1])
        return totals.get(match[1], "")

    def scheme(match: re.Match[str]) -> str:
        return f'<a href="{root}{urls.scheme(match[1])}">{match[2]}</a>' if match[1] in schemes else match[2]

    def whole(match: re.Match[str]) -> str:
        return lists.get(match[1], match[0])

    return SCHEME.sub(scheme, PLACE.sub(total, LIST.sub(whole, html))), unknown
