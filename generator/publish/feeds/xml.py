"""What Atom and RSS have in common. feedgenerator writes what stands around the items, to a handler of our own; an item
is one line of its module, formed once and copied into every document (a test holds it to what the library writes).

Their licence: Atom has `rights` (RFC 4287, 4.2.10) and a link (RFC 4946), RSS `copyright`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, Protocol
from xml.sax.saxutils import escape, quoteattr

from generator import urls, words
from generator.publish.artifact import Framed
from generator.publish.feeds.feed import LANGUAGE, Feed
from generator.register.model import SiteSettings

# RFC 5005: `archive` marks a document that never changes, `complete` one that holds every item.
HISTORY: Final = {"xmlns:fh": "http://purl.org/syndication/history/1.0"}
# Where the items of a document come, while what stands around them is written: no text of a feed holds a comment.
_HERE: Final = "<!--items-->"
_SPECIAL: Final = re.compile("[&<>]")
_NO_CHARACTERS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff"
_NOT_XML: Final = re.compile(f"[{_NO_CHARACTERS}]")
_NOT_PLAIN: Final = re.compile(f"[&<>{_NO_CHARACTERS}]")
_TEXTS: Final = 4_096  # so many texts are held as an element holds them


class Handler:
    """What feedgenerator writes to, as one text: the library's own handler takes four times as long.

    Raises ValueError for a character that XML 1.0 does not have; the schemas let none through.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802 - the library's name
        """A start tag."""
        self._pieces.append(f"<{name}{_attributes(attrs)}>")

    def endElement(self, name: str) -> None:  # noqa: N802
        """An end tag."""
        self._pieces.append(f"</{name}>")

    def addQuickElement(  # noqa: N802
        self, name: str, contents: str | None = None, attrs: Mapping[str, str] | None = None
    ) -> None:
        """An element without children."""
        start = f"<{name}{_attributes(attrs)}" if attrs else f"<{name}"
        if contents and _SPECIAL.search(contents):
            contents = escape(contents)
        self._pieces.append(f"{start}>{contents}</{name}>" if contents else f"{start}/>")

    def written(self, content: str) -> None:
        """What was written before."""
        self._pieces.append(content)

    def text(self) -> str:
        """Everything written."""
        whole = "".join(self._pieces)
        if _NOT_XML.search(whole):
            raise ValueError("a control character cannot stand in XML")
        return whole


def _attributes(attrs: Mapping[str, str]) -> str:
    return "".join([_attribute(name, attrs[name]) for name in sorted(attrs)])


@lru_cache(maxsize=4_096)
def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}"


class Writer(Protocol):
    """A feed of the library that writes what stands around items which are written already."""

    def write_to(self, handler: Handler, entries: str) -> None:
        """The whole document, as the library's `write` has it."""


def moment(time: str) -> datetime:
    """An RFC 3339 time as the library takes it."""
    return datetime.fromisoformat(time)


class _Texts(dict[str, str]):
    """Texts as an element holds them: Atom says what RSS says, and items have their categories alike."""

    def __missing__(self, text: str) -> str:
        made = text
        if _NOT_PLAIN.search(text):
            if _NOT_XML.search(text):
                raise ValueError("a control character cannot stand in XML")
            made = escape(text)
        if len(self) >= _TEXTS:
            self.clear()
        self[text] = made
        return made


# Text as an element holds it. Raises ValueError for what XML 1.0 does not have; the schemas let none through.
escaped: Final[Callable[[str], str]] = _Texts().__getitem__


@lru_cache(maxsize=1_024)
def twice(text: str) -> str:
    """Text that readers take as HTML, so that it is escaped twice."""
    return escaped(html.escape(text))


def marked(content: str) -> str:
    """HTML as it is, in a section that is not escaped again; what would end one is escaped."""
    return escaped(content) if "]]>" in content or _NOT_XML.search(content) else f"<![CDATA[{content}]]>"


def frame(kind: Callable[..., Writer], feed: Feed, site: SiteSettings, ending: str) -> Framed:
    """A document without its items. `kind` is the library's feed, with what it lacks."""
    writer = kind(
        title=feed.title,
        link=urls.absolute(site.url, feed.page),
        description=html.escape(feed.description),
        subtitle=feed.description,
        language=LANGUAGE,
        feed_url=urls.absolute(site.url, urls.feed_file(feed.stem, ending)),
        feed_guid=urls.feed_id(site.tag_authority, feed.current or feed.stem),
        author=feed.author,
        feed_copyright=words.rights(*site.licence),
        licence=site.licence.url,
        updated=feed.updated or feed.since,
        links=[
            (rel, urls.absolute(site.url, urls.feed_file(stem, ending)))
            for rel, stem in (("prev-archive", feed.previous), ("current", feed.current))
            if stem
        ],
        mark="fh:archive" if feed.archive else "fh:complete" if feed.complete else "",
    )
    handler = Handler()
    handler.written('<?xml version="1.0" encoding="utf-8"?>\n')
    writer.write_to(handler, _HERE)
    head, _, tail = handler.text().partition(_HERE)
    return Framed(urls.feed_file(feed.stem, ending), head, "", f"{tail}\n")
