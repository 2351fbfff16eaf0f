"""Publishers who put anything into a site, by the thousand: `verify` and `sync` end each time, within bounds.

`python -m tests.tools.publisher [SITE] --seed 1 --first 0 --count 1000` prints what came of them as JSON; without a
site it is the worked example, signed. The process may take no more memory than said, and each case no more time.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import signal
import sys
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final
from unittest.mock import patch

from generator.copies import held, versions
from generator.copies.sync import sync
from generator.copies.verify import verify
from generator.errors import RegisterError
from tests.support.folders import example_data
from tests.support.logsigning import signed_site
from tests.support.publisher import Memory, spoilt, whole

NOW: Final = "2022-11-29"
EVENT: Final = "990101-000023"
# Bytes of addresses for the whole process, and seconds for each of the two commands.
MEMORY: Final = 2 << 30
SECONDS: Final = 20


class LateError(BaseException):
    """A command takes too long."""


def _late(number: int, frame: object) -> None:
    raise LateError


def _state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tried(files: dict[str, bytes], folder: Path, *, has_copy: bool) -> str:
    """Both commands, on one site: what came of them; a proof is asked for, too. Whatever they raise that is no sentence
    passes."""
    said = []
    for listing in (True, False):
        try:
            said.append("verify found" if verify(Memory(files, listing=listing)).problems else "verify agrees")
        except RegisterError:
            said.append("verify refused")
    with suppress(RegisterError):
        held.made(Memory(files, listing=False), EVENT)
    copy, before = folder / "copy", _state(folder)
    try:
        result = sync(Memory(files, listing=False), copy, NOW)
        said.append("sync found" if result.problems else "sync agrees")
        is_changed = not result.problems
    except RegisterError:
        said.append("sync refused")
        is_changed = False
    after = _state(folder)
    assert is_changed or after == before, "a copy that was refused is another one"
    assert all(path.startswith("copy/") for path in after), "something lies beside the copy"
    if is_changed and not has_copy:
        assert set(after) >= {"copy/state.json"}
    return ", ".join(dict.fromkeys(said))


def run(site: Path, seed: int, first: int, count: int) -> dict[str, Any]:
    """So many sites."""
    sound, tally, failures, longest = whole(site), Counter[str](), [], 0.0
    signal.signal(signal.SIGALRM, _late)
    # Nobody waits for a publication that there is not.
    with patch.object(versions, "PAUSES", ()), TemporaryDirectory(prefix="wuyi-publisher-") as place:
        kept = Path(place).resolve() / "kept"
        kept.mkdir()
        sync(Memory(sound, listing=False), kept / "copy", NOW)
        for number in range(first, first + count):
            work, has_copy = Path(place).resolve() / "work", bool(number % 2)
            shutil.copytree(kept, work) if has_copy else work.mkdir()
            began = monotonic()
            signal.alarm(2 * SECONDS)
            try:
                tally[tried(spoilt(sound, seed, number), work, has_copy=has_copy)] += 1
            except (Exception, LateError):
                failures.append(f"{seed}-{number}: {traceback.format_exc(limit=-4)}")
            finally:
                signal.alarm(0)
            longest = max(longest, monotonic() - began)
            shutil.rmtree(work)
    return {
        "sites": count,
        "tally": dict(tally.most_common()),
        "failures": failures,
        "longest": round(longest, 2),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> int:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1_000)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="wuyi-publisher-") as folder:
        site = given.site or signed_site(example_data(Path(folder)), Path(folder) / "site")
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        told = run(site, given.seed, given.first, given.count)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if told["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
