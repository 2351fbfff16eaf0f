"""Files of one county's folder, put in place all together or not at all.

Whoever looks, and whenever the program or the machine stops, finds the folder as it was or as it is to be. One file
takes the place of another in one step. Several are laid out in a folder beside, which takes the place of the county's
in one step; where a system cannot do that (Windows), a journal says what remains to be renamed, and whoever writes next
does it first. Names of what is laid out are among those that a check passes over.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from generator import placing
from generator.errors import RegisterError

_JOURNAL: Final = ".~record-journal.json"
_WINDOWS: Final[bool] = os.name == "nt"
_BINARY: Final = getattr(os, "O_BINARY", 0)

# Name of a file -> its bytes; None where there is none.
Contents = Mapping[str, bytes | None]


class BusyError(RegisterError):
    """Another program writes, or wrote, the same folder."""


def aside(folder: Path) -> Path:
    """Where what is to take the place of a folder's files is laid out."""
    return folder.with_name(f".~record-{folder.name}")


def recover(folder: Path) -> bool:
    """Finishes what an interrupted writing left, or clears it away; True if there was something to finish."""
    beside = aside(folder)
    _clear_drafts(folder)
    if not beside.is_dir() or beside.is_symlink():
        return False
    names = _remaining(beside)
    if names:
        _finish(folder, beside, names)
    shutil.rmtree(beside)
    return bool(names)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps a second writer out for a while, and finishes what an earlier one left. Raises BusyError."""
    with (folder / "county.json").open("rb") as file:
        if not placing.locked(file):
            raise BusyError(f"另一个程序正在写 {folder}：等它结束，再运行一次")
        recover(folder)
        yield


def replace(folder: Path, was: Contents, now: Contents) -> list[str]:
    """Puts files in place whose content is another than it was; returns their names.

    `was` is what was read and judged. Raises BusyError, and changes nothing, where the folder holds anything else now.
    """
    changed = [name for name in sorted(now) if now[name] != was.get(name)]
    with held(folder):
        _require(folder, was)
        if len(changed) == 1 and now[changed[0]] is not None:
            _replace_one(folder / changed[0], now[changed[0]] or b"")
        elif changed:
            _replace_all(folder, was, {name: now[name] for name in changed})
    return changed


def read(folder: Path, names: Iterator[str]) -> dict[str, bytes | None]:
    """The contents of files of a folder."""
    return {name: _content(folder / name) for name in names}


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _require(folder: Path, was: Contents) -> None:
    for name, content in was.items():
        if _content(folder / name) != content:
            raise BusyError(f"{folder / name} 在这期间被别的程序改动过：什么也没有写，再运行一次")


def _replace_one(path: Path, content: bytes) -> None:
    draft = path.with_name(f".~record-{path.name}")
    try:
        _write(draft, content)
        if path.exists():
            shutil.copymode(path, draft)
        os.replace(draft, path)  # noqa: PTH105 - the step that tests stop at
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync(path.parent)


def _replace_all(folder: Path, was: Contents, wanted: Contents) -> None:
    beside = aside(folder)
    beside.mkdir()
    try:
        for path in sorted(folder.iterdir()):
            if path.name not in wanted:
                _link(path, beside / path.name)
        _lay_out(folder, beside, {name: content for name, content in wanted.items() if content is not None})
        exchanged = placing.exchange(beside, folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    if exchanged:
        _sync(folder.parent)
        try:
            _require(beside, was)  # what was written into the old folder at the last moment
        except BusyError:
            placing.exchange(beside, folder)
            raise
        finally:
            shutil.rmtree(beside)
        return
    _by_journal(folder, beside, wanted)


def _by_journal(folder: Path, beside: Path, wanted: Contents) -> None:
    """The same where two folders cannot change places: once the journal stands, the rest is only renaming."""
    shutil.rmtree(beside)
    beside.mkdir()
    _lay_out(folder, beside, wanted)
    names = sorted(wanted)
    draft = beside / f"{_JOURNAL}.draft"
    _write(draft, json.dumps({"files": names}).encode("utf-8"))
    os.replace(draft, beside / _JOURNAL)  # noqa: PTH105 - the step that tests stop at
    _sync(beside)
    _sync(beside.parent)
    try:
        _finish(folder, beside, names)
    except OSError as error:
        raise BusyError(
            f"{folder} 里有文件正被别的程序打开（{error.strerror or error}），只写了一部分："
            "关上 Excel、WPS 等程序里打开的表格，再运行一次 wuyi record，会接着写完"
        ) from error
    shutil.rmtree(beside)


def _remaining(beside: Path) -> list[str]:
    """The names that a journal says; none where it does not stand whole."""
    try:
        names = json.loads((beside / _JOURNAL).read_bytes())["files"]
    except (OSError, ValueError, LookupError, TypeError):
        return []
    return [name for name in names if isinstance(name, str) and Path(name).name == name]


def _finish(folder: Path, beside: Path, names: list[str]) -> None:
    """What is laid out takes its place; a file that is to go has an empty one laid out for it."""
    for name in names:
        if not (beside / name).exists():
            continue  # an earlier run came as far as this
        if (beside / name).stat().st_size:
            os.replace(beside / name, folder / name)  # noqa: PTH105 - the step that tests stop at
        else:
            (folder / name).unlink(missing_ok=True)
    _sync(folder)


def _lay_out(folder: Path, beside: Path, wanted: Contents) -> None:
    for name, content in wanted.items():
        _write(beside / name, content or b"")
        if (folder / name).exists():
            shutil.copymode(folder / name, beside / name)
    _sync(beside)


def _link(source: Path, target: Path) -> None:
    """One more name for a file that stays as it is, or a copy of it."""
    try:
        os.link(source, target)
    except OSError:
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy2(source, target, follow_symlinks=False)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
    try:
        written = 0
        while written < len(content):
            written += os.write(descriptor, content[written:])
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    if _WINDOWS:
        return  # folders cannot be synced there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_drafts(folder: Path) -> None:
    for draft in folder.glob(".~record-*"):
        draft.unlink(missing_ok=True)
