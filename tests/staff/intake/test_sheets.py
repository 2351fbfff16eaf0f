"""Sheets of one workbook: lists of one notice are one list; what is of another notice, or no list, is said by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pytest

from generator.staff.intake.model import Sheets
from generator.staff.intake.reader import read_list
from tests.support.lists import csv, kinds, names, noted, write, xlsx

Rows = Sequence[Sequence[str]]
HEADER: Final = ("街道", "小区名称")


def book(*sheets: tuple[str, Rows], hidden: str = "") -> bytes:
    """A workbook of sheets by their names; one of them may be hidden."""

    def fill(book: Any) -> None:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            write(sheet, rows)
            if name == hidden:
                sheet.hide()

    return xlsx(fill)


def dated(name: str, *lines: str, area: str) -> tuple[str, Rows]:
    """A sheet with lines above its table."""
    return name, [*[(line,) for line in lines], HEADER, ("罗店镇", area)]


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        (("第四批无疫小区名单",), ("第五批无疫小区名单",), "这里是第五批，那里是第四批"),
        (("2022年12月1日",), ("2022年12月3日",), "这里是2022-12-03，那里是2022-12-01"),
        (
            ("关于公布无疫小区的通告",), ("关于恢复无疫小区的通告",),
            "这里是《关于恢复无疫小区的通告》，那里是《关于公布无疫小区的通告》",
        ),
    ],
)  # fmt: skip
def test_sheets_of_two_notices(first: tuple[str, ...], second: tuple[str, ...], difference: str) -> None:
    """They are never one list: the sentence says how to take them one by one, and so they are."""
    content = book(dated("四", *first, area="甲苑"), dated("五 批", *second, area="乙苑"))
    found = read_list(content, "a.xlsx")
    assert kinds(found) == [("五 批", "sheets-apart")]
    assert found.problems[0].told() == (
        f"五 批：和工作表“四”不是同一份通告：{difference}；应为一次一份通告；"
        '一张一张地接入：先加上 --sheet 四，再运行一次，加上 --sheet "五 批"。'
    )
    for name, area in (("四", "甲苑"), ("五 批", "乙苑")):
        one = read_list(content, "a.xlsx", sheets=Sheets(only=(name,)))
        assert (names(one), kinds(one)) == ([area], [])


def test_sheets_of_one_notice() -> None:
    """The same batch in other words, a sheet that says nothing, and one of another title are of one notice."""
    content = book(
        dated("社区", "第五批名单", "2022年12月1日", area="甲苑"), dated("小区", "第5批名单", area="乙苑"),
        dated("其他", area="丙苑"), dated("日", "2022.12.1", area="丁苑"),
    )  # fmt: skip
    found = read_list(content, "a.xlsx")
    assert (names(found), kinds(found)) == (["甲苑", "乙苑", "丙苑", "丁苑"], [])
    annexes = book(
        dated("一", "关于第五批无疫小区的名单", area="甲苑"), dated("二", "关于第五批无疫社区的名单", area="乙社区"),
    )  # fmt: skip
    assert kinds(read_list(annexes, "a.xlsx")) == []
    two = book(
        dated("一", "关于认定第五批无疫小区的通告", area="甲苑"),
        dated("二", "关于恢复第五批无疫小区的通告", area="乙苑"),
    )  # fmt: skip
    assert kinds(read_list(two, "a.xlsx")) == [("二", "sheets-apart")]


def test_rows_of_several_batches_are_said() -> None:
    """One sheet with a column of batches is one list, and that it is of several is told."""
    found = read_list(csv("小区名称,批次", "甲苑,第四批", "乙苑,第五批", "丙苑,5"), "a.csv")
    assert (names(found), noted(found)) == (["甲苑", "乙苑", "丙苑"], [("第 2 行", "several-notices")])
    assert found.notes[0].text.startswith("名单上有 2 个批次（第四批、5）：")


LIST: Final = ("名单", [HEADER, ("罗店镇", "甲苑"), ("月浦镇", "乙苑")])


@pytest.mark.parametrize(
    "other",
    [
        ("汇总", [("罗店镇", "1"), ("月浦镇", "1"), ("合计", "2")]),
        ("汇总", [("街道", "数量"), ("罗店镇", "1"), ("月浦镇", "1")]),
        ("说明", [("填表说明", "请如实填写"), ("一", "所有街道都要填")]),
        ("备注", [("罗店镇：甲苑、乙苑以外的还在审核",)]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_a_sheet_that_is_no_list(other: tuple[str, Rows], is_first: bool) -> None:
    """It is said by its name, and can be passed over; the others are read."""
    content = book(*((other, LIST) if is_first else (LIST, other)))
    found = read_list(content, "a.xlsx")
    assert (names(found), kinds(found)) == (["甲苑", "乙苑"], [(other[0], "no-list")])
    assert f"不是名单就加上 --skip-sheet {other[0]}" in found.problems[0].told()
    for sheets in (Sheets(skipped=(other[0],)), Sheets(only=("名单",))):
        read = read_list(content, "a.xlsx", sheets=sheets)
        assert (names(read), kinds(read), noted(read)) == (["甲苑", "乙苑"], [], [(other[0], "skipped-sheet")])


def test_a_sheet_of_remarks_that_lists_nothing() -> None:
    """Sentences in which no name is listed stop nothing."""
    found = read_list(book(LIST, ("备注", [("请各街道核对",)])), "a.xlsx")
    assert (names(found), kinds(found)) == (["甲苑", "乙苑"], [])
    assert [cell.text for cell in found.headings] == ["请各街道核对"]


def test_a_list_of_streets_with_numbers_is_one() -> None:
    """Where nothing else lists names, streets with a number beside them are what is listed."""
    found = read_list(book(("名单", [("街道", "小区数量"), ("罗店镇", "12")])), "a.xlsx")
    assert (names(found), kinds(found)) == (["罗店镇"], [])


def test_a_hidden_sheet_is_taken_only_by_its_name() -> None:
    """It is told either way."""
    content = book(LIST, dated("旧", area="丙苑"), hidden="旧")
    assert (names(read_list(content, "a.xlsx")), noted(read_list(content, "a.xlsx"))) == (
        ["甲苑", "乙苑"], [("旧", "hidden-sheet")],
    )  # fmt: skip
    found = read_list(content, "a.xlsx", sheets=Sheets(only=("旧",)))
    assert (names(found), noted(found)) == (["丙苑"], [("名单", "skipped-sheet"), ("旧", "hidden-sheet")])
    assert "按要求读入" in found.notes[1].text
    passed = read_list(content, "a.xlsx", sheets=Sheets(skipped=("名单",)))
    assert (names(passed), kinds(passed)) == ([], [("a.xlsx", "no-rows")])


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", book(LIST)), ("a.csv", csv("街道,小区名称", "罗店镇,甲苑"))])
def test_a_sheet_that_there_is_not(name: str, content: bytes) -> None:
    """It is said, with those that there are."""
    found = read_list(content, name, sheets=Sheets(skipped=("汇总",)))
    assert noted(found) == [("汇总", "no-such-sheet")]
    told = "有：名单" if name == "a.xlsx" else "这个文件不是工作簿"
    assert found.notes[0].text == f"没有工作表“汇总”（{told}）：改正 --sheet 或 --skip-sheet"


def test_a_sheet_that_is_too_wide_can_be_passed_over() -> None:
    """What is wrong with a sheet does not matter where it is not read."""

    def fill(book: Any) -> None:
        write(book.add_worksheet("名单"), LIST[1])
        book.add_worksheet("宽").write_string("ZZ20000", " ")

    content = xlsx(fill)
    assert kinds(read_list(content, "a.xlsx")) == [("宽", "too-many-cells")]
    assert names(read_list(content, "a.xlsx", sheets=Sheets(skipped=("宽",)))) == ["甲苑", "乙苑"]


def test_everything_in_a_spoilt_row_is_told() -> None:
    """A cell that is spoilt hides nothing of what else is wrong in its row."""
    found = read_list(csv("小区名称,社区代码,发布日期,备注", "2栋301室,5.00E+11,44931,张三13800138000"), "a.csv")
    assert sorted(kinds(found)) == [
        ("第 2 行 A 列", "flat"), ("第 2 行 B 列", "spoilt"), ("第 2 行 C 列", "serial-day"),
        ("第 2 行 D 列", "person"),
    ]  # fmt: skip
