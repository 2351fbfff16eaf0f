"""The worked example and small logs as events: read and built without the code that is tested."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from hypothesis import strategies as st

from generator.reading.folder import read_county
from generator.register.codes import AreaId, DivisionCode, RegisterState
from generator.register.fold import fold
from generator.register.model import Area, CountySettings, CountySource, Event, Notice, Table
from generator.register.status import STATUS_BEFORE
from tests.support.folders import EXAMPLE

Row = TypeVar("Row")

AREA: Final = "990101001001-001"
OTHER: Final = "990101001001-002"
TO_DECIDED: Final = ("apply", "review", "certify", "file")
TO_PUBLISHED: Final = (*TO_DECIDED, "publish")


def events(county: str) -> tuple[Event, ...]:
    """The log of a county of the worked example."""
    path = EXAMPLE / "registers" / county / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_event(row) for row in csv.DictReader(file))


def _event(row: dict[str, str]) -> Event:
    return made(
        sequence=int(row["sequence"]),
        area_id=row["area_id"],
        area_name=row["area_name"],
        event=row["event"],
        title=row["title"],
        effective_at=row["effective_at"],
        recorded_at=row["recorded_at"],
        decided_by=row["decided_by"] or None,
        reason=row["reason"] or None,
        notice_id=row["notice_id"] or None,
        corrects=int(row["corrects"]) if row["corrects"] else None,
    )


def day(number: int) -> str:
    """The day `number` days after 2022-11-20."""
    return (date(2022, 11, 20) + timedelta(days=number)).isoformat()


def made(*values: Any, **more: Any) -> Event:
    """An event of plain strings, as a test writes them: its codes and ids are what they say."""
    return Event(*values, **more)


def event(
    sequence: int,
    kind: str,
    corrects: int | None = None,
    *,
    at: str | None = None,
    area_id: str = AREA,
    title: str = "compound",
    notice_id: str | None = None,
    reason: str | None = None,
    recorded_at: str | None = None,
) -> Event:
    """One line of a log, in force and recorded as many days after 2022-11-20 as its sequence says."""
    when = at or day(sequence)
    return made(
        sequence, area_id, "幸福里小区", kind, title, when, recorded_at or day(sequence), "990101",
        reason, notice_id, corrects,
    )  # fmt: skip


def log(*lines: str | tuple[str, int] | tuple[str, int | None, str]) -> list[Event]:
    """A log of one area: each line a kind, or a kind and what it corrects, or also when it has force."""
    found: list[Event] = []
    for sequence, line in enumerate(lines, 1):
        kind, corrects, at = (line, None, None) if isinstance(line, str) else (*line, None)[:3]
        found.append(event(sequence, kind, corrects, at=at))
    return found


def source(rows: Sequence[Event], notices: Iterable[Notice] = (), state: RegisterState = "active") -> CountySource:
    """Inputs of county 990101 with a log and notices, and no profile, area or count."""
    base = read_county(EXAMPLE, "990101").value
    return replace(
        base,
        settings=CountySettings(DivisionCode(AreaId("990101")), (), "2022-11-20", state, True),
        areas=_table(base.areas, ()),
        events=_table(base.events, rows),
        notices=_table(base.notices, notices),
        declared=_table(base.declared, ()),
    )


def _table(base: Table[Row], rows: Iterable[Row]) -> Table[Row]:
    """A table like another, with these rows on the lines after its header."""
    found = tuple(rows)
    numbers = tuple(range(1, len(found) + 1))
    return replace(base, rows=found, lines=tuple(number + 1 for number in numbers), positions=numbers)


def stands(rows: Sequence[Event], sequence: int) -> bool:
    """What "in force" means: each later correction that names the line, if any, was itself retracted.

    A replacement that is replaced itself goes on replacing: the newest of a chain stands in the place of all.
    """
    return not any(one.corrects == sequence < one.sequence and not _retracted(rows, one) for one in rows)


def _retracted(rows: Sequence[Event], event: Event) -> bool:
    return any(
        one.corrects == event.sequence < one.sequence and one.event == "correct" and not _retracted(rows, one)
        for one in rows
    )


def is_orderly(rows: Sequence[Event]) -> bool:
    """True if no line is named by two corrections of which neither was retracted."""
    named = [one.corrects for one in rows if one.corrects is not None and not _retracted(rows, one)]
    return len(named) == len(set(named))


class Line(NamedTuple):
    """A line of a lane; `corrects` is the index of another line of the same lane."""

    kind: str
    at: str
    corrects: int | None = None


@st.composite
def legal_lanes(draw: st.DrawFn, corrections: bool = True) -> list[Line]:
    """Lines of one area and title of which each was legal when it was recorded, corrections included."""
    begin = draw(st.sampled_from([(), TO_DECIDED, TO_PUBLISHED, ("apply", "nominate")]))
    lane = [Line(kind, day(number)) for number, kind in enumerate(begin)]
    moves = st.tuples(st.integers(0, 3 if corrections else 2), st.integers(0, 40), st.integers(0, 40))
    for choice, one, other in draw(st.lists(moves, max_size=12)):
        line = _correction(lane, one, other) if choice == 3 else _step(lane, one)
        if line is not None:
            rows = alone([*lane, line])
            (record,) = fold(rows).values()
            if not record.faults and not record.disorders and is_orderly(rows):
                lane.append(line)
    return lane


def _step(lane: list[Line], choice: int) -> Line:
    records = list(fold(alone(lane)).values())
    status = records[0].state.status if records else None
    kinds = [kind for kind, before in STATUS_BEFORE.items() if status in before]
    newest = max((line.at for line in lane), default=day(0))
    return Line(kinds[choice % len(kinds)], max(newest, day(len(lane) - choice % 2)))


def _correction(lane: list[Line], choice: int, other: int) -> Line | None:
    rows = alone(lane)
    named = [index for index in range(len(lane)) if stands(rows, index + 1)]
    if not named:
        return None
    index = named[choice % len(named)]
    target = lane[index]
    if target.kind == "correct" or other % 3 == 0:
        return Line("correct", day(len(lane)), index)
    kind = target.kind if other % 3 == 1 else list(STATUS_BEFORE)[other % len(STATUS_BEFORE)]
    moved = (date.fromisoformat(target.at) + timedelta(days=choice % 3 - 1)).isoformat()
    return Line(kind, moved, index)


def alone(lane: Sequence[Line]) -> list[Event]:
    """A lane as a log of its own."""
    return merge([lane], [0] * len(lane))


def merge(lanes: Sequence[Sequence[Line]], order: Iterable[int]) -> list[Event]:
    """One log of several lanes, an area each; `order` says whose turn it is, what remains comes last."""
    turns = [turn % len(lanes) for turn in order]
    turns += [number for number, lane in enumerate(lanes) for _ in lane]
    sequences: list[list[int]] = [[] for _ in lanes]
    found: list[Event] = []
    for number in turns:
        lane, known = lanes[number], sequences[number]
        if len(known) == len(lane):
            continue
        line = lane[len(known)]
        known.append(len(found) + 1)
        found.append(
            event(
                len(found) + 1, line.kind, None if line.corrects is None else known[line.corrects],
                at=line.at, area_id=f"990101001001-{number:03d}",
                title="community" if number == 0 else "compound",
            )
        )  # fmt: skip
    return found


ORDERS: Final = st.lists(st.integers(0, 5), max_size=30)


def legal_logs(corrections: bool = True) -> st.SearchStrategy[list[Event]]:
    """Logs of up to three areas of which each line was legal when it was recorded."""
    return st.builds(merge, st.lists(legal_lanes(corrections), min_size=1, max_size=3), ORDERS)


@st.composite
def any_logs(draw: st.DrawFn) -> list[Event]:
    """Logs with any step anywhere, whose corrections may name anything: what a check may have to fold."""
    kinds = st.sampled_from([*STATUS_BEFORE, "correct"])
    named = st.one_of(st.none(), st.integers(1, 12))
    areas = st.sampled_from([AREA, OTHER])
    lines = draw(st.lists(st.tuples(kinds, named, areas, st.integers(0, 9), st.integers(0, 9)), max_size=10))
    return [
        event(number if wrong else max(1, number - 1), kind, corrects, area_id=area, at=day(at))
        for number, (kind, corrects, area, at, wrong) in enumerate(lines, 1)
    ]


def made_area(area_id: str, name: str, qualifier: str | None = None, former: str | None = None) -> Area:
    """A row of areas of plain strings; what it is, its id says."""
    kind = "compound" if "-" in area_id else "community"
    row: Any = (area_id, name, qualifier, kind, former, *(None,) * 6)
    return Area._make(row)
