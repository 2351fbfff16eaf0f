"""The check: `wuyi check` on a generated register, beside Frictionless on the same rows, in one run.

The goal: at least 2.5 times as many rows a second on one core, with all rules, as Frictionless checks against table
schemas alone; more with more cores; memory that does not grow with the number of counties; and one county in less
than twice the time that its imports take.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench import measure, registers
from tests.bench.measure import Cost
from tests.bench.registers import Size
from tests.bench.report import REPOSITORY, say, table

SAMPLE: Final = 100_000
COUNTY: Final = "990101"
COUNTY_AREAS: Final = 500
CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# How Frictionless gets the files: form, tables (none named: all), in words.
FORMS: Final = {
    "Frictionless, files": ("files", (), "a resource for each file"),
    "Frictionless, parts": ("parts", (), "a resource for each table, its files as parts"),
    "Frictionless, two tables": ("parts", ("areas", "events"), "the same, areas and events alone"),
}
_SHORT: Final = 5  # runs of what is short, in each round
_IMPORTS: Final = "import importlib, sys\nfor name in sys.argv[1:]:\n    importlib.import_module(name)"
_MODULES: Final = """\
import json, sys
bare = set(sys.modules)
from generator.cli import main
try:
    main(sys.argv[1:], standalone_mode=False)
except SystemExit:
    pass
print()
print(json.dumps([name for name, one in sys.modules.items() if name not in bare and getattr(one, "__spec__", None)]))
"""
COSTS: Final = ("what", "rows", "lines", "seconds", "cpu s", "rows/s", "peak MB", "largest MB")
FIGURES: Final = ("measure", "figure", "by cpu s", "target")
NOTES: Final = f"""\
Each figure is the least of all rounds; the runs of one round follow each other. rows: areas and events; lines: rows of
all tables that are checked. seconds: wall time of the whole program, rows/s taken from it; for Frictionless rows/s
leaves out its start. cpu s: processor time of all processes; peak MB: the most that all processes held at one time
({measure.MEMORY}, sampled); largest MB: the most that the largest of them ever held (RSS). only imports: a process that
imports the same modules as `wuyi check {COUNTY}` and ends."""


class Options(NamedTuple):
    """What is asked for. `every` lets Frictionless check all rows, not only those of the sample."""

    rows: int
    sample: int
    rounds: int
    seed: int
    every: bool


class Task(NamedTuple):
    """One thing that is timed."""

    name: str
    size: Size
    command: Sequence[str]
    watched: bool = True


def run(folder: Path, options: Options) -> None:
    """Runs the benchmark in a folder and prints its tables."""
    data = _Data(folder, options)
    tasks = {task.name: task for task in data.tasks()}
    costs: dict[str, list[Cost]] = {name: [] for name in tasks}
    for number in range(1, options.rounds + 1):
        for name, task in tasks.items():
            for _ in range(1 if task.watched else _SHORT):
                costs[name].append(measure.run(task.command, REPOSITORY, watched=task.watched))
            _told(f"{name} {number}/{options.rounds}", costs[name][-1])
    least = {name: measure.least(found) for name, found in costs.items()}
    print(table(COSTS, [_row(task, least[name], costs[name]) for name, task in tasks.items()], left=("what",)))
    print()
    print(table(FIGURES, _figures(data, tasks, least, costs), left=("measure", "target")))
    print(f"\n{NOTES}\n{data.told()}")


def room(rows: int) -> Path | None:
    """A RAM disk with room for the registers; None for the system's place for temporary files."""
    place = Path("/dev/shm")
    needed = rows * 500  # twice what the tables take
    return place if place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > needed else None


class _Data:
    """The three registers: the large one, the sample of it, and that of a single large county."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.options = options
        self.large, self.sample, self.single = folder / "large", folder / "sample", folder / "single"
        self.sizes = {
            self.large: self._write(self.large, options.rows),
            self.sample: self._write(self.sample, min(options.sample, options.rows)),
            self.single: self._write(self.single, 1, COUNTY_AREAS),
        }
        # The official codes are there whoever takes part: they are no part of what grows.
        shutil.copy(self.large / "divisions" / "99.csv", self.sample / "divisions")
        for path, size in self.sizes.items():
            self._valid(path)
            say(f"{path.name}: {size.counties} counties, {size.rows} rows, {size.lines} lines, no findings")

    def _write(self, path: Path, rows: int, areas: int = registers.AREAS) -> Size:
        return registers.write(path, REPOSITORY / "data", rows, self.options.seed, areas, _progress(path.name, rows))

    def _valid(self, path: Path) -> None:
        """Raises CommandError if there is an error, or a warning: each finding would cost time."""
        measure.run([*_wuyi(path, CORES), "--strict"], REPOSITORY)

    def tasks(self) -> list[Task]:
        """What is timed, in the order of a round."""
        large, sample, single = self.sizes.values()
        found = [Task("check, 1 worker", large, _wuyi(self.large, 1))]
        other, size = (self.large, large) if self.options.every else (self.sample, sample)
        for name, (form, tables, _) in FORMS.items():
            program = [sys.executable, "-m", "tests.bench.frictionless_check"]
            found.append(Task(name, size, [*program, str(other / "registers"), form, *tables]))
        if CORES > 1:
            found.append(Task(f"check, {CORES} workers", large, _wuyi(self.large, CORES)))
        found.append(Task("check, 1 worker, sample", sample, _wuyi(self.sample, 1)))
        if CORES > 1:
            found.append(Task(f"check, {CORES} workers, sample", sample, _wuyi(self.sample, CORES)))
        one = [*_wuyi(self.single, None), COUNTY]
        found.append(Task("check of one county", single, one, watched=False))
        found.append(Task("only imports", single, [sys.executable, "-c", _IMPORTS, *_modules(one)], watched=False))
        return found

    def told(self) -> str:
        """The registers in words."""
        large, sample, single = self.sizes.values()
        lines = [
            f"{size.counties} {'county' if size.counties == 1 else 'counties'}: {size.areas} areas, {size.events} "
            f"events, {size.lines} lines, {size.bytes / 1e6:.1f} MB"
            for size in (large, sample, single)
        ]
        return "\n".join(lines)


def _wuyi(data: Path, workers: int | None) -> list[str]:
    """The program of this repository, whatever is installed."""
    start = [sys.executable, "-m", "generator"]
    return [*start, "check", "--data", str(data), *(["--workers", f"{workers}"] if workers else [])]


def _modules(command: Sequence[str]) -> list[str]:
    """The modules that a command imports, in order."""
    arguments = command[command.index("check") :]
    output = measure.run([sys.executable, "-c", _MODULES, *arguments], REPOSITORY, watched=False).output
    found: list[str] = json.loads(output.strip().splitlines()[-1])
    return found


def _time(name: str, costs: Sequence[Cost], kind: str = "seconds") -> float:
    """The time of which a rate is: Frictionless tells it itself, without its start."""
    if name in FORMS:
        return min(float(json.loads(cost.output)[kind]) for cost in costs)
    return min(float(getattr(cost, kind)) for cost in costs)


def _row(task: Task, cost: Cost, costs: Sequence[Cost]) -> tuple[str, ...]:
    size, digits = task.size, 2 if task.watched else 3
    lines = size.rows if task.name in FORMS and FORMS[task.name][1] else size.lines
    shown = ("", "", "")
    if task.name != "only imports":
        shown = (f"{size.rows}", f"{lines}", f"{size.rows / _time(task.name, costs):.0f}")
    times = (f"{cost.seconds:.{digits}f}", f"{cost.processor:.{digits}f}")
    return (task.name, *shown[:2], *times, shown[2], f"{cost.peak / 1e6:.0f}", f"{cost.largest / 1e6:.0f}")


def _figures(
    data: _Data, tasks: Mapping[str, Task], least: Mapping[str, Cost], costs: Mapping[str, Sequence[Cost]]
) -> list[tuple[str, ...]]:
    """The ratios, with their targets; by processor time as well, which a busy machine spoils less."""
    one, more = "check, 1 worker", f"check, {CORES} workers"
    rows: list[tuple[str, ...]] = []
    for name, (_, _, what) in FORMS.items():
        ratios = (
            tasks[one].size.rows / _time(one, costs[one], kind) / tasks[name].size.rows * _time(name, costs[name], kind)
            for kind in ("seconds", "processor")
        )
        rows.append((f"{one} / Frictionless, {what}: rows/s", *map("{:.2f}".format, ratios), "≥ 2.5, aim 5"))
    if more in least:
        faster = least[one].seconds / least[more].seconds
        rows.append((f"check, {CORES} workers / 1 worker: speed", f"{faster:.2f}", "", f"→ {CORES}"))
    times = data.sizes[data.large].rows / data.sizes[data.sample].rows
    for name, figure in ((one, "largest"), (more, "peak")):  # of one process the system knows the true peak
        if name in least:
            grown = getattr(least[name], figure) / getattr(least[f"{name}, sample"], figure)
            rows.append((f"{name}: peak memory, {times:.0f} times as many counties", f"{grown:.2f}", "", "about 1"))
    county, imports = least["check of one county"], least["only imports"]
    ratio, by_cpu = county.seconds / imports.seconds, county.processor / imports.processor
    what = f"check of one county with {COUNTY_AREAS} areas / only imports: time"
    rows.append((what, f"{ratio:.2f}", f"{by_cpu:.2f}", "< 2"))
    return rows


def _progress(name: str, rows: int) -> Callable[[int], None]:
    """Says at each tenth how much is generated."""
    told = 0

    def so_far(found: int) -> None:
        nonlocal told
        if found * 10 // rows > told and rows > 1:
            told = found * 10 // rows
            say(f"{name}: generated {found} of {rows} rows")

    return so_far


def _told(what: str, cost: Cost) -> None:
    busy = f"{cost.seconds:.2f} s, {cost.processor:.2f} s of processors"
    say(f"{what}: {busy}, {cost.peak / 1e6:.0f} MB (load {os.getloadavg()[0]:.1f})")
