"""Which lines were published late: after others that were recorded at the same time or later.

`recorded_at` is what a line says of itself. When it was published is known from git alone: by the commit, on the line
of first parents, since which the log has it. Only lines of the newest days are looked up: what is older is no news,
wherever it stands. A log only grows, so that the length of what it was tells which lines it had.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from functools import lru_cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from generator import urls
from generator.errors import UsageError
from generator.history import git
from generator.history.steps import steps_below
from generator.reading.text import MOST_BYTES
from generator.register.misdated import Dated, misdated
from generator.register.model import Event
from generator.register.times import NEWS_FOR, OPEN_FOR, after, at, before, instant, is_time

# A line is the same as long as these cells are: a last column may be filled later, a name may have to go.
_CELLS: Final = tuple(
    name for name in Event._fields[: Event._fields.index("corrects") + 1] if name != "area_name"
)  # fmt: skip
_SEQUENCE, _RECORDED, _CORRECTS = (_CELLS.index(name) for name in ("sequence", "recorded_at", "corrects"))
_NUMBER: Final = re.compile("[0-9]{1,12}")
# So many logs are held at once.
_HELD: Final = 16
# A time by which feeds are dated differs by so much at least from the one before; items of one time share the second.
_NEXT: Final = timedelta(seconds=1)

Cells = tuple[str, ...]


class Line(NamedTuple):
    """A line of a log: the instant at which it was recorded, and which it is."""

    recorded: str
    county: str
    sequence: int

    @property
    def event_id(self) -> str:
        """The id of its event."""
        return urls.event_id(self.county, self.sequence)


class _Row(NamedTuple):
    """What is kept of a line as read: a hash of its cells, where it ends, its time, its number, what it corrects."""

    key: int
    end: int
    recorded: str
    sequence: int
    corrects: int | None


class Arrival(NamedTuple):
    """What a commit brought, and the instant before which it was made; "" where none is known."""

    committed: str
    lines: tuple[Line, ...]


def late(arrivals: Iterable[Arrival]) -> dict[str, str]:
    """The late lines, by event id, each with the instant at which it was published. `arrivals` are the oldest first.

    A line is late if what was published before its commit reaches the time at which it was recorded, or goes beyond.
    It was published with its commit: later than all before, and no more than a week after the newest line that the
    register had, so that one that is entered long after its time keeps to that time.
    """
    published: dict[str, str] = {}
    newest = clock = ""
    for arrival in arrivals:
        behind = [line.event_id for line in arrival.lines if line.recorded <= clock]
        if behind:
            clock = max(after(clock, _NEXT), min(arrival.committed, after(newest, OPEN_FOR)))
            published.update(dict.fromkeys(behind, clock))
        newest = max([newest, *(line.recorded for line in arrival.lines)])
        clock = max(clock, newest)
    return published


def late_lines(data: Path, counties: Mapping[str, str]) -> dict[str, str]:
    """The late lines of counties that make up one register, given by code with the newest time of each; see `late`.

    None is late where git cannot tell: outside of a repository, or in one of which a part is missing. What is not
    committed yet is the newest of all. A shallow clone tells of what came after its oldest commit.
    """
    since = before(max(counties.values(), key=instant, default="0001-01-01"), NEWS_FOR)
    recent = [code for code, newest in counties.items() if instant(newest) >= since]
    try:
        tree = git.tree(data, "HEAD")
        with git.contents(data) as contents:
            read = lru_cache(_HELD)(partial(_content, data, contents))
            logs = [_Log(data, code, since, read, contents.size) for code in recent]
            return late(_arrivals(tree, logs))
    except (UsageError, OSError):
        return {}


def _arrivals(tree: git.Tree, logs: Sequence[_Log]) -> list[Arrival]:
    """What came with each commit, the oldest first. Raises UsageError where git does not tell of all lines."""
    arrivals = [Arrival("", tuple(line for log in logs for line in log.came_after(tree.files)))]
    pending = {log.folder: log for log in logs if log.lines}
    until = git.committed(tree)
    with closing(steps_below(tree, "registers")) as steps:
        while pending and (step := next(steps, None)) is not None:
            until = min(until, step.committed)  # a wrong clock dates nothing after the commits that follow
            before = {path: blob for path, (blob, _) in step.changes.items()}
            lines: list[Line] = []
            for folder in sorted({path.rpartition("/")[0] for path in before} & pending.keys()):
                lines += pending[folder].came_after(before)
                if not pending[folder].lines:
                    del pending[folder]
            arrivals.append(Arrival(at(until), tuple(lines)))
    if pending:
        raise UsageError(f"git 里没有 {len(pending)} 个区县的全部记录")
    return arrivals[::-1]


class _Place(NamedTuple):
    """Where a log can be read: in a file of the work tree, or, as it was, in a content that git keeps."""

    path: str
    blob: str | None = None


def _content(data: Path, contents: git.Contents, place: _Place) -> bytes:
    """A log as it is, or was. Raises UsageError or OSError where it cannot be had."""
    return (data / place.path).read_bytes() if place.blob is None else contents.read(place.blob, MOST_BYTES)


class _Log:
    """The log of a county, on the way back: `lines` are those of the newest days that it has had up to here."""

    def __init__(
        self, data: Path, code: str, since: str, read: Callable[[_Place], bytes], size: Callable[[str], int]
    ) -> None:
        self.folder = f"registers/{code}"
        self._since, self._read, self._size = since, read, size
        self._blobs: dict[str, str | None] = dict.fromkeys(f"{self.folder}/events.{form}" for form in ("csv", "json"))
        self._known = _Place(next((path for path in self._blobs if (data / path).is_file()), ""))
        rows = _rows(self._known.path, read(self._known), since) if self._known.path else []
        self._ends = {row.key: row.end for row in rows}
        mistyped = misdated(Dated(row.sequence, row.corrects, row.recorded) for row in rows)
        dated = (row for row in rows if row.sequence not in mistyped)
        self.lines = [(row.key, Line(row.recorded, code, row.sequence)) for row in dated]

    def came_after(self, blobs: Mapping[str, str | None]) -> list[Line]:
        """Goes back to what the files of the log were (those not named did not change).

        Gives the lines that it lacked then, and all that follow one of these: a log is published in its order.
        """
        self._blobs.update((path, blobs[path]) for path in self._blobs if path in blobs)
        places = [_Place(path, blob) for path, blob in self._blobs.items() if blob is not None]
        size = self._beginning(places[0]) if len(places) == 1 else None
        kept = len(self.lines)
        if size is not None:
            while kept and self._ends[self.lines[kept - 1][0]] > size:
                kept -= 1
        else:
            self._ends = {}
            for place in places:
                self._known = place
                self._ends |= {row.key: row.end for row in _rows(place.path, self._read(place), self._since)}
            kept = self._leading()
        came = [line for _, line in self.lines[kept:]]
        del self.lines[kept:]
        return came

    def _leading(self) -> int:
        """How many lines are there, each behind the one before it."""
        last = 0
        for number, (key, _) in enumerate(self.lines):
            end = self._ends.get(key, 0)
            if end <= last:
                return number
            last = end
        return len(self.lines)

    def _beginning(self, place: _Place) -> int | None:
        """The size of a log as it was, where it is the beginning of what is known, as its id shows: it is not read."""
        if place.blob is None or not self._known.path:
            return None
        size = self._size(place.blob)
        beginning = memoryview(self._read(self._known))[:size]
        return size if len(beginning) == size and git.blob_id(beginning, place.blob) == place.blob else None


def _rows(path: str, content: bytes, since: str) -> list[_Row]:
    """The lines of a log that were recorded since an instant, the oldest first.

    Times never decrease, but for those that were mistyped.
    """
    rows: list[_Row] = []
    for cells, end in _csv(content) if path.endswith(".csv") else _json(content):
        recorded, sequence, corrects = _instant(cells[_RECORDED]), cells[_SEQUENCE], cells[_CORRECTS]
        if recorded and recorded < since:
            break
        if recorded and _NUMBER.fullmatch(sequence):
            named = int(corrects) if _NUMBER.fullmatch(corrects) else None
            rows.append(_Row(hash(cells), end, recorded, int(sequence), named))
    return rows[::-1]


@lru_cache(maxsize=65_536)
def _instant(recorded: str) -> str:
    """The instant of a time; "" of what is none."""
    return instant(recorded) if is_time(recorded) else ""


def _csv(content: bytes) -> Iterator[tuple[Cells, int]]:
    """The lines of a CSV file, the last one first, each with the place where it ends."""
    top, end = content.find(b"\n"), len(content)
    names = _row(content[:top].lstrip(b"\xef\xbb\xbf"))
    if not {*_CELLS} <= {*names}:
        return
    places = [names.index(name) for name in _CELLS]
    least, cells_of = max(places) + 1, itemgetter(*places)
    while end > top + 1:
        start = content.rfind(b"\n", 0, end - 1) + 1
        line = content[start:end].rstrip(b"\r\n")
        row = _row(line)
        if len(row) >= least:
            yield cells_of(row), start + len(line)
        end = start


def _row(line: bytes) -> list[str]:
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader([text]), [])
    except csv.Error:
        return []


def _json(content: bytes) -> Iterator[tuple[Cells, int]]:
    """The same of a JSON file, of which no beginning is a file."""
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError):
        return
    for number, row in enumerate(reversed(rows) if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield tuple("" if row.get(name) is None else str(row[name]) for name in _CELLS), len(content) - number
