"""A folder with releases: `releases/<n>-<digest>`, and `current`, a symbolic link to the one that readers see.

A release is written beside the others, its unchanged files as second names of those of the current one, and gets its
name when it is whole. Then the link is switched, in one step. Nothing that readers see is ever written to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from generator import placing
from generator.copies.extras import is_mark
from generator.copies.source import Folder
from generator.delivery import disk, site
from generator.delivery.report import Progress, Report
from generator.delivery.site import ROOT, LostError, Plan, Site
from generator.errors import UsageError

LINK: Final = "current"
RELEASES: Final = "releases"
LOCK: Final = ".wuyi.lock"
_NAME: Final = re.compile(r"([0-9]{1,9})-([0-9a-f]{12})")
_PART: Final = ".part"
_DRAFT: Final = f".{LINK}.new"
_OURS: Final = frozenset({LINK, RELEASES, LOCK, _DRAFT})


class Release(NamedTuple):
    """A release by its number, and the first twelve digits of its site's digest."""

    number: int
    digest: str

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.number}-{self.digest}"

    @property
    def place(self) -> str:
        """Where `current` leads to."""
        return f"{RELEASES}/{self.name}"


def release(name: str) -> Release | None:
    """The release that a folder's name stands for."""
    match = _NAME.fullmatch(name)
    return Release(int(match[1]), match[2]) if match else None


def following(releases: list[Release], new: Site) -> Release:
    """The release that comes after all others."""
    return Release(max((one.number for one in releases), default=0) + 1, new.digest[:12])


def outdated(releases: list[Release], current: Release, keep: int) -> list[Release]:
    """Those that go: all but the last ones, and never the current one."""
    others = sorted((one for one in releases if one != current), reverse=True)
    return others[max(keep - 1, 0) :]


def chosen(releases: list[Release], current: Release | None, number: int | None) -> Release:
    """The release to go back to: that of a number, or the one before the current one."""
    told = "、".join(str(one.number) for one in sorted(releases)) or "没有"
    if number is None:
        earlier = [one for one in releases if current is not None and one.number < current.number]
        if not earlier:
            raise UsageError(f"没有更早的版本可以退回；现有的版本：{told}")
        return max(earlier)
    of_number = [one for one in releases if one.number == number]
    if not of_number:
        raise UsageError(f"没有第 {number} 版；现有的版本：{told}")
    return of_number[0]


class Releases:
    """A folder with releases on this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    def publish(self, output: Path, new: Site, keep: int, adopt: bool, dry: bool, progress: Progress) -> Report:
        """Lets readers see a site. Raises LostError where another publication is under way."""
        foreign = self._foreign(adopt)
        if dry:
            current, plan = self._plan(new)
            number = current.number if current else None
            return Report.of(plan, new, foreign, number, is_new=not self._shows(new, plan))
        disk.make_folder(self.root / RELEASES)
        with self._locked():
            current, plan = self._plan(new)
            if current is not None and self._shows(new, plan):
                self._tidy(current, keep)
                return Report.of(plan, new, foreign, current.number, is_new=False)
            coming = following([*self._whole(), *self._named()], new)
            self._write(output, new, plan, coming, progress)
            disk.sync()
            disk.rename(self.root / f"{coming.place}{_PART}", self.root / coming.place)
            disk.point(self.root / LINK, coming.place)
            disk.sync()
            self._tidy(coming, keep)
            return Report.of(plan, new, foreign, coming.number, is_new=True)

    def rollback(self, number: int | None) -> int:
        """Lets readers see an earlier release; returns its number."""
        if not (self.root / RELEASES).is_dir():
            raise UsageError(f"{self.root} 里没有发布过的版本")
        with self._locked():
            target = chosen(self._whole(), self._current(), number)
            disk.point(self.root / LINK, target.place)
            disk.sync()
        return target.number

    def _write(self, output: Path, new: Site, plan: Plan, coming: Release, progress: Progress) -> None:
        part, before = self.root / f"{coming.place}{_PART}", self.root / LINK
        for folder in sorted({(part / path).parent for path in new.files} | {part}):
            disk.make_folder(folder)
        for entry in plan.kept:
            if not disk.link(before / entry.path, part / entry.path):
                disk.write(part / entry.path, site.content(output, entry), site.time_of(entry))
        for entry in progress(plan.sent, "正在写入"):
            disk.write(part / entry.path, site.content(output, entry), site.time_of(entry))
        disk.write(part / ROOT, new.root, site.time_of(new.entry))

    def _plan(self, new: Site) -> tuple[Release | None, Plan]:
        """What differs from the current release; files of it that are missing or of another size count as missing."""
        current = self._current()
        if current is None:
            return None, site.plan(new, None)
        folder = self.root / current.place
        old = site.read(Folder(folder), [])
        damaged = [path for path, entry in (old.files if old else {}).items() if not _stands(folder / path, entry.size)]
        return current, site.plan(new, old, damaged)

    def _shows(self, new: Site, plan: Plan) -> bool:
        """True if readers see this very site, whole."""
        with suppress(OSError):
            return not plan.sent and (self.root / LINK / ROOT).read_bytes() == new.root
        return False

    def _current(self) -> Release | None:
        link = self.root / LINK
        if not link.is_symlink():
            return None
        folder, _, name = link.readlink().as_posix().rpartition("/")
        found = release(name) if folder == RELEASES else None
        return found if found is not None and (self.root / found.place).is_dir() else None

    def _named(self) -> list[Release]:
        names = [path.name.removesuffix(_PART) for path in (self.root / RELEASES).iterdir()]
        return [found for name in names if (found := release(name)) is not None]

    def _whole(self) -> list[Release]:
        return [one for one in self._named() if (self.root / one.place / ROOT).is_file()]

    def _foreign(self, adopt: bool) -> list[str]:
        """Names beside ours. Raises UsageError where the folder is none of ours, and nobody said that it shall be."""
        if not self.root.exists():
            return []
        if not self.root.is_dir():
            raise UsageError(f"{self.root} 不是文件夹")
        names = {path.name for path in self.root.iterdir()}
        foreign = sorted(name for name in names - _OURS if not is_mark(name))
        link = self.root / LINK
        if (link.exists() or link.is_symlink()) and self._current() is None and not self._is_ours(link):
            raise UsageError(f"{link} 不是 wuyi publish 的链接：请移走它，或换一个文件夹")
        if foreign and LOCK not in names and not adopt:
            shown = site.few(foreign)
            raise UsageError(
                f"{self.root} 不是空的，也没有发布过名录（有 {shown}）：换一个文件夹，或加 --adopt（那些文件不会动）"
            )
        inside = self.root / RELEASES
        if inside.is_dir():
            others = [path.name for path in inside.iterdir() if release(path.name.removesuffix(_PART)) is None]
            foreign += [f"{RELEASES}/{name}" for name in sorted(others) if not is_mark(name)]
        return foreign

    def _is_ours(self, link: Path) -> bool:
        """True for a link into the releases, of which the release is gone."""
        return link.is_symlink() and link.readlink().as_posix().startswith(f"{RELEASES}/")

    def _tidy(self, current: Release, keep: int) -> None:
        """Removes what was left by halves, and releases beyond those that are kept."""
        (self.root / _DRAFT).unlink(missing_ok=True)
        whole = self._whole()
        for path in sorted((self.root / RELEASES).iterdir()):
            if path.name.endswith(_PART) and release(path.name.removesuffix(_PART)) is not None:
                disk.clear(path)
        for one in [*outdated(whole, current, keep), *(set(self._named()) - set(whole) - {current})]:
            part = self.root / f"{one.place}{_PART}"
            disk.rename(self.root / one.place, part)  # by halves it is no release any more
            disk.clear(part)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.root / LOCK).open("a") as file:
            if not placing.locked(file):
                raise LostError(f"另一次发布正在写入 {self.root}，这一次没有改动任何东西；等它完成再试")
            yield


def _stands(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
