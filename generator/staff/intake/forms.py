"""What printed signs are taken for while reading: full-width ones for plain ones, of the same length, never stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# One character for one: what is cut out of the plain form has the same place in the printed one. No NFKC, which turns
# ① into 1 and … into three dots.
_PLAIN: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: 0x20, 0xA0: 0x20,
    ord("〔"): ord("["), ord("〕"): ord("]"), ord("【"): ord("["), ord("】"): ord("]"),
    ord("﹙"): ord("("), ord("﹚"): ord(")"), ord("︰"): ord(":"), ord("﹕"): ord(":"),
}  # fmt: skip
_HAN: Final = {
    **{numeral: value for value, numeral in enumerate("零一二三四五六七八九")},
    "〇": 0, "○": 0, "O": 0, "o": 0, "０": 0, "Ｏ": 0, "两": 2,
    **{str(value): value for value in range(10)},
}  # fmt: skip
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_TENFOLD: Final = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_OPENING, _CLOSING = "([{<《“", ")]}>》”"


def plain(text: str) -> str:
    """A text with plain digits, letters, brackets and blanks, character for character.

    >>> plain("无疫社区（２个）")
    '无疫社区(2个)'
    """
    return text.translate(_PLAIN)


def number(text: str) -> int | None:
    """A whole number in digits or Chinese numerals; None for anything else.

    >>> number("十三"), number("二〇二二"), number("廿一"), number("１８")
    (13, 2022, 21, 18)
    """
    text = plain(text).strip().translate(_TENFOLD)
    if not text or len(text) > 9:
        return None
    if re.fullmatch("[0-9]+", text):
        return int(text)
    if any(sign in _TENS for sign in text):
        return _by_places(text)
    digits = [_HAN.get(sign) for sign in text]
    return None if None in digits else int("".join(map(str, digits)))


def _by_places(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign in _TENS:
            tens = _TENS[sign]
            if tens >= last:
                return None
            total += (1 if digit is None else digit) * tens
            digit, last = None, tens
        elif sign in _HAN:
            if digit:
                return None
            digit = _HAN[sign]
        else:
            return None
    return total + (digit or 0)


def split(text: str, signs: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a text begin and end that one of some signs separates outside of brackets."""
    depth = start = 0
    for place, sign in enumerate(plain(text)):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in signs:
            yield start, place
            start = place + 1
    yield start, len(text)


def is_balanced(text: str) -> bool:
    """True where every round or square bracket is closed."""
    open_ = []
    for sign in plain(text):
        if sign in "([":
            open_.append(")" if sign == "(" else "]")
        elif sign in ")]" and (not open_ or open_.pop() != sign):
            return False
    return not open_
