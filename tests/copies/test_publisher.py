"""Whatever a publisher puts into a site, `verify` and `sync` end with a finding or a sentence; seeded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from generator.copies.verify import verify
from tests.support.copies import compact
from tests.support.folders import ROOT
from tests.support.publisher import Memory, spoilt, whole

# `make fuzz` tries more of them.
SEED: Final = 3
PARTS: Final = 4
SITES: Final = 60


def told(site: Path, *options: str) -> dict[str, Any]:
    """What a process of its own, with bounded memory, says of so many sites."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.publisher", site, *options],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if found["failures"] else 0)
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_any_site_is_read_to_a_finding_or_a_sentence(signed: Path, part: int) -> None:
    """Nothing else is raised, nothing takes long or much, nothing is written beside a copy or into a refused one."""
    found = told(signed, "--seed", str(SEED), "--first", str(part * SITES), "--count", str(SITES))
    assert found["failures"] == []
    assert found["sites"] == sum(found["tally"].values()) == SITES
    # Most of them are found out, by one or by both.
    assert sum(number for what, number in found["tally"].items() if "found" in what) > SITES // 2


def test_numbers_make_the_same_sites(signed: Path) -> None:
    """A site is made again by its number, and another number makes another one."""
    sound = whole(signed)
    assert spoilt(sound, 1, 7) == spoilt(sound, 1, 7) != spoilt(sound, 1, 8)


def test_what_fails_is_told(signed: Path) -> None:
    """The harness is no guard that sleeps: where a command raises what is no sentence, it is said of each case."""
    script = (
        "import sys; from tests.tools import publisher\n"
        "def broken(*given, **named): raise KeyError('harmless')\n"
        "publisher.verify = broken\n"
        f"sys.argv[1:] = [{str(signed)!r}, '--count', '2']\n"
        "sys.exit(publisher.main())"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, len(json.loads(done.stdout)["failures"])) == (1, 2)


def test_a_list_of_half_a_million_files(signed: Path) -> None:
    """It is read to its end, within bounds; that none of them is there is told."""
    files = whole(signed)
    document = json.loads(files["manifest.json"])
    entry = {"sha256": "0" * 64, "size": 1}
    document["files"] = [{"path": f"x/{number:06}", **entry} for number in range(500_000)]
    files["manifest.json"] = (compact(document) + "\n").encode()
    assert len(verify(Memory(files, listing=True)).problems) > 500_000
