"""The data folder as it was at a revision: which folders of the register differ from it, and these laid out beside.

    with opened(Path("data"), "origin/main") as base:
        base.changed          ("9901", "990101"): the folders that are not as they were
        base.data             a temporary folder, named and laid out like the data folder, which holds only these

Contents are compared by the ids that git gives them, so that a county that did not change costs the reading of its
bytes and nothing else. Whose ancestor the revision is does not matter: its tree is what counts.
"""

from __future__ import annotations

import re
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.errors import UsageError
from generator.history import git
from generator.reading.folder import COUNTY_TABLES, UNIT_TABLES, require
from generator.reading.text import MOST_BYTES
from generator.register.divisions import ancestors

_ENDINGS: Final = ("csv", "json")
_COUNTY_FILES: Final = ("county.json", *(f"{name}.{ending}" for name in COUNTY_TABLES for ending in _ENDINGS))
_UNIT_FILES: Final = tuple(f"{name}.{ending}" for name in UNIT_TABLES for ending in _ENDINGS)
_CODE: Final = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}")
_ABOVE: Final = re.compile(
    r"site\.json|(?:workdays|decisions|authorities)\.(?:csv|json)|schemes/[^/]+\.json|tiles/[0-9]{2}\.json"
    r"|divisions/(?:[0-9]{2}\.csv|former\.(?:csv|json))"
)
_ABOVE_AT: Final = ("*.json", "*.csv", "schemes/*.json", "tiles/*.json", "divisions/*.csv", "divisions/*.json")

# Folder below registers/ -> its files -> the ids of their contents.
Folders = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Base:
    """A data folder at a revision, beside the one at hand (`now`).

    `data` holds what was laid out of it. `folders` are those that the revision has below registers/, `changed` the
    codes of those of either side that differ (sorted; of the counties asked for and the units above them), `others`
    the changed files above them. `partly` is true where only some counties were asked for. What was no plain file
    (`tree.odd`) is never read.
    """

    tree: git.Tree
    now: Path
    data: Path
    folders: Folders
    changed: tuple[str, ...]
    others: tuple[str, ...]
    partly: bool

    @property
    def counties(self) -> tuple[str, ...]:
        """Codes of the counties that the revision has, sorted."""
        return tuple(sorted(code for code in self.folders if len(code) == 6))

    def lay_out(self, counties: Collection[str]) -> None:
        """Lays out in `data` everything that the pages of some counties were made from, or may have been."""
        if not counties:
            return
        provinces = {code[:2] for code in counties}
        paths = {path for path in self.tree.files if _ABOVE.fullmatch(path) and _is_of(path, provinces)}
        for code in {unit for county in counties for unit in (*ancestors(county), county)}:
            paths |= {f"registers/{code}/{name}" for name in self.folders.get(code, ())}
        self._lay_out(paths)

    def lay_out_others(self, folder: str) -> list[str]:
        """Names of the files of a folder above the counties that differ; they are laid out in `data`."""
        differing = [path for path in self.others if path.startswith(f"{folder}/")]
        self._lay_out(differing)
        return [path.removeprefix(f"{folder}/") for path in differing]

    def _lay_out(self, wanted: Iterable[str]) -> None:
        paths = (path for path in wanted if path in self.tree.files and not (self.data / path).exists())
        git.export(self.tree, (path for path in paths if not (self.data / path).exists()), self.data, MOST_BYTES)

    def differs(self, code: str, *names: str) -> bool:
        """True if a table or a document (by name, without ending) of a county is not as it was."""
        blobs = self.folders.get(code, {})
        files = [f"{name}.{ending}" for name in names for ending in _ENDINGS]
        here = _ids(self.now / "registers" / code, next(iter(blobs.values()), ""))
        return any(blobs.get(name) != here.get(name) for name in files)

    def folder(self, code: str) -> Path:
        """Where the folder of a code can be read as it was: at its place if it is still so, else laid out beside."""
        here, beside = self.now / "registers" / code, self.data / "registers" / code
        blobs = self.folders[code]
        if beside.is_dir():
            return beside
        if code not in self.changed and (not self.partly or _ids(here, next(iter(blobs.values()))) == blobs):
            return here
        git.export(self.tree, (f"registers/{code}/{name}" for name in blobs), self.data, MOST_BYTES)
        return beside


@contextmanager
def opened(data: Path, rev: str, wanted: Collection[str] = (), *, whole: bool = False) -> Iterator[Base]:
    """The data folder as it was at a revision, laid out for as long as the context lasts.

    `wanted` are the counties that are asked for (all, where none is named). With `whole`, everything is laid out that
    is needed to compile the changed counties as they were. Raises UsageError where there is nothing to compare with.
    """
    require(data)
    tree = git.tree(data, rev)
    folders = _folders(tree.files)
    if not folders:
        place = f"{data.resolve().name}/registers/"
        raise UsageError(f"基准 {rev} 里还没有名录（{place}），没有可以比较的记录：第一次提交时，检查不用 --base")
    changed = _changed(data / "registers", folders, wanted)
    needed = set(changed)
    paths: set[str] = set()
    above = {path for path in tree.files if _ABOVE.fullmatch(path)}
    if whole:
        needed |= {unit for code in changed for unit in ancestors(code)}
        provinces = {code[:2] for code in changed}
        paths = {path for path in above if _is_of(path, provinces)}
    paths |= {path for path in above if "/" not in path}
    paths |= {f"registers/{code}/{name}" for code in needed for name in folders.get(code, ())}
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        folder = Path(scratch) / data.resolve().name
        folder.mkdir()
        git.export(tree, paths, folder, MOST_BYTES)
        yield Base(tree, data, folder, folders, changed, tuple(sorted(_differing(data, tree, above))), bool(wanted))


def _is_of(path: str, provinces: Collection[str]) -> bool:
    """True for a file above the counties, but for the official codes of other provinces."""
    return re.match("divisions/[0-9]", path) is None or path[10:12] in provinces


def _folders(files: Mapping[str, str]) -> Folders:
    """The folders of counties and units in a tree, with what the register reads of them."""
    folders: dict[str, dict[str, str]] = {}
    for path, blob in files.items():
        top, _, rest = path.partition("/")
        code, _, name = rest.partition("/")
        if top == "registers" and _CODE.fullmatch(code) and name in _names(code):
            folders.setdefault(code, {})[name] = blob
    return folders


def _names(code: str) -> tuple[str, ...]:
    """The files that the folder of a code can have."""
    return _COUNTY_FILES if len(code) == 6 else _UNIT_FILES


def _changed(registers: Path, folders: Folders, wanted: Collection[str]) -> tuple[str, ...]:
    here = (folder.name for folder in registers.iterdir()) if registers.is_dir() else ()
    codes: Iterable[str] = folders.keys() | {name for name in here if _CODE.fullmatch(name)}
    if wanted:
        codes = {*wanted, *(unit for code in wanted for unit in ancestors(code))}.intersection(codes)
    like = next(iter(next(iter(folders.values())).values()))
    return tuple(code for code in sorted(codes) if folders.get(code, {}) != _ids(registers / code, like))


def _ids(folder: Path, like: str) -> dict[str, str]:
    """The files of a folder at hand with the ids that git would give them."""
    if folder.is_symlink() or not folder.is_dir():
        return {}
    return {name: _id(folder / name, like) for name in _names(folder.name) if _is_there(folder / name)}


def _id(path: Path, like: str) -> str:
    """The id of a file; its name for what is never read, so that it is like no other."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
        return path.name
    return git.blob_id(path.read_bytes(), like)


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _differing(data: Path, tree: git.Tree, above: Collection[str]) -> Iterator[str]:
    """The files above the counties that are not as they were."""
    here = {path.relative_to(data).as_posix() for pattern in _ABOVE_AT for path in data.glob(pattern)}
    for path in {*above, *(path for path in here if _ABOVE.fullmatch(path))}:
        blob = tree.files.get(path)
        if blob is None or path not in here or _id(data / path, blob) != blob:
            yield path
