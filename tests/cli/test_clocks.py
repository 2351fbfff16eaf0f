"""The clock of a machine is wrong: nothing wrong is published by it, and what is said leads to the clock."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.copies.test_sync import tree
from tests.support.folders import NOW, run_wuyi
from tests.support.repositories import commit

BEHIND: Final = "1970-01-01T08:00:10+08:00"
AHEAD: Final = "2062-11-29T10:00:00+08:00"
SCRIPT: Final = """
import sys, datetime
real = datetime.datetime
class Clock(real):
    @classmethod
    def now(cls, tz=None):
        return real.fromisoformat({clock!r}).astimezone(tz)
datetime.datetime = Clock
from generator.cli import main
main(sys.argv[1:])
"""


def at(clock: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The program on a machine whose clock says this."""
    return run_wuyi(*arguments, script=SCRIPT.format(clock=clock))


def revoking(data: Path) -> tuple[str | Path, ...]:
    """A line to be recorded."""
    return ("record", "990101", "990101001001-001", "--data", data, "--event", "revoke", "--reason", "new_case", "--at",
            "2022-11-29", "--yes")  # fmt: skip


def test_a_clock_that_is_behind_records_nothing(data: Path) -> None:
    """By such a clock all that is there is ahead: nothing is written, and the clock is named."""
    before = tree(data)
    ended = at(BEHIND, *revoking(data))
    assert ended.returncode != 0
    assert tree(data) == before
    assert "时钟" in ended.stdout + ended.stderr


def test_a_line_by_a_clock_that_is_ahead_goes_no_further(data: Path) -> None:
    """It is written, and who checks it by another clock, as the server does, is told."""
    commit(data.parent)
    ended = at(AHEAD, *revoking(data))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert AHEAD in (data / "registers" / "990101" / "events.csv").read_text(encoding="utf-8")
    judged = run_wuyi("check", "--data", data, "--now", NOW, "--format", "json", "--quiet")
    assert judged.returncode == 1
    assert '"E310"' in judged.stdout or '"E302"' in judged.stdout, judged.stdout


@pytest.mark.parametrize("clock", [BEHIND, AHEAD])
def test_a_register_is_begun_whole_or_not_at_all(tmp_path: Path, clock: str) -> None:
    """By a clock that is behind it is refused, since the schemes are of later; by one that is ahead it begins, and
    nobody else can check it without being told."""
    folder = tmp_path / "new"
    ended = at(
        clock, "init", folder, "--county", "500241", "--scheme", "chongqing-2022-74", "--publisher", "某县",
        "--contact", "某县办公室", "--site-url", "https://register.example", "--no-git",
    )  # fmt: skip
    if clock == BEHIND:
        assert ended.returncode != 0
        assert "时钟" in ended.stdout + ended.stderr
        assert not folder.exists()
        return
    assert ended.returncode == 0, ended.stdout + ended.stderr
    judged = run_wuyi("check", "--data", folder / "data", "--now", NOW, "--quiet")
    assert judged.returncode == 1, judged.stdout
    shutil.rmtree(folder)


def test_who_is_late_is_not_told_by_a_clock_that_is_behind(data: Path) -> None:
    """No promise is over in 1970: it says that the clock is wrong, with exit status 2."""
    ended = at(BEHIND, "late", "--data", data)
    assert (ended.returncode, "时钟不对" in ended.stderr) == (2, True)
