"""Numbers of people on a list of losses are the evidence of its events; on other lists they are not filed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.staff.intake.headings import heading
from generator.staff.intake.reader import read_list
from tests.support.importing import WAY, Import, county
from tests.support.lists import csv, kinds
from tests.support.recording import lines
from tests.support.written import CHUNXIAO, HAINAN, WUTONG, XINGFU, Written

SAID = ("--date", "2022-12-07", "--notice-title", "关于取消称号的通告")


def losses(*rows: str) -> bytes:
    """A list of losses with numbers."""
    return csv("社区,无疫小区名称,确诊病例,无症状感染者（例）,密接人数", *rows)


def test_losses_carry_their_numbers(tmp_path: Path) -> None:
    """One line for each area that has some, on the day of the list, and what follows upward sees them."""
    written = Written(tmp_path)
    for area in (XINGFU, WUTONG, CHUNXIAO):
        written.certified(area, "2022-11-22")
    data = written.on_file("cases").write()
    wanted = Import(data, losses("春晓社区,幸福里小区,1例,0,12", "春晓社区,梧桐苑,无,2,"), "a.csv")
    said = wanted.done("--action", "revoke", "--reason", "new_case", "--upward", *SAID)
    assert lines(data, "cases") == [f"2022-12-07,{XINGFU},1,,12,", f"2022-12-07,{WUTONG},,2,,"]
    assert [line.split(",")[1] for line in lines(data, "events")[-3:]] == [XINGFU, WUTONG, CHUNXIAO]
    assert "将写 cases.csv：" in said
    assert "病例 2 行" in said


def test_a_restoration_rules_contacts_out(tmp_path: Path) -> None:
    """The column of those that were ruled out is what the scheme asks for; another day of it is a line of its own."""
    written = Written(tmp_path, HAINAN).certified(XINGFU, "2022-11-22").case("2022-12-01", XINGFU, close_contacts=3)
    data = written.step("suspend", XINGFU, "2022-12-01", reason="close_contact").write()
    rows = csv("社区,无疫小区名称,已排除密接", "春晓社区,幸福里小区,3")
    wanted = Import(data, rows, "a.csv")
    wanted.done("--action", "restore", "--reason", "contact_ruled_out", *SAID)
    assert lines(data, "cases") == [f"2022-12-01,{XINGFU},,,3,", f"2022-12-07,{XINGFU},,,,3"]


def test_the_same_list_twice_adds_no_numbers(tmp_path: Path) -> None:
    """Nor is a line that says the same written again; one that says another thing is in the way."""
    data = Written(tmp_path).certified(XINGFU, "2022-11-22").case("2022-12-07", XINGFU, confirmed=1).write()
    other = Import(data, losses("春晓社区,幸福里小区,2,,"), "b.csv")
    assert "cases 表第 2 行已有" in other.refused("--action", "revoke", "--reason", "new_case", *SAID, code=2)
    wanted = Import(data, losses("春晓社区,幸福里小区,1,,"), "a.csv")
    wanted.done("--action", "revoke", "--reason", "new_case", *SAID)
    assert "什么也不用写" in wanted.run("--action", "revoke", "--reason", "new_case", *SAID).output
    assert len(lines(data, "cases")) == 1


def test_numbers_that_are_not_filed_are_told(tmp_path: Path) -> None:
    """Where no cases are kept, and where the list is of no loss."""
    data = Written(tmp_path / "a").certified(XINGFU, "2022-11-22").write()
    said = Import(data, losses("春晓社区,幸福里小区,1,,2"), "a.csv").done(
        "--action", "revoke", "--reason", "new_case", *SAID
    )
    assert "名单上的确诊病例、密切接触者没有登记：区县 990101 的病例另行保存，不在名录里（没有 cases 表）" in said
    rows = csv("社区,无疫小区名称,病例数", "春晓社区,甲苑,0", "春晓社区,乙苑,3")
    said = Import(county(tmp_path / "b"), rows, "a.csv").done(*WAY, "--assessed", "2022-12-05", *SAID)
    assert "名单上的确诊病例没有登记：已排除的密切接触者只在恢复时登记，其他人数只在暂停、取消时登记" in said


@pytest.mark.parametrize("text", ["2.5", "若干", "-1", "123456", "2-3"])
def test_what_is_no_number_of_people(text: str) -> None:
    """It is told by its cell, and never guessed."""
    assert kinds(read_list(losses(f"春晓社区,幸福里小区,{text},,"), "a.csv")) == [("第 2 行 C 列", "no-people")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("病例数", "confirmed"), ("新增确诊病例（例）", "confirmed"), ("确诊人数", "confirmed"),
        ("无症状", "asymptomatic"), ("新增无症状感染者数", "asymptomatic"),
        ("密接", "close_contacts"), ("密切接触者人数", "close_contacts"),
        ("已排除密接", "cleared_contacts"), ("解除的密切接触者", "cleared_contacts"),
        ("阳性人数", "count"), ("核酸人数", "count"),
    ],
)  # fmt: skip
def test_headings_of_numbers(text: str, role: str) -> None:
    """What may be either is not read."""
    found = heading(text)
    assert found is not None
    assert found.role == role
