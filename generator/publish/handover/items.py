"""Items of feeds on their way from counties to the roll-up: a file for each month, into which the changes point.

A county writes each item once in every format; whatever document it stands in above the county copies these bytes.
"""

from __future__ import annotations

import os
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from generator.publish.handover.changes import HandedChange, Span
from generator.publish.handover.store import Store

# So many items are read at once.
_TOGETHER: Final = 100
# Fewer files are open at once than any system allows.
_AT_ONCE: Final = 200


def subject(month: str) -> str:
    """The subject under which the items of a month (YYYY-MM) lie."""
    return f"{month}-items"


def write(store: Store, part: str, items: Mapping[str, tuple[str, Sequence[bytes]]]) -> dict[str, Span]:
    """Writes the items of a county, each with its month and in every format, by event id; gives where each lies."""
    spans: dict[str, Span] = {}
    pieces: dict[str, list[bytes]] = {}
    sizes_of = Counter[str]()
    for event_id, (month, written) in items.items():
        sizes = tuple(map(len, written))
        spans[event_id] = Span(sizes_of[month], sizes)
        pieces.setdefault(month, []).extend(written)
        sizes_of[month] += sum(sizes)
    for month, members in pieces.items():
        store.put(subject(month), part, b"".join(members))
    return spans


class Items:
    """Reads items of many counties; `parts` are the names of their files, by code."""

    def __init__(self, store: Store, parts: Mapping[str, str]) -> None:
        self._folder = str(store.folder)
        self._parts = parts
        self._open: OrderedDict[tuple[str, str], int] = OrderedDict()

    def __call__(self, changes: Iterable[HandedChange]) -> Iterator[list[bytes]]:
        """Items in every format, in the order in which they were written. Those of one county and day mostly lie side
        by side, the newest last: they are read at once."""
        for file, own in groupby(changes, key=_file_of):
            run: list[list[int]] = []
            for change in own:
                span = [*map(int, change.span.split(" "))]
                if run and (run[-1][0] != sum(span) or len(run) == _TOGETHER):
                    yield from self._read(file, run)
                    run = []
                run.append(span)
            yield from self._read(file, run)

    def _read(self, file: tuple[str, str], run: list[list[int]]) -> Iterator[list[bytes]]:
        """Items that lie before one another; of each where it begins, and its sizes."""
        start = run[-1][0]
        whole = os.pread(self._file(*file), sum(run[0]) - start, start)
        for begin, *sizes in run:
            pieces, place = [], begin - start
            for size in sizes:
                pieces.append(whole[place : place + size])
                place += size
            yield pieces

    def __enter__(self) -> Items:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            os.close(self._open.popitem()[1])

    def _file(self, county: str, month: str) -> int:
        key = (county, month)
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        if len(self._open) >= _AT_ONCE:
            os.close(self._open.popitem(last=False)[1])
        # Thousands of files for one event: paths are joined as text.
        path = f"{self._folder}/{subject(month)}/{self._parts[county]}"
        file = self._open[key] = os.open(path, os.O_RDONLY)
        return file


def _file_of(change: HandedChange) -> tuple[str, str]:
    """The county and the month of the file in which the item of a change lies."""
    return change.event_id[:6], change.recorded[:7]
