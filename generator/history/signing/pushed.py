"""The commits between a base and what is checked out, as findings (`wuyi check --base`, and the hook of a server).

Judged by what the base says of who may write, and by the time at which they are received.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from generator.errors import UsageError
from generator.findings import finding
from generator.history import git
from generator.history.signing.walk import Told, Walk
from generator.register.model import Finding
from generator.register.times import at, instant

# So far a clock may be wrong.
_SLACK: Final = timedelta(minutes=10)


def check(data: Path, base: str, received: str) -> Iterator[Finding]:
    """Findings of the commits that HEAD has and `base` (the id of a commit) has not.

    Raises UsageError where there are not all of them.
    """
    walk = Walk(data)
    if walk.judge(base) is None and walk.judge("HEAD") is None:
        return
    if git.ask(data, "rev-parse", "--is-shallow-repository").printed.strip() == "true":
        raise UsageError(
            "site.json 要求签名，要逐个核对提交，而这里是浅克隆，只有最近的：先运行 git fetch --unshallow"
            "（流水线里写 fetch-depth: 0 或 GIT_DEPTH: 0）"
        )
    latest = int((datetime.fromisoformat(instant(received)) + _SLACK).timestamp())
    for step in walk.steps(walk.line("HEAD", base), walk.clock(base), base, instant(received)):
        told = list(step.told)
        committed = walk.objects.commits([step.commit])[step.commit].committed
        if committed > latest and walk.judge(base) is not None:
            yield _finding(walk, step.commit, "E689", "", {"value": at(committed), "now": received})
            continue
        for each in told:
            yield from told_of(walk, each)


def is_in_line(data: Path, base: str) -> bool:
    """True if a base is on the line of first parents of what is checked out, or no signatures are asked for.

    Otherwise the base was merged into something else, whose history would be taken for that of main.
    """
    walk = Walk(data)
    if walk.judge(base) is None:
        return True
    first = next(walk.line("HEAD", base), None)
    return first is None or walk.objects.commits([first])[first].parents[:1] == (base,)


def told_of(walk: Walk, told: Told) -> Iterator[Finding]:
    """A refusal as a finding."""
    yield _finding(walk, told.commit, told.refusal.code, told.refusal.path, told.refusal.words)


def _finding(walk: Walk, commit: str, code: str, path: str, words: Mapping[str, Any]) -> Finding:
    shown = walk.paths.shown(path or f"{walk.paths.data}authorities.csv")
    return finding(code, shown, commit=commit[:12], **words)
