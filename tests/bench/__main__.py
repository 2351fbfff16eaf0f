"""`make bench`: how fast the program is, beside others doing the same. Parts: build, profile, check, search, machines.

Times are not asserted anywhere: what they show is for people, and for the machine they were taken on.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.bench import check
from tests.bench.report import REPOSITORY, say

DEFAULT: Final = ("build", "check")
SIZES: Final = (10_000, 50_000, 200_000)


def main() -> int:
    """Runs the parts that are asked for; 1 if Hugo's pages were not like ours, 2 if there is no Hugo."""
    options = _options()
    status = 0
    for part in options.parts or DEFAULT:
        status = max(status, PARTS[part](options))
        print()
    print(f"{os.cpu_count()} cores; load at the end {os.getloadavg()[0]:.1f}")
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; {' and '.join(DEFAULT)} by default"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="runs of each")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the generated registers")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="where to work; a RAM disk that has room is taken by itself"
    )
    parser.add_argument("--areas", type=int, nargs="+", default=SIZES, metavar="N", help="build, machines: sizes")
    parser.add_argument("--batch", type=int, default=500, metavar="N", help="build: new rows of one county")
    parser.add_argument(
        "--area-files", action="store_true", help="build: also the twin and the feed of each single area"
    )
    parser.add_argument("--counties", type=int, default=10, metavar="N", help="profile: counties of the register")
    parser.add_argument(
        "--rows", type=int, default=1_000_000, metavar="N", help="check: areas and events of the register"
    )
    parser.add_argument("--sample", type=int, default=check.SAMPLE, metavar="N", help="check: rows of the sample")
    parser.add_argument(
        "--full-frictionless", action="store_true", help="check: Frictionless on all rows, not only on the sample"
    )
    parser.add_argument(
        "--write", type=Path, nargs="?", const=REPOSITORY, metavar="DIR",
        help="build, profile, machines: write the numbers into docs/ of this repository, or of another folder",
    )  # fmt: skip
    parser.add_argument("--label", default="now", help="what the numbers are called there")
    options = parser.parse_intermixed_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


def _build(options: argparse.Namespace) -> int:
    from tests.bench import build, hugo_site, performance

    wanted = build.Options(options.rounds, options.seed, options.batch, options.area_files)
    results = []
    for areas in options.areas:
        with _scratch(options, build.room(areas)) as place:
            taken = performance.taken(Path(place))
            try:
                results.append(build.run(Path(place), areas, wanted))
            except hugo_site.NoHugoError as error:
                say(str(error))
                return 2
            except build.UnlikeError as error:
                say(str(error))
                return 1
        _keep(options, "builds", taken, results[-1])
    build.show(results)
    return 0


def _machines(options: argparse.Namespace) -> int:
    from tests.bench import build, machines, performance
    from tests.bench.report import table

    results = []
    for areas in options.areas:
        with _scratch(options, build.room(2 * areas)) as place:
            taken = performance.taken(Path(place))
            results.append(machines.run(Path(place), areas, options.rounds, options.seed))
        _keep(options, "machines", taken, results[-1])
    print(table(machines.HEADER, [row for result in results for row in machines.rows(result)], left=("what",)))
    print(f"\n{machines.NOTES}")
    return 0


def _profile(options: argparse.Namespace) -> int:
    from tests.bench import build, performance, profiling  # they import the publisher; other parts have no need of it

    with _scratch(options, build.room(1)) as place:
        taken = performance.taken(Path(place))
        _keep(options, "profiles", taken, profiling.run(Path(place), options.seed, options.counties))
    return 0


def _check(options: argparse.Namespace) -> int:
    wanted = check.Options(options.rows, options.sample, options.rounds, options.seed, options.full_frictionless)
    with _scratch(options, check.room(options.rows)) as place:
        check.run(Path(place), wanted)
    return 0


def _search(options: argparse.Namespace) -> int:
    from tests.bench import search

    with _scratch(options, None) as place:
        search.run(Path(place), options.seed)
    return 0


def _scratch(options: argparse.Namespace, otherwise: Path | None) -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="wuyi-bench-", dir=options.folder or otherwise)


def _keep(options: argparse.Namespace, part: str, taken: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """Writes the numbers where that is asked for."""
    from tests.bench import performance

    if options.write:
        performance.keep(options.write, part, {"label": options.label, "taken": taken, **result})
        say(f"wrote {options.write / performance.DOCUMENT}")


PARTS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "build": _build, "profile": _profile, "check": _check, "search": _search, "machines": _machines,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
