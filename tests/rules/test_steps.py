"""Who takes which step: the levels of both official schemes, as their texts give them, and the place of the body."""

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
    LANTIAN,
    OTHER_STREET,
    STREET,
    WUHAN,
    XINGFU,
    Written,
)

DAY = "2022-11-22"
BODIES = ("99", "9901", CODE, STREET, CHUNXIAO)

# Copied from the texts, not from the profiles: (scheme, area) -> the level that takes each step, None where the text
# does not say, in order of apply, review, certify, file, publish. Clauses 三(一)–(四) of Chongqing's scheme (the
# township title is not in it); “乡镇级审核、市县级评定、省级备案” of Hainan's, where a compound applies itself and the
# body that publishes is not stated.
LEVELS = {
    (CHONGQING, CHUNXIAO): (12, 9, 6, 2, 6),
    (CHONGQING, DONGSHENG): (12, 9, 6, 2, 6),
    (CHONGQING, XINGFU): (12, 9, 9, 6, 6),
    (CHONGQING, STREET): (None, None, None, None, None),
    (HAINAN, CHUNXIAO): (12, 9, 6, 2, None),
    (HAINAN, DONGSHENG): (12, 9, 6, 2, None),
    (HAINAN, XINGFU): (None, 9, 6, 2, None),
}
STEPS = ("apply", "review", "certify", "file", "publish")
CASES = [
    (scheme, area, step, level)
    for (scheme, area), levels in LEVELS.items()
    for step, level in zip(STEPS, levels, strict=True)
]


@pytest.mark.parametrize(("scheme", "area", "step", "level"), CASES)
def test_level_of_each_step(scheme: str, area: str, step: str, level: int | None, tmp_path: Path) -> None:
    """Exactly the level that the text names may take a step, and some body must; any may where it names none."""
    county = Written(tmp_path, scheme)
    for member in (CHUNXIAO, HEPING) if area == STREET else ():  # its title rests on theirs
        county.certified(member, DAY)
    county.certified(area, DAY)
    assert county.codes() == []
    (line,) = (row for row in county.tables["events"] if (row["area_id"], row["event"]) == (area, step))
    place = area.partition("-")[0]
    found = {}
    for length in (0, 2, 4, 6, 9, 12):
        if length <= len(place):
            line["decided_by"] = place[:length]
            found[length] = county.codes()
    wrong = {length for length in found if level is not None and length != level}
    assert found == {length: [] if length not in wrong else ["E606"] if length else ["W611"] for length in found}


@pytest.mark.parametrize(("scheme", "event"), [(CHONGQING, "revoke"), (HAINAN, "revoke"), (HAINAN, "suspend")])
@pytest.mark.parametrize("body", ["", *BODIES])
def test_any_level_may_take_a_title_away(scheme: str, event: str, body: str, tmp_path: Path) -> None:
    """No text says who suspends or revokes: nothing is checked, and nobody has to be named."""
    county = Written(tmp_path, scheme).certified(CHUNXIAO, DAY)
    reason = {"revoke": "spreading_rumours", "suspend": "close_contact"}[event]
    assert county.step(event, CHUNXIAO, "2022-11-24", by=body, reason=reason).codes() == []


@pytest.mark.parametrize(
    ("scheme", "area", "event", "clause"),
    [
        (CHONGQING, CHUNXIAO, "review", "渝肺炎指办发〔2022〕74号 三(二)"),
        (CHONGQING, XINGFU, "certify", "渝肺炎指办发〔2022〕74号 三(三)"),
        (CHONGQING, CHUNXIAO, "publish", "渝肺炎指办发〔2022〕74号 三(四)"),
        (HAINAN, DONGSHENG, "file", "《海南省“无疫村(社区)、无疫小区”创建工作推进方案》 5 创建流程"),
    ],
)
def test_a_wrong_level_cites_the_clause(scheme: str, area: str, event: str, clause: str, tmp_path: Path) -> None:
    """Whoever is told can look it up."""
    county = Written(tmp_path, scheme).certified(area, DAY)
    (line,) = (row for row in county.tables["events"] if row["event"] == event)
    line["decided_by"] = "9901"
    (found,) = county.found()
    assert (found.code, found.column, found.value, found.clause) == ("E606", "decided_by", "9901", clause)


def test_a_wrong_level_says_which_it_should_be(tmp_path: Path) -> None:
    """无疫小区 is certified by the street under Chongqing's scheme, not by the county as under Hainan's."""
    county = Written(tmp_path).certified(XINGFU, DAY)
    county.tables["events"][2]["decided_by"] = CODE
    (found,) = county.found()
    assert found.message == "“无疫小区”的“评定”应由乡镇（街道）级作出，这里写的是区县级（990101）。"
    assert (found.line, found.severity) == (4, "error")


@pytest.mark.parametrize(
    ("area", "step", "body", "code"),
    [
        (CHUNXIAO, "apply", HEPING, "E607"),
        (XINGFU, "apply", HEPING, "E607"),
        (CHUNXIAO, "review", OTHER_STREET, "E607"),
        (XINGFU, "certify", OTHER_STREET, "E607"),
        (DONGSHENG, "review", STREET, "E607"),
        (XINGFU, "apply", CHUNXIAO, None),
        (XINGFU, "review", STREET, None),
        (LANTIAN, "apply", CHUNXIAO, None),  # only its street is known: any community of it may be its own
        (LANTIAN, "apply", HEPING, None),
        (LANTIAN, "apply", DONGSHENG, "E607"),
    ],
)
def test_a_body_decides_for_what_lies_in_it(area: str, step: str, body: str, code: str | None, tmp_path: Path) -> None:
    """A neighbour of the right level decides nothing, unless the area is run by somebody else (a development zone)."""
    county = Written(tmp_path).certified(area, DAY)
    (line,) = (row for row in county.tables["events"] if row["event"] == step)
    line["decided_by"] = body
    assert county.codes() == ([code] if code else [])
    assert county.area(area, administered_by="示例经济技术开发区").codes() == []


def test_the_wrong_level_of_a_neighbour_is_told_once(tmp_path: Path) -> None:
    """A body of another level and another place is one slip."""
    county = Written(tmp_path).certified(CHUNXIAO, DAY)
    county.tables["events"][1]["decided_by"] = HEPING
    assert county.codes() == ["E606"]


def test_a_zone_keeps_to_the_levels(tmp_path: Path) -> None:
    """Who runs an area does not change which level takes a step."""
    county = Written(tmp_path).area(CHUNXIAO, administered_by="示例经济技术开发区").certified(CHUNXIAO, DAY)
    county.tables["events"][2]["decided_by"] = OTHER_STREET
    assert county.codes() == ["E606"]


def test_a_list_older_than_the_register_names_no_body(tmp_path: Path) -> None:
    """Who decided a title of an old list is not on record; a level that is written there is still checked."""
    county = Written(tmp_path, WUHAN)
    county.register_since = "2020-05-01"
    county.step("publish", XINGFU, "2020-04-20", by="")
    assert county.codes() == []
    county.tables["events"][0]["decided_by"] = CODE
    assert county.codes() == ["E606"]


@pytest.mark.parametrize(
    ("areas", "certified", "codes"),
    [
        ((XINGFU, LANTIAN), (), ["E634"]),  # a log of nothing else: a list, however short
        ((XINGFU,), (), ["E602"]),  # of one it cannot be said
        ((XINGFU, LANTIAN), (CHUNXIAO,), ["E602", "E602"]),  # beside lines that have their steps it is a slip
    ],
)
def test_a_short_list_of_the_first_day_is_one_finding(
    areas: tuple[str, ...], certified: tuple[str, ...], codes: list[str], tmp_path: Path
) -> None:
    """Its remedy is the day on which the register began, not steps that nobody knows of."""
    county = Written(tmp_path)
    for area in areas:
        county.step("publish", area, DAY, by=CODE)
    for area in certified:
        county.certified(area, DAY)
    assert [code for code in county.codes() if code.startswith("E6")] == codes


def test_a_step_that_was_impossible_is_not_judged_further(tmp_path: Path) -> None:
    """A certification before the review is one slip: no time limit, no filing, no window is asked for beside it."""
    county = Written(tmp_path).certified(CHUNXIAO, DAY, leave_out="review")
    county.case("2022-11-20", CHUNXIAO).on_file("assessments")
    assert county.codes() == ["E602"]


@pytest.mark.parametrize("event", ["suspend", "restore", "nominate"])
def test_chongqing_has_no_such_step(event: str, tmp_path: Path) -> None:
    """74号 knows no suspension, no restoration and no nomination; what would follow from it is not told."""
    county = Written(tmp_path).certified(CHUNXIAO, DAY)
    (found,) = county.step(event, CHUNXIAO, "2022-11-24", by=CODE).found()
    assert (found.code, found.line) == ("E601", 7)


@pytest.mark.parametrize(
    ("scheme", "reason", "codes"),
    [
        (CHONGQING, "refusing_test", []),
        (CHONGQING, "inspection_failed", ["E604"]),
        (CHONGQING, "", ["W605"]),
        (HAINAN, "inspection_failed", []),
        (HAINAN, "contact_ruled_out", ["E604"]),
        (HAINAN, "", ["W605"]),
    ],
)
def test_reasons_of_a_revocation(scheme: str, reason: str, codes: list[str], tmp_path: Path) -> None:
    """A revocation is for a reason that the scheme has for it; without evidence on file nothing more is asked."""
    county = Written(tmp_path, scheme).certified(CHUNXIAO, DAY)
    assert county.step("revoke", CHUNXIAO, "2022-11-24", by=CODE, reason=reason).codes() == codes
