"""docs/performance.md and its chart, made from docs/performance.json: what was measured last, on which machine.

`make bench ARGS="build profile --write"` measures and writes; `make docs` makes document and chart from the numbers.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from tests.bench import build, chart, hugo_site, machines
from tests.bench.report import REPOSITORY, table

NUMBERS: Final = "docs/performance.json"
DOCUMENT: Final = "docs/performance.md"
CHART: Final = "docs/performance.svg"
_LIBRARIES: Final = ("jinja2", "orjson", "pelican", "pandas")

_MACHINES: Final = """\
Full builds by a pool of two processes, and by a Dask cluster of two workers on the same machine that has been started
([how](cluster.md)): what a cluster costs before it gains anything. Both sites are compared, byte for byte.
`make bench ARGS="machines --areas 10000 50000 --write"` measures anew."""
_INTRODUCTION: Final = """\
# Performance

<!-- Generated from docs/performance.json by `make docs`. Do not edit by hand. -->

What a build costs, beside [Hugo](https://gohugo.io/) making as many pages of the same size and structure from ready
JSON, with templates written by hand (`tests/bench/hugo/`). `make bench ARGS="build profile --write"` measures anew and
writes the numbers here; `--areas 1000000` asks for another size, `--label` names what was measured. The registers are
generated (`tests/bench/register.py`): official divisions, invented names, about three events an area. Twins and feeds
of single areas are off, unless `--area-files` asks for them.
"""


def taken(folder: Path) -> dict[str, Any]:
    """When, where and with which versions something is measured."""
    command = ["git", "log", "-1", "--format=%cs %h,%cI"]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout
    commit, _, time = told.strip().partition(",")
    versions = {name: version(name) for name in _LIBRARIES}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "commit": commit, "committed_at": time, "processor": _processor(), "cores": cores,
        "memory": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "on": "a RAM disk" if str(folder).startswith("/dev/shm") else "a disk", "load": os.getloadavg()[0],
        "versions": {"Python": platform.python_version(), "Hugo": _hugo(), **versions},
    }  # fmt: skip


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _hugo() -> str:
    try:
        command = [hugo_site.program(), "version"]
    except hugo_site.NoHugoError:
        return "none"
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.removeprefix("hugo v").partition("-")[0]


def keep(root: Path, part: str, result: Mapping[str, Any]) -> None:
    """Puts what was measured (one of `builds`, `machines`, `profiles`) among the numbers of a repository, and makes its
    documents anew.

    It takes the place of what was measured before under the same label, of the same size.
    """
    path = root / NUMBERS
    numbers = numbers_of(root) if path.is_file() else {"builds": [], "profiles": []}
    results = [other for other in numbers.get(part, []) if _key(other) != _key(result)]
    numbers[part] = sorted([*results, _rounded(result)], key=lambda other: other.get("areas", 0) * (part != "profiles"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (root / DOCUMENT).write_text(document(root), encoding="utf-8")
    (root / CHART).write_text(drawing(root), encoding="utf-8")


def _key(result: Mapping[str, Any]) -> tuple[Any, ...]:
    return (result["label"], *(result[key] for key in ("areas", "area_files") if "area_files" in result))


def _rounded(value: Any) -> Any:
    """Numbers with no more digits than they deserve."""
    if isinstance(value, float):
        return round(value, 4) if abs(value) < 1e6 else round(value)
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value


def numbers_of(root: Path = REPOSITORY) -> dict[str, list[dict[str, Any]]]:
    """What was measured: builds and many machines, the smallest register first, and profiles."""
    numbers: dict[str, list[dict[str, Any]]] = json.loads((root / NUMBERS).read_text(encoding="utf-8"))
    return numbers


def _labels(numbers: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """The labels, those of earlier commits first."""
    results = [result for part in numbers.values() for result in part]
    return list(dict.fromkeys(result["label"] for result in sorted(results, key=_time)))


def _time(result: Mapping[str, Any]) -> str:
    return str(result["taken"]["committed_at"])


def drawing(root: Path = REPOSITORY) -> str:
    """The chart: how long each build takes, as a share of Hugo's time."""
    numbers = numbers_of(root)
    rows = [
        chart.Row(what, _size(result), label, result[name]["time_to_hugo"])
        for name, what in build.MEASURES.items()
        for label in _labels(numbers)
        for result in numbers["builds"]
        if result["label"] == label
    ]
    return chart.drawn(rows)


def _size(result: Mapping[str, Any]) -> str:
    return f"{result['areas']:,} areas{' with files' if result['area_files'] else ''}"


def document(root: Path = REPOSITORY) -> str:
    """The document."""
    numbers = numbers_of(root)
    pieces = [_INTRODUCTION]
    if numbers["builds"]:
        pieces += ["## Builds", f"![Time of builds divided by that of Hugo]({Path(CHART).name})", build.NOTES]
    for label in _labels(numbers):
        if results := [result for result in numbers["builds"] if result["label"] == label]:
            pieces += [f"### {label}", *_build(results)]
    if measured := numbers.get("machines"):
        pieces += ["## Many machines", _MACHINES, machines.NOTES, *map(_told_of_machines, measured)]
        pieces.append(
            table(machines.HEADER, [row for result in measured for row in machines.rows(result)], left=("what",))
        )
    if profiles := {result["label"]: result for result in numbers["profiles"]}:
        pieces.append(
            "## Where the time goes\n\nProcessor milliseconds an area, sampled in one process: the map over counties "
            "by stage, then the roll-up by job, then both by stage."
        )
        pieces += [f"*{label}*: {_told(result['taken'])}" for label, result in profiles.items()]
        pieces += [_compared(profiles, *kind) for kind in _KINDS]
    return "\n\n".join(piece.strip() for piece in pieces) + "\n"


def _told_of_machines(result: Mapping[str, Any]) -> str:
    rounds = f"{result['rounds']} {'round' if result['rounds'] == 1 else 'rounds'}"
    counties = f"{result['counties']:,} counties, {result['events']:,} events"
    return f"{result['areas']:,} areas in {counties}; {rounds}. {_told(result['taken'])}"


def _told(machine: Mapping[str, Any]) -> str:
    """The machine in words."""
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    busy = f" (load {machine['load']:.1f} by other programs at the start)" if machine["load"] >= 0.5 else ""
    return (
        f"{machine['processor']}, {machine['cores']} cores{busy}, {machine['memory'] / 2**30:.0f} GB, "
        f"{machine['system']}, on {machine['on']}. {versions}. Commit {machine['commit']}."
    )


def _build(results: Sequence[Mapping[str, Any]]) -> list[str]:
    told = []
    for result in results:
        files = "with" if result["area_files"] else "without"
        rounds = f"{result['rounds']} {'round' if result['rounds'] == 1 else 'rounds'}"
        told.append(
            f"{result['areas']:,} areas in {result['counties']:,} counties, {result['events']:,} events, {files} twins "
            f"and feeds of areas; {rounds}. Hugo: {result['pages']:,} pages of {result['hugo_page_bytes']:,} bytes in "
            f"the mean, ours {result['page_bytes']:,}. The batch: {result['rows']:,} new rows. {_told(result['taken'])}"
        )
    costs = table(build.HEADER, [row for result in results for row in build.costs(result)], left=("what",))
    return [*told, costs, *(table(*build.bytes_of(result), left=("outlet",)) for result in results)]


_KINDS: Final = (("stages", "map over counties"), ("jobs", "roll-up"), ("across", "all of it"))


def _compared(profiles: Mapping[str, Mapping[str, Any]], key: str, title: str) -> str:
    """A table with a column for each label."""
    names = list(dict.fromkeys(name for run in profiles.values() for name in run[key]))
    rows = [
        (name, *(f"{run[key][name]:.3f}" if name in run[key] else "" for run in profiles.values())) for name in names
    ]
    rows.append(("together", *(f"{sum(run[key].values()):.3f}" for run in profiles.values())))
    return table((title, *profiles), rows, left=(title,))
