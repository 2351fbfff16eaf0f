"""Whatever people bring or publishers serve, each reader has a finding or a sentence for it, within bounds; seeded.

Texts, pictures, files and a look of one's own; keys and signatures of those who may write; proofs, checkpoints, keys of
logs, and what a site says that it was made from. Tables and documents: tests/reading/test_fuzz.py; whole sites with
their tiles: tests/copies/test_publisher.py; lists: tests/staff/intake/test_damaged.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from generator.copies import held
from generator.reading.pictures import UnsoundError
from tests.support.folders import ROOT
from tests.support.readers import Kind, damaged, kinds
from tests.tools.readers import run

# `make fuzz` tries more of them.
SEED: Final = 1
FILES: Final = 400
# In two processes, which may run beside one another.
PARTS: Final = (
    ("texts", "pictures", "attachments"),
    ("appearance", "authorities", "signatures", "proofs", "checkpoints", "keys", "builds"),
)
# A log of another history is told of as it is.
ALWAYS: Final = frozenset({"announcements/own.md", "fork/checkpoint", "fork/tile/0/000.p/25"})


@pytest.fixture
def readers(signed: Path, tmp_path: Path) -> dict[str, Kind]:
    """All of them."""
    return kinds(tmp_path, signed)


@pytest.mark.parametrize("names", PARTS)
def test_any_file_ends_with_a_finding_or_a_sentence(signed: Path, names: tuple[str, ...]) -> None:
    """In a process of its own, which may take so much memory and no more, and which is there at the end."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.readers", *names, "--site", signed,
         "--seed", str(SEED), "--count", str(FILES)],
        cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr[-2_000:]
    told: dict[str, Any] = json.loads(done.stdout)["readers"]
    assert told.keys() == set(names)
    for name, of_kind in told.items():
        assert of_kind["failures"] == [], name
        # Some are damaged where it matters to nobody, many are told of.
        assert sum(of_kind["tally"].values()) == FILES
        assert of_kind["tally"]["told"] > FILES // 4, name
        assert of_kind["tally"]["taken"] > 0, name


def test_what_is_damaged_could_be_read(readers: dict[str, Kind]) -> None:
    """The files as they are before; and a number makes the same of them each time."""
    assert set(readers) == {name for part in PARTS for name in part}
    told = {
        name: kind.read(name, content)
        for kind in readers.values()
        for name, content in kind.sound.items()
        if name not in ALWAYS
    }
    assert {name: said for name, said in told.items() if said != "taken"} == {}
    proofs = readers["proofs"]
    assert damaged(proofs, 1, 5) == damaged(proofs, 1, 5) != damaged(proofs, 1, 6)


def test_what_fails_is_told(readers: dict[str, Kind], monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness is no guard that sleeps: what is raised and is no sentence of a command is said of each file."""
    monkeypatch.setattr(held, "of_proof", _broken)
    found = run(readers["proofs"], SEED, 0, 2)
    assert (found["tally"], len(found["failures"])) == ({}, 2)


def _broken(*_: object) -> None:
    raise UnsoundError("E131", "no sentence of a command")
