"""Whether what was published stands as it was left. Everything is looked at, in every build: nothing is trusted unseen.

    .<name>.build/cache/<county>.written   the files of a county, and what it handed over, as it wrote them
    .<name>.build/cache/above.written      the files above the counties

That is some hundred thousand questions to the disk, and not one of them needs what a site is made with. So other
processes, copies of this one, ask them from the start, while this one loads and reads; when it wants the answers, it
takes its share of what is left.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from generator.build.sealed import seal, unsealed
from generator.engine.shared import Shared
from generator.publish.handover.store import Left

ABOVE: Final = "above"
_ENDING: Final = ".written"


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
        top = self._top()
        paths = self.paths.replace(f"\n{top}", "\n")[len(top) :].split("\n") if self.paths else []
        folders = {path.rpartition("/")[0] for path in paths} - {""}
        written = self.written
        try:
            with _statuses(f"{root}/{top}") as status_of:
                if top and os.lstat(f"{root}/{top[:-1]}").st_mtime_ns > written:
                    return False
                for status, size in zip(map(status_of, paths), self.sizes, strict=True):
                    # Whatever writes to a file changes both; on Windows the second tells when it was made.
                    if status.st_size != size or status.st_mtime_ns > written or status.st_ctime_ns > written:
                        return False
                return all(status.st_mtime_ns <= written for status in map(status_of, folders))
        except OSError:
            return False

    def _top(self) -> str:
        """The folder that all of them lie in, with its slash; "" where there is none."""
        first = self.paths.partition("\n")[0].partition("/")
        top = f"{first[0]}/" if first[1] else ""
        return top if self.paths.count(f"\n{top}") == self.paths.count("\n") else ""


@contextmanager
def _statuses(folder: str) -> Iterator[Callable[[str], os.stat_result]]:
    """What the disk knows of a path below a folder. The way to the folder is gone once, where the system allows that:
    it is a quarter of the work."""
    if os.stat not in os.supports_dir_fd:
        yield lambda path: os.lstat(f"{folder}/{path}")
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield partial(os.lstat, dir_fd=opened)
    finally:
        os.close(opened)


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
        names = os.listdir(folder) if workers and folder.is_dir() else []  # noqa: PTH208 - names alone
        names = sorted(name for name in names if name.endswith(_ENDING) and not name.startswith("."))
        self._places = folder, output, store
        self._shared = Shared(self._look_at, names, workers - 1)
        self._stood: dict[str, str] | None = None

    def __enter__(self) -> Look:
        self._shared.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._shared.__exit__()

    def stood(self) -> Mapping[str, str]:
        """What stands as it was left: the counties by code, and `ABOVE`, each with the digest that it was made from."""
        if self._stood is None:
            self._stood = {}
            with suppress(BrokenExecutor):  # what another process took is then made anew
                self._stood.update(answer for answer in self._shared.results() if answer is not None)
        return self._stood

    def _look_at(self, name: str) -> tuple[str, str] | None:
        folder, output, store = self._places
        written = unsealed(folder / name)
        stands = isinstance(written, Written) and written.stand(output, store)
        return (name.removesuffix(_ENDING), written.digest) if stands else None
