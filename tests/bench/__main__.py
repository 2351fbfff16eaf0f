"""`make bench`: how fast the program is, beside others doing the same, in one run. Parts: build, check, search.

Times are not asserted anywhere: what they show is for people, and for the machine they were taken on.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench import check
from tests.bench.report import say

PARTS: Final = ("build", "check", "search")


def main() -> int:
    """Runs the parts that are asked for; 1 if Hugo's pages were not the same as ours, 2 if there is no Hugo."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{' or '.join(PARTS)}; build and check where none is named"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="runs of each; the least counts")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the generated registers")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR",
        help="where to work; a RAM disk takes the disk out of the figures (check takes one by itself if it has room)",
    )  # fmt: skip
    parser.add_argument(
        "--areas", type=int, nargs="+", default=[10_000, 50_000], metavar="N", help="build: sizes of registers"
    )
    parser.add_argument(
        "--rows", type=int, default=1_000_000, metavar="N", help="check: areas and events of the register"
    )
    parser.add_argument("--sample", type=int, default=check.SAMPLE, metavar="N", help="check: rows of the sample")
    parser.add_argument(
        "--full-frictionless", action="store_true", help="check: Frictionless on all rows, not only on the sample"
    )
    options = parser.parse_intermixed_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    status = 0
    if "build" in (options.parts or PARTS[:2]):
        status = _build(options)
    if "check" in (options.parts or PARTS[:2]):
        wanted = check.Options(options.rows, options.sample, options.rounds, options.seed, options.full_frictionless)
        with TemporaryDirectory(prefix="wuyi-bench-", dir=options.folder or check.room(options.rows)) as folder:
            check.run(Path(folder), wanted)
    if "search" in options.parts:
        from tests.bench import search

        with TemporaryDirectory(prefix="wuyi-bench-", dir=options.folder) as folder:
            search.run(Path(folder), options.seed)
    print(f"{os.cpu_count()} cores; load at the end {os.getloadavg()[0]:.1f}")
    return status


def _build(options: argparse.Namespace) -> int:
    from tests.bench import build, hugo_site  # they import the publisher, which the other part has no need of

    with TemporaryDirectory(prefix="wuyi-bench-", dir=options.folder) as folder:
        try:
            same = build.run(options.areas, options.rounds, options.seed, Path(folder))
        except hugo_site.NoHugoError as error:
            say(str(error))
            return 2
    print()
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
