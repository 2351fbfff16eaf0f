"""Whether what was published stands as it was left. Everything is looked at, in every build: nothing is trusted unseen.

    .<name>.build/cache/<county>.written   the files of a county, and what it handed over, as it wrote them
    .<name>.build/cache/above.written      the files above the counties

That is some hundred thousand questions to the disk, and not one of them needs what a site is made with. So other
processes, copies of this one, ask them from the start, while this one loads and reads; when it wants the answers, it
takes its share of what is left.
"""

from __future__ import annotations

import gc
import os
import signal
import stat
import sys
import threading
from array import array
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from generator.build.sealed import seal, unsealed
from generator.publish.handover.store import Left

ABOVE: Final = "above"
_ENDING: Final = ".written"
_TOKEN: Final = 4  # bytes
_TOKENS: Final = 8_000  # no pipe of Linux holds fewer
_END: Final = b"end\n"


class Files(NamedTuple):
    """Files of the output as they were written: paths, one to a line, their sizes (bytes), and the time after which
    none of them changed, nor a folder that they lie in (nanoseconds)."""

    paths: str
    sizes: array[int]
    written: int

    @classmethod
    def of(cls, sizes: Mapping[str, int], written: int) -> Files:
        """Those of some sizes by path."""
        return cls("\n".join(sizes), array("Q", sizes.values()), written)

    def stand(self, root: Path) -> bool:
        """True if they lie below a root as they were written, and nothing else in their folders, but for the root."""
        paths = self.paths.split("\n") if self.paths else []
        folders = {path.rpartition("/")[0] for path in paths} - {""}
        written = self.written
        try:
            for status, size in zip(map(os.lstat, [f"{root}/{path}" for path in paths]), self.sizes, strict=True):
                # Whatever writes to a file changes both; on Windows the second tells when it was made.
                if status.st_size != size or status.st_mtime_ns > written or status.st_ctime_ns > written:
                    return False
            return all(status.st_mtime_ns <= written for status in map(os.lstat, [f"{root}/{own}" for own in folders]))
        except OSError:
            return False


class Written(NamedTuple):
    """What was written, made from inputs of this digest: files of the output, and of a county its part of each subject
    in the store, None where it left nothing."""

    digest: str
    files: Files
    part: str = ""
    parts: Mapping[str, Left | None] = {}

    def stand(self, output: Path, store: Path) -> bool:
        """True if all of it is as it was left."""
        return self._parts_stand(store) and self.files.stand(output)

    def _parts_stand(self, store: Path) -> bool:
        for subject, left in self.parts.items():
            try:
                status = os.lstat(f"{store}/{subject}/{self.part}")
            except OSError:
                if left is not None:
                    return False
                continue
            changed = max(status.st_mtime_ns, status.st_ctime_ns)
            if left is None or not stat.S_ISREG(status.st_mode) or (status.st_size, changed) != left[1:]:
                return False
        return True


def keep(folder: Path, name: str, written: Written) -> None:
    """Keeps what a county wrote, by its code, or what stands `ABOVE` them."""
    seal(folder, f"{name}{_ENDING}", written)


class Look:
    """A look at all that was written: `folder` has what is known of it. Used in `with`; it begins there, with so many
    `workers`, this process one of them (0: nothing is looked at, since all is made anew)."""

    def __init__(self, folder: Path, output: Path, store: Path, workers: int) -> None:
        self._folder, self._output, self._store = folder, output, store
        self._names: list[str] = []
        self._others = workers - 1
        self._running: list[tuple[int, int]] = []
        self._tokens = -1
        self._stood: dict[str, str] | None = None

    def __enter__(self) -> Look:
        names = os.listdir(self._folder) if self._others >= 0 and self._folder.is_dir() else []  # noqa: PTH208
        self._names = sorted(name for name in names if name.endswith(_ENDING) and not name.startswith("."))
        if self._others > 0 and len(self._names) > 1 and _copies_are_safe():
            self._tokens, put = os.pipe()
            os.write(put, b"".join(number.to_bytes(_TOKEN, "big") for number in range(min(len(self._names), _TOKENS))))
            os.close(put)
            gc.freeze()
            for _ in range(self._others):
                self._running.append(self._begin())
            gc.unfreeze()
        return self

    def __exit__(self, *_: object) -> None:
        for process, answers in self._running:
            os.close(answers)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self._running.clear()
        if self._tokens >= 0:
            os.close(self._tokens)

    def stood(self) -> Mapping[str, str]:
        """What stands as it was left: the counties by code, and `ABOVE`, each with the digest that it was made from."""
        if self._stood is None:
            lines = [*self._looked_at()]
            while self._running:
                process, answers = self._running[-1]
                lines += _read(answers)
                self._running.pop()
                os.close(answers)
                os.waitpid(process, 0)
            self._stood = dict(line.split(" ") for line in lines)
        return self._stood

    def _looked_at(self) -> Iterator[str]:
        """What stands of that which nobody else has looked at: its name and digest."""
        for name in self._taken():
            written = unsealed(self._folder / name)
            if isinstance(written, Written) and written.stand(self._output, self._store):
                yield f"{name.removesuffix(_ENDING)} {written.digest}"

    def _taken(self) -> Iterator[str]:
        """What nobody else has taken: whoever reads a number from the pipe has what belongs to it."""
        if self._tokens < 0:
            yield from self._names
            return
        while token := os.read(self._tokens, _TOKEN):
            yield from self._names[int.from_bytes(token, "big") :: _TOKENS]

    def _begin(self) -> tuple[int, int]:
        """Another process that looks; where it tells."""
        answers, told = os.pipe()
        process = os.fork()
        if process:
            os.close(told)
            return process, answers
        try:  # whatever happens here, the copy goes without a word: what it took is then made anew
            gc.disable()
            for own, other in pairwise((2, *sorted((self._tokens, told)), os.sysconf("SC_OPEN_MAX"))):
                os.closerange(own + 1, other)  # the lock of the output is not its to hold
            content = "".join(f"{line}\n" for line in self._looked_at()).encode() + _END
            while content:
                content = content[os.write(told, content) :]
        finally:
            os._exit(0)


def _read(answers: int) -> Collection[str]:
    """What another process tells; nothing where it did not come to its end: then what it took is made anew."""
    content = bytearray()
    while piece := os.read(answers, 1 << 16):
        content += piece
    return content.removesuffix(_END).decode().splitlines() if content.endswith(_END) else ()


def _copies_are_safe() -> bool:
    """True where a copy of this process may run beside it: it runs no other thread."""
    return sys.platform == "linux" and threading.active_count() == 1
