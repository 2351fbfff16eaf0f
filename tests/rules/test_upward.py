"""Units above: titles that rest on those of their members, losses that go upward, and rules that changed on a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.written import (
    CHONGQING,
    CHUNXIAO,
    CODE,
    DONGSHENG,
    HEPING,
    JINSE,
    OTHER_STREET,
    STREET,
    WUHAN,
    XINGFU,
    Written,
    committed,
)

# ---- the amendment of 2020-04-04 (Wuhan)


def wuhan(folder: Path, *areas: str, **changes: Any) -> Written:
    """Titles of Wuhan, certified on 2020-03-20; `changes` are of its cascade."""
    document = committed(WUHAN)
    document["amendments"][0]["changes"]["cascade"].update(changes)
    county = Written(folder, document)
    for area in areas or (XINGFU, CHUNXIAO, STREET):
        county.certified(area, "2020-03-20")
    return county


@pytest.mark.parametrize("day", ["2020-03-25", "2020-04-03"])
def test_an_asymptomatic_case_before_the_amendment(day: str, tmp_path: Path) -> None:
    """It asks for nothing, neither of the compound nor of the units above."""
    county = wuhan(tmp_path).case(day, XINGFU, asymptomatic=1)
    assert county.codes() == []
    assert county.codes(as_of="2020-06-01") == []
    assert county.step("suspend", XINGFU, day, reason="asymptomatic_case").codes() == []


@pytest.mark.parametrize("day", ["2020-04-04", "2020-05-10"])
@pytest.mark.parametrize("event", ["suspend", "revoke"])
def test_an_asymptomatic_case_from_the_amendment_on(day: str, event: str, tmp_path: Path) -> None:
    """无症状感染者纳入考评: suspension or revocation, and then of community and street on the same day."""
    county = wuhan(tmp_path).case(day, XINGFU, asymptomatic=1)
    assert sorted(county.told()) == [("W622", STREET), ("W622", CHUNXIAO), ("W622", XINGFU)]
    county.step(event, XINGFU, day, reason="asymptomatic_case")
    assert county.codes() == ["E627", "E627"]
    county.step("suspend", CHUNXIAO, day, reason="lower_unit").step("revoke", STREET, day, reason="lower_unit")
    assert county.codes() == []


@pytest.mark.parametrize("place", [XINGFU, CHUNXIAO])
def test_a_case_below_which_nothing_is_lost(place: str, tmp_path: Path) -> None:
    """In a compound without a title, or known only to the community: nothing goes upward, each unit is asked itself."""
    county = wuhan(tmp_path, CHUNXIAO, STREET).case("2020-04-05", place, asymptomatic=1)
    assert sorted(county.told()) == [("W622", STREET), ("W622", CHUNXIAO)]
    county.step("suspend", CHUNXIAO, "2020-04-05", reason="asymptomatic_case")
    assert county.told() == [("W622", STREET)]
    assert county.step("suspend", STREET, "2020-04-05", reason="asymptomatic_case").codes() == []


@pytest.mark.parametrize(("day", "codes"), [("2020-04-03", []), ("2020-04-04", ["E627", "E627"])])
@pytest.mark.parametrize("event", ["suspend", "revoke"])
def test_a_loss_that_is_not_followed(day: str, codes: list[str], event: str, tmp_path: Path) -> None:
    """From the amendment on, community and street follow, whether or not the cases are kept here."""
    county = wuhan(tmp_path).step(event, XINGFU, day, reason="asymptomatic_case")
    found = county.found()
    assert [(one.code, one.line) for one in found] == [(code, len(county.tables["events"]) + 1) for code in codes]
    assert all("lower_unit" in one.fix for one in found)
    for area in (STREET, CHUNXIAO):
        assert sum(f"（{area}）" in one.message for one in found) == len(codes) / 2
    assert county.step("suspend", CHUNXIAO, day, reason="lower_unit").codes() == codes[:1]
    assert county.step("suspend", STREET, day, reason="lower_unit").codes() == []


def test_a_loss_that_is_not_followed_is_told_once_for_each_unit(tmp_path: Path) -> None:
    """That the community was not suspended is one slip, whatever else is on file of the case."""
    county = wuhan(tmp_path).step("suspend", XINGFU, "2020-04-05", reason="asymptomatic_case")
    county.case("2020-04-05", XINGFU, asymptomatic=1)
    assert county.codes() == ["E627", "E627"]


def test_two_losses_below_one_community(tmp_path: Path) -> None:
    """The community is to be suspended once."""
    county = wuhan(tmp_path, XINGFU, "990101001001-002", CHUNXIAO)
    county.step("suspend", XINGFU, "2020-04-05", reason="asymptomatic_case")
    county.step("suspend", "990101001001-002", "2020-04-06", reason="asymptomatic_case")
    assert county.codes() == ["E627"]


@pytest.mark.parametrize(
    ("event", "reason"),
    [("revoke", "confirmed_case"), ("suspend", "close_contact"), ("suspend", "fever")],
)
def test_a_loss_for_another_reason_does_not_go_upward(event: str, reason: str, tmp_path: Path) -> None:
    """Only what the amendment names."""
    assert wuhan(tmp_path).step(event, XINGFU, "2020-04-05", reason=reason).codes() == []


def test_a_loss_goes_upward_from_compounds_only(tmp_path: Path) -> None:
    """What a community loses is no rule of the amendment; neither is what its neighbours have."""
    county = wuhan(tmp_path, CHUNXIAO, HEPING, JINSE, STREET)
    assert county.step("suspend", CHUNXIAO, "2020-04-05", reason="asymptomatic_case").codes() == []
    county.step("suspend", JINSE, "2020-04-06", reason="asymptomatic_case")
    assert county.codes() == ["E627", "E627"]
    for area in (HEPING, STREET):
        county.step("suspend", area, "2020-04-06", reason="lower_unit")
    assert county.codes() == []


def test_a_unit_that_lost_its_title_before_has_nothing_to_lose(tmp_path: Path) -> None:
    """Suspended or revoked earlier, or never certified."""
    county = wuhan(tmp_path, XINGFU, CHUNXIAO, STREET)
    county.step("suspend", CHUNXIAO, "2020-04-04", reason="fever")
    county.step("revoke", STREET, "2020-04-04", reason="confirmed_case")
    county.step("suspend", XINGFU, "2020-04-05", reason="asymptomatic_case")
    assert county.codes() == []


def test_a_unit_that_got_its_title_later_is_not_meant(tmp_path: Path) -> None:
    """On the day of the loss it held none."""
    county = wuhan(tmp_path, XINGFU).step("suspend", XINGFU, "2020-04-05", reason="asymptomatic_case")
    assert county.certified(CHUNXIAO, "2020-04-30").codes() == []


def test_a_unit_that_followed_late(tmp_path: Path) -> None:
    """It is on record: late, not missing."""
    county = wuhan(tmp_path, XINGFU, CHUNXIAO).step("suspend", XINGFU, "2020-04-05", reason="asymptomatic_case")
    (found,) = county.step("suspend", CHUNXIAO, "2020-04-07", reason="lower_unit").found()
    assert (found.code, found.severity) == ("W609", "warning")


def test_a_retracted_loss_does_not_go_upward(tmp_path: Path) -> None:
    """What was recorded in error did not happen."""
    county = wuhan(tmp_path, XINGFU, CHUNXIAO).step("suspend", XINGFU, "2020-04-05", reason="asymptomatic_case")
    last = len(county.tables["events"])
    county.step("correct", XINGFU, "2020-04-06", reason="recorded_in_error", corrects=last)
    assert county.codes() == []


def test_a_cascade_that_only_asks_to_look(tmp_path: Path) -> None:
    """Under a scheme that does not say that the title goes too, it is a warning."""
    county = wuhan(tmp_path, effect="flag", clause="三").step(
        "suspend", XINGFU, "2020-04-05", reason="asymptomatic_case"
    )
    found = county.found()
    assert [(one.code, one.severity) for one in found] == [("W632", "warning")] * 2
    assert found[0].clause == "《武汉市无疫情小区、社区、村(大队)、街道(乡镇)、城区创建》 三"


@pytest.mark.parametrize(("day", "codes"), [("2020-04-03", []), ("2020-04-04", ["E615"])])
def test_the_window_changed_with_the_amendment(day: str, codes: list[str], tmp_path: Path) -> None:
    """A title is judged by the rules of the day on which it was decided."""
    county = Written(tmp_path, WUHAN).certified(XINGFU, day).case("2020-03-30", XINGFU, asymptomatic=1)
    assert county.codes() == codes


# ---- titles that rest on others (W626, E631)


def street(folder: Path, effect: str = "flag") -> Written:
    """A street whose two communities hold their titles, and its own."""
    document = committed(CHONGQING)
    document["upper_titles"]["rules"][0]["effect"] = effect
    county = Written(folder, document)
    for area in (CHUNXIAO, HEPING, STREET):
        county.certified(area, "2022-11-22")
    return county


@pytest.mark.parametrize(("effect", "code"), [("flag", "W626"), ("follow", "E631")])
def test_a_street_rests_on_its_communities(effect: str, code: str, tmp_path: Path) -> None:
    """It is flagged as soon as one of them lost its title, until it has it again or the street loses its own."""
    county = street(tmp_path, effect)
    assert county.codes() == []
    county.step("revoke", HEPING, "2022-11-25", by=CODE, reason="refusing_test")
    (found,) = county.found()
    assert (found.code, found.line, found.column, found.value) == (code, 16, "title", "township")
    assert "1 个单位（如和平社区）" in found.message
    assert county.codes(as_of="2022-11-24") == []
    county.step("revoke", STREET, "2022-11-25", by=CODE, reason="refusing_test")
    assert county.codes() == []
    county.certified(STREET, "2022-12-06")
    assert county.codes() == [code]
    county.certified(HEPING, "2022-12-06")
    assert county.codes() == []


def test_a_street_does_not_rest_on_another(tmp_path: Path) -> None:
    """Villages elsewhere and compounds below do not matter; a village of its own does."""
    county = street(tmp_path).certified(XINGFU, "2022-11-22").certified(DONGSHENG, "2022-11-22")
    county.step("revoke", XINGFU, "2022-11-25", by=CODE, reason="refusing_test")
    county.step("revoke", DONGSHENG, "2022-11-25", by=CODE, reason="refusing_test")
    assert county.codes() == []
    county.areas[OTHER_STREET] = {
        "area_id": OTHER_STREET, "name": "椰林镇", "unit_type": "township", "part_of": "",
    }  # fmt: skip
    (found,) = county.certified(OTHER_STREET, "2022-11-26").found()
    assert (found.code, "如东升村" in found.message) == ("W626", True)


def test_what_follows_from_an_unreadable_line_of_a_member(tmp_path: Path) -> None:
    """A community whose publication cannot be read is not said to hold no title."""
    county = street(tmp_path)
    county.tables["events"][9]["effective_at"] = "2022-11-31"
    assert county.tables["events"][9]["event"] == "publish"
    assert county.codes() == ["E301"]


def test_a_historical_list_does_not_show_its_members(tmp_path: Path) -> None:
    """Of an archived county only some notices are known."""
    county = Written(tmp_path, CHONGQING, state="archived").step("publish", STREET, "2022-11-22")
    assert county.codes() == []
