"""The map step on another machine: what must be alike there, and how its files come into the stage.

    .<name>.build/drafts/<build>/<county>.<mark>/   what one run of one county writes

A county may be made twice at the same time, by a worker that was thought dead and another: each run writes into a
folder of its own, and the machine that leads the build puts that of the one result which it was given into the stage,
by one rename. No worker ever writes there, so that one which lives on can spoil neither this build nor a later one.
"""

from __future__ import annotations

import hashlib
import os
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from generator import __version__
from generator.build import cache, disk, libraries
from generator.build.county import CompileCounty, Compiled
from generator.engine.cluster import Cluster
from generator.engine.pool import Engine
from generator.errors import UsageError


@dataclass(frozen=True, slots=True)
class SameHere:
    """What must be the same on every machine of a cluster: the program, its libraries, and what lies in the data;
    `drafts` is the folder on shared storage that a build was given (a check has none)."""

    data: Path
    drafts: Path | None = None

    def __call__(self) -> Mapping[str, str]:
        """All of it, by the name that people know."""
        same = {name: cache.version_of(name) for name in libraries.shaping()}
        same["Python"] = ".".join(map(str, sys.version_info[:2]))
        same["程序"] = f"{__version__}（{self.program()[:16]}）"
        same[f"数据 {self.data}"] = _listed(self.data)
        if self.drafts is not None:
            same[f"共用的文件夹 {self.drafts.parent.parent}"] = "读得到" if self.drafts.is_dir() else "读不到"
        return same

    def program(self) -> str:
        """The program with what shapes a county."""
        return cache.program()


class Task(NamedTuple):
    """A county to be made from inputs of this digest."""

    code: str
    digest: str | None


class Made(NamedTuple):
    """A county as a worker made it, and the mark of the folder that its files lie in."""

    compiled: Compiled
    mark: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The map step as a cluster runs it, with its drafts in this folder."""

    step: CompileCounty
    drafts: Path

    def __call__(self, task: Task) -> Made:
        """Compiles a county into a folder of its own. Raises UsageError where the data is not that of the build."""
        step = self.step
        if cache.digest(step.plan, step.shared, task.code) != task.digest:
            raise UsageError(f"区县 {task.code} 的数据和生成网站的电脑上的不同：共用的文件夹没有同步，或数据正在修改")
        mark = uuid.uuid4().hex
        own = self.drafts / f"{task.code}.{mark}"
        own.mkdir()
        try:
            workshop = step.workshop.aside(own, mark)
            workshop.root.mkdir()
            return Made(replace(step, workshop=workshop)(task.code), mark)
        except BaseException:
            disk.clear(own)
            raise

    def placed(self, made: Made) -> Compiled:
        """A county that was made, with its files in the stage and its records where the next build finds them."""
        code = made.compiled.checked.code
        own = self.drafts / f"{code}.{made.mark}"
        stage = self.step.workshop
        theirs = stage.aside(own, made.mark)
        if made.compiled.summary is not None:
            disk.rename(theirs.root / code, stage.root / code)
        for record in sorted(theirs.fresh.iterdir()) if theirs.fresh.is_dir() else ():
            disk.rename(record, stage.fresh / record.name)
        disk.clear(own)
        return made.compiled


def cluster(address: str, data: Path, patience: float | None = None, workers: int | None = None) -> Cluster:
    """The cluster at an address, for this data."""
    return Cluster(address, SameHere(data), patience, workers)


def compiled(pool: Engine, step: CompileCounty, codes: Sequence[str]) -> Iterator[Compiled]:
    """Counties as the workers of a cluster make them."""
    if not isinstance(pool, Cluster):
        raise TypeError("this engine knows no other machine")
    if not codes:
        return
    workshop = step.workshop
    drafts = workshop.drafts / uuid.uuid4().hex  # whoever sees a folder of this name sees the same storage
    drafts.mkdir(parents=True)
    workshop.fresh.mkdir(exist_ok=True)
    pool.likeness = SameHere(step.plan.data, drafts)
    tasks = [Task(code, cache.digest(step.plan, step.shared, code)) for code in codes]
    elsewhere = Elsewhere(step, drafts)
    yield from map(elsewhere.placed, pool.spread(elsewhere, tasks))


def _listed(data: Path) -> str:
    """A digest of the names and sizes of all files: what they hold is compared county by county."""
    whole = hashlib.sha256()
    if not data.is_dir():
        return "读不到"
    for folder, folders, names in os.walk(data):
        folders.sort()
        for name in sorted(names):
            path = f"{folder}/{name}"
            told = f"{os.path.relpath(path, data)} {os.lstat(path).st_size}\n"
            whole.update(told.encode("utf-8", "surrogateescape"))
    return whole.hexdigest()[:16]
