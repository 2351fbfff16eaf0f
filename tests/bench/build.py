"""The build: generated registers, beside Hugo making as many pages of the same size, in turn, in one run.

Of each size of register it is measured: Hugo, a full build, a build where nothing changed, one after a revocation in
one county, one after a batch of new rows in another, and a plain loop that writes our files once more.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from tests.bench import edits, hugo_site, measure, outlets, register
from tests.bench.measure import Cost
from tests.bench.report import REPOSITORY, say, table

MEASURES: Final = {
    "full": "full build",
    "nothing": "nothing changed",
    "event": "one revocation added",
    "batch": "a batch added to one county",
}
TOLERANCE: Final = 0.05  # by how much Hugo's pages may be larger or smaller than ours, in the mean
_SAMPLE: Final = 400  # areas by which the length of Hugo's picture is found
_LARGE: Final = 100_000  # areas from which on one round is enough
_AN_AREA: Final = 130_000  # bytes that an area may take on a RAM disk while it is measured, and Hugo of memory
HEADER: Final = (
    "areas", "what", "seconds", "cpu s", "cpu ms an area", "sum MB", "largest MB",
    "time/Hugo", "cpu/Hugo", "memory/Hugo",
)  # fmt: skip
NOTES: Final = f"""\
Medians of all rounds; in a round everything is run in turn, on the same machine, and ratios are those of one round.
cpu s: processor time of all processes; cpu/Hugo tells more than time/Hugo where other programs keep the machine busy.
sum MB: the most that all processes held at one time (PSS where the system tells it, else RSS; sampled); largest MB: the
most that the largest of them held (RSS). Hugo makes a page for each area and each county, as large as ours in the mean
(within {TOLERANCE:.0%}), from ready data; it builds all again whatever changed. wuyi checks the data, makes everything
else as well, and audits it."""


class UnlikeError(Exception):
    """Hugo's pages are not as many as they should be, or not as large as ours."""


class Options(NamedTuple):
    """What is asked for. `rows` are those of the batch, `area_files` the twin and the feed of each single area."""

    rounds: int
    seed: int
    rows: int = 500
    area_files: bool = False


def run(folder: Path, areas: int, options: Options) -> dict[str, Any]:
    """Measures one size of register, in a folder.

    Raises hugo_site.NoHugoError, UnlikeError, or measure.CommandError.
    """
    hugo_site.program()
    return Bench(folder, areas, options).run()


def show(results: Sequence[Mapping[str, Any]]) -> None:
    """Prints the tables."""
    print(table(HEADER, [row for result in results for row in costs(result)], left=("what",)))
    print(f"\n{NOTES}")
    for result in results:
        header, rows = bytes_of(result)
        print(f"\n{table(header, rows, left=('outlet',))}")


def room(areas: int) -> Path | None:
    """A RAM disk with room for so many areas; None for the system's place for temporary files."""
    place = Path("/dev/shm")
    if not (place.is_dir() and os.access(place, os.W_OK)):
        return None
    needed = areas * _AN_AREA
    free = shutil.disk_usage(place).free
    memory = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return place if min(free, memory) > needed else None


def costs(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Rows of the table of costs for one size."""
    areas, hugo = result["areas"], result["hugo"]
    rows: list[tuple[str, ...]] = []
    for name, what in {"hugo": "Hugo", **MEASURES}.items():
        cost = result[name]
        ratios = ("", "", "")
        if cost is not hugo:
            ratios = (
                f"{cost['time_to_hugo']:.2f}", f"{cost['processor_to_hugo']:.2f}", f"{cost['peak'] / hugo['peak']:.2f}",
            )  # fmt: skip
        rows.append(
            (f"{areas:,}", what, f"{cost['seconds']:.1f}", f"{cost['processor']:.1f}",
             f"{cost['processor'] / areas * 1000:.2f}", f"{cost['peak'] / 1e6:,.0f}", f"{cost['largest'] / 1e6:,.0f}",
             *ratios)
        )  # fmt: skip
    floor = result["floor"] / hugo["seconds"]
    plain = (f"{areas:,}", "our files written plainly", f"{result['floor']:.1f}")
    rows.append((*plain, "", "", "", "", f"{floor:.2f}", "", ""))
    return rows


def bytes_of(result: Mapping[str, Any]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows of the table of bytes for one size."""
    areas = result["areas"]
    whole = {key: sum(outlet[key] for outlet in result["outlets"].values()) for key in ("files", "bytes")}
    rows: list[tuple[str, ...]] = [
        (name, f"{outlet['files']:,}", f"{outlet['bytes'] / 1e6:,.1f}", f"{outlet['bytes'] / areas:,.0f}")
        for name, outlet in [*result["outlets"].items(), ("all", whole)]
    ]
    return ("outlet", "files", "MB", f"bytes an area of {areas:,}"), rows


class Bench:
    """One size of register, in one folder."""

    def __init__(self, folder: Path, areas: int, options: Options) -> None:
        self.folder = folder
        self.areas = areas
        self.options = options
        self.data, self.hugo = folder / "data", folder / "hugo"
        self.ours, self.theirs = folder / "ours", folder / "theirs"
        self.costs: dict[str, list[Cost]] = {}
        self.floors: list[float] = []
        self.our_sizes: dict[str, int] = {}
        self.hugo_sizes: dict[str, int] = {}

    def run(self) -> dict[str, Any]:
        """Everything that is measured of this size."""
        say(f"{self.areas:,} areas: generating the register")
        size = self._register(self.data, self.areas)
        say(f"{size.counties} counties, {size.events:,} events; preparing the Hugo site")
        pages = hugo_site.prepare(self.hugo, self.data, self._picture())
        rounds = 1 if self.areas > _LARGE else self.options.rounds
        for number in range(1, rounds + 1):
            say(f"round {number} of {rounds}")
            self._round()
        sizes = self.sizes(pages)
        return {
            "areas": size.areas, "counties": size.counties, "events": size.events, "rounds": rounds,
            "rows": self.options.rows, "area_files": self.options.area_files, "pages": pages, **sizes,
            **{name: self._median(name) for name in ("hugo", *MEASURES)},
            "floor": median(self.floors),
            "outlets": {name: outlet._asdict() for name, outlet in self.outlets.items()},
        }  # fmt: skip

    def _register(self, folder: Path, areas: int) -> register.Size:
        source, seed, whole = REPOSITORY / "data", self.options.seed, self.options.area_files
        return register.write(folder, source, areas, seed, twins_and_feeds=whole)

    def _round(self) -> None:
        """Each in turn. Hugo's pages are gone before ours are made: a RAM disk must hold only one of both."""
        for path in (self.ours, self.theirs, self.folder / ".ours.build"):
            shutil.rmtree(path, ignore_errors=True)
        self._measure("hugo", hugo_site.command(self.hugo, self.theirs), self.hugo)
        self.hugo_sizes = dict(_pages(self.theirs))
        shutil.rmtree(self.theirs)
        registers = self.data / "registers"
        codes = sorted(path.name for path in registers.iterdir())
        middle = codes[len(codes) // 2]
        kept = self.folder / "kept"
        for code in {codes[0], middle}:
            shutil.copytree(registers / code, kept / code)
        self._build("full")
        self.our_sizes, self.outlets = dict(_pages(self.ours)), outlets.of(self.ours)
        self.floors.append(measure.write_again(self.ours, self.folder / "plain"))
        self._build("nothing")
        edits.revoke(registers / middle)
        self._build("event")
        if codes[0] == middle:  # the only county: its two changes would be of one day
            shutil.copytree(kept / middle, registers / middle, dirs_exist_ok=True)
        edits.publish(registers / codes[0], self.data / "divisions" / f"{codes[0][:2]}.csv", self.options.rows)
        self._build("batch")
        shutil.copytree(kept, registers, dirs_exist_ok=True)
        shutil.rmtree(kept)

    def _build(self, name: str) -> None:
        self._measure(name, _command(self.data, self.ours), REPOSITORY)

    def _measure(self, name: str, command: Sequence[str], folder: Path) -> None:
        cost = measure.run(command, folder)
        self.costs.setdefault(name, []).append(cost)
        busy = f"{cost.processor:.1f} s of processors, {cost.peak / 1e6:,.0f} MB"
        say(f"  {name}: {cost.seconds:.1f} s, {busy} (load {os.getloadavg()[0]:.1f})")

    def _median(self, name: str) -> dict[str, float]:
        """The medians of all rounds; of the ratio to Hugo that of each round's own."""
        mine, hugo = self.costs[name], self.costs["hugo"]
        fields = ("seconds", "processor", "peak", "largest")
        medians = {field: median(getattr(cost, field) for cost in mine) for field in fields}
        pairs = list(zip(mine, hugo, strict=True))
        return {
            **medians,
            "time_to_hugo": median(ours.seconds / theirs.seconds for ours, theirs in pairs),
            "processor_to_hugo": median(ours.processor / theirs.processor for ours, theirs in pairs),
        }

    def _picture(self) -> int:
        """How long the picture on Hugo's pages must be, found by the first counties."""
        data, ours = self.folder / "sample", self.folder / "sample-ours"
        self._register(data, min(self.areas, _SAMPLE))
        measure.run(_command(data, ours), REPOSITORY, watched=False)
        means = []
        for picture in (0, 1000):
            site, output = self.folder / f"sample-hugo-{picture}", self.folder / f"sample-theirs-{picture}"
            hugo_site.prepare(site, data, picture)
            measure.run(hugo_site.command(site, output), site, watched=False)
            means.append(_mean(dict(_pages(output))))
        bare, longer = means
        wanted = _mean({path: size for path, size in _pages(ours) if (output / path).is_file()})
        return max(0, round((wanted - bare) / (longer - bare) * 1000))

    def sizes(self, pages: int) -> dict[str, float]:
        """The mean size of the pages of both. Raises UnlikeError if they are not alike."""
        ours = {path: size for path, size in self.our_sizes.items() if path in self.hugo_sizes}
        if not len(ours) == len(self.hugo_sizes) == pages:
            raise UnlikeError(f"{pages} pages asked, Hugo made {len(self.hugo_sizes)}, {len(ours)} of which we have")
        mine, hugo = _mean(ours), _mean(self.hugo_sizes)
        say(f"{pages:,} pages of Hugo have {hugo:,.0f} bytes in the mean, the same of wuyi {mine:,.0f}")
        if abs(hugo / mine - 1) > TOLERANCE:
            raise UnlikeError(f"Hugo's pages have {hugo / mine:.0%} of the bytes of ours: change tests/bench/hugo")
        return {"page_bytes": round(mine), "hugo_page_bytes": round(hugo)}


def _command(data: Path, output: Path) -> list[str]:
    return [
        sys.executable, "-m", "generator", "build", "--data", str(data), "--content", str(REPOSITORY / "content"),
        "--output", str(output), "--quiet",
    ]  # fmt: skip


def _pages(site: Path) -> list[tuple[str, int]]:
    return [(path, size) for path, size in outlets.walk(site) if path.endswith("/index.html")]


def _mean(sizes: Mapping[str, int]) -> float:
    return sum(sizes.values()) / len(sizes)
