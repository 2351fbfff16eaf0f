"""Forms of names by which a printed one is compared: what it is called, and of which kind it says to be. Pure.

Nothing here is ever stored: a name stays as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from generator.spelling.forms import simple
from generator.staff.intake.forms import number, plain

Item = TypeVar("Item")
# The endings that say of which kind a unit is, the longest first.
_ENDINGS: Final = (
    ("community", re.compile(r"(?:社区)?(?:居民委员会|居委会|居委)$|社区$")),
    ("village", re.compile(r"村?(?:村民委员会|村委会|村委)$|(?:行政)?村$")),
    ("street", re.compile(r"(?:街道办事处|街道办|街道|街)$")),
    ("town", re.compile(r"镇(?:人民政府)?$")),
    ("township", re.compile(r"乡(?:人民政府)?$")),
)
_BRACKET: Final = re.compile(r"\([^()]*\)$")
_NUMERALS: Final = re.compile("[0-9]+|[零〇一二三四五六七八九十百两廿卅]+|[a-z]+(?=[区座栋幢])")
# Below this two names have little in common.
_LEAST: Final = 0.4
MOST_CANDIDATES: Final = 8


class Form(NamedTuple):
    """What a name says without its ending, and the kind that the ending says; "" where it says none."""

    stem: str
    kind: str


@lru_cache(maxsize=65_536)
def plain_form(text: str) -> str:
    """A name with plain signs and no blanks.

    >>> plain_form("沈巷新村（月罗路 307弄）")
    '沈巷新村(月罗路307弄)'
    """
    return re.sub(r"\s", "", plain(text)).lower()


def bare(county: str) -> str:
    """A county's name without its ending, as lists print it too: 大渡口 for 大渡口区."""
    return re.sub("[市区县旗]$", "", county) if len(county) > 2 else county


@lru_cache(maxsize=65_536)
def form(text: str) -> Form:
    """A name without the bracket and the ending behind it.

    >>> form("大桥村（开发区）"), form("两家子村委会"), form("新生村社区居委会"), form("罗店")
    (Form(stem='大桥', kind='village'), Form(stem='两家子', kind='village'), Form(stem='新生村', kind='community'), \
Form(stem='罗店', kind=''))
    """
    name = _BRACKET.sub("", plain_form(text)) or plain_form(text)
    for kind, ending in _ENDINGS:
        match = ending.search(name)
        if match is not None and match.start():
            return Form(name[: match.start()], kind)
    return Form(name, "")


@lru_cache(maxsize=65_536)
def numerals(text: str) -> tuple[str, ...]:
    """Every number in a name: phases, buildings, villages that are counted. Where they differ, so do the places.

    >>> numerals("月浦三村"), numerals("春晓花园２期"), numerals("春晓花园二期")
    (('3',), ('2',), ('2',))
    """
    found = _NUMERALS.findall(plain_form(text))
    return tuple(str(value) if (value := number(numeral)) is not None else numeral for numeral in found)


def likeness(text: str, other: str) -> float:
    """How much two names have in common, from 0 to 1. It ranks what a person chooses from, and decides nothing."""
    one, two = (form(simple(name)).stem for name in (text, other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def ranked(text: str, candidates: Iterable[tuple[str, Item]], most: int = MOST_CANDIDATES) -> Sequence[Item]:
    """What a name may be meant to be, the most alike first: only what has the same numbers."""
    mine, signs = numerals(text), set(simple(form(text).stem))
    scored = [
        (-likeness(text, name), place, item)
        for place, (name, item) in enumerate(candidates)
        if signs & set(name) and numerals(name) == mine
    ]
    return [item for score, _, item in sorted(scored, key=lambda told: told[:2])[:most] if -score >= _LEAST]
