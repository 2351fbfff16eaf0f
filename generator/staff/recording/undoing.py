"""Additions that are not committed, taken back: git says what was there before."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.errors import UsageError
from generator.history import git
from generator.reading.folder import COUNTY_TABLES
from generator.staff.recording import forms, writing
from generator.staff.recording.forms import Cells

_MOST_BYTES = 64 * 1024 * 1024


class Undoing(NamedTuple):
    """The files of a county as they are and as they are to be, and the rows that go, by file."""

    folder: Path
    was: Mapping[str, bytes | None]
    now: Mapping[str, bytes | None]
    rows: Mapping[str, tuple[Cells, ...]]


def plan(data: Path, code: str) -> Undoing:
    """What the newest commit does not have, at the end of the county's tables. Writes nothing of its own.

    What an interrupted writing left unfinished is finished first. Raises UsageError where anything but added lines
    differs: that is somebody's work by hand, and not this program's to take back.
    """
    folder = data / "registers" / code
    if not (folder / "county.json").is_file():
        raise UsageError(f"没有区县 {code} 的名录")
    names = [f"{table}.{ending}" for table in COUNTY_TABLES for ending in ("csv", "json")]
    with writing.held(folder):
        was = writing.read(folder, iter(names))
    head = _committed(data, code, names)
    if not head:
        raise UsageError(f"区县 {code} 的名录还没有提交过，没有可以回到的样子")
    now: dict[str, bytes | None] = {}
    rows: dict[str, tuple[Cells, ...]] = {}
    for name, content in was.items():
        before = head.get(name)
        if content is None:
            if before is not None:
                raise UsageError(f"{folder / name} 不见了，上一次提交里还有：用 git restore 取回，再运行一次")
            continue
        try:
            taken = forms.taken_back(content, before, name.rpartition(".")[2])
        except forms.ChangedError as error:
            raise UsageError(
                f"{folder / name} 第 {error.line} 行和上一次提交里的不同，不只是在末尾加了行：--undo 不动手改的内容。"
                f"都不要了，用 git restore {folder / name}"
            ) from error
        except (ValueError, LookupError) as error:
            raise UsageError(f"{folder / name} 读不出来：运行 wuyi check {code}") from error
        if taken.rows:
            now[name], rows[name] = taken
    return Undoing(folder, was, now, rows)


def _committed(data: Path, code: str, names: list[str]) -> dict[str, bytes]:
    """The contents of the county's tables in the newest commit."""
    tree = git.tree(data, "HEAD")
    paths = {name: f"registers/{code}/{name}" for name in names if f"registers/{code}/{name}" in tree.files}
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        git.export(tree, paths.values(), Path(scratch), _MOST_BYTES)
        return {name: (Path(scratch) / path).read_bytes() for name, path in paths.items()}


def undo(undoing: Undoing) -> list[str]:
    """Takes the rows back, from all tables or from none; the names of the files that changed."""
    return writing.replace(undoing.folder, undoing.was, {**undoing.was, **undoing.now})


def is_committed(data: Path, code: str, sequence: int) -> bool:
    """True if the newest commit has a line of the log; False outside git, too."""
    try:
        undoing = plan(data, code)
    except UsageError:
        return True
    new = [row for name, rows in undoing.rows.items() if name.startswith("events.") for row in rows]
    return str(sequence) not in {str(row.get("sequence")) for row in new}
