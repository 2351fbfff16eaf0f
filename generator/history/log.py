"""Findings of a log against the log as it was: lines that were changed, removed, put in between, or moved. Pure.

One slip gives one message: lines that follow one another are told together, numbers that only shifted are not told,
and a log that was sorted is told once.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.history.alignment import Alignment, Line, align, differing, lines_of
from generator.register.misdated import misdated
from generator.register.model import Event, Finding, Table
from generator.register.times import instant

# So many places of one kind are told one by one.
TOLD: Final = 20
_ALWAYS: Final = Event._fields.index("corrects") + 1


class Late(NamedTuple):
    """A new line of a log: its place, and the time at which it was recorded."""

    path: str
    line: int
    recorded_at: str


class _Edit(NamedTuple):
    """A line that was changed: its place now, as it was, as it is, and in which columns."""

    place: int
    was: Event
    now: Event
    columns: tuple[str, ...]


class _Lines:
    """Lines of the file by place in the table (from 0)."""

    def __init__(self, table: Table[Event]) -> None:
        self.path = table.path
        self.places = [position - 1 for position in table.positions]
        self.lines = table.lines

    def at(self, place: int) -> int | None:
        """The line of a place; of the last one before it, where it has none."""
        index = bisect_right(self.places, place)
        return self.lines[index - 1] if index else None


def check(before: Table[Event], after: Table[Event]) -> Iterator[Finding]:
    """Everything that was done to lines that were there before."""
    if not (before.whole and after.whole and after.present):
        return
    then, now = lines_of(before), lines_of(after)
    alignment, lines = aligned(before, after), _Lines(after)
    yield from _changed(then, now, alignment, lines)
    yield from _missing(then, alignment, lines)
    yield from _inserted(then, now, alignment, lines)
    yield from _moved(then, now, alignment, lines)


def aligned(before: Table[Event], after: Table[Event]) -> Alignment:
    """Which line of a log is which line of it as it was."""
    return align(lines_of(before), lines_of(after), after.spoilt)


def new_lines(before: Table[Event], after: Table[Event]) -> Iterator[tuple[int, Event]]:
    """Lines of the file, with their rows, that the log did not have, in order of the log."""
    alignment = aligned(before, after)
    new = {*alignment.inserted, *alignment.appended}
    for position, line, event in zip(after.positions, after.lines, after.rows, strict=True):
        if position - 1 in new:
            yield line, event


def recorded(before: Table[Event], after: Table[Event], clock: str | None = None) -> tuple[Late, ...]:
    """The new lines of a log with their times, the earliest first; without those that E302 tells.

    What a correction shows to be dated after `clock` by mistake is no end of the log.
    """
    if not (before.whole and after.whole):
        return ()
    mistyped = misdated(after.rows) if clock is not None else {}
    times = {event.sequence: instant(event.recorded_at) for event in before.rows}
    last = max((time for key, time in times.items() if key not in mistyped or time <= (clock or "")), default="")
    new = [Late(after.path, line, event.recorded_at) for line, event in new_lines(before, after)]
    in_order = (line for line in new if instant(line.recorded_at) >= last)
    return tuple(sorted(in_order, key=lambda line: instant(line.recorded_at)))


def _changed(then: Sequence[Line], now: Sequence[Line], alignment: Alignment, lines: _Lines) -> Iterator[Finding]:
    edits: list[_Edit] = []
    renumbered: list[_Edit] = []
    for was, target in sorted(alignment.places.items()):
        old, new = then[was], now[target]
        if old is None or new is None or old == new:
            continue
        columns = (*_numbers(old, new, alignment, now), *differing(old, new))
        if old.confirmed is not None and old.confirmed != new.confirmed:  # it may be added later, for a new namesake
            columns += ("confirmed",)
        if columns:
            (renumbered if columns == ("sequence",) else edits).append(_Edit(target, old, new, columns))
    for number, edit in enumerate(edits[:TOLD], 1):
        yield _edited(edit, lines, len(edits) - TOLD if number == TOLD else 0)
    for edit in renumbered[:1]:  # the numbers that follow have only shifted
        yield _edited(edit, lines, len(renumbered) - 1)


def _numbers(old: Event, new: Event, alignment: Alignment, now: Sequence[Line]) -> Iterator[str]:
    """The numbers of a line that were changed by themselves, not because lines before it came, went or moved."""
    if old.sequence != new.sequence and not alignment.shifted:
        yield "sequence"
    if old.corrects != new.corrects:
        place = None if old.corrects is None else alignment.places.get(old.corrects - 1)
        named = None if place is None else now[place]
        if named is None or new.corrects not in (named.sequence, place + 1 if alignment.shifted and place else None):
            yield "corrects"


def _edited(edit: _Edit, lines: _Lines, rest: int) -> Finding:
    column = edit.columns[0] if len(edit.columns) == 1 else None
    more = f"；另有 {rest} 条也被改动" if rest > 0 else ""
    return finding(
        "E801", lines.path, lines.at(edit.place), column, getattr(edit.now, column) if column else None,
        sequence=edit.was.sequence, what=difference(edit.was, edit.now, edit.columns) + more, expected=_csv(edit.was),
    )  # fmt: skip


def _missing(then: Sequence[Line], alignment: Alignment, lines: _Lines) -> Iterator[Finding]:
    runs = list(_runs(alignment.missing))
    kept = sorted(alignment.kept.items())
    for run in runs[:TOLD]:
        first, last = then[run[0]], then[run[-1]]
        if first is None or last is None:
            continue
        index = bisect_right(kept, (run[-1], len(then)))
        place = kept[index][1] if index < len(kept) else len(lines.places)
        more = f"；这样的共 {len(runs)} 处" if len(runs) > TOLD and run is runs[TOLD - 1] else ""
        several = len(run) > 1
        yield finding(
            "E802", lines.path, lines.at(place), "sequence", first.sequence,
            sequence=f"{first.sequence} 至 {last.sequence}" if several else first.sequence,
            expected=f"{f'{len(run)} 条，第一条：' if several else ''}{_csv(first)}{more}",
        )  # fmt: skip


def _inserted(then: Sequence[Line], now: Sequence[Line], alignment: Alignment, lines: _Lines) -> Iterator[Finding]:
    last = max((line.sequence for line in then if line is not None), default=0)
    for run in list(_runs(alignment.inserted))[:TOLD]:
        line = now[run[0]]
        value = None if line is None else line.sequence
        yield finding("E803", lines.path, lines.at(run[0]), "sequence", value, count=len(run), expected=last)


def _moved(then: Sequence[Line], now: Sequence[Line], alignment: Alignment, lines: _Lines) -> Iterator[Finding]:
    for was, target in sorted(alignment.moved.items())[:1]:
        old, new = then[was], now[target]
        if old is not None and new is not None:
            more = f"（换了位置的共 {len(alignment.moved)} 条）" if len(alignment.moved) > 1 else ""
            yield finding(
                "E804", lines.path, lines.at(target), "sequence", new.sequence,
                sequence=old.sequence, expected=was + 1, place=target + 1, more=more,
            )  # fmt: skip


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Places that follow one another, together."""
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        yield [place for _, place in run]


def difference(old: Any, new: Any, columns: Sequence[str] = ()) -> str:
    """In which columns a row was changed, from what to what."""
    names = columns or [name for name in old._fields if getattr(old, name) != getattr(new, name)]
    return "；".join(f"{name} 从{quoted(getattr(old, name))}改成{quoted(getattr(new, name))}" for name in names)


def quoted(value: object) -> str:
    """A value as a message quotes it."""
    return "空" if value is None else f"“{value}”"


def _csv(event: Event) -> str:
    """A line as it stands in events.csv."""
    text = io.StringIO()
    cells = event if event.confirmed else event[:_ALWAYS]
    csv.writer(text, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()
