"""Questions of those who begin a register or let it grow: which county, which scheme, who keeps it, what is promised.

Where nobody may be asked, each names the option that answers.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Final

import click

from generator.cli.asking import Asker, say
from generator.cli.common import https, now, tomorrow
from generator.errors import UsageError
from generator.register.times import is_day
from generator.staff.founding.registers import Keeper
from generator.staff.founding.source import County, Scheme, Source

_MOST_LISTED: Final = 12
_LONGEST_PROMISE: Final = 366


def asker() -> Asker:
    """Asks where somebody sits at a terminal."""
    return Asker(silent=not may_ask(), way="在终端里运行，")


def may_ask() -> bool:
    """True where somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def counties(lists: Source, ask: Asker, texts: Sequence[str], near: Collection[str] = ()) -> list[County]:
    """The counties that are named; where none is, those that are asked for. Raises UsageError for one named twice.

    Of several of one name, those of the provinces `near` are meant, if there are any.
    """

    def asked() -> County:
        return ask.until("哪个区县（名称或 6 位代码）", "--county", lambda text: county(lists, ask, text.strip()))

    named = [county(lists, ask, text, near) for text in texts]
    if not texts:
        named.append(asked())
        while ask.yes("还有别的区县吗", default=False, silent=False):
            named.append(asked())
    for place in named:
        if named.count(place) > 1:
            raise UsageError(f"区县 {place.code}（{place.name}）写了两次")
    return named


def county(lists: Source, ask: Asker, text: str, near: Collection[str] = ()) -> County:
    """The county of a code or a name; of several, the one that is chosen."""
    if text.isascii() and text.isdecimal():
        return lists.county(text)
    named = lists.counties(text) if text else []
    named = [place for place in named if place.code[:2] in near] or named
    shown = [f"{place.code} {place.place}" for place in named[:_MOST_LISTED]]
    if not named:
        raise UsageError(f"没有叫“{text}”的区县、街道或社区；写区县的名称或 6 位代码")
    if len(named) > 1 and (ask.silent or len(named) > _MOST_LISTED):
        more = f" 等 {len(named)} 个" if len(named) > _MOST_LISTED else ""
        raise UsageError(f"“{text}”可能是 {'、'.join(shown)}{more}；写代码")
    chosen = ask.choose(f"“{text}”是哪一个", "--county", [*zip(named, shown, strict=True)])
    if not ask.silent:
        say(f"  {chosen.code} {chosen.place}")
    return chosen


def schemes(lists: Source, ask: Asker, places: Sequence[County]) -> list[Scheme]:
    """A scheme for each county that has none yet, of those of its place."""
    chosen: list[Scheme] = []
    for place in places:
        if any(scheme.is_at_home(place.code) for scheme in chosen):
            continue
        offered = [(scheme, f"{scheme.id}  《{scheme.name}》") for scheme in lists.schemes_of(place.code)]
        if offered:
            chosen.append(ask.choose(f"{place.name}用哪一份工作方案", "--scheme", offered))
            say(f"{place.name}的工作方案：《{chosen[-1].name}》")
        else:
            question = f"程序没有{place.name}本地的工作方案；写方案的编号或文件"
            chosen.append(ask.until(question, "--scheme", lists.scheme))
    return chosen


def keeper(
    ask: Asker, publisher: str, contact: str, since: str | None, every_days: int | None, *, asks: bool
) -> Keeper:
    """Who keeps it, since when, and what is promised: nothing that nobody said. `asks` is whether to ask for more."""
    today = now()[:10]
    asks = asks and not ask.silent
    first = since or (ask.until("名录的第一天", "--since", _day, today) if asks else today)
    if first[:10] > tomorrow():
        raise UsageError(f"名录的第一天 {first[:10]} 还没有到；写今天或更早的日期")
    if every_days is None and asks:
        every_days = ask.until("更新承诺：至多几天公布一次（不作承诺就回车）", "--every-days", _promise, "")
    return Keeper(publisher, contact, first[:10], every_days)


def same(ask: Asker, what: str, option: str, default: str) -> str:
    """What a county has in common with its site, unless another one is said."""
    return default if ask.silent else ask.text(what, option, default)


def address(text: str) -> str:
    """An address that the settings of a site would accept. Raises UsageError."""
    try:
        https(click.Context(click.Command("init")), click.Option(["--site-url"]), text)
    except click.BadParameter as error:
        raise UsageError(error.message) from error
    return text


def site_name(places: Sequence[County]) -> str:
    """A name for the site: of the place that all counties have in common.

    >>> site_name([County("500241", "秀山县", "重庆市秀山县")])
    '秀山县称号公开名录'
    >>> site_name([County("500241", "秀山县", "重庆市秀山县"), County("500242", "酉阳县", "重庆市酉阳县")])
    '重庆市称号公开名录'
    """
    if len(places) == 1:
        return f"{places[0].name}称号公开名录"
    pairs = takewhile(lambda signs: len(set(signs)) == 1, zip(*(place.place for place in places), strict=False))
    common = "".join(signs[0] for signs in pairs)
    return f"{common}称号公开名录" if common.endswith(("省", "市", "区", "州", "盟")) else "称号公开名录"


def _day(text: str) -> str:
    if not is_day(text):
        raise UsageError("写一天，如 2026-01-31")
    return text


def _promise(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _LONGEST_PROMISE):
        raise UsageError(f"写 1 到 {_LONGEST_PROMISE} 的天数；不作承诺就回车")
    return int(text)
