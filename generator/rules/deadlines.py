"""Findings of time limits: each step's own, from the anchor that the profile gives; terms; and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from generator import words
from generator.register.durations import Application
from generator.register.fold import Record
from generator.register.model import Event, Finding
from generator.register.profile import Deadline, Profile
from generator.register.status import LINE
from generator.register.workdays import CALENDAR_DAY, UnknownYearError
from generator.rules.subject import Subject

_WAITING: Final = frozenset({"applied", "recommended", "candidate", "decided"})


def check(subject: Subject) -> Iterator[Finding]:
    """Late and overdue steps, filings that are not on record, terms of a title."""
    unknown: set[str | None] = set()
    for finding in _all(subject):
        if finding.code == "W308":  # told once for each year
            if finding.value in unknown:
                continue
            unknown.add(finding.value)
        yield finding


def _all(subject: Subject) -> Iterator[Finding]:
    profiles = [version for profile in subject.county.profiles.values() for version in profile.versions()]
    timed = {step.event for profile in profiles for step in profile.steps.values() if step.deadline}
    waiting = any(profile.reapply_after_days for profile in profiles)
    is_late = _lateness(subject)
    for record, applications in subject.applications:
        lost: Event | None = None
        for application in applications:
            if is_late(application):
                for kind in timed & application.keys():
                    yield from _late(subject, application, application[kind])
            if waiting:
                yield from _too_soon(subject, application, lost)
                lost = application.get("revoke") or application.get("reject") or lost
        if applications:
            if record.state.status in _WAITING:
                yield from _overdue(subject, record, applications[-1])
            yield from _held(subject, record, applications[-1])


def _lateness(subject: Subject) -> Callable[[Application], bool]:
    """Tells whether a step of an application may be late; asked once of all steps that are alike."""
    limits: dict[tuple[str, str, str], Deadline | None] = {}

    def is_late(application: Application) -> bool:
        for event in application.values():
            alike = (event.event, event.title, event.effective_at)
            if alike not in limits:
                profile = subject.profile(event)
                step = profile.step(event.event, event.title) if profile else None
                limits[alike] = step.deadline if step else None
            deadline = limits[alike]
            anchor = application.get(deadline.anchor) if deadline is not None else None
            if deadline is None or anchor is None:
                continue
            try:
                due = subject.county.calendar.due(anchor.effective_at, deadline.days, deadline.unit)
            except UnknownYearError:
                return True
            if event.effective_at[:10] > due:
                return True
        return False

    return is_late


def _late(subject: Subject, application: Application, event: Event) -> Iterator[Finding]:
    profile = subject.profile(event)
    step = profile.step(event.event, event.title) if profile else None
    if profile is None or step is None or step.deadline is None:
        return
    anchor = application.get(step.deadline.anchor)
    if anchor is None:
        return
    yield from _judged(subject, "W609", profile, step.deadline, anchor, event, event.effective_at[:10])


def _judged(
    subject: Subject, code: str, profile: Profile, deadline: Deadline, anchor: Event, told: Event, day: str,
    step: str | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """A finding if `day` lies after the deadline, on the line of the event `told`."""
    name = words.EVENTS[step or told.event]
    calendar = subject.county.calendar
    try:
        due = calendar.due(anchor.effective_at, deadline.days, deadline.unit)
    except UnknownYearError as unknown:
        yield subject.told("W308", told, "effective_at", unknown.year, profile.cite(deadline.clause), step=name)
        return
    if day <= due:
        return
    try:
        late = f"{calendar.between(due, day, deadline.unit) or 1} {words.UNITS[deadline.unit]}"
    except UnknownYearError:  # late for certain, by working days that nobody can count
        late = f"{calendar.between(due, day, CALENDAR_DAY)} {words.UNITS[CALENDAR_DAY]}"
    unit = words.UNITS[deadline.unit]
    yield subject.told(
        code, told, "effective_at", told.effective_at, profile.cite(deadline.clause), step=name,
        since=words.EVENTS[anchor.event], start=anchor.effective_at[:10],
        limit=f"后 {deadline.days} {unit}", due=due, late=late, now=day,
    )  # fmt: skip


def _overdue(subject: Subject, record: Record, application: Application) -> Iterator[Finding]:
    """The next step of an application under way, if its time is over."""
    last = record.standing[-1]
    profile = subject.profile(last)
    if profile is None:
        return
    line = [kind for kind in LINE if profile.step(kind, record.title)]
    passed = [kind for kind in line if kind in application]
    following = line[line.index(passed[-1]) + 1 :] if passed else []
    step = profile.step(following[0], record.title) if following else None
    if step is not None and step.deadline is not None and (anchor := application.get(step.deadline.anchor)) is not None:
        yield from _judged(subject, "W610", profile, step.deadline, anchor, last, subject.now, step.event)


def _held(subject: Subject, record: Record, application: Application) -> Iterator[Finding]:
    """A title that is held: whether it was filed, and whether its term is over."""
    publish = application.get("publish")
    if record.state.public not in ("certified", "suspended") or publish is None or subject.is_historic(publish):
        return
    profile = subject.profile(publish)
    if profile is None:
        return
    filing = profile.step("file", record.title)
    if filing is not None and "file" not in application and (level := filing.levels[record.title]) is not None:
        yield subject.told(
            "W608", publish, "event", words.EVENTS["publish"], profile.cite(filing.clause),
            expected=words.LEVELS[level],
        )  # fmt: skip
    if profile.expiry_days is not None:
        due = subject.county.calendar.due(publish.effective_at, profile.expiry_days, CALENDAR_DAY)
        if subject.now > due:
            yield subject.told(
                "W630", publish, "effective_at", publish.effective_at, None, start=publish.effective_at[:10],
                days=profile.expiry_days, due=due, now=subject.now,
            )  # fmt: skip


def _too_soon(subject: Subject, application: Application, lost: Event | None) -> Iterator[Finding]:
    apply = application.get("apply")
    profile = subject.profile(apply) if apply is not None and lost is not None else None
    if apply is None or lost is None or profile is None or not profile.reapply_after_days:
        return
    due = subject.county.calendar.due(lost.effective_at, profile.reapply_after_days, CALENDAR_DAY)
    if apply.effective_at[:10] <= due:
        yield subject.told(
            "E633", apply, "effective_at", apply.effective_at, None, days=profile.reapply_after_days,
            since=lost.effective_at[:10], due=due,
        )  # fmt: skip
