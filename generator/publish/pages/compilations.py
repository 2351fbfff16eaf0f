"""What is compiled of templates and catalogs, kept in a folder of this program's own: each file with its digest, so
that one that is spoilt is compiled anew.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_folder: Path | None = None


def keep(folder: Path) -> None:
    """Keeps what is compiled in a folder, and takes it from there; before any is used."""
    global _folder
    folder.mkdir(parents=True, exist_ok=True)
    _folder = folder


def is_kept() -> bool:
    """True if there is such a folder."""
    return _folder is not None


def taken(name: str) -> bytes | None:
    """What was kept by a name, if it is as it was."""
    if _folder is None:
        return None
    with suppress(OSError):
        seal, _, content = (_folder / name).read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() == seal:
            return content
    return None


def put(name: str, content: bytes) -> None:
    """Keeps something by a name, whole or not at all. Without room it is compiled anew next time."""
    if _folder is None:
        return
    path = _folder / name
    draft = path.with_name(f"{name}.{os.getpid()}")  # other processes do the same
    try:
        draft.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
