"""From staging to the published site: written aside, renamed into place, finished by the next run if interrupted.

    <output>/                what is published
    <parent>/.<name>.build/  lock, stage/ (compiled), old/ (replaced), journal.json (what remains to be renamed),
                             cache/ and parts/ (what need not be done again)

Nothing in the output changes before the journal stands. Counties are renamed first, roll-ups last, and what is no
longer published is removed at the very end, so that no page ever leads to one that is not there yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from generator.build import disk
from generator.errors import UsageError
from generator.publish.handover.store import Store

# What a build may have left at the top of an output folder, beside the files that it has just made.
_OURS: Final = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}")
_KEPT: Final = "README.md"
# A name at the top of an output folder, as the journal holds it; nothing else is ever moved or removed.
_NAME: Final = re.compile(r"(?!\.\.?$)[^/\\\0]+")


class Stage:
    """The workshop beside an output folder. Use within `opened`."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.home = output.parent / f".{output.name}.build"
        self.root = self.home / "stage"
        self.store = Store(self.home / "parts")
        self.cache = self.home / "cache"
        self.fresh = self.home / "fresh"
        self.scratch = self.home / "scratch"
        self.journal = self.home / "journal.json"
        self._old = self.home / "old"
        self._listing = self.home / "published.json"

    def clean(self) -> None:
        """Removes what a build compiled or left; never the journal or the output."""
        for folder in (self.root, self.scratch, self.fresh, self._old):
            disk.clear(folder)

    def publish(self, kept: Collection[str]) -> None:
        """Renames everything staged into place and removes what is no longer published.

        `kept` are names at the top of the output that stay as they are. All that was staged, and what the next build
        takes for made, is on the disk before the journal says so.
        """
        staged = sorted(entry.name for entry in self.root.iterdir())
        counties = [name for name in staged if _OURS.fullmatch(name) and len(name) == 6]
        others = [name for name in staged if name not in counties]
        gone = [name for name in self.published() if name not in staged and name not in kept]
        published = sorted({*staged, *kept})
        disk.sync_below((self.root, self.fresh, self.store.folder))
        disk.write_whole(
            self.journal, json.dumps({"move": [*counties, *others], "remove": gone, "published": published})
        )
        self.finish()

    def finish(self) -> bool:
        """Does what a journal says remains to be done; True if there was one. Raises UsageError for a damaged one."""
        if not self.journal.exists():
            return False
        journal = _journal(self.journal)
        self.output.mkdir(parents=True, exist_ok=True)
        self._old.mkdir(parents=True, exist_ok=True)
        for name in journal["move"]:
            source, target = self.root / name, self.output / name
            if source.exists():
                if source.is_dir() or target.is_dir():
                    self._aside(target)
                disk.rename(source, target)
        for name in journal["remove"]:
            self._aside(self.output / name)
        self.cache.mkdir(exist_ok=True)
        for entry in sorted(self.fresh.iterdir()) if self.fresh.is_dir() else ():
            disk.rename(entry, self.cache / entry.name)  # only now is what was compiled what is published
        for folder in (self.output.parent, self.output, self.cache):
            disk.sync(folder)
        disk.write_whole(self._listing, json.dumps(journal["published"]))
        disk.unlink(self.journal)
        disk.sync(self.home)
        self.clean()
        return True

    def _aside(self, target: Path) -> None:
        if target.exists() or target.is_symlink():
            disk.clear(self._old / target.name)
            disk.rename(target, self._old / target.name)

    def published(self) -> list[str]:
        """Names at the top of the output that an earlier build made. Raises UsageError where its list is damaged."""
        standing = sorted(entry.name for entry in self.output.iterdir()) if self.output.is_dir() else []
        if self._listing.exists():
            made = set(_names(_read(self._listing), self._listing))
            return [name for name in standing if name in made]
        return [name for name in standing if _OURS.fullmatch(name) and (self.output / name / "index.json").is_file()]


def _journal(path: Path) -> dict[str, list[str]]:
    """The lists of a journal."""
    journal = _read(path)
    if not isinstance(journal, dict) or journal.keys() != {"move", "remove", "published"}:
        raise _damaged(path)
    return {key: _names(names, path) for key, names in journal.items()}


def _names(names: object, path: Path) -> list[str]:
    """A list of names at the top of the output."""
    if not isinstance(names, list) or not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names):
        raise _damaged(path)
    return names


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise _damaged(path) from None


def _damaged(path: Path) -> UsageError:
    return UsageError(f"上次生成留下的记录 {path} 已损坏；请删除这个文件，再运行 wuyi build --full")


@contextmanager
def opened(output: Path, protected: Sequence[Path]) -> Iterator[Stage]:
    """A clean stage beside the output, locked against a second build; an interrupted one is finished first.

    Raises UsageError where the output is no folder for a site, or another build is running.
    """
    output = output.absolute()
    _judge(output, protected)
    stage = Stage(output)
    stage.home.mkdir(parents=True, exist_ok=True)
    with (stage.home / "lock").open("w") as lock:
        _lock(lock.fileno(), output)
        stage.finish()
        _not_foreign(output)
        stage.published()  # a damaged list is told before the work, not after it
        stage.clean()
        stage.root.mkdir()
        try:
            yield stage
        finally:
            if not stage.journal.exists():
                stage.clean()


def _judge(output: Path, protected: Sequence[Path]) -> None:
    for path in protected:
        if output == path.absolute() or output in path.absolute().parents or path.absolute() in output.parents:
            raise UsageError(f"输出文件夹 {output} 与 {path} 重叠，请另选一个")
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise UsageError(f"输出位置 {output} 不是文件夹")
    if not output.parent.is_dir():
        raise UsageError(f"没有文件夹 {output.parent}")
    if output.is_dir() and output.stat().st_dev != output.parent.stat().st_dev:
        raise UsageError(f"输出文件夹 {output} 是另一个磁盘，无法整体替换；请改用它里面的一个子文件夹")


def _not_foreign(output: Path) -> None:
    """Refuses a folder that holds something else than a site; asked once an interrupted publication is finished."""
    if output.is_dir():
        names = {entry.name for entry in output.iterdir()} - {_KEPT, ".gitkeep"}
        if names and not {"index.html", "datapackage.json"} <= names:
            raise UsageError(f"输出文件夹 {output} 里有别的文件，为免误删，请另选一个空文件夹")


def _lock(descriptor: int, output: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on this system: one build at a time is up to the user
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise UsageError(f"另一个生成过程正在写 {output}，请等它结束") from None
