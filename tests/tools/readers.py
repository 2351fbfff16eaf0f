"""Files that people bring or publishers serve, damaged by the thousand: each reader ends, within bounds.

`python -m tests.tools.readers [KIND …] --seed 1 --first 0 --count 1000` prints what came of them as JSON, for each kind
(tests/support/readers) or those that are named. The process may take no more memory than said, and each file keep a
processor busy for no longer.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final

from tests.support.folders import example_data
from tests.support.logsigning import signed_site
from tests.support.readers import Kind, damaged, kinds

MEMORY: Final = 2 << 30
SECONDS: Final = 5


class LateError(BaseException):
    """A file takes too long."""


def _late(number: int, frame: object) -> None:
    raise LateError


def run(kind: Kind, seed: int, first: int, count: int) -> dict[str, Any]:
    """So many files of a kind."""
    tally, failures, longest = Counter[str](), [], 0.0
    before = signal.signal(signal.SIGPROF, _late)
    for number in range(first, first + count):
        name, content = damaged(kind, seed, number)
        began = process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            tally[kind.read(name, content)] += 1
        except (Exception, LateError):
            failures.append(f"{seed}-{number} {name}: {traceback.format_exc(limit=-4)}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        longest = max(longest, process_time() - began)
    signal.signal(signal.SIGPROF, before)
    return {"files": count, "tally": dict(tally), "failures": failures, "longest": round(longest, 2)}


def main() -> int:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1_000)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="wuyi-readers-") as place:
        folder = Path(place).resolve()
        (folder / "built").mkdir()
        site = given.site or signed_site(example_data(folder / "built"), folder / "built" / "site")
        (folder / "read").mkdir()
        readers = kinds(folder / "read", site)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        told = {
            name: run(kind, given.seed, given.first, given.count)
            for name, kind in readers.items()
            if not given.kinds or name in given.kinds
        }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"readers": told, "memory": memory}, ensure_ascii=False, indent=1))
    return 1 if any(of_kind["failures"] for of_kind in told.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
