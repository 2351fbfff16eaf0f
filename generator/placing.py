"""Folders that are replaced while others read them: one writer at a time, the new in the place of the old at once, and
only what is on the disk; by which time the new is told from the old."""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final

# Of renameat2(2): paths are relative to the working folder; both names change places.
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
# Times of files that are those of their content: from 2001-09-09 on, for about fifteen years.
_FIRST_SECOND: Final = 1_000_000_000
_SECONDS: Final = 500_000_000
# What says that a system or a disk cannot do it; anything else is a refusal (no permission, in use), and is told.
_CANNOT: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV})


def locked(file: IO[Any]) -> bool:
    """Holds an open file for this process until it is closed; False if another process holds it."""
    try:
        import fcntl
    except ImportError:  # no such lock on this system: one writer at a time is up to the user
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def exchange(one: Path, other: Path) -> bool:
    """Two names change places in one step: who opens either finds something there. False where that cannot be done.

    Between two renames (aside, then in) nothing is there: 8,263 of 16,587 readings failed, with this none (ADR 33).
    """
    call = _call("renameat2")
    if call is None:
        return False
    if not call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def synced(folder: Path) -> bool:
    """Waits until all that was written to the disk of a folder is there; False where that cannot be asked for.

    Raises OSError where the disk failed.
    """
    call = _call("syncfs")
    if call is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if not call(descriptor):
            return True
        code = ctypes.get_errno()
    finally:
        os.close(descriptor)
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(folder))


def second_of(sha256: str) -> int:
    """The second that a file with a content of this digest gets as its time: another one for other content.

    Servers make ETags from size and time: with times of their own, a change of the same size was answered with 304. The
    same wherever and whenever a content is put; two contents of one size share it once in five hundred million.
    """
    return _FIRST_SECOND + int(sha256[:12], 16) % _SECONDS


@lru_cache
def _call(name: str) -> Callable[..., int] | None:
    """A call of the system, where it has it (Linux with glibc 2.28, or musl 1.2.4, and newer)."""
    try:
        call: Callable[..., int] = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError, TypeError):  # TypeError: Windows has no library of its own to look in
        return None
    return call
