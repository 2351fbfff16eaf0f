"""Running text in the wording of notices to rows: sections, places with counts, names by 、 or by line."""

from __future__ import annotations

import csv as tables
from collections import defaultdict
from typing import Final

import pytest

from generator.staff.intake.reader import read_list
from tests.support.folders import ROOT
from tests.support.lists import declared, kinds, listed, names, noted

NOTICE: Final = """秀山土家族苗族自治县关于公布第五批“无疫乡镇(街道)、无疫社区、无疫小区”的通告
秀肺炎指办发〔2022〕７号
经评定，现将名单公布如下：
一、无疫社区（２个）
清溪场街道：高秀村、平阳村
二、无疫小区(3个)
1.月浦二村(1-5)
②沈巷新村（月罗路307弄）
3、陽光花園
特此通告。
秀山县疫情防控指挥部
2022年11月28日
"""


def test_a_notice_with_sections() -> None:
    """Numbering goes, names stay as printed, what brackets say is the qualifier; number and day are of all rows."""
    found = read_list(NOTICE.encode(), "通告.txt")
    around = "batch=第五批 date=2022-11-28 document_no=秀肺炎指办发〔2022〕７号"
    assert listed(found) == [
        f"{around} name=高秀村 street=清溪场街道 title=无疫社区",
        f"{around} name=平阳村 street=清溪场街道 title=无疫社区",
        f"{around} name=月浦二村 qualifier=1-5 title=无疫小区",
        f"{around} name=沈巷新村 qualifier=月罗路307弄 title=无疫小区",
        f"{around} name=陽光花園 title=无疫小区",
    ]
    assert [row.where for row in found.rows] == ["第 5 行", "第 5 行", "第 7 行", "第 8 行", "第 9 行"]
    assert declared(found) == [("无疫社区", 2, 2), ("无疫小区", 3, 3)]
    assert (found.problems, found.notes) == ((), ())
    assert [cell.text for cell in found.unread] == ["特此通告。", "秀山县疫情防控指挥部"]


def test_an_excerpt_is_said() -> None:
    """18 are declared, two are named, 等 says so: the counts stay as declared."""
    found = read_list(
        "无疫小区（18个）\n土湾街道（1个）：金沙别馆\n石井坡街道：甲苑、乙苑等17个小区\n".encode(), "a.txt"
    )
    assert names(found) == ["金沙别馆", "甲苑", "乙苑"]
    assert declared(found) == [("无疫小区", 18, 3), ("土湾街道", 1, 1), ("石井坡街道", 17, 2)]
    assert noted(found) == [("第 3 行", "excerpt"), ("第 1 行", "excerpt"), ("第 3 行", "excerpt")]
    assert found.notes[1].text == "第 1 行：“无疫小区”写明 18 个，读到 3 个：是节选，或有的没有读入"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # counties before names, in groups between semicolons
        ("无疫情街道(乡镇)：江岸区大智街、西马街；江汉区常青街。",
         ["county=江岸区 name=大智街", "county=江岸区 name=西马街", "county=江汉区 name=常青街"]),
        # a bracket with 、 within a name
        ("无疫社区：新街(东西巷街、唐家弄)、联合村", ["name=新街 qualifier=东西巷街、唐家弄", "name=联合村"]),
        # a street alone above names, and behind a blank before them
        ("无疫小区名单\n罗店镇\n甲苑\n月浦镇 乙苑、丙苑",
         ["name=甲苑 street=罗店镇", "name=乙苑 street=月浦镇", "name=丙苑 street=月浦镇"]),
        # where streets are what is listed, they are names
        ("无疫乡镇(街道)名单\n河南街道\n大岭镇", ["name=河南街道", "name=大岭镇"]),
        # a village under 社区 stays a village
        ("一、无疫社区(2个)\n高秀村\n平阳村", ["name=高秀村", "name=平阳村"]),
        # levels within levels, each in its own place
        ("无疫小区：\n一、江北区\n观音桥街道（2个）\n洋河社区：甲苑\n建北社区：乙苑\n五里店街道：丙苑",
         ["community=洋河社区 county=江北区 name=甲苑 street=观音桥街道",
          "community=建北社区 county=江北区 name=乙苑 street=观音桥街道",
          "county=江北区 name=丙苑 street=五里店街道"]),
        # a place that no ending tells is one where it has a count
        ("无疫社区\n蔡甸区：高秀村\n中法城社会事务处(1个)：平阳村",
         ["county=蔡甸区 name=高秀村", "county=蔡甸区 name=平阳村 street=中法城社会事务处"]),
        # a sentence that awards
        ("关于认定太和镇为“无疫镇”的通告\n经研究，认定太和镇为“无疫镇”。", ["name=太和镇"]),
        # two places in one cell
        ("无疫街道：蔡甸经济开发区、奓山街", ["name=蔡甸经济开发区", "name=奓山街"]),
    ],
)  # fmt: skip
def test_wordings(text: str, expected: list[str]) -> None:
    """Places and names in the ways in which notices print them."""
    found = read_list(text.encode(), "a.txt")
    rows = [" ".join(word for word in row.split(" ") if not word.startswith("title=")) for row in listed(found)]
    assert rows == expected


def test_batches_part_a_text() -> None:
    """A batch with its bracket is of the names below it, up to the next one."""
    found = read_list("第十二批无疫情街道(乡镇)：大智街\n第十三批（公示）：龙阳街、琴断口街".encode(), "a.txt")
    assert listed(found) == [
        "batch=第十二批 name=大智街 title=无疫情街道(乡镇)",
        "batch=第十三批（公示） name=龙阳街",
        "batch=第十三批（公示） name=琴断口街",
    ]


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("2栋301室", "flat", "2栋**室"),
        ("张三 13812345678", "person", "138****5678"),
        ("甲苑 乙苑", "blank", "甲苑 乙苑"),
        ("甲苑（一期", "bracket", "甲苑（一期"),
        ("沈巷新村307弄、309弄", "joined", "沈巷新村307弄、309弄"),
        ("11月21日", "no-year", "11月21日"),
    ],
)
def test_what_a_text_cannot_give(line: str, kind: str, value: str) -> None:
    """The line is told; the others are taken."""
    found = read_list(f"无疫小区名单\n丙苑\n{line}\n".encode(), "a.txt")
    assert names(found) == ["丙苑"]
    assert [(problem.kind, problem.where, problem.value) for problem in found.problems] == [(kind, "第 3 行", value)]


@pytest.mark.parametrize("line", ["共3个", "合计：3个小区", "共计三个"])
def test_totals(line: str) -> None:
    """A total is a count of what stands above it, and no name."""
    found = read_list(f"无疫小区名单\n甲苑、乙苑、丙苑\n{line}\n".encode(), "a.txt")
    assert (names(found), declared(found)) == (["甲苑", "乙苑", "丙苑"], [("无疫小区", 3, 3)])


@pytest.mark.parametrize("line", ["截至2022年11月21日24时，", "自2022年11月21日起施行"])
def test_a_day_that_says_until_when_is_not_that_of_the_list(line: str) -> None:
    """When a list was published is asked for, if only another day is printed."""
    found = read_list(f"{line}\n无疫小区：甲苑".encode(), "a.txt")
    assert listed(found) == ["name=甲苑 title=无疫小区"]


def test_prose_is_no_list() -> None:
    """A text without names gives no rows, and says so."""
    found = read_list("根据工作方案，现将有关事项通知如下。\n请各街道抓好落实。".encode(), "a.txt")
    assert (found.rows, kinds(found)) == ((), [("a.txt", "no-rows")])


def committed(place: str) -> dict[str, set[str]]:
    """What the committed registers have of a notice: for each county the names that it lists, placed or not."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in sorted((ROOT / "data" / "registers").glob(f"{place[:4]}*")):
        for table, column in (("events", "area_name"), ("unplaced", "name")):
            path = folder / f"{table}.csv"
            if path.exists():
                with path.open(encoding="utf-8") as file:
                    found[folder.name].update(
                        row[column] for row in tables.DictReader(file) if row["notice_id"] == place
                    )
    return {code: rows for code, rows in found.items() if rows}


def test_a_whole_notice_as_it_is_pasted() -> None:
    """Headings of three levels told by their numbering, several names in a line, what is around the list."""
    text = """【发布】江北区首批无疫小区名单公布！
来源：江北发布
江北区疫情防控工作指挥部
关于公布第一批“无疫小区”的通告
经区疫情防控工作指挥部研究决定，现将首批289个无疫小区名单公布如下：
一、观音桥街道（共4个）
（一）洋河社区
1.洋河花园
2.洋河南滨（1-3栋、5栋）
（二）建北社区
1.建北苑 2.建新苑
二、五里店街道(2个)
江北城、五里店小区。
附件：1.无疫小区管理要求
（此件公开发布）
咨询电话：67612345
江北区疫情防控工作指挥部
2022年12月1日
"""
    found = read_list(text.encode(), "a.txt")
    first = "batch=首批 community=洋河社区 date=2022-12-01"
    assert listed(found) == [
        f"{first} name=洋河花园 street=观音桥街道 title=无疫小区",
        f"{first} name=洋河南滨 qualifier=1-3栋、5栋 street=观音桥街道 title=无疫小区",
        "batch=首批 community=建北社区 date=2022-12-01 name=建北苑 street=观音桥街道 title=无疫小区",
        "batch=首批 community=建北社区 date=2022-12-01 name=建新苑 street=观音桥街道 title=无疫小区",
        "batch=首批 date=2022-12-01 name=江北城 street=五里店街道 title=无疫小区",
        "batch=首批 date=2022-12-01 name=五里店小区 street=五里店街道 title=无疫小区",
    ]
    assert declared(found) == [("无疫小区", 289, 6), ("观音桥街道", 4, 4), ("五里店街道", 2, 2)]
    assert found.problems == ()


def test_a_place_whose_level_is_not_known_is_asked_for() -> None:
    """Names behind it are not taken under another one; a person behind a colon is no name."""
    found = read_list("无疫小区\n罗店镇：甲苑\n莲花山：乙苑\n监制：张三\n居委：丙苑".encode(), "a.txt")
    assert listed(found) == ["name=甲苑 street=罗店镇 title=无疫小区", "name=丙苑 street=罗店镇 title=无疫小区"]
    assert [(told.kind, told.value) for told in found.problems] == [
        ("unknown-place", "莲花山"),
        ("unknown-place", "监制"),
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("无疫小区（3）\n甲苑\n乙苑\n丙苑", [("无疫小区", 3, 3)]),
        ("示例市新增3个无疫社区：春晓社区、夏荷社区、秋实社区", [("无疫社区", 3, 3)]),
        ("无疫小区:①甲苑②乙苑③丙苑（共3个）", [("无疫小区", 3, 3)]),
        ("无疫小区\n罗店镇（2）\n甲苑\n月浦二村(3)", [("罗店镇", 2, 2)]),
    ],
)
def test_counts_in_other_wordings(text: str, counts: list[tuple[str, int, int]]) -> None:
    """A bare number behind a title or a street is a count; behind a name it is a qualifier."""
    assert declared(read_list(text.encode(), "a.txt")) == counts


@pytest.mark.parametrize(("word", "where"), [("取消", "第 1 行"), ("恢复", "第 1 行"), ("撤销", "第 1 行")])
def test_a_list_of_what_was_lost_says_so(word: str, where: str) -> None:
    """Rows are rows; that the list certifies nothing is said."""
    found = read_list(f"关于{word}部分无疫小区称号的通告\n以下小区称号变动：\n罗店镇：甲苑".encode(), "a.txt")
    assert (names(found), noted(found)) == (["甲苑"], [(where, "action")])


def test_groups_with_colons_in_one_line() -> None:
    """Each has its own place, also a county with a count before the street."""
    text = "无疫小区\n船营区（2个） 德胜街道：德胜小区；青岛街道：青岛小区。"
    assert listed(read_list(text.encode(), "a.txt")) == [
        "county=船营区 name=德胜小区 street=德胜街道 title=无疫小区",
        "county=船营区 name=青岛小区 street=青岛街道 title=无疫小区",
    ]


CHANGCHUN: Final = """长春市疫情防控指挥部面向社会公布第二批30个“无疫乡镇(街道)”名单
（2022年4月14日）
中韩示范区(1个):长德街道
公主岭市(13个):河南街道、岭西街道、东三街道、环岭街道、大岭镇、八屋镇、玻璃城子镇、朝阳坡镇、范家屯镇、黑林子镇、秦家屯镇、双城堡镇、响水镇
榆树市(12个):育民乡、八号镇、弓棚镇、太安乡、先锋乡、刘家镇、黑林镇、新立镇、新庄镇、泗河镇、恩育乡、城发乡
农安县(4个):华家镇、烧锅镇、哈拉海镇、兴农街道
"""
WUHAN: Final = """武汉命名第十二批无疫情街道(乡镇)
2020年4月20日
第十二批无疫情街道(乡镇)：江岸区大智街、百步亭花园社区；江汉区常青街；汉阳区永丰街。
第十三批(公示)：汉阳区琴断口街、龙阳街；蔡甸区中法生态城；武汉经济技术开发区(汉南区)沌口街；武汉临空港经济技术开发区(东西湖区)将军路街。
"""
SHAPINGBA: Final = """重庆沙坪坝无疫小区有哪些?
2022年11月21日
第一批无疫小区（18个）
土湾街道
新生村社区：金沙别馆等
"""


@pytest.mark.parametrize(
    ("text", "notice", "counties"),
    [
        (CHANGCHUN, "2201-20220414-1",
         {"中韩示范区": "220103", "公主岭市": "220184", "榆树市": "220182", "农安县": "220122"}),
        (WUHAN, "4201-20200420-1",
         {"江岸区": "420102", "江汉区": "420103", "汉阳区": "420105", "蔡甸区": "420114",
          "武汉经济技术开发区(汉南区)": "420114", "武汉临空港经济技术开发区(东西湖区)": "420112"}),
        (SHAPINGBA, "500106-20221121-1", {"": "500106"}),
    ],
)  # fmt: skip
def test_the_real_lists_come_out_as_committed(text: str, notice: str, counties: dict[str, str]) -> None:
    """Real lists, given as text, are the rows that the registers have, under the same counties and of the same day."""
    found = read_list(text.encode(), "a.txt")
    rows: dict[str, set[str]] = defaultdict(set)
    for row in found.rows:
        rows[counties[row.text("county")]].add(row.text("name"))
    assert rows == committed(notice)
    day = notice.split("-")[1]
    assert {row.text("date").replace("-", "") for row in found.rows} == {day}
    assert found.problems == ()


def test_the_counts_of_changchun() -> None:
    """Every count of the notice is that of the rows under it."""
    found = read_list(CHANGCHUN.encode(), "a.txt")
    assert declared(found) == [
        ("无疫乡镇(街道)", 30, 30), ("中韩示范区", 1, 1), ("公主岭市", 13, 13), ("榆树市", 12, 12), ("农安县", 4, 4),
    ]  # fmt: skip
