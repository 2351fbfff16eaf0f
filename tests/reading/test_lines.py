"""The lines of what stands in a JSON document: that of the very value, not of the first key of that name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.reading.located_json import line_of_path, read_object
from tests.support.folders import findings_of, replace_once
from tests.support.spoil import SCHEME, SETTINGS

TEXT: Final = r"""{
  "a": {"id": 1, "x\"y": [
    10,
    {"id": "]},"},
    [[], {}, "{"]
  ]},

  "id": true,
  "list": [{"id": 1}, {"id": 2},
    {
      "id": 3 }
  ], "last": null
}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1), (("a",), 2), (("a", "id"), 2), (("a", 'x"y'), 2), (("a", 'x"y', 0), 3), (("a", 'x"y', 1, "id"), 4),
        (("a", 'x"y', 2, 2), 5), (("id",), 8), (("list",), 9), (("list", 1, "id"), 9), (("list", 2), 10),
        (("list", 2, "id"), 11), (("last",), 12),
        # What is not there: the line of what it would stand in.
        (("nothing",), 1), (("list", 7, "id"), 9), (("list", 2, "nothing"), 10), (("id", "within", 0), 8),
        (("a", 0), 2),
    ],
)  # fmt: skip
def test_line_of_a_path(path: tuple[str | int, ...], line: int) -> None:
    """Brackets within texts, escapes and empty things do not mislead."""
    place = read_object(TEXT, "x").value
    assert place is not None
    assert line_of_path(TEXT, place, path) == line


def test_second_period_of_a_county(data: Path) -> None:
    """A fault in the second of two schemes is told on its own line, by whoever finds it."""
    replace_once(
        data / SETTINGS, '"until": null}]',
        '"until": "2022-11-30"},\n    {"scheme": "hainan-2022", "from": "2022-12-01",\n     "until": "2022-11-30"},\n'
        '    {"scheme": "nowhere-2022", "from": "2022-12-40"}]',
    )  # fmt: skip
    told = [(each["code"], each["line"], each["column"]) for each in findings_of(data) if each["path"].endswith("json")]
    assert ("E301", 8, "schemes.2.from") in told
    replace_once(data / SETTINGS, "2022-12-40", "2022-12-10")
    told = [(each["code"], each["line"], each["column"]) for each in findings_of(data) if each["path"].endswith("json")]
    assert ("E305", 7, "schemes.1.until") in told
    assert ("E408", 8, "schemes.2.scheme") in told


def test_reason_deep_in_a_scheme(data: Path) -> None:
    """A wrong value deep in a profile is told on its line."""
    path = data / SCHEME
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if '"reasons"' in line and number > 60)
    place = next(place for place in range(number, len(lines)) if '"name"' in lines[place - 1])
    lines[place - 1] = lines[place - 1].replace('"name"', '"nom"')
    path.write_text("\n".join(lines), encoding="utf-8")
    told = {(each["code"], each["line"]) for each in findings_of(data) if each["path"].endswith(f"{path.name}")}
    assert ("E208", place) in told
