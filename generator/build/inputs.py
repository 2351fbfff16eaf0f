"""What counties are made from, told apart without being read: the files that the disk knows as it knew them are as they
were.

    .<name>.build/cache/inputs     digests of what counties were made from, and which lists of codes were in order, each
                                   with what the disk knew of the files

That is their names, sizes, inodes and times. Files that were written a moment ago are read: within one tick of its
clock, a disk would know a second writing by the same time.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from generator.build import cache
from generator.build.sealed import seal, unsealed
from generator.check import Plan
from generator.register.divisions import ancestors

_NAME: Final = "inputs"
_A_MOMENT: Final = 3_000_000_000  # nanoseconds; no disk has a coarser clock than FAT, with two seconds


class Known(NamedTuple):
    """What was found out, each with what the disk knew then: digests of inputs by county; by the name of their file,
    lists of codes in order, with those codes of them that the register asked for."""

    digests: Mapping[str, tuple[str, str]]
    lists: Mapping[str, tuple[str, frozenset[str]]]


class Inputs:
    """The data of a build; `folder` has what the last one knew."""

    def __init__(self, folder: Path, data: Path) -> None:
        kept = unsealed(folder / _NAME)
        self._known = kept if isinstance(kept, Known) else Known({}, {})
        self._folder, self._data = folder, data
        self._before = time.time_ns() - _A_MOMENT
        self._lists = {path.name: known for path in _members(data / "divisions") if (known := self._file(path))}
        self._counties: dict[str, str | None] = {}

    @property
    def sound(self) -> dict[str, frozenset[str]]:
        """Lists of codes that were in order, and are as they were: names of files, with codes that they hold."""
        then = self._known.lists
        return {name: then[name][1] for name, told in self._lists.items() if name in then and then[name][0] == told}

    def digest(self, plan: Plan, shared: str, county: str) -> str | None:
        """As `cache.digest`."""
        now = self._county(plan, shared, county)
        then, digest = self._known.digests.get(county, ("", ""))
        return digest if now is not None and now == then else cache.digest(plan, shared, county)

    def keep(self, plan: Plan, shared: str, digests: Mapping[str, str | None], findings: Iterable[str]) -> None:
        """Keeps what was found out: what each county was made from, and that lists had no `findings` (their paths)."""
        known = {
            code: (told, digest)
            for code, digest in digests.items()
            if digest is not None and (told := self._county(plan, shared, code)) is not None
        }
        told_of = {path.rpartition("/")[2] for path in findings}
        codes = frozenset((*plan.counties, *(unit.code for unit in plan.units)))
        lists = {
            name: (told, frozenset(code for code in codes if name.startswith(code[:2])))
            for name, told in self._lists.items()
            if name not in told_of
        }
        if Known(known, lists) != self._known:
            seal(self._folder, _NAME, Known(known, lists))

    def _county(self, plan: Plan, shared: str, county: str) -> str | None:
        """What the disk knows of all that a county is made from, as it was when that was asked first; None where it
        cannot be told."""
        if county not in self._counties:
            files = [str(self._lists.get(f"{county[:2]}.csv")), shared, repr(plan.former)]
            for code in (*ancestors(county), county):
                files += (str(self._file(path)) for path in _members(self._data / "registers" / code))
            whole = hashlib.sha256("\n".join(files).encode("utf-8", "surrogateescape")).hexdigest()
            self._counties[county] = None if "None" in files else whole
        return self._counties[county]

    def _file(self, path: os.DirEntry[str]) -> str | None:
        """What the disk knows of a file; None where that may change unnoticed."""
        status = path.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode) or max(status.st_mtime_ns, status.st_ctime_ns) > self._before:
            return None
        told = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        return f"{path.path} {told}"


def _members(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
