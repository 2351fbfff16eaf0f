"""Names of places in Latin letters, as a reader without Chinese meets them: 金沙别馆 as Jinsha Bieguan.

Hanyu Pinyin without tones, after the rules for place names (GB/T 16159, GB/T 28039): the proper name is written
together, what kind of place it is apart, an apostrophe stands before a syllable that begins with a vowel. Nothing tells
the words of a long name: it is written two syllables by two.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from generator.spelling.readings import place_words, readings

_HAN: Final = "\u3007\u3400-\u9fff\ue000-\ufaff\U00020000-\U0003ffff"
_PIECES: Final = re.compile(f"([{_HAN}]+)")
# What kind of place a name ends with; the longest that fits stands apart.
_KINDS: Final = frozenset(
    (
        *("自治区", "自治州", "自治县", "小区", "社区", "街道", "花园", "家园", "公寓", "小组", "小镇", "新村", "新区"),
        *("新城", *"村镇乡县区市省栋期号组街路巷"),
    )
)
# A place within a place, as names are joined: 示例区清泉镇.
_PLACES: Final = re.compile(".{2,}?(?:街道|[省市区县镇乡])|.+")
_NUMERALS: Final = frozenset("一二三四五六七八九十")
_SIGNS: Final = str.maketrans({"、": ", ", "，": ", ", "（": " (", "）": ") ", "(": " (", ")": ") ", "　": " "})
_SPACED: Final = re.compile(r" +(?=[),])|(?<=\() +")


@lru_cache(maxsize=65_536)
def pinyin(name: str) -> str:
    """A name in Latin letters; "" where nothing of it is Chinese, or some character has no reading."""
    pieces = _PIECES.split(name)
    if len(pieces) == 1:
        return ""
    for place in range(1, len(pieces), 2):
        said = _said(pieces[place])
        if not all(said):
            return ""
        pieces[place] = f" {_written(pieces[place], said)} "
    pieces[::2] = (piece.translate(_SIGNS) for piece in pieces[::2])
    whole = " ".join("".join(pieces).split())
    return _SPACED.sub("", whole) if len(pieces) > 3 or "(" in whole else whole


@lru_cache(maxsize=16_384)
def pinyin_of_place(place: str) -> str:
    """Names of places one in the other, the largest first; "" as for `pinyin`."""
    parts = [pinyin(place_name) for place_name in _PLACES.findall(place)]
    return " ".join(parts) if all(parts) else ""


def _said(text: str) -> list[str]:
    """The syllables of characters, the longest known words of place names first; "" for what nobody can read."""
    said = [_one(character) for character in text]
    if not _begins().isdisjoint(text):
        for word, spoken in place_words().items():
            at = text.find(word) if len(word) > 1 else -1
            while at >= 0:
                said[at : at + len(word)] = spoken
                at = text.find(word, at + len(word))
    return said


@cache
def _one(character: str) -> str:
    return (place_words().get(character) or readings(character)[:1] or ("",))[0]


@cache
def _begins() -> frozenset[str]:
    return frozenset(word[0] for word in place_words() if len(word) > 1)


def _written(text: str, said: list[str]) -> str:
    """Syllables as words with capitals."""
    kind = next((length for length in (3, 2, 1) if len(text) > length and text[-length:] in _KINDS), 0)
    own = len(said) - kind
    which = next((place for place in range(own, 0, -1) if text[place - 1] not in _NUMERALS), 0) if kind else own
    ends = [own, len(said)] if kind else [own]
    if 0 < which < own:  # a number belongs to what is counted: 金域一期 is Jinyu Yiqi
        own, ends = which, [which, len(said)]
    # Two by two; an odd one goes to the last word.
    starts = [*range(0, max(own - 1, 1), 2), *ends]
    return " ".join([_word(said[start:end]) for start, end in pairwise(starts)])


def _word(said: list[str]) -> str:
    whole = said[0]
    for syllable in said[1:]:
        whole += f"'{syllable}" if syllable[0] in "aeo" else syllable
    return whole.replace("v", "ü").capitalize()
