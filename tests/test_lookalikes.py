"""Names that are easily taken for one another: told before a status is lost, silent where they are told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from generator.rules import lookalikes

READINGS = Path(lookalikes.__file__).with_name("readings.txt")


def _characters() -> Iterator[str]:
    """The Chinese characters of GBK."""
    for code in range(0x8140, 0xFEFF):
        character = code.to_bytes(2, "big").decode("gbk", "ignore")
        if len(character) == 1 and "\u4e00" <= character <= "\u9fff":
            yield character


def readings_from_library() -> str:
    """What readings.txt has to hold.

    The library also knows readings that nobody uses any more (gu for 家, wan for 园). Of its readings of a character,
    those are in use that it has first, and those that its dictionary of phrases has.
    """
    from pypinyin import Style, pinyin
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.contrib.tone_convert import to_normal

    spoken: dict[str, set[str]] = defaultdict(set)
    for phrase, readings in PHRASES_DICT.items():
        for character, (reading, *_) in zip(phrase, readings, strict=False):
            spoken[character].add(to_normal(reading))
    usually: dict[str, str] = defaultdict(str)
    sometimes: dict[str, str] = defaultdict(str)
    for character in sorted(_characters()):
        first, *others = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        usually[first] += character
        for reading in others:
            if reading in spoken[character]:
                sometimes[reading] += character
    lines = [f"{one} {usually[one]} {sometimes[one]}\n" for one in sorted(usually.keys() | sometimes.keys())]
    head = "# Readings in use of the characters of GBK without tones, from pypinyin: pytest --golden tests/test_lookalikes.py\n"
    return head + "".join(lines)


def test_readings_are_those_of_the_library(golden: bool) -> None:
    """readings.txt is what the library says; `--golden` writes it anew."""
    if golden:
        READINGS.write_text(readings_from_library(), encoding="utf-8")
    assert READINGS.read_text(encoding="utf-8") == readings_from_library()
