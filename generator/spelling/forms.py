"""The form of a text that a search compares: width, case, punctuation and traditional characters make no difference.

theme/static/search-core.js does the same for what a reader types; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

# All that is no letter, numeral or Chinese character, once width is out of the way; also accents.
_DROPPED: Final = re.compile(
    "[\u0000-/:-@\\[-`{-\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u20cf\u2190-\u245f\u2500-\u2bff"
    "\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u302a-\u3030\u303d-\u3040\u3099-\u309c\u30a0\u30fb-\u30fe"
    "\ufd3e\ufd3f\ufe00-\ufe6f\uff00-\uff0f\ufff0-\uffff]"
)
_LATIN: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_PLAIN: Final = re.compile("[0-9A-Za-z\u4e00-\u9fff]*")


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """A text as searches compare it: 嚴家院（1-5棟） and 严家院(1-5栋) are both 严家院15栋.

    Letters with tone marks lose them; ü is v, as it is typed.
    """
    if _PLAIN.fullmatch(text) is None:
        text = _DROPPED.sub("", _LATIN.sub(_letter, unicodedata.normalize("NFKC", text).lower()))
    return text.lower().translate(_table())


def simple(text: str) -> str:
    """A text with the characters that stand for its other ones, traditional ones among them."""
    return text if simplified().keys().isdisjoint(text) else text.translate(_table())


def _letter(match: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFD", match[0])
    return "v" if apart.startswith("u\u0308") else apart[0]


@cache
def simplified() -> dict[str, str]:
    """The character that stands for each other one, from forms.txt (made from OpenCC by tests/test_spelling.py).

    Each of its lines has a character and those that are taken for it.
    """
    text = Path(__file__).with_name("forms.txt").read_text(encoding="utf-8")
    lines = [line.split(" ") for line in text.splitlines() if line[0] != "#"]
    return {other: form for form, others in lines for other in others}


@cache
def _table() -> dict[int, str]:
    return {ord(other): form for other, form in simplified().items()}
