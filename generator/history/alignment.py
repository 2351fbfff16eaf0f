"""Which line of a log is which line of the log as it was before. Pure.

Lines are compared without their numbers, so that one line more or less does not look like a change of all that
follow: the longest run of lines that both logs have in the same order stays in its place, and every other line is
moved, changed, missing or new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final

from generator.register.model import Event, Table

# A log line, or None for one that does not agree with the schema.
Line = Event | None

# Numbers follow other lines; `confirmed` is a mark for whoever checks, no part of what was published.
_APART: Final = ("sequence", "corrects", "confirmed")
COMPARED: Final = tuple(name for name in Event._fields if name not in _APART)
_CELLS: Final = itemgetter(*(Event._fields.index(name) for name in COMPARED))
_AREA: Final = frozenset({"area_id", "area_name", "decided_by"})
# So far ahead a changed line is looked for, and so often may one line stand in both logs to be tried in every place.
_NEAR: Final = 64
_ALIKE: Final = 1_000


@dataclass(slots=True)
class Alignment:
    """Places (from 0) in the log before, and what became of them in the log after.

    `kept`, `moved`, `changed` and `broken` (the line no longer agrees with the schema) map places before to places
    after. `missing` are places before, `inserted` and `appended` (after the last line that was there before) places
    after; lines without form are in none of the two. `mended` are places after of lines that had no form before.
    """

    kept: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    broken: dict[int, int] = field(default_factory=dict)
    mended: set[int] = field(default_factory=set)
    missing: tuple[int, ...] = ()
    inserted: tuple[int, ...] = ()
    appended: tuple[int, ...] = ()

    @property
    def places(self) -> dict[int, int]:
        """Every line that is still there: place before to place after."""
        return {**self.kept, **self.moved, **self.changed}

    @property
    def shifted(self) -> bool:
        """True if lines came, went or moved, so that the numbers of others are not what they were."""
        return bool(self.moved or self.missing or self.inserted)


def lines_of(table: Table[Event]) -> list[Line]:
    """The lines of a log in order, with None for those that have a schema finding."""
    rows = dict(zip(table.positions, table.rows, strict=True))
    return [rows.get(position) for position in sorted(rows.keys() | table.spoilt_positions)]


def align(before: Sequence[Line], after: Sequence[Line], spoilt: Sequence[Mapping[str, Any]] = ()) -> Alignment:
    """Finds every line of `before` in `after`. `spoilt` are the raw values of the lines that are None there."""
    alignment = Alignment()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        alignment.kept[start] = start
        start += 1
    if start < len(before):
        here, there = _places(before, start), _places(after, start)
        alignment.kept.update(_longest_run(here, there))
        _follow(alignment, here, there)
        _pair(alignment, before, after, list(spoilt), start)
    taken = {*alignment.places.values(), *alignment.broken.values(), *alignment.mended}
    last = max(taken, default=-1)
    new = [place for place in range(start, len(after)) if place not in taken and after[place] is not None]
    alignment.inserted = tuple(place for place in new if place < last)
    alignment.appended = tuple(place for place in new if place > last)
    return alignment


# Equal lines -> their places.
_Places = dict[tuple[object, ...], list[int]]


def _places(lines: Sequence[Line], start: int) -> _Places:
    places: _Places = {}
    for place in range(start, len(lines)):
        line = lines[place]
        if line is not None:
            places.setdefault(_CELLS(line), []).append(place)
    return places


def _longest_run(here: _Places, there: _Places) -> list[tuple[int, int]]:
    """The longest run of equal lines in the same order (Hunt and Szymanski: lines are nearly all different)."""
    tails: list[int] = []  # for each length, the smallest last place after of a run of it
    ends: list[int] = []  # the pair with which that run ends
    pairs: list[tuple[int, int, int]] = []  # place before, place after, the pair before it in its run
    shared = {place: key for key, places in here.items() if key in there for place in places}
    for place, key in sorted(shared.items(), key=itemgetter(0)):
        targets = there[key]
        if len(here[key]) * len(targets) > _ALIKE:  # a line that was copied a thousand times: each for each
            number = bisect_left(here[key], place)
            targets = targets[number : number + 1]
        for target in reversed(targets):
            length = bisect_left(tails, target)
            pairs.append((place, target, ends[length - 1] if length else -1))
            if length == len(tails):
                tails.append(target)
                ends.append(len(pairs) - 1)
            else:
                tails[length], ends[length] = target, len(pairs) - 1
    at = ends[-1] if ends else -1
    run: list[tuple[int, int]] = []
    while at >= 0:
        place, target, at = pairs[at]
        run.append((place, target))
    return run[::-1]


def _follow(alignment: Alignment, here: _Places, there: _Places) -> None:
    """Equal lines that are elsewhere."""
    taken = set(alignment.kept.values())
    for key, places in here.items():
        left = [place for place in places if place not in alignment.kept]
        targets = [target for target in there.get(key, ()) if target not in taken]
        alignment.moved.update(zip(left, targets, strict=False))


def _pair(
    alignment: Alignment, before: Sequence[Line], after: Sequence[Line], spoilt: list[Mapping[str, Any]], start: int
) -> None:
    """Lines that were changed: those that fell out and those that came in between the same two that were kept."""
    missing: list[int] = []
    taken = set(alignment.moved.values())
    for low, high, first, end in _gaps(alignment, before, after, start):
        final = high == len(before)
        gone = [place for place in range(low, high) if before[place] is not None and place not in alignment.moved]
        new = [place for place in range(first, end) if after[place] is not None and place not in taken]
        formless = [place for place in range(first, end) if after[place] is None]
        if gone and new:
            alignment.changed.update(_changed(before, after, gone, new, final=final))
        gone = [place for place in gone if place not in alignment.changed]
        for place in gone:
            raw = next((cells for cells in spoilt if _resembles(before[place], cells)), None)
            if formless and (raw is not None or not final):
                alignment.broken[place] = formless.pop(0)
                spoilt[:] = [cells for cells in spoilt if cells is not raw]
            else:
                missing.append(place)
        if not final:  # a line that had no form before may be given one: it takes no place of another
            mended = sum(before[place] is None for place in range(low, high))
            changed = set(alignment.changed.values())
            alignment.mended.update([place for place in new if place not in changed][:mended])
    alignment.missing = tuple(missing)


def _gaps(
    alignment: Alignment, before: Sequence[Line], after: Sequence[Line], start: int
) -> Iterator[tuple[int, int, int, int]]:
    """What lies between lines that were kept: from and to before, from and to after."""
    anchors = [(start - 1, start - 1), *((a, b) for a, b in alignment.kept.items() if a >= start)]
    for (low, first), (high, end) in pairwise([*anchors, (len(before), len(after))]):
        if high - low > 1:
            yield low + 1, high, first + 1, end


def _changed(
    before: Sequence[Line], after: Sequence[Line], gone: Sequence[int], new: Sequence[int], *, final: bool
) -> dict[int, int]:
    """Which line that fell out became which that came in.

    By its number where both are alike, else the next that is alike. Before the last line that was kept a line with
    the number of another has taken its place, however little is left of it; behind it, it may as well be a new one.
    """
    pairs: dict[int, int] = {}
    numbers = {line.sequence: place for place in new if (line := after[place]) is not None}
    for place in gone:
        target = numbers.get(_number(before[place]), -1)
        if target >= 0 and _alike(before[place], after[target], final=final):
            pairs[place] = target
    left = [place for place in new if place not in pairs.values()]
    at = 0
    for place in gone:
        near = range(at, min(at + _NEAR, len(left))) if place not in pairs else ()
        index = next((number for number in near if _alike(before[place], after[left[number]], final=final)), None)
        if index is not None:
            pairs[place], at = left[index], index + 1
    if not final:
        taken = set(pairs.values())
        for place in gone:
            target = numbers.get(_number(before[place]), -1)
            if place not in pairs and target >= 0 and target not in taken:
                pairs[place] = target
                taken.add(target)
    return pairs


def _number(line: Line) -> int:
    return line.sequence if line is not None else 0


def differing(old: Event, new: Event) -> list[str]:
    """The columns in which two lines differ, without those that are apart."""
    return [name for name in COMPARED if getattr(old, name) != getattr(new, name)]


def _alike(old: Line, new: Line, *, final: bool) -> bool:
    """True if one line looks like the other after an edit: another area and nothing else, or little of the same.

    At the end of the log a line recorded at another time is rather a new one (of a branch that lacks the other).
    """
    if old is None or new is None:
        return False
    columns = set(differing(old, new))
    if "area_id" in columns:
        return columns <= _AREA
    if "recorded_at" in columns and len(columns) > 1:
        return not final and len(columns) <= 3 and "event" not in columns
    return len(columns) <= 3


def _resembles(line: Line, raw: Mapping[str, Any]) -> bool:
    """True if the cells of a row without form are mostly those of a line."""
    if line is None:
        return False
    filled = {key: str(value) for key, value in line._asdict().items() if value is not None}
    return 2 * sum(str(raw.get(key)) == value for key, value in filled.items()) >= len(filled)
