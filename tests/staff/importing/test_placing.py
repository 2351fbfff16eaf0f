"""Where rows belong: by names that are the same; names that are only alike are asked."""

from __future__ import annotations

from typing import Final

import pytest

from generator.register.model import Area
from generator.register.profile import Profile, from_document
from generator.staff.importing.atlas import Atlas
from generator.staff.importing.likeness import form, numerals, ranked
from generator.staff.importing.placing import Placing, place_rows
from generator.staff.intake.model import Cell, ListedRow, Role
from generator.staff.recording.areas import area_row
from tests.support.written import CHONGQING, committed

NAMES: Final = {
    "31": "上海市", "3101": "市辖区", "310113": "宝山区",
    "310113104": "月浦镇", "310113104004": "月浦四村居委会", "310113104035": "月浦二三村居委会",
    "310113104200": "黄陵居委会", "310113104201": "大桥村（宝山开发区）", "310113104202": "两家子村委会",
    "310113105": "罗店镇", "310113105001": "黄陵村村委会", "310113105002": "濛江社区居委会",
    "310113105003": "新生村社区居民委员会", "310113006": "河南街道", "310113007": "奓山街道",
    "310113006001": "向阳社区", "310113007001": "向阳居委会",
}  # fmt: skip


def row(name: str, **words: str) -> ListedRow:
    """A printed row of the title 无疫小区, unless it says another."""
    cells: dict[Role, Cell] = {"name": Cell(name, "B2"), "title": Cell(words.pop("title", "无疫小区"), "A2")}
    cells.update({role: Cell(text, "C2") for role, text in words.items()})  # type: ignore[misc]
    return ListedRow(cells, "第 2 行")


def placed(*rows: ListedRow, known: dict[str, str] | None = None, answers: dict[str, str] | None = None) -> Placing:
    """What becomes of rows in a county where some compounds are registered (id to name, with `|` its qualifier)."""
    areas = {}
    for area_id, text in (known or {}).items():
        name, _, qualifier = text.partition("|")
        areas[area_id] = area_row(area_id, name, "compound", qualifier or None)
    atlas = Atlas("310113", NAMES, areas, frozenset({"嘉定区"}))
    return place_rows(rows, atlas, profile_of(), None, answers or {})


def profile_of() -> Profile:
    """The scheme of Chongqing: villages may be 无疫社区."""
    return from_document(committed(CHONGQING))


def went(found: Placing) -> list[str]:
    """Where the rows went; what is asked instead."""
    ids = [one.area.area_id if one.area else "-" for one in found.placed]
    return [*ids, *(f"? {question.why}" for question in found.questions.values())]


UNIT: Final = {"title": "无疫社区"}
TOWN: Final = {"title": "无疫乡镇(街道)"}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        # 河南街 is officially 河南街道
        (row("河南街", **TOWN), "310113006"),
        (row("奓山街办事处", **TOWN), "? 宝山区里没有这个名称的街道（乡镇）"),
        # officially with a bracket
        (row("大桥村", **UNIT), "310113104201"),
        # a unit by its committee, in full width, with its street or unique in the county
        (row("月浦四村", **UNIT, street="月浦镇"), "310113104004"),
        (row("濛江社区", **UNIT), "310113105002"),
        (row("新生村社区", **UNIT), "310113105003"),
        # the kind counts: a village is no neighbourhood
        (row("黄陵村", **UNIT), "310113105001"),
        (row("黄陵社区", **UNIT), "310113104200"),
        # other numbers are another place
        (row("双家子村", **UNIT), "? 宝山区里没有这个名称的社区（村）"),
        # two of the same name: only with the street
        (row("向阳社区", **UNIT), "? 有 2 处名称相同"),
        (row("向阳", **UNIT), "? 有 2 处名称相同"),
        (row("向阳", **UNIT, street="奓山街"), "310113007001"),
        # traditional characters, as a last attempt
        (row("向陽社區", **UNIT, street="河南街道"), "310113006001"),
        # compounds: in the community that is printed, else in the street
        (row("月浦三村高层", street="月浦镇", community="月浦二三村"), "310113104035-001"),
        (row("月浦三村", street="月浦镇"), "310113104-001"),
        (row("月浦三村", street="月浦镇", community="月浦三村"), "? 宝山区月浦镇里没有这个名称的社区（村）"),
        (row("阳光花园"), "? 没有印街道、社区，名录里也没有这个名称：写它在哪个社区（村）或街道（乡镇）"),
        # two places in one cell
        (row("阳光花园", street="河南街、奓山街"), "? 一格里写了 2 处，不知道是哪一处"),
        # codes
        (row("河南街道", **TOWN, code="310113006"), "310113006"),
        (row("河北街道", **TOWN, code="310113006"), "? 编号 310113006 是“河南街道”，名称却是“河北街道”"),
        (row("阳光花园", code="310113006001"), "310113006001-001"),
        (row("河南街道", **TOWN, code="310114006"), "? 310113 里没有编号 310114006"),
        # counties
        (row("河南街道", **TOWN, county="上海市宝山区"), "? 不知道“上海市宝山区”在不在宝山区"),
        (row("河南街道", **TOWN, county="宝山"), "310113006"),
        (row("河南街道", **TOWN, county="临港新片区(宝山区)"), "310113006"),
    ],
)  # fmt: skip
def test_rows_by_their_names(listed: ListedRow, expected: str) -> None:
    """The same name, or the same but for signs and endings, places a row; anything else is a question."""
    assert went(placed(listed)) == [expected]


def test_a_row_of_another_county_is_left() -> None:
    """It is no question: the county is an official one."""
    found = placed(row("河南街道", **TOWN, county="嘉定区"))
    assert (went(found), [other.county for other in found.elsewhere]) == ([], ["嘉定区"])


KNOWN: Final = {
    "310113104-004": "月浦三村高层",
    "310113104035-002": "沈巷新村|月罗路307弄",
    "310113104035-003": "沈巷新村|月罗路309弄",
    "310113104035-007": "春晓花园|一期",
}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (row("沈巷新村", qualifier="月罗路307弄", street="月浦镇"), "310113104035-002"),
        (row("沈巷新村", qualifier="月罗路３０７弄"), "310113104035-002"),
        (row("沈巷新村", qualifier="月罗路311弄", street="月浦镇", community="月浦二三村居委会"), "310113104035-008"),
        (row("春晓花园", qualifier="二期", community="月浦二三村居委会"), "310113104035-008"),
        (row("春曉花園", qualifier="一期", street="月浦镇"), "310113104035-007"),
        # with and without brackets
        (row("春晓花园一期", community="月浦二三村居委会"), "310113104035-007"),
        # a part, or the whole of which others are parts: a person says what it is
        (row("春晓花园", community="月浦二三村居委会"), "? 名录里有相近的名称，是同一处，还是另一处"),
        (row("月浦三村高层", qualifier="1号楼", street="月浦镇"), "? 名录里有相近的名称，是同一处，还是另一处"),
        (row("沈巷新村三期", street="月浦镇"), "310113104-005"),
        (row("沈巷新村1号院", qualifier="月罗路311弄", street="月浦镇"), "310113104-005"),
        # registered under the street, before its community was known
        (row("月浦三村高层", community="月浦二三村居委会"), "310113104-004"),
        # one contains the other: a person says whether it is the same
        (row("月浦三村", street="月浦镇"), "? 名录里有相近的名称，是同一处，还是另一处"),
    ],
)
def test_compounds_of_the_register(listed: ListedRow, expected: str) -> None:
    """Name and qualifier are those of the register; new ones follow the numbers that were used, gaps stay."""
    assert went(placed(listed, known=KNOWN)) == [expected]


def formerly(area_id: str, name: str, kind: str, *before: str, qualifier: str | None = None) -> Area:
    """An area that was called otherwise before."""
    return area_row(area_id, name, kind, qualifier)._replace(former_names=";".join(before))


RENAMED: Final = (
    formerly("310113104035-001", "江畔名庭", "compound", "阳光花园", "月浦花苑", qualifier="一期"),
    formerly("310113104035-002", "阳光新城", "compound", "锦绣苑"),
    formerly("310113104035-003", "锦绣苑", "compound"),
    formerly("310113104035-004", "东苑", "compound", "老院"),
    formerly("310113104035-005", "西苑", "compound", "老院"),
    formerly("310113006001", "向阳社区", "community", "红旗居委会"),
)


@pytest.mark.parametrize(
    ("listed", "expected", "why"),
    [
        (
            row("阳光花园", qualifier="一期", street="月浦镇"), "310113104035-001",
            "名录里已有，曾用名相同，现名“江畔名庭”",
        ),
        (row("月浦花苑一期"), "310113104035-001", "名录里已有，曾用名相同，现名“江畔名庭”"),
        # what is called so now comes first
        (row("锦绣苑", street="月浦镇"), "310113104035-003", "名录里已有，名称相同"),
        # two that were called so: asked
        (row("老院", street="月浦镇"), "? 名录里有 2 处名称相同", ""),
        # another part than the one that was called so
        (row("阳光花园", qualifier="二期", street="月浦镇"), "310113104-001", ""),
        (row("红旗社区", **UNIT), "310113006001", "曾用名相同，现名“向阳社区”"),
        (row("红旗村", **UNIT), "? 宝山区里没有这个名称的社区（村）", ""),
        (row("红旗居委会", **UNIT, code="310113006001"), "310113006001", "编号相同，名称是曾用名，现名“向阳社区”"),
        (row("甲苑", community="红旗居委会"), "310113006001-001", ""),
    ],
)  # fmt: skip
def test_former_names_of_the_register(listed: ListedRow, expected: str, why: str) -> None:
    """An area that is listed under a name that it bore before is that area, and the reason says so."""
    found = place_rows(
        [listed], Atlas("310113", NAMES, {area.area_id: area for area in RENAMED}), profile_of(), None, {}
    )
    assert went(found) == [expected]
    assert not why or [one.why for one in found.placed] == [why]


def test_numbers_follow_one_another() -> None:
    """New compounds of a list get the next numbers in its order; the same row twice is one area, and told."""
    rows = [row(name, street="罗店镇") for name in ("甲苑", "乙苑", "甲苑", "丙苑")]
    found = placed(*rows)
    assert went(found) == ["310113105-001", "310113105-002", "310113105-003"]
    assert [other.text("name") for other, _ in found.twice] == ["甲苑"]


def test_why_is_told() -> None:
    """Each row says why it lies where it does."""
    found = placed(
        row("河南街", **TOWN), row("甲苑", street="罗店镇"), row("沈巷新村", qualifier="月罗路307弄"), known=KNOWN
    )
    assert [one.why for one in found.placed] == [
        "官方区划代码，名称相同（不计宽窄、括号和居委会、村委会、街道等字样）",
        "原件只印到街道（乡镇），登记在街道（乡镇）下，编号接着往下编",
        "名录里已有，名称相同",
    ]


def test_answers_place_what_names_do_not() -> None:
    """A code, a new compound, or that there is no place; one answer is for every row that waits for it."""
    rows = [row("甲苑", street="罗泾镇"), row("乙苑", street="罗泾镇"), row("双家子村", **UNIT), row("丁苑")]
    asked = placed(*rows)
    assert [(one.key, one.rows) for one in asked.questions.values()] == [
        ("街道（乡镇）  罗泾镇", 2), ("名称 双家子村", 1), ("名称 丁苑", 1),
    ]  # fmt: skip
    answers = dict(zip(asked.questions, ("310113105", "-", "310113105002"), strict=True))
    found = placed(*rows, answers=answers)
    assert went(found) == ["310113105-001", "310113105-002", "-", "310113105002-001"]
    assert found.placed[2].why == "官方区划代码表宝山区里没有“双家子村”，由人确认不能落位"


def test_likeness_ranks_and_numbers_must_agree() -> None:
    """Names with other numbers are not even offered; the most alike stands first."""
    names = ["月浦三村高层", "月浦四村", "月浦三村", "3村", "大桥村"]
    assert ranked("月浦３村", [(name, name) for name in names]) == ["月浦三村", "3村", "月浦三村高层"]
    assert numerals("和平里十二号院") == numerals("和平里１２号院") != numerals("和平里2号院")
    assert form("新村") == ("新", "village")
