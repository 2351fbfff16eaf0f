"""From staging to the published site: written aside, renamed into place, finished by the next run if interrupted.

    <output>/                what is published
    <parent>/.<name>.build/  lock, stage/ (compiled), old/ (replaced), journal.json (what remains to be renamed),
                             cache/, parts/ and days/ (what need not be done again)

Nothing in the output changes before the journal stands. Counties are put into place first, each with its manifest in
one step; then folders of roll-ups, then files, the home page and, last, the manifest of the site. What is no longer
published is removed at the very end. So no page leads to one, and no manifest names one, that is not there yet.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from generator import placing, urls
from generator.build import disk
from generator.engine.shared import Shared
from generator.errors import UnfinishedError, UsageError
from generator.publish.handover.store import Store

# What a build may have left at the top of an output folder, beside the files that it has just made.
_OURS: Final = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}")
_KEPT: Final = "README.md"
# What is put into place last: it leads to everything else, or vouches for it.
_LAST: Final = ("index.html", "index.json", urls.manifest())
# A name at the top of an output folder, as the journal holds it; nothing else is ever moved or removed.
_NAME: Final = re.compile(r"(?!\.\.?$)[^/\\\0]+")


class Stage:
    """The workshop beside an output folder. Use within `opened`. `dated`: files get times by their content."""

    def __init__(self, output: Path, *, dated: bool = False) -> None:
        self.output = output
        self.is_dated = dated
        self.home = output.parent / f".{output.name}.build"
        self.root = self.home / "stage"
        self.drafts = self.home / "drafts"
        self.store = Store(self.home / "parts")
        self.cache = self.home / "cache"
        self.fresh = self.home / "fresh"
        self.days = self.home / "days"
        self.journal = self.home / "journal.json"
        self._old = self.home / "old"
        self._listing = self.home / "published.json"

    def templates(self, program: str) -> Path:
        """Where the templates of a program are kept compiled; those of another one go."""
        folder = self.cache / f"templates.{program}"
        if not folder.is_dir():
            for other in self.cache.glob("templates.*"):
                disk.clear(other)
        return folder

    def clean(self) -> None:
        """Removes what a build compiled or left; never the journal or the output."""
        # Drafts first: a worker of an earlier build that still lives can then put nothing into the stage any more.
        for folder in (self.drafts, self.root, self.fresh, self._old):
            disk.clear(folder)

    def aside(self, folder: Path, mark: str) -> Stage:
        """The same workshop for one who works at the same time as another: with a stage of its own in a folder."""
        stage = Stage(self.output, dated=self.is_dated)
        stage.root, stage.fresh, stage.store = folder / "stage", folder / "fresh", Store(self.store.folder, mark)
        return stage

    @contextmanager
    def cleaning(self, others: int) -> Iterator[None]:
        """Removes the same meanwhile, by copies of this process where there may be others; it is done at the end."""
        with Shared(disk.clear, (self._old, self.fresh, self.root, self.drafts), others) as cleared:
            yield
            for _ in cleared.results():
                pass

    def publish(self, kept: Collection[str]) -> None:
        """Renames everything staged into place and removes what is no longer published.

        `kept` are names at the top of the output that stay as they are. All that was staged, and what the next build
        takes for made, is on the disk before the journal says so.
        """
        staged = sorted((entry.name for entry in self.root.iterdir()), key=self._turn)
        gone = [name for name in self.published() if name not in staged and name not in kept]
        published = sorted({*staged, *kept})
        disk.sync_below((self.root, self.fresh, self.store.folder, self.days))
        disk.write_whole(self.journal, _sealed({"move": staged, "remove": gone, "published": published}))
        self.finish(resumed=False)

    def carry(self, paths: Iterable[str]) -> set[str]:
        """Files of the output that stay as they are: they are put beside what is staged in the same folder at the top.

        Gives the names at the top that stay whole, since nothing in them was made or is to go.
        """
        members: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            members[path.partition("/")[0]].append(path)
        whole = set()
        for name, own in sorted(members.items()):
            if not (self.root / name).exists() and {*disk.files_below(self.output, name)} == {*own}:
                whole.add(name)
                continue
            for folder in {path.rpartition("/")[0] for path in own}:
                (self.root / folder).mkdir(parents=True, exist_ok=True)
            for path in own:
                disk.link(f"{self.output}/{path}", f"{self.root}/{path}")
        return whole

    def _turn(self, name: str) -> tuple[int, str]:
        """When a name at the top is put into place: what leads to others, or vouches for them, after them."""
        if name in _LAST:
            return 3 + _LAST.index(name), name
        if not (self.root / name).is_dir():
            return 2, name
        return (0 if _OURS.fullmatch(name) and len(name) == 6 else 1), name

    def finish(self, *, resumed: bool = True) -> bool:
        """Does what a journal says remains to be done; True if there was one. `resumed` where another run began it.

        Raises UsageError for a damaged one, UnfinishedError where the disk refuses a step: the next run does the rest.
        """
        if not self.journal.exists():
            return False
        journal = _journal(self.journal)
        try:
            self._finish(journal, resumed=resumed)
        except (OSError, KeyboardInterrupt) as error:
            raise UnfinishedError from error
        if resumed:
            self.clean()
        return True

    def _finish(self, journal: Mapping[str, Sequence[str]], *, resumed: bool) -> None:
        self.output.mkdir(parents=True, exist_ok=True)
        self._old.mkdir(parents=True, exist_ok=True)
        staged = [name for name in journal["move"] if (self.root / name).exists()]
        for name in self._unmoved(staged) if resumed else staged:
            if name == _LAST[-1]:
                disk.sync(self.output)  # that it has gone says that all have
            self._place(self.root / name, self.output / name)
        for name in journal["remove"]:
            self._aside(self.output / name)
        self.cache.mkdir(exist_ok=True)
        for entry in sorted(self.fresh.iterdir()) if self.fresh.is_dir() else ():
            disk.rename(entry, self.cache / entry.name)  # only now is what was compiled what is published
        for folder in (self.output.parent, self.output, self.cache):
            disk.sync(folder)
        disk.write_whole(self._listing, _sealed(journal["published"]))
        disk.unlink(self.journal)
        disk.sync(self.home)

    def _unmoved(self, staged: Sequence[str]) -> list[str]:
        """What another run left in the stage and is still to be put into place.

        A folder that was exchanged lies there too, as it was before. The site's manifest, which goes last, tells which
        is which: once it has gone, all have.
        """
        listed = self.root / _LAST[-1]
        if not listed.is_file():
            return []
        digests: dict[str, dict[str, str]] = defaultdict(dict)
        try:
            document = json.loads(listed.read_bytes())
            for file in (*document["manifests"], *document["files"]):
                digests[file["path"].partition("/")[0]][file["path"]] = file["sha256"]
        except (ValueError, LookupError, TypeError, AttributeError):
            raise _damaged(listed) from None
        exchanged = [
            name for name in staged if (self.root / name).is_dir() and not self._is_new(name, digests.get(name, {}))
        ]
        return [name for name in staged if name not in exchanged]

    def _is_new(self, name: str, digests: Mapping[str, str]) -> bool:
        """True if a folder of the stage holds what the new manifest says; of a county its own manifest is enough."""
        own = urls.manifest(name)
        paths = [path for path in self.root.joinpath(name).rglob("*") if path.is_file()] if own not in digests else []
        if own not in digests and len(paths) != len(digests):
            return False
        return all(_digest(self.root / path) == digest for path, digest in digests.items())

    def _place(self, source: Path, target: Path) -> None:
        """Puts one name of the stage into place; in one step where the system can."""
        if target.is_dir() or (source.is_dir() and target.exists()):
            if disk.exchange(source, target):
                return
            self._aside(target)
        disk.rename(source, target)

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


def _sealed(content: object) -> str:
    """A record with its digest before it: one that lost its end, or a letter of a name, is never followed."""
    text = json.dumps(content)
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}\n"


def _read(path: Path) -> object:
    """What was sealed."""
    try:
        content = path.read_text(encoding="utf-8")
        if content[:1] in ("{", "["):  # of a program that sealed nothing yet
            return json.loads(content)
        digest, _, text = content.removesuffix("\n").partition("\n")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise _damaged(path)
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _damaged(path) from None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _damaged(path: Path) -> UsageError:
    return UsageError(f"上次生成留下的记录 {path} 已损坏；请删除这个文件，再运行 wuyi build --full")


@contextmanager
def opened(output: Path, protected: Sequence[Path], *, dated: bool = False) -> Iterator[Stage]:
    """A clean stage beside the output, locked against a second build; an interrupted one is finished first. `dated`:
    its files get times by their content.

    Raises UsageError where the output is no folder for a site, or another build is running.
    """
    output = output.absolute()
    _judge(output, protected)
    stage = Stage(output, dated=dated)
    stage.home.mkdir(parents=True, exist_ok=True)
    with (stage.home / "lock").open("w") as lock:
        if not placing.locked(lock):
            raise UsageError(f"另一个生成过程正在写 {output}，请等它结束")
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
        missing = sorted({"index.html", "datapackage.json"} - names)
        if not names or not missing:
            return
        if len(missing) == 1 or urls.manifest() in names:
            what = "、".join(missing)
            raise UsageError(
                f"输出文件夹 {output} 里缺少 {what}，不能确定它是以前生成的网站，为免误删，什么也没有动；"
                "如果是，请清空它，再生成一次；如果不是，请另选一个空文件夹"
            )
        others = "、".join(sorted(names)[:3]) + (" 等" if len(names) > 3 else "")
        raise UsageError(f"输出文件夹 {output} 里有别的文件（{others}），为免误删，请另选一个空文件夹")
