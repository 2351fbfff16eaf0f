"""Times ahead of the clock: none is published, and one that was blocks nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.copies import days
from generator.history.compare import check_against
from tests.support.folders import NOW, replace_once, report_of, run_wuyi
from tests.support.repositories import commit, edit
from tests.support.sites import build_site, load

HERE, THERE = "registers/990101/events.csv", "registers/990201/events.csv"
LOST = "990101001001-001,幸福里小区,revoke,compound,2022-12-02,{},990101,new_case,,{}"
AREAS = "registers/990101/areas.csv"
APPLIED = "990101001002-001,望江苑,apply,compound,{0},{0}T09:00:00+08:00,990101001002,,,"
LATER = "990201100002,海风村,apply,village,2022-12-02,2022-12-02T10:00:00+08:00,990201100002,,,"


def append(data: Path, table: str, line: str) -> None:
    """Adds a line to a log, numbered on."""
    edit(data / table, lambda old: [*old, f"{len(old) + 1},{line}"])


def told(data: Path, rev: str = "HEAD") -> list[tuple[str, int | None, str | None]]:
    """Code, line and column of what a check against a base finds."""
    return [(one.code, one.line, one.column) for one in check_against(data, rev, now=NOW, workers=1).findings]


@pytest.fixture
def published(data: Path) -> Path:
    """The example, whose last line was published with a mistyped year."""
    append(data, HERE, LOST.format("2062-12-02T09:00:00+08:00", ""))
    commit(data.parent)
    return data


@pytest.mark.parametrize("time", ["2062-12-02T09:00:00+08:00", "2023-01-22", "9999-12-31"])
def test_a_new_line_ahead_of_the_clock_is_an_error(data: Path, time: str) -> None:
    """With a base and without; a correction beside it is no excuse, since it can still be mended."""
    commit(data.parent)
    append(data, HERE, LOST.format(time, ""))
    assert told(data) == [("E310", 27, "recorded_at")]
    assert [one.code for one in report_of(data).findings] == ["E310"]
    append(data, HERE, LOST.format("2022-12-02T10:00:00+08:00", 26))
    assert told(data) == [("E310", 27, "recorded_at")]


def test_a_published_time_ahead_is_a_warning(published: Path) -> None:
    """Nobody can take it back; without a base it is an error, for nothing says that it is published."""
    assert told(published) == [("W304", 27, "recorded_at")]
    assert [one.code for one in report_of(published).findings] == ["E310"]


def test_a_published_time_ahead_blocks_no_other_county(published: Path) -> None:
    """What has not happened closes no month: a truthful line is told nothing."""
    append(published, THERE, LATER)
    assert told(published) == [("W304", 27, "recorded_at")]


def test_a_truthful_correction_frees_the_log(published: Path, tmp_path: Path) -> None:
    """Neither it nor what follows is told anything, and the register is as old as its truthful lines."""
    append(published, HERE, LOST.format("2022-12-02T10:00:00+08:00", 26))
    edit(published / AREAS, lambda old: [*old, "990101001002-001,望江苑,,compound,,,,,,"])
    append(published, HERE, APPLIED.format("2022-12-03"))
    assert told(published) == []
    assert report_of(published).findings == []
    commit(published.parent)
    append(published, THERE, LATER)
    assert told(published) == [("W820", 16, "recorded_at")]  # recorded hours before the other county's newest
    assert report_of(published).findings == []
    site = build_site(published, tmp_path / "site")
    assert load(site / "index.json")["as_of"] == "2022-12-03T09:00:00+08:00"
    assert load(site / "990101/index.json")["as_of"] == "2022-12-03T09:00:00+08:00"
    assert run_wuyi("verify", site).returncode == 0


def test_a_copy_says_what_is_dated_ahead_of_its_publisher() -> None:
    """A change after `this_update` is passed only where a correction shows that its time was mistyped."""
    row = {"area_id": "990101001001", "title": "community", "event": "publish", "corrects": ""}
    log = {"990101-000001": {**row, "recorded_at": "2062-12-02T09:00:00+08:00"}}
    index = days.Index("2022-12-03", None, ())
    assert days.ahead(index, log) == ["changes/index.json：this_update 早于事件 990101-000001 的记录时间"]
    log["990101-000002"] = {**row, "corrects": "990101-000001", "recorded_at": "2022-12-02T09:00:00+08:00"}
    assert days.ahead(index, log) == []


def test_lines_that_follow_a_mistyped_one_still_go_forward(published: Path) -> None:
    """The line before it is what they may not precede, and what is closed stays closed."""
    append(published, HERE, LOST.format("2022-12-02T10:00:00+08:00", 26))
    commit(published.parent)
    append(published, HERE, LOST.format("2022-12-01T10:00:00+08:00", 27))
    assert ("E302", 29, "recorded_at") in told(published)


def test_a_correction_may_not_precede_what_is_not_ahead(data: Path) -> None:
    """Else it could date itself back at will."""
    append(data, HERE, LOST.format("2022-12-20T09:00:00+08:00", ""))
    commit(data.parent)
    append(data, HERE, LOST.format("2022-12-18T09:00:00+08:00", 26))
    assert told(data) == [("E302", 28, "recorded_at")]


def test_the_day_of_import_may_be_mended_where_it_was_ahead(data: Path) -> None:
    """It is the register's own, and the notice says nothing of it; any other change of a notice is one."""
    notices = data / "registers/990101/notices.csv"
    lines = notices.read_text(encoding="utf-8").splitlines()
    notices.write_text("\n".join([*lines[:-1], f"{lines[-1].rpartition(',')[0]},2062-12-01"]) + "\n", encoding="utf-8")
    commit(data.parent)
    assert [one[0] for one in told(data)] == ["W304"]
    replace_once(notices, "2062-12-01", "2022-12-01")
    assert told(data) == []
    commit(data.parent)
    replace_once(notices, "2022-12-01", "2022-12-02")
    assert [one[0] for one in told(data)] == ["E806"]


def test_a_mistyped_year_makes_nothing_overdue(data: Path) -> None:
    """One slip, one message: the county's own day for time limits is that of what has happened."""
    edit(data / AREAS, lambda old: [*old, "990101001002-001,望江苑,,compound,,,,,,"])
    append(data, HERE, APPLIED.format("2022-12-01"))
    append(data, HERE, LOST.format("2062-12-02T09:00:00+08:00", ""))
    assert [one.code for one in report_of(data).findings] == ["E310"]
