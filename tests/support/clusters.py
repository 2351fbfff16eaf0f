"""A cluster of real processes: a scheduler and workers, each in a network of its own where the system allows that."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from tests.support.folders import ROOT
from tests.support.tools import require_library

_LINES: Final = 400  # of what a process says until it is ready
_PORT: Final = 8786
_NETWORK: Final = "10.77.0"  # within namespaces alone: nobody else is in it
# What Dask waits for: so that what takes it minutes takes seconds here.
PATIENCE: Final = {
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "4s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_SATURATION": "1.0",  # what waits is for whoever comes
}

# What a worker does first (Python), with a `flag` of the same name for all; this may be read twice in a process.
WATCHED: Final = """
import os, signal, time
from pathlib import Path
from generator.build import county
told = county.told = getattr(county, "told", county.summarise)
def first(flag):  # the first county of all workers
    try:
        Path(flag).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
def wait(flag):
    for _ in range(2400):
        if Path(flag).exists():
            return
        time.sleep(0.05)
    raise AssertionError(flag)
def summarise(*arguments):
    met()
    return told(*arguments)
county.summarise = summarise
"""


class Cluster:
    """A scheduler, and workers that are started by `worker`. Use within `running`."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.workers: list[subprocess.Popen[str]] = []
        self.processes: list[subprocess.Popen[str]] = []
        self.space = f"wuyi{os.getpid()}" if _spaces() else None
        self.hosts: list[str] = []
        if self.space is None:
            self.host, port = "127.0.0.1", _free()
        else:
            self.host, port = f"{_NETWORK}.1", _PORT
            _ip("netns", "add", self.space)
            self.hosts.append(self.space)
            _ip("-n", self.space, "link", "set", "lo", "up")
            _ip("-n", self.space, "link", "add", "bridge", "type", "bridge")
            _ip("-n", self.space, "addr", "add", f"{self.host}/24", "dev", "bridge")
            _ip("-n", self.space, "link", "set", "bridge", "up")
        self.address = f"tcp://{self.host}:{port}"
        self.scheduler = self._start(
            ("distributed.cli.dask_scheduler", "--host", self.host, "--port", str(port), "--no-dashboard"),
            "Scheduler at", self.space,
        )  # fmt: skip

    def worker(self, first: str = "", *options: str) -> subprocess.Popen[str]:
        """One more worker, by the name `worker-<number>`, with what it does first."""
        number = len(self.workers)
        prelude = self.folder / f"first{number}.py"
        prelude.write_text(first, encoding="utf-8")
        space, host = None, self.host
        if self.space is not None:
            space, host = f"{self.space}-{number}", f"{_NETWORK}.{number + 2}"
            _ip("netns", "add", space)
            self.hosts.append(space)
            _ip("-n", self.space, "link", "add", f"to{number}", "type", "veth", "peer", "own", "netns", space)
            _ip("-n", self.space, "link", "set", f"to{number}", "master", "bridge", "up")
            _ip("-n", space, "addr", "add", f"{host}/24", "dev", "own")
            for name in ("lo", "own"):
                _ip("-n", space, "link", "set", name, "up")
        alone = () if "--nanny" in options else ("--no-nanny", "--memory-limit", "0")  # a nanny is a process more
        process = self._start(
            ("distributed.cli.dask_worker", self.address, "--host", host, "--nthreads", "1", "--no-dashboard", *alone,
             "--name", f"worker-{number}", "--local-directory", str(self.folder), "--preload", str(prelude), *options),
            "Registered to", space,
        )  # fmt: skip
        self.workers.append(process)
        return process

    def cut(self, number: int) -> None:
        """Takes a worker off the network, with all that is under way; where there is but one, it falls silent."""
        if self.space is not None:
            _ip("-n", self.space, "link", "set", f"to{number}", "down")
            return
        self.stop(number)

    def stop(self, number: int) -> None:
        """Stops a worker, which keeps its connections."""
        for process in _family(self.workers[number]):
            os.kill(process, signal.SIGSTOP)

    def wuyi(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """The real program, on the machine of the scheduler, with this cluster."""
        command = (sys.executable, "-m", "generator", *map(str, arguments), "--cluster", self.address)
        process = subprocess.Popen(
            [*_within(self.space), *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, **self.environment}, encoding="utf-8",
        )  # fmt: skip
        self.processes.append(process)
        return process

    def ended(self, *arguments: str | Path) -> tuple[int, str, str]:
        """How the program ends: exit status, and what it says on both channels."""
        return told(self.wuyi(*arguments))

    def end(self) -> None:
        """Ends all of it at once."""
        for process in reversed(self.processes):
            end(process)
        for space in reversed(self.hosts):
            _ip("netns", "del", space)

    def _start(self, arguments: Sequence[str], ready: str, space: str | None) -> subprocess.Popen[str]:
        """A process that has said that it is ready; what it says is read on its way there alone."""
        said = (self.folder / f"said{len(self.processes)}").open("w+b")
        process = subprocess.Popen(
            [*_within(space), sys.executable, "-m", *arguments], stdout=said, stderr=subprocess.STDOUT,
            cwd=self.folder, encoding="utf-8", start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "DASK_LOGGING__DISTRIBUTED": "info", **self.environment},
        )  # fmt: skip
        self.processes.append(process)
        with said:
            until(lambda: ready.encode() in Path(said.name).read_bytes() or process.poll() is not None)
        assert process.poll() is None, Path(said.name).read_text(encoding="utf-8")
        return process


@contextmanager
def running(folder: Path, *workers: str, **environment: str) -> Iterator[Cluster]:
    """A cluster with workers, each with what it does first (Python), in an environment."""
    require_library("distributed")
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    cluster = None
    try:
        cluster = Cluster(folder, {"PYTHONPATH": path, **PATIENCE, **environment})
        for first in workers:
            cluster.worker(first)
        yield cluster
    finally:
        if cluster is not None:
            cluster.end()


def until(condition: object, seconds: float = 90) -> None:
    """Waits until a condition holds. Fails where it does not in time."""
    assert callable(condition)
    late = monotonic() + seconds
    while not condition():
        assert monotonic() < late, "it did not come to that"
        sleep(0.05)


def told(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """How a program ends: exit status, and what it says on both channels."""
    output, errors = process.communicate(timeout=180)
    return process.returncode, output, errors


def end(process: subprocess.Popen[str]) -> None:
    """Ends a process and all below it at once, one that is stopped too; what watches over their semaphores stays."""
    for pid in _family(process):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    for channel in (process.stdout, process.stderr):
        if channel is not None:
            channel.close()


def _family(process: subprocess.Popen[str]) -> list[int]:
    """A process that was started here and those below it, but for Python's own watch over semaphores."""
    import psutil

    if process.poll() is not None:
        return []
    whole = psutil.Process(process.pid).children(recursive=True)
    return [process.pid, *(one.pid for one in whole if "resource_tracker" not in " ".join(one.cmdline()))]


def _spaces() -> bool:
    """True where networks can be made."""
    if shutil.which("ip") is None:
        return False
    name = f"wuyi-try{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if made.returncode != 0:
        return False
    _ip("netns", "del", name)
    return True


def _within(space: str | None) -> list[str]:
    return [] if space is None else ["ip", "netns", "exec", space]


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
