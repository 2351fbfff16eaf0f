"""What a case, a close contact or an inspection asks for: revocation, suspension, restoration, and by when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.written import (
    CHANGCHUN,
    CHONGQING,
    CHUNXIAO,
    CODE,
    HAINAN,
    JINSE,
    WUHAN,
    WUTONG,
    XINGFU,
    Written,
    committed,
)

DAY = "2022-11-22"


def revoked(county: Written, day: str, area: str = XINGFU, reason: str = "new_case") -> Written:
    """A revocation."""
    return county.step("revoke", area, day, by=CODE, reason=reason)


def suspended(county: Written, day: str, area: str = XINGFU) -> Written:
    """A suspension for a close contact."""
    return county.step("suspend", area, day, reason="close_contact")


def restored(county: Written, day: str, area: str = XINGFU) -> Written:
    """A restoration."""
    return county.step("restore", area, day, reason="contact_ruled_out")


# ---- an infection: revocation on the day


@pytest.mark.parametrize(("scheme", "clause"), [(CHONGQING, "三(五)"), (HAINAN, "6 动态管理 2")])
@pytest.mark.parametrize("kind", ["confirmed", "asymptomatic"])
def test_an_infection_asks_for_the_revocation(scheme: str, clause: str, kind: str, tmp_path: Path) -> None:
    """新增1例（含）以上确诊病例或无症状感染者: no revocation at all is an error that cites the clause."""
    county = Written(tmp_path, scheme).certified(XINGFU, DAY).case("2022-11-25", XINGFU, **{kind: 1})
    (found,) = county.found()
    assert (found.code, found.line, found.severity) == ("E616", 6, "error")
    assert "2022-11-25" in found.message
    assert "new_case" in found.fix
    assert clause in str(found.clause)
    assert revoked(county, "2022-11-25").codes() == []


@pytest.mark.parametrize(("day", "late"), [("2022-11-25", 0), ("2022-11-26", 1), ("2022-11-28", 3), ("2022-12-25", 30)])
def test_a_revocation_that_came_late(day: str, late: int, tmp_path: Path) -> None:
    """Late is a warning with the days, weekends among them, on the line of the revocation."""
    found = revoked(Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", XINGFU), day).found()
    assert [(one.code, one.line) for one in found] == ([("W609", 7)] if late else [])
    for one in found:
        assert one.message == (
            f"“幸福里小区”（990101001001-001）的“取消”晚了 {late} 天："
            "新增感染者（2022-11-25）当天内，应不迟于 2022-11-25。"
        )
        assert one.clause == "渝肺炎指办发〔2022〕74号 三(五)"


def test_a_time_of_the_day_does_not_matter(tmp_path: Path) -> None:
    """A revocation early on the day of the case answers it."""
    county = Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", XINGFU)
    assert revoked(county, "2022-11-25T00:01+08:00").codes() == []


def test_a_revocation_for_another_reason_answers_too(tmp_path: Path) -> None:
    """A title that is gone cannot be revoked again."""
    county = Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", XINGFU)
    assert revoked(county, "2022-11-25", reason="concealing_contacts").codes() == []


@pytest.mark.parametrize(
    ("days", "revocation", "codes"),
    [
        (["2022-11-25", "2022-11-25"], "2022-11-25", []),
        (["2022-11-25", "2022-11-26"], "2022-11-25", []),
        (["2022-11-25", "2022-11-26"], "2022-11-26", ["W609"]),
        (["2022-11-25", "2022-11-26"], "2022-11-28", ["W609"]),
        (["2022-11-25", "2022-11-25"], "2022-11-28", ["W609"]),
    ],
)
def test_two_cases_and_one_revocation(days: list[str], revocation: str, codes: list[str], tmp_path: Path) -> None:
    """One revocation answers every case before it, and is late once, counted from the first."""
    county = Written(tmp_path).certified(XINGFU, DAY).case(days[0], XINGFU).case(days[1], WUTONG)
    found = revoked(county, revocation).found()
    assert [one.code for one in found] == codes
    assert all(f"（{days[0]}）" in one.message for one in found)


def test_several_cases_without_a_revocation_are_told_once(tmp_path: Path) -> None:
    """The others follow from the first."""
    county = Written(tmp_path).certified(XINGFU, DAY)
    for day in ("2022-11-25", "2022-11-26", "2022-11-28"):
        county.case(day, XINGFU)
    (found,) = county.found()
    assert found.message.startswith("2022-11-25 ")


def test_a_case_before_the_title_or_after_its_loss_asks_for_nothing(tmp_path: Path) -> None:
    """Only what is held can be revoked; a title that was given again is held again."""
    county = Written(tmp_path).certified(XINGFU, DAY).case("2022-11-17", XINGFU).case("2022-11-27", XINGFU)
    revoked(county, "2022-11-26", reason="refusing_test")
    assert county.codes() == []
    county.certified(XINGFU, "2022-12-02")
    assert county.codes() == []
    assert [(one.code, one.line) for one in county.case("2022-12-05", XINGFU).found()] == [("E616", 12)]
    assert revoked(county, "2022-12-05").codes() == []


def test_a_retracted_revocation_answers_nothing(tmp_path: Path) -> None:
    """What was recorded in error did not happen."""
    county = revoked(Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", XINGFU), "2022-11-25")
    county.step("correct", XINGFU, "2022-11-26", reason="recorded_in_error", corrects=6)
    assert county.codes() == ["E616"]


def test_an_application_under_way_has_nothing_to_revoke(tmp_path: Path) -> None:
    """Before the publication there is no title."""
    county = Written(tmp_path).step("apply", XINGFU, DAY).step("review", XINGFU, DAY).step("certify", XINGFU, DAY)
    assert county.case("2022-11-25", XINGFU).codes() == []


def test_an_old_list_is_held_to_what_came_after_it(tmp_path: Path) -> None:
    """How a title of an old list came about is not judged; what happened while it was held is."""
    county = Written(tmp_path).step("publish", XINGFU, DAY).case("2022-11-25", XINGFU)
    county.register_since = "2022-11-23"
    assert county.codes() == ["E616"]


def test_a_scheme_without_triggers_asks_for_nothing(tmp_path: Path) -> None:
    """No rule about suspension or revocation was found for Changchun."""
    county = Written(tmp_path, CHANGCHUN).certified(XINGFU, "2022-04-10").case("2022-04-20", XINGFU)
    assert county.codes() == []


@pytest.mark.parametrize(("now", "codes"), [("2022-11-26", []), ("2022-11-27", ["E616"]), ("2022-12-01", ["E616"])])
def test_a_trigger_with_days(now: str, codes: list[str], tmp_path: Path) -> None:
    """Where a scheme gives two days, the county is asked when its own time has reached the second."""
    document = committed(CHONGQING)
    document["triggers"][0]["days"] = 2
    county = Written(tmp_path, document).certified(XINGFU, DAY).case("2022-11-25", XINGFU)
    assert county.codes(as_of=now) == codes
    assert revoked(county, "2022-11-27").codes() == []
    county.tables["events"].pop()
    assert revoked(county, "2022-11-28").codes() == ["W609"]


# ---- without a time limit (Wuhan)


@pytest.mark.parametrize("day", ["2020-03-25", "2020-04-02"])
def test_an_infection_in_wuhan_has_no_time_limit(day: str, tmp_path: Path) -> None:
    """No day was found: nothing is late, and what is missing is a warning."""
    county = Written(tmp_path, WUHAN).certified(XINGFU, "2020-03-20").case("2020-03-25", XINGFU)
    (found,) = county.found()
    assert (found.code, found.severity, found.clause) == ("W622", "warning", None)
    assert revoked(county, day, reason="confirmed_case").codes() == []


def test_a_county_is_the_uppermost_unit(tmp_path: Path) -> None:
    """无疫情城区: an infection anywhere in it counts."""
    county = Written(tmp_path, WUHAN).certified(CODE, "2020-03-20").case("2020-03-25", XINGFU)
    assert county.codes() == ["W622"]
    assert revoked(county, "2020-03-25", CODE, "confirmed_case").codes() == []


def test_a_contact_in_wuhan_asks_for_a_suspension(tmp_path: Path) -> None:
    """Suspension, or revocation where more was found."""
    county = Written(tmp_path, WUHAN).certified(XINGFU, "2020-03-20").case("2020-03-25", XINGFU, close_contacts=1)
    (found,) = county.found()
    assert (found.code, "暂停" in found.message) == ("W622", True)
    assert suspended(county, "2020-03-27").codes() == []


# ---- a close contact: suspension on the day (Hainan)


def test_a_contact_asks_for_the_suspension(tmp_path: Path) -> None:
    """新增1例（含）以上密切接触者，则暂停: in the compound, and in the community above it."""
    county = Written(tmp_path, HAINAN)
    for area in (XINGFU, CHUNXIAO, JINSE):
        county.certified(area, DAY)
    county.case("2022-11-25", XINGFU, close_contacts=1)
    assert county.told() == [("E617", XINGFU), ("E617", CHUNXIAO)]
    assert {one.clause for one in county.found()} == {"《海南省“无疫村(社区)、无疫小区”创建工作推进方案》 6 动态管理 3"}
    assert suspended(county, "2022-11-25").told() == [("E617", CHUNXIAO)]
    assert suspended(county, "2022-11-25", CHUNXIAO).codes() == []


@pytest.mark.parametrize(("day", "codes"), [("2022-11-25", []), ("2022-11-26", ["W609"])])
@pytest.mark.parametrize("step", [suspended, revoked])
def test_a_contact_is_answered_by_either_loss(step: object, day: str, codes: list[str], tmp_path: Path) -> None:
    """A revocation is more than was asked for."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY)
    county.case("2022-11-25", XINGFU, close_contacts=1).case("2022-11-25", WUTONG, close_contacts=1)
    if step is suspended:
        suspended(county, day)
    else:
        revoked(county, day, reason="refusing_test")
    assert county.codes() == codes


def test_chongqing_asks_nothing_after_a_contact(tmp_path: Path) -> None:
    """74号 has no suspension."""
    county = Written(tmp_path).certified(XINGFU, DAY).certified(CHUNXIAO, DAY)
    assert county.case("2022-11-25", XINGFU, close_contacts=5).codes() == []


def test_a_contact_while_suspended_asks_for_nothing(tmp_path: Path) -> None:
    """It is suspended already; once it is restored, a new contact suspends it again."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY).case("2022-11-25", XINGFU, close_contacts=1)
    suspended(county, "2022-11-25").case("2022-11-26", XINGFU, close_contacts=1)
    assert county.codes() == []
    restored(county.case("2022-11-28", XINGFU, cleared_contacts=2), "2022-11-28")
    assert county.codes() == []
    county.case("2022-11-30", XINGFU, close_contacts=1)
    assert [(one.code, one.line) for one in county.found()] == [("E617", 8)]
    assert suspended(county, "2022-11-30").codes() == []


def test_an_infection_while_suspended_asks_for_the_revocation(tmp_path: Path) -> None:
    """A suspended title is still one that the area has; a suspension is not the answer to an infection."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY).case("2022-11-25", XINGFU, close_contacts=1)
    suspended(county, "2022-11-25").case("2022-11-27", XINGFU)
    assert [(one.code, one.line) for one in county.found()] == [("E616", 7)]
    assert revoked(county, "2022-11-27").codes() == []


def test_a_suspension_does_not_answer_an_infection(tmp_path: Path) -> None:
    """Suspended on the day of the infection, and nothing more."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY).case("2022-11-25", XINGFU, confirmed=1, close_contacts=1)
    assert suspended(county, "2022-11-25").codes() == ["E616"]


def test_an_infection_with_contacts_asks_for_one_step(tmp_path: Path) -> None:
    """The revocation answers both: its absence is told once."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY).case("2022-11-25", XINGFU, confirmed=1, close_contacts=4)
    assert county.codes() == ["E616"]
    assert revoked(county, "2022-11-25").codes() == []


def test_a_late_revocation_after_an_infection_with_contacts_is_late_once(tmp_path: Path) -> None:
    """One step, one lateness."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY).case("2022-11-25", XINGFU, confirmed=1, close_contacts=4)
    assert revoked(county, "2022-11-26").codes() == ["W609"]


# ---- restoration


@pytest.mark.parametrize(
    ("cleared", "codes"),
    [
        ([("2022-11-27", 2)], []),
        ([("2022-11-28", 2)], []),
        ([("2022-11-26", 1), ("2022-11-28", 1)], []),
        ([("2022-11-26", 1)], ["E618"]),
        ([("2022-11-29", 2)], ["E618"]),
        ([], ["E618"]),
    ],
)
def test_restored_when_every_contact_is_ruled_out(
    cleared: list[tuple[str, int]], codes: list[str], tmp_path: Path
) -> None:
    """待排除后，恢复: on the day of the last at the earliest."""
    county = suspended(Written(tmp_path, HAINAN).certified(XINGFU, DAY), "2022-11-25")
    county.case("2022-11-25", XINGFU, close_contacts=2)
    for day, number in cleared:
        county.case(day, XINGFU, cleared_contacts=number)
    found = restored(county, "2022-11-28").found()
    assert [(one.code, one.line) for one in found] == [(code, 8) for code in codes]


def test_a_community_waits_for_the_contacts_of_its_compounds(tmp_path: Path) -> None:
    """Contacts count upward; a compound does not wait for those of its neighbours."""
    county = Written(tmp_path, HAINAN)
    for area in (CHUNXIAO, XINGFU, WUTONG):
        county.area(area, part_of="").certified(area, DAY)
        suspended(county, "2022-11-25", area)
    county.case("2022-11-25", XINGFU, close_contacts=1).case("2022-11-25", WUTONG, close_contacts=1)
    county.case("2022-11-27", XINGFU, cleared_contacts=1)
    for area in (XINGFU, CHUNXIAO):
        restored(county, "2022-11-28", area)
    assert county.told() == [("E618", CHUNXIAO)]


def test_contacts_of_an_earlier_title_do_not_keep_a_later_one(tmp_path: Path) -> None:
    """A contact who fell ill is never ruled out: the title was revoked, and the next one starts anew."""
    county = suspended(Written(tmp_path, HAINAN).certified(XINGFU, DAY), "2022-11-25")
    county.case("2022-11-25", XINGFU, close_contacts=1).case("2022-11-27", XINGFU)
    revoked(county, "2022-11-27").certified(XINGFU, "2022-12-10")
    county.case("2022-12-15", XINGFU, close_contacts=1).case("2022-12-18", XINGFU, cleared_contacts=1)
    restored(suspended(county, "2022-12-15"), "2022-12-18")
    assert county.codes() == []


def test_a_contact_on_the_day_of_the_restoration_comes_after_it(tmp_path: Path) -> None:
    """As a case on the day of certification does: it suspends anew, the restoration itself was right."""
    county = suspended(Written(tmp_path, HAINAN).certified(XINGFU, DAY), "2022-11-25")
    county.case("2022-11-25", XINGFU, close_contacts=2)
    restored(county.case("2022-11-28", XINGFU, close_contacts=1, cleared_contacts=2), "2022-11-28")
    assert [(one.code, one.line) for one in county.found()] == [("E617", 8)]
    assert suspended(county, "2022-11-28").codes() == []


def test_the_ground_of_a_suspension(tmp_path: Path) -> None:
    """A suspension for a contact has one on file, of the area itself or of a part."""
    county = suspended(Written(tmp_path, HAINAN).certified(XINGFU, DAY), "2022-11-25")
    county.case("2022-11-25", JINSE, close_contacts=1)
    assert county.codes() == ["W620"]
    assert county.case("2022-11-25", WUTONG, close_contacts=1).codes() == []
