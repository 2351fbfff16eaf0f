"""The map step on a cluster: a scheduler and two workers as real processes on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from generator.build.elsewhere import SameHere, _listed
from generator.build.staging import Stage
from generator.engine import cluster
from generator.errors import ClusterError, UsageError
from tests.build.test_conductor import digests
from tests.support.folders import ROOT, example_data, run_wuyi
from tests.support.tools import require_library

LINES: Final = 400  # of what a process says until it is ready

# A worker that kills itself at the first batch, in the middle of a county, if it is the first to come so far.
DYING: Final = """
import os, signal, sys
from pathlib import Path
from generator.build import county
told = county.told = getattr(county, "told", county.summarise)  # this may be read twice
def summarise(*arguments):
    try:
        Path({flag!r}).touch(exist_ok=False)
    except FileExistsError:
        return told(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
county.summarise = summarise
"""
# A worker whose program is another one.
STRANGE: Final = """
from generator.build import cache
cache.program = lambda: "0" * 64
"""
# A worker whose counties never come to an end.
HANGING: Final = """
from threading import Event
from generator.build import elsewhere
elsewhere.Elsewhere.__call__ = lambda self, task: Event().wait()
"""
# A worker whose disk is full.
FULL: Final = """
import errno
from generator.build import disk
def write(path, content):
    raise OSError(errno.ENOSPC, "full", path)
disk.write = write
"""
# A worker that ends Python from within a county.
ENDING: Final = """
from generator.build import elsewhere
def end(self, task):
    raise SystemExit(3)
elsewhere.Elsewhere.__call__ = end
"""


def _started(arguments: Sequence[str], ready: str, environment: dict[str, str], cwd: Path) -> subprocess.Popen[str]:
    """A process that has said that it is ready; what it says is read on its way there alone."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment}, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for _ in range(LINES):
        said.append(process.stdout.readline())
        if ready in said[-1]:
            return process
        if not said[-1]:
            break
    _end(process)
    raise AssertionError("".join(said))


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()  # a worker then puts away what it shares with its nanny
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


@contextmanager
def running(folder: Path, *workers: str) -> Iterator[str]:
    """A cluster with workers, each with what it does first (Python); its address."""
    require_library("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    quiet = {"PYTHONPATH": path, "DASK_LOGGING__DISTRIBUTED": "info"}
    processes = []
    try:
        scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        processes.append(_started(scheduler, "Scheduler at", quiet, folder))
        for number, first in enumerate(workers):
            prelude = folder / f"first{number}.py"
            prelude.write_text(first, encoding="utf-8")
            worker = (
                "distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
                "--memory-limit", "0", "--name", f"worker-{number}", "--local-directory", str(folder),
                "--preload", str(prelude),
            )  # fmt: skip
            processes.append(_started(worker, "Registered to", quiet, folder))
        yield address
    finally:
        for process in reversed(processes):
            _end(process)


def build(data: Path, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Builds by the real program."""
    return run_wuyi(
        "build", "--data", data, "--content", ROOT / "content", "--output", output, "--workers", "1", "--quiet",
        "--as-of", "2022-12-31", *options,
    )  # fmt: skip


def test_same_bytes_and_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """Two workers, one killed in the middle of a county: the site is that of one machine, and nothing is left over.

    A second build asks no cluster: nothing changed. A check by the cluster says the same as one here.
    """
    data = example_data(tmp_path)
    assert build(data, tmp_path / "here").returncode == 0
    flag = tmp_path / "died"
    with running(tmp_path, DYING.format(flag=str(flag)), DYING.format(flag=str(flag))) as address:
        ended = build(data, tmp_path / "site", "--cluster", address)
        assert (ended.returncode, flag.exists()) == (0, True), ended.stderr
        checks = [
            run_wuyi("check", "--data", data, "--format", "json", *options)
            for options in ((), ("--cluster", address))
        ]  # fmt: skip
    assert digests(tmp_path / "site") == digests(tmp_path / "here")
    home = Stage(tmp_path / "site").home
    assert {path.name for path in home.iterdir()} <= {"cache", "days", "lock", "parts", "published.json"}
    assert not [path for path in home.rglob(".*") if path.is_file()]
    again = build(data, tmp_path / "site", "--cluster", address)
    assert again.returncode == 0, again.stderr
    assert (checks[0].returncode, checks[0].stdout) == (checks[1].returncode, checks[1].stdout)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (STRANGE, "拒绝工作进程 worker-1（tcp://127.0.0.1:"),
        (HANGING, "秒没有新的结果"),
        (FULL, "磁盘已满"),
        (ENDING, "工作进程 worker-"),
    ],
    ids=["another version", "hanging", "full disk", "ending"],
)
def test_what_goes_wrong_there_is_told_here(first: str, said: str, tmp_path: Path) -> None:
    """One sentence names the worker or the cluster; nothing is published, nothing stays, and nothing hangs."""
    data = example_data(tmp_path)
    workers = ("", first) if first is STRANGE else (first, first)
    with running(tmp_path, *workers) as address:
        ended = build(data, tmp_path / "site", "--cluster", address, "--cluster-timeout", "8")
    assert ended.returncode == 2, ended.stdout
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "site").exists()
    home = Stage(tmp_path / "site").home
    assert not [path for name in ("stage", "drafts", "fresh") for path in (home / name).rglob("*")]


def test_a_batch_from_another_program_is_refused() -> None:
    """A worker that came later was not asked beforehand: its results say what made them."""
    told = cluster._Told("worker-7", "other", [1])
    with pytest.raises(ClusterError, match="拒绝工作进程 worker-7 的结果"):
        told.understood("own")
    assert cluster._Told("worker-7", "own", [1]).understood("own") == [1]


def test_without_a_cluster_there_is_a_sentence(tmp_path: Path) -> None:
    """No scheduler, no worker, or no address: a sentence, and exit status 2."""
    data = example_data(tmp_path)
    with running(tmp_path) as address:
        alone = build(data, tmp_path / "site", "--cluster", address, "--cluster-timeout", "2")
    assert (alone.returncode, "没有工作进程" in alone.stderr) == (2, True), alone.stderr
    with pytest.raises(UsageError, match="应像 tcp://"):
        cluster.Cluster("127.0.0.1", SameHere(data))


@pytest.mark.parametrize(
    ("jobs", "count", "largest"), [(1, 1, 1), (42, 42, 1), (2850, 64, 45), (10_000, 200, 50), (99_999, 256, 391)]
)
def test_batches_are_for_the_scheduler(jobs: int, count: int, largest: int) -> None:
    """About fifty counties in each, 64 to 256 of them; every job is in one, in order."""
    made = [*cluster.batches(range(jobs))]
    assert [job for batch in made for job in batch] == [*range(jobs)]
    assert (abs(len(made) - count) <= 1, len(made[0])) == (True, largest)


def test_data_that_differs_is_seen_before_work_begins(tmp_path: Path) -> None:
    """A file more, a name or a size that differs, no data at all, or storage that is not shared."""
    data = example_data(tmp_path)
    before = _listed(data)
    table = data / "registers" / "990101" / "events.csv"
    table.write_bytes(table.read_bytes() + b"\n")
    assert _listed(data) != before
    assert _listed(tmp_path / "none") == "读不到"
    assert "读不到" in SameHere(data, tmp_path / ".site.build" / "drafts" / "x")().values()


def test_whoever_is_second_takes_nothing_away(tmp_path: Path) -> None:
    """A county that two workers made at once stands as the first of them left it; a late one of an earlier build has
    no folder any more."""
    from generator.build.elsewhere import Elsewhere

    stage = Stage(tmp_path / "site")
    stage.root.mkdir(parents=True)
    stage.fresh.mkdir()
    placed = Elsewhere.__new__(Elsewhere)
    object.__setattr__(placed, "step", type("Step", (), {"workshop": stage}))
    for mark in ("a", "b"):
        folder = tmp_path / mark / "stage" / "990101"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(mark)
        fresh = tmp_path / mark / "fresh"
        fresh.mkdir()
        (fresh / "990101").write_text(mark)
        placed._place(folder, fresh)
    assert (stage.root / "990101" / "index.html").read_text() == "a"
    assert (stage.fresh / "990101").read_text() == "a"
    stage.clean()
    with pytest.raises(FileNotFoundError):
        placed._place(tmp_path / "b" / "stage" / "990101", tmp_path / "b" / "fresh")
