"""From staging to the published site: written aside, renamed into place, finished by the next run if interrupted.

    <output>/                what is published
    <parent>/.<name>.build/  lock, stage/ (compiled), old/ (replaced), journal.json (what remains to be renamed),
                             cache/ and parts/ (what need not be done again)

Nothing in the output changes before the journal stands. Counties are renamed first, roll-ups last, and what is no
longer published is removed at the very end, so that no page ever leads to one that is not there yet.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from generator.errors import UsageError
from generator.publish.artifact import Artifact
from generator.publish.handover.store import Store

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

# What a build may have left at the top of an output folder, beside the files that it has just made.
_OURS: Final = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}")
_KEPT: Final = "README.md"
_BINARY: Final = getattr(os, "O_BINARY", 0)


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
    """Writes artifacts below a folder; makes each folder once."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self._made = {""}
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}
        self.bytes = 0

    @property
    def files(self) -> int:
        """How many files were written."""
        return len(self.sizes)

    def write(self, artifact: Artifact) -> None:
        """Writes one file, once. The fewest system calls that do it: they are half the cost of a page."""
        path, content = artifact
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            self._make(folder)
        descriptor = os.open(f"{self.root}/{path}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
        try:
            written = os.write(descriptor, content)
            while written < len(content):
                written += os.write(descriptor, content[written:])
        finally:
            os.close(descriptor)
        self.sizes[path] = len(content)
        self.digests[path] = hashlib.sha256(content).hexdigest()
        self.bytes += len(content)

    @contextmanager
    def open(self, path: str) -> Iterator[Stream]:
        """A file to be written piece by piece; its digest and size stand once it is closed."""
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            self._make(folder)
        with Path(f"{self.root}/{path}").open("wb") as file:
            stream = Stream(file)
            yield stream
        self.sizes[path] = stream.size
        self.digests[path] = stream.digest.hexdigest()
        self.bytes += stream.size

    def _make(self, folder: str) -> None:
        above = folder.rpartition("/")[0]
        if above not in self._made:
            self._make(above)
        with suppress(FileExistsError):
            os.mkdir(f"{self.root}/{folder}")  # noqa: PTH102 - paths are joined as text, for the same reason
        self._made.add(folder)

    def newest(self) -> int:
        """Time of the last change (nanoseconds) of what was written last: nothing here is newer."""
        return max(os.stat(f"{self.root}/{path}").st_ctime_ns for path in list(self.sizes)[-1:])  # noqa: PTH116


class Stage:
    """The workshop beside an output folder. Use within `opened`."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.home = output.parent / f".{output.name}.build"
        self.root = self.home / "stage"
        self.store = Store(self.home / "parts")
        self.cache = self.home / "cache"
        self.fresh = self.home / "fresh"
        self.scratch = self.home / "scratch"
        self._old = self.home / "old"
        self._journal = self.home / "journal.json"

    def clean(self) -> None:
        """Removes what a build compiled or left; never the journal or the output."""
        for folder in (self.root, self.scratch, self.fresh, self._old):
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, kept: Collection[str]) -> None:
        """Renames everything staged into place and removes what is no longer published.

        `kept` are names at the top of the output that stay as they are.
        """
        staged = sorted(entry.name for entry in self.root.iterdir())
        counties = [name for name in staged if _OURS.fullmatch(name) and len(name) == 6]
        others = [name for name in staged if name not in counties]
        gone = [name for name in self._published() if name not in staged and name not in kept]
        published = sorted({*staged, *kept})
        listing = json.dumps({"move": [*counties, *others], "remove": gone, "published": published})
        draft = self._journal.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            file.write(listing)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._journal)
        self.finish()

    def finish(self) -> bool:
        """Does what a journal says remains to be done; True if there was one."""
        if not self._journal.exists():
            return False
        journal = json.loads(self._journal.read_text(encoding="utf-8"))
        self.output.mkdir(parents=True, exist_ok=True)
        self._old.mkdir(parents=True, exist_ok=True)
        for name in journal["move"]:
            source, target = self.root / name, self.output / name
            if source.exists():
                if source.is_dir() or target.is_dir():
                    self._aside(target)
                source.replace(target)
        for name in journal["remove"]:
            self._aside(self.output / name)
        self.cache.mkdir(exist_ok=True)
        for entry in sorted(self.fresh.iterdir()) if self.fresh.is_dir() else ():
            entry.replace(self.cache / entry.name)  # only now is what was compiled what is published
        (self.home / "published.json").write_text(json.dumps(journal["published"]), encoding="utf-8")
        self._journal.unlink()
        self.clean()
        return True

    def _aside(self, target: Path) -> None:
        if target.exists() or target.is_symlink():
            shutil.rmtree(self._old / target.name, ignore_errors=True)
            target.replace(self._old / target.name)

    def _published(self) -> list[str]:
        """Names at the top of the output that an earlier build made."""
        listing = self.home / "published.json"
        found = sorted(entry.name for entry in self.output.iterdir()) if self.output.is_dir() else []
        if listing.exists():
            known = set(json.loads(listing.read_text(encoding="utf-8")))
            return [name for name in found if name in known]
        return [name for name in found if _OURS.fullmatch(name) and (self.output / name / "index.json").is_file()]


@contextmanager
def opened(output: Path, protected: Sequence[Path]) -> Iterator[Stage]:
    """A clean stage beside the output, locked against a second build; an interrupted one is finished first.

    Raises UsageError where the output is no folder for a site, or another build is running.
    """
    output = output.absolute()
    _judge(output, protected)
    stage = Stage(output)
    stage.home.mkdir(parents=True, exist_ok=True)
    with (stage.home / "lock").open("w") as lock:
        _lock(lock.fileno(), output)
        stage.finish()
        _not_foreign(output)
        stage.clean()
        stage.root.mkdir()
        try:
            yield stage
        finally:
            if not (stage.home / "journal.json").exists():
                stage.clean()


def _judge(output: Path, protected: Sequence[Path]) -> None:
    for path in protected:
        if output == path.absolute() or output in path.absolute().parents or path.absolute() in output.parents:
            raise UsageError(f"输出文件夹 {output} 与 {path} 重叠，请另选一个")
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise UsageError(f"输出位置 {output} 不是文件夹")
    if not output.parent.is_dir():
        raise UsageError(f"没有文件夹 {output.parent}")
    if output.is_dir() and output.stat().st_dev != output.parent.stat().st_dev:
        raise UsageError(f"输出文件夹 {output} 是另一个磁盘，无法整体替换；请改用它里面的一个子文件夹")


def _not_foreign(output: Path) -> None:
    """Refuses a folder that holds something else than a site; asked once an interrupted publication is finished."""
    if output.is_dir():
        names = {entry.name for entry in output.iterdir()} - {_KEPT, ".gitkeep"}
        if names and not {"index.html", "datapackage.json"} <= names:
            raise UsageError(f"输出文件夹 {output} 里有别的文件，为免误删，请另选一个空文件夹")


def _lock(descriptor: int, output: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on this system: one build at a time is up to the user
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise UsageError(f"另一个生成过程正在写 {output}，请等它结束") from None
