"""`wuyi import` of workbooks with several sheets, and of lists in which many things are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tests.support.importing import WAY, Import, county
from tests.support.lists import write, xlsx
from tests.support.recording import lines

HEADER: Final = ["街道", "社区", "无疫小区名称", "发布日期"]
ASSESSED: Final = ("--assessed", "2022-12-01", "--applied", "2022-12-01", "--reviewed", "2022-12-01", "--certified",
                   "2022-12-01")  # fmt: skip


def book(*sheets: tuple[str, list[list[str]]]) -> bytes:
    """A workbook of sheets by their names."""

    def fill(book: Any) -> None:
        for name, rows in sheets:
            write(book.add_worksheet(name), rows)

    return xlsx(fill)


FOURTH: Final = ("四", [["第四批"], HEADER, ["示例街道", "春晓社区", "甲苑", "2022-12-05"]])
FIFTH: Final = ("五", [["第五批"], HEADER, ["示例街道", "春晓社区", "乙苑", "2022-12-07"]])
SUMMARY: Final = ("汇总", [["示例街道", "2"], ["合计", "2"]])


def test_two_notices_of_one_workbook_are_taken_one_by_one(tmp_path: Path) -> None:
    """Refused together, whatever is said beside them; each sheet is a notice of its own."""
    wanted = Import(county(tmp_path), book(FOURTH, FIFTH, SUMMARY), "名单.xlsx")
    said = wanted.refused(*ASSESSED, "--date", "2022-12-07", "--notice-title", "通告")
    assert "五：和工作表“四”不是同一份通告：这里是第五批，那里是第四批" in said
    assert "汇总：这张工作表里没有认出名单（没有表头）" in said
    wanted.done(*ASSESSED, "--sheet", "四", "--notice-title", "第四批通告")
    wanted.done(*ASSESSED, "--sheet", "五", "--notice-title", "第五批通告")
    assert [line.split(",")[0] for line in lines(wanted.data, "notices")] == [
        "990101-20221205-1", "990101-20221207-1",
    ]  # fmt: skip
    published = [line.split(",") for line in lines(wanted.data, "events") if ",publish," in line]
    assert [(row[2], row[9]) for row in published] == [("甲苑", "990101-20221205-1"), ("乙苑", "990101-20221207-1")]


def test_a_sheet_is_passed_over(tmp_path: Path) -> None:
    """It is said again in the output that it was not read; a name that no sheet has is a mistake."""
    wanted = Import(county(tmp_path), book(SUMMARY, FOURTH), "名单.xlsx")
    assert "没有工作表“汇 总”（有：汇总、四）" in wanted.refused(*ASSESSED, "--skip-sheet", "汇 总", code=2)
    said = wanted.done(*ASSESSED, "--skip-sheet", "汇总", "--notice-title", "通告")
    assert "注意：工作表“汇总”：按要求没有读入" in said


def test_a_sheet_of_one_of_several_files(tmp_path: Path) -> None:
    """It needs to be in one of them only; files of two notices are told apart like sheets."""
    wanted = Import(county(tmp_path), book(SUMMARY, FOURTH), "甲.xlsx")
    other = tmp_path / "乙.xlsx"
    other.write_bytes(book(FIFTH))
    said = wanted.refused(str(other), *ASSESSED, "--skip-sheet", "汇总", "--date", "2022-12-07")
    assert (
        "乙.xlsx：和 甲.xlsx 不是同一份通告：这里是第五批，那里是第四批；应为一次一份通告；一个文件一个文件地接入。"
        in said
    )


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Of all kinds, by sheet, row and column, each with its cell, its value, what was expected, and what to do."""
    rows = [
        ["街道", "社区", "无疫小区名称", "社区代码"],
        ["示例街道", "春晓社区", "甲苑", "990101001001"],
        ["示例街道", "春晓社区", "合计", "9901"],
        ["示例街道", "春晓社区", "2栋301室", "5.00E+11"],
        ["示例街道", "春晓社区", "#REF!", ""],
        ["示例街道", "春晓社区", "乙苑13812345678", ""],
        ["示例街道", "春晓社区", "丙 苑", ""],
        ["示例街道", "春晓社区", "", "990101001001"],
    ]
    wanted = Import(
        county(tmp_path), book(("甲", rows), ("乙", [*rows[:1], ["示例街道", "", "李四户", ""]])), "名单.xlsx"
    )
    said = wanted.refused(*WAY, "--date", "2022-12-07", "--notice-title", "通告")
    told = [line for line in said.splitlines() if line.startswith(("甲", "乙")) and "：" in line]
    assert [line.partition("；")[0] for line in told] == [
        "甲!C3：“合计”是合计行，不是名称",
        "甲!C4：“2栋**室”是某一户的门牌",
        "甲!D4：“5.00E+11”是表格软件改过的内容（带小数或指数的数）",
        "甲!C5：“#REF!”这一格是错误值，或是没有算出结果的公式",
        "甲!C6：“138****5678”里有手机号码",
        "甲!C7：“丙 苑”里有空格，分不清是一个名称还是几个",
        "甲 第 8 行：这一行没有名称",
        "乙!C2：“李**户”是某一户人家",
    ]
    assert all("；应为" in line for line in told)
    document = wanted.document(*WAY, "--date", "2022-12-07", "--notice-title", "通告", code=1)
    assert document["problems"] == told
