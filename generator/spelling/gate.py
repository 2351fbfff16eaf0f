"""The one gate for every text: which characters may stand in a name, in a sentence, on a page, and why not the others.

`CHARACTERS` is the table. The patterns of schemas/common.json are made of it (a test holds them to it), so that
whatever reads a table, a document or a list of divisions refuses the same; a page that people wrote is asked here.
What a text says as a whole that nobody meant (a spreadsheet's day, a heading, a total) is in `leavings`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

# A name, a sentence or paragraph, a page of many lines.
Text = Literal["name", "prose", "page"]

_ALL: Final[tuple[Text, ...]] = ("name", "prose", "page")
_NAMES: Final[tuple[Text, ...]] = ("name",)


class Sort(NamedTuple):
    """Characters of one sort: what people call it, pairs of first and last, where they may not stand, and why."""

    what: str
    ranges: tuple[tuple[int, int], ...]
    refused: tuple[Text, ...]
    why: str


def _each(characters: str) -> tuple[tuple[int, int], ...]:
    return tuple((ord(character), ord(character)) for character in characters)


# Letters, kana and signs that look like another character on every screen, with that other one. In a sentence they may
# be meant (a Greek letter, a number written with ○); in the name of a place a scanner or an input method slipped.
_MEANT_IN_NAMES: Final = dict(
    zip(
        "АВЕКМНОРСТХЅІЈасеорхуѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧονロニハエカタトーㄚㄧ○◯",
        "ABEKMHOPCTXSIJaceopxysijABEZHIKMNOPTYXov口二八工力夕卜一丫一〇〇",
        strict=True,
    )
)
# Radicals that stand for a whole character and that Unicode does not fold (EquivalentUnifiedIdeograph.txt does):
# what is copied from a PDF is full of them.
_MEANT: Final = dict(
    zip(
        "⺁⺈⺊⺌⺎⺒⺓⺛⺜⺝⺟⺠⺧⺩⺫⺬⺮⺰⺶⺷⺸⺼⺽⻁⻃⻄⻅⻆⻇⻈⻉⻊⻋⻏⻐⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂刀卜小兀巳幺旡日月母民牛王目示竹纟羊羊羊肉臼虎覀西见角角讠贝足车邑钅長长门阜雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)

CHARACTERS: Final = (
    Sort(
        "控制字符",
        ((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F)),
        _ALL,
        "XML 1.0 has none of C0; none is text",
    ),
    Sort("制表或换行符", ((0x09, 0x0A), (0x0D, 0x0D)), ("name", "prose"), "a cell is one line"),
    Sort("换行符", ((0x2028, 0x2029),), _ALL, "breaks lines of JavaScript and of nobody's editor"),
    Sort(
        "非字符",
        ((0xFDD0, 0xFDEF), *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))),
        _ALL,
        "no characters at all; XML 1.0 cannot have U+FFFE and U+FFFF",
    ),
    Sort("转换时丢失的字符", ((0xFFFC, 0xFFFD),), _ALL, "stands where a conversion or a paste lost one"),
    Sort(
        "不可见字符",
        (
            *((0xAD, 0xAD), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F)),
            *((0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F)),
            *((0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
            (0xE0000, 0xE0FFF),
        ),
        _ALL,
        "zero width, direction, fillers, soft hyphen, variation selectors, tags: two names differ and look the same",
    ),
    Sort(
        "组合符号",
        ((0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)),
        ("name", "prose"),
        "is drawn over the character before it; a letter with its accent is one character",
    ),
    Sort(
        "私用区字符",
        ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD)),
        ("prose", "page"),
        "looks like something on one machine only; two official names have one, see `leavings`",
    ),
    Sort(
        "看起来像空格的字符",
        ((0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F)),
        ("name", "prose"),
        "a blank that is not the one on the keyboard: names no longer agree",
    ),
    Sort(
        "同形字符",
        (
            *((0x2E80, 0x2FDF), (0xF900, 0xFA0D), (0xFA10, 0xFA10), (0xFA12, 0xFA12), (0xFA15, 0xFA1E)),
            *((0xFA20, 0xFA20), (0xFA22, 0xFA22), (0xFA25, 0xFA26), (0xFA2A, 0xFAFF), (0x2F800, 0x2FA1F)),
        ),
        _ALL,
        "radicals and compatibility ideographs, as PDFs give them: the ordinary character looks the same",
    ),
    Sort(
        "同形字符",
        (
            *_each("".join(_MEANT_IN_NAMES)),
            *((0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF61, 0xFF9F), (0xFFA1, 0xFFDC), (0x1D400, 0x1D7FF)),
        ),
        _NAMES,
        "letters of other scripts, kana, small and half-width forms that pass for another character",
    ),
    Sort("字符", _each("<>"), _NAMES, "begins markup"),
)
# Both together: who looks for what was meant looks here first.
LOOK_ALIKES: Final = {**_MEANT_IN_NAMES, **_MEANT}
# What a name may not begin with: a spreadsheet would run it, or a blank hides there. Nothing ends with a blank.
FIRST: Final = "=+@ \u3000＝＋－＠-"
BLANKS: Final = " \u3000"


def pattern(text: Text) -> str:
    """The regular expression (ECMA 262, Rust and Python alike) of what a text may not have, as schemas have it."""
    inside = f"[{_class(text)}]"
    if text == "page":
        return inside
    begins = FIRST if text in _NAMES else BLANKS
    return f"{inside}|^[{begins}]|[{BLANKS}]$"


def _class(text: Text) -> str:
    """The characters refused in a text, as the inside of a class of a regular expression, in order."""
    return _ranges(sort for sort in CHARACTERS if text in sort.refused)


def characters(*whats: str) -> str:
    """The characters of sorts, by what people call them, as the inside of a class of a regular expression."""
    return _ranges(sort for sort in CHARACTERS if sort.what in whats)


def _ranges(sorts: Iterable[Sort]) -> str:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(pair for sort in sorts for pair in sort.ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in merged)


@cache
def _refused(text: Text) -> re.Pattern[str]:
    return re.compile(f"[{_class(text)}]")


def refused(value: str, text: Text) -> Iterator[tuple[int, str]]:
    """Places of characters that may not stand in a text, each with what it is, in Chinese."""
    for match in _refused(text).finditer(value):
        yield match.start(), said(match[0])


def said(character: str) -> str:
    """What a character is, with its number, and the one that was meant where it looks like another.

    >>> said(chr(0x2FA5))
    '同形字符 U+2FA5，应为“里”'
    """
    if character in "<>":
        return f"字符 {character}"
    what = next((sort.what for sort in CHARACTERS if _is_of(character, sort)), "字符")
    told = f"{what} U+{ord(character):04X}"
    if what == "同形字符" and (other := meant(character)):
        return f"{told}，应为“{other}”"
    return f"{told}，应为普通空格" if what == "看起来像空格的字符" else told


def meant(character: str) -> str:
    """The ordinary character that one looks like; "" where that is not known."""
    other = LOOK_ALIKES.get(character) or unicodedata.normalize("NFKC", character)
    return other if other != character and len(other) == 1 else ""


def _is_of(character: str, sort: Sort) -> bool:
    return any(first <= ord(character) <= last for first, last in sort.ranges)


@cache
def _unseen() -> re.Pattern[str]:
    """What a message shows by its number: all that may not stand on a page, and blanks that only look like one."""
    return re.compile(f"[{_class('page')}\u00a0]")


def visible(value: str) -> str:
    """A value as a message quotes it: what cannot be seen in it, or passes for another, is told by its number."""
    return _unseen().sub(lambda match: f"〔U+{ord(match[0]):04X}〕", value)
