"""Real git repositories for tests, each in a folder of its own and untouched by whoever's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

_SETTINGS: Final = (
    "user.name=Test", "user.email=test@example.invalid", "commit.gpgsign=false", "core.autocrlf=false",
    "init.defaultBranch=main", "protocol.file.allow=always", "advice.detachedHead=false", "merge.conflictStyle=merge",
)  # fmt: skip


def git(folder: Path, *arguments: str | Path, check: bool = True, when: str | None = None) -> str:
    """What git answers in a folder; `when` is the time of a commit, as RFC 3339 has it."""
    settings = [word for one in _SETTINGS for word in ("-c", one)]
    done = subprocess.run(
        ["git", *settings, "-C", str(folder), *map(str, arguments)],
        env={key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        | ({"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when} if when else {}),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "state", when: str | None = None) -> str:
    """Commits everything in the repository of a folder, which is begun where there is none; the id of the commit."""
    if not git(folder, "rev-parse", "--git-dir", check=False):
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, when=when)
    return git(folder, "rev-parse", "HEAD")


def rows(path: Path) -> list[str]:
    """The lines of a CSV file, with its header."""
    return path.read_text(encoding="utf-8").splitlines()


def write_rows(path: Path, lines: list[str]) -> None:
    """Writes a CSV file of such lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def with_last(line: str, lines: list[str]) -> list[str]:
    """Lines with one more at the end."""
    return [*lines, line]


def edit(path: Path, change: Callable[[list[str]], list[str]], *, renumber: bool = False) -> None:
    """Changes the rows of a CSV file below its header; numbers them anew if asked to."""
    header, *lines = rows(path)
    lines = change(lines)
    if renumber:
        lines = [f"{number},{line.partition(',')[2]}" for number, line in enumerate(lines, 1)]
    write_rows(path, [header, *lines])
