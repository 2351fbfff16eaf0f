"""Many machines: full builds of generated registers by the local pool of two, and by a cluster of two workers, in turn.

The cluster has been started, and has made another register before, as one that stands does; scheduler and workers are
processes of this machine, so that both have the same processors. Both sites are compared, byte for byte.
"""

from __future__ import annotations

import ctypes
import filecmp
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.bench import measure, register
from tests.bench.measure import Cost
from tests.bench.report import REPOSITORY, say

HEADER: Final = ("areas", "what", "seconds", "cpu s", "time/local", "cpu/local")
WAYS: Final = {"local": "local pool of two", "cluster": "cluster of two workers"}
_WORKERS: Final = 2
_WARM: Final = 400  # areas of the register that workers make before anything is measured
_ADOPT: Final = 36  # PR_SET_CHILD_SUBREAPER
NOTES: Final = """\
Medians of all rounds; in a round both are run in turn, and ratios are those of one round. cpu s: processor time of all
processes, workers and scheduler too; cpu/local tells more than time/local where others keep the machine busy."""


class DifferentError(Exception):
    """The site of the cluster is not that of one machine."""


def run(folder: Path, areas: int, rounds: int, seed: int) -> dict[str, Any]:
    """Measures one size of register, in a folder. Raises DifferentError, or measure.CommandError."""
    say(f"{areas:,} areas: generating the register")
    size = register.write(folder / "data", REPOSITORY / "data", areas, seed)
    register.write(folder / "small", REPOSITORY / "data", min(areas, _WARM), seed)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)  # what outlives a build is waited for here, and counted
    costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
    with _cluster(folder) as (address, processes):
        _built(folder, "small", ["--cluster", address], processes)
        for number in range(1, rounds + 1):
            say(f"round {number} of {rounds}")
            for way, options in (("local", ["--workers", str(_WORKERS)]), ("cluster", ["--cluster", address])):
                cost = _built(folder, "data", options, processes, way)
                costs[way].append(cost)
                busy = os.getloadavg()[0]
                say(f"  {way}: {cost.seconds:.1f} s, {cost.processor:.1f} s of processors (load {busy:.1f})")
            _compare(folder / "local", folder / "cluster")
    pairs = [*zip(costs["cluster"], costs["local"], strict=True)]
    return {
        "areas": size.areas, "counties": size.counties, "events": size.events, "rounds": rounds, "area_files": False,
        **{way: {key: median(getattr(cost, key) for cost in own) for key in ("seconds", "processor")}
           for way, own in costs.items()},
        "time_to_local": median(mine.seconds / local.seconds for mine, local in pairs),
        "processor_to_local": median(mine.processor / local.processor for mine, local in pairs),
    }  # fmt: skip


def rows(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Rows of the table for one size."""
    ratios = {"cluster": (f"{result['time_to_local']:.2f}", f"{result['processor_to_local']:.2f}")}
    return [
        (f"{result['areas']:,}", what, f"{result[way]['seconds']:.1f}", f"{result[way]['processor']:.1f}",
         *ratios.get(way, ("", "")))
        for way, what in WAYS.items()
    ]  # fmt: skip


def _built(
    folder: Path, data: str, options: Sequence[str], processes: Sequence[subprocess.Popen[bytes]], name: str = "first"
) -> Cost:
    """A full build, with the processor time of the cluster meanwhile and of what outlived the build."""
    for path in (folder / name, folder / f".{name}.build"):
        shutil.rmtree(path, ignore_errors=True)
    before = _busy(processes)
    cost = measure.run(
        [sys.executable, "-m", "generator", "build", "--data", str(folder / data), "--content",
         str(REPOSITORY / "content"), "--output", str(folder / name), "--quiet", *options],
        REPOSITORY, watched=False,
    )  # fmt: skip
    beside = _adopted({process.pid for process in processes}) + _busy(processes) - before
    return cost._replace(processor=cost.processor + beside)


def _adopted(known: set[int]) -> float:
    """Processor seconds of processes that a build started and did not wait for: the server of its pool."""
    import psutil

    seconds = 0.0
    while others := [child.pid for child in psutil.Process().children() if child.pid not in known]:
        for pid in others:
            usage = os.wait4(pid, 0)[2]
            seconds += usage.ru_utime + usage.ru_stime
    return seconds


def _busy(processes: Sequence[subprocess.Popen[bytes]]) -> float:
    """Processor seconds of the cluster so far."""
    import psutil

    times = [psutil.Process(process.pid).cpu_times() for process in processes]
    return float(sum(one.user + one.system for one in times))


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers that have started: its address, and its processes."""
    from distributed import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("dask_scheduler", "--host", "127.0.0.1", "--port", port)
    worker = (
        "dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--memory-limit", "0", "--no-nanny",
        "--local-directory", str(folder),
    )  # fmt: skip
    path = os.pathsep.join([str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])])
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for name, *options in (scheduler, *[worker] * _WORKERS):
            command = [sys.executable, "-m", f"distributed.cli.{name}", *options, "--no-dashboard"]
            with (folder / f"said{len(processes)}").open("wb") as said:
                processes.append(
                    subprocess.Popen(
                        command, stdout=said, stderr=said, cwd=folder, env={**os.environ, "PYTHONPATH": path}
                    )
                )
        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(_WORKERS, timeout=60)
        yield address, processes
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _compare(one: Path, other: Path) -> None:
    """Raises DifferentError where two folders do not hold the same."""
    names = [sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) for folder in (one, other)]
    if names[0] != names[1]:
        raise DifferentError(f"{len(names[0])} names in one site, {len(names[1])} in the other")
    files = [name for name in names[0] if (one / name).is_file()]
    _, different, unread = filecmp.cmpfiles(one, other, files, shallow=False)
    if different or unread:
        raise DifferentError(f"not the same: {', '.join([*different, *unread][:3])}")
