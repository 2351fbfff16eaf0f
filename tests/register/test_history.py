"""The public history of an area: one value, from which page, twin, table and feed are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import check_one, read_plan
from generator.register.change import changes
from generator.register.county import County
from generator.register.durations import Duration

HEPING = "990101001002"
XINGFU = "990101001001-001"


@pytest.fixture
def county(data: Path) -> County:
    """The county 990101 of the worked example."""
    compiled = check_one(read_plan(data, None)[0], "990101")[2]
    assert compiled is not None
    return compiled


def test_history_is_what_is_public_in_order_of_the_log(county: County) -> None:
    """Every public event of the county stands in the history of its area, once, under its id."""
    public = [
        transition.event
        for record in county.records.values()
        for transition in record.transitions
        if record.is_public(transition)
    ]
    assert [one.event for one in county.public_events] == sorted(public, key=lambda event: event.sequence)
    histories = [one for area_id in county.areas for one in county.history(area_id)]
    assert sorted(histories, key=lambda one: one.event_id) == list(county.public_events)
    assert {one.event_id for one in changes(county)} < {one.event_id for one in county.public_events}
    assert county.public_events is county.public_events


def test_an_area_without_a_public_event_has_no_history(data: Path) -> None:
    """An application that is under way is not public; neither is a place that is no area."""
    county = check_one(read_plan(data, "2022-11-26T15:30:00+08:00")[0], "990101")[2]
    assert county is not None
    assert any(event.area_id == HEPING for event in county.events)
    assert list(county.history(HEPING)) == list(county.history("990101001")) == []


def test_history_says_what_corrected_an_event(county: County) -> None:
    """A revocation that was recorded in error names the line that took it back; nothing else of the area does."""
    assert [(one.event.sequence, one.corrected_by and one.corrected_by.sequence) for one in county.history(HEPING)] == [
        (16, None), (19, None), (21, None), (22, None), (23, None), (24, 25), (25, None),
    ]  # fmt: skip


def test_history_says_how_long_a_step_took_and_was_recorded_later(county: County) -> None:
    """A step has its anchor and days, the first step has none; days recorded later follow the two times."""
    by_event = {one.event.event: one for one in county.history(XINGFU)}
    assert by_event["apply"].took is None
    assert by_event["publish"].took == Duration("certify", "2022-11-22", 1, "calendar_day", None, None, 0)
    late = {one.event.sequence: one.recorded_later for one in county.public_events if one.recorded_later}
    assert late == {20: 1}


def test_history_names_title_and_reason(county: County) -> None:
    """Titles and reasons stand in words."""
    (revoked,) = (one for one in county.history(HEPING) if one.event.event == "revoke")
    assert (revoked.title_name, revoked.reason_name) == ("无疫社区", county.reason_name(revoked.event))
    assert revoked.reason_name != revoked.event.reason
