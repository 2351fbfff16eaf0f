"""What the installed version changes in a repository that an older one began: decided first, then done as a whole.

What nobody has touched since the program wrote it becomes the new one. What its owner has changed, or deleted, stays
as it is: it is told, with what the new version would have there.
"""

from __future__ import annotations

import difflib
import json
import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from generator import __version__
from generator.errors import UsageError
from generator.history import git
from generator.reading import folder
from generator.staff.founding import repository, stamp
from generator.staff.founding.adding import site_of
from generator.staff.founding.source import Source
from generator.staff.founding.stamp import Stamp, Values
from generator.staff.founding.writing import lay_out

_PIN: Final = re.compile(r"^(wuyi(?:\[[a-z, ]*\])?[ ]*==[ ]*)([0-9][^\s#;\\]*)[ ]*(?=[#;]|$)", re.MULTILINE)
_PROGRAM: Final = re.compile(r"^(?!#)[^\n]*wuyi[^\n]*$", re.MULTILINE)
_MOST_LINES: Final = 200


class Fate(Enum):
    """What becomes of a file."""

    REPLACED = "换成新的"
    ADDED = "新加"
    REMOVED = "删去"
    FORCED = "照你们说的，换成新的"
    KEPT = "改过，留着"
    HELD = "数据，留着"
    LACKING = "没有"


# What is left as it is, and may be had by its name.
LEFT: Final = (Fate.KEPT, Fate.HELD, Fate.LACKING)


class Piece(NamedTuple):
    """A file: what stands there, and what the new version has there; None where there is none.

    `before` is b"" for what is no plain file.
    """

    name: str
    fate: Fate
    before: bytes | None
    after: bytes | None


class Pin(NamedTuple):
    """The line of requirements.txt that names the program: its version and the new one; or what it says instead."""

    said: str
    content: bytes | None


class Plan(NamedTuple):
    """What an upgrade does. `before` is None where it is not known which version began the repository.

    `came` and `went` are keys of data/site.json; of those that went only what stands there.
    """

    root: Path
    before: Stamp | None
    after: Stamp
    pieces: Sequence[Piece]
    pin: Pin | None
    came: Sequence[str]
    went: Sequence[str]

    @property
    def changes(self) -> dict[str, bytes | None]:
        """What is written, by path; None for what is deleted."""
        files = {piece.name: piece.after for piece in self.pieces if piece.fate not in LEFT}
        if self.pin is not None and self.pin.content is not None:
            files[repository.REQUIREMENTS] = self.pin.content
        if self.after != self.before:
            files[stamp.NAME] = stamp.encoded(self.after)
        return files


def plan(data: Path, forced: Collection[str] = ()) -> Plan:
    """What is to be done in the repository of a data folder; `forced` are files that become the new ones all the same.

    Raises UsageError where there is no such repository, a newer version was here, or one of `forced` is no such file.
    """
    folder.require(data)
    root = data.resolve().parent
    before = stamp.read(root)
    if before is not None and stamp.is_newer(before.version, __version__):
        raise UsageError(
            f"这个仓库已经升级到 {before.version}，装着的程序是较旧的 {__version__}："
            "照 requirements.txt 重新安装程序。升级不能倒退；要退回去，用 git revert 撤回升级的那次提交"
        )
    values = _values(data) if before is None else before.values
    new = repository.program_files(values)
    if before is None and not any(_content(root, name) is not None for name in new):
        raise UsageError(f"{root} 里只有数据，没有 wuyi init 写的文件，没有可以升级的；用新版的程序就是了")
    names = [f"{piece}/{path.name}" for piece in ("divisions", "schemes") for path in (data / piece).glob("*")]
    shown = {f"data/{name}": content for name, content in repository.shipped_data(names).items()}
    pieces = [*_pieces(root, before, new | shown, frozenset(shown), forced)]
    for name in forced:
        if name not in {piece.name for piece in pieces}:
            said = "它就是这一版的样子" if name in new | shown else "不是程序写的文件"
            raise UsageError(f"--force {name}：{said}；写仓库里的路径，如 Makefile、content/pages/guide.md")
    after = stamp.of_now(values, new | shown)
    known = after.settings if before is None else before.settings
    stands = _keys(data)
    return Plan(
        root, before, after, pieces, _pin(root), [key for key in after.settings if key not in known],
        [key for key in known if key not in after.settings and key in stands],
    )  # fmt: skip


def _keys(data: Path) -> Collection[str]:
    """The settings that stand in data/site.json, whether or not there is such a setting."""
    try:
        document = json.loads((data / "site.json").read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ()
    return document if isinstance(document, dict) else ()


def _pieces(
    root: Path, before: Stamp | None, new: Mapping[str, bytes], held: Collection[str], forced: Collection[str]
) -> Iterator[Piece]:
    """Each file of which there is something to say, in order of the paths."""
    old = {} if before is None else before.files
    for name in sorted({*old, *new}):
        here, there = _content(root, name), new.get(name)
        if here == there:
            continue
        fate = _fate(before, here, there, old.get(name), held=name in held)
        if name in forced and (fate is None or fate in LEFT):
            _require_committed(root, name, here)
            fate = Fate.REMOVED if there is None else Fate.FORCED
        if fate is not None:
            yield Piece(name, fate, here, there)


def _fate(
    before: Stamp | None, here: bytes | None, there: bytes | None, written: str | None, *, held: bool
) -> Fate | None:
    """What becomes of a file that is not as the new version has it; None where there is nothing to say.

    `written` is the digest of what the program wrote last, None where it wrote none.
    """
    is_same = there is not None and stamp.digest(there) == written
    untouched = here is not None and stamp.digest(here) == written
    if there is None:
        return None if here is None else Fate.REMOVED if untouched else Fate.KEPT
    if here is None:
        return Fate.ADDED if before is not None and written is None and not held else None if is_same else Fate.LACKING
    if held:
        return None if is_same else Fate.HELD
    return Fate.REPLACED if untouched else None if is_same else Fate.KEPT


def _content(root: Path, name: str) -> bytes | None:
    """What stands at a path; b"" for what is no plain file of the repository: it is never followed, nor replaced."""
    path = root / name
    if not path.is_symlink() and not path.exists():
        return None
    if path.is_symlink() or not path.is_file() or path.resolve() != root / name:
        return b""
    return path.read_bytes()


def _require_committed(root: Path, name: str, here: bytes | None) -> None:
    """Raises UsageError where what would be replaced stands nowhere else."""
    if here is None:
        return
    if not here:
        raise UsageError(f"--force {name}：它不是普通文件，不能替换")
    if git.top(root) is not None and git.ask(root, "status", "--porcelain", "--", name).printed.strip():
        raise UsageError(f"--force {name}：里面有还没有提交的改动；先提交，替换以后才找得回来")


def _pin(root: Path) -> Pin | None:
    """The pin of the program, where it is another one; with its new file, if it is a version."""
    content = _content(root, repository.REQUIREMENTS)
    text = (content or b"").decode("utf-8", "replace")
    pinned = _PIN.search(text)
    if pinned is None:
        other = _PROGRAM.search(text)
        said = other[0].strip() if other is not None else ""
        return None if __version__ in said else Pin(said, None)
    if pinned[2] == __version__:
        return None
    changed = text[: pinned.start(2)] + __version__ + text[pinned.end(2) :]
    return Pin(pinned[2], changed.encode())


def _values(data: Path) -> Values:
    """What can be told from the data of a repository that has no stamp. Raises UsageError."""
    site = site_of(data)
    here = Source(data)
    county = min(folder.county_folders(data), default="")
    units = here.units(county[:2])
    place = next((unit for unit in sorted(units) if len(unit) == 12 and unit.startswith(county)), f"{county}001001")
    titles = [str(title["name"]) for name in here.scheme_ids() for title in here.scheme(name).profile["titles"]]
    return Values(
        county, place, tuple(dict.fromkeys(titles)), site.tag_authority, site.name, "en" in site.languages
    )  # fmt: skip


def difference(piece: Piece) -> list[str]:
    """The lines of a file as it stands, and as the new version has it, that differ."""
    if not piece.before or piece.after is None:
        return []
    here, there = (content.decode("utf-8", "replace").splitlines() for content in (piece.before, piece.after))
    names = f"{piece.name}（现在的）", f"{piece.name}（{__version__} 的）"
    told = [*difflib.unified_diff(here, there, *names, lineterm="")]
    more = len(told) - _MOST_LINES
    return told if more <= 0 else [*told[:_MOST_LINES], f"……另有 {more} 行"]


def carry_out(work: Plan) -> None:
    """Writes and deletes what a plan says; whatever happens on the way, all is as it was, or as the plan says."""
    aside = work.root / f".{work.root.name}.{secrets.token_hex(4)}.upgrade"
    changes = work.changes
    held = {name: _content(work.root, name) for name in changes}
    done: list[str] = []
    try:
        lay_out(aside / "new", {name: content for name, content in changes.items() if content is not None})
        lay_out(aside / "old", {name: content for name, content in held.items() if content is not None})
        for name, content in changes.items():
            done.append(name)
            _put(work.root, name, aside / "new" / name if content is not None else None)
    except BaseException:
        for name in reversed(done):
            _put(work.root, name, aside / "old" / name if held[name] is not None else None)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put(root: Path, name: str, made: Path | None) -> None:
    """A file that was laid out in its place; None: it goes, and folders that are empty then."""
    path = root / name
    if made is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            made.chmod(path.stat().st_mode & 0o777)
        made.replace(path)
        return
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == root or not above.is_dir() or any(above.iterdir()):
            return
        above.rmdir()
