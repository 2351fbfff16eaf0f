"""What a correction says: what was wrong, what is true, and which later lines mean something else now. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from generator.register.county import County
from generator.register.fold import Record, State, Transition, advance
from generator.register.model import Event
from generator.review.nouns import Correction, CorrectionKind, Judged, Value

_TOLD: Final = ("event", "effective_at", "decided_by", "reason", "notice_id")


def corrections(was: Record | None, record: Record, county: County, new: Collection[int]) -> tuple[Correction, ...]:
    """The new lines of a title that correct another."""
    mine = [
        transition
        for transition in record.transitions
        if transition.event.sequence in new and len(transition.about) > 1
    ]
    if not mine:
        return ()
    again = _judged_again(was, record) if was else ()
    return tuple(_correction(transition, county, again if transition is mine[-1] else ()) for transition in mine)


def _correction(transition: Transition, county: County, again: tuple[Judged, ...]) -> Correction:
    event, named = transition.event, transition.about[1]
    kind: CorrectionKind = "replaced"
    if event.event == "correct":
        kind = "reinstated" if named.event == "correct" else "retracted"
    told = transition.about[2] if kind == "reinstated" and len(transition.about) > 2 else named
    return Correction(
        by=event.sequence,
        kind=kind,
        sequence=told.sequence,
        event=told.event,
        effective_at=told.effective_at,
        reason_name=county.reason_name(told),
        why=county.reason_name(event) if event.event == "correct" else None,
        holds_again=named.corrects if kind == "retracted" else None,
        differences=_differences(named, event, county) if kind == "replaced" else (),
        judged_again=again,
    )


def _differences(named: Event, event: Event, county: County) -> tuple[Value, ...]:
    return tuple(
        Value(name, _shown(named, name, county), _shown(event, name, county))
        for name in _TOLD
        if getattr(named, name) != getattr(event, name)
    )


def _shown(event: Event, name: str, county: County) -> str | None:
    """A cell as people read it."""
    if name == "reason":
        return county.reason_name(event)
    value: str | None = getattr(event, name)
    return county.names.get(value, value) if name == "decided_by" and value else value


def _judged_again(was: Record, record: Record) -> tuple[Judged, ...]:
    """Lines that stood before and stand now, and after which the public status is another, or that no longer fit."""
    then, now = _states(was), _states(record)
    faults = {fault.event.sequence for fault in record.faults} - {fault.event.sequence for fault in was.faults}
    return tuple(
        Judged(
            event.sequence, event.event, event.effective_at, then[event.sequence].public, now[event.sequence].public,
            event.sequence not in faults,
        )
        for event in record.standing
        if event.sequence in then
        and (then[event.sequence].public != now[event.sequence].public or event.sequence in faults)
    )  # fmt: skip


def _states(record: Record) -> dict[int, State]:
    """The state after each line in force, by its number."""
    state = State()
    states: dict[int, State] = {}
    for event in record.standing:
        state = states[event.sequence] = advance(state, event)
    return states
