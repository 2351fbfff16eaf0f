"""Cases and close contacts: the observation window, for which areas they count, and what is on file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.written import (
    CHANGCHUN,
    CHONGQING,
    CHUNXIAO,
    CODE,
    DONGSHENG,
    HAINAN,
    HEPING,
    JINSE,
    LANTIAN,
    STREET,
    WUHAN,
    WUTONG,
    XINGFU,
    Written,
)

DAY = "2022-11-22"
EVERYWHERE = (STREET, CHUNXIAO, HEPING, DONGSHENG, XINGFU, WUTONG, JINSE, LANTIAN)


def before(day: str, days: int) -> str:
    """The day some days before another; a negative number is after it."""
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


# ---- E615: days in a row without a new infection


@pytest.mark.parametrize(("scheme", "days"), [(CHONGQING, 5), (HAINAN, 7)])
@pytest.mark.parametrize("kind", ["confirmed", "asymptomatic"])
def test_window_before_the_certification(scheme: str, days: int, kind: str, tmp_path: Path) -> None:
    """连续5日 (7天) 无新增感染者: from the fifth (seventh) day after the last infection, of either kind, on."""
    county = Written(tmp_path, scheme).certified(XINGFU, DAY)
    found = {}
    for ago in range(1, days + 3):
        county.tables["cases"] = []
        found[ago] = county.case(before(DAY, ago), XINGFU, **{kind: 1}).codes()
    assert found == {ago: ["E615"] if ago < days else [] for ago in found}


@pytest.mark.parametrize(("scheme", "clause"), [(CHONGQING, "二(一)"), (HAINAN, "4 创建标准")])
def test_window_says_which_infection_and_cites_the_standard(scheme: str, clause: str, tmp_path: Path) -> None:
    """Of several infections the last one decides; it is told once, on the line of the certification."""
    county = Written(tmp_path, scheme).certified(XINGFU, DAY)
    for ago in (30, 4, 2, 3):
        county.case(before(DAY, ago), XINGFU)
    (found,) = county.found()
    assert (found.line, found.column, found.value) == (4, "effective_at", DAY)
    assert before(DAY, 2) in found.message
    assert clause in str(found.clause)


@pytest.mark.parametrize("scheme", [CHONGQING, HAINAN])
def test_contacts_do_not_end_the_window(scheme: str, tmp_path: Path) -> None:
    """Both texts count the days without an infection, not those without a contact."""
    assert Written(tmp_path, scheme).certified(XINGFU, DAY).case(before(DAY, 1), XINGFU, close_contacts=3).codes() == []


@pytest.mark.parametrize(
    ("scheme", "days", "counting", "others"),
    [
        (WUHAN, 14, ["confirmed"], ["asymptomatic", "close_contacts"]),
        (CHANGCHUN, 7, ["confirmed", "close_contacts"], ["asymptomatic"]),
    ],
)
def test_window_counts_back_from_the_application(
    scheme: str, days: int, counting: list[str], others: list[str], tmp_path: Path
) -> None:
    """从申报之日起往前推算: what counts from then on, and until the title is decided, is too late."""
    apply, decided = "2020-03-20", "2020-03-24"
    county = Written(tmp_path, scheme).certified(XINGFU, decided, apply=apply)
    for ago in (-3, -1, 1, days - 1, days, days + 1):
        for kind in (*counting, *others):
            county.tables["cases"] = []
            county.case(before(apply, ago), XINGFU, **{kind: 1})
            assert county.codes() == (["E615"] if ago < days and kind in counting else []), (ago, kind)


def test_infection_between_decision_and_publication(tmp_path: Path) -> None:
    """What was decided in time must not be published after an infection, that of the day of the decision included."""
    county = Written(tmp_path).certified(XINGFU, DAY, publish="2022-11-25")
    for day in (DAY, "2022-11-23", "2022-11-24"):
        county.tables["cases"] = []
        assert [(one.code, one.line) for one in county.case(day, XINGFU).found()] == [("E615", 6)]


def test_case_on_the_day_of_certification(tmp_path: Path) -> None:
    """It comes after the certification: not another certification is asked for, but the revocation on that day."""
    county = Written(tmp_path).certified(XINGFU, DAY).case(DAY, XINGFU)
    assert county.codes() == ["E616"]
    assert county.step("revoke", XINGFU, DAY, by=CODE, reason="new_case").codes() == []


def test_window_of_a_new_certification(tmp_path: Path) -> None:
    """The infection that cost the title keeps it away for five days; the older application is not judged by it."""
    county = Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", XINGFU)
    county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="new_case")
    assert county.certified(XINGFU, "2022-11-30").codes() == []
    for row in county.tables["events"][6:]:
        row["effective_at"] = "2022-11-29"
    assert [(one.code, one.line) for one in county.found()] == [("E615", 10)]


def test_window_of_a_unit_above(tmp_path: Path) -> None:
    """辖区内: an infection in a compound counts for its community's window, never the other way round."""
    below = Written(tmp_path / "1").certified(CHUNXIAO, DAY).case(before(DAY, 2), XINGFU)
    assert below.told() == [("E615", CHUNXIAO)]
    above = Written(tmp_path / "2").certified(XINGFU, DAY).case(before(DAY, 2), CHUNXIAO)
    assert above.codes() == []


def test_window_of_a_list_older_than_the_register(tmp_path: Path) -> None:
    """When it was certified is not on record."""
    county = Written(tmp_path).step("publish", XINGFU, DAY).case(before(DAY, 2), XINGFU)
    county.register_since = "2022-11-25"
    assert county.codes() == []


# ---- for whom a case counts


@pytest.mark.parametrize(
    ("place", "lost", "perhaps"),
    [
        (XINGFU, {XINGFU, CHUNXIAO, STREET}, 0),
        (WUTONG, {WUTONG, XINGFU, CHUNXIAO, STREET}, 0),  # a part of 幸福里小区
        (JINSE, {JINSE, HEPING, STREET}, 0),
        (LANTIAN, {LANTIAN, STREET}, 0),
        (DONGSHENG, {DONGSHENG}, 0),
        (CHUNXIAO, {CHUNXIAO, STREET}, 2),
        (HEPING, {HEPING, STREET}, 1),
        (STREET, {STREET}, 6),
        (CODE, set(), 8),
    ],
)
def test_case_counts_for_its_area_and_what_is_above(place: str, lost: set[str], perhaps: int, tmp_path: Path) -> None:
    """Its area, the whole of which it is a part, the community, the street: never a neighbour or what lies below.

    What lies below is pointed out, in one warning, where no more is known than the unit above.
    """
    county = Written(tmp_path)
    for area in sorted(EVERYWHERE, key=len, reverse=True):
        county.certified(area, DAY)
    county.case("2022-11-25", place)
    found = county.found()
    events = county.tables["events"]
    assert {events[(one.line or 2) - 2]["area_id"] for one in found if one.code == "E616"} == lost
    warnings = [one for one in found if one.code == "W619"]
    assert len(found) == len(lost) + len(warnings)
    assert [f"{perhaps} 个" in one.message for one in warnings] == ([True] if perhaps else [])
    for area in sorted(lost, key=len, reverse=True):
        county.step("revoke", area, "2022-11-25", by=CODE, reason="new_case")
    assert county.codes() == (["W619"] if perhaps else [])


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({"confirmed": 1}, ["W619"]),
        ({"asymptomatic": 2}, ["W619"]),
        ({"close_contacts": 2}, []),
        ({"confirmed": 0, "asymptomatic": 0}, []),
    ],
)
def test_case_known_only_to_the_community(counts: dict[str, int], codes: list[str], tmp_path: Path) -> None:
    """An infection somewhere in a community may be in any of its compounds that hold a title on that day."""
    county = Written(tmp_path).certified(XINGFU, DAY).certified(JINSE, DAY)
    assert county.case("2022-11-25", CHUNXIAO, **counts).codes() == codes
    assert county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="refusing_test").codes() == []


def test_case_known_only_to_the_community_before_the_title(tmp_path: Path) -> None:
    """Whoever held no title on the day is not meant."""
    assert Written(tmp_path).certified(XINGFU, DAY).case("2022-11-21", CHUNXIAO).codes() == []


@pytest.mark.parametrize(
    ("scheme", "day", "counts", "codes"),
    [
        (WUHAN, "2020-04-03", {"confirmed": 1}, ["W619"]),
        (WUHAN, "2020-04-03", {"asymptomatic": 1}, []),
        (WUHAN, "2020-04-04", {"asymptomatic": 1}, ["W619"]),
        (CHANGCHUN, "2022-04-20", {"confirmed": 1}, []),
    ],
)
def test_case_known_only_to_the_community_that_asks_for_nothing(
    scheme: str, day: str, counts: dict[str, int], codes: list[str], tmp_path: Path
) -> None:
    """Where the scheme asks for nothing after such a case, nobody has to find out which compound it was in."""
    county = Written(tmp_path, scheme).certified(XINGFU, before(day, 5)).case(day, CHUNXIAO, **counts)
    assert county.codes() == codes


# ---- what is on file


def test_nothing_is_judged_that_is_kept_elsewhere(tmp_path: Path) -> None:
    """Without cases.csv a county keeps its counts elsewhere: no finding, whatever its log says."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY).certified(CHUNXIAO, DAY)
    county.step("suspend", XINGFU, "2022-11-24", reason="close_contact")
    county.step("restore", XINGFU, "2022-11-25", reason="contact_ruled_out")
    county.step("revoke", CHUNXIAO, "2022-11-26", reason="new_case")
    assert county.codes() == []
    assert county.on_file("cases").codes() == ["W620", "W620"]


@pytest.mark.parametrize("as_json", [False, True])
def test_an_empty_table_is_on_file(as_json: bool, tmp_path: Path) -> None:
    """A header and no row, or an empty list: there was no case, so that a revocation for one is without ground."""
    county = Written(tmp_path).certified(XINGFU, DAY).on_file("cases")
    assert county.codes(as_json=as_json) == []
    county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="new_case")
    (found,) = county.found(as_json=as_json)
    assert (found.code, found.column, found.value, found.severity) == ("W620", "reason", "new_case", "warning")
    assert found.clause == "渝肺炎指办发〔2022〕74号 三(五)"


@pytest.mark.parametrize("reason", ["obstructing_staff", "spreading_rumours"])
def test_misconduct_needs_no_case(reason: str, tmp_path: Path) -> None:
    """No table holds it."""
    county = Written(tmp_path).certified(XINGFU, DAY).on_file("cases").on_file("inspections")
    assert county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason=reason).codes() == []


@pytest.mark.parametrize(
    ("day", "place", "counts", "codes"),
    [
        ("2022-11-25", XINGFU, {"confirmed": 1}, []),
        ("2022-11-25", XINGFU, {"asymptomatic": 1}, []),
        ("2022-11-25", WUTONG, {"confirmed": 1}, []),
        ("2022-11-25", XINGFU, {"close_contacts": 1}, ["W620"]),
        ("2022-11-25", JINSE, {"confirmed": 1}, ["W620"]),
        ("2022-11-25", CHUNXIAO, {"confirmed": 1}, ["W620"]),
        ("2022-11-10", XINGFU, {"confirmed": 1}, ["W620"]),  # before the title
        ("2022-11-26", XINGFU, {"confirmed": 1}, ["W620"]),  # after its loss
    ],
)
def test_ground_of_a_revocation(day: str, place: str, counts: dict[str, int], codes: list[str], tmp_path: Path) -> None:
    """A case in the area or in a part of it, while the title was held, up to the day of the revocation."""
    county = Written(tmp_path).certified(XINGFU, DAY).case(day, place, **counts)
    assert county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="new_case").codes() == codes


@pytest.mark.parametrize(("line", "key"), [(0, "close_contacts"), (1, "cleared_contacts")])
def test_a_row_that_cannot_be_read_is_the_only_finding(line: int, key: str, tmp_path: Path) -> None:
    """What would follow from a line that is missing is not told: no ground, no open contact, no doubtful sum."""
    county = Written(tmp_path, HAINAN).certified(XINGFU, DAY)
    county.case("2022-11-24", XINGFU, close_contacts=2).case("2022-11-25", XINGFU, cleared_contacts=2)
    county.step("suspend", XINGFU, "2022-11-24", reason="close_contact")
    county.step("restore", XINGFU, "2022-11-25", reason="contact_ruled_out")
    assert county.codes() == []
    county.tables["cases"][line][key] = "两名"
    assert county.codes() == ["E203"]


def test_a_row_of_an_unknown_area_is_the_only_finding(tmp_path: Path) -> None:
    """Whose case it was is to be found out first: that a revocation is then without ground follows from it."""
    county = Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", "990101001001-010")
    assert county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="new_case").codes() == ["E401"]


@pytest.mark.parametrize(
    ("as_of", "codes"),
    [
        ("2022-11-24", []),
        ("2022-11-24T23:59+08:00", []),
        ("2022-11-25", ["E616"]),
        ("2022-11-25T08:00+08:00", ["E616"]),
        ("2022-11-28", ["W609"]),
    ],
)
def test_evidence_is_known_from_its_day_on(as_of: str, codes: list[str], tmp_path: Path) -> None:
    """As of a time before the case there is none; as of a time before its answer there is no answer."""
    county = Written(tmp_path).certified(XINGFU, DAY).case("2022-11-25", XINGFU)
    county.step("revoke", XINGFU, "2022-11-28", by=CODE, reason="new_case")
    assert county.codes(as_of=as_of) == codes


def test_tables_in_json_say_the_same(tmp_path: Path) -> None:
    """cases.json, assessments.json and inspections.json are the same tables."""
    county = Written(tmp_path, HAINAN)
    for area in (XINGFU, CHUNXIAO, JINSE, DONGSHENG):
        county.certified(area, DAY)
    county.case(before(DAY, 3), DONGSHENG).case("2022-11-24", XINGFU, close_contacts=2)
    county.case("2022-11-25", XINGFU, cleared_contacts=3).case("2022-11-25", HEPING, asymptomatic=1)
    county.inspected("2022-11-24", JINSE, "99").inspected("2022-11-24", DONGSHENG, CODE, due="2022-11-23")
    county.assessed(DAY, XINGFU, "sound_organisation", "zero_new", met="no")
    as_csv, as_json = county.found(), county.found(as_json=True)
    assert {one.code for one in as_csv} >= {"E612", "E613", "E614", "E615", "E617", "W619", "E621", "E623", "E625"}
    said = [sorted((one.code, one.message, one.fix, str(one.clause)) for one in found) for found in (as_csv, as_json)]
    assert said[0] == said[1]


# ---- E621: contacts ruled out


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([("2022-11-24", 3, 0), ("2022-11-26", 0, 3)], []),
        ([("2022-11-24", 3, 3)], []),
        ([("2022-11-24", 3, 0), ("2022-11-26", 0, 2), ("2022-11-27", 0, 2)], ["E621"]),
        ([("2022-11-24", 0, 1), ("2022-11-26", 1, 0)], ["E621"]),
        ([("2022-11-24", 1, 2), ("2022-11-26", 1, 1)], ["E621"]),  # told once, not again on every later line
    ],
)
def test_nobody_is_ruled_out_who_was_no_contact(
    lines: list[tuple[str, int, int]], codes: list[str], tmp_path: Path
) -> None:
    """Up to each day, of each place by itself; under any scheme."""
    county = Written(tmp_path).case("2022-11-20", JINSE, close_contacts=9)
    for day, contacts, cleared in lines:
        county.case(day, XINGFU, close_contacts=contacts, cleared_contacts=cleared)
    assert county.codes() == codes
