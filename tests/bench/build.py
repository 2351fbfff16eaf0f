"""The build: generated registers, beside Hugo rendering the same pages, in one run.

The goal: at least as fast as Hugo, in at most half its memory.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.bench import hugo_site, measure, register
from tests.bench.measure import Cost
from tests.bench.report import REPOSITORY, say, table
from tests.bench.tables import write_site

COMPARED: Final = 500
HEADER: Final = (
    "areas", "pages", "files", "MB", "tool", "seconds", "cpu s", "peak MB", "largest MB", "floor s",
    "time/Hugo", "memory/Hugo",
)  # fmt: skip
NOTES: Final = f"""\
seconds: wall time, the least of all rounds; cpu s: processor time of all processes; peak MB: the most that all
processes held at one time ({measure.MEMORY}); largest MB: the largest process by itself (RSS); floor s: a plain loop
that writes as many files of the same sizes; /Hugo: ours divided by Hugo's.
wuyi checks the data and audits what it made, and also makes the tables, feeds, statistics and twins of counties and
notices. wuyi + twins, feeds: the twin and the feed of each single area as well. Hugo gets finished views as JSON and
only renders; the few pages that people write (about, guides) are left out."""


class Made(NamedTuple):
    """What a tool made, and what it cost."""

    pages: int
    files: int
    bytes: int
    floor: float
    cost: Cost


def run(sizes: Sequence[int], rounds: int, seed: int, folder: Path) -> bool:
    """Runs the benchmark and prints its table; False if Hugo's pages were not the same as ours.

    Raises hugo_site.NoHugoError.
    """
    hugo_site.program()
    rows: list[tuple[str, ...]] = []
    same = True
    # Nothing is deleted before the end: file systems are slow to make files where many have just been deleted.
    for areas in sizes:
        same &= _Bench(folder / str(areas), areas, rounds).run(seed, rows)
    print(table(HEADER, rows, left=("tool",)))
    print(f"\n{NOTES}")
    return same


class _Bench:
    """One size of register, in one folder."""

    def __init__(self, folder: Path, areas: int, rounds: int) -> None:
        self.folder = folder
        self.areas = areas
        self.rounds = rounds
        self.data = folder / "data"
        self.site = folder / "site"

    def run(self, seed: int, rows: list[tuple[str, ...]]) -> bool:
        """Adds the rows of the table; False if the two did not make the same."""
        say(f"{self.areas} areas: generating the register")
        size = register.write(self.data, REPOSITORY / "data", self.areas, seed)
        write_site(self.data, demonstration=False, twins_and_feeds=False)
        say(f"{size.counties} counties, {size.events} events; preparing the Hugo site")
        hugo_site.prepare(self.site, self.data, REPOSITORY / "content")
        rounds = range(1, self.rounds + 1)
        costs = [(self._wuyi("compared", number), self._hugo(number)) for number in rounds]
        ours, theirs = self.folder / "compared-1", self.folder / "hugo-1"
        same = self._compare(ours, theirs, seed)
        mine, hugo = self._made(ours, [one for one, _ in costs]), self._made(theirs, [one for _, one in costs])
        time, memory = mine.cost.seconds / hugo.cost.seconds, mine.cost.peak / hugo.cost.peak
        rows.append((*self._row("wuyi", mine), f"{time:.2f}", f"{memory:.2f}"))
        rows.append((*self._row("Hugo", hugo), "", ""))
        write_site(self.data, demonstration=False, twins_and_feeds=True)
        more = [self._wuyi("whole", number) for number in rounds]
        rows.append((*self._row("wuyi + twins, feeds", self._made(self.folder / "whole-1", more)), "", ""))
        return same

    def _wuyi(self, name: str, number: int) -> Cost:
        output = self.folder / f"{name}-{number}"
        command = [
            sys.executable, "-m", "generator", "build", "--data", str(self.data),
            "--content", str(REPOSITORY / "content"), "--output", str(output), "--quiet",
        ]  # fmt: skip
        return self._told("wuyi", number, measure.run(command, REPOSITORY))

    def _hugo(self, number: int) -> Cost:
        output, cache = self.folder / f"hugo-{number}", self.folder / f"cache-{number}"
        command = hugo_site.command(self.site, output, cache)
        return self._told("Hugo", number, measure.run(command, self.site))

    def _told(self, tool: str, number: int, cost: Cost) -> Cost:
        busy = f", {cost.processor:.1f} s of processors"
        load = os.getloadavg()[0]
        say(f"{tool} {number}/{self.rounds}: {cost.seconds:.1f} s{busy}, {cost.peak / 1e6:.0f} MB (load {load:.1f})")
        return cost

    def _compare(self, ours: Path, theirs: Path, seed: int) -> bool:
        """Compares the size of all pages, and the content of all high pages and of some of the others."""
        addresses = sorted(path.relative_to(theirs).as_posix() for path in theirs.rglob("index.html"))
        high = [one for one in addresses if one.count("/") < 2]
        some = Random(seed).sample(addresses, min(COMPARED, len(addresses)))
        found = list(hugo_site.differences(ours, theirs, {*high, *some}))
        for line in found[:10]:
            say(f"not the same: {line}")
        mine, hugo = (sum(_size(root / one) for one in addresses) for root in (ours, theirs))
        say(f"{len(addresses)} pages of Hugo have {hugo / mine:.1%} of the bytes of the same pages of wuyi")
        return not found and abs(hugo / mine - 1) < 0.02

    def _made(self, root: Path, costs: Sequence[Cost]) -> Made:
        sizes = [(path.relative_to(root).as_posix(), _size(path)) for path in root.rglob("*") if path.is_file()]
        floors = [
            measure.write_plainly(self.folder / f"plain-{root.name}-{number}", sizes) for number in range(self.rounds)
        ]
        pages = sum(name.endswith("index.html") for name, _ in sizes)
        return Made(pages, len(sizes), sum(size for _, size in sizes), min(floors), measure.least(costs))

    def _row(self, tool: str, made: Made) -> tuple[str, ...]:
        cost = made.cost
        return (
            f"{self.areas}", f"{made.pages}", f"{made.files}", f"{made.bytes / 1e6:.0f}", tool, f"{cost.seconds:.1f}",
            f"{cost.processor:.1f}", f"{cost.peak / 1e6:.0f}",
            f"{cost.largest / 1e6:.0f}", f"{made.floor:.1f}",
        )  # fmt: skip


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
