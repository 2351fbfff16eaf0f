"""How the logs of the counties grew, in the order in which that became public: by commit, on the line of first parents.

A merge brings at once what was prepared on its branch, whatever its lines say of when they were recorded. Within one
commit counties come by their codes. What is not committed is no part of it. What was found is known by its newest
commit, so that an event costs no more than the commits that came since.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from generator.errors import UsageError
from generator.history import git
from generator.history.steps import Step, steps_below
from generator.reading.text import MOST_BYTES

_LOG: Final = re.compile(r"registers/([0-9]{6})/events\.(?:csv|json)")


class Growth(NamedTuple):
    """Each time that a log changed its size: the code of its county, and how many lines it had then; the oldest first.

    `commit` is the newest commit that was looked at. `lacks` says why the order is not known, where it is not.
    """

    steps: tuple[tuple[str, int], ...] = ()
    commit: str = ""
    lacks: str = ""

    @property
    def sizes(self) -> dict[str, int]:
        """How many lines of each county are committed."""
        return dict(self.steps)


def growth(data: Path, known: Growth | None = None) -> Growth:
    """How the logs of a data folder grew; `known` is what was found before."""
    commit = git.head(data)
    if commit is None:
        return Growth(lacks="数据不在 git 仓库里，或还没有提交")
    if git.is_shallow(data):
        return Growth(lacks="这里是浅克隆，只有最近的提交：先运行 git fetch --unshallow（流水线里写 fetch-depth: 0）")
    known = known if known is not None and not known.lacks else Growth()
    newer: list[Step] = []
    tree = git.Tree(data, "HEAD", commit, {}, frozenset())
    with closing(steps_below(tree, "registers")) as steps:
        for step in steps:
            if step.commit == known.commit:
                break
            newer.append(step)
        else:
            known = Growth()  # what was found before is of another history
    if not newer:
        return known._replace(lacks="")
    try:
        with git.contents(data) as contents:
            steps_ = grown(newer[::-1], known.sizes, lambda path, blob: rows_of(path, contents.read(blob, MOST_BYTES)))
            return Growth((*known.steps, *steps_), newer[0].commit)
    except UsageError as error:
        return Growth(lacks=str(error))


def grown(
    steps: Iterable[Step], sizes: Mapping[str, int], rows: Callable[[str, str], int]
) -> Iterator[tuple[str, int]]:
    """The logs that changed their size with each of some commits, the oldest first: code and lines. `sizes` are those
    before them; `rows` counts the lines of a content, given with its path."""
    sizes = dict(sizes)
    for step in steps:
        changed: dict[str, int] = {}
        for path, (_, blob) in step.changes.items():
            log = _LOG.fullmatch(path)
            if log is not None and blob is not None:
                changed[log[1]] = max(changed.get(log[1], 0), rows(path, blob))
        for code, size in sorted(changed.items()):
            if size != sizes.get(code, 0):
                sizes[code] = size
                yield code, size


def lasting(steps: Iterable[tuple[str, int]], sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    """The steps in which logs grew to what they are, of these `sizes`: what was taken back again does not count."""
    lasting: list[tuple[str, int] | None] = []
    own: dict[str, list[int]] = {}
    for code, size in (*steps, *sorted(sizes.items())):
        places = own.setdefault(code, [])
        while places and (last := lasting[places[-1]]) is not None and last[1] > size:
            lasting[places.pop()] = None
        if size and code in sizes and not (places and lasting[places[-1]] == (code, size)):
            places.append(len(lasting))
            lasting.append((code, size))
    return [step for step in lasting if step is not None]


def rows_of(path: str, content: bytes) -> int:
    """How many lines a log has, its header not counted; 0 for what is none."""
    try:
        if path.endswith(".json"):
            rows = json.loads(content)
            return len(rows) if isinstance(rows, list) else 0
        lines = content.decode("utf-8", "replace").splitlines(keepends=True)
        rows = csv.reader(lines) if b'"' in content else ([line.strip()] for line in lines)
        return max(0, sum(any(row) for row in rows) - 1)
    except (ValueError, RecursionError, csv.Error):
        return 0
