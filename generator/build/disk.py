"""What a build does to the disk, in few verbs: everything that is staged, and every step of a publication, goes here.

A power cut may come between any two of them. What was not synced before may then be empty or missing, in any order,
so that the order of these calls is the promise: tests record it, and end the program at each.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from generator import placing

_BINARY: Final = getattr(os, "O_BINARY", 0)
_TO_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY
_WINDOWS: Final[bool] = os.name == "nt"
# Where `os.sync` returns when everything is written, not when it has only been asked for.
_SYNCS_ALL: Final[bool] = sys.platform.startswith("linux")


def write(path: str, content: bytes) -> None:
    """Writes one file, once. The fewest system calls that do it: they are half the cost of a page."""
    try:
        descriptor = os.open(path, _TO_WRITE, 0o666)
        try:
            written = os.write(descriptor, content)
            while written < len(content):
                written += os.write(descriptor, content[written:])
        finally:
            os.close(descriptor)
    except OSError as error:
        _name(error, path)
        raise


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """A file to be written piece by piece."""
    with _named(path), open(path, "wb") as file:  # noqa: PTH123 - paths are joined as text, as in `write`
        yield file


def date(path: str, second: int) -> None:
    """Gives a file its time."""
    os.utime(path, (second, second))


def make_folder(path: str) -> None:
    """Makes a folder; nothing where it stands already."""
    try:  # noqa: SIM105 - there are many thousands
        os.mkdir(path)  # noqa: PTH102 - as above
    except FileExistsError:
        pass


def rename(source: Path, target: Path) -> None:
    """Puts a file or folder into the place of another, or where nothing stands."""
    source.replace(target)


def exchange(source: Path, target: Path) -> bool:
    """Lets two folders change places in one step; False where that cannot be done."""
    return placing.exchange(source, target)


def link(source: str, target: str) -> None:
    """One more name for a file; a copy of it where the disk knows no second name."""
    with _named(target):
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def files_below(root: Path, name: str) -> Iterator[str]:
    """Paths, below a root, of the files in a folder of it, or of the file of that name."""
    path = f"{root}/{name}"
    if not os.path.isdir(path):  # noqa: PTH112 - of many thousands
        if os.path.lexists(path):
            yield name
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(root, f"{name}/{entry.name}")
            else:
                yield f"{name}/{entry.name}"


def unlink(path: Path) -> None:
    """Removes one file."""
    path.unlink()


def clear(folder: Path) -> None:
    """Removes a folder with all that it holds; what cannot be removed stays until the next build."""
    shutil.rmtree(folder, ignore_errors=True)


def sync(path: Path) -> None:
    """Waits until a file is on the disk, or the names in a folder are."""
    if _WINDOWS and path.is_dir():
        return  # folders cannot be synced there
    descriptor = os.open(path, os.O_RDWR if _WINDOWS else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_below(folders: Iterable[Path]) -> None:
    """Waits until everything in these folders is on the disk.

    One call for a whole disk, where the system has it: 0.1 s for 10,000 pages (100 MB), where a call for each file
    takes 1.6 s (ADR 7). On other Linux one for the whole machine, which waits for other disks as well. Elsewhere that
    call may return before, and files are synced one by one.
    """
    there = [folder for folder in folders if folder.is_dir()]
    disks = {folder.stat().st_dev: folder for folder in there}
    if all(placing.synced(folder) for folder in disks.values()):
        return
    if _SYNCS_ALL:
        os.sync()
        return
    for folder in there:
        for path in sorted(folder.rglob("*")):
            sync(path)
        sync(folder)


def write_whole(path: Path, content: str) -> None:
    """Writes a file that is there as a whole or not at all, and stays."""
    draft = path.with_suffix(".draft")
    write_draft(draft, content.encode("utf-8"))
    sync(draft)
    rename(draft, path)
    sync(path.parent)


def write_draft(path: Path, content: bytes) -> None:
    """Writes a file that gets its name later; one that a full disk cuts short does not stay to fill it."""
    try:
        write(str(path), content)
    except OSError:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _named(path: str) -> Iterator[None]:
    """An error of writing names the file."""
    try:
        yield
    except OSError as error:
        _name(error, path)
        raise


def _name(error: OSError, path: str) -> None:
    """Lets an error name a file: the system tells it only where one is opened."""
    if error.filename is None:
        error.filename = path
