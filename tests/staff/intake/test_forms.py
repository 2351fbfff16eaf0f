"""Signs and numbers as printed: full-width for plain, numerals of both kinds, brackets."""

from __future__ import annotations

import pytest

from generator.staff.intake.forms import is_balanced, number, plain, split
from generator.staff.intake.marks import digits, letters, place_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18", 18), ("１８", 18), ("十三", 13), ("二十", 20), ("三十七", 37), ("一百零五", 105), ("两", 2),
        ("廿一", 21), ("卅", 30), ("二〇二二", 2022), ("百", 100), ("①", None), ("三四里", None), ("十百", None),
        ("", None), ("1234567890", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: int | None) -> None:
    """What is a whole number is one; a circled digit, for which `isdigit` is true, is none."""
    assert number(text) == value


def test_plain_signs_have_the_same_places() -> None:
    """One character for one, so that what is cut out by the plain form is cut out of the printed one."""
    printed = "①无疫社区（２个）：Ａ　〔2022〕…㈠"
    assert plain(printed) == "①无疫社区(2个):A [2022]…㈠"
    assert len(plain(printed)) == len(printed)


def test_brackets() -> None:
    """Signs within brackets do not part; brackets of either width belong together."""
    text = "甲（一、二）、乙[三、四]、丙"
    assert [text[start:end] for start, end in split(text, "、")] == ["甲（一、二）", "乙[三、四]", "丙"]
    assert [is_balanced(text) for text in ("甲（一)", "甲(一", "甲一)", "甲([一)]")] == [True, False, False, False]


def test_addresses_and_formats() -> None:
    """Columns by letters, there and back; number formats that fill with zeros."""
    assert [letters(column) for column in (0, 25, 26, 701, 16383)] == ["A", "Z", "AA", "ZZ", "XFD"]
    assert [place_of(text) for text in ("A1", "$B$7", "XFD1048576", "A0", "1A", "")] == [
        (0, 0), (6, 1), (1048575, 16383), None, None, None,
    ]  # fmt: skip
    assert [digits(code) for code in ("000", '"第"00', "0", "0.00", "General", "#,##0", "00;-00")] == [
        3,
        2,
        0,
        0,
        0,
        0,
        2,
    ]
