"""Text in any of the encodings that lists come in, with separators or without, to rows; no detector guesses."""

from __future__ import annotations

import pytest

from generator.staff.intake.reader import read_list
from tests.support.lists import csv, declared, kinds, listed, names, noted

ROWS = "街道,小区名称\n罗店镇,甲苑\n月浦镇,乙苑\n"
EXPECTED = ["name=甲苑 street=罗店镇", "name=乙苑 street=月浦镇"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    """The same rows whatever the encoding and the sign between cells."""
    found = read_list(ROWS.replace(",", separator).encode(encoding), "名单.csv")
    assert (listed(found), found.problems) == (EXPECTED, ())
    assert [row.where for row in found.rows] == ["第 2 行", "第 3 行"]


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_utf_16_without_its_mark_is_refused(encoding: str) -> None:
    """It decodes as GB18030 without an error: NUL gives it away."""
    found = read_list(ROWS.encode(encoding), "名单.csv")
    assert (kinds(found), found.rows) == ([("名单.csv", "nul")], ())


def test_an_unknown_encoding_is_said() -> None:
    """Bytes that are none of the three are not read with holes in them."""
    assert kinds(read_list(b"\x81\x81\xff\xff,\x80", "名单.csv")) == [("名单.csv", "encoding")]


@pytest.mark.parametrize("title", ["", "\u201c????\u201d,\n"])
def test_chinese_that_an_export_lost_is_said(title: str) -> None:
    """LibreOffice on the command line writes a question mark for each character, and quotes of Windows."""
    content = f"{title}??,????,????\n???,????,11/21/2022\n".encode("cp1252")
    assert kinds(read_list(content, "a.csv")) == [("a.csv", "question-marks")]


def test_a_short_list_in_gbk_is_chinese() -> None:
    """Detectors take it for Russian or Korean."""
    assert names(read_list("小区名称\n金沙别馆\n".encode("gbk"), "a.csv")) == ["金沙别馆"]


def test_characters_that_only_one_table_of_gb18030_has_are_said() -> None:
    """FE59 becomes a private character: it is told, not stored."""
    found = read_list("小区名称\n".encode("gbk") + b"\xfe\x59\xd4\xb7\n", "a.csv")
    assert (kinds(found), found.rows) == ([("第 2 行 A 列", "character")], ())


@pytest.mark.parametrize(
    "text", ["小区名称\n甲苑\n乙苑\n", "甲苑\n乙苑\n", "无疫小区名单\n甲苑、乙苑\n", "无疫小区：甲苑、乙苑"]
)
def test_one_column_is_a_list(text: str) -> None:
    """With a heading of a column or a title, a list of one column is read; without any it is not known what it is."""
    found = read_list(text.encode(), "名单.txt")
    assert names(found) == ([] if text.startswith("甲") else ["甲苑", "乙苑"])
    assert kinds(found) == ([("名单.txt", "no-rows")] if text.startswith("甲") else [])


def test_a_table_pasted_cell_by_cell_is_no_list() -> None:
    """Which line is a street and which a name is not guessed."""
    found = read_list("序号\n街道\n小区名称\n1\n罗店镇\n甲苑\n".encode(), "a.txt")
    assert (found.rows, kinds(found)) == ((), [("第 1 行", "pasted")])


def test_columns_parted_by_blanks() -> None:
    """Only where every line below the header has as many cells as it; else a blank may be one within a name."""
    even = "无疫小区名单\n序号  街道  小区名称\n1  罗店镇  甲苑\n2  月浦镇  乙苑\n"
    assert listed(read_list(even.encode(), "a.txt")) == [f"{row} title=无疫小区" for row in EXPECTED]
    uneven = read_list(f"{even}3  乙 苑  丙 苑\n".encode(), "a.txt")
    assert kinds(uneven) == [("第 2 行", "character"), ("第 5 行", "character")]


def test_quotes_and_line_breaks_in_cells() -> None:
    """A quoted cell keeps its separators; rows are counted by the lines of the file."""
    found = read_list(
        csv("街道,小区名称,范围", '罗店镇,"甲苑、乙苑","1,2"', '"月浦\n镇",丙苑,', "罗店镇,丁苑,"), "a.csv"
    )
    assert [(row.where, row.text("street"), row.text("name"), row.text("qualifier")) for row in found.rows] == [
        ("第 2 行", "罗店镇", "甲苑", "1,2"),
        ("第 2 行", "罗店镇", "乙苑", "1,2"),
        ("第 3 行", "月浦镇", "丙苑", ""),
        ("第 5 行", "罗店镇", "丁苑", ""),
    ]


def test_quotes_that_are_not_closed_are_said() -> None:
    """Half a table is not read."""
    found = read_list(csv("街道,小区名称", '罗店镇,"甲苑', "月浦镇,乙苑"), "a.csv")
    assert (kinds(found), found.rows) == ([("第 2 行", "quotes")], ())


def test_a_table_without_a_header_wants_one() -> None:
    """Which column is the name is not guessed; a person says it."""
    found = read_list(csv("罗店镇,甲苑", "月浦镇,乙苑"), "a.csv")
    assert (kinds(found), found.rows) == ([("第 1 行", "no-header")], ())


def test_columns_that_a_person_named() -> None:
    """A heading that is in no table is unread until it is named; the name holds whatever blanks it has."""
    content = csv("片区,对象", "罗店镇,甲苑")
    assert kinds(read_list(content, "a.csv")) == [("第 1 行", "no-header")]
    assert listed(read_list(content, "a.csv", columns={"片 区": "street", "对象": "name"})) == [
        "name=甲苑 street=罗店镇"
    ]
    unwanted = read_list(csv("小区名称,意见", "甲苑,同意"), "a.csv", columns={"意见": ""})
    assert (names(unwanted), unwanted.unread) == (["甲苑"], ())
    assert kinds(read_list(content, "a.csv", columns={"片区": "区域"})) == [("a.csv", "header-role")]


def test_columns_that_are_not_read_are_said() -> None:
    """Of people nothing is read; of what is not known the heading is handed on."""
    found = read_list(csv("序号,小区名称,户数,联系人,意见", "1,甲苑,300,张三,同意"), "a.csv")
    assert listed(found) == ["name=甲苑"]
    assert noted(found) == [("第 1 行 C 列", "count-column"), ("第 1 行 D 列", "person-column")]
    assert [cell.text for cell in found.unread] == ["意见"]


def test_spoilt_cells_are_refused_with_the_way_to_mend() -> None:
    """Ranges that became days, codes that lost digits, numbers of days: the row is not taken, and the cell is told."""
    found = read_list(
        csv(
            "小区名称,楼栋,区划代码",
            "甲苑,1月5日,310113001001",
            "乙苑,5-Jan,310113001001",
            "丙苑,44931,310113001001",
            "丁苑,1-5,5.00E+11",
            "戊苑,1-5,3101",
            "己苑,1-5,310113001001-002",
            "庚苑,1-5,31011300",
        ),
        "a.csv",
    )
    assert names(found) == ["戊苑", "己苑"]
    assert kinds(found) == [
        ("第 2 行 B 列", "spoilt"), ("第 3 行 B 列", "spoilt"), ("第 4 行 B 列", "spoilt"), ("第 5 行 C 列", "spoilt"),
        ("第 8 行 C 列", "code-form"),
    ]  # fmt: skip
    assert found.problems[0].told() == (
        "第 2 行 B 列：“1月5日”是表格软件改过的内容（日期）；应为原件上的文字；"
        "先把这一列设为“文本”格式，再照原件重新填写这一格。"
    )


def test_totals_headings_and_blank_rows_are_no_areas() -> None:
    """A total is noted and is a count to be checked; a heading that comes again and blank rows are noted."""
    found = read_list(
        csv(
            "街道,小区名称,户数", "罗店镇,甲苑,10", "罗店镇小计,1,10", ",,", "街道,小区名称,户数",
            "月浦镇,乙苑,20", "月浦镇,丙苑,30", "小计,2,", "全区合计,3,60", "合计,,60", "总计3个小区,,",
            "填报人：张三,,", ",,", ",,",
        ),
        "a.csv",
    )  # fmt: skip
    assert names(found) == ["甲苑", "乙苑", "丙苑"]
    assert noted(found) == [
        ("第 1 行 C 列", "count-column"), ("第 3 行", "total"), ("第 5 行", "heading-again"), ("第 8 行", "total"),
        ("第 9 行", "total"), ("第 10 行", "total"), ("第 11 行", "total"), ("第 4 行", "blank"),
    ]  # fmt: skip
    assert declared(found) == [("罗店镇", 1, 1), ("小计", 2, 2), ("合计", 3, 3), ("合计", 3, 3)]
    assert found.problems == ()


def test_empty_does_not_mean_as_above() -> None:
    """A cell that is empty stays empty, and is told; 同上 is a word, and says it."""
    found = read_list(csv("街道,小区名称", "罗店镇,甲苑", ",乙苑", "同上,丙苑", "〃,丁苑"), "a.csv")
    assert listed(found) == [
        "name=甲苑 street=罗店镇",
        "name=乙苑",
        "name=丙苑 street=罗店镇",
        "name=丁苑 street=罗店镇",
    ]
    assert noted(found) == [("第 3 行", "not-filled")]


def test_lists_side_by_side() -> None:
    """Where names, or the first column, come again, another list begins; what only the first has is that of all."""
    side = read_list(csv("序号,小区名称,序号,小区名称", "1,甲苑,2,乙苑", "3,丙苑,,"), "a.csv")
    titles = read_list(csv("街道,无疫社区,无疫小区", "罗店镇,联合社区,甲苑", "月浦镇,,乙苑"), "a.csv")
    assert names(side) == ["甲苑", "乙苑", "丙苑"]
    assert listed(titles) == [
        "name=联合社区 street=罗店镇 title=无疫社区",
        "name=甲苑 street=罗店镇 title=无疫小区",
        "name=乙苑 street=月浦镇 title=无疫小区",
    ]
    assert [kind for _, kind in kinds(titles)] == []


def test_without_names_the_lowest_place_is_listed() -> None:
    """A village listed under 社区, a list of streets: that is what the rows are."""
    found = read_list(csv("街道,社区,类型", "清溪场街道,高秀村,无疫社区"), "a.csv")
    streets = read_list(csv("区县,街道(乡镇)", "公主岭市,河南街道"), "a.csv")
    assert listed(found) == ["name=高秀村 street=清溪场街道 title=无疫社区"]
    assert listed(streets) == ["county=公主岭市 name=河南街道"]


def test_two_columns_of_one_meaning() -> None:
    """Where they differ, which one counts is not guessed."""
    found = read_list(csv("小区名称,批次,公布批次", "甲苑,第一批,第二批"), "a.csv")
    assert kinds(found) == [("第 1 行 B 列", "two-columns")]
    assert kinds(read_list(csv("小区名称,批次,公布批次", "甲苑,第一批,第一批"), "a.csv")) == []


def test_the_lines_around_a_table() -> None:
    """The title above says batch and title, a line below the day; what says nothing known is handed on."""
    found = read_list(
        csv(
            "示例区第五批“无疫小区”名单（2个）,,", "街道,小区名称,备注", "罗店镇,甲苑,", "罗店镇,乙苑,",
            "（2022年11月28日）,,", "以上,,",
        ),
        "a.csv",
    )  # fmt: skip
    assert listed(found) == [
        "batch=第五批 date=2022-11-28 name=甲苑 street=罗店镇 title=无疫小区",
        "batch=第五批 date=2022-11-28 name=乙苑 street=罗店镇 title=无疫小区",
    ]
    assert declared(found) == [("无疫小区", 2, 2)]
    assert [cell.text for cell in found.headings] == ["示例区第五批“无疫小区”名单（2个）"]


def test_rows_that_say_the_same_are_both_taken() -> None:
    """A name may come twice within a street; it is said, for somebody to look."""
    found = read_list(csv("街道,小区名称", "罗店镇,沈巷新村", "罗店镇,甲苑", "罗店镇,沈巷新村"), "a.csv")
    assert (names(found), noted(found)) == (["沈巷新村", "甲苑", "沈巷新村"], [("第 4 行", "twice")])
    assert found.notes[0].text == "第 4 行：“沈巷新村”和第 2 行相同，两处都读入了"


def test_counts_that_are_not_those_of_the_rows() -> None:
    """More than declared, or fewer: each is said."""
    found = read_list(csv("街道,小区名称", "罗店镇,甲苑", "罗店镇,乙苑", "合计,1"), "a.csv")
    assert noted(found) == [("第 4 行", "total"), ("第 4 行", "more-than-declared")]


def test_the_registers_own_table_is_a_list() -> None:
    """Headings of the register's own columns are known; those that no list has are unread."""
    found = read_list(csv("area_id,name,qualifier,unit_type,part_of,valid_from,valid_until,replaced_by",
                          "990101001001-001,春晓花园,一期,compound,,,,"), "areas.csv")  # fmt: skip
    assert listed(found) == ["code=990101001001-001 kind=compound name=春晓花园 qualifier=一期"]
    assert [cell.text for cell in found.unread] == ["part_of", "valid_from", "valid_until", "replaced_by"]


def test_who_filled_it_in_is_no_row() -> None:
    """What stands below a list, in whatever columns, is no area, and names of people are not handed on."""
    found = read_list(
        csv("街道,小区名称", "罗店镇,甲苑", "填报单位：罗店镇,审核：李四", "联系电话：67612345,"), "a.csv"
    )
    assert (names(found), found.problems) == (["甲苑"], ())
    assert [cell.text for cell in found.unread] == [
        "填报单位：罗店镇",
        "（有个人信息，没有读入）",
        "（有个人信息，没有读入）",
    ]


def test_people_in_lines_around_a_list() -> None:
    """What is handed on has nothing of somebody in it."""
    found = read_list(
        csv("填报单位：罗店镇　联系人：张三,", "街道,小区名称", "罗店镇,甲苑", "电话13800138000,"), "a.csv"
    )
    assert [cell.text for cell in (*found.headings, *found.unread)] == ["（有个人信息，没有读入）"] * 2


def test_a_day_without_a_year_keeps_its_row_out() -> None:
    """It is asked for, never invented."""
    found = read_list(csv("小区名称,发布日期", "甲苑,11月21日", "乙苑,2022年11月21日"), "a.csv")
    assert (names(found), kinds(found)) == (["乙苑"], [("第 2 行 B 列", "no-year")])
