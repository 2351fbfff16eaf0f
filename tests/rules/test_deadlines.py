"""Time limits: working days of the official calendar, the county's own time, filings, terms and waiting periods."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.written import (
    CHONGQING,
    CHUNXIAO,
    CODE,
    DONGSHENG,
    HAINAN,
    HEPING,
    JINSE,
    STREET,
    XINGFU,
    Written,
    committed,
)


def decided(county: Written, area: str, apply: str, review: str, certify: str = "") -> Written:
    """An application up to its certification, which is made with the review unless the test says otherwise."""
    return (
        county.step("apply", area, apply).step("review", area, review).step("certify", area, certify or review)
    )  # fmt: skip


# ---- W609: two working days for the review, one calendar day for the certification (三(二)、三(三))


@pytest.mark.parametrize(
    ("apply", "review", "due", "late"),
    [
        # A week without a holiday; 2022-11-21 is a Monday. The day of receipt does not count.
        ("2022-11-21", "2022-11-21", "2022-11-23", 0),
        ("2022-11-21", "2022-11-23", "2022-11-23", 0),
        ("2022-11-21", "2022-11-24", "2022-11-23", 1),
        ("2022-11-21", "2022-11-25", "2022-11-23", 2),
        ("2022-11-21", "2022-11-28", "2022-11-23", 3),
        ("2022-11-21T23:59+08:00", "2022-11-23T23:59+08:00", "2022-11-23", 0),
        ("2022-11-21T00:00+08:00", "2022-11-24T00:00+08:00", "2022-11-23", 1),
        # Over a weekend, and on one.
        ("2022-11-24", "2022-11-28", "2022-11-28", 0),
        ("2022-11-24", "2022-11-29", "2022-11-28", 1),
        ("2022-11-25", "2022-11-29", "2022-11-29", 0),
        ("2022-11-26", "2022-11-29", "2022-11-29", 0),
        ("2022-11-26", "2022-11-30", "2022-11-29", 1),
        ("2022-11-23", "2022-11-26", "2022-11-25", 1),  # a Saturday after the last day is late all the same
        # National Day 2022: off from 10-01 to 10-07, at work on the weekend of 10-08 and 10-09.
        ("2022-09-29", "2022-10-08", "2022-10-08", 0),
        ("2022-09-29", "2022-10-09", "2022-10-08", 1),
        ("2022-09-30", "2022-10-09", "2022-10-09", 0),
        ("2022-09-30", "2022-10-10", "2022-10-09", 1),
        ("2022-10-01", "2022-10-09", "2022-10-09", 0),
        ("2022-10-07", "2022-10-10", "2022-10-09", 1),
        ("2022-10-08", "2022-10-10", "2022-10-10", 0),
        ("2022-10-08", "2022-10-11", "2022-10-10", 1),
        # New Year 2023: off from 2022-12-31 to 2023-01-02.
        ("2022-12-30", "2023-01-04", "2023-01-04", 0),
        ("2022-12-30", "2023-01-05", "2023-01-04", 1),
    ],
)
def test_review_within_two_working_days(apply: str, review: str, due: str, late: int, tmp_path: Path) -> None:
    """收到申报表2个工作日内: working days of the official calendar, the day of receipt not among them."""
    found = decided(Written(tmp_path), XINGFU, apply, review).found()
    assert [(one.code, one.line, one.column) for one in found] == ([("W609", 3, "effective_at")] if late else [])
    for one in found:
        assert one.message == (
            f"“幸福里小区”（990101001001-001）的“审核”晚了 {late} 个工作日：申报（{apply[:10]}）后 2 个工作日内，"
            f"应不迟于 {due}。"
        )
        assert one.clause == "渝肺炎指办发〔2022〕74号 三(二)"


@pytest.mark.parametrize(
    ("review", "certify", "late"),
    [
        ("2022-11-22", "2022-11-22", 0),
        ("2022-11-22", "2022-11-23", 0),
        ("2022-11-22", "2022-11-24", 1),
        ("2022-11-25", "2022-11-26", 0),
        ("2022-11-25", "2022-11-27", 1),
        ("2022-11-25", "2022-11-28", 2),
        ("2022-09-30", "2022-10-01", 0),
        ("2022-09-30", "2022-10-08", 7),
    ],
)
@pytest.mark.parametrize("area", [XINGFU, CHUNXIAO])
def test_certification_within_a_calendar_day(review: str, certify: str, late: int, area: str, tmp_path: Path) -> None:
    """1日内 is a calendar day: only the review says 工作日. It is counted from the review, of both titles."""
    found = decided(Written(tmp_path), area, review, review, certify).found()
    assert [(one.code, one.line) for one in found] == ([("W609", 4)] if late else [])
    for one in found:
        assert f"“评定”晚了 {late} 天：审核（{review}）后 1 天内" in one.message
        assert one.clause == "渝肺炎指办发〔2022〕74号 三(三)"


@pytest.mark.parametrize("area", [CHUNXIAO, DONGSHENG, XINGFU])
def test_hainan_sets_no_time_limit(area: str, tmp_path: Path) -> None:
    """No time limit stands in Hainan's text: none is checked, and nothing is overdue."""
    county = decided(Written(tmp_path, HAINAN), area, "2022-08-25", "2022-10-12", "2022-12-01")
    assert county.step("apply", HEPING, "2022-12-20").codes() == []
    assert county.step("apply", JINSE, "2022-08-26").codes(as_of="2022-12-31") == []


def test_township_title_has_the_time_limit_of_its_steps(tmp_path: Path) -> None:
    """The time limit belongs to the step; that a title has no level for it changes nothing."""
    assert decided(Written(tmp_path), STREET, "2022-11-21", "2022-11-25").codes() == ["W609"]


def test_each_application_has_its_own_time_limits(tmp_path: Path) -> None:
    """After a revocation, days count from the new application."""
    county = Written(tmp_path).certified(CHUNXIAO, "2022-11-22")
    county.step("revoke", CHUNXIAO, "2022-11-25", by=CODE, reason="refusing_test")
    county.certified(CHUNXIAO, "2022-12-06", apply="2022-12-05")
    assert county.codes() == []


def test_a_corrected_day_is_judged(tmp_path: Path) -> None:
    """A replaced line is no more late than what replaces it; one that becomes late is told on the new line."""
    county = decided(Written(tmp_path), XINGFU, "2022-11-21", "2022-11-25")
    county.step("review", XINGFU, "2022-11-23", recorded="2022-11-26", corrects=2)
    county.step("certify", XINGFU, "2022-11-24", recorded="2022-11-26", corrects=3)
    assert county.codes() == []
    county.step("review", XINGFU, "2022-11-24", recorded="2022-11-27", corrects=4)
    assert [(one.code, one.line) for one in county.found()] == [("W609", 7)]


def test_lateness_is_a_warning(tmp_path: Path) -> None:
    """What came late stays on record as it was: nobody is to write another day to get it published."""
    (found,) = decided(Written(tmp_path), XINGFU, "2022-11-21", "2022-11-24").found()
    assert found.severity == "warning"


# ---- W610: what is still missing, at the county's own time


@pytest.mark.parametrize(
    ("newest", "codes"),
    [
        ("2022-11-24", []),
        ("2022-11-27", []),
        ("2022-11-28", []),
        ("2022-11-29", ["W610"]),
    ],
)
def test_review_overdue_as_of_the_newest_record(newest: str, codes: list[str], tmp_path: Path) -> None:
    """The county's own time is that of its newest record or evidence, or the time asked for; never the clock."""
    county = Written(tmp_path).step("apply", XINGFU, "2022-11-24")
    assert county.codes() == []
    assert county.codes(as_of=newest) == codes
    assert Written(tmp_path).step("apply", XINGFU, "2022-11-24").case(newest, HEPING).codes() == codes
    assert Written(tmp_path).step("apply", XINGFU, "2022-11-24").inspected(newest, HEPING, CODE).codes() == codes
    assert county.certified(CHUNXIAO, newest).codes() == codes


def test_certification_overdue(tmp_path: Path) -> None:
    """After the review the certification is due, counted from it."""
    county = Written(tmp_path).step("apply", XINGFU, "2022-11-21").step("review", XINGFU, "2022-11-23")
    assert county.codes(as_of="2022-11-24") == []
    (found,) = county.step("apply", JINSE, "2022-11-25").found()
    assert found.message == (
        "“幸福里小区”（990101001001-001）的“评定”还没有记录：审核（2022-11-23）后 1 天内，应不迟于 2022-11-24，"
        "名录已到 2022-11-25。"
    )
    assert (found.code, found.line) == ("W610", 3)


def test_no_time_limit_for_the_publication(tmp_path: Path) -> None:
    """评定后，由区县……发布: when is not said."""
    county = decided(Written(tmp_path), XINGFU, "2022-11-21", "2022-11-22")
    assert county.codes(as_of="2022-12-31") == []


@pytest.mark.parametrize(("event", "reason"), [("reject", "standard_not_met"), ("withdraw", "by_applicant")])
def test_an_application_that_ended_is_not_overdue(event: str, reason: str, tmp_path: Path) -> None:
    """A refusal or a withdrawal ends an application."""
    county = Written(tmp_path).step("apply", XINGFU, "2022-11-21").step(event, XINGFU, "2022-11-22", reason=reason)
    assert county.codes(as_of="2022-12-31") == []


def test_a_new_application_is_overdue_from_its_own_day(tmp_path: Path) -> None:
    """The review of the first application does not stand for the second."""
    county = Written(tmp_path).certified(CHUNXIAO, "2022-11-22")
    county.step("revoke", CHUNXIAO, "2022-11-25", by=CODE, reason="refusing_test").step("apply", CHUNXIAO, "2022-12-05")
    assert county.codes(as_of="2022-12-07") == []
    assert county.codes(as_of="2022-12-08") == ["W610"]


# ---- W308: years that no calendar knows, and data/workdays.csv


def stated(county: Written, working: str, *days: str) -> Written:
    """Days of data/workdays.csv."""
    county.workdays += [{"date": day, "working": working, "source": "国务院办公厅通知"} for day in days]
    return county


def test_a_year_without_calendar_is_told_once(tmp_path: Path) -> None:
    """However many steps cannot be judged: one warning for each year, and nothing is guessed."""
    county = Written(tmp_path)
    for area, day in ((CHUNXIAO, "2030-03-04"), (HEPING, "2030-03-11"), (XINGFU, "2031-03-03")):
        decided(county, area, day, f"{day[:8]}28")
    found = county.found()
    assert [(one.code, one.value, one.line, one.column) for one in found] == [
        ("W308", "2030", 3, "effective_at"),
        ("W308", "2031", 9, "effective_at"),
    ]


def test_an_overdue_review_in_a_year_without_calendar(tmp_path: Path) -> None:
    """What is not on record yet cannot be judged either."""
    assert Written(tmp_path).step("apply", XINGFU, "2030-03-04").codes(as_of="2030-06-01") == ["W308"]


def test_what_is_late_for_certain_is_told(tmp_path: Path) -> None:
    """The last day lies in a year that is known (2026-12-22): how many working days it came later does not matter."""
    county = Written(tmp_path).step("apply", XINGFU, "2026-12-18")
    assert county.codes(as_of="2027-03-01") == ["W610"]
    assert county.step("review", XINGFU, "2027-02-01").step("certify", XINGFU, "2027-02-01").codes() == ["W609"]


def test_calendar_days_need_no_calendar(tmp_path: Path) -> None:
    """The certification is judged in any year."""
    county = stated(Written(tmp_path), "no", "2030-01-01")
    assert decided(county, XINGFU, "2030-03-04", "2030-03-05", "2030-03-08").codes() == ["W609"]
    county.workdays.clear()
    assert county.codes() == ["W308", "W609"]


@pytest.mark.parametrize(("review", "codes"), [("2030-10-09", []), ("2030-10-10", ["W609"])])
def test_a_stated_year_is_judged(review: str, codes: list[str], tmp_path: Path) -> None:
    """A year that data/workdays.csv names is complete: what it does not name is a weekday or a weekend."""
    county = stated(Written(tmp_path), "no", *(f"2030-10-{day:02}" for day in range(1, 8)))
    assert decided(county, XINGFU, "2030-09-30", review).codes() == codes


def test_a_weekend_at_work_is_stated_too(tmp_path: Path) -> None:
    """2030-09-28 is a Saturday."""
    county = decided(Written(tmp_path), XINGFU, "2030-09-27", "2030-10-01")
    assert stated(county, "no", "2030-12-25").codes() == []
    assert stated(county, "yes", "2030-09-28").codes() == ["W609"]


def test_a_stated_day_overrules_the_official_one(tmp_path: Path) -> None:
    """One day more off; the rest of the year stays as announced."""
    county = decided(Written(tmp_path), XINGFU, "2022-11-21", "2022-11-24")
    assert county.codes() == ["W609"]
    assert stated(county, "no", "2022-11-23").codes() == []
    assert decided(county, JINSE, "2022-09-30", "2022-10-09").codes() == []


def test_the_calendar_may_be_json(tmp_path: Path) -> None:
    """data/workdays.json is the same table."""
    county = stated(decided(Written(tmp_path), XINGFU, "2022-11-21", "2022-11-24"), "no", "2022-11-23")
    assert county.codes(as_json=True) == []


# ---- W608: filing


@pytest.mark.parametrize(
    ("scheme", "area", "level"),
    [
        (CHONGQING, CHUNXIAO, "省级（直辖市）"),
        (CHONGQING, XINGFU, "区县级"),
        (HAINAN, DONGSHENG, "省级（直辖市）"),
        (HAINAN, XINGFU, "省级（直辖市）"),
    ],
)
def test_a_title_that_is_held_was_filed(scheme: str, area: str, level: str, tmp_path: Path) -> None:
    """Before the publication or after it, but some time; with whom is said."""
    county = Written(tmp_path, scheme).certified(area, "2022-11-22", leave_out="file")
    (found,) = county.found()
    assert (found.code, found.line) == ("W608", 5)
    assert level in found.fix
    assert county.step("file", area, "2022-11-25").codes() == []


def test_a_filing_belongs_to_its_application(tmp_path: Path) -> None:
    """A title that is certified anew is filed anew; one that was lost, or is only decided, needs no filing."""
    county = decided(Written(tmp_path), XINGFU, "2022-11-21", "2022-11-22")
    assert county.codes() == []
    county.step("file", XINGFU, "2022-11-22").step("publish", XINGFU, "2022-11-23")
    county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="refusing_test")
    county.certified(XINGFU, "2022-12-05", leave_out="file")
    assert county.codes() == ["W608"]
    county.step("revoke", XINGFU, "2022-12-06", by=CODE, reason="refusing_test")
    assert county.codes() == []


def test_a_filing_under_a_scheme_without_applications(tmp_path: Path) -> None:
    """Where a way begins with the certification, what follows a revocation is a way of its own."""
    document = committed(CHONGQING)
    document["steps"] = [one for one in document["steps"] if one["event"] not in ("apply", "review")]
    document["steps"][2]["deadline"] = None
    county = Written(tmp_path, document).certified(XINGFU, "2022-11-22")
    county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="refusing_test")
    assert county.certified(XINGFU, "2022-12-05").codes() == []
    county.tables["events"].pop(-2)
    county.tables["events"][-1]["sequence"] -= 1
    assert county.codes() == ["W608"]


def test_a_suspended_title_is_still_to_be_filed(tmp_path: Path) -> None:
    """It may be restored."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, "2022-11-22", leave_out="file")
    assert county.step("suspend", XINGFU, "2022-11-25", reason="close_contact").codes() == ["W608"]


def test_a_list_older_than_the_register_has_no_filing(tmp_path: Path) -> None:
    """Its earlier steps are not on record, which is different from missing."""
    county = Written(tmp_path)
    county.register_since = "2022-11-23"
    assert county.step("publish", XINGFU, "2022-11-22").codes() == []
    county.register_since = "2022-11-22"
    assert county.codes() == ["E602"]


# ---- W630, E633: what no scheme that was found has, and a scheme may have


@pytest.mark.parametrize(("now", "codes"), [("2022-12-06", []), ("2022-12-07", ["W630"])])
def test_a_title_stands_for_its_term(now: str, codes: list[str], tmp_path: Path) -> None:
    """Fourteen days from 2022-11-22 end with 2022-12-06."""
    county = Written(tmp_path, {**committed(HAINAN), "expiry_days": 14}).certified(XINGFU, "2022-11-22")
    assert county.codes(as_of=now) == codes
    county.step("suspend", XINGFU, "2022-11-25", reason="close_contact")
    assert county.codes(as_of=now) == codes
    county.step("revoke", XINGFU, "2022-11-26", reason="new_case")
    assert county.codes(as_of=now) == []


@pytest.mark.parametrize(("apply", "codes"), [("2022-12-02", ["E633"]), ("2022-12-03", [])])
@pytest.mark.parametrize("lost", ["2022-11-25", "2022-11-25T23:59+08:00"])
def test_an_application_waits(apply: str, codes: list[str], lost: str, tmp_path: Path) -> None:
    """Seven days after 2022-11-25 end with 2022-12-02."""
    county = Written(tmp_path, {**committed(HAINAN), "reapply_after_days": 7}).certified(XINGFU, "2022-11-22")
    county.step("revoke", XINGFU, lost, reason="new_case").step("apply", XINGFU, apply)
    assert county.codes() == codes


def test_an_application_waits_from_the_latest_loss(tmp_path: Path) -> None:
    """A first loss long ago does not count any more; a withdrawal is no loss."""
    county = Written(tmp_path, {**committed(HAINAN), "reapply_after_days": 7}).certified(XINGFU, "2022-09-01")
    county.step("revoke", XINGFU, "2022-09-10", reason="new_case")
    county.step("apply", XINGFU, "2022-09-20").step("withdraw", XINGFU, "2022-09-21", reason="by_applicant")
    assert county.certified(XINGFU, "2022-09-22").codes() == []
    county.step("revoke", XINGFU, "2022-11-25", reason="new_case").step("apply", XINGFU, "2022-11-30")
    assert [(one.code, one.line) for one in county.found()] == [("E633", 16)]


def test_no_waiting_at_all(tmp_path: Path) -> None:
    """A waiting period of 0 days is none."""
    county = Written(tmp_path, {**committed(HAINAN), "reapply_after_days": 0}).certified(XINGFU, "2022-11-22")
    county.step("revoke", XINGFU, "2022-11-25", reason="new_case").step("apply", XINGFU, "2022-11-25")
    assert county.codes() == []


@pytest.mark.parametrize("scheme", [CHONGQING, HAINAN])
def test_the_official_schemes_have_no_term_and_no_waiting(scheme: str, tmp_path: Path) -> None:
    """Neither text states one: a title stands, and an application may follow the loss on the same day."""
    county = Written(tmp_path, scheme).certified(XINGFU, "2022-11-22").certified(JINSE, "2022-11-22")
    county.step("revoke", XINGFU, "2022-11-25", reason="new_case").step("apply", XINGFU, "2022-11-25")
    assert county.codes(as_of="2022-11-28") == []
    county.step("withdraw", XINGFU, "2022-11-26", reason="by_applicant")
    assert county.codes(as_of="2025-11-26") == []
