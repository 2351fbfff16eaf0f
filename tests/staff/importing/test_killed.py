"""`wuyi import` is killed at every write: the old state stands or the new one, and the next run finishes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import pytest

from generator import placing
from generator.reading.leftovers import is_leftover
from tests.staff.importing.test_questions import OPEN
from tests.support.importing import LIST, RECORDED, WAY, Import, county
from tests.support.recording import contents
from tests.support.stopping import Steps, killed
from tests.support.written import CODE

# What touches the disk; each is a place at which the program may be killed.
STEPS: Final[Steps] = (
    (os, "open"), (os, "write"), (os, "fsync"), (os, "link"), (os, "replace"), (os, "rename"), (os, "unlink"),
    (os, "mkdir"), (os, "rmdir"), (placing, "exchange"), (shutil, "rmtree"), (Path, "write_bytes"),
    (Path, "write_text"),
)  # fmt: skip
ASSESSED: Final = ("--assessed", "2022-12-05")


def tables(data: Path) -> dict[str, bytes]:
    """The files of the data folder without what an interrupted program left beside them."""
    return {name: content for name, content in contents(data).items() if not _is_left(name)}


def _is_left(name: str) -> bool:
    return any(is_leftover(part) for part in Path(name).parts)


def given(wanted: Import, *more: str) -> list[str]:
    """The command for a list."""
    return [
        "import", str(wanted.file), "--county", CODE, "--data", str(wanted.data), "--recorded-at", RECORDED, "--yes",
        "--settings", str(wanted.data.parent / "settings"), *WAY, *ASSESSED, *more,
    ]  # fmt: skip


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "journal"])
def test_killed_at_every_write(exchanges: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks finds the old tables or the new ones; the second run writes what is missing, and nothing twice.

    Where folders cannot change places, a mixture may stand until the next program reads them.
    """
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    finished = Import(county(tmp_path / "finished"), LIST)
    old = tables(finished.data)
    finished.done(*WAY, *ASSESSED)
    new = tables(finished.data)
    seen: list[dict[str, bytes]] = []
    for step in range(400):
        wanted = Import(county(tmp_path / str(step)), LIST)
        is_killed = killed(given(wanted), step, exchanges=exchanges, steps=STEPS)
        found = tables(wanted.data)
        assert found in (old, new) or not exchanges, step
        seen.append(found)
        again = wanted.run(*WAY, *ASSESSED)
        assert again.exit_code == 0, (step, again.output)
        assert contents(wanted.data) == new, step
        shutil.rmtree(tmp_path / str(step))
        if not is_killed:
            break
    assert (seen[0], seen[-1]) == (old, new)
    assert len(seen) > 20, "the program was hardly interrupted"


def test_killed_while_questions_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet is there as a whole or not at all, the settings too, and the data is as it was."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    finished = Import(county(tmp_path / "finished"), OPEN)
    finished.refused(*WAY, *ASSESSED, "--column", "楼盘=name")
    whole = finished.sheet.read_bytes()
    states = []
    for step in range(400):
        wanted = Import(county(tmp_path / str(step)), OPEN)
        before = contents(wanted.data)
        is_killed = killed(given(wanted, "--column", "楼盘=name"), step, steps=STEPS)
        assert tables(wanted.data) == before, step
        states.append(wanted.sheet.read_bytes() if wanted.sheet.exists() else b"")
        wanted.refused(*WAY, *ASSESSED, "--column", "楼盘=name")
        shutil.rmtree(tmp_path / str(step))
        if not is_killed:
            break
    assert (states[0], states[-1], {*states}) == (b"", whole, {b"", whole})
    assert len(states) > 3, "the program was hardly interrupted"
