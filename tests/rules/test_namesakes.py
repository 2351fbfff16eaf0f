"""Names that belong elsewhere, and areas that are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.folders import findings_of
from tests.support.repositories import edit

AREAS = "registers/990101/areas.csv"


def told(data: Path, *areas: str) -> list[tuple[str, int | None]]:
    """Code and line of what is said once these lines are added to the areas of the example."""
    edit(data / AREAS, lambda old: [*old, *(f"{area},,,,,," for area in areas)])
    return [(one["code"], one["line"]) for one in findings_of(data)]


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("990101001001-003,和平新村,,compound", [("W423", 6)]),
        ("990101001001-003,和平社区,,compound", [("W423", 6)]),
        ("990101001001-003,向阳,东区,compound", [("W423", 6)]),
        ("990101001001-003,向阳花园,东区,compound", []),
        ("990101001003-001,向阳花园,,compound", []),
        ("990101002001-001,朝阳新村,,compound", []),
        ("990101001001-003,春晓新村,,compound", []),
        ("990101001001-003,示例新村,,compound", []),
        ("990101001001-003,和平小区,,compound", []),  # may be anywhere
    ],
)
def test_a_compound_that_is_called_like_a_community(data: Path, area: str, expected: list[tuple[str, int]]) -> None:
    """It is told where another community of the county bears the name, and neither its own nor its street."""
    assert told(data, area) == expected


def test_a_common_name_is_told_where_its_community_has_it_too(data: Path) -> None:
    """Then one of the two is easily taken for the other."""
    assert told(data, "990101001002-001,和平小区,,compound", "990101001001-003,和平小区,,compound") == [("W423", 7)]


@pytest.mark.parametrize(
    "name",
    [
        "幸福里小区（一期）",
        "幸福里小区〔一期〕",
        "幸福里小区 (一期)",
        "幸福里小区,一期",
        "幸福里小区,1期",
        "幸福裏小區（一期）",
    ],
)
def test_brackets_width_and_qualifier_make_no_other_area(data: Path, name: str) -> None:
    """A full name is one, in whatever brackets and numerals, and with the qualifier in its column or in the name."""
    name = name if "," in name else f"{name},"
    assert told(data, f"990101001001-003,{name},compound", "990101001001-004,幸福里小区(一期),,compound") == [
        ("W421", 7)
    ]


@pytest.mark.parametrize(
    "area",
    [
        "990101001001-003,幸福里小区,二期,compound",
        "990101001001-003,幸福里小区,11-15栋,compound",
        "990101001002-001,幸福里小区,,compound",
        "990101001001-003,幸福里,,compound",
    ],
)
def test_another_qualifier_place_or_name_is_another_area(data: Path, area: str) -> None:
    """The nearest right ones."""
    assert told(data, area) == []


def test_a_name_that_counts_twice_is_told_and_not_the_counts_that_follow(data: Path) -> None:
    """One slip gives one message, and the likely cause of what does not agree."""
    (data / "registers/990101/unplaced.csv").write_text(
        "notice_id,name,place,title,reason,measure\n990101-20221127-1,和平社区,,community,找不到,certified\n",
        encoding="utf-8",
    )
    assert [(one["code"], one["line"]) for one in findings_of(data)] == [("E705", 2)]
