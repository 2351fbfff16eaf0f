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

from tests.bench import build, chart, hugo_site
from tests.bench.report import REPOSITORY, table

NUMBERS: Final = "docs/performance.json"
DOCUMENT: Final = "docs/performance.md"
CHART: Final = "docs/performance.svg"
_LIBRARIES: Final = ("jinja2", "orjson", "pelican", "pandas")

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
    told = subprocess.run(
        ["git", "log", "-1", "--format=%cs %h"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    versions = {name: version(name) for name in _LIBRARIES}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "commit": told.stdout.strip(), "processor": _processor(), "cores": cores,
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


def keep(root: Path, label: str, part: str, content: Mapping[str, Any]) -> None:
    """Puts what was measured into the numbers of a repository, in the place of what has the same label and part."""
    path = root / NUMBERS
    numbers = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    numbers.setdefault(label, {})[part] = content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_rounded(numbers), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (root / DOCUMENT).write_text(document(root), encoding="utf-8")
    (root / CHART).write_text(drawing(root), encoding="utf-8")


def _rounded(value: Any) -> Any:
    """Numbers with no more digits than they deserve."""
    if isinstance(value, float):
        return round(value, 4) if abs(value) < 1e6 else round(value)
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value


def numbers_of(root: Path = REPOSITORY) -> dict[str, Any]:
    """What was measured, by label, in the order in which it was first written."""
    numbers: dict[str, Any] = json.loads((root / NUMBERS).read_text(encoding="utf-8"))
    return numbers


def drawing(root: Path = REPOSITORY) -> str:
    """The chart: how long each build takes, as a share of Hugo's time."""
    rows = [
        chart.Row(what, f"{result['areas']:,} areas", label, result[name]["time_to_hugo"])
        for name, what in build.MEASURES.items()
        for label, parts in numbers_of(root).items()
        for result in parts.get("build", {}).get("sizes", ())
    ]
    return chart.drawn(rows)


def document(root: Path = REPOSITORY) -> str:
    """The document."""
    parts = numbers_of(root)
    pieces = [_INTRODUCTION]
    measured = {label: part["build"] for label, part in parts.items() if "build" in part}
    if measured:
        pieces += ["## Builds", f"![Time of builds divided by that of Hugo]({Path(CHART).name})", build.NOTES]
    for label, run in measured.items():
        pieces += [f"### {label}", _told(run["taken"]), *_build(run["sizes"])]
    profiles = {label: part["profile"] for label, part in parts.items() if "profile" in part}
    if profiles:
        pieces.append(
            "## Where the time goes\n\nProcessor milliseconds an area, sampled in one process: the map over counties "
            "by stage, then the roll-up by job, then both by stage. Hugo's are in the tables above."
        )
        pieces += [_told(run["taken"], label) for label, run in profiles.items()]
        pieces += [_compared(profiles, *kind) for kind in _KINDS]
    return "\n\n".join(piece.strip() for piece in pieces) + "\n"


def _told(machine: Mapping[str, Any], label: str = "") -> str:
    """The machine in words."""
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    busy = f"; load at the start {machine['load']:.1f}" if machine["load"] >= 0.5 else ""
    return (
        f"{f'*{label}*: ' if label else ''}{machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory'] / 2**30:.0f} GB, {machine['system']}, on {machine['on']}{busy}. {versions}. "
        f"Commit {machine['commit']}."
    )


def _build(sizes: Sequence[Mapping[str, Any]]) -> list[str]:
    told = []
    for size in sizes:
        files = "with" if size["area_files"] else "without"
        told.append(
            f"{size['areas']:,} areas in {size['counties']:,} counties, {size['events']:,} events, {files} twins and "
            f"feeds of areas; {size['rounds']} {'round' if size['rounds'] == 1 else 'rounds'}. Hugo: {size['pages']:,} "
            f"pages of {size['hugo_page_bytes']:,} bytes in the mean, ours {size['page_bytes']:,}. The batch: "
            f"{size['rows']:,} new rows."
        )
    costs = table(build.HEADER, [row for size in sizes for row in build.costs(size)], left=("what",))
    return [*told, costs, *(table(*build.bytes_of(size), left=("outlet",)) for size in sizes)]


_KINDS: Final = (("stages", "map over counties"), ("jobs", "roll-up"), ("across", "all of it"))


def _compared(profiles: Mapping[str, Mapping[str, Any]], key: str, title: str) -> str:
    """A table with a column for each label."""
    names = list(dict.fromkeys(name for run in profiles.values() for name in run[key]))
    rows = [
        (name, *(f"{run[key][name]:.3f}" if name in run[key] else "" for run in profiles.values())) for name in names
    ]
    rows.append(("together", *(f"{sum(run[key].values()):.3f}" for run in profiles.values())))
    return table((title, *profiles), rows, left=(title,))
