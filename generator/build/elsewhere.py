"""The map step on another machine: what must be alike there, and how its files come into the stage.

    .<name>.build/drafts/<build>/<county>.<mark>/   what one run of one county writes, until it is whole

A county may be made twice at the same time, by a worker that was thought dead and another: whoever is first puts its
folder into the stage by one rename, and what the other wrote goes. A run of an earlier build finds no folder of its
build any more, and cannot put anything anywhere.
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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The map step as a cluster runs it, with its drafts in this folder."""

    step: CompileCounty
    drafts: Path

    def __call__(self, task: Task) -> Compiled:
        """Compiles a county into a folder of its own, and puts that into the stage. Raises UsageError where the data
        is not that of the build."""
        step = self.step
        if cache.digest(step.plan, step.shared, task.code) != task.digest:
            raise UsageError(f"区县 {task.code} 的数据和生成网站的电脑上的不同：共用的文件夹没有同步，或数据正在修改")
        mark = uuid.uuid4().hex
        own = self.drafts / f"{task.code}.{mark}"
        own.mkdir()
        try:
            workshop = step.workshop.aside(own, mark)
            workshop.root.mkdir()
            compiled = replace(step, workshop=workshop)(task.code)
            if (workshop.root / task.code).is_dir():
                self._place(workshop.root / task.code, workshop.fresh)
            return compiled
        finally:
            disk.clear(own)

    def _place(self, folder: Path, fresh: Path) -> None:
        stage = self.step.workshop
        try:
            folder.rename(stage.root / folder.name)  # a folder that holds something is never replaced so
        except OSError:
            if not (stage.root / folder.name).is_dir():
                raise
            return  # another run was first, from the same inputs
        for record in sorted(fresh.iterdir()) if fresh.is_dir() else ():
            disk.rename(record, stage.fresh / record.name)


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
    yield from pool.spread(Elsewhere(step, drafts), tasks)


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
