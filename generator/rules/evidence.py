"""Findings of evidence: cases and close contacts against what the scheme makes of them. Counts only.

A case counts for the area where it was and for every unit above it, never for those below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from generator import words
from generator.findings import finding
from generator.register.divisions import units_of
from generator.register.durations import Application
from generator.register.fold import Record
from generator.register.model import Area, Case, Finding
from generator.register.profile import Cascade, Profile, Trigger
from generator.rules.subject import Subject, located
from generator.rules.triggers import unanswered

_INFECTIONS = ("confirmed", "asymptomatic")
_SHOWN = 3


class CaseLine(NamedTuple):
    """A line of cases.csv."""

    line: int
    case: Case

    def counts(self, kinds: Sequence[str]) -> bool:
        """True if any of these counts is not 0."""
        return any(getattr(self.case, kind, None) for kind in kinds)


def check(subject: Subject) -> Iterator[Finding]:
    """Windows, triggers and restorations against the cases on file; nothing where none are kept here."""
    county, table = subject.county, subject.source.cases
    if "cases" not in county.evidence or not table.whole:
        return
    lines = sorted((CaseLine(*line) for line in located(table, county.cases)), key=lambda line: line.case.date)
    sure = table.path not in subject.unsure
    if sure:
        yield from _cleared(subject, lines)
    index = _upward(lines, county.areas)
    for record, applications in subject.applications:
        mine = index.get(record.area_id, ())
        if mine:
            for application in applications:
                yield from _window(subject, application, mine)
            yield from _answered(subject, record, mine)
            if sure:
                yield from _restored(subject, record, mine)
        if sure:
            yield from _unfounded(subject, record, mine)
    yield from _known_above(subject, lines)


def _upward(lines: Sequence[CaseLine], areas: Mapping[str, Area]) -> Mapping[str, list[CaseLine]]:
    """For each area and unit the cases that count for it, in order of the day."""
    counting: dict[str, list[CaseLine]] = defaultdict(list)
    for line in lines:
        for unit in units_of(line.case.area_id, areas):
            counting[unit].append(line)
    return counting


def _window(subject: Subject, application: Application, mine: Sequence[CaseLine]) -> Iterator[Finding]:
    """The days without a new infection before a title is decided, and until it is published.

    What was found on the very day of the decision comes after it: that is a matter of the triggers.
    """
    decided = application.get("certify") or application.get("publish")
    profile = subject.profile(decided) if decided else None
    if decided is None or profile is None or profile.window.days is None or subject.is_historic(decided):
        return
    anchor = application.get("apply", decided) if profile.window.anchor == "application" else decided
    floor = (date.fromisoformat(anchor.effective_at[:10]) - timedelta(days=profile.window.days)).isoformat()
    for event in (decided, application.get("publish")):
        if event is None:
            continue
        day = event.effective_at[:10]
        within = [line for line in mine if floor < line.case.date < day and line.counts(profile.window.counts)]
        if within:
            yield subject.told(
                "E615", event, "effective_at", event.effective_at, profile.cite(profile.window.clause),
                step=words.EVENTS[event.event], since=within[-1].case.date, days=profile.window.days,
                earliest=_after(within[-1].case.date, profile.window.days),
            )  # fmt: skip
            return


def _answered(subject: Subject, record: Record, mine: Sequence[CaseLine]) -> Iterator[Finding]:
    """Whether each case, and each close contact, was answered by the step that the scheme asks for."""
    for on_contacts in (False, True):
        for line, trigger, profile in _triggered(subject, record, mine, on_contacts=on_contacts):
            missing = yield from unanswered(subject, record, line.case.date, trigger, profile)
            if missing is None:
                continue
            code = ("E617" if on_contacts else "E616") if trigger.days is not None else "W622"
            yield subject.told(
                code, missing, "event", words.EVENTS[missing.event], profile.cite(trigger.clause), date=line.case.date,
                where=_where(subject, line.case.area_id, record.area_id), reasons="、".join(trigger.reasons),
                what="密切接触者" if on_contacts else "感染者",
                steps="或".join(words.EVENTS[step] for step in trigger.steps),
            )  # fmt: skip
            return  # once is enough: the others follow from it


def _triggered(
    subject: Subject, record: Record, mine: Sequence[CaseLine], *, on_contacts: bool
) -> Iterator[tuple[CaseLine, Trigger, Profile]]:
    """The cases (or contacts) that ask for a step of this record, each with the rule that asks for it."""
    for line in mine:
        profile = subject.county.profile_at(line.case.date)
        for trigger in profile.triggers if profile else ():
            if profile is None or on_contacts != ("close_contacts" in trigger.on) or not line.counts(trigger.on):
                continue
            cascade = profile.cascade if line.case.area_id != record.area_id else None
            if cascade and record.title in cascade.to and _lost_below(subject, line, cascade):
                continue  # the unit above follows the loss below: see upward
            yield line, trigger, profile


def _lost_below(subject: Subject, line: CaseLine, cascade: Cascade) -> bool:
    """True if the area of a case lost its title for a reason that goes upward."""
    records = (subject.county.records.get((line.case.area_id, title)) for title in cascade.of)
    return any(
        event.event in cascade.steps and event.reason in cascade.on and event.effective_at[:10] >= line.case.date
        for record in records
        if record is not None
        for event in record.standing
    )


def _where(subject: Subject, place: str, area_id: str) -> str:
    """Where it was, if it was below the area."""
    if place == area_id:
        return ""
    area = subject.county.areas.get(place)
    return f"在“{area.name if area else subject.county.names.get(place, place)}”（{place}）"


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _restored(subject: Subject, record: Record, mine: Sequence[CaseLine]) -> Iterator[Finding]:
    """A restoration waits until every close contact was ruled out."""
    since = ""
    for event in record.standing:
        if event.event == "publish":
            since = event.effective_at[:10]  # contacts of a title that was lost do not keep the next one
        profile = subject.profile(event) if event.event == "restore" else None
        if profile is None or profile.restores_when != "contacts_ruled_out":
            continue
        day = event.effective_at[:10]
        cases = [line.case for line in mine if since <= line.case.date <= day]
        contacts = sum(case.close_contacts or 0 for case in cases if case.date < day)  # one of this day comes after it
        open_contacts = contacts - sum(case.cleared_contacts or 0 for case in cases)
        if open_contacts > 0:
            yield subject.told(
                "E618",
                event,
                "effective_at",
                event.effective_at,
                profile.cite(profile.restoration_clause),
                open=open_contacts,
            )


def _unfounded(subject: Subject, record: Record, mine: Sequence[CaseLine]) -> Iterator[Finding]:
    """A step for a case or a contact that the evidence on file does not have."""
    since = ""
    for event in record.standing:
        if event.event in ("publish", "restore"):
            since = event.effective_at[:10]
        if event.event not in ("suspend", "revoke") or event.reason is None or subject.is_historic(event):
            continue
        profile = subject.profile(event)
        for trigger in profile.triggers if profile else ():
            if event.reason not in trigger.reasons or "failed_inspection" in trigger.on:
                continue
            day = event.effective_at[:10]
            if not any(since <= line.case.date <= day and line.counts(trigger.on) for line in mine):
                yield subject.told(
                    "W620", event, "reason", event.reason, profile.cite(trigger.clause) if profile else None,
                    reason=subject.county.reason_name(event), step=words.EVENTS[event.event], table="cases",
                )  # fmt: skip


def _cleared(subject: Subject, lines: Sequence[CaseLine]) -> Iterator[Finding]:
    """Nobody is ruled out who was never a contact."""
    contacts: dict[str, int] = defaultdict(int)
    cleared: dict[str, int] = defaultdict(int)
    for _, day_lines in groupby(lines, lambda line: line.case.date):
        last: dict[str, CaseLine] = {}
        for line in day_lines:
            contacts[line.case.area_id] += line.case.close_contacts or 0
            cleared[line.case.area_id] += line.case.cleared_contacts or 0
            if line.case.cleared_contacts:
                last[line.case.area_id] = line
        for area_id, line in last.items():
            if cleared[area_id] > contacts[area_id]:
                yield finding(
                    "E621", subject.source.cases.path, line.line, "cleared_contacts", line.case.cleared_contacts,
                    area_id=area_id, cleared=cleared[area_id], contacts=contacts[area_id],
                )  # fmt: skip
                cleared[area_id] = contacts[area_id]  # told once


def _known_above(subject: Subject, lines: Sequence[CaseLine]) -> Iterator[Finding]:
    """A case known only to a unit above certified areas: perhaps it is theirs."""
    for line in lines:
        case = line.case
        profile = subject.county.profile_at(case.date)
        asked = {count for trigger in profile.triggers for count in trigger.on} if profile else set()
        if "-" in case.area_id or not line.counts([count for count in _INFECTIONS if count in asked]):
            continue
        below = [
            record
            for record in subject.sound
            if record.area_id != case.area_id and record.area_id.startswith(case.area_id) and _stands(record, case.date)
        ]
        if below:
            names = "、".join(record.transitions[0].event.area_name for record in below[:_SHOWN])
            yield finding(
                "W619", subject.source.cases.path, line.line, "area_id", case.area_id, None, date=case.date, where="",
                unit=subject.county.names.get(case.area_id, case.area_id), count=len(below), names=names,
            )  # fmt: skip


def _stands(record: Record, day: str) -> bool:
    """True if a title was held on a day and still at its end."""
    return any(
        period.start[:10] <= day and (period.end is None or period.end[:10] > day) for period in record.periods
    )  # fmt: skip
