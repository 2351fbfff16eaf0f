"""Days and times: their two forms, and which comes first."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.register.times import before, end_of, instant, is_time, open_from, precedes

CHINA = timezone(timedelta(hours=8))
bounded = settings(max_examples=100, deadline=None)

moments = st.datetimes(datetime(2019, 1, 1), datetime(2023, 1, 1)).map(lambda one: one.replace(tzinfo=CHINA))  # noqa: DTZ001 - the zone follows
near = st.datetimes(datetime(2022, 11, 20), datetime(2022, 11, 22))  # noqa: DTZ001


def _forms(moment: datetime) -> list[str]:
    return [
        moment.strftime("%Y-%m-%d"),
        moment.strftime("%Y-%m-%dT%H:%M+08:00"),
        moment.strftime("%Y-%m-%dT%H:%M:%S+08:00"),
    ]


texts = st.one_of(moments, near).flatmap(lambda one: st.sampled_from(_forms(one)))


def _started(text: str) -> datetime:
    """The first moment that a text covers, by the standard library."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    "text",
    ["2022-11-28", "2020-02-29", "2022-11-28T00:00+08:00", "2022-11-28T23:59:59+08:00"],
)
def test_forms(text: str) -> None:
    """A day, or a time to the minute or second with +08:00, is a time."""
    assert is_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "2022-13-01", "2022-02-30", "2021-02-29", "2022-00-10", "2022-11-31", "0000-01-01", "2022-11-28 ",
        "2022-11-28\n", "2022/11/28", "20221128", "2022-1-1", "2022-W48-1", "２０２２-11-28", "44893",
        "2022-11-28T09:00", "2022-11-28T09:00Z", "2022-11-28T09:00+00:00", "2022-11-28T09:00+0800",
        "2022-11-28 09:00+08:00", "2022-11-28T24:00+08:00", "2022-11-28T09:60+08:00",
        "2022-11-28T09:00:60+08:00", "2022-11-28T09+08:00", "2022-11-28T09:00:00.5+08:00",
        "2022-02-30T09:00+08:00", "2022-11-28T09:00+08:00\n",
    ],
)  # fmt: skip
def test_other_forms_are_refused(text: str) -> None:
    """Nothing else is a time: other zones, other digits, days that do not exist, anything around it."""
    assert not is_time(text)


@given(texts)
@bounded
def test_every_form_is_a_time(text: str) -> None:
    """Each real moment, written in one of the forms, is a time, and so is its instant."""
    assert is_time(text)
    assert is_time(instant(text))


def test_instant() -> None:
    """A day means its start, a minute its first second; the precise form stays as it is."""
    assert instant("2022-11-28") == "2022-11-28T00:00:00+08:00"
    assert instant("2022-11-28T09:10+08:00") == "2022-11-28T09:10:00+08:00"
    assert instant("2022-11-28T09:10:11+08:00") == "2022-11-28T09:10:11+08:00"


@given(texts, texts)
@bounded
def test_instants_compare_as_text(one: str, other: str) -> None:
    """Instants compare as text as the moments that they stand for do."""
    assert len(instant(one)) == 25
    assert (instant(one) < instant(other)) == (_started(one) < _started(other))
    assert (instant(one) == instant(other)) == (_started(one) == _started(other))


def test_end_of() -> None:
    """An as-of day covers all of it; an as-of time covers up to itself."""
    assert end_of("2022-11-28") == "2022-11-28T23:59:59+08:00"
    assert end_of("2022-11-28T12:00+08:00") == "2022-11-28T12:00:00+08:00"
    assert end_of("2022-11-28T12:00:01+08:00") == "2022-11-28T12:00:01+08:00"


@given(texts, texts)
@bounded
def test_a_day_covers_its_times(one: str, other: str) -> None:
    """An as-of day covers every time of that day and before it, and none of a later day."""
    assert instant(one) <= end_of(one[:10])
    assert (instant(other) <= end_of(one[:10])) == (other[:10] <= one[:10])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2022-11-27", "2022-11-28", True),
        ("2022-11-28", "2022-11-28", False),
        ("2022-11-28", "2022-11-28T09:00+08:00", False),
        ("2022-11-28T09:00+08:00", "2022-11-28", False),
        ("2022-11-28T23:00+08:00", "2022-11-29", True),
        ("2022-11-28T09:00+08:00", "2022-11-28T09:00:00+08:00", False),
        ("2022-11-28T09:00+08:00", "2022-11-28T09:00:01+08:00", True),
        ("2022-11-28T09:00:01+08:00", "2022-11-28T09:00+08:00", False),
    ],
)
def test_precedes(one: str, other: str, expected: bool) -> None:
    """Only what is before for certain precedes: within a day, a day and a time are not compared."""
    assert precedes(one, other) is expected


@given(st.lists(near.flatmap(lambda one: st.sampled_from(_forms(one))), min_size=3, max_size=3))
@bounded
def test_precedes_is_a_strict_order(three: list[str]) -> None:
    """Nothing precedes itself, nothing precedes what precedes it, and precedence passes on."""
    one, other, third = three
    assert not precedes(one, one)
    assert not (precedes(one, other) and precedes(other, one))
    if precedes(one, other) and precedes(other, third):
        assert precedes(one, third)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2022-12-08", "2022-12-01T00:00:00+08:00"),
        ("2022-12-08T15:00+08:00", "2022-12-01T15:00:00+08:00"),
        ("2022-03-03T00:00:01+08:00", "2022-02-24T00:00:01+08:00"),
    ],
)
def test_a_line_may_be_recorded_a_week_late(time: str, expected: str) -> None:
    """Seven days before the newest line, to the second; a day is its start."""
    assert open_from(time) == expected
    assert before(time, timedelta(days=7)) == expected
