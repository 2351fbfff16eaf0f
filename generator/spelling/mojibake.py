"""Chinese that was read in another encoding than it was written in: 鏃犵柅 for 无疫, ÎÞÒß, æ— ç–«."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_CJK: Final = re.compile("[\u4e00-\u9fff]+")
# What Windows has in place of the second row of controls.
WINDOWS: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
UTF_8_AS_LATIN: Final = f"[\u00e4-\u00e9][\u0080-\u00bf{WINDOWS}]{{2}}"
GBK_AS_LATIN: Final = "[\u00b0-\u00f7][\u00a1-\u00fe]{3,}"


@cache
def BROKEN() -> tuple[re.Pattern[str], ...]:  # noqa: N802 - a table, made when it is first needed
    """What a text must have to be broken."""
    return (re.compile(UTF_8_AS_LATIN), re.compile(GBK_AS_LATIN), re.compile(_utf_8_as_gbk()))


@cache
def _utf_8_as_gbk() -> str:
    """Two Chinese characters in UTF-8 are six bytes, which GBK reads as three characters of these rows."""

    def row(leads: range, trails: range) -> str:
        pairs = (bytes((lead, trail)) for lead in leads for trail in trails if trail != 0x7F)
        return "".join(pair.decode("gbk", "ignore") for pair in pairs)

    chinese, following = range(0xE4, 0xEA), range(0x80, 0xC0)
    classes = (row(chinese, following), row(following, chinese), row(following, following))
    return "".join(f"[{re.escape(characters)}]" for characters in classes)


def broken(value: str) -> str:
    """What a text said before it was broken, as far as that can be had; "" for one that is whole.

    >>> broken("鏃犵柅绀惧尯")
    '无疫社区'
    """
    for pattern, written, read in zip(BROKEN(), ("cp1252", "latin-1", "gbk"), ("utf-8", "gbk", "utf-8"), strict=True):
        match = pattern.search(value)
        if match is None:
            continue
        rest = value[match.start() :]
        said = _CJK.match(_bytes(rest, written).decode(read, "ignore"))
        if said is not None and (len(said[0]) > 1 or read == "utf-8") and _is_common(said[0][:2]):
            return said[0]
    return ""


def _bytes(text: str, encoding: str) -> bytes:
    """A text in an encoding, up to the first character that it has not."""
    content = b""
    for character in text:
        try:
            content += character.encode(encoding)
        except UnicodeEncodeError:
            if encoding != "cp1252" or ord(character) > 0xFF:
                break
            content += character.encode("latin-1")
    return content


def _is_common(text: str) -> bool:
    """True for characters that are in everyday use: what is broken by chance decodes to rare ones."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
