"""A folder of the register before and after: what the lines that came mean for its areas. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from generator import urls, words
from generator.history.log import new_lines
from generator.register.codes import PublicStatus
from generator.register.county import County
from generator.register.fold import Record, State
from generator.register.model import Area, CountySource, Declared, Event, Table, UnitSource
from generator.register.redaction import REMOVED
from generator.review.corrections import corrections
from generator.review.nouns import (
    Announcement,
    Count,
    Declaration,
    Effect,
    EffectKind,
    Place,
    Rows,
    Span,
    Stand,
    Step,
    Total,
    Value,
)

# Removals come first; then what was mended, then what was gained, then what nobody sees yet.
KINDS: Final[tuple[EffectKind, ...]] = (
    "revoked", "suspended", "withdrawn", "corrected", "restored", "certified", "nominated", "pending",
)  # fmt: skip
_PUBLIC: Final[dict[PublicStatus, EffectKind]] = {
    "revoked": "revoked",
    "suspended": "suspended",
    "certified": "certified",
    "candidate": "nominated",
}
_EVIDENCE: Final = ("cases", "assessments", "inspections")

Source = CountySource | UnitSource


def steps(before: Table[Event] | None, after: Table[Event], county: County) -> tuple[Step, ...]:
    """The new lines of a log, in its order."""
    before = before if before is not None else Table(after.path, present=False)
    return tuple(_step(county, event) for _, event in new_lines(before, after))


def _step(county: County, event: Event) -> Step:
    record = county.records.get((event.area_id, event.title))
    transition = (
        next((transition for transition in record.transitions if transition.event == event), None) if record else None
    )
    return Step(
        event_id=urls.event_id(county.code, event.sequence),
        sequence=event.sequence,
        area_id=event.area_id,
        area_name=area_name(county, event),
        place=county.place(event.area_id),
        event=event.event,
        title=event.title,
        title_name=county.title_name(event),
        effective_at=event.effective_at,
        recorded_at=event.recorded_at,
        decided_by=event.decided_by,
        decided_by_name=county.names.get(event.decided_by) if event.decided_by else None,
        reason=event.reason,
        reason_name=county.reason_name(event),
        notice_id=event.notice_id,
        corrects=event.corrects,
        public=bool(record and transition and record.is_public(transition)),
    )


def area_name(county: County, event: Event) -> str:
    """Name of an event's area with its qualifier; as the line has it where the area is not in the table."""
    area = county.areas.get(event.area_id)
    return words.full_name(area.name, area.qualifier) if area else event.area_name


def effects(before: County | None, after: County, new: Iterable[int]) -> tuple[Effect, ...]:
    """What becomes of each title of each area, removals first. `new` are the numbers of the new lines."""
    was = before.records if before is not None else {}
    lines = set(new)
    changed = (_effect(was.get(key), record, after, lines) for key, record in after.records.items())
    gone = (_gone(record, before) for key, record in was.items() if before is not None and key not in after.records)
    return tuple(
        sorted(
            (effect for effect in (*changed, *gone) if effect),
            key=lambda effect: (KINDS.index(effect.kind), effect.area_id, effect.title),
        )
    )


def stand(state: State | None) -> Stand:
    """A folded state as it is told."""
    return Stand(state.status, state.public, state.since) if state else Stand()


def _effect(was: Record | None, record: Record, county: County, new: set[int]) -> Effect | None:
    mine = tuple(transition.event.sequence for transition in record.transitions if transition.event.sequence in new)
    mended = corrections(was, record, county, new)
    before, after = stand(was.state if was else None), stand(record.state)
    if before == after and not mended:
        return None
    spans = (spans_of(was), spans_of(record)) if mended else ((), ())
    event = record.transitions[-1].event
    return Effect(
        kind=kind_of(before, after, corrected=bool(mended)),
        area_id=record.area_id,
        area_name=area_name(county, event),
        place=county.place(record.area_id),
        title=record.title,
        title_name=county.title_name(event),
        before=before,
        after=after,
        sequences=mine,
        corrections=mended,
        periods_before=spans[0] if spans[0] != spans[1] else (),
        periods_after=spans[1] if spans[0] != spans[1] else (),
    )


def _gone(record: Record, county: County) -> Effect | None:
    """A title whose lines are all gone (which a check against the base does not let pass)."""
    event = record.transitions[-1].event
    if record.state == State():
        return None
    name, place, title = area_name(county, event), county.place(record.area_id), county.title_name(event)
    return Effect(
        kind_of(stand(record.state), Stand(), corrected=False), record.area_id, name, place, record.title, title,
        stand(record.state), Stand(), (), (), (), (),
    )  # fmt: skip


def kind_of(before: Stand, after: Stand, *, corrected: bool) -> EffectKind:
    """What the public is told first of a change."""
    if before.public == after.public:
        if corrected:
            return "corrected"
        return "pending" if after.public is None or before.since == after.since else _PUBLIC[after.public]
    if after.public is None:
        return "withdrawn"
    if after.public == "certified" and before.public in ("suspended", "revoked"):
        return "corrected" if corrected else "restored" if before.public == "suspended" else "certified"
    return _PUBLIC[after.public]


def spans_of(record: Record | None) -> tuple[Span, ...]:
    """The times during which a title was held."""
    return tuple(Span(period.start, period.end) for period in record.periods) if record else ()


def totals(before: County | None, after: County | None) -> tuple[Total, ...]:
    """Numbers of each title, by the order of the profiles; only those that changed."""
    sides = [_counted(before), _counted(after)]
    county = after or before
    if county is None:
        return ()
    order = sorted({*sides[0], *sides[1]}, key=lambda title: (county.rank(title), title))
    changed = (
        Total(title, county.title_then(title), _count(sides[0].get(title)), _count(sides[1].get(title)))
        for title in order
    )
    return tuple(total for total in changed if total.before != total.after)


def _counted(county: County | None) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for record in county.records.values() if county else ():
        if record.state.public is not None:
            counts.setdefault(record.title, Counter())[record.state.public] += 1
    return counts


def _count(numbers: Counter[str] | None) -> Count:
    return Count(**numbers) if numbers else Count()


# ---- tables


def values(before: Any, after: Any) -> tuple[Value, ...]:
    """The columns in which two rows differ."""
    return tuple(
        Value(name, _plain(getattr(before, name)), _plain(getattr(after, name)))
        for name in after._fields
        if getattr(before, name) != getattr(after, name)
    )


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


Areas = tuple[tuple[Place, ...], tuple[Place, ...], tuple[Place, ...]]


def areas(before: Table[Area] | None, after: Table[Area], removed: Mapping[str, Collection[str]]) -> Areas:
    """Areas that came, that read otherwise, and that went. Names that were `removed`, by the area, are not quoted."""
    then = {area.area_id: area for area in before.rows} if before is not None else {}
    now = {area.area_id: area for area in after.rows}
    return (
        tuple(_place(area) for key, area in now.items() if key not in then),
        tuple(
            _place(area, _unquoted(values(then[key], area), removed.get(key, ())))
            for key, area in now.items()
            if key in then and then[key] != area
        ),
        tuple(_place(area) for key, area in then.items() if key not in now),
    )


def _unquoted(changed: tuple[Value, ...], removed: Collection[str]) -> tuple[Value, ...]:
    gone = {*removed}
    return tuple(
        replace(value, before=REMOVED) if gone.intersection((value.before or "").split(";")) else value
        for value in changed
    )


def _place(area: Area, changed: tuple[Value, ...] = ()) -> Place:
    return Place(area.area_id, words.full_name(area.name, area.qualifier), area.unit_type, changed)


def notices(before: Source | None, after: Source, county: County | None) -> tuple[Announcement, ...]:
    """New notices, with what they declare; `county` where they are those of one."""
    notice_ids = {notice.notice_id for notice in before.notices.rows} if before is not None else set()
    return tuple(
        Announcement(
            notice.notice_id,
            notice.title,
            notice.publisher,
            notice.published_at,
            tuple(_declared(row, after, county) for row in after.declared.rows if row.notice_id == notice.notice_id),
            sum(row.notice_id == notice.notice_id for row in after.unplaced.rows),
        )
        for notice in after.notices.rows
        if notice.notice_id not in notice_ids
    )


def _declared(row: Declared, source: Source, county: County | None) -> Declaration:
    place = source.names.get(row.division) if row.division else None
    name = county.title_then(row.title, row.notice_id) if county and row.title else None
    return Declaration(row.series, row.batch, row.division, place, row.title, name, row.measure, row.count)


def evidence(before: Source | None, after: Source) -> tuple[Rows, ...]:
    """How many rows of the evidence came and went."""
    changed = []
    for name in _EVIDENCE:
        then, now = _rows(before, name), _rows(after, name)
        if then != now:
            changed.append(Rows(name, (now - then).total(), (then - now).total()))
    return tuple(changed)


def _rows(source: Source | None, name: str) -> Counter[Any]:
    table = getattr(source, name, None)
    return Counter(table.rows) if table is not None else Counter()


def settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Value, ...]:
    """The keys of county.json that read otherwise."""
    keys: Sequence[str] = [*before, *(key for key in after if key not in before)]
    return tuple(_changed(before, after, keys))


def _changed(before: Mapping[str, Any], after: Mapping[str, Any], keys: Sequence[str]) -> Iterator[Value]:
    for key in keys:
        if before.get(key) != after.get(key):
            yield Value(key, _plain(before.get(key)), _plain(after.get(key)))
