"""Files of every kind, damaged by their numbers: rows or problems, within bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

from generator.staff.intake.reader import read_list
from tests.support.folders import ROOT
from tests.tools.lists import damaged, sound

# `make fuzz` tries more of them.
SEED: Final = 3
FILES: Final = 1_500


def test_any_file_ends_with_rows_or_problems() -> None:
    """In a process of its own, which may take so much memory and no more, and which is there at the end."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.lists", "--seed", str(SEED), "--count", str(FILES)],
        cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr[-2_000:]
    found = json.loads(done.stdout)
    assert found["failures"] == []
    assert sum(found["tally"].values()) == FILES
    # Some are damaged where it matters to nobody, most are told of.
    assert min(found["tally"].values()) > FILES // 50


def test_what_is_damaged_could_be_read() -> None:
    """The files as they are before have rows, but for the web page, which is refused."""
    rows = [len(read_list(content, "名单").rows) for content in sound()]
    assert rows[-1] == 0
    assert all(rows[:-1])
    assert damaged(sound(), 1, 5) == damaged(sound(), 1, 5) != damaged(sound(), 1, 6)
