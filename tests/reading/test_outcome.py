"""Reading gives values and findings back, and changes nothing that it is given."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from generator.reading import documents, folder, layouts, located_json, profiles, tables, text
from generator.reading.outcome import Reading, Readings
from generator.register.model import Event
from tests.support.folders import example_data, replace_once
from tests.support.spoil import EVENTS


@pytest.mark.parametrize("module", [documents, folder, layouts, located_json, profiles, tables, text])
def test_no_function_fills_what_it_is_given(module: object) -> None:
    """No reader has a list of findings to add to: each returns its own."""
    functions = dict(inspect.getmembers(module, inspect.isfunction))
    assert functions
    assert [name for name, one in functions.items() if "findings" in inspect.signature(one).parameters] == []


def test_value_and_findings_come_together(tmp_path: Path) -> None:
    """A table with one bad row has the others, and the finding of it; read again, it has them again."""
    data = example_data(tmp_path)
    whole = tables.read_table(data / "registers/990101", "x", "events", Event)
    assert whole.findings == ()
    replace_once(data / EVENTS, "24,990101001002,和平社区", "24,,和平社区")
    for _ in range(2):
        table, findings = tables.read_table(data / "registers/990101", "x", "events", Event)
        assert len(table.rows) == len(whole.value.rows) - 1
        assert [(one.code, one.path) for one in findings] == [("E201", "x/events.csv")]


def test_readings_keep_the_order(tmp_path: Path) -> None:
    """What was found on the way to several values stands in the order in which they were taken."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stray.txt").write_text("x", encoding="utf-8")
    first, second = (profiles.read_profiles(tmp_path / name, name) for name in ("b", "a"))
    readings = Readings()
    assert [readings.take(reading) for reading in (first, second)] == [{}, {}]
    assert readings.whole("all") == Reading("all", (*first.findings, *second.findings))
    assert [finding.path for finding in readings.findings] == ["b/stray.txt", "a/stray.txt"]
