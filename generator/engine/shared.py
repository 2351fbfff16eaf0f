"""Short work that this process shares with copies of itself: whoever is free takes the next piece.

A copy knows all that this process knew when it began, so that nothing is sent to it, and it begins within a few
milliseconds where a pool needs a hundred; it tells what came of its pieces when none is left. So it is for pieces that
take little time, and of which little is to be told.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
_TOKEN: Final = 4  # bytes
_TOKENS: Final = 8_000  # no pipe of Linux holds fewer


class Shared(Generic[Job, Result]):
    """A function over jobs, in no order. Used in `with`: there `others` begin, where the system can."""

    def __init__(self, function: Callable[[Job], Result], jobs: Sequence[Job], others: int) -> None:
        self._function = function
        self._jobs = jobs
        self._others = min(others, len(jobs)) if can_copy() else 0
        self._running: list[tuple[int, int]] = []
        self._tokens = -1

    def __enter__(self) -> Shared[Job, Result]:
        if self._others > 0:
            self._tokens, put = os.pipe()
            tokens = range(min(len(self._jobs), _TOKENS))
            os.write(put, b"".join(number.to_bytes(_TOKEN, "big") for number in tokens))
            os.close(put)
            gc.freeze()
            for _ in range(self._others):
                self._running.append(self._begin())
            gc.unfreeze()
        return self

    def __exit__(self, *_: object) -> None:
        while self._running:
            process, answers = self._running.pop()
            os.close(answers)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        if self._tokens >= 0:
            os.close(self._tokens)

    def results(self) -> Iterator[Result]:
        """What comes of the jobs: first of those that this process does itself, now. Asked for once.

        Raises what a job raised, or BrokenExecutor where a copy ended before its work did.
        """
        yield from map(self._function, self._taken())
        while self._running:
            process, answers = self._running[-1]
            told = _read(answers)
            self._running.pop()
            os.close(answers)
            os.waitpid(process, 0)
            yield from _understood(told)

    def _taken(self) -> Iterator[Job]:
        """What nobody else has taken: whoever reads a number from the pipe has the jobs that belong to it."""
        if self._tokens < 0:
            yield from self._jobs
            return
        while token := os.read(self._tokens, _TOKEN):
            yield from self._jobs[int.from_bytes(token, "big") :: _TOKENS]

    def _begin(self) -> tuple[int, int]:
        """A copy that works, and where it tells what came of it."""
        answers, told = os.pipe()
        process = os.fork()
        if process:
            os.close(told)
            return process, answers
        try:  # nothing leads out of here: what happened is told, or that nothing was told says it
            gc.disable()
            for own, other in pairwise((2, *sorted((self._tokens, told)), os.sysconf("SC_OPEN_MAX"))):
                os.closerange(own + 1, other)  # a lock that this process holds is not for a copy to hold
            content = self._told()
            while content:
                content = content[os.write(told, content) :]
        finally:
            os._exit(0)

    def _told(self) -> memoryview:
        try:
            return memoryview(pickle.dumps((True, [*map(self._function, self._taken())])))
        except Exception as error:  # it is raised where the results are asked for
            return memoryview(pickle.dumps((False, error)))


def can_copy() -> bool:
    """True where copies of this process may run beside it: it runs no other thread."""
    return sys.platform == "linux" and threading.active_count() == 1


def _read(answers: int) -> bytes:
    content = bytearray()
    while piece := os.read(answers, 1 << 16):
        content += piece
    return bytes(content)


def _understood(told: bytes) -> Sequence[Any]:
    """What a copy tells."""
    try:
        well, content = pickle.loads(told)  # noqa: S301 - written by this program
    except (EOFError, pickle.UnpicklingError):
        from concurrent.futures import BrokenExecutor

        raise BrokenExecutor("a copy of this process ended") from None
    if not well:
        raise content
    results: Sequence[Any] = content
    return results
