"""What a paper says of an area that holds a title: the printed page and the door plaque show the same.

The page is what counts: a paper has the address of the page, spelled out and as a QR code, and says of when it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from generator import urls, words
from generator.publish.pages import qr
from generator.publish.pages.views.papers import Certificate
from generator.publish.pages.views.shared import Fact
from generator.register.county import County
from generator.register.fold import FINAL_PUBLIC, Record
from generator.register.model import SiteSettings

# Characters about half as wide as a Chinese one: Latin, and all else up to the general punctuation.
_NARROW: Final = re.compile("[\x00-\u1fff]")
# The private use areas (Unicode 23.5).
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Stands for a character that no font can be relied on to have (JIS X 4051 calls it geta).
GETA: Final = "〓"
# Characters of a fact that stand in one line of a plaque, and lines that there are for facts.
_LINE: Final = 19
_LINES: Final = 5
TAKE_DOWN: Final = "如挂有称号牌，请即取下（摘牌）"
# Widths (in full-width characters) up to which a text is set in each size, the largest first.
_SIZES: Final = ((6, "xl"), (10, "l"), (16, "m"), (32, "s"))
_SMALLEST: Final = "xs"
# Characters of a text that are printed; a notice may have a title of 500.
_MOST: Final = 48
# As long as a name may be (schemas/common.json).
_WHOLE: Final = 80


def held(county: County, area_id: str) -> list[Record]:
    """The titles that an area holds now, the highest first; none in an archived list, none where a place has ended."""
    area = county.areas.get(area_id)
    if area is None or county.settings.state == "archived":
        return []
    if area.valid_until is not None and area.valid_until < county.as_of[:10]:
        return []
    return [record for record in county.by_area.get(area_id, ()) if record.state.public == "certified"]


def certificate(county: County, site: SiteSettings, area_id: str, *, coded: bool = True) -> Certificate | None:
    """What may be printed of an area; None where it holds no title now. Without a QR code unless `coded`."""
    titles = held(county, area_id)
    if not titles:
        return None
    area, record = county.areas[area_id], titles[0]
    address, domain = urls.absolute(site.url, urls.area(area_id)), _domain(site.url)
    code = qr.code(address) if coded else qr.NONE
    name, title = area.name, county.title_name(record)
    place = "".join([*(unit for _, unit in county.path[:-1]), county.place(area_id)])
    said = _said(*_decided(county, record))
    profile = county.profile_of(record)
    return Certificate(
        area_id=area_id,
        title_name=title,
        title_size=size_of(title),
        name=printable(name, _WHOLE),
        name_size=size_of(name),
        qualifier=printable(area.qualifier or "", _WHOLE),
        place=printable(place, _WHOLE),
        since=_since(county, record),
        also=tuple(
            f"{county.title_name(other)}，自 {words.day_name(other.state.since or county.as_of)}起"
            for other in titles[1:]
        ),
        facts=said.printed,
        facts_size=said.size,
        as_of=words.time_name(county.as_of),
        address=address,
        address_size=size_of(address),
        domain=domain,
        domain_size=size_of(domain),
        code=code,
        site_name=printable(site.name),
        demonstration=words.MARKS["demonstration"] if county.settings.demonstration else "",
        stated=profile is None or "plaque" in profile.statements,
        emblem=site.appearance.emblem.path if site.appearance.emblem else "",
        rare=_rare(f"{name}{area.qualifier or ''}{place}{said.whole}"),
        event_id=standing_by(county, titles),
    )


def standing_by(county: County, records: Sequence[Record]) -> str:
    """The event by which the first of some titles stands as it does, as the log has it; "" if there is none."""
    public = [event for record in records[:1] for event in record.standing if event.event in FINAL_PUBLIC]
    return urls.event_id(county.code, public[-1].sequence) if public else ""


def size_of(text: str) -> str:
    """The step of type in which a text is set large: long ones smaller, so that they fit."""
    return _size(len(text), len(text) if text.isascii() else len(_NARROW.findall(text)))


@lru_cache(maxsize=4_096)
def _size(characters: int, narrow: int) -> str:
    width = characters - 0.45 * narrow
    return next((size for most, size in _SIZES if width <= most), _SMALLEST)


@cache
def _domain(site_url: str) -> str:
    return urlsplit(site_url).netloc


def size_of_facts(facts: Sequence[Fact]) -> str:
    """The step of type for the facts: `s`, or `xs` where they would take more than the usual lines."""
    return "s" if sum(1 + len(fact.value) // _LINE for fact in facts) <= _LINES else _SMALLEST


@lru_cache(maxsize=8_192)
def printable(text: str, most: int = _MOST) -> str:
    """The text, cut where it is too long, with a sign for each character of the private use areas: their shape
    differs from font to font."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return _PRIVATE.sub(GETA, cut)


def take_down(record: Record) -> str:
    """What becomes of the plaque of a title that is not held any more; "" where there is nothing to say."""
    if record.state.public == "suspended":
        return f"称号暂停期间不得挂牌：{TAKE_DOWN}。"
    if record.state.public == "revoked":
        return f"称号已经取消：{TAKE_DOWN}。"
    return ""


def _since(county: County, record: Record) -> str:
    return words.day_name(record.state.since or county.as_of)


def _decided(county: County, record: Record) -> tuple[str, str, str, str, str]:
    """Who decided and who published, when that was and when the title was restored, and the notice; "" for what is not
    known."""
    latest = {event.event: event for event in record.standing}
    body = latest["certify"].decided_by if "certify" in latest else None
    decided = county.names.get(body, body) if body else ""
    published = latest.get("publish")
    if published is None:
        return decided, "", "", "", ""
    notice = county.notice(published.notice_id)
    publisher = (notice and notice.publisher) or county.settings.publisher or "原发布单位未载明"
    restored = latest.get("restore")
    again = restored.effective_at if restored is not None and restored.sequence > published.sequence else ""
    number = f"（{notice.document_no}）" if notice and notice.document_no else ""
    return decided, publisher, published.effective_at, again, f"{notice.title}{number}" if notice else ""


class _Said(NamedTuple):
    """The facts of a certificate as they are printed, the step of type for them, and all of their text."""

    printed: tuple[Fact, ...]
    size: str
    whole: str


@lru_cache(maxsize=4_096)
def _said(decided: str, publisher: str, published: str, restored: str, notice: str) -> _Said:
    """Who decided, who published, when, and under which notice: many areas have it alike."""
    facts = [Fact("评定", decided)] if decided else []
    if publisher:
        facts.append(Fact("发布", f"{publisher}，{words.day_name(published)}"))
    if restored:
        facts.append(Fact("恢复", f"{words.day_name(restored)}（此前曾暂停）"))
    if notice:
        facts.append(Fact("依据", notice))
    printed = tuple(Fact(fact.label, printable(str(fact.value))) for fact in facts)
    return _Said(printed, size_of_facts(facts), "".join(str(fact.value) for fact in facts))


def _rare(text: str) -> str:
    """The code points that are not shown, in words; "" if all are."""
    if not _PRIVATE.search(text):
        return ""
    points = dict.fromkeys(f"U+{ord(character):04X}" for character in _PRIVATE.findall(text))
    return f"{GETA} 为官方区划名称中的造字（{'、'.join(points)}）"
