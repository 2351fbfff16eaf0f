"""The line in English on the page of an area, which is in Chinese: for who reads none, at the door of a compound."""

from __future__ import annotations

from functools import lru_cache

from generator.publish.pages.languages import ENGLISH, is_chinese
from generator.publish.pages.views.places import English
from generator.publish.pages.wording import wording
from generator.register.fold import State
from generator.spelling.pinyin import pinyin


def summary(name: str, state: State, title: str, reason: str | None, *, archived: bool) -> English:
    """Where a title of an area stands, and since when. `title` and `reason` are told where the catalog has them."""
    rest = _rest(state.public, (state.since or "")[:10], title, reason or "", archived)
    return English(pinyin(name), name, rest)


@lru_cache(maxsize=4_096)
def _rest(status: str | None, day: str, title: str, reason: str, archived: bool) -> str:
    say = wording(ENGLISH)
    _ = say.word
    held, why = _(title), _(reason) if reason else ""
    held = _("无疫区域") if is_chinese(held) else held
    sentence = {
        "certified": _("自{day}起为“{title}”。"),
        "suspended": _("自{day}起暂停“{title}”称号。"),
        "revoked": _("自{day}起已不是“{title}”。"),
        "candidate": _("{day}公示，拟认定为“{title}”。"),
    }.get(status or "", "")
    told = (
        sentence.format(day=say.day(day), title=held) if sentence else _("现在没有“{title}”称号。").format(title=held)
    )
    if why and not is_chinese(why) and status != "certified":
        told += _("原因：{}。").format(why)
    return told + (_("本页为历史名录，不代表现状。") if archived else "")
