"""Findings of single steps: whether the scheme has them, who took them, and for what reason."""

from __future__ import annotations

from collections.abc import Iterator

from generator import words
from generator.findings import finding
from generator.register.model import Event, Finding
from generator.register.procedure import STATUS_AFTER
from generator.register.profile import Profile, Step
from generator.register.status import Fault, Record
from generator.rules.subject import Bench


def check(bench: Bench) -> Iterator[Finding]:
    """Steps in force that the scheme does not have, or not from this status, or not by this body."""
    county = bench.county
    for record in bench.records:
        foreign = set()
        title = record.title
        for event in _in_force(record):
            profile = county.profile_at(event.effective_at)
            if profile is None or title not in profile.titles:
                continue
            step = profile.step(event.event, title)
            if step is None:
                foreign.add(event.sequence)
                bench.foreign.add((record.area_id, title))
                yield _foreign(bench, event, profile)
            else:
                yield from _reason(bench, event, profile, step)
                yield from _body(bench, event, profile, step)
            if event.event == "publish" and event.notice_id is None:
                yield finding("W603", bench.source.events.path, bench.lines.get(event.sequence), "notice_id")
        if bench.source.events.whole:
            yield from _faults(bench, record, foreign)


def _in_force(record: Record) -> Iterator[Event]:
    yield from record.standing
    if record.corrected_by:
        for transition in record.transitions:
            event = transition.event
            if event.event == "correct" and event.sequence not in record.corrected_by:
                yield event


def _foreign(bench: Bench, event: Event, profile: Profile) -> Finding:
    known = (one.event for one in profile.steps.values() if event.title in one.levels)
    return bench.told(
        "E601", event, "event", words.EVENTS[event.event], None, scheme=profile.name,
        expected="、".join(words.EVENTS[one] for one in known),
    )  # fmt: skip


def _reason(bench: Bench, event: Event, profile: Profile, step: Step) -> Iterator[Finding]:
    if event.reason is None:
        if step.reasons and event.event in ("suspend", "revoke"):
            yield bench.told(
                "W605", event, "reason", None, profile.cite(step.clause),
                step=words.EVENTS[event.event], expected=_listed(step),
            )  # fmt: skip
    elif event.reason not in step.reasons:
        yield bench.told(
            "E604", event, "reason", event.reason, profile.cite(step.clause), scheme=profile.name,
            step=words.EVENTS[event.event], expected=_listed(step) or "留空",
        )  # fmt: skip


def _listed(step: Step) -> str:
    return "、".join(f"{code}（{name}）" for code, name in step.reasons.items())


def _body(bench: Bench, event: Event, profile: Profile, step: Step) -> Iterator[Finding]:
    """The body that took a step: of the level that the scheme gives, and over the place where the area lies."""
    level, body = step.levels[event.title], event.decided_by
    if body is None:
        if level is not None and not bench.is_historic(event):
            yield bench.told(
                "W611", event, "decided_by", None, profile.cite(step.clause),
                step=words.EVENTS[event.event], expected=words.LEVELS[level],
            )  # fmt: skip
        return
    if level is not None and len(body) != level:
        yield bench.told(
            "E606", event, "decided_by", body, profile.cite(step.clause), step=words.EVENTS[event.event],
            expected=words.LEVELS[level], found=words.LEVELS[len(body)],
        )  # fmt: skip
    elif not event.area_id.startswith(body):
        area = bench.county.areas.get(event.area_id)
        inside = "-" in event.area_id and body.startswith(event.area_id.partition("-")[0])
        if not inside and not (area and area.administered_by):  # a zone decides for what it runs, whatever its code
            yield bench.told(
                "E607", event, "decided_by", body, None, step=words.EVENTS[event.event],
                name=bench.county.names.get(body, "？"),
            )  # fmt: skip


def _faults(bench: Bench, record: Record, foreign: set[int]) -> Iterator[Finding]:
    for fault in record.faults:
        if fault.event.sequence in foreign:
            continue
        profile = bench.profile(fault.event)
        step = profile.steps.get(fault.event.event) if profile else None
        yield bench.told(
            "E602", fault.event, "event", words.EVENTS[fault.event.event],
            profile.cite(step.clause) if profile and step else None, status=_status(fault.status),
            expected=_needed(profile, fault), after=_because(record, fault.event),
        )  # fmt: skip
    for disorder in record.disorders:
        yield finding(
            "E303", bench.source.events.path, bench.lines.get(disorder.event.sequence), "effective_at",
            disorder.event.effective_at, expected=disorder.earlier.effective_at,
            line_before=bench.lines.get(disorder.earlier.sequence),
        )  # fmt: skip


def _needed(profile: Profile | None, fault: Fault) -> str:
    """The statuses from which the step is possible, without those that the scheme has no step for."""
    reached = {None, *(STATUS_AFTER.get(event) for event in profile.steps)} if profile else set(fault.needed)
    return "、".join(_status(one) for one in fault.needed if one in reached)


def _status(status: str | None) -> str:
    return words.STATUSES[status] if status else "没有记录"


def _because(record: Record, event: Event) -> str:
    """Says which correction makes a step impossible that was possible when it was recorded."""
    later = [one.sequence for one in record.corrected_by.values() if one.sequence > event.sequence]
    return f"（第 {max(later)} 号更正之后重新判定）" if later else ""
