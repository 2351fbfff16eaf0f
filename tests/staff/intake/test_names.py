"""Printed names: taken apart at signs outside of brackets, freed of numbering, kept as printed; or refused with why."""

from __future__ import annotations

import pytest

from generator.staff.intake.model import Cell, ListedRow
from generator.staff.intake.names import judged, parts, printed, without_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河南街道、岭西街道、东三街道", ["河南街道", "岭西街道", "东三街道"]),
        ("新街(东西巷街、唐家弄、花园弄)、联合村", ["新街(东西巷街、唐家弄、花园弄)", "联合村"]),
        ("甲苑，乙苑；丙苑", ["甲苑", "乙苑", "丙苑"]),
        ("甲苑\n乙苑", ["甲苑", "乙苑"]),
        ("1、河南街道", ["河南街道"]),
        ("1、河南街道2、岭西街道3、东三街道", ["河南街道", "岭西街道", "东三街道"]),
        ("①甲苑，②乙苑", ["甲苑", "乙苑"]),
        ("12号院、13号院", ["12号院", "13号院"]),
        ("１２号院", ["１２号院"]),
    ],
)
def test_names_in_one_place(text: str, expected: list[str]) -> None:
    """、 splits outside of brackets alone, and the numbers of a list are off."""
    names, problems = parts(Cell(text, "第 1 行"))
    assert ([name.text for name in names], problems) == (expected, [])


def test_doors_behind_a_name_are_not_names() -> None:
    """307弄、309弄 may be one place or two: nothing is guessed."""
    names, problems = parts(Cell("甲苑、沈巷新村307弄、309弄", "第 1 行"))
    assert [name.text for name in names] == ["甲苑"]
    assert [(problem.kind, problem.value) for problem in problems] == [("joined", "沈巷新村307弄、309弄")]


@pytest.mark.parametrize("text", ["田林五、六、七村居委会", "新苑第一、二居委会", "春晓花园1、2期", "甲苑3、5、7栋"])
def test_numbers_that_share_a_name_are_not_names(text: str) -> None:
    """五、六、七村 is one office or three villages: the whole is told, and no piece of it taken."""
    names, problems = parts(Cell(f"乙苑、{text}、丙苑", "第 1 行"))
    assert [name.text for name in names] == ["乙苑", "丙苑"]
    assert [(problem.kind, problem.value) for problem in problems] == [("joined", text)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("①河南街道", "河南街道"), ("㈠河南街道", "河南街道"), ("⑴河南街道", "河南街道"),
        ("⒈河南街道", "河南街道"),
        ("1.河南街道", "河南街道"), ("1．河南街道", "河南街道"), ("(1)河南街道", "河南街道"),
        ("1)河南街道", "河南街道"),
        ("（一）河南街道", "河南街道"), ("一、河南街道", "河南街道"), ("12 河南街道", "河南街道"),
        ("•河南街道", "河南街道"),
        ("三里屯", "三里屯"), ("12号院", "12号院"), ("12 号院", "12 号院"), ("1.5期", "1.5期"), ("十里河", "十里河"),
        ("(一)期花园", "(一)期花园"), ("八号镇", "八号镇"), ("①", "①"),
    ],
)  # fmt: skip
def test_numbering_is_off_and_names_stay(text: str, rest: str) -> None:
    """A number of a list goes; one that belongs to the name stays."""
    assert without_number(text) == rest


@pytest.mark.parametrize(
    ("text", "name", "qualifier"),
    [
        ("月浦二村(1-5)", "月浦二村", "1-5"),
        ("沈巷新村（月罗路307弄）", "沈巷新村", "月罗路307弄"),
        ("花园小区（一期）", "花园小区", "一期"),
        ("大桥村（某某开发区）", "大桥村", "某某开发区"),
        ("河南街道(3个)", "河南街道", None),
        ("甲苑（新增）", "甲苑", None),
        ("甲苑()", "甲苑", None),
        ("（甲）", "（甲）", None),
    ],
)
def test_what_the_bracket_says(text: str, name: str, qualifier: str | None) -> None:
    """A bracket at the end is the qualifier, where it is neither a count nor a remark."""
    found = printed(Cell(text, ""))
    assert (found.name.text, found.qualifier and found.qualifier.text) == (name, qualifier)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2栋301室", "flat", "2栋**室"),
        ("张三家", "flat", "张**家"),
        ("幸福里小区李建国户", "flat", "区李**户"),
        ("张三13800138000", "person", "138****8000"),
        ("联系人张三", "person", "联**"),
        ("张女士", "person", "张**"),
        ("021-56781234", "person", "021****"),
        ("#N/A", "error-cell", "#N/A"),
        ("#REF!小区", "error-cell", "#REF!小区"),
        ("nan", "error-cell", "nan"),
        ("NA", "error-cell", "NA"),
        ("甲_x200B_苑", "error-cell", "甲_x200B_苑"),
        ("1月5日", "spoilt", "1月5日"),
        ("5-Jan", "spoilt", "5-Jan"),
        ("44931", "spoilt", "44931"),
        ("5.00E+11", "spoilt", "5.00E+11"),
        ("123", "only-number", "123"),
        ("合计", "leftover", "合计"),
        ("小区名称", "leftover", "小区名称"),
        ("同上", "leftover", "同上"),
        ("幸福?村", "broken", "幸福?村"),
        ("鏃犵柅绀惧尯", "broken", "鏃犵柅绀惧尯"),
        ("甲(乙", "bracket", "甲(乙"),
        ("罗店镇 联合村", "blank", "罗店镇 联合村"),
        ("甲\u200b苑", "character", "甲〔U+200B〕苑"),
        ("\u2fa5仁洞", "character", "〔U+2FA5〕仁洞"),
        ("甲\ue81e苑", "character", "甲〔U+E81E〕苑"),
        ("甲\ue7c7苑", "character", "甲〔U+E7C7〕苑"),
        ("=SUM(A1)", "sign", "=SUM(A1)"),
        ("苑" * 81, "too-long", "苑" * 60 + "…"),
    ],
)  # fmt: skip
def test_what_is_no_name(text: str, kind: str, value: str) -> None:
    """Each has its own reason; what is somebody's is masked in it."""
    told = judged(Cell(text, "名单!B7"))
    assert told is not None
    assert (told.kind, told.value) == (kind, value)
    assert told.told().startswith(f"名单!B7：“{value}”")


@pytest.mark.parametrize(
    "text",
    [
        "月浦三村高层", "陽光花園", "於潜镇", "１２号院", "书记家园", "1.5平方公里村", "三四里", "下户主村",
        "张三家村", "李家大院", "东张家",
    ],
)  # fmt: skip
def test_what_is_a_name_stays_as_printed(text: str) -> None:
    """Traditional characters, full-width digits and odd names are names."""
    assert judged(Cell(text, "")) is None


def test_a_row_can_be_confirmed_only_where_it_may_be_meant() -> None:
    """A private character can be in an official name; an error value never is."""
    row = ListedRow({"name": Cell("甲\ue81e苑", "")}, "")
    private, error = (judged(Cell(text, ""), row) for text in ("甲\ue81e苑", "#N/A"))
    assert private is not None
    assert error is not None
    assert (private.row, error.row) == (row, None)


def test_a_long_number_is_read_once() -> None:
    """A name behind another one that begins with a long number is looked at once, not in all ways to cut it."""
    long = "9" * 60 + "乙苑"
    names, problems = parts(Cell(f"甲苑、{long}", "第 1 行"))
    assert ([name.text for name in names], problems) == (["甲苑", long], [])
