"""A county that has not published within the time that it promises is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.late import Late, late
from generator.errors import UsageError
from tests.support.folders import example_data, replace_once, run_wuyi


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The worked example, of which one county alone promises something: an update each second day after 2022-11-28."""
    folder = example_data(tmp_path)
    replace_once(folder / "registers/990101/county.json", '"publishes_every_days": 1', '"publishes_every_days": 2')
    replace_once(folder / "registers/990201/county.json", '  "publishes_every_days": 3,\n', "")
    return folder


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2022-11-30T23:59:59+08:00", None),
        ("2022-12-01T00:00:00+08:00", 1),
        ("2022-11-30T16:00:00+00:00", 1),
        ("2022-12-03T09:00:00+08:00", 3),
    ],
)
def test_a_promise_is_kept_until_the_end_of_its_day(data: Path, now: str, days: int | None) -> None:
    """By Chinese time; whoever promises nothing is never late."""
    told = [*late(data, now)]
    assert told == ([] if days is None else [Late("990101", "示例区", told[0].as_of, 2, days)])


def test_an_archived_list_is_never_late(data: Path) -> None:
    """It promises nothing any more."""
    settings = data / "registers" / "990101" / "county.json"
    replace_once(settings, '"state": "active"', '"state": "archived",\n  "archived_at": "2022-12-06"')
    assert [*late(data, "2023-01-01T00:00:00+08:00")] == []


def test_what_cannot_be_read_is_no_promise_kept(data: Path) -> None:
    """Nobody is told that all is well."""
    (data / "registers" / "990101" / "county.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="先运行 wuyi check"):
        [*late(data, "2022-12-01T00:00:00+08:00")]


def test_a_clock_that_is_behind_keeps_no_promise(data: Path) -> None:
    """A machine that begins in 1970 does not say that all is well; one that is a day behind is no such machine."""
    with pytest.raises(UsageError, match="时钟不对"):
        [*late(data, "1970-01-01T08:00:00+08:00")]
    assert [*late(data, "2022-08-30T09:00:00+08:00")] == []


def test_the_command_says_who_and_since_when(data: Path) -> None:
    """A sentence for each, as an annotation where a workflow asks; exit status 1."""
    ended = run_wuyi("late", "--data", data, "--now", "2022-12-01", "--format", "github")
    said = "::error title=没有按时更新::示例区（990101）晚了 1 天：承诺至多 2 天更新一次，最近的记录是 2022-11-28"
    assert (ended.returncode, ended.stdout.splitlines()) == (1, [said]), ended.stderr
    ended = run_wuyi("late", "--data", data, "--now", "2022-11-30")
    assert (ended.returncode, ended.stdout) == (0, "都在承诺的时间以内。\n"), ended.stderr
