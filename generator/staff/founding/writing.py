"""A folder that appears whole or not at all, and the first commit of what lies in it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from generator.check import check_all, read_plan
from generator.errors import UsageError
from generator.history import git
from generator.prose.judging import add_texts
from generator.register.model import Finding

BRANCH: Final = "main"
_REPOSITORY: Final = ".git"
# A notice that adopted a scheme is registered by people, once its register is there.
LATER: Final = "E406"
_MOST_TOLD: Final = 5


def require_free(folder: Path) -> None:
    """Raises UsageError where no new folder can be. An empty clone is an empty folder."""
    for place in (folder, *folder.absolute().parents):
        if place.is_symlink() or place.exists():
            if not place.is_dir():
                raise UsageError(f"{place} 不是文件夹" + ("" if place == folder else "，里面不能新建名录"))
            break
    if folder.exists() and any(entry.name != _REPOSITORY for entry in folder.iterdir()):
        raise UsageError(f"文件夹 {folder} 不是空的；请另选一个，以免覆盖")


@contextmanager
def founded(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Lays files out aside, to be judged and committed there; they take their place at the end, or nothing remains."""
    target = folder.absolute()
    made = [place for place in target.parents if not place.exists()]
    home = target if target.is_dir() else target.parent
    aside = home / f".{target.name}.{secrets.token_hex(4)}.init"
    try:
        home.mkdir(parents=True, exist_ok=True)
        lay_out(aside, files)
        yield aside
        _place(aside, target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        for place in made:
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
        raise


def lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files below a new folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _place(aside: Path, target: Path) -> None:
    """The folder in its place. One that is there and empty stays: somebody may stand in it."""
    if aside.parent != target:
        aside.rename(target)
        return
    placed: list[Path] = []
    try:
        for entry in sorted(aside.iterdir()):
            entry.rename(target / entry.name)
            placed.append(target / entry.name)
        aside.rmdir()
    except BaseException:
        for path in placed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def require_sound(data: Path, content: Path | None, clock: str) -> None:
    """Raises UsageError with the errors of a register that was laid out; one that only people can mend is none."""
    report = check_all(data, now=clock, workers=1)
    if content is not None:
        add_texts(report, content, read_plan(data, None, clock)[0])
    refuse([finding for finding in report.findings if finding.severity == "error" and finding.code != LATER])


def refuse(errors: Sequence[Finding]) -> None:
    """Raises UsageError if there are errors."""
    if errors:
        told = "".join(f"\n  {error.code} {error.path}：{error.message}{error.fix}" for error in errors[:_MOST_TOLD])
        raise UsageError(f"照这样写，检查不能通过，什么也没有写：{told}")


def commit(folder: Path, inside: Path, message: str) -> str | None:
    """The first commit of a folder, on `main`, by whoever git knows; None if done, else why not and what to do.

    `inside` is where the folder will lie: in a work tree it belongs to that.
    """
    try:
        if git.top(next(place for place in (inside, *inside.absolute().parents) if place.is_dir())) is not None:
            return "文件夹在一个 git 仓库里：没有另建仓库，请在那个仓库里提交"
        begun = git.ask(folder, "init", "-q")
        if not begun.is_done:
            return f"没有建成 git 仓库：{begun.said.strip()}"
    except UsageError as error:
        return f"没有提交：{error}"
    git.ask(folder, "symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")
    later = 'git add -A，再 git commit -m "名录开始"'
    if not git.ask(folder, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT").is_done:
        return (
            "已建 git 仓库，还没有提交：git 不知道提交的人是谁。在文件夹里运行 git config user.name 名字 和 "
            f"git config user.email 邮箱，然后 {later}"
        )
    git.ask(folder, "add", "--all", "--force")
    done = git.ask(folder, "-c", "user.useConfigOnly=true", "commit", "--quiet", "-m", message)
    return (
        None
        if done.is_done
        else f"已建 git 仓库，还没有提交；git 说：{(done.said or done.printed).strip()}；然后 {later}"
    )
