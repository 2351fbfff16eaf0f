"""How a file differs from what is listed, where that can be told: what git, hosts and networks do on the way."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import Final

from generator.copies import manifests
from generator.copies.manifests import Entry
from generator.copies.source import PACKED, PAGE, Source, is_packed, is_page

_CRLF: Final = "只是换行被改成了 CRLF，多半是 git 取出时改的；git config core.autocrlf false 之后重新取出"
_BOM: Final = b"\xef\xbb\xbf"
_BEFORE: Final = "只是前面多了字节序标记（BOM），是主机或编辑器加的"
_MARKUP: Final = (".html", ".xml", ".atom", ".rss", ".svg")
# Where something put into a page can begin, how large a page may be for these places to be tried, and how many may.
_BEGINS: Final = re.compile(rb"\s{0,8}<(?:!--|(?:script|style|link|meta|iframe|noscript|div|span|img|a)\b)", re.I)
_MOST_BYTES: Final = 256 * 1024
_MOST_ADDED: Final = 64 * 1024
_MOST_TRIED: Final = 64 * 1024 * 1024
_SHOWN: Final = 80


def explained(source: Source, entry: Entry, content: bytes | None) -> str | None:
    """One line for a file whose difference has a well-known cause; None where there is no more to say."""
    why = None
    if content is not None:
        if is_packed(content):
            why = PACKED
        elif is_page(content) and not entry.path.endswith(_MARKUP):
            why = PAGE
        elif len(content) > entry.size:
            why = _more(source, entry)
    return f"{entry.path}：内容变了（{why}）" if why else None


def _more(source: Source, entry: Entry) -> str | None:
    """A text to which something was added: line ends, as git does where it is told to; a mark; a piece of a page."""
    whole = source.read(entry.path, 2 * entry.size + _MOST_ADDED) or b""
    if manifests.difference(entry, whole.replace(b"\r\n", b"\n")) is None:
        return _CRLF
    if manifests.difference(entry, whole.removeprefix(_BOM)) is None:
        return _BEFORE
    return _added(entry, whole) if entry.path.endswith(".html") else None


def _added(entry: Entry, whole: bytes) -> str | None:
    """A page in which a host has put one piece of its own: without it, it is the page that is listed."""
    length = len(whole) - entry.size
    if not 0 < length <= _MOST_ADDED or entry.size > _MOST_BYTES:
        return None
    tried = 0
    begins = [*_BEGINS.finditer(whole)]
    # Hosts add to the head or before the end: from both ends towards the middle.
    for begin in islice((place for both in zip(reversed(begins), begins, strict=True) for place in both), len(begins)):
        tag = begin.end() - len(begin[0].lstrip())
        for start in range(tag, begin.start() - 1, -1):
            tried += entry.size
            if tried > _MOST_TRIED:
                return None
            rest = whole[:start] + whole[start + length :]
            if hashlib.sha256(rest).hexdigest() == entry.sha256:
                piece = " ".join(whole[start : start + length].decode("utf-8", "replace").split())
                return f"主机在网页里添了 {length} 字节：{piece[:_SHOWN]}；请让主机不要改动网页"
    return None
