"""All of the history again, from the first commit that asks for signatures (`wuyi verify --history`).

Each step is judged by what stood at its first parent. When it was received, a clone does not know: it counts as the
latest time that the line of first parents has up to it, so that nobody goes back behind what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import UsageError
from generator.history import git
from generator.history.signing.pushed import told_of
from generator.history.signing.walk import Walk
from generator.register.model import Finding
from generator.rules.authorities import REGISTRY


@dataclass(slots=True)
class Replayed:
    """What a replay found: where it began (None: signatures were never asked for), with the keys of the registry then;
    how many commits it judged, came before, and came when none were asked for; the keys that signed; and the refusals,
    of which no more are kept than `MOST`."""

    first: str | None = None
    anchors: tuple[str, ...] = ()
    tip: str = ""
    commits: int = 0
    earlier: int = 0
    unasked: int = 0
    keys: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    refused: int = 0


# So many refusals are kept; the others are counted.
MOST = 1000


def replay(
    data: Path, progress: Callable[..., Iterable[Any]] = lambda items, what, total=None: items, tip: str = "HEAD"
) -> Replayed:
    """Judges the history of the repository that a data folder lies in.

    Raises UsageError where it is not all there.
    """
    if not data.is_dir():
        raise UsageError(f"没有文件夹 {data}")
    if git.ask(data, "rev-parse", "--is-shallow-repository").printed.strip() == "true":
        raise UsageError("这里是浅克隆，只有最近的提交：先运行 git fetch --unshallow，再核对")
    walk, replayed = Walk(*_place(data)), Replayed()
    line = list(walk.line(tip, None))
    if not line:
        raise UsageError("仓库里还没有提交")
    replayed.tip = line[-1]
    start = _first_asking(walk, line)
    if start is None:
        replayed.earlier = len(line)
        return replayed
    replayed.first, replayed.earlier = line[start], start + 1
    first = walk.judge(line[start])
    replayed.anchors = tuple(first.holders(REGISTRY)) if first is not None else ()
    del line[: start + 1]
    steps = walk.steps(line, walk.clock(replayed.first), None, None)
    for step in progress(steps, "核对提交", total=len(line)):
        if not step.is_judged:
            replayed.unasked += 1
            continue
        replayed.commits += step.commits
        replayed.keys |= step.keys
        replayed.refused += len(step.told)
        for told in step.told[: max(MOST - len(replayed.findings), 0)]:
            replayed.findings.extend(told_of(walk, told))
    return replayed


def _place(folder: Path) -> tuple[Path, str | None]:
    """A data folder, one that a repository has at its top, or a repository without a work tree."""
    if git.ask(folder, "rev-parse", "--is-bare-repository").printed.strip() == "true":
        return folder, "data"
    if git.top(folder) is None:
        raise UsageError(f"{folder} 不在 git 仓库里：写仓库的文件夹，或先用 git clone 取一份")
    inner = folder / "data"
    return (inner if inner.is_dir() and not (folder / "registers").is_dir() else folder), None


def _first_asking(walk: Walk, line: list[str]) -> int | None:
    """The place of the first commit that asks for signatures: only those that changed the settings are read."""
    settings = f"{walk.paths.data}site.json"
    changing = set(walk.objects.listed("--first-parent", "--full-history", line[-1], "--", f":(top,literal){settings}"))
    for place, commit in enumerate(line):
        if commit in changing and walk.judge(commit) is not None:
            return place
    return None
