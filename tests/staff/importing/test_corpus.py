"""Ugly inputs as people send them, each through `wuyi import`: what becomes of it, to the sentence.

Of a file that cannot be taken the data folder stays byte for byte as it was. None of these files is copied from
anywhere: they are made here, by the pinned libraries.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from generator.staff.intake.package import MOST_UNPACKED
from generator.staff.intake.reader import read_list
from tests.staff.intake.test_refused import BOOK, FILES
from tests.support.folders import ROOT
from tests.support.importing import RECORDED, WAY, Import, county
from tests.support.lists import csv, docx, ods, ods_row, package, paragraph, word_table, write, xls, xlsx
from tests.support.recording import contents
from tests.support.written import CODE

SAID: Final = (*WAY, "--assessed", "2022-12-05", "--date", "2022-12-07", "--notice-title", "关于公布名单的通告")
HEADER: Final = ("街道", "社区", "无疫小区名称")
PLACE: Final = ("示例街道", "春晓社区")
A: Final = (*PLACE, "甲苑")
B: Final = (*PLACE, "乙苑")
Rows = Sequence[Sequence[str]]


class Case(NamedTuple):
    """A file, how the command ends, and what it says. A file that is taken says how many areas it brings."""

    name: str
    content: bytes
    code: int
    said: tuple[str, ...]
    arguments: tuple[str, ...] = ()


def taken(name: str, content: bytes, areas: int, *said: str, arguments: tuple[str, ...] = ()) -> Case:
    """A list of which every row is taken."""
    return Case(name, content, 0, (f"共写：区域 {areas} 行", *said), arguments)


def refused(name: str, content: bytes, *said: str, code: int = 1, arguments: tuple[str, ...] = ()) -> Case:
    """A list of which nothing is taken, and why."""
    return Case(name, content, code, said, arguments)


def listing(*names: str, header: Sequence[str] = HEADER) -> bytes:
    """Names in one community, as CSV."""
    return csv(",".join(header), *(",".join((*PLACE, name)) for name in names))


def sheet(*rows: Sequence[Any], more: Any = None) -> bytes:
    """A workbook of the header and rows of any values; `more` gets the workbook and its sheet."""

    def fill(book: Any) -> None:
        page = book.add_worksheet("名单")
        for number, row in enumerate((HEADER, *rows)):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                else:
                    page.write(number, column, value)
        if more is not None:
            more(book, page)

    return xlsx(fill)


def sheets(*parts: tuple[str, Rows]) -> bytes:
    """A workbook of several sheets."""

    def fill(book: Any) -> None:
        for name, rows in parts:
            write(book.add_worksheet(name), rows)

    return xlsx(fill)


def hidden(_: Any, page: Any) -> None:
    """The second row of a sheet is hidden."""
    page.set_row(1, None, None, {"hidden": True})


def anywhere(book: Any) -> None:
    """A table at C5, with its title merged above it."""
    page = book.add_worksheet("名单")
    page.merge_range("C2:E2", "第三批无疫小区名单")
    page.write_row("C5", HEADER)
    page.write_row("C6", (*PLACE, "甲苑"))


def merged(book: Any) -> None:
    """Places that are merged over their rows."""
    page = book.add_worksheet("名单")
    page.write_row("A1", HEADER)
    page.merge_range("A2:A3", PLACE[0])
    page.merge_range("B2:B3", PLACE[1])
    page.write_column("C2", ["甲苑", "乙苑"])


def side_by_side(book: Any) -> None:
    """Two lists beside one another."""
    write(book.add_worksheet("名单"), [("社区", "无疫小区名称") * 2, ("春晓社区", "甲苑", "和平社区", "乙苑")])


def far_away(book: Any) -> None:
    """A blank in a cell that makes 14 million of them."""
    page = book.add_worksheet("名单")
    write(page, [HEADER, (*PLACE, "甲苑")])
    page.write_string("ZZ20000", " ")


def dated(book: Any) -> None:
    """A day in a cell of days."""
    page = book.add_worksheet("名单")
    page.write_row(0, 0, (*HEADER, "发布日期"))
    page.write_row(1, 0, A)
    page.write_datetime(1, 3, datetime.date(2022, 12, 7), book.add_format({"num_format": "yyyy-mm-dd"}))


def with_zeros(book: Any) -> None:
    """A number that is shown with zeros before it."""
    page = book.add_worksheet("名单")
    page.write_row(0, 0, (*HEADER, "楼栋"))
    page.write_row(1, 0, A)
    page.write_number(1, 3, 3, book.add_format({"num_format": "000"}))


def with_hidden(book: Any) -> None:
    """A sheet, and a hidden one."""
    write(book.add_worksheet("名单"), [HEADER, A])
    book.add_worksheet("旧").hide()


def old_book(page: Any) -> None:
    """Rows of an .xls."""
    for number, row in enumerate((HEADER, (*PLACE, "甲苑"))):
        for column, text in enumerate(row):
            page.write(number, column, text)


CASES: Final[dict[str, Case]] = {
    # ---- taken, with what was seen on the way
    "titles above the header": taken("a.csv", csv("第三批无疫小区名单,,", "", ",".join(HEADER), ",".join(A)), 1),
    "data that begins anywhere": taken("a.xlsx", xlsx(anywhere), 1),
    "places merged over rows": taken("a.xlsx", xlsx(merged), 2),
    "a row of totals": taken("a.csv", listing("甲苑", "乙苑") + csv("合计,,2"), 2, "“合计”是合计行，没有算作区域"),
    "subtotals within": taken(
        "a.csv", listing("甲苑") + csv("春晓社区小计,,1", "示例街道,和平社区,乙苑", "小计,,1", "总计,,2"), 2,
        "公布数量 2 行",
    ),
    "a heading repeated in the middle": taken("a.csv", listing("甲苑") + listing("乙苑"), 2, "表头又出现一次，跳过"),
    "blank rows between": taken("a.csv", listing("甲苑") + csv(",,", ",,") + csv(",".join(B)), 2, "空行，跳过"),
    "a hidden row": taken("a.xlsx", sheet(A, B, more=hidden), 1, "有 1 行是隐藏或筛掉的（第 2 行），没有读入"),
    "a hidden column": taken(
        "a.xlsx", sheet((*A, "密"), more=lambda _, page: page.set_column(3, 3, None, None, {"hidden": True})), 1,
        "有 1 列是隐藏的（D），没有读入",
    ),
    "a hidden sheet": taken("a.xlsx", xlsx(with_hidden), 1, "工作表“旧”是隐藏的，没有读入"),
    "circled numbers stuck to names": taken("a.csv", listing("①甲苑", "②乙苑"), 2, "  甲苑 →", "  乙苑 →"),
    "numbers with dots stuck to names": taken("a.csv", listing("1.甲苑", "2、乙苑"), 2, "  甲苑 →"),
    "numbers in brackets": taken("a.csv", listing("（一）甲苑", "(2)乙苑"), 2, "  甲苑 →", "  乙苑 →"),
    "several names in a cell": taken("a.csv", listing("甲苑、乙苑、丙苑"), 3),
    "names by lines in a cell": taken("a.xlsx", sheet((*PLACE, "甲苑\n乙苑")), 2),
    "qualifiers in brackets": taken("a.csv", listing("甲苑（1-5栋）", "甲苑(6-9栋)"), 2, "甲苑(1-5栋) →"),
    "full-width digits": taken("a.csv", listing("１２号院"), 1, "１２号院 →"),
    "traditional characters": taken("a.csv", csv(",".join(HEADER), "示例街道,春曉社區,甲苑"), 1),
    "GB18030": taken("a.csv", listing("甲苑").decode().encode("gb18030"), 1),
    "UTF-16 with its mark": taken("a.csv", listing("甲苑").decode().encode("utf-16"), 1),
    "UTF-8 with its mark": taken("a.csv", b"\xef\xbb\xbf" + listing("甲苑"), 1),
    "tabs": taken("a.txt", listing("甲苑").replace(b",", b"\t"), 1),
    "semicolons": taken("a.csv", listing("甲苑").replace(b",", b";"), 1),
    "line ends of old machines": taken("a.csv", listing("甲苑").replace(b"\n", b"\r\n"), 1),
    "two lists side by side": taken("a.xlsx", xlsx(side_by_side), 2),
    "a document with a table": taken("a.docx", docx(word_table(HEADER, A)), 1),
    "a document of sentences": taken("a.docx", docx(paragraph("无疫小区（1个）") + paragraph("春晓社区：甲苑")), 1),
    "an .ods": taken("a.ods", ods(ods_row(*HEADER), ods_row(*A)), 1),
    "an .xls": taken("a.xls", xls(old_book), 1),
    "a workbook called .csv": taken(
        "a.csv", sheet(A), 1, "文件名以 .csv 结尾，内容却是Excel 工作簿（.xlsx），按内容读",
    ),
    "text called .xlsx": taken("a.xlsx", listing("甲苑"), 1, "文件名以 .xlsx 结尾，内容却是文本，按内容读"),
    "no suffix": taken("名单", sheet(A), 1),
    "columns that are not known": taken(
        "a.csv", listing("甲苑,同意", header=(*HEADER, "意见")), 1, "没有读的：", "意见",
    ),
    "a column of people": taken(
        "a.csv", listing("甲苑,张三", header=(*HEADER, "联系人")), 1, "“联系人”一列是个人信息，没有读入",
    ),
    "days of any form": taken(
        "a.csv", listing("甲苑,2022年12月7日", "乙苑,2022.12.7", header=(*HEADER, "发布日期")), 2,
    ),
    "a day as a day": taken("a.xlsx", xlsx(dated), 1),
    "another county": taken("a.csv", csv("区县,社区,无疫小区名称", "示例区,春晓社区,甲苑"), 1),
    "the same name twice": taken("a.csv", listing("甲苑", "甲苑"), 1, "和第 2 行是同一处，只记一次"),
    "the template's own sheet": taken(
        "a.xlsx", sheets(("名单", [HEADER, A]), ("说明", [("【不读入】每一列填什么",)])), 1, "只供查看，没有读入",
    ),
    "a summary that is passed over": taken(
        "a.xlsx", sheets(("名单", [HEADER, A]), ("汇总", [("示例街道", "1")])), 1, "工作表“汇总”：按要求没有读入",
        arguments=("--skip-sheet", "汇总"),
    ),
    # ---- refused, or asked
    "a spoilt code": refused(
        "a.csv", listing("甲苑,5.00E+11", header=(*HEADER, "社区代码")),
        "第 2 行 D 列：“5.00E+11”是表格软件改过的内容", code=2,
    ),
    "a range that became a day": refused(
        "a.csv", listing("甲苑,1月5日", header=(*HEADER, "楼栋")), "“1月5日”是表格软件改过的内容（日期）", code=2,
    ),
    "a range that became an English day": refused(
        "a.csv", listing("甲苑,5-Jan", header=(*HEADER, "楼栋")), "“5-Jan”是表格软件改过的内容（日期）", code=2,
    ),
    "the number of a day": refused(
        "a.csv", listing("甲苑,44931", header=(*HEADER, "发布日期")),
        "“44931”是日期的序号，这一格却不是日期格式", code=2,
    ),
    "zeros that are lost": refused(
        "a.xlsx", xlsx(with_zeros), "名单!D2：“3”这一格显示为 003，开头的零没有存下来", code=2,
    ),
    "digits that are lost": refused(
        "a.xlsx", sheet((*A[:2], 1.234567890123456e17)), "名单!C2：", "超过 15 位的数，末尾几位已经不准", code=2,
    ),
    "an ambiguous place": refused(
        "a.csv", csv(",".join(HEADER), "示例街道,春小社区,甲苑"), "里没有这个名称的社区（村）",
    ),
    "a name that is nearly one of the register": refused(
        "a.csv", listing("幸福里"), "名录里有相近的名称，是同一处，还是另一处",
    ),
    "no place at all": refused("a.csv", csv("无疫小区名称", "甲苑"), "没有印街道、社区，名录里也没有这个名称"),
    "a title that the scheme does not have": refused(
        "a.csv", csv("社区,名称,称号", "春晓社区,甲苑,无疫单位"), "没有这样的称号",
    ),
    "sheets that disagree": refused(
        "a.xlsx",
        sheets(("甲", [(*HEADER, "批次"), (*A, "第一批"), (*B, "第一批")]), ("乙", [(*HEADER, "批次"), (*A,
        "第一批"), (*B, "第二批")])),
        "乙!C3：“乙苑”和 甲 第 3 行 说的不一样：“第二批”和“第一批”",
    ),
    "sheets of two notices": refused(
        "a.xlsx", sheets(("甲", [(*HEADER, "批次"), (*A, "第一批")]), ("乙", [(*HEADER, "批次"), (*B, "第二批")])),
        "乙：和工作表“甲”不是同一份通告：这里是第二批，那里是第一批；应为一次一份通告",
    ),
    "a summary of numbers": refused(
        "a.xlsx", sheets(("汇总", [("街道", "数量"), ("示例街道", "1")]), ("名单", [HEADER, A])),
        "汇总：这张工作表里没有认出名单（各街道的数量）；应为", "不是名单就加上 --skip-sheet 汇总",
    ),
    "a wrong count": refused(
        "a.txt", "无疫小区（3个）\n春晓社区：甲苑、乙苑\n".encode(), "“无疫小区”写明 3 个，名单上有 2 个",
    ),
    "a total that is wrong": refused("a.csv", listing("甲苑", "乙苑") + csv("合计,,3"), "写明 3 个，名单上有 2 个"),
    "a total row taken for an area": refused(
        "a.csv", listing("甲苑", "合计"), "第 3 行 C 列：“合计”是合计行，不是名称",
    ),
    "an error cell": refused(
        "a.csv", listing("#REF!"), "第 2 行 C 列：“#REF!”这一格是错误值，或是没有算出结果的公式", code=2,
    ),
    "an uncalculated formula": refused(
        "a.xlsx", sheet(A, more=lambda _, page: page.write_formula("C2", "=A1")), "名单!C2：",
        "没有算出结果的公式", code=2,
    ),
    "a flat": refused("a.csv", listing("2栋301室"), "第 2 行 C 列“2栋**室”：是某一户的门牌"),
    "a family's home": refused("a.csv", listing("张三家"), "第 2 行 C 列“张**家”：是某一户人家"),
    "a telephone": refused(
        "a.csv", listing("甲苑13812345678"), "“138****5678”里有手机号码", "删去个人信息再交", code=2,
    ),
    "an identity number": refused("a.csv", listing("甲苑11010519491231002X"), "里有身份证号码", code=2),
    "a person": refused("a.csv", listing("联系人张三"), "第 2 行 C 列：“联**”里有个人信息", code=2),
    "an invisible character": refused("a.csv", listing("甲\u200b苑"), "“甲〔U+200B〕苑”里有", code=2),
    "a private character": refused("a.csv", listing("甲\ue81e苑"), "里有私用区字符"),
    "a lost character": refused("a.csv", listing("幸福?里"), "“幸福?里”里有问号或方框，占了一个字的位置", code=2),
    "text in another encoding": refused("a.csv", listing("鏃犵柅绀惧尯"), "转码时写坏的字", code=2),
    "question marks": refused("a.csv", csv("??,????", "????,??", "???,??"), "汉字已经变成问号，导出时丢了", code=2),
    "UTF-16 without a mark": refused("a.csv", listing("甲苑").decode().encode("utf-16-le"), "文字里有空字符", code=2),
    "quotes that do not close": refused(
        "a.csv", csv(",".join(HEADER), '示例街道,春晓社区,"甲苑'), "引号不成对", code=2,
    ),
    "no header": refused("a.csv", csv("示例街道,春晓社区,甲苑", "示例街道,春晓社区,乙苑"), "没有认出表头", code=2),
    "a table pasted cell by cell": refused(
        "a.txt", "街道\n小区名称\n示例街道\n甲苑\n".encode(), "表格贴成了每格一行", code=2,
    ),
    "two columns of one meaning": refused(
        "a.csv", csv("社区,小区名称,批次,公布批次", "春晓社区,甲苑,第一批,第二批"),
        "两列都是批次，内容不同（另一列是“公布批次”）",
    ),
    "a row without a name": refused(
        "a.csv", csv(",".join(HEADER), ",".join(A), "示例街道,春晓社区,"), "第 3 行：这一行没有名称",
    ),
    "a name with a blank": refused("a.csv", listing("甲 苑"), "里有空格，分不清是一个名称还是几个"),
    "a bracket that does not close": refused("a.csv", listing("甲苑（一期"), "“甲苑（一期”的括号不成对", code=2),
    "numbers behind a name": refused("a.csv", listing("甲苑307弄、309弄"), "用“、”接在名称后面的是号数", code=2),
    "a day without a year": refused(
        "a.csv", listing("甲苑,12月7日", header=(*HEADER, "发布日期")), "没有写年份", code=2,
    ),
    "a day that there is not": refused(
        "a.csv", listing("甲苑,2022-02-30", header=(*HEADER, "发布日期")), "不是存在的日期", code=2,
    ),
    "14 million cells": refused("a.xlsx", xlsx(far_away), "名单：表的末尾到了 ZZ20000，共 14,040,000 格", code=2),
    "a zip bomb": refused(
        "a.xlsx", package({"[Content_Types].xml": "<a/>", "xl/workbook.xml": b"\0" * (MOST_UNPACKED + 1)}),
        "解压以后太大（超过 512 MB），可能是有意做坏的文件", code=2,
    ),
    "a damaged workbook": refused("a.xlsx", BOOK[: len(BOOK) // 2], "文件已损坏，打不开；应为完好的", code=2),
    "a sheet that there is not": refused(
        "a.xlsx", sheet(A), "没有工作表“名 单”（有：名单）：改正 --sheet 或 --skip-sheet",
        code=2, arguments=("--sheet", "名 单"),
    ),
    "people that are no number": refused(
        "a.csv", listing("甲苑,若干", header=(*HEADER, "病例数")), "“若干”不是人数", code=2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_a_list_as_people_send_it(what: str, tmp_path: Path) -> None:
    """It is taken with the areas that it has, or nothing is written and the sentence says why."""
    case = CASES[what]
    wanted = Import(county(tmp_path), case.content, case.name)
    arguments = [*SAID, *case.arguments]
    said = wanted.refused(*arguments, code=case.code) if case.code else wanted.done(*arguments)
    assert [part for part in case.said if part not in said] == [], said


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_list(what: str, tmp_path: Path) -> None:
    """What cannot be read at all has one sentence, that of its kind, and ends with 2."""
    name, content, kind = FILES[what]
    wanted = Import(county(tmp_path), content, name)
    (problem,) = read_list(content, name).problems
    assert problem.kind == kind
    assert wanted.refused(*SAID, code=2).splitlines()[-1] == f"wuyi: {problem.told()}"


def test_how_many_there_are() -> None:
    """At least sixty, of which each kind of file that is named as bad is one."""
    assert len(CASES) + len(FILES) >= 120
    named = {kind for _, _, kind in FILES.values()}
    assert {"encrypted", "damaged", "macro", "excel-95", "picture"} <= named


@pytest.mark.parametrize("what", ["an encrypted workbook", "an Excel 95 workbook", "a macro workbook", "a picture"])
def test_as_a_program_of_its_own(what: str, tmp_path: Path) -> None:
    """From a shell, in a plain environment: one sentence on the error output, status 2, no trace of the program."""
    name, content, _ = FILES[what]
    wanted = Import(county(tmp_path), content, name)
    before = contents(wanted.data)
    result = subprocess.run(
        [sys.executable, "-m", "generator", "import", wanted.file, "--county", CODE, "--data", wanted.data,
         "--recorded-at", RECORDED, "--yes", *SAID],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert (result.returncode, result.stdout, contents(wanted.data)) == (2, "", before)
    assert result.stderr == f"wuyi: {read_list(content, name).problems[0].told()}\n"
