"""An engine of one machine: this process, or a pool of processes of it."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from generator.engine.shared import Shared, can_copy

if TYPE_CHECKING:  # what starts a pool is imported with the first one: a check of one county has none
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

Job = TypeVar("Job")
Result = TypeVar("Result")

# So few jobs are done sooner here than a pool is started.
_WORTH_A_POOL = 40


def default_workers() -> int:
    """One worker for each core that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Engine:
    """Runs pure functions over jobs. Its pool starts with the first work that is worth one, and then serves all."""

    distant = False  # True where the work goes to other machines

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or default_workers()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def run(
        self, function: Callable[[Job], Result], jobs: Sequence[Job], weight: int | None = None, *, brief: bool = False,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Iterator[Result]:  # fmt: skip
        """Results of a function over jobs, as they come. `weight` is the size of the work where it is known.

        Only a few jobs are under way at once, so that memory does not grow with their number. Those that are `brief`,
        and have little to tell, start no pool for themselves. This process does `meanwhile` what only it can do, once
        others have begun.
        """
        worth = (weight if weight is not None else len(jobs)) >= _WORTH_A_POOL and len(jobs) > 1
        if self.workers == 1 or (self._pool is None and not worth):
            with without_collector():
                meanwhile()
                yield from map(function, jobs)
            return
        if brief and self._pool is None and can_copy():
            with without_collector(), Shared(function, jobs, self.workers - 1) as shared:
                meanwhile()
                yield from shared.results()
            return
        from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait

        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.workers,
                mp_context=_context(type(function).__module__),
                initializer=gc.disable,  # jobs make many small objects and hardly a cycle
            )
        most = 4 * self.workers
        with _written(function) as path:
            waiting: set[Future[Result]] = {self._pool.submit(_call, path, job) for job in jobs[:most]}
            meanwhile()
            for job in jobs[most:]:
                waiting.add(self._pool.submit(_call, path, job))
                if len(waiting) >= most:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)

    def spread(
        self, function: Callable[[Job], Result], jobs: Sequence[Job], weight: int | None = None
    ) -> Iterator[Result]:
        """The same, of work that may go to other machines, where the engine has any (see `cluster`)."""
        return self.run(function, jobs, weight)


@contextmanager
def without_collector() -> Iterator[None]:
    """Jobs make many small objects and hardly a cycle: looking for cycles costs a tenth of their time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _written(function: Callable[[Any], Any]) -> Iterator[str]:
    """A function as a file, so that each worker reads it once: with every job it would be sent anew."""
    with TemporaryDirectory(prefix="wuyi-") as folder:
        path = Path(folder) / "function"
        path.write_bytes(pickle.dumps(function))
        yield str(path)


def _call(path: str, job: Any) -> Any:
    return _read(path)(job)


@lru_cache(maxsize=1)
def _read(path: str) -> Callable[[Any], Any]:
    function: Callable[[Any], Any] = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by this program
    return function


def _context(module: str) -> BaseContext:
    """How workers start: as copies of this process where that is safe (it runs no other thread), else anew."""
    import multiprocessing

    methods = multiprocessing.get_all_start_methods()
    if "fork" in methods and sys.platform == "linux" and threading.active_count() == 1:
        gc.freeze()  # what is here now is never collected in a worker, so that its memory stays shared
        return multiprocessing.get_context("fork")
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context
