"""Declared counts beside what the register has: where a row that counts could not be read, nothing is compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.folders import CASES, copy_data, replace_once, report_of, with_city

COUNTY = "registers/990101"
UNPLACED = "notice_id,name,place,title,reason,measure\n"


def counting_two(folder: Path) -> Path:
    """The base, whose notice declares two and has one."""
    data = copy_data(CASES / "base", folder / "data")
    replace_once(data / COUNTY / "declared.csv", ",certified,1", ",certified,2")
    return data


@pytest.mark.parametrize(
    ("name", "code"), [("向阳<社区", "E204"), ("向阳小区2-301", "E217"), ("向阳　社区", "E219"), ("合计", "E214")]
)
def test_a_name_that_could_not_be_read_may_be_the_one_that_is_missing(name: str, code: str, tmp_path: Path) -> None:
    """The cause is told, and not the count that follows from it."""
    data = counting_two(tmp_path)
    row = f"990101-20221123-1,{name},,community,没有代码,\n"
    (data / COUNTY / "unplaced.csv").write_text(UNPLACED + row, encoding="utf-8")
    assert [finding.code for finding in report_of(data).findings] == [code]


def test_a_name_of_another_notice_hides_no_count(tmp_path: Path) -> None:
    """Only the notice that the name stands under is not compared."""
    data = counting_two(tmp_path)
    row = "990101-20221124-1,合计,,community,没有代码,\n"
    (data / COUNTY / "unplaced.csv").write_text(UNPLACED + row, encoding="utf-8")
    assert [finding.code for finding in report_of(data).findings] == ["E701", "E214"]


def test_a_city_calls_a_title_by_its_name(tmp_path: Path) -> None:
    """As the counties below it do, and as the notices of a county do."""
    data = with_city(tmp_path)
    declared = data / "registers" / "9901" / "declared.csv"
    declared.write_text(
        declared.read_text("utf-8").replace(",,community,certified,3", ",,community,certified,4"), "utf-8"
    )
    assert [(finding.code, finding.message) for finding in report_of(data).findings] == [
        ("E701", "通告 9901-20221130-1 公布“新增无疫社区”4 个，名录里有 3 个。")
    ]


def test_a_city_calls_a_title_of_which_no_row_is_there_by_its_name(tmp_path: Path) -> None:
    """The name is that of the counties' schemes, although no line names the notice."""
    data = with_city(tmp_path)
    declared = data / "registers" / "9901" / "declared.csv"
    notices = declared.with_name("notices.csv")
    replace_once(
        notices,
        "\n9901-20221130-1",
        "\n9901-20221201-1,示例市疫情防控指挥部,通告,,2022-12-01,,official,网站,\n9901-20221130-1",
    )
    declared.write_text(declared.read_text("utf-8") + "9901-20221201-1,无疫小区,1,,compound,certified,4\n", "utf-8")
    assert [finding.message for finding in report_of(data).findings if finding.code == "E701"] == [
        "通告 9901-20221201-1 公布“新增无疫小区”4 个，名录里有 0 个。"
    ]


def test_a_name_of_a_city_that_could_not_be_read(tmp_path: Path) -> None:
    """A city compares no more than a county."""
    data = with_city(tmp_path)
    declared = data / "registers" / "9901" / "declared.csv"
    declared.write_text(
        declared.read_text("utf-8").replace(",,community,certified,3", ",,community,certified,4"), "utf-8"
    )
    row = "9901-20221130-1,合计,,community,没有代码,\n"
    declared.with_name("unplaced.csv").write_text(UNPLACED + row, encoding="utf-8")
    assert [finding.code for finding in report_of(data).findings] == ["E214"]


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("provenance,source,imported_at", "provenance,source,imported_at,备注", "E102"),
        (",2022-11-30,2022-11-29T", ",2022-11-31,2022-11-29T", "E301"),
    ],
)
def test_notices_of_a_city_that_could_not_be_read(was: str, now: str, code: str, tmp_path: Path) -> None:
    """Whether a count of theirs is right is not known: the cause is told, and nothing that follows."""
    data = with_city(tmp_path)
    replace_once(data / "registers" / "9901" / "notices.csv", was, now)
    assert [finding.code for finding in report_of(data).findings] == [code]


def test_a_scheme_without_standards_says_so(tmp_path: Path) -> None:
    """What is expected is never nothing: the line has no place under such a scheme."""
    data = copy_data(CASES / "base", tmp_path / "data")
    path = data / "schemes" / "chongqing-2022-74.json"
    scheme = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**scheme, "standards": []}, ensure_ascii=False), "utf-8")
    table = "date,area_id,title,standard,met\n2022-11-21,990101001001,community,cases_at_zero,yes\n"
    (data / COUNTY / "assessments.csv").write_text(table, "utf-8")
    (finding,) = report_of(data).findings
    assert finding.code == "E614"
    assert finding.fix == "应为：不写这一行（这个方案没有列出标准）。"
