"""A commit laid out in a folder, byte for byte, beside a repository that knows the objects of another one.

Git leads its hooks to the repository of the push by variables, and keeps what is pushed apart until they let it pass
(quarantine): other repositories are then out of reach, and no work tree can be added. A repository of its own that
borrows the objects of both (`objects/info/alternates`) needs none of these variables, and whatever asks for the history
of the folder finds it there.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from generator.errors import UsageError
from generator.history import git

# With so few bytes left, a disk is full.
_LITTLE: Final = 1_000_000
BASE: Final = "refs/heads/base"
# What the commit says of line endings, encodings and filters does not count: what was checked is what is laid out.
_ATTRIBUTES: Final = "* -text -eol -ident -filter -working-tree-encoding -crlf\n"
# Links are laid out as files; no program of the machine's settings runs.
_SETTINGS: Final = (
    "-c", "core.symlinks=false", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
    "-c", "core.autocrlf=false", "-c", "advice.detachedHead=false", "-c", "submodule.recurse=false",
)  # fmt: skip


def begin(folder: Path, repository: Path, stores: Iterable[Path]) -> None:
    """An empty repository at a folder that borrows the objects of `repository`, and of other `stores` of objects."""
    form = git.ask(repository, "rev-parse", "--show-object-format").printed.strip() or "sha1"
    folder.mkdir(parents=True, exist_ok=True)
    _done(folder, git.ask(folder, "init", "--quiet", "--template=", f"--object-format={form}"))
    places = dict.fromkeys([str(repository / "objects"), *map(str, stores)])
    for name, text in (
        ("objects/info/alternates", "".join(f"{place}\n" for place in places)),
        ("info/attributes", _ATTRIBUTES),
    ):
        path = folder / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def lay_out(folder: Path, commit: str) -> None:
    """Lays a commit out, and nothing else: only what differs from what lies there is written."""
    for lock in (folder / ".git").glob("*.lock"):  # of one that was killed; who comes here is alone
        lock.unlink()
    _done(folder, git.ask(folder, *_SETTINGS, "checkout", "--quiet", "--force", "--detach", commit, "--"))
    _done(folder, git.ask(folder, *_SETTINGS, "clean", "-ffdxq"))


def set_base(folder: Path, commit: str) -> None:
    """Names the commit that another one is compared with."""
    _done(folder, git.ask(folder, "update-ref", BASE, commit))


def _done(folder: Path, answer: git.Answer) -> None:
    if answer.is_done:
        return
    if shutil.disk_usage(folder).free < _LITTLE:  # of a file that it could not write, git does not say why
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    raise UsageError(f"git 没有做成：{(answer.said or answer.printed).strip()}")
