"""The notices as a calendar (RFC 5545): each on the day of its publication, for programs that people look at daily.

No library: what is written is a few properties of one kind of component. Lines end in CRLF and are folded at 75 octets
(3.1), text is escaped (3.3.11), and every time is the register's own, so that the same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.feeds.item import Item
from generator.register.model import SiteSettings

MEDIA_TYPE: Final = "text/calendar"
_MOST: Final = 75  # octets of a line, without its end
# A calendar has one component at least, also before the first notice (3.6): the time of the register.
_ZONE: Final = (
    "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19910915T000000", "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(site: SiteSettings, title: str, events: Iterable[bytes]) -> Artifact:
    """The calendar; `events` are written already."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(site.tag_authority)}//wuyi//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(title)}",
        f"X-WR-CALNAME:{_escaped(title)}",
        f"URL:{urls.absolute(site.url, urls.CHANGES)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        *_ZONE,
    )
    return Artifact(urls.CALENDAR, b"".join([_lines(head), *events, _lines(["END:VCALENDAR"])]))


def event(item: Item) -> bytes:
    """A notice, as an item of a feed, as an event of its whole day: it takes nobody's time."""
    day = date.fromisoformat(item.published[:10])
    stamp = datetime.fromisoformat(item.updated).astimezone(UTC)
    return _lines(
        (
            "BEGIN:VEVENT",
            f"UID:{_escaped(item.id)}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(item.title)}",
            f"URL:{item.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )
    )


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(piece for line in lines for piece in _folded(line.encode("utf-8")))


def _folded(line: bytes) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, each but the first behind a space; no character is taken apart."""
    before = b""
    while len(before) + len(line) > _MOST:
        end = _MOST - len(before)
        while line[end] & 0xC0 == 0x80:
            end -= 1
        yield before + line[:end] + b"\r\n"
        before, line = b" ", line[end:]
    yield before + line + b"\r\n"
