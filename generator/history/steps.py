"""What each commit of a branch did to a folder, as git tells it."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from typing import Final, NamedTuple

from generator.history.git import PLAIN, Tree, fields

_RAW: Final = re.compile(rb":([0-7]{6}) ([0-7]{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) [A-Z][0-9]*")
_STEP: Final = re.compile(rb"\x01([0-9]+) ([0-9a-f]{40,64})")


class Step(NamedTuple):
    """A commit and what it did to a folder: when it was committed (seconds since 1970), and the ids of each file that
    it changed, by path, before it and after it (None where there was no plain file). `commit` is its id."""

    committed: int
    changes: Mapping[str, tuple[str | None, str | None]]
    commit: str = ""


def steps_below(base: Tree, below: str) -> Generator[Step, None, None]:
    """The commits that changed what lies below a folder of a tree, each against its first parent, the newest first.

    They are read as they are asked for. Where git has no more, or fails on the way, they end: in a shallow clone the
    oldest commit brings everything. No setting of the repository counts.
    """
    with closing(fields(
        base.folder, "-c", "log.diffMerges=first-parent", "-c", "log.showRoot=true", "-c", "log.follow=false",
        "log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--no-abbrev", "--relative", "--no-color",
        "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-notes", "--no-decorate", "--format=%x01%ct %H",
        base.commit, "--", below,
    )) as told:  # fmt: skip
        yield from _steps(told)


def _steps(told: Iterator[bytes]) -> Iterator[Step]:
    time: int | None = None
    commit = ""
    changes: dict[str, tuple[str | None, str | None]] = {}
    for field in told:
        about = field.lstrip(b"\n")
        change = _RAW.fullmatch(about)
        if change is not None:
            before, after, old, new = (part.decode("ascii") for part in change.groups())
            path = os.fsdecode(next(told, b""))
            changes[path] = (old if before in PLAIN else None, new if after in PLAIN else None)
        elif (header := _STEP.fullmatch(about)) is not None:
            if time is not None:
                yield Step(time, changes, commit)
            time, changes, commit = int(header[1]), {}, header[2].decode("ascii")
    if time is not None:
        yield Step(time, changes, commit)
