"""Self-assessments against the standards of the scheme, and inspections with what follows from a failure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.written import CHONGQING, CHUNXIAO, CODE, HAINAN, JINSE, XINGFU, Written, committed, standards

DAY = "2022-11-22"

# Names of the standards, copied from the texts (二 of Chongqing's, 4 of Hainan's), in order.
STANDARDS = {
    CHONGQING: [
        *("零新增", "严管控", "人员排查", "健康监测", "个人防护"),
        *("清洁消毒", "垃圾处置", "宣传引导", "服务保障", "物资储备"),
    ],
    HAINAN: [
        *("组织机构健全", "病例保持清零", "防控措施落实到位", "环境清洁消毒规范"),
        *("健康服务保障有力", "个人健康主体责任落实", "宣传氛围浓厚"),
    ],
}


def applied(folder: Path, scheme: str = CHONGQING, area: str = XINGFU) -> Written:
    """A title that was applied for on 11-21 and reviewed on 11-22."""
    return Written(folder, scheme).certified(area, DAY, apply="2022-11-21")


def applied_to(folder: Path, document: Mapping[str, Any]) -> Written:
    """The same under a scheme of its own."""
    return Written(folder, document).certified(XINGFU, DAY, apply="2022-11-21")


# ---- self-assessments


@pytest.mark.parametrize(
    ("scheme", "number", "name"), [(scheme, *one) for scheme, names in STANDARDS.items() for one in enumerate(names)]
)
def test_every_standard_is_assessed(scheme: str, number: int, name: str, tmp_path: Path) -> None:
    """A review without a standard says which; one that is not met must not be recommended."""
    known = standards(scheme)
    assert len(known) == len(STANDARDS[scheme])
    others = [one for one in known if one != known[number]]
    county = applied(tmp_path, scheme).assessed("2022-11-21", XINGFU, *others)
    (found,) = county.found()
    assert (found.code, found.line, found.column) == ("E612", 3, "event")
    assert f"缺少“{name}”。" in found.message
    county.assessed("2022-11-21", XINGFU, known[number], met="no")
    (found,) = county.found()
    assert (found.code, found.path, found.line, found.column) == (
        "E613", "data/registers/990101/assessments.csv", len(known) + 1, "met",
    )  # fmt: skip
    assert f"“{name}”" in found.message
    county.tables["assessments"][-1]["met"] = "yes"
    assert county.codes() == []


def test_assessments_that_are_kept_elsewhere_are_not_missed(tmp_path: Path) -> None:
    """No file, no finding; an empty one says that nobody assessed anything."""
    county = applied(tmp_path)
    assert county.codes() == []
    (found,) = county.on_file("assessments").found()
    assert found.code == "E612"
    assert all(f"“{name}”" in found.message for name in STANDARDS[CHONGQING])


@pytest.mark.parametrize(
    ("day", "codes"),
    [("2022-11-01", []), ("2022-11-21", []), (DAY, []), ("2022-11-23", ["E612"])],
)
def test_assessed_before_the_review(day: str, codes: list[str], tmp_path: Path) -> None:
    """What is assessed after the review was not before it."""
    assert applied(tmp_path).assessed(day, XINGFU, *standards(CHONGQING)).codes() == codes


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (("2022-11-20", "no"), ("2022-11-22", "yes"), []),
        (("2022-11-20", "yes"), ("2022-11-22", "no"), ["E613"]),
        (("2022-11-20", "no"), ("2022-11-23", "yes"), ["E613"]),
        (("2022-11-20", "yes"), ("2022-11-23", "no"), []),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_latest_assessment_counts(
    first: tuple[str, str], second: tuple[str, str], codes: list[str], turned: bool, tmp_path: Path
) -> None:
    """By its day, not by its line; up to the review."""
    one, *others = standards(CHONGQING)
    county = applied(tmp_path).assessed("2022-11-20", XINGFU, *others)
    for day, met in (second, first) if turned else (first, second):
        county.assessed(day, XINGFU, one, met=met)
    assert county.codes() == codes


@pytest.mark.parametrize(
    ("assessed", "codes"),
    [
        ([("2022-11-21", XINGFU)], ["E612"]),
        ([(DAY, XINGFU)], ["E612"]),  # on the day of the first review: for that one
        ([("2022-11-21", XINGFU), ("2022-12-04", XINGFU)], []),
        ([("2022-11-21", XINGFU), ("2022-12-06", XINGFU)], []),
        ([("2022-11-21", XINGFU), ("2022-12-07", XINGFU)], ["E612"]),
        ([("2022-12-04", XINGFU)], ["E612"]),
        ([("2022-11-21", XINGFU), ("2022-12-04", CHUNXIAO)], ["E612"]),
    ],
)
def test_each_application_has_its_own_assessment(
    assessed: list[tuple[str, str]], codes: list[str], tmp_path: Path
) -> None:
    """What was assessed for a title that was lost does not stand for the next application."""
    county = applied(tmp_path).step("revoke", XINGFU, "2022-11-25", by=CODE, reason="refusing_test")
    county.certified(XINGFU, "2022-12-06", apply="2022-12-05")
    for day, area in assessed:
        county.assessed(day, area, *standards(CHONGQING))
    assert county.codes() == codes


def test_an_application_that_was_refused_needs_no_complete_assessment(tmp_path: Path) -> None:
    """That a standard is not met is what a refusal is for."""
    county = Written(tmp_path).step("apply", XINGFU, "2022-11-21")
    county.assessed("2022-11-21", XINGFU, "zero_new", met="no")
    assert county.step("reject", XINGFU, DAY, reason="standard_not_met").codes() == []


def test_an_old_list_has_no_assessment(tmp_path: Path) -> None:
    """Its earlier steps are not on record."""
    county = Written(tmp_path).step("publish", XINGFU, DAY).on_file("assessments")
    county.register_since = "2022-11-25"
    assert county.codes() == []


@pytest.mark.parametrize("standard", ["zero-new", "good_order", "sound_organisation"])
def test_a_standard_that_the_scheme_does_not_have(standard: str, tmp_path: Path) -> None:
    """The items of a standard are assessed, not the whole of it; those of another scheme are not known."""
    county = applied(tmp_path).assessed("2022-11-21", XINGFU, *standards(CHONGQING), standard)
    (found,) = county.found()
    assert (found.code, found.line, found.value) == ("E614", 12, standard)
    assert "zero_new（零新增）" in found.fix


def test_a_standard_written_wrongly_is_one_slip(tmp_path: Path) -> None:
    """What a line was meant to say is not missed beside it."""
    known = standards(CHONGQING)
    assert applied(tmp_path).assessed("2022-11-21", XINGFU, "zero_news", *known[1:]).codes() == ["E614"]


@pytest.mark.parametrize(
    ("key", "value", "codes"),
    [
        ("met", "是", ["E207"]),
        ("date", "2022-02-30", ["E301"]),
        ("area_id", "990101001001-010", ["E401"]),
        ("area_id", "990102001001-001", ["E404"]),
    ],
)
def test_a_line_with_a_finding_is_not_missed(key: str, value: str, codes: list[str], tmp_path: Path) -> None:
    """One slip in an assessment gives one message."""
    county = applied(tmp_path).assessed("2022-11-21", XINGFU, *standards(CHONGQING))
    county.tables["assessments"][3][key] = value
    assert county.codes() == codes


# ---- all standards in one line


@pytest.mark.parametrize("scheme", [CHONGQING, HAINAN])
def test_one_line_for_all_is_the_full_set(scheme: str, tmp_path: Path) -> None:
    """An area that met every standard has one line; it is of its day, its area and its application like any other."""
    county = applied(tmp_path, scheme).assessed("2022-11-21", XINGFU, "all")
    assert county.codes() == []
    for key, value in (("date", "2022-11-23"), ("area_id", CHUNXIAO)):
        kept = county.tables["assessments"][0][key]
        county.tables["assessments"][0][key] = value
        (found,) = county.found()
        assert found.code == "E612"
        assert all(f"“{name}”" in found.message for name in STANDARDS[scheme])
        county.tables["assessments"][0][key] = kept


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("day", "met", "code"),
    [("2022-11-20", "no", None), ("2022-11-21", "no", "E613"), ("2022-11-22", "no", "E613"), (DAY, "yes", None)],
)
def test_a_line_for_all_hides_no_standard(day: str, met: str, code: str | None, turned: bool, tmp_path: Path) -> None:
    """The later line counts; of one day that of the single standard does, whatever stands first in the file."""
    county = applied(tmp_path)
    lines = [("2022-11-21", "all", "yes"), (day, "zero_new", met)]
    for date, standard, answer in reversed(lines) if turned else lines:
        county.assessed(date, XINGFU, standard, met=answer)
    assert county.codes() == ([code] if code else [])


def test_all_standards_are_never_unmet_at_once(tmp_path: Path) -> None:
    """Nobody knows which one was not met: one message, on the line, and none of the standards beside it."""
    county = applied(tmp_path).assessed("2022-11-21", XINGFU, "all", met="no")
    (found,) = county.found()
    assert (found.code, found.line, found.column, found.value) == ("E635", 2, "met", "no")
    county.assessed("2022-11-21", XINGFU, *standards(CHONGQING))
    assert county.codes() == ["E635"]


def test_a_scheme_without_standards_has_no_line_for_all(tmp_path: Path) -> None:
    """There is nothing that could have been met."""
    document = {**committed(CHONGQING), "standards": []}
    (found,) = applied_to(tmp_path, document).assessed("2022-11-21", XINGFU, "all").found()
    assert (found.code, found.value) == ("E614", "all")


# ---- inspections


@pytest.mark.parametrize(
    ("scheme", "by", "result", "codes"),
    [
        (HAINAN, "99", "failed", ["E623"]),
        (HAINAN, "99", "passed", []),
        (HAINAN, "9901", "failed", []),
        (HAINAN, CODE, "failed", []),
        (CHONGQING, "99", "failed", []),
        (CHONGQING, CODE, "failed", []),
    ],
)
def test_a_failed_inspection(scheme: str, by: str, result: str, codes: list[str], tmp_path: Path) -> None:
    """省……将取消认定: of the inspections in Hainan only the province's; Chongqing's text asks for nothing."""
    county = applied(tmp_path, scheme).inspected("2022-11-24", XINGFU, by, result, due="2022-12-01")
    found = county.found()
    assert [(one.code, one.line) for one in found] == [(code, 2) for code in codes]
    for one in found:
        assert one.clause == "《海南省“无疫村(社区)、无疫小区”创建工作推进方案》 6 动态管理 4"
        assert "inspection_failed" in one.fix


@pytest.mark.parametrize(
    ("day", "reason", "codes"),
    [
        ("2022-11-24", "inspection_failed", []),
        ("2022-11-24", "refusing_test", []),
        ("2022-11-25", "inspection_failed", ["W609"]),
        ("2022-11-23", "refusing_test", []),
    ],
)
def test_the_revocation_after_an_inspection(day: str, reason: str, codes: list[str], tmp_path: Path) -> None:
    """On the day of the finding; a title that is gone already has nothing to lose."""
    county = applied(tmp_path, HAINAN).inspected("2022-11-24", XINGFU, "99", due="2022-12-01")
    assert county.step("revoke", XINGFU, day, by="99", reason=reason).codes() == codes


@pytest.mark.parametrize("days", [("2022-11-24", "2022-11-25"), ("2022-11-25", "2022-11-24")])
def test_two_failures_and_one_late_revocation(days: tuple[str, str], tmp_path: Path) -> None:
    """One step is late once, counted from the first failure, wherever its line stands."""
    county = applied(tmp_path, HAINAN)
    for day in days:
        county.inspected(day, XINGFU, "99", due="2022-12-01")
    (found,) = county.step("revoke", XINGFU, "2022-11-28", by="99", reason="inspection_failed").found()
    assert (found.code, "晚了 4 天" in found.message) == ("W609", True)


def test_a_suspended_title_is_revoked_after_an_inspection(tmp_path: Path) -> None:
    """A suspension is not what the scheme asks for."""
    county = applied(tmp_path, HAINAN).step("suspend", XINGFU, "2022-11-23", reason="close_contact")
    assert county.inspected("2022-11-24", XINGFU, "99", due="2022-12-01").codes() == ["E623"]


def test_an_inspection_is_of_its_own_area(tmp_path: Path) -> None:
    """Neither the community above nor a neighbour failed."""
    county = applied(tmp_path, HAINAN, CHUNXIAO).certified(JINSE, DAY)
    assert county.inspected("2022-11-24", XINGFU, "99", due="2022-12-01").codes() == []


def test_the_ground_of_a_revocation_after_an_inspection(tmp_path: Path) -> None:
    """With the inspections on file, a revocation for one has a failure there; without, nothing is asked."""
    county = applied(tmp_path, HAINAN).step("revoke", XINGFU, "2022-11-24", by="99", reason="inspection_failed")
    assert county.on_file("cases").codes() == []
    (found,) = county.on_file("inspections").found()
    assert (found.code, found.line, "inspections 表" in found.message) == ("W620", 7, True)
    county.inspected("2022-11-24", XINGFU, "99", "passed")
    assert county.codes() == ["W620"]
    row = county.tables["inspections"][0]
    row.update(result="failed", rectification_due="2022-12-01")
    assert county.codes() == []
    row["inspected_by"] = CODE  # the county's own inspection is not what the scheme revokes for
    assert county.codes() == ["W620"]


@pytest.mark.parametrize(
    ("due", "done", "codes"),
    [
        ("", "", ["E625"]),
        ("2022-11-27", "", ["W624"]),
        ("2022-11-28", "", []),  # the county's own day is the last one
        ("2022-12-01", "", []),
        ("2022-11-27", "2022-11-27", []),
        ("2022-11-25", "2022-11-28", []),
        ("2022-11-24", "2022-11-24", []),
        ("2022-11-27", "2022-11-23", ["E628"]),
        ("2022-11-23", "2022-11-25", ["E628"]),
    ],
)
def test_rectification(due: str, done: str, codes: list[str], tmp_path: Path) -> None:
    """督促整改: by a day, which is not before the inspection; overdue at the county's own time, never by the clock."""
    county = applied(tmp_path, HAINAN).inspected("2022-11-24", XINGFU, CODE, due=due, done=done)
    assert county.codes(as_of="2022-11-28") == codes
    assert county.inspected("2022-11-28", JINSE, CODE, "passed").codes() == codes


def test_a_day_to_rectify_by_before_the_inspection_is_one_slip(tmp_path: Path) -> None:
    """A day that is wrong is not overdue as well."""
    county = applied(tmp_path, HAINAN).inspected("2022-11-24", XINGFU, CODE, due="2022-10-28")
    assert county.codes() == ["E628"]


def test_chongqing_asks_for_no_rectification(tmp_path: Path) -> None:
    """Its text has inspections, and nothing that follows from them; days out of order are wrong anywhere."""
    county = applied(tmp_path).inspected("2022-11-24", XINGFU, CODE)
    assert county.codes(as_of="2022-12-31") == []
    assert county.inspected("2022-11-24", JINSE, CODE, due="2022-11-20").codes() == ["E628"]


def test_inspections_are_known_from_their_day_on(tmp_path: Path) -> None:
    """As of a time before the inspection there was none."""
    county = applied(tmp_path, HAINAN).inspected("2022-11-24", XINGFU, "99", due="2022-12-01")
    assert county.codes(as_of="2022-11-23") == []
    assert county.codes(as_of="2022-11-24") == ["E623"]


@pytest.mark.parametrize(("by", "codes"), [("9902", ["E405"]), ("98", ["E405"])])
def test_an_inspecting_body_that_is_not_above(by: str, codes: list[str], tmp_path: Path) -> None:
    """Only units of the county, and those above it, inspect it."""
    assert applied(tmp_path).inspected("2022-11-24", XINGFU, by, "passed").codes() == codes
