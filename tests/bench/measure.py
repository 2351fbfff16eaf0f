"""What a command costs: wall time, and the memory of its whole family of processes.

Memory is the proportional set size (PSS) as Linux counts it, so that a page shared by several processes is counted
once, summed over the command and everything that it started, sampled about every 20 ms. Where the system has no PSS
the resident sizes are summed instead. Processor time is summed likewise; it tells more than wall time does where
other programs keep the machine busy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import IO, Final, NamedTuple

_PSS: Final = Path("/proc/self/smaps_rollup").exists() and Path(f"/proc/self/task/{os.getpid()}/children").exists()
MEMORY: Final = "PSS" if _PSS else "RSS"
_EVERY: Final = 0.1
_BATCH: Final = 32 << 20  # bytes of files that are held at a time
_REST: Final = 15  # at least so many times as long as a sample took, so that sampling does not slow what it measures


class Cost(NamedTuple):
    """Wall time and processor time in seconds; peak memory of the family, and of its largest process (RSS), in bytes.

    `output` is what the command printed.
    """

    seconds: float
    processor: float
    peak: int
    largest: int
    output: str = ""


def least(costs: Sequence[Cost]) -> Cost:
    """The least of each figure, whichever run it is of."""
    return Cost(
        min(one.seconds for one in costs),
        min(one.processor for one in costs),
        min(one.peak for one in costs),
        min(one.largest for one in costs),
    )


class CommandError(Exception):
    """The command failed; its output says why."""


def run(command: Sequence[str], folder: Path, *, watched: bool = True) -> Cost:
    """Runs a command in a folder and tells its cost. Raises CommandError if its exit status is not 0.

    One that is not `watched` runs undisturbed, and its peak is that of its largest process.
    """
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=_surroundings()
        )  # fmt: skip
        sampler = _Sampler(process.pid)
        if watched:
            sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if watched:
            sampler.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise CommandError(f"{' '.join(command)}\n{_printed(output)[-4000:]}")
        printed = _printed(output)
    processor = usage.ru_utime + usage.ru_stime  # its own, and that of the children that it waited for
    # The system counts for a process also what it was before it became this program: a copy of this one. Where that may
    # have been more, only what was sampled is true.
    exact = usage.ru_maxrss if usage.ru_maxrss > getrusage(RUSAGE_SELF).ru_maxrss or not watched else 0
    largest = max(sampler.largest, exact * 1024)
    return Cost(seconds, processor, sampler.peak if watched else largest, largest, printed)


@cache
def _surroundings() -> dict[str, str]:
    """The environment, with modules compiled once, as those of a program that was installed are: never in the tree."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "wuyi-bench-modules")}


def _printed(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read().decode(errors="replace")


def write_again(source: Path, target: Path) -> float:
    """Seconds that plain Python takes to write every file of a folder once more: the floor for any tool.

    Reading them is not counted. What is written goes at once, batch by batch, so that a RAM disk holds it only once.
    """
    seconds = 0.0
    for files in _batches(path for path in source.rglob("*") if path.is_file()):
        begun = time.perf_counter()
        made: set[str] = set()
        for path, content in files:
            name = f"{target}/{path.relative_to(source)}"
            place = name.rpartition("/")[0]
            if place not in made:
                os.makedirs(place, exist_ok=True)  # noqa: PTH103 - as plain as it gets
                made.add(place)
            with open(name, "wb", buffering=0) as file:  # noqa: PTH123
                file.write(content)
        seconds += time.perf_counter() - begun
        shutil.rmtree(target, ignore_errors=True)
    return seconds


def _batches(paths: Iterable[Path]) -> Iterator[list[tuple[Path, bytes]]]:
    """Files with their contents, some at a time."""
    batch: list[tuple[Path, bytes]] = []
    size = 0
    for path in paths:
        batch.append((path, path.read_bytes()))
        size += len(batch[-1][1])
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    yield batch


class _Seen(NamedTuple):
    """One process at one time: its share of memory, and the most of the whole of it so far, in bytes."""

    pid: int
    share: int
    whole: int


class _Sampler(threading.Thread):
    """Watches a process and all below it."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.peak = 0
        self.largest = 0
        self._done = threading.Event()

    def run(self) -> None:
        """Samples until told to stop."""
        wait = 0.0
        while not self._done.wait(wait):
            begun = time.thread_time()
            seen = list(_family(self.root))
            self.peak = max(self.peak, sum(one.share for one in seen))
            self.largest = max(self.largest, max((one.whole for one in seen), default=0))
            wait = max(_EVERY, _REST * (time.thread_time() - begun))

    def stop(self) -> None:
        """Ends the watch."""
        self._done.set()
        self.join()


def _family(root: int) -> Iterator[_Seen]:
    """Each process of the family as it is now."""
    if not _PSS:
        yield from _family_by_psutil(root)
        return
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        place = Path("/proc", str(pid))
        try:
            lines = (place / "smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
            fields = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
            status = (place / "status").read_text(encoding="ascii", errors="replace")
            most = int(status.partition("VmHWM:")[2].split()[0]) * 1024  # the most so far, also between two samples
            yield _Seen(pid, fields["Pss"], most)
            for thread in (place / "task").iterdir():
                waiting.extend(map(int, (thread / "children").read_text(encoding="ascii").split()))
        except (OSError, KeyError, IndexError):  # it ended meanwhile
            continue


def _family_by_psutil(root: int) -> Iterator[_Seen]:
    import psutil

    try:
        known = psutil.Process(root)
        for process in (known, *known.children(recursive=True)):
            size = process.memory_info().rss
            yield _Seen(process.pid, size, size)
    except psutil.Error:
        return
