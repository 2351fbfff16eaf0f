"""Artifacts to files of the stage, digested and measured on the way."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from generator import placing
from generator.build import disk
from generator.publish.artifact import Artifact

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


class Stream(io.RawIOBase):
    """A file that is written from its beginning to its end, digested and measured on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """It is written."""
        return True

    def tell(self) -> int:
        """How much was written."""
        return self.size

    def write(self, content: Buffer, /) -> int:
        """Adds a piece."""
        piece = memoryview(content).cast("B")
        self._file.write(piece)
        self.digest.update(piece)
        self.size += len(piece)
        return len(piece)


class Writer:
    """Writes artifacts below a folder; makes each folder once. `dated`: by their content (see `placing.second_of`)."""

    def __init__(self, root: Path, *, dated: bool = False) -> None:
        self.root = str(root)
        self._dated = dated
        self._made = {""}
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}
        self.bytes = 0

    @property
    def files(self) -> int:
        """How many files were written."""
        return len(self.sizes)

    @property
    def folders(self) -> int:
        """How many folders were made, each of those that others are in too."""
        return len(self._made) - 1

    def write(self, artifact: Artifact) -> None:
        """Writes one file, once."""
        path, content = artifact
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            self._make(folder)
        disk.write(f"{self.root}/{path}", content)
        self._note(path, len(content), hashlib.sha256(content).hexdigest())

    @contextmanager
    def open(self, path: str) -> Iterator[Stream]:
        """A file to be written piece by piece; its digest and size stand once it is closed."""
        self._make(path.rpartition("/")[0])
        with disk.opened(f"{self.root}/{path}") as file:
            stream = Stream(file)
            yield stream
        self._note(path, stream.size, stream.digest.hexdigest())

    def _note(self, path: str, size: int, digest: str) -> None:
        if self._dated:
            disk.date(f"{self.root}/{path}", placing.second_of(digest))
        self.sizes[path], self.digests[path] = size, digest
        self.bytes += size

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        self._make(folder.rpartition("/")[0])
        disk.make_folder(f"{self.root}/{folder}")
        self._made.add(folder)

    def newest(self) -> int:
        """Time of the last change (nanoseconds) of what was written last: nothing here is newer."""
        return max(os.stat(f"{self.root}/{path}").st_ctime_ns for path in list(self.sizes)[-1:])  # noqa: PTH116
