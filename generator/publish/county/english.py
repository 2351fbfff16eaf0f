"""The line in English on the page of an area, which is in Chinese: for who reads none, at the door of a compound.

Where the site asks for them, areas have a page in English too (`english_page`), and the line leads there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from generator import urls
from generator.publish.county.context import has_english_areas
from generator.publish.county.standing import english_reason
from generator.publish.pages.languages import ENGLISH
from generator.publish.pages.views.english import English
from generator.publish.pages.wording import wording
from generator.register.county import County
from generator.register.fold import Record, State
from generator.register.model import SiteSettings
from generator.spelling.pinyin import pinyin


def page_of(county: County, site: SiteSettings, area_id: str) -> str:
    """Where the page in English of an area lies; "" where it has none, as what only contains areas has none."""
    return urls.area(area_id, ENGLISH) if area_id in county.by_area and has_english_areas(county, site) else ""


def line(county: County, name: str, records: Sequence[Record], *, archived: bool) -> English | None:
    """Where the first title of an area stands; None for an area without any, or whose title has no name in English."""
    if not records:
        return None
    first = records[0]
    title, reason = county.title_name_en(first), english_reason(county, first)
    return summary(name, first.state, title, reason, archived=archived)


def summary(name: str, state: State, title: str | None, reason: str | None, *, archived: bool) -> English | None:
    """Where a title of an area stands, and since when; None for a title that has no name in English.

    `title` and `reason` are what its scheme calls them in English. What a title is worth stands in its name: no other
    is put in its place.
    """
    if not title:
        return None
    return English(pinyin(name), name, _rest(state.public, (state.since or "")[:10], title, reason or "", archived))


@lru_cache(maxsize=4_096)
def _rest(status: str | None, day: str, held: str, why: str, archived: bool) -> str:
    say = wording(ENGLISH)
    _ = say.word
    sentence = {
        "certified": _("当时为“{title}”，自{day}起。") if archived else _("自{day}起为“{title}”。"),
        "suspended": _("当时暂停“{title}”称号，自{day}起。") if archived else _("自{day}起暂停“{title}”称号。"),
        "revoked": _("自{day}起已不是“{title}”。"),
        "candidate": _("{day}公示，拟认定为“{title}”。"),
    }.get(status or "", "")
    without = _("当时没有“{title}”称号。") if archived else _("现在没有“{title}”称号。")
    told = sentence.format(day=say.day(day), title=held) if sentence else without.format(title=held)
    if why and status != "certified":
        told += _("原因：{}。").format(why)
    return told + (_("本页为历史名录，不代表现状。") if archived else "")
