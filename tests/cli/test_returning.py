"""A form that was filled in, taken over: template, import, check."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.staff.template import workbook
from generator.staff.template.form import Form, form
from tests.support.filling import filled, saved
from tests.support.folders import report_of
from tests.support.recording import contents, lines, public
from tests.support.written import CODE, WUTONG, XINGFU, Written

DAY = "2022-12-06"
REFUSING, HIDING = "抗拒核酸检测", "隐瞒接触史"
REVOKED = [
    {"代码": XINGFU, "名称": "幸福里小区", "称号": "无疫小区", "事件": "取消", "原因": REFUSING, "日期": DAY},
    {"代码": WUTONG, "名称": "梧桐苑", "称号": "无疫小区", "事件": "取消", "原因": HIDING, "日期": DAY},
]
CERTIFIED = [
    {"街道": "示例街道", "社区": "和平社区", "名称": "翠湖天地", "范围": "1-5", "类型": "小区", "事件": "发布",
     "日期": DAY, "申报日期": "2022-12-01", "审核日期": "2022-12-02", "评定日期": "2022-12-03"},
]  # fmt: skip


def county(folder: Path) -> tuple[Path, Form]:
    """A county in which two compounds hold their titles, and its form."""
    data = Written(folder).certified(XINGFU, "2022-11-22").certified(WUTONG, "2022-11-22").write()
    return data, form(data, CODE, DAY, "2022-12-07T23:59:59+08:00")


def taken(data: Path, made: Form, rows: list[dict[str, str]], *words: str, by_office: bool = False) -> Result:
    """The form with rows, taken over; `by_office` after LibreOffice has saved it."""
    content = filled(workbook.written(made), [column.heading for column in made.columns], rows)
    path = data.parent / "填报表.xlsx"
    path.write_bytes(saved(content, data.parent) if by_office else content)
    given = ["import", str(path), "--county", CODE, "--data", str(data), "--settings", str(data.parent / "settings")]
    return CliRunner().invoke(main, [*given, "--recorded-at", f"{DAY}T12:00:00+08:00", "--yes", *words])


@pytest.mark.parametrize("by_office", [False, True])
def test_revocations_come_back_each_with_its_reason(tmp_path: Path, *, by_office: bool) -> None:
    """Without a question; the form says itself that it is of revocations."""
    data, made = county(tmp_path)
    result = taken(data, made, REVOKED, "--notice-title", "关于取消的通告", by_office=by_office)
    assert result.exit_code == 0, result.output
    assert [line.partition("(")[0] for line in public(result)] == [
        "取消:幸福里小区不再是无疫小区", "取消:梧桐苑不再是无疫小区",
    ]  # fmt: skip
    assert [line.split(",")[8] for line in lines(data, "events")[-2:]] == ["refusing_test", "concealing_contacts"]
    assert [finding.code for finding in report_of(data).findings if finding.severity == "error"] == []


@pytest.mark.parametrize("by_office", [False, True])
def test_certifications_come_back_with_their_steps(tmp_path: Path, *, by_office: bool) -> None:
    """A new compound, its part as it was typed, and each step on its day."""
    data, made = county(tmp_path)
    result = taken(data, made, CERTIFIED, "--notice-title", "关于第二批的通告", by_office=by_office)
    assert result.exit_code == 0, result.output
    assert lines(data, "areas")[-1].split(",")[1:4] == ["翠湖天地", "1-5", "compound"]
    assert [line.split(",")[3:6:2] for line in lines(data, "events")[-4:]] == [
        ["apply", "2022-12-01"], ["review", "2022-12-02"], ["certify", "2022-12-03"], ["publish", DAY],
    ]  # fmt: skip
    assert [finding.code for finding in report_of(data).findings if finding.severity == "error"] == []


@pytest.mark.parametrize("by_office", [False, True])
def test_that_staff_filled_it_in_is_said(tmp_path: Path, *, by_office: bool) -> None:
    """The citation of the notice, which the public reads, calls it no list that was published."""
    data, made = county(tmp_path)
    result = taken(data, made, CERTIFIED, "--notice-title", "关于第二批的通告", by_office=by_office)
    assert result.exit_code == 0, result.output
    assert "；工作人员填的表 填报表.xlsx SHA-256 " in lines(data, "notices")[-1]
    given = ["import", str(data.parent / "填报表.xlsx"), "--county", CODE, "--data", str(data), "--yes"]
    again = CliRunner().invoke(main, [*given, "--recorded-at", f"{DAY}T13:00:00+08:00"])
    assert "什么也不用写" in again.output, again.output


@pytest.mark.parametrize(
    ("rows", "words", "said"),
    [
        (REVOKED, ("--action", "certify"), "“事件”一列是“取消”，和 --action certify 不同"),
        ([*REVOKED, *CERTIFIED], (), "“事件”一列不一样"),
        ([{**row, "原因": "不知道"} for row in REVOKED], (), "“取消”没有原因符合“不知道”"),
    ],
)
def test_what_does_not_agree_is_not_taken(
    tmp_path: Path, rows: list[dict[str, str]], words: tuple[str, ...], said: str
) -> None:
    """A revocation never becomes a certification; nothing is written."""
    data, made = county(tmp_path)
    before = contents(data)
    result = taken(data, made, rows, "--notice-title", "通告", *words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert contents(data) == before
