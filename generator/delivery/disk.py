"""What a delivery does to a folder, in few verbs: tests end the program at each of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write(path: Path, content: bytes, second: int) -> None:
    """Writes a file that readers of every account may read, with its time."""
    try:
        path.write_bytes(content)
        path.chmod(0o644)
        os.utime(path, (second, second))
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def link(source: Path, target: Path) -> bool:
    """One more name for a file; False where it is not there, or the disk gives no second name."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def make_folder(path: Path) -> None:
    """Makes a folder that readers of every account may open; those above it stand already, or are made like it."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    path.chmod(0o755)


def rename(source: Path, target: Path) -> None:
    """Gives a file or folder its name, in one step."""
    source.replace(target)


def point(link: Path, to: str) -> None:
    """Lets a symbolic link lead elsewhere, in one step: who opens it finds the old or the new."""
    draft = link.with_name(f".{link.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(to)
    rename(draft, link)


def clear(path: Path) -> None:
    """Removes a folder with all that it holds."""
    shutil.rmtree(path, ignore_errors=True)


def sync() -> None:
    """Waits until what was written is on the disk."""
    if hasattr(os, "sync"):
        os.sync()
