"""How Chinese characters are read, without tones."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def readings(character: str) -> tuple[str, ...]:
    """How a character is read, without tones, the most usual first; empty for what is no Chinese character."""
    if character < "\u3400" or "\ue000" <= character <= "\uf8ff" or "\ufb00" <= character <= "\uffff":
        return ()
    readings = _common().get(character)
    if readings is None:
        readings = _rare(character)
    return readings


@cache
def _rare(character: str) -> tuple[str, ...]:
    # Loading the library takes 0.2 seconds and 60 MB; no official name has a character that is not in the list.
    from pypinyin import Style, pinyin

    readings = tuple(pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore"))
    return tuple(readings[0]) if readings else ()


@cache
def _common() -> dict[str, tuple[str, ...]]:
    """Readings in use of the characters of GBK, and of others that official names have, from readings.txt (made by
    tests/rules/test_lookalikes.py).

    Each of its lines has a reading, the characters that are usually read so, and those that are sometimes. Of those
    behind "-" no reading is known.
    """
    text = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8")
    lines = [line.split(" ") for line in text.splitlines() if line[0] != "#"]
    readings: dict[str, tuple[str, ...]] = {}
    for reading, usually, _ in lines:
        readings.update(dict.fromkeys(usually, (reading,) if reading != "-" else ()))
    for reading, _, sometimes in lines:
        for character in sometimes:
            readings[character] += (reading,)
    return readings


@cache
def place_words() -> dict[str, tuple[str, ...]]:
    """Words of place names with the readings of their characters as people there say them, from places.txt."""
    text = Path(__file__).with_name("places.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    return {word: tuple(spoken) for word, *spoken in lines}


@cache
def spoken(character: str) -> tuple[str, ...]:
    """Every reading of a character that a search accepts: the usual ones, and those of words of place names."""
    local = [
        reading
        for word, said in place_words().items()
        if character in word
        for other, reading in zip(word, said, strict=True)
        if other == character
    ]
    return tuple(dict.fromkeys((*readings(character), *local)))
