"""The schemes of a county: which binds on a day, and by which a title is named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.register.codes import AreaId, DivisionCode, SchemeId
from generator.register.fold import fold
from generator.register.model import CountySettings, SchemePeriod
from generator.register.profile import Profile, from_document
from generator.register.schemes import Schemes, decided_at
from tests.support.example import log
from tests.support.registers import committed


def profile(titles: Mapping[str, str], amended: Mapping[str, str] | None = None) -> Profile:
    """A profile with these titles; as amended from 2022-11-25, where it was."""

    def listed(names: Mapping[str, str]) -> list[dict[str, object]]:
        return [{"id": key, "name": name, "unit_types": [], "clause": None} for key, name in names.items()]

    change = {"effective_at": "2022-11-25", "text": "", "clause": None}
    amendments = [{**change, "changes": {"titles": listed(amended)}}] if amended else []
    return from_document({**committed("liangzihu-2020"), "titles": listed(titles), "amendments": amendments})


def schemes(first: Profile, second: Profile) -> Schemes:
    """Two schemes with a day between them on which none is in force, the 30th."""
    periods = (
        SchemePeriod(SchemeId("a"), "2022-11-20", "2022-11-29"),
        SchemePeriod(SchemeId("b"), "2022-12-01", None),
    )
    settings = CountySettings(DivisionCode(AreaId("990101")), periods, "2022-11-20", "active", demonstration=True)
    return Schemes(settings, {"a": first, "b": second})


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2022-11-24T23:00:00+08:00", "无疫社区"),
        ("2022-11-25", "安心社区"),  # amended
        ("2022-11-30", "安心社区"),  # none in force: as it was last called
        ("2022-12-01", "健康社区"),
        ("2022-11-01", "无疫社区"),  # before the first scheme
    ],
)
def test_a_title_is_named_by_the_profile_of_its_day(day: str, name: str) -> None:
    """The profile in force, with its amendments until then; without one the last before, else the first after."""
    known = schemes(profile({"community": "无疫社区"}, {"community": "安心社区"}), profile({"community": "健康社区"}))
    assert known.title_name("community", day) == name


def test_a_title_that_a_scheme_dropped_keeps_its_name() -> None:
    """What is said of it under the next scheme says its name, not its id; one that no scheme has, its id."""
    known = schemes(profile({"community": "无疫社区", "compound": "无疫小区"}), profile({"community": "健康社区"}))
    assert known.title_name("compound", "2022-12-05") == "无疫小区"
    assert known.title_name("village", "2022-12-05") == "village"


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        (("apply", "review", "certify", "publish"), "2022-11-24"),  # its status took effect
        (("apply", "review", "certify", "publish", "apply"), "2022-11-24"),
        (("nominate", "reject"), "2022-11-21"),  # no status: the last public event
        (("nominate", "reject", "apply"), "2022-11-21"),
        (("publish", ("correct", 1)), "2022-11-22"),
        (("apply", "review"), "2022-11-22"),  # never public: the last event
    ],
)
def test_a_record_stands_under_the_scheme_of_its_status(
    rows: tuple[str | tuple[str, int], ...], day: str
) -> None:  # fmt: skip
    """Later steps that the public does not see name nothing."""
    (record,) = fold(log(*rows)).values()
    assert decided_at(record) == day


def test_a_title_has_an_english_name_only_where_its_scheme_says_it() -> None:
    """That of the profile that names it; a name in English is never made up of one that another scheme has."""
    document = committed("liangzihu-2020")
    title: dict[str, object] = {"id": "community", "name": "示范小区", "unit_types": [], "clause": None}
    named = from_document({**document, "titles": [{**title, "name_en": "model compound"}], "amendments": []})
    known = schemes(named, profile({"community": "健康社区"}))
    assert known.title_name_en("community", "2022-11-21") == "model compound"
    assert known.title_name_en("community", "2022-12-05") is None
    assert known.title_name_en("village", "2022-12-05") is None
