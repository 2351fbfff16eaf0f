"""Workbooks as office programs write them: addresses count from A1; nothing hidden is taken, nothing lost guessed."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.staff.intake.reader import read_list
from tests.support.lists import (
    kinds,
    listed,
    names,
    noted,
    ods,
    ods_row,
    repacked,
    write,
    xls,
    xlsx,
)
from tests.support.tools import require_tool

HEADER = ("街道", "小区名称", "范围", "发布日期", "区划代码")


def sheet_of(*rows: Sequence[Any], more: Any = None) -> bytes:
    """An .xlsx with the header and rows of any values; `more` gets the workbook and its sheet."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate((HEADER, *rows)):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
        if more is not None:
            more(book, sheet)

    return xlsx(fill)


def test_data_that_begins_anywhere() -> None:
    """A table at C5 has its own addresses, and the title above it is said."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.merge_range("C3:D3", "第五批无疫小区名单")
        sheet.write_row("C5", ["街道", "小区名称"])
        sheet.write_row("C6", ["罗店镇", "2栋301室"])
        sheet.write_row("C7", ["罗店镇", "甲苑"])

    found = read_list(xlsx(fill), "a.xlsx")
    assert listed(found) == ["batch=第五批 name=甲苑 street=罗店镇 title=无疫小区"]
    assert found.rows[0].words["name"].where == "名单!D7"
    assert found.rows[0].words["title"].where == "名单!C3"
    assert kinds(found) == [("名单!D6", "flat")]
    assert [cell.text for cell in found.headings] == ["第五批无疫小区名单"]


def test_merged_cells_are_filled_and_empty_ones_are_not() -> None:
    """What a merge covers has its words; a cell that is only empty has none, and is told."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.write_row("A1", ["街道", "小区名称"])
        sheet.merge_range("A2:A3", "罗店镇")
        sheet.write_column("B2", ["甲苑", "乙苑", "丙苑"])

    found = read_list(xlsx(fill), "a.xlsx")
    assert listed(found) == ["name=甲苑 street=罗店镇", "name=乙苑 street=罗店镇", "name=丙苑"]
    assert noted(found) == [("名单 第 4 行", "not-filled")]


def test_a_name_merged_over_rows_is_one() -> None:
    """The rows below belong to it."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.write_row("A1", ["小区名称", "备注"])
        sheet.merge_range("A2:A3", "甲苑")
        sheet.write_column("B2", ["东", "西"])

    found = read_list(xlsx(fill), "a.xlsx")
    assert (names(found), noted(found)) == (["甲苑"], [("名单 第 3 行", "continued")])


def test_a_name_merged_over_its_parts_is_as_many() -> None:
    """Each row has a part of its own: the name is that of all."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.write_row("A1", ["小区名称", "范围"])
        sheet.merge_range("A2:A3", "甲苑")
        sheet.write_column("B2", ["一期", "二期"])

    assert listed(read_list(xlsx(fill), "a.xlsx")) == ["name=甲苑 qualifier=一期", "name=甲苑 qualifier=二期"]


def test_a_column_of_two_columns_is_one() -> None:
    """A heading that spans columns above names that span them gives each name once."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        for row, texts in enumerate([("街道", "小区名称"), ("罗店镇", "甲苑"), ("月浦镇", "乙苑")]):
            sheet.write_string(row, 0, texts[0])
            sheet.merge_range(row, 1, row, 2, texts[1])

    found = read_list(xlsx(fill), "a.xlsx")
    assert (listed(found), found.notes) == (["name=甲苑 street=罗店镇", "name=乙苑 street=月浦镇"], ())


def test_a_header_of_two_rows() -> None:
    """Headings below one that spans them are those of the columns."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.merge_range("A1:A2", "街道")
        sheet.merge_range("B1:C1", "无疫小区")
        sheet.write_row("B2", ["小区名称", "批次"])
        sheet.write_row("A3", ["罗店镇", "甲苑", "第一批"])

    assert listed(read_list(xlsx(fill), "a.xlsx")) == ["batch=第一批 name=甲苑 street=罗店镇"]


def test_sections_within_a_table() -> None:
    """A row that spans the table is a heading of the rows below it, with its count."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.write_row("A1", ["序号", "名称"])
        sheet.merge_range("A2:B2", "一、无疫社区(1个)")
        sheet.write_row("A3", ["1", "联合社区"])
        sheet.merge_range("A4:B4", "二、无疫小区(3个)")
        sheet.write_row("A5", ["2", "甲苑"])

    found = read_list(xlsx(fill), "a.xlsx")
    assert listed(found) == ["name=联合社区 title=无疫社区", "name=甲苑 title=无疫小区"]
    assert [(count.title, count.count, count.named) for count in found.declared] == [
        ("无疫社区", 1, 1),
        ("无疫小区", 3, 1),
    ]
    assert noted(found) == [("名单!A4", "excerpt")]


def test_numbers_keep_their_digits() -> None:
    """310113001001 comes as a float of either workbook; 16 digits are refused, zeros that a format shows are lost."""

    def more(book: Any, sheet: Any) -> None:
        sheet.write_number("E4", 3, book.add_format({"num_format": "000"}))

    content = sheet_of(
        ("罗店镇", "甲苑", None, None, 310113001001), ("罗店镇", "乙苑", None, None, 3101130010011234),
        ("罗店镇", "丙苑"), more=more,
    )  # fmt: skip
    found = read_list(content, "a.xlsx")
    assert listed(found) == ["code=310113001001 name=甲苑 street=罗店镇"]
    assert kinds(found) == [("名单!E3", "digits-lost"), ("名单!E4", "zeros-lost")]
    assert found.problems[1].what == "这一格显示为 003，开头的零没有存下来"

    def old(sheet: Any) -> None:
        for column, text in enumerate(("小区名称", "区划代码", "批次")):
            sheet.write(0, column, text)
        for column, value in enumerate(("甲苑", 310113001001, 7)):
            sheet.write(1, column, value)

    assert listed(read_list(xls(old), "a.xls")) == ["batch=7 code=310113001001 name=甲苑"]


def test_blanks_and_numbers_in_cells_of_text() -> None:
    """Blanks around a word are none of it; a number in a cell of text is a number, and has its digits."""

    def more(book: Any, sheet: Any) -> None:
        sheet.write_number("E2", 310113001001, book.add_format({"num_format": "@"}))

    found = read_list(sheet_of((" 罗店镇\u3000", "  甲苑 "), more=more), "a.xlsx")
    assert listed(found) == ["code=310113001001 name=甲苑 street=罗店镇"]


def test_days() -> None:
    """A cell that is a day is one; 44886 in a cell that is none is asked for; midnight makes no difference."""
    day = datetime.date(2022, 11, 21)

    def more(book: Any, sheet: Any) -> None:
        formats = ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', 31, 14, "yyyy-mm-dd hh:mm"]
        for number, code in enumerate(formats, 1):
            sheet.write_string(number, 1, f"甲{number}苑")
            sheet.write_datetime(
                number, 3, datetime.datetime.combine(day, datetime.time()), book.add_format({"num_format": code})
            )
        sheet.write_row("B8", ["乙苑", None, 44886])
        sheet.write_row("B9", ["丙苑", None, "2022年11月21日"])

    found = read_list(sheet_of(more=more), "a.xlsx")
    assert listed(found) == [
        *(f"date=2022-11-21 name=甲{number}苑" for number in range(1, 6)),
        "date=2022-11-21 name=丙苑",
    ]
    assert kinds(found) == [("名单!D8", "serial-day")]


def test_serials_of_the_beginning_and_the_other_calendar() -> None:
    """59 and 60 are no days of a list; a workbook that counts from 1904 has the same days; hours are none."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        day, hours = (book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "[h]:mm"))
        write(sheet, [("小区名称", "发布日期"), ("甲苑",), ("乙苑",), ("丙苑",), ("丁苑",)])
        sheet.write_number("B2", 59, day)
        sheet.write_number("B3", 60, day)
        sheet.write_number("B4", 1.5, hours)
        sheet.write_datetime("B5", datetime.date(2022, 11, 21), day)

    def other(_: str, part: bytes) -> bytes:
        return part.replace(b"<workbookPr ", b'<workbookPr date1904="1" ').replace(b"<v>44886</v>", b"<v>43424</v>")

    for content in (xlsx(fill), repacked(xlsx(fill), other)):
        found = read_list(content, "a.xlsx")
        assert listed(found)[-1] == "date=2022-11-21 name=丁苑"
    found = read_list(xlsx(fill), "a.xlsx")
    assert kinds(found) == [("名单!B2", "no-such-day"), ("名单!B3", "no-such-day"), ("名单!B4", "spoilt")]


def test_a_range_that_became_a_day_is_told() -> None:
    """1-5 was typed, a day came: how it looked is not guessed."""

    def more(book: Any, sheet: Any) -> None:
        sheet.write_datetime("C2", datetime.date(2022, 1, 5), book.add_format({"num_format": "m-d"}))
        sheet.write_datetime("B3", datetime.date(2022, 1, 5), book.add_format({"num_format": "d-mmm"}))
        sheet.write_datetime("C4", datetime.time(1, 5), book.add_format({"num_format": "h:mm"}))

    found = read_list(sheet_of(("罗店镇", "甲苑"), ("罗店镇",), ("罗店镇", "乙苑"), more=more), "a.xlsx")
    assert (names(found), kinds(found)) == ([], [("名单!C2", "spoilt"), ("名单!B3", "spoilt"), ("名单!C4", "spoilt")])


def test_errors_and_formulas_without_a_value() -> None:
    """Both come as nothing, one that was never calculated as 0: each is told, none is a missing value."""

    def more(book: Any, sheet: Any) -> None:
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B3", '="甲"&"苑"')
        sheet.write_formula("B4", '="乙"&"苑"', None, "乙苑")
        sheet.write_formula("A5", "=NA()", None, "#N/A")
        sheet.write_string("B5", "丙苑")

    content = sheet_of(("罗店镇",), ("罗店镇",), ("罗店镇",), more=more)
    found = read_list(content, "a.xlsx")
    assert names(found) == ["乙苑"]
    assert kinds(found) == [("名单!B2", "error-cell"), ("名单!B3", "error-cell"), ("名单!A5", "error-cell")]

    for value in (b"", b"<v></v>", b"<v/>"):  # as programs write one that they do not calculate

        def without(name: str, part: bytes, value: bytes = value) -> bytes:
            return part.replace(b"</f><v>0</v>", b"</f>" + value) if name.endswith("sheet1.xml") else part

        assert kinds(read_list(repacked(content, without), "a.xlsx")) == kinds(found)


def test_nothing_hidden_is_taken_silently() -> None:
    """Hidden rows, columns and sheets, and rows that are filtered out, are said and not taken."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        write(
            sheet,
            [
                ("街道", "小区名称", "备注"),
                ("罗店镇", "甲苑", "一"),
                ("罗店镇", "乙苑", "二"),
                ("罗店镇", "丙苑", "三"),
            ],
        )
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.set_column("F:F", None, None, {"hidden": True})
        for name, hide in (("旧名单", "hide"), ("更旧", "very_hidden")):
            other = book.add_worksheet(name)
            write(other, [("街道", "小区名称"), ("罗店镇", "丁苑")])
            getattr(other, hide)()

    found = read_list(xlsx(fill), "a.xlsx")
    assert names(found) == ["甲苑", "丙苑"]
    assert noted(found) == [
        ("旧名单", "hidden-sheet"), ("更旧", "hidden-sheet"), ("名单!3", "hidden-rows"), ("名单!C", "hidden-columns"),
    ]  # fmt: skip
    assert found.notes[2].text == "名单 有 1 行是隐藏或筛掉的（第 3 行），没有读入；要读入就先取消隐藏"


def test_an_old_workbook_says_as_much() -> None:
    """Hidden rows and columns, errors and merges of an .xls are known from its records."""

    def fill(sheet: Any) -> None:
        for number, row in enumerate(
            [("街道", "小区名称", "备注"), ("罗店镇", "甲苑", "一"), ("", "乙苑", "二"), ("", "丙苑", "三")]
        ):
            for column, text in enumerate(row):
                if text:
                    sheet.write(number, column, text)
        sheet.merge(1, 3, 0, 0)
        sheet.row(2).hidden = True
        sheet.col(2).hidden = True
        sheet.row(4).set_cell_error(1, 0x2A)

    found = read_list(xls(fill), "a.xls")
    assert listed(found) == ["name=甲苑 street=罗店镇", "name=丙苑 street=罗店镇"]
    assert noted(found) == [
        ("名单!3", "hidden-rows"), ("名单!C", "hidden-columns"), ("名单 第 5 行", "not-filled"),
    ]  # fmt: skip
    assert kinds(found) == [("名单!B5", "error-cell")]


def test_an_ods() -> None:
    """Repeated rows and cells count, covered cells are filled, paragraphs are lines, hidden rows are said."""
    header = ods_row("街道", "小区名称", "区划代码")
    merged = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2">'
        "<text:p>罗店镇</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>甲苑</text:p><text:p>乙苑</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="3"><text:p>003</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row><table:covered-table-cell/><table:table-cell office:value-type="string"><text:p>丙苑</text:p>'
        "</table:table-cell></table:table-row>"
    )
    empty = (
        '<table:table-row table:number-rows-repeated="4"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
    )
    again = ods_row("月浦镇", "丁苑", attributes='table:number-rows-repeated="2"')
    hidden = ods_row("月浦镇", "戊苑", attributes='table:visibility="filter"')
    found = read_list(ods(empty, header, merged, again, hidden), "a.ods")
    assert listed(found) == ["name=丙苑 street=罗店镇", "name=丁苑 street=月浦镇", "name=丁苑 street=月浦镇"]
    assert [row.where for row in found.rows] == ["名单 第 7 行", "名单 第 8 行", "名单 第 9 行"]
    assert kinds(found) == [("名单!C6", "zeros-lost")]
    assert noted(found) == [("名单!10", "hidden-rows"), ("名单 第 9 行", "twice")]


def test_sheets_that_agree_and_sheets_that_do_not() -> None:
    """What two sheets list is taken once; where they say different things of it, both are named."""

    def fill(book: Any) -> None:
        write(
            book.add_worksheet("汇总"),
            [("街道", "小区名称", "批次"), ("罗店镇", "甲苑", "第一批"), ("罗店镇", "乙苑", "第一批")],
        )
        write(
            book.add_worksheet("罗店"),
            [("街道", "小区名称", "批次"), ("罗店镇", "甲苑", "第一批"), ("罗店镇", "乙苑", "第二批")],
        )

    found = read_list(xlsx(fill), "a.xlsx")
    assert names(found) == ["甲苑", "乙苑"]
    assert kinds(found) == [("罗店!B3", "sheets-disagree")]
    assert found.problems[0].what == "和 汇总 第 3 行 说的不一样：“第二批”和“第一批”"
    assert noted(found) == [("罗店 第 2 行", "listed-again")]


def test_sheets_named_by_what_was_awarded() -> None:
    """The name of a sheet is the title of its rows, or their place; one of which the header is not known is told."""

    def fill(book: Any) -> None:
        write(book.add_worksheet("无疫社区"), [("街道", "名称"), ("罗店镇", "联合社区")])
        write(book.add_worksheet("无疫小区"), [("街道", "名称"), ("罗店镇", "甲苑")])
        write(book.add_worksheet("月浦镇"), [("序号", "小区名称"), ("1", "乙苑")])
        write(book.add_worksheet("说明"), [("一", "二"), ("三", "四")])
        book.add_worksheet("空")

    found = read_list(xlsx(fill), "a.xlsx")
    assert listed(found) == [
        "name=联合社区 street=罗店镇 title=无疫社区",
        "name=甲苑 street=罗店镇 title=无疫小区",
        "name=乙苑 street=月浦镇",
    ]  # fmt: skip
    assert kinds(found) == [("说明", "no-list")]


def test_text_as_excel_keeps_it() -> None:
    """Escapes of control characters are what they stand for, others stay; guides over characters are no text."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return part
        guide = '<r><t>甲</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>'.encode()
        return part.replace("<t>甲</t>".encode(), guide)

    content = xlsx(rows=[("小区名称", "备注"), ("甲", "东_x4E00_苑"), ("乙苑\r\n丙苑", "")])
    found = read_list(repacked(content, change), "a.xlsx")
    assert names(found) == ["甲", "乙苑", "丙苑"]
    assert found.rows[0].text("remark") == "东_x4E00_苑"


def test_a_strict_workbook() -> None:
    """Other namespaces, the same cells, and the same marks beside them."""

    def change(name: str, part: bytes) -> bytes:
        for old, new in (
            (
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
            (
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        ):
            part = part.replace(old, new)
        return part

    def more(_: Any, sheet: Any) -> None:
        sheet.set_row(1, None, None, {"hidden": True})

    found = read_list(repacked(sheet_of(("罗店镇", "甲苑"), ("罗店镇", "乙苑"), more=more), change), "a.xlsx")
    assert (names(found), noted(found)) == (["乙苑"], [("名单!2", "hidden-rows")])


def test_cells_far_away() -> None:
    """Styled blank cells and a false dimension do no harm; one cell with a blank at ZZ20000 makes 14 million cells."""

    def styled(book: Any, sheet: Any) -> None:
        sheet.write_blank("ZZ20000", None, book.add_format({"bold": True}))

    def blank(_: Any, sheet: Any) -> None:
        sheet.write_string("ZZ20000", " ")

    def dimension(name: str, part: bytes) -> bytes:
        return part.replace(b'<dimension ref="A1:E2"/>', b'<dimension ref="A1:XFD1048576"/>')

    assert names(read_list(repacked(sheet_of(("罗店镇", "甲苑"), more=styled), dimension), "a.xlsx")) == ["甲苑"]
    assert names(read_list(repacked(sheet_of(("罗店镇", "甲苑")), dimension), "a.xlsx")) == ["甲苑"]
    found = read_list(sheet_of(("罗店镇", "甲苑"), more=blank), "a.xlsx")
    assert (found.rows, kinds(found)) == ((), [("名单", "too-many-cells")])
    assert found.problems[0].what == "表的末尾到了 ZZ20000，共 14,040,000 格"


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saves_is_read_alike(tmp_path: Path, suffix: str) -> None:
    """The same rows, hidden rows, merges and lost zeros, whichever of its formats a list was saved in."""
    require_tool("soffice")

    def more(book: Any, sheet: Any) -> None:
        sheet.merge_range("A3:A4", "月浦镇")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.write_number("E7", 3, book.add_format({"num_format": "000"}))
        sheet.write_datetime("D2", datetime.date(2022, 11, 21), book.add_format({"num_format": "yyyy-mm-dd"}))

    content = sheet_of(
        ("罗店镇", "甲苑", "1-5", None, 310113001001), (None, "乙苑"), (None, "丙苑"), ("罗店镇", "丁苑"),
        ("罗店镇", "戊苑"), ("罗店镇", "己苑"), more=more,
    )  # fmt: skip
    before = tmp_path / "before.xlsx"
    before.write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", suffix,
         "--outdir", tmp_path / "after", before],
        check=True, capture_output=True,
    )  # fmt: skip
    found = read_list((tmp_path / "after" / f"before.{suffix}").read_bytes(), f"a.{suffix}")
    assert listed(found) == [
        "code=310113001001 date=2022-11-21 name=甲苑 qualifier=1-5 street=罗店镇",
        "name=乙苑 street=月浦镇", "name=丙苑 street=月浦镇", "name=戊苑 street=罗店镇",
    ]  # fmt: skip
    assert (noted(found), kinds(found)) == ([("名单!5", "hidden-rows")], [("名单!E7", "zeros-lost")])
