"""A repository, copied to look at one commit of it."""

from __future__ import annotations

from pathlib import Path

from generator.errors import UsageError
from generator.history.git import ask

# Nothing that a repository or this machine brings along is run, and no other repository is fetched.
_QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false", "-c", "protocol.ext.allow=never")


def check_out(repository: str, revision: str, folder: Path) -> None:
    """Lays a commit of a repository (a folder or an address) out in a new folder, with its history.

    Raises UsageError where the repository cannot be had, or has no such commit.
    """
    where = str(Path(repository).absolute()) if Path(repository).exists() else repository
    options = ("--quiet", "--no-checkout", "--no-recurse-submodules", "--template=")
    copied = ask(folder.parent, *_QUIET, "clone", *options, "--", where, str(folder))
    if not copied.is_done:
        raise UsageError(f"仓库 {repository} 取不到：{_last(copied.said)}")
    laid_out = ask(folder, *_QUIET, "checkout", "--quiet", "--detach", revision)
    if not laid_out.is_done:
        raise UsageError(f"仓库 {repository} 里没有提交 {revision}（{_last(laid_out.said)}）：检查是不是这个名录的仓库")


def _last(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "git 没有说明原因"
