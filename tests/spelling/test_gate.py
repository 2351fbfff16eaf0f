"""The one gate for every text, and that every schema has it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Final, get_args

import pytest

from generator.reading import schemas
from generator.spelling import gate
from generator.spelling.gate import Text

# Definitions of schemas/common.json whose pattern is one of the gate's.
DEFINITIONS: Final[dict[str, Text]] = {"name": "name", "official_name": "official", "prose": "prose", "long": "prose"}
COMMON: Final = schemas.FOLDER / "common.json"


def _written(text: str) -> str:
    """A pattern as it stands in a JSON file: escapes for what is not ASCII, and no pairs of escapes."""
    ascii_ = json.dumps(text)
    return re.sub(
        r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})",
        lambda pair: json.loads(f'"{pair[0]}"'),
        ascii_,
    )


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_schemas_have_the_pattern_of_the_gate(definition: str, golden: bool) -> None:
    """What a schema refuses in a text is what the gate's table says, and nothing is said twice by hand."""
    expected = gate.pattern(DEFINITIONS[definition])
    if golden:
        _write(definition, expected)
    found = json.loads(COMMON.read_text(encoding="utf-8"))["$defs"][definition]["not"]["pattern"]
    assert found == expected


def _write(definition: str, pattern: str) -> None:
    text = COMMON.read_text(encoding="utf-8")
    at = text.index('"pattern": ', text.index(f'    "{definition}": {{'))
    end = text.index("\n", at)
    COMMON.write_text(f'{text[:at]}"pattern": {_written(pattern)}{text[end:]}', encoding="utf-8")


def test_no_pair_of_escapes_stands_in_a_schema() -> None:
    """A YAML parser reads JSON, but for characters written as two escapes."""
    for path in schemas.files().values():
        assert re.search(r"\\u[dD][89abAB][0-9a-fA-F]{2}", path.read_text(encoding="utf-8")) is None, path.name


@pytest.mark.parametrize("text", [text for text in get_args(Text) if text != "code"])
def test_no_text_may_have_what_is_no_text(text: Text) -> None:
    """Controls, format characters, noncharacters and surrogates' neighbours are refused wherever people read."""
    drawn = set(
        map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13456)))
    )
    pattern = re.compile(gate.pattern(text))
    allowed = "\t\n\r" if text == "page" else ""
    missing = [
        f"U+{ord(character):04X}"
        for character in map(chr, [*range(0xD800), *range(0xE000, 0x110000)])
        if (unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") or ord(character) & 0xFFFE == 0xFFFE)
        and character not in drawn
        and character not in allowed
        and pattern.search(f"中{character}中") is None
    ]
    assert missing == []


@pytest.mark.parametrize("text", ["name", "official", "prose", "page"])
def test_ordinary_chinese_passes(text: Text) -> None:
    """Rare characters, punctuation, Roman numerals and the names of the official lists are ordinary."""
    for value in (
        "幸福里小区（1-5栋）",
        "𠮷祥·𡐓村",
        "Ⅱ期",
        "渝中府办〔2022〕1号",
        "䌷厂社区",
        "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩",
        "幸福ｅ家",
        "㎡",
    ):
        assert re.search(gate.pattern(text), value) is None, value


@pytest.mark.parametrize(
    ("character", "told"),
    [
        ("\u2fa5", "同形字符 U+2FA5，应为“里”"),
        ("\u2ed4", "同形字符 U+2ED4，应为“门”"),
        ("\uf9d1", "同形字符 U+F9D1，应为“六”"),
        ("\u0410", "同形字符 U+0410，应为“A”"),
        ("\uff9b", "同形字符 U+FF9B，应为“ロ”"),
        ("\ufe59", "同形字符 U+FE59，应为“(”"),
        ("\u00a0", "看起来像空格的字符 U+00A0，应为普通空格"),
        ("\u200b", "不可见字符 U+200B"),
        ("\u2800", "不可见字符 U+2800"),
        ("\ufe0f", "不可见字符 U+FE0F"),
        ("\ufffe", "非字符 U+FFFE"),
        ("\U0001ffff", "非字符 U+1FFFF"),
        ("\ufffd", "转换时丢失的字符 U+FFFD"),
        ("\ue170", "私用区字符 U+E170"),
        ("\t", "制表或换行符 U+0009"),
        ("\x00", "控制字符 U+0000"),
        ("<", "字符 <"),
    ],
)
def test_a_refused_character_is_told_by_what_it_is(character: str, told: str) -> None:
    """A character that cannot be seen, or seems another, is told by its number, and what was meant by itself."""
    assert list(gate.refused(f"春{character}", "name")) == [(1, told)]


def test_official_names_pass_as_they_stand() -> None:
    """Every name of the official lists passes: its two private characters are told where a county uses them."""
    data = Path(__file__).resolve().parents[2] / "data" / "divisions"
    names = [
        line.partition(",")[2]
        for path in sorted(data.glob("[0-9][0-9].csv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    pattern = re.compile(gate.pattern("official"))
    assert len(names) > 600_000
    assert [name for name in names if pattern.search(name)] == []


def test_a_message_shows_what_cannot_be_seen() -> None:
    """What cannot be seen in a quoted value is told by its number; ordinary characters stay."""
    assert gate.visible("\ufeff\ufeffarea_id") == "〔U+FEFF〕〔U+FEFF〕area_id"
    assert gate.visible("春\u200b晓\u2fa5 𠮷é") == "春〔U+200B〕晓〔U+2FA5〕 𠮷é"
