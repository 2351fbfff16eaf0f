"""The questions as a workbook: what is filled in comes back, also after an office program has saved it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

import pytest

from generator.staff.importing import worksheet
from generator.staff.importing.questions import Choice, Question
from generator.staff.intake.reader import read_list
from tests.staff.importing.test_questions import ASSESSED, OPEN, ids
from tests.support.filling import part, saved
from tests.support.importing import WAY, Import, county
from tests.support.lists import repacked

ANSWERS: Final = ("1", "990101001002")


def filled(content: bytes, *answers: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook of questions in which the cells of the answers have words, in order."""
    sheet = part(content, name)
    for number, answer in enumerate(answers, 2):
        before = sheet
        start = sheet.index(f'<c r="G{number}"')
        end = sheet.index("</c>", start) + 4
        style = sheet[start:end].partition(' s="')[2].partition('"')[0]
        cell = f'<c r="G{number}" s="{style}" t="inlineStr"><is><t>{answer}</t></is></c>'
        sheet = sheet[:start] + cell + sheet[end:]
        assert sheet != before
    return repacked(content, lambda known, old: sheet.encode() if known == name else old)


@pytest.fixture
def wanted(tmp_path: Path) -> Import:
    """A list with two open questions."""
    return Import(county(tmp_path), OPEN)


@pytest.mark.parametrize("suffix", ["", "xlsx", "ods", "xls"])
def test_a_workbook_goes_and_comes_back(suffix: str, wanted: Import, tmp_path: Path) -> None:
    """As it was filled in, or as LibreOffice saved it since, in any form."""
    sheet = tmp_path / "问题.xlsx"
    said = wanted.refused(*WAY, *ASSESSED, "--questions", str(sheet))
    assert f"问题表在 {sheet}" in said
    content = filled(sheet.read_bytes(), *ANSWERS)
    given = sheet.with_suffix(f".{suffix}") if suffix else sheet
    given.write_bytes(saved(content, tmp_path, suffix) if suffix else content)
    wanted.done(*WAY, *ASSESSED, "--answers", str(given))
    assert ids(wanted.data) == ["990101001001-003", "990101001001-001", "990101001002-002", "990101001002-003"]


def test_only_answers_can_be_typed(wanted: Import, tmp_path: Path) -> None:
    """All else is locked, the numbers of the choices are offered, and nothing is a number or a formula."""
    sheet = tmp_path / "问题.xlsx"
    wanted.refused(*WAY, *ASSESSED, "--questions", str(sheet))
    xml = part(sheet.read_bytes())
    assert "<sheetProtection" in xml
    assert '<formula1>"1,2,3"</formula1>' in xml
    assert "<f>" not in xml
    assert "<v>" not in xml.replace('t="s"><v>', "")


def test_a_second_workbook_beside_the_first(wanted: Import, tmp_path: Path) -> None:
    """What somebody may have filled in is never written over, and what was answered stands in the next one."""
    sheet = tmp_path / "问题.xlsx"
    wanted.refused(*WAY, *ASSESSED, "--questions", str(sheet))
    sheet.write_bytes(filled(sheet.read_bytes(), "1"))
    wanted.refused(*WAY, *ASSESSED, "--questions", str(sheet), "--answers", str(sheet))
    second = tmp_path / "问题-2.xlsx"
    with zipfile.ZipFile(io.BytesIO(second.read_bytes())) as archive:
        assert "（已经回答）" in archive.read("xl/sharedStrings.xml").decode()
    second.write_bytes(filled(second.read_bytes(), "1", "-"))
    wanted.done(*WAY, *ASSESSED, "--answers", str(second))


def test_words_that_begin_like_a_formula() -> None:
    """They are words in both forms, and come back by the same key."""
    question = Question("=名称 甲", "第 2 行", "=甲", "为什么", (Choice("yes", "是"),), takes_code=False)
    for suffix in (".csv", ".xlsx"):
        content = worksheet.written([question], {"@乙": "1"}, suffix)
        assert worksheet.read(content, f"a{suffix}") == {"@乙": "1"}


def test_questions_are_no_list(wanted: Import, tmp_path: Path) -> None:
    """Given in the place of a list, or a list in the place of answers: each is said to be the other."""
    sheet = tmp_path / "问题.xlsx"
    wanted.refused(*WAY, *ASSESSED, "--questions", str(sheet))
    assert read_list(sheet.read_bytes(), sheet.name).rows == ()
    assert "不是问题表" in wanted.refused(*WAY, *ASSESSED, "--answers", str(wanted.file), code=2)
