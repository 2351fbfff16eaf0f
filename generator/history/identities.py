"""Ids that two branches gave to different things: what is not published yet gets the next free one, and is followed.

Both branches registered a new compound under the next number of its place, or a notice under the next of its day. The
published one keeps its id. A row that is not at the base meant its own branch's, wherever it names that id.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from generator import words
from generator.errors import UsageError
from generator.reading.tables import read_table
from generator.register.codes import AreaId, NoticeId
from generator.register.model import (
    Area,
    Assessment,
    Case,
    Declared,
    Event,
    Finding,
    Inspection,
    Notice,
    Table,
    Unplaced,
)

_MARK: Final = b"\xef\xbb\xbf"
# Each table with its rows, and its columns that hold ids of areas or of notices; those that own the ids come last: what
# is interrupted before them finds them, and the same new ids, once more.
_TABLES: Final[Mapping[str, tuple[type[Any], tuple[str, ...]]]] = {
    "declared": (Declared, ("notice_id",)),
    "unplaced": (Unplaced, ("notice_id",)),
    "cases": (Case, ("area_id",)),
    "assessments": (Assessment, ("area_id",)),
    "inspections": (Inspection, ("area_id",)),
    "notices": (Notice, ("notice_id",)),
    "areas": (Area, ("area_id", "part_of", "replaced_by")),
}
# A cell of a line of CSV, as it is printed.
CELL: Final = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)')
OWNERS: Final = ("notices", "areas")
_MOST: Final = {"areas": 999, "notices": 99}


class Renamed(NamedTuple):
    """An id that was given twice: what has it in this branch, and its new one."""

    name: str
    was: str
    now: str


class Rewritten(NamedTuple):
    """A table as it is to be: where it lies, how findings name it, its content, and how many rows change."""

    path: Path
    shown: str
    content: bytes
    rows: int


class Renaming(NamedTuple):
    """What gets another id; `theirs` are the names of what keeps it, `problems` sentences of what cannot be told.

    `alike` are tables that name the old id in published rows alone: two rows that read the same, a merge made one.
    """

    ids: tuple[Renamed, ...] = ()
    theirs: Mapping[str, str] = {}
    tables: tuple[Rewritten, ...] = ()
    problems: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    alike: tuple[tuple[str, Renamed], ...] = ()

    def event(self, event: Event) -> Event:
        """An event that is not published, by the new ids of what it is of."""
        now = {renamed.was: renamed for renamed in self.ids}
        area, notice = now.get(event.area_id), now.get(event.notice_id or "")
        if area is not None and not (event.area_name == _bare(self.theirs[area.was]) != _bare(area.name)):
            event = event._replace(area_id=cast("AreaId", area.now))
        return event if notice is None else event._replace(notice_id=cast("NoticeId", notice.now))


NOTHING: Final = Renaming()


def _bare(name: str) -> str:
    """The name of an area without its qualifier, as events have it."""
    return name.partition("(")[0]


class _Open(NamedTuple):
    """A table before and now, and the places (from 0) of the rows that are not at the base."""

    before: Table[Any]
    after: Table[Any]
    own: frozenset[int]


def renaming(folder: Path, shown: str, before: Path | None) -> Renaming:
    """What of a county's folder is to get another id; `before` is the folder at the base. Writes nothing."""
    owners = {table: _opened(table, folder, shown, before) for table in OWNERS}
    ids: list[Renamed] = []
    theirs: dict[str, str] = {}
    problems: list[str] = []
    for table, opened in owners.items():
        for kept, told in _given_twice(table, opened):
            if isinstance(told, str):
                problems.append(told)
            else:
                ids.append(told)
                theirs[told.was] = kept
    if problems or not ids:
        return Renaming(problems=tuple(problems))
    now = {renamed.was: renamed.now for renamed in ids}
    tables: list[Rewritten] = []
    findings: list[Finding] = []
    alike: list[tuple[str, Renamed]] = []
    for table, (row_type, columns) in _TABLES.items():
        after, findings_here = read_table(folder, shown, table, row_type)
        wrong = [finding for finding in findings_here if finding.severity == "error"]
        findings += wrong
        opened = owners.get(table) or _opened(table, folder, shown, before)
        changes = {place: cells for place in sorted(opened.own) if (cells := _changes(after, place, columns, now))}
        if changes and not wrong:
            tables.append(_rewritten(folder, after, row_type, changes))
        if table not in OWNERS:
            own = {getattr(after.rows[place], columns[0]) for place in opened.own}
            there = {getattr(row, columns[0]) for row in after.rows}
            name = after.path.rpartition("/")[2]
            alike += [(name, renamed) for renamed in ids if renamed.was in there - own]
    return Renaming(tuple(ids), theirs, tuple(tables), (), tuple(findings), tuple(alike))


def _opened(table: str, folder: Path, shown: str, before: Path | None) -> _Open:
    row_type, _ = _TABLES[table]
    was: Table[Any] = Table(f"{shown}/{table}.csv", present=False)
    if before is not None:
        was = read_table(before, shown, table, row_type).value
    after = read_table(folder, shown, table, row_type).value
    left = Counter(was.rows)
    own = set()
    for place, row in enumerate(after.rows):
        if left[row] > 0:
            left[row] -= 1
        else:
            own.add(place)
    return _Open(was, after, frozenset(own))


def _name(row: Any) -> str:
    return row.title if isinstance(row, Notice) else words.full_name(row.name, row.qualifier)


def _given_twice(table: str, opened: _Open) -> Iterator[tuple[str, Renamed | str]]:
    """Ids that the base has, and rows of this branch too: the name at the base, with the new id or with a problem."""
    after, column = opened.after, f"{table[:-1]}_id"
    by_id: dict[str, list[int]] = {}
    for place, row in enumerate(after.rows):
        by_id.setdefault(getattr(row, column), []).append(place)
    taken = {*by_id, *(getattr(row, column) for row in opened.before.rows)}
    for id_, places in by_id.items():
        mine = [place for place in places if place in opened.own]
        others = [place for place in places if place not in opened.own]
        if not mine or not others:
            continue
        kept, name = _name(after.rows[others[0]]), _name(after.rows[mine[0]])
        where = f"{after.path} 第 {after.lines[mine[0]]} 行"
        if len(mine) > 1 or name == kept or "-" not in id_:
            other = f"第 {after.lines[others[0]]} 行已公布的是“{kept}”"
            yield kept, f"{where}：{id_} 是“{name}”，{other}：多半是同一个，删去自己的一行"
            continue
        new = _next(id_, taken, _MOST[table])
        if new is None:
            yield kept, f"{where}：{id_.rpartition('-')[0]} 的编号用完了"
            continue
        taken.add(new)
        yield kept, Renamed(name, id_, new)


def _next(id_: str, taken: set[str], most: int) -> str | None:
    """The next id behind those that were used in the same place or on the same day."""
    stem, _, number = id_.rpartition("-")
    used = [
        int(tail)
        for other in taken
        if other.rpartition("-")[0] == stem and (tail := other.rpartition("-")[2]).isdecimal()
    ]
    following = max(used) + 1
    return f"{stem}-{following:0{len(number)}}" if following <= most else None


def _changes(after: Table[Any], place: int, columns: Sequence[str], now: Mapping[str, str]) -> dict[str, str]:
    row = after.rows[place]
    return {column: now[getattr(row, column)] for column in columns if getattr(row, column) in now}


# ---- bytes


def _rewritten(
    folder: Path, after: Table[Any], row_type: type[Any], changes: Mapping[int, Mapping[str, str]]
) -> Rewritten:
    path = folder / after.path.rpartition("/")[2]
    content = path.read_bytes()
    mark = _MARK if content.startswith(_MARK) else b""
    text = content[len(mark) :].decode("utf-8")
    by_line = {after.lines[place]: cells for place, cells in changes.items()}
    made = _json(text, changes) if path.suffix == ".json" else _csv(text, by_line)
    new = mark + made.encode("utf-8")
    expected = [row._replace(**changes.get(place, {})) for place, row in enumerate(after.rows)]
    if [*_read_again(path.name, new, row_type)] != expected:
        raise UsageError(f"{path} 改了编号读回来不一样，没有改动：请把这个文件发给程序的维护者")
    return Rewritten(path, after.path, new, len(changes))


def _csv(text: str, changes: Mapping[int, Mapping[str, str]]) -> str:
    lines = list(io.StringIO(text, newline=""))
    columns = next(csv.reader([lines[0]]))
    for number, cells in changes.items():
        line = lines[number - 1]
        bare = line.rstrip("\r\n")
        printed = CELL.findall(bare)
        for column, value in cells.items():
            printed[columns.index(column)] = value
        lines[number - 1] = ",".join(printed) + line[len(bare) :]
    return "".join(lines)


def _json(text: str, changes: Mapping[int, Mapping[str, str]]) -> str:
    rows = [{**row, **changes.get(place, {})} for place, row in enumerate(json.loads(text))]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _read_again(name: str, content: bytes, row_type: type[Any]) -> Sequence[Any]:
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        (Path(scratch) / name).write_bytes(content)
        return read_table(Path(scratch), "", name.partition(".")[0], row_type).value.rows
