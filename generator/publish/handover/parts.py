"""Changes on their way from counties to the roll-up: files of lines, newest first, merged without holding them.

A county writes one part for each month, and one for each notice of a unit above it; each line is the order key,
the kind, the feeds, the body of its items, and the change as JSON.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from generator.register.change import Change

# Fewer files are open at once than any system allows.
_AT_ONCE: Final = 200


def month(change: Change) -> str:
    """The month (YYYY-MM) in which a change was recorded."""
    return change.recorded_at[:7]


def _lines(
    changes: Iterable[Change], rows: Mapping[str, str], under: Callable[[Change], str | None]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for change in sorted(changes, key=Change.order, reverse=True):
        recorded, event_id = change.order()
        kinds = ",".join(change.kinds)
        found[under(change) or ""].append(
            f"{recorded}\t{event_id}\t{change.kind}\t{kinds}\t{change.tie}\t{change.body}\t{rows[event_id]}\n"
        )
    return dict(found)


def write(
    folder: Path, name: str, changes: Iterable[Change], rows: Mapping[str, str],
    under: Callable[[Change], str | None] = month,
) -> None:  # fmt: skip
    """Writes a county's parts into `<folder>/<month or notice>/<name>`. `rows` are the changes as JSON, by event id."""
    for part, found in _lines(changes, rows, under).items():
        (folder / part).mkdir(parents=True, exist_ok=True)
        draft = folder / part / f".{name}"
        draft.write_text("".join(found), encoding="utf-8")
        draft.replace(folder / part / name)


def prune(folder: Path, names: Collection[str]) -> None:
    """Removes the parts of other names, and folders that are left empty."""
    for below in sorted(folder.iterdir()) if folder.is_dir() else ():
        for path in below.iterdir():
            if path.name not in names:
                path.unlink()
        if not any(below.iterdir()):
            below.rmdir()


def merged(paths: Sequence[Path], scratch: Path) -> Iterator[str]:
    """Lines of many parts, newest first. `scratch` is a folder for what is merged in steps."""
    level = 0
    while len(paths) > _AT_ONCE:
        level += 1
        scratch.mkdir(parents=True, exist_ok=True)
        fewer = []
        for number, start in enumerate(range(0, len(paths), _AT_ONCE)):
            target = scratch / f"{level}-{number}"
            with target.open("w", encoding="utf-8") as file:
                file.writelines(_merge(paths[start : start + _AT_ONCE]))
            fewer.append(target)
        paths = fewer
    yield from _merge(paths)


def _merge(paths: Iterable[Path]) -> Iterator[str]:
    with ExitStack() as stack:
        files = [stack.enter_context(path.open(encoding="utf-8")) for path in paths]
        yield from heapq.merge(*files, key=key, reverse=True)


def key(line: str) -> tuple[str, ...]:
    """What lines are ordered by: recorded time, then event id."""
    return tuple(line.split("\t", 2)[:2])


class Part(NamedTuple):
    """A line taken apart: the kind, the feeds beside "all", the tie, the body of the items, the change as JSON."""

    kind: str
    kinds: tuple[str, ...]
    tie: int
    body: str
    row: str


def part(line: str) -> Part:
    """A line taken apart; no text of the register holds a tab."""
    _, _, kind, kinds, tie, body, row = line.split("\t")
    return Part(kind, tuple(kinds.split(",")) if kinds else (), int(tie), body, row[:-1])
