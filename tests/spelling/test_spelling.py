"""How names are written and read: the tables are those of the libraries, and what a search compares is well defined."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from generator.spelling import forms
from generator.spelling.forms import folded
from generator.spelling.readings import place_words, readings, spoken

FORMS: Final = Path(forms.__file__).with_name("forms.txt")
HEAD: Final = (
    "# Characters, and the traditional and other forms that a search takes for them, made by "
    "tests/spelling/test_spelling.py\n"
)
# Both forms of these are in use among simplified characters, so that OpenCC leaves them alone.
ALSO: Final = {"著": "着", "馀": "余", "甦": "苏", "祕": "秘", "徵": "征", "瞭": "了", "藉": "借"}


def forms_from_library() -> str:
    """What forms.txt has to hold: what OpenCC makes of each traditional character by itself."""
    from opencc import OpenCC

    spans = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2A6E0))
    characters = [chr(code) for start, end in spans for code in range(start, end)]
    made = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    known = {one: other for one, other in zip(characters, made, strict=True) if one != other}
    known.update(ALSO)
    while any(other in known for other in known.values()):
        known = {one: known.get(other, other) for one, other in known.items()}
    found: dict[str, str] = defaultdict(str)
    for one, other in sorted(known.items()):
        if one != other:
            found[other] += one
    return HEAD + "".join(f"{one} {others}\n" for one, others in sorted(found.items()))


def test_forms_are_those_of_the_library(golden: bool) -> None:
    """forms.txt is what the library says; `--golden` writes it anew."""
    if golden:
        FORMS.write_text(forms_from_library(), encoding="utf-8")
    assert FORMS.read_text(encoding="utf-8") == forms_from_library()
    assert len(forms.simplified()) > 4_000


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("嚴家院（１-５棟）", "严家院15栋"),
        ("无疫 小區·Ａ区", "无疫小区a区"),
        ("Jīnshā Biéguǎn", "jinshabieguan"),
        ("lǜdì lüdi LÜ", "lvdilvdilv"),
        ("②号 Ⅱ期", "2号ii期"),
        ("<script>\"'&", "script"),
        ("乾元著", "干元着"),
        ("𠮷家", "𠮷家"),
        ("\ue000村", "\ue000村"),
    ],
)
def test_what_a_search_compares(written: str, compared: str) -> None:
    """Width, case, punctuation, tone marks and traditional characters make no difference."""
    assert folded(written) == compared
    assert folded(folded(written)) == folded(written)


def test_words_of_places_say_what_the_readings_do_not() -> None:
    """No line of places.txt is idle: each says a reading that is not the first one of its character."""
    assert len(place_words()) > 10
    for word, said in place_words().items():
        assert len(word) == len(said), word
        firsts = tuple(place_words().get(one, readings(one))[0] for one in word)
        assert len(word) == 1 or said != firsts, word
        for character, reading in zip(word, said, strict=True):
            assert reading in spoken(character)
