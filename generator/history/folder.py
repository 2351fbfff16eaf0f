"""Findings of history: a folder of the register against the same folder as it was. Pure.

What was published is never changed: of the log, every line (`log`); of notices, what they say and declare; of
areas, that they are there. What does not agree with the schema is not judged here: before, it was never published,
and now it has a finding of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.history import ahead, log, redactions
from generator.history.log import difference
from generator.register.model import Area, Declared, Event, Finding, Notice, Table, Unplaced
from generator.register.redaction import Redaction

# What numbers that no longer fit their lines lead to.
_NUMBERED: Final = ("E501", "E502", "E503", "E504", "E506")


class Held(NamedTuple):
    """The tables of one folder of which history is kept (a city's or province's has no areas and no events)."""

    events: Table[Event]
    areas: Table[Area]
    notices: Table[Notice]
    declared: Table[Declared]
    unplaced: Table[Unplaced]
    redactions: Table[Redaction]


class Consequence(NamedTuple):
    """Findings that only follow from one of history: their code, their file or a folder above it, their value."""

    code: str
    place: str
    value: str | None = None


def check(before: Held, after: Held, clock: str | None = None) -> Iterator[Finding]:
    """Everything that was changed in a folder that is still there.

    Days of notices that were ahead of `clock`, an instant a day after now, may be mended: `ahead.days` tells of these.
    """
    for name in Held._fields:
        table: Table[Any] = getattr(before, name)
        if not table.whole and getattr(after, name).whole:  # else it has a finding of its own
            yield finding("W809", table.path)
    events = before.events
    if events.rows and not after.events.present:
        count = f" {len(events.rows)} 条记录"
        yield finding("E808", events.path, value=_code(before), what="日志", expected=count)
    yield from redactions.check(_code(before), events, before.redactions, after.redactions, clock)
    yield from log.check(with_removals(before, after).events, after.events)
    yield from _areas(before, after)
    yield from _notices(before, after, clock)
    published = {notice.notice_id for notice in before.notices.rows} & {
        notice.notice_id for notice in after.notices.rows
    }
    yield from _rows(before.declared, after.declared, published, "公布的数量")
    yield from _rows(before.unplaced, after.unplaced, published, "未能落位的名称")


def with_removals(before: Held, after: Held) -> Held:
    """The folder as it was, without the texts that were removed since by a line of redactions.csv."""
    events = redactions.as_removed(_code(before), before.events, before.redactions, after.redactions)
    return before if events is before.events else before._replace(events=events)


def _code(held: Held) -> str:
    return held.events.path.split("/")[-2]


def consequences(before: Held, after: Held, told: Iterable[Finding]) -> Iterator[Consequence]:
    """What else a check says because of these findings: one slip gives one message."""
    for problem in told:
        folder = problem.path.rpartition("/")[0]
        if problem.code in ("E802", "E803", "E804") or (problem.code == "E801" and problem.column == "sequence"):
            yield from (Consequence(code, problem.path) for code in _NUMBERED)
        if problem.code in ("E803", "E804"):
            yield Consequence("E302", problem.path)
        if problem.code in ("E802", "E808"):
            yield Consequence("E701", folder)
        if problem.code == "E805":
            yield from (Consequence("E401", folder, area.area_id) for area in _gone_areas(before, after))
        if problem.code == "E806":  # the events of every county below a city's or province's folder
            yield from (
                Consequence("E406", folder.rpartition("/")[0], notice.notice_id)
                for notice in _gone_notices(before, after)
            )


def is_consequence(finding: Finding, implied: Set[Consequence]) -> bool:
    """True if a finding follows from what history has told."""
    folder = finding.path.rpartition("/")[0]
    places = (finding.path, folder, folder.rpartition("/")[0])
    return any(
        Consequence(finding.code, place, value) in implied for place in places for value in (None, finding.value)
    )


def _gone_areas(before: Held, after: Held) -> list[Area]:
    """Areas that an event named, and that are no longer there."""
    here = {area.area_id for area in after.areas.rows} | {str(row.get("area_id")) for row in after.areas.spoilt}
    named = {event.area_id for event in before.events.rows}
    return [area for area in before.areas.rows if area.area_id in named and area.area_id not in here]


def _areas(before: Held, after: Held) -> Iterator[Finding]:
    if not (before.areas.whole and after.areas.whole):
        return
    gone = _gone_areas(before, after)
    lost = not after.areas.present  # the table is gone: told once
    more = f" 等 {len(gone)} 个" if lost and len(gone) > 1 else ""
    for area in gone[:1] if lost else gone:
        yield finding("E805", after.areas.path, column="area_id", value=area.area_id, name=f"{area.name}{more}")


def _gone_notices(before: Held, after: Held) -> list[Notice]:
    here = {notice.notice_id for notice in after.notices.rows} | {
        str(row.get("notice_id")) for row in after.notices.spoilt
    }
    return [notice for notice in before.notices.rows if notice.notice_id not in here]


def _notices(before: Held, after: Held, clock: str | None) -> Iterator[Finding]:
    table = after.notices
    if not (before.notices.whole and table.whole):
        return
    gone = _gone_notices(before, after)
    more = f"等 {len(gone)} 份连同整个表" if not table.present and len(gone) > 1 else ""
    for notice in gone if table.present else gone[:1]:
        yield finding("E806", table.path, column="notice_id", value=notice.notice_id, what=f"{more}不见了")
    then = {notice.notice_id: notice for notice in before.notices.rows}
    for line, notice in table.located():
        was = then.get(notice.notice_id, notice)
        mended = ahead.mended(was, notice, clock)
        columns = [
            name for name in Notice._fields if name not in mended and getattr(was, name) != getattr(notice, name)
        ]
        if columns:
            yield finding(
                "E806", table.path, line, columns[0] if len(columns) == 1 else None, notice.notice_id,
                what=f"被改动：{difference(was, notice, columns)}",
            )  # fmt: skip


def _rows(before: Table[Any], after: Table[Any], published: Set[str], label: str) -> Iterator[Finding]:
    """Rows of published notices that came, went or were changed: one finding for each notice."""
    if not (before.whole and after.whole):
        return
    then: dict[str, Counter[Any]] = defaultdict(Counter)
    now: dict[str, Counter[Any]] = defaultdict(Counter)
    lines: dict[tuple[str, Any], int] = {}
    for row in before.rows:
        then[row.notice_id][row] += 1
    for line, row in after.located():
        now[row.notice_id][row] += 1
        lines[row.notice_id, row] = line
    formless = Counter(str(row.get("notice_id")) for row in after.spoilt)  # these have a finding of their own
    changed = [notice_id for notice_id in sorted(published) if then[notice_id] != now[notice_id]]
    if not after.present and len(changed) > 1:  # the table is gone: told once
        what = f"等 {len(changed)} 份的{label}连同整个表不见了"
        yield finding("E806", after.path, value=changed[0], what=what)
        return
    for notice_id in changed:
        gone = list((then[notice_id] - now[notice_id]).elements())
        new = list((now[notice_id] - then[notice_id]).elements())
        gone = gone[formless[notice_id] + formless["None"] :]
        if gone or new:
            places = [lines[notice_id, row] for row in new]
            what = _came_and_went(label, gone, new)
            yield finding("E806", after.path, min(places, default=None), None, notice_id, what=what)


def _came_and_went(label: str, gone: Sequence[Any], new: Sequence[Any]) -> str:
    if len(gone) == len(new) == 1:
        return f"{label}被改动：{difference(gone[0], new[0])}"
    parts = [
        f"{word} {len(rows)} 行（{'，'.join(str(cell) for cell in rows[0] if cell is not None)}"
        f"{' 等' if len(rows) > 1 else ''}）"
        for word, rows in (("少了", gone), ("多了", new))
        if rows
    ]
    return f"{label}被改动：{'，'.join(parts)}"
