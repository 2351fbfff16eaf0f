"""Declared counts: each number that a notice states, beside what the register has of rows and unplaced names. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from generator.register.county import County
from generator.register.fold import Record
from generator.register.model import Declared, Event, Table, UnitSource
from generator.register.times import instant

MEASURED: Final = {
    "publish": "certified",
    "revoke": "revoked",
    "suspend": "suspended",
    "restore": "restored",
    "nominate": "nominated",
}

# A named tuple of all its fields, without a call of Python: one is made for nearly each line of a log.
_made: Final = tuple.__new__
_HOLDS: Final = {"certified": 1, "restored": 1, "revoked": -1, "suspended": -1}


class Counted(NamedTuple):
    """One row that counts toward a notice: an event in force, or (not `placed`) a printed name without a code."""

    notice_id: str
    measure: str
    title: str
    area_id: str
    placed: bool = True


class Total(NamedTuple):
    """A declared count beside what the register has; `batches` names the series and batches that it sums.

    `unplaced` is how much of `actual` is of names without a code, which are in no list.
    """

    notice_id: str
    batches: str
    division: str | None
    title: str | None
    measure: str
    declared: int
    actual: int
    line: int
    unplaced: int = 0


def counted(county: County) -> Iterator[Counted]:
    """Rows of a county that count toward its own and higher notices.

    A line that was recorded in error does not count: the notice never said it. A line that the notice itself had
    wrong does.
    """
    for record in county.records.values():
        if not record.corrected_by:  # nearly always: each line is a row of its own
            area_id, title = record.area_id, record.title
            for event in record.standing:
                measure = MEASURED.get(event.event)
                if measure is not None and event.notice_id is not None:
                    yield _made(Counted, (event.notice_id, measure, title, area_id, True))
            continue
        seen: set[tuple[str, str, int]] = set()  # a line and its replacement are one row of the notice
        for transition in record.transitions:
            event = transition.event
            if event.notice_id is None or event.event not in MEASURED:
                continue
            row = (event.notice_id, event.event, transition.root.sequence)
            if row not in seen and _counts(record, event.sequence):
                seen.add(row)
                yield Counted(event.notice_id, MEASURED[event.event], record.title, record.area_id)
    for missing in county.unplaced:
        yield Counted(missing.notice_id, missing.measure or "certified", missing.title, county.code, placed=False)


def _counts(record: Record, sequence: int) -> bool:
    correction = record.corrected_by.get(sequence)
    return correction is None or (correction.event == "correct" and correction.reason == "notice_in_error")


def totals(declared: Table[Declared], county: County) -> list[Total]:
    """Declared counts of a county's notices beside what its log has."""
    rows = _indexed(counted(county))
    lines: dict[str, list[Event]] = defaultdict(list)
    for event in county.events:
        if event.notice_id is not None:
            lines[event.notice_id].append(event)
    return [
        _current(county, total, lines.get(total.notice_id, ()))
        if total.measure == "current"
        else _compared(rows, total)
        for total in _grouped(declared)
        if total.notice_id in county.notices
    ]


def unit_totals(source: UnitSource, rows: Iterable[Counted]) -> list[Total]:
    """Declared counts of a city's or province's notices beside the rows given (`current` is not checked there)."""
    notices = {notice.notice_id for notice in source.notices.rows}  # another has a finding, or could not be read
    own = [
        Counted(row.notice_id, row.measure or "certified", row.title, source.code, placed=False)
        for row in source.unplaced.rows
    ]
    counted_rows = _indexed([*rows, *own])
    return [
        _compared(counted_rows, total)
        for total in _grouped(source.declared)
        if total.measure != "current" and total.notice_id in notices
    ]


def _grouped(declared: Table[Declared]) -> Iterator[Total]:
    """Declared rows, summed over series and batches of one notice, place, title and measure."""
    groups: dict[tuple[str, str | None, str | None, str], list[tuple[int, Declared]]] = defaultdict(list)
    open_sums = {str(row.get("notice_id")) for row in declared.spoilt}  # a batch of theirs could not be read
    for line, row in declared.located():
        if row.notice_id in open_sums:
            continue
        groups[row.notice_id, row.division, row.title, row.measure].append((line, row))
    for (notice_id, division, title, measure), rows_of_group in groups.items():
        batches = "、".join(dict.fromkeys(_batch(row) for _, row in rows_of_group if _batch(row)))
        total = sum(row.count for _, row in rows_of_group)
        yield Total(notice_id, batches, division, title, measure, total, 0, rows_of_group[0][0])


def _batch(row: Declared) -> str:
    batch = f"第{row.batch}批" if row.batch and row.batch.isdecimal() else row.batch or ""
    return " ".join(part for part in (row.series, batch) if part)


_Indexed = dict[tuple[str, str], list[Counted]]


def _indexed(rows: Iterable[Counted]) -> _Indexed:
    """Rows by notice and measure."""
    index: _Indexed = defaultdict(list)
    for row in rows:
        index[row.notice_id, row.measure].append(row)
    return index


def _compared(rows: _Indexed, total: Total) -> Total:
    counting: Sequence[Counted] = rows.get((total.notice_id, total.measure), ())
    if total.title is not None:
        counting = [row for row in counting if row.title == total.title]
    if total.division is not None:
        counting = [row for row in counting if row.area_id.startswith(total.division)]
    return total._replace(actual=len(counting), unplaced=sum(not row.placed for row in counting))


def _current(county: County, total: Total, mine: Sequence[Event]) -> Total:
    """Areas whose title was certified right after the notice's last event in the log (`mine` are its events)."""
    listed = [event for event in mine if event.corrects is None] or mine  # a line mended later is not of its time
    last = max((event.sequence for event in listed), default=0)
    number = unplaced = sum(_unplaced(county, total))
    for record in county.records.values():
        if total.title is not None and record.title != total.title:
            continue
        if total.division is not None and not record.area_id.startswith(total.division):
            continue
        for transition in reversed(record.transitions):
            if transition.event.sequence <= last:
                number += transition.after.public == "certified"
                break
    return total._replace(actual=number, unplaced=unplaced)


def _unplaced(county: County, total: Total) -> Iterator[int]:
    """What the names without a code, of this notice and those before it, add to a current number."""
    upto = county.notices[total.notice_id].published_at
    for row in county.unplaced:
        notice = county.notice(row.notice_id)
        if (
            notice is not None
            and instant(notice.published_at) <= instant(upto)
            and (total.title is None or row.title == total.title)
            and (total.division is None or county.code.startswith(total.division))
        ):
            yield _HOLDS.get(row.measure or "certified", 0)
