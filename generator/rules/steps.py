"""Findings of single steps: whether the scheme has them, who took them, and for what reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import timedelta
from typing import Final

from generator import words
from generator.findings import finding
from generator.register.divisions import place_of
from generator.register.fold import Fault, Record
from generator.register.model import Event, Finding
from generator.register.profile import Profile, Step
from generator.register.status import HISTORIC, STATUS_AFTER
from generator.register.times import before
from generator.rules.subject import Subject, in_force

# From so many on, lines without earlier steps are a list that was taken over.
_LIST: Final = 3
_LOSSES: Final = frozenset({"suspend", "revoke"})


def check(subject: Subject) -> Iterator[Finding]:
    """Steps in force that the scheme does not have, or not from this status, or not by this body."""
    county = subject.county
    taken_over = _taken_over(subject)
    if taken_over:
        yield _list_before(subject, taken_over)
    bound: dict[tuple[str, str, str], tuple[Profile | None, Step | None]] = {}  # once for all steps that are alike
    for record in subject.records:
        for event in in_force(record):
            alike = (event.event, record.title, event.effective_at)
            if alike not in bound:
                profile = county.profile_at(event.effective_at)
                profile = profile if profile is not None and record.title in profile.titles else None
                bound[alike] = (profile, profile.step(event.event, record.title) if profile is not None else None)
            profile, step = bound[alike]
            if profile is None:
                continue
            if step is None:
                yield _foreign(subject, event, profile)
            else:
                reason = event.reason
                if reason not in step.reasons if reason is not None else event.event in _LOSSES:
                    yield from _reason(subject, event, profile, step)
                level, body = step.levels[event.title], event.decided_by
                right = body is not None and event.area_id.startswith(body) and (level is None or len(body) == level)
                if not right and event.sequence not in taken_over:  # nearly each step was taken by such a body
                    yield from _body(subject, event, profile, step)
            if event.event == "publish" and event.notice_id is None:
                yield finding("W603", subject.source.events.path, subject.lines.get(event.sequence), "notice_id")
        if (record.faults or record.disorders) and subject.source.events.whole:
            foreign = subject.foreign.get((record.area_id, record.title), frozenset())
            yield from _faults(subject, record, foreign | taken_over.keys())


def _taken_over(subject: Subject) -> Mapping[int, str]:
    """Beginnings of records without any earlier step, of days before the county's first application: their days.

    So many of them are no slips: the list is older than the register, which is said to begin no later.
    """
    begun = min((event.effective_at[:10] for event in subject.county.events if event.event == "apply"), default="9999")
    days = {
        fault.event.sequence: day
        for record in subject.records
        for fault in record.faults
        if fault.status is None
        and fault.event.event in HISTORIC
        and (day := _day_of_list(subject, fault.event)) < begun
    }
    # A log of nothing else is such a list, however short; of one line alone it cannot be said.
    least = 2 if len(days) == len(subject.county.events) else _LIST
    return days if len(days) >= least and subject.source.events.whole else {}


def _day_of_list(subject: Subject, event: Event) -> str:
    notice = subject.county.notice(event.notice_id)
    return (notice.published_at if notice else event.effective_at)[:10]


def _list_before(subject: Subject, days: Mapping[int, str]) -> Finding:
    last = max(days.values())
    return finding(
        "E634", f"{subject.source.folder}/county.json", column="register_since",
        value=subject.county.settings.register_since, count=len(days),
        first=min(subject.lines.get(sequence, 0) for sequence in days), day=last,
        expected=before(last, timedelta(days=-1))[:10],
    )  # fmt: skip


def _foreign(subject: Subject, event: Event, profile: Profile) -> Finding:
    steps = (step.event for step in profile.steps.values() if event.title in step.levels)
    return subject.told(
        "E601", event, "event", words.EVENTS[event.event], None, scheme=profile.name,
        expected="、".join(words.EVENTS[step] for step in steps) or "没有，删去这一行",
    )  # fmt: skip


def _reason(subject: Subject, event: Event, profile: Profile, step: Step) -> Iterator[Finding]:
    if event.reason is None:
        if step.reasons and event.event in _LOSSES:
            yield subject.told(
                "W605", event, "reason", None, profile.cite(step.clause),
                step=words.EVENTS[event.event], expected=_listed(step),
            )  # fmt: skip
    elif event.reason not in step.reasons:
        yield subject.told(
            "E604", event, "reason", event.reason, profile.cite(step.clause), scheme=profile.name,
            step=words.EVENTS[event.event], expected=_listed(step) or "留空",
        )  # fmt: skip


def _listed(step: Step) -> str:
    return "、".join(f"{code}（{name}）" for code, name in step.reasons.items())


def _body(subject: Subject, event: Event, profile: Profile, step: Step) -> Iterator[Finding]:
    """The body that took a step: of the level that the scheme gives, and over the place where the area lies."""
    level, body = step.levels[event.title], event.decided_by
    if body is None:
        # Where only the street is known, nobody can say which community of it took the step: the id says so already.
        if level is not None and level <= len(place_of(event.area_id)) and not subject.is_historic(event):
            yield subject.told(
                "W611", event, "decided_by", None, profile.cite(step.clause),
                step=words.EVENTS[event.event], expected=words.LEVELS[level],
            )  # fmt: skip
        return
    if level is not None and len(body) != level:
        yield subject.told(
            "E606", event, "decided_by", body, profile.cite(step.clause), step=words.EVENTS[event.event],
            expected=words.LEVELS[level], found=words.LEVELS[len(body)],
        )  # fmt: skip
    elif not event.area_id.startswith(body):
        area = subject.county.areas.get(event.area_id)
        inside = "-" in event.area_id and body.startswith(event.area_id.partition("-")[0])
        if not inside and not (area and area.administered_by):  # a zone decides for what it runs, whatever its code
            yield subject.told(
                "E607", event, "decided_by", body, None, step=words.EVENTS[event.event],
                name=subject.county.names.get(body, "？"),
            )  # fmt: skip


def _faults(subject: Subject, record: Record, foreign: Set[int]) -> Iterator[Finding]:
    for fault in record.faults:
        if fault.event.sequence in foreign:
            continue
        profile = subject.profile(fault.event)
        step = profile.steps.get(fault.event.event) if profile else None
        yield subject.told(
            "E602", fault.event, "event", words.EVENTS[fault.event.event],
            profile.cite(step.clause) if profile and step else None, status=_status(fault.status),
            expected=_needed(profile, fault), after=_because(record, fault.event),
        )  # fmt: skip
    for disorder in record.disorders:
        yield finding(
            "E303", subject.source.events.path, subject.lines.get(disorder.event.sequence), "effective_at",
            disorder.event.effective_at, expected=disorder.earlier.effective_at,
            line_before=subject.lines.get(disorder.earlier.sequence),
        )  # fmt: skip


def _needed(profile: Profile | None, fault: Fault) -> str:
    """The statuses from which the step is possible, without those that the scheme has no step for."""
    reached = {None, *(STATUS_AFTER.get(event) for event in profile.steps)} if profile else set(fault.needed)
    return "、".join(_status(status) for status in fault.needed if status in reached)


def _status(status: str | None) -> str:
    return words.STATUSES[status] if status else "没有记录"


def _because(record: Record, event: Event) -> str:
    """Says which correction makes a step impossible that was possible when it was recorded."""
    later = [correction.sequence for correction in record.corrected_by.values() if correction.sequence > event.sequence]
    return f"（第 {max(later)} 号更正之后重新判定）" if later else ""
