"""Long runs of broken data folders: `make fuzz SEED=1 COUNT=20000`; one of them again by `FROM=42 COUNT=1`.

Prints how many folders were tried, what came of them, the longest time and the most memory. Folders that failed are
kept in `.fuzz/`; the run goes on, and ends with 1.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.engine.pool import default_workers
from tests.support.broken import Broken
from tests.support.fuzzing import Bench, Tally, tried

# One in so many is also built, shown and compared.
_OTHERS = 25
_PART = 250


def _part(job: tuple[int, int, int]) -> tuple[Tally, list[str], float]:
    """Some folders: what came of them, what failed, and the most memory so far, in MB."""
    seed, first, count = job
    failures: list[str] = []
    with TemporaryDirectory(prefix="wuyi-fuzz-") as folder, Bench(Path(folder).resolve()) as bench:
        for number in range(first, first + count):
            asked: list[Callable[[Broken], object]] = [bench.check]
            if count == 1 or number % _OTHERS == 0:
                asked = [bench.others, bench.since]
            for ask in asked:
                try:
                    tried(ask, seed, number)
                except AssertionError as error:
                    failures.append(f"{seed}-{number}: {error}")
        tally = bench.tally
    return tally, failures, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args()
    end = given.first + given.count
    jobs = [(given.seed, first, min(_PART, end - first)) for first in range(given.first, end, _PART)]
    whole, failed, memory = Tally(), 0, 0.0
    with get_context("spawn").Pool(min(default_workers(), len(jobs))) as pool:
        for tally, failures, most in pool.imap_unordered(_part, jobs):
            whole.add(tally)
            memory = max(memory, most)
            failed += len(failures)
            for failure in failures:
                print(failure, file=sys.stderr)
            print(f"{whole.folders} folders, {failed} failures", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    print(whole.told())
    print(f"most memory: {memory:.0f} MB; failures: {failed}{', kept in .fuzz/' if failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
