"""Folders that are replaced while others read them: one writer at a time, the new in the place of the old at once, and
only what is on the disk."""

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


@lru_cache
def _call(name: str) -> Callable[..., int] | None:
    """A call of the system, where it has it (Linux with glibc 2.28, or musl 1.2.4, and newer)."""
    try:
        call: Callable[..., int] = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError, TypeError):  # TypeError: Windows has no library of its own to look in
        return None
    return call
