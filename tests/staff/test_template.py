"""The form of a county: what can be chosen, what keeps wrong words out, and that it comes back as it was filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.staff.intake.headings import heading
from generator.staff.intake.model import Cell, ListedRow, ReadList
from generator.staff.intake.reader import ASIDE, read_list
from generator.staff.recording import notices, steps
from generator.staff.recording.desk import sit_down
from generator.staff.template import workbook
from generator.staff.template.form import ACTIONS, Choice, Form, form
from generator.staff.template.returned import Asked, asked
from generator.staff.template.scripts import scripts
from tests.support.filling import columns, filled, part, rules, saved
from tests.support.folders import ROOT
from tests.support.lists import listed
from tests.support.repositories import git
from tests.support.written import CHANGCHUN, CHONGQING, CHUNXIAO, CODE, HAINAN, WUHAN, XINGFU, Written

DAY, CLOCK = "2022-12-06", "2022-12-07T23:59:59+08:00"
ROWS = [
    {"代码": XINGFU, "街道": "示例街道", "社区": "春晓社区", "名称": "幸福里小区", "类型": "小区", "称号": "无疫小区",
     "事件": "取消", "原因": "新增1例（含）以上确诊病例或无症状感染者", "日期": "2022-12-06", "备注": "据街道来函"},
    {"街道": "示例街道", "社区": "春晓社区", "名称": "梧桐里", "范围": "1-5", "类型": "小区", "事件": "发布",
     "日期": "2022-12-06", "申报日期": "2022-12-01", "审核日期": "2022-12-02", "评定日期": "2022-12-03"},
    {"街道": "示例街道", "名称": "蓝天公寓", "事件": "发布", "日期": "2022-12-06", "通告": "关于第一批的通告"},
]  # fmt: skip
COMING_BACK = [
    f"code={XINGFU} community=春晓社区 date=2022-12-06 event=取消 kind=小区 name=幸福里小区 "
    "reason=新增1例（含）以上确诊病例或无症状感染者 remark=据街道来函 street=示例街道 title=无疫小区",
    "applied=2022-12-01 certified=2022-12-03 community=春晓社区 date=2022-12-06 event=发布 kind=小区 name=梧桐里 "
    "qualifier=1-5 reviewed=2022-12-02 street=示例街道",
    "date=2022-12-06 event=发布 name=蓝天公寓 notice=关于第一批的通告 street=示例街道",
]


def county(folder: Path, scheme: str = CHONGQING) -> Form:
    """The form of a county in which a compound and its community hold their titles."""
    written = Written(folder, scheme).certified(XINGFU, "2022-11-22").certified(CHUNXIAO, "2022-11-22")
    return form(written.write(), CODE, DAY, CLOCK)


def headings(made: Form) -> list[str]:
    """The headings of a form."""
    return [column.heading for column in made.columns]


def problems(found: ReadList) -> tuple[object, ...]:
    """Whatever a list says beside its rows, but for the sheets that are only to look at, and places left empty."""
    notes = (note for note in found.notes if note.kind not in ("aside", "not-filled"))
    return (*found.problems, *found.unread, *found.headings, *notes)


def test_what_is_filled_in_comes_back(tmp_path: Path) -> None:
    """Each word with its meaning: codes and ranges as they were typed, days as days; and nothing is asked."""
    made = county(tmp_path)
    found = read_list(filled(workbook.written(made), headings(made), ROWS), "填报表.xlsx")
    assert listed(found) == COMING_BACK
    assert problems(found) == ()
    assert f"区域、选项、说明：写明“{ASIDE}”，只供查看，没有读入" in [note.text for note in found.notes]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_libreoffice_saves_it_and_it_comes_back(tmp_path: Path, suffix: str) -> None:
    """The same after LibreOffice has saved it."""
    made = county(tmp_path)
    content = saved(filled(workbook.written(made), headings(made), ROWS), tmp_path, suffix)
    found = read_list(content, f"填报表.{suffix}")
    assert listed(found) == COMING_BACK
    assert problems(found) == ()


def test_libreoffice_keeps_the_rules(tmp_path: Path) -> None:
    """Rules, text columns, unlocked cells and protection outlast LibreOffice's saving; no sheet is hidden."""
    content = workbook.written(county(tmp_path))
    after = saved(content, tmp_path)
    before = rules(content)
    assert len(before) == 30
    assert {cell: rule for cell, rule in rules(after).items() if cell in before} == before
    assert re.findall(r'<sheet [^>]*state="(\w+)"', part(after, "xl/workbook.xml")) == ["visible"] * 4
    protected = ["sheetProtection" in part(after, f"xl/worksheets/sheet{number}.xml") for number in (1, 2, 3, 4)]
    assert protected == [False, True, True, True]
    expected = ["yyyy-mm-dd" if column.kind == "day" else "@" for column in county(tmp_path).columns]
    assert columns(content) == columns(after) == [(form, True) for form in expected]


def test_an_empty_form_holds_no_rows(tmp_path: Path) -> None:
    """Areas, lists and examples are never taken for rows."""
    found = read_list(workbook.written(county(tmp_path)), "填报表.xlsx")
    assert found.rows == ()
    assert [problem.kind for problem in found.problems] == ["no-rows"]
    assert [note.kind for note in found.notes] == ["aside"]


@pytest.mark.parametrize("scheme", [CHONGQING, HAINAN, WUHAN, CHANGCHUN])
def test_every_heading_and_every_choice_is_understood(tmp_path: Path, scheme: str) -> None:
    """Headings mean their column; words of the lists mean their code to what records, and pass what reads."""
    data = Written(tmp_path, scheme).certified(XINGFU, "2022-11-22").write()
    made = form(data, CODE, DAY, CLOCK)
    desk = sit_down(data, CODE, f"{DAY}T09:00:00+08:00", CLOCK)
    assert [getattr(heading(column.heading), "role", None) for column in made.columns] == [
        column.role for column in made.columns
    ]
    assert {choice.code for choice in made.choices["event"]} <= ACTIONS.keys()
    profile = steps.profile_on(desk, DAY)
    kinds = {choice.text: steps.kind_of(choice.text) for choice in made.choices["event"]}
    assert {choice.text: choice.code for choice in made.choices["event"]} == kinds
    reasons = made.choices["reason"]
    assert [steps.reason_of(profile.steps[kinds[choice.of]], choice.text) for choice in reasons] == [
        choice.code for choice in reasons
    ]
    assert [notices.known(desk, choice.text) for choice in made.choices["notice"]] == [
        choice.code for choice in made.choices["notice"]
    ]
    rows = [{"名称": "甲苑", "事件": choice.of, "原因": choice.text, "日期": DAY} for choice in made.choices["reason"]]
    found = read_list(filled(workbook.written(made), headings(made), rows), "填报表.xlsx")
    assert [row.text("reason") for row in found.rows] == [choice.text for choice in reasons]


def test_the_notices_of_the_demonstration_can_be_told_apart() -> None:
    """Every label of a notice is understood, and passes what reads, also where titles come again."""
    data = ROOT / "data"
    made = form(data, CODE, DAY, CLOCK)
    desk = sit_down(data, CODE, f"{DAY}T09:00:00+08:00", CLOCK)
    choices = made.choices["notice"]
    assert len(choices) > 3
    assert [notices.known(desk, choice.text) for choice in choices] == [choice.code for choice in choices]
    rows = [{"名称": "甲苑", "事件": "发布", "日期": DAY, "通告": choice.text} for choice in choices]
    found = read_list(filled(workbook.written(made), headings(made), rows), "填报表.xlsx")
    assert [row.text("notice") for row in found.rows] == [choice.text for choice in choices]
    assert found.problems == ()


def test_the_areas_are_shown_with_what_they_hold(tmp_path: Path) -> None:
    """Code, name, kind, place and present status of each area of the register."""
    made = county(tmp_path)
    (area,) = [area for area in made.areas if area.code == XINGFU]
    assert area == (XINGFU, "幸福里小区", "", "小区", "示例区示例街道春晓社区", "无疫小区有效")
    assert {"没有记录"} < {area.status for area in made.areas}


def test_everything_said_beside_a_cell_fits(tmp_path: Path) -> None:
    """At most 32 characters as a title and 255 as a message."""
    made = county(tmp_path)
    assert max(len(column.told) for column in made.columns) <= 255
    assert max(len(column.heading) for column in made.columns) <= 32


@pytest.mark.parametrize(("changed", "most"), [({"told": "长" * 256}, "255"), ({"heading": "长" * 33}, "32")])
def test_what_does_not_fit_ends_the_program(tmp_path: Path, changed: dict[str, str], most: str) -> None:
    """XlsxWriter warns, answers with a number, and would write a file without the rule."""
    made = county(tmp_path)
    too_much = made._replace(columns=(made.columns[0]._replace(**changed), *made.columns[1:]))  # type: ignore[arg-type]
    with pytest.warns(UserWarning, match=most), pytest.raises(workbook.RuleError):
        workbook.written(too_much)


def test_what_does_not_agree_is_coloured(tmp_path: Path) -> None:
    """Another name than that of the code; another event, day or notice than that of the first row."""
    content = workbook.written(county(tmp_path))
    found = re.findall(r'<conditionalFormatting sqref="([A-Z])2:[^>]*>.*?<formula>(.*?)</formula>', part(content))
    assert [place for place, _ in found] == ["H", "J", "N", "D"]
    assert not any("!" in formula for _, formula in found)
    assert "area_codes" in found[-1][1]
    assert re.findall(r'<definedName name="(area_\w+)"[^>]*>([^<]*)<', part(content, "xl/workbook.xml")) == [
        ("area_codes", "'区域'!$A$3:$A$11"), ("area_names", "'区域'!$B$3:$B$11"),
    ]  # fmt: skip


def test_a_list_is_never_written_into_a_rule(tmp_path: Path) -> None:
    """Lists are ranges of the second sheet: longer than 255 characters together, and with commas in what they offer."""
    made = county(tmp_path)
    many = tuple(Choice(f"通告，一,二{number}", f"{CODE}-20221122-{number}") for number in range(100))
    content = workbook.written(made._replace(choices={**made.choices, "notice": many}))
    found = rules(content)
    place = chr(65 + headings(made).index("通告"))
    assert found[f"{place}2"] == ("list", "选项!$O$3:$O$102")
    assert ",".join(choice.text for choice in many) not in part(content)


def test_the_same_county_gives_the_same_workbook(tmp_path: Path) -> None:
    """The bytes depend on the county and the day alone."""
    made = county(tmp_path)
    assert workbook.written(made) == workbook.written(made)


def test_a_list_depends_on_its_row(tmp_path: Path) -> None:
    """Reasons are those of the event of the row, communities those of its street."""
    found = rules(workbook.written(county(tmp_path)))
    lists = {cell: formula for cell, (kind, formula) in found.items() if kind == "list" and "OFFSET" in formula}
    assert [re.findall(r"MATCH\((\$[A-Z]2)", formula) for formula in lists.values()] == [["$B2"], ["$H2"]]


def row(number: int, **words: str) -> ListedRow:
    """A row of a list that came back."""
    return ListedRow({role: Cell(text, f"填写!A{number}") for role, text in words.items()}, f"第 {number} 行")  # type: ignore[misc]


def test_a_form_says_itself_what_it_is_a_list_of() -> None:
    """The event is the action; nothing is said where the columns are empty."""
    rows = [row(2, name="甲苑", event="发布"), row(3, name="乙苑", event="发布")]
    assert asked(rows) == Asked("certify", None)
    assert asked(rows, "certify") == Asked("certify", None)
    assert asked([row(2, name="甲苑", event="取消", notice="第一批")]) == Asked("revoke", "第一批")
    assert asked([row(2, name="甲苑")], "suspend") == Asked("suspend", None)
    assert asked([]) == Asked(None, None)


@pytest.mark.parametrize(
    ("second", "action", "said"),
    [
        ({"event": "发布"}, None, "“事件”一列不一样：第 2 行是“取消”，第 3 行是“发布”"),
        ({}, None, "“事件”一列不一样：第 2 行是“取消”，第 3 行是“空的”"),
        ({"event": "取消", "notice": "第一批"}, None, "“通告”一列不一样"),
        ({"event": "取消"}, "certify", "是“取消”，和 --action certify 不同"),
    ],
)
def test_a_revocation_is_never_taken_for_a_certification(second: dict[str, str], action: str | None, said: str) -> None:
    """Rows that disagree, and what was said beside them, are no guess."""
    with pytest.raises(UsageError, match=said):
        asked([row(2, name="甲苑", event="取消"), row(3, name="乙苑", **second)], action)


def test_what_is_no_list_is_recorded_one_by_one() -> None:
    """Steps that come one by one are no list."""
    with pytest.raises(UsageError, match="“申报”不能成批接入"):
        asked([row(2, name="甲苑", event="申报")])


def test_the_script_of_windows_stops_at_an_error_and_stays_open(tmp_path: Path) -> None:
    """After a list that was not taken over nothing is checked, after a check nothing is sent; the window waits.

    Held as text: what this says was seen once in the shell of Wine, in a folder with blanks and Chinese in its path.
    """
    folder = tmp_path / "名录 仓库" / "办公室"
    folder.mkdir(parents=True)
    git(folder.parent, "init", "-q")
    lines = scripts(folder, CODE)[f"wuyi-{CODE}.bat"].decode("ascii").split("\r\n")
    asking = [
        place for place, line in enumerate(lines) if line.startswith(("pushd", '"%WUYI%" import', '"%WUYI%" check'))
    ]
    assert [lines[place + 1] for place in asking] == ["if errorlevel 1 goto stop"] * 3
    assert lines[-4:] == [":stop", "popd", "pause", ""]
    assert lines.index("chcp 65001 >nul") < lines.index(":next")
    assert not [line for line in lines if line.startswith("call ")]  # which reads a name with % or ^ twice
