"""Broken, hostile and ambiguous JSON under data/: it ends with status 1 and a finding that helps.

All cases start from the worked example, which is valid.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.folders import as_json_table, check_with_program, replace_once
from tests.support.spoil import AREAS, COUNTY, DECLARED, EVENTS, NOTICES, SCHEME, SETTINGS, SITE, refused, the_one


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"state": "active",', '"state": "active"', 9, ""),
        ('"demonstration": true', '"demonstration": true,', 10, ""),
        ('"demonstration": true', '"demonstration": True', 9, ""),
        ('"demonstration": true', "'demonstration': true", 9, ""),
        ('"demonstration": true', '"demonstration": true // yes', 9, ""),
        ('"demonstration": true\n}', '"demonstration": true\n} {}', 10, ""),
        ('"demonstration": true\n}', '"demonstration": true\n', 10, ""),
        ('"state": "active",', '"state": "active", "state": "archived",', None, "state"),
        ('"publishes_every_days": 1', '"publishes_every_days": NaN', None, "NaN"),
        ('"publishes_every_days": 1', '"publishes_every_days": -Infinity', None, "Infinity"),
        ('"示例区疫情防控指挥部"', '"\\ud800"', None, "代理"),
        ('"publisher":', '"\\ud800": 1, "publisher":', None, "代理"),
        ('"publishes_every_days": 1', f'"publishes_every_days": {"1" * 5000}', None, "过长"),
        ('"publishes_every_days": 1', f'"publishes_every_days": {"[" * 100_000}', None, "过深"),
        (
            '"publishes_every_days": 1',
            f'"publishes_every_days": {"[" * 100_000}{"]" * 100_000}',
            None,
            "过深",
        ),
    ],
    ids=range(15),
)
def test_broken_json(data: Path, old: str, new: str, line: int | None, said: str) -> None:
    """Broken, ambiguous or excessive JSON is refused as such, with its line where one is to blame."""
    replace_once(data / SETTINGS, old, new)
    status, findings = check_with_program(data)
    found = the_one(findings, "E104", SETTINGS)
    assert (status, len(findings)) == (1, 1)
    assert line is None or abs(found["line"] - line) <= 1
    assert said in found["message"]


@pytest.mark.parametrize("text", ["", "null", "[]", "1", '"x"', "{", "\x00", "[{}]"])
def test_document_that_is_no_object(data: Path, text: str) -> None:
    """A document must be one object."""
    (data / SETTINGS).write_text(text, encoding="utf-8")
    refused(data, "E104", SETTINGS, 1)


@pytest.mark.parametrize("text", ["", "{}", "null", "[1]", "[[]]", "[{}", "[{},]", "[{} {}]", "[{}] []", "[" * 100_000])
def test_table_that_is_no_list_of_objects(data: Path, text: str) -> None:
    """A JSON table must be one list of objects."""
    (data / DECLARED).unlink()
    (data / COUNTY / "declared.json").write_text(text, encoding="utf-8")
    refused(data, "E104", f"{COUNTY}/declared.json", 1)


@pytest.mark.parametrize("depth", [1, 100, 300, 900])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("key", ["sequence", "area_id", "recorded_at", "corrects", "notice_id"])
def test_nested_value_in_a_row(data: Path, key: str, brackets: tuple[str, str], depth: int) -> None:
    """A list or object where a value belongs is a finding of that value, however deep it goes."""
    table = as_json_table(data / EVENTS)
    rows = json.loads(table.read_text(encoding="utf-8"))
    rows[-1][key] = "@@"
    nested = brackets[0] * depth + "1" + brackets[1] * depth
    table.write_text(json.dumps(rows).replace('"@@"', nested), encoding="utf-8")
    status, findings = check_with_program(data)
    assert status == 1
    assert [found["column"] for found in findings] == [key]


@pytest.mark.parametrize("value", ["25.0", "2.5e1", "true", '"25"', "-25", "0", "1" * 30, "1" * 4000, "1e999"])
def test_number_that_is_no_sequence(data: Path, value: str) -> None:
    """Only a whole number is a sequence: nothing is rounded, read from text, or taken for 1."""
    replace_once(as_json_table(data / EVENTS), '"sequence": 25', f'"sequence": {value}')
    found = the_one(check_with_program(data)[1], "E203", f"{COUNTY}/events.json")
    assert (found["column"], found["severity"]) == ("sequence", "error")


@pytest.mark.parametrize(
    ("table", "key", "code"),
    [
        (AREAS, "area_id", "E202"),
        (AREAS, "name", "E204"),
        (EVENTS, "area_id", "E202"),
        (EVENTS, "title", "E202"),
        (EVENTS, "effective_at", "E301"),
        (EVENTS, "recorded_at", "E301"),
        (EVENTS, "decided_by", "E202"),
        (NOTICES, "notice_id", "E202"),
        (NOTICES, "published_at", "E301"),
        (DECLARED, "measure", "E207"),
    ],
)
def test_value_with_a_line_break_at_its_end(data: Path, table: str, key: str, code: str) -> None:
    """A line break behind a code or time is told; the row never disappears without a word."""
    document = as_json_table(data / table)
    rows = json.loads(document.read_text(encoding="utf-8"))
    rows[-1][key] += "\n"
    document.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    status, findings = check_with_program(data)
    assert status == 1
    assert the_one(findings, code, table.replace(".csv", ".json"))["column"] == key


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (SETTINGS, '"990101"', '"990101\\n"'),
        (SETTINGS, '"chongqing-2022-74"', '"chongqing-2022-74\\n"'),
        (SETTINGS, '"register_since": "2022-11-20"', '"register_since": "2022-11-20\\n"'),
        (SITE, "register.example,2026", "register.example,2026\\n"),
        (SCHEME, '"id": "chongqing-2022-74"', '"id": "chongqing-2022-74\\n"'),
    ],
)
def test_setting_with_a_line_break_at_its_end(data: Path, path: str, old: str, new: str) -> None:
    """A document that the fast validator refuses always gives a finding: no county is left out in silence."""
    replace_once(data / path, old, new)
    status, findings = check_with_program(data)
    assert status == 1
    assert [found["path"] for found in findings] == [f"data/{path}"]


@pytest.mark.parametrize("value", ["\\ud800", "向阳\\udfff小区"])
def test_lone_surrogate_in_a_row(data: Path, value: str) -> None:
    """Half a character in a row is refused before anything tries to write it."""
    replace_once(as_json_table(data / AREAS), "向阳小区", value)
    refused(data, "E104", f"{COUNTY}/areas.json", 26)


def test_lone_surrogate_within_a_list(data: Path) -> None:
    """Half a character deep in a document is refused, too."""
    scheme = json.loads((data / SCHEME).read_text(encoding="utf-8"))
    scheme["sources"].append("\ud800")
    (data / SCHEME).write_text(json.dumps(scheme), encoding="utf-8")
    status, findings = check_with_program(data)
    assert status == 1
    assert the_one(findings, "E104", SCHEME)


def test_number_where_a_name_belongs(data: Path) -> None:
    """A number is not a name, with a point or without."""
    replace_once(as_json_table(data / AREAS), '"name": "向阳小区"', '"name": 1.5')
    assert the_one(check_with_program(data)[1], "E204", f"{COUNTY}/areas.json")["column"] == "name"
