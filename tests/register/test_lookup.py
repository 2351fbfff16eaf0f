"""Areas by what a person types."""

from __future__ import annotations

import pytest

from generator.register.lookup import is_read, look_up
from generator.register.model import Area
from tests.support.example import made_area

NAMES = {
    "99": "示例省", "9901": "示例市", "990101": "示例区", "990101001": "滨河街道", "990101001001": "春晓社区",
    "990101001002": "和平社区",
}  # fmt: skip
AREAS = [
    made_area("990101001001", "春晓社区"),
    made_area("990101001001-001", "春晓花园", "一期"),
    made_area("990101001001-002", "春晓花园", "二期"),
    made_area("990101001002", "和平社区"),
    made_area("990101001002-001", "和平", former="机床厂宿舍;老七栋"),
    made_area("990101001002-002", "重庆里12号院"),
    made_area("990101001002-003", "和平新村", "1-5栋"),
]


def found(query: str) -> list[str]:
    """The ends of the ids of the areas that are found."""
    areas: list[Area] = AREAS
    return [area.area_id[8:] for area in look_up(query, areas, NAMES)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("990101001001-002", ["1001-002"]),
        (" 990101001001 ", ["1001"]),
        ("春晓花园", ["1001-001", "1001-002"]),  # one name: a person chooses
        ("春晓花园(二期)", ["1001-002"]),
        ("春晓花园（二期）", ["1001-002"]),
        ("春曉花園二期", ["1001-002"]),
        ("和平", ["1002-001"]),  # the whole name is not hidden among those that begin with it
        ("和平新", ["1002-003"]),
        ("和平新村1-5", ["1002-003"]),
        ("机床厂宿舍", ["1002-001"]),
        ("老七栋", ["1002-001"]),
        ("社区", ["1001", "1002"]),
        ("滨河街道春晓花园", ["1001-001", "1001-002"]),
        ("和平社区新村", ["1002-003"]),
        ("chunxiaohuayuan", ["1001-001", "1001-002"]),
        ("Chunxiao Huay", ["1001-001", "1001-002"]),
        ("heping", ["1002-001"]),
        ("hepingxin", ["1002-003"]),
        ("hpxc", ["1002-003"]),
        ("CXHY", ["1001-001", "1001-002"]),
        ("chongqingli", ["1002-002"]),
        ("zhongqingli", ["1002-002"]),  # a character of two readings stands for both
        ("１２号", ["1002-002"]),
        ("li12hao", ["1002-002"]),
        ("h", []),
        ("", []),
        ("()", []),
        ("锦绣", []),
        ("hepng", []),
    ],
)
def test_the_closest_way_counts(query: str, ids: list[str]) -> None:
    """Code, whole name, former name, beginning, part, place and name, pinyin, first letters: the first that fits."""
    assert found(query) == ids


def test_readings_are_whole_syllables() -> None:
    """A part of a name begins with a syllable; the last one may be begun only, unless the whole name is meant."""
    assert is_read("和平新村", "pingxinc")
    assert not is_read("和平新村", "ingxin")
    assert is_read("和平", "heping", whole=True)
    assert not is_read("和平", "hepin", whole=True)
    assert not is_read("和平新村", "heping", whole=True)
    assert is_read("和平新村", "pxc", initials=True)
