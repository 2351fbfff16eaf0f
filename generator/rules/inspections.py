"""Findings of inspections (明查暗访): failures that the scheme answers by a loss of the title; their rectification."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from generator import words
from generator.findings import finding
from generator.register.fold import Record
from generator.register.model import Finding, Inspection
from generator.rules.subject import Subject, located
from generator.rules.triggers import unanswered


def check(subject: Subject) -> Iterator[Finding]:
    """Failed inspections; nothing where no inspections are kept here."""
    table, county = subject.source.inspections, subject.county
    if "inspections" not in county.evidence or not table.whole:
        return
    failed: dict[str, list[tuple[int, Inspection]]] = defaultdict(list)
    for line, row in located(table, county.inspections):
        yield from _days(subject, line, row)
        if row.result == "failed":
            failed[row.area_id].append((line, row))
            yield from _rectified(subject, line, row)
    for record in subject.sound:
        mine = failed.get(record.area_id, [])
        yield from _answered(subject, record, mine)
        if table.path not in subject.unsure:
            yield from _unfounded(subject, record, mine)
            yield from _restored(subject, record, mine)


def _told(
    subject: Subject, code: str, line: int, column: str, value: object, clause: str | None, **words: Any
) -> Finding:
    return finding(code, subject.source.inspections.path, line, column, value, clause, **words)


def _days(subject: Subject, line: int, row: Inspection) -> Iterator[Finding]:
    for column in ("rectification_due", "rectification_done"):
        day = getattr(row, column)
        if day is not None and day < row.date:
            yield _told(subject, "E628", line, column, day, None, what="检查日期", expected=row.date)


def _rectified(subject: Subject, line: int, row: Inspection) -> Iterator[Finding]:
    profile = subject.county.profile_at(row.date)
    if profile is None or not profile.rectifies:
        return
    clause = profile.cite(profile.statements["inspection"].clause)
    area = subject.county.areas.get(row.area_id)
    if row.rectification_due is None:
        yield _told(subject, "E625", line, "rectification_due", None, clause)
    elif row.rectification_done is None and row.date <= row.rectification_due < subject.now:
        yield _told(
            subject, "W624", line, "rectification_due", row.rectification_due, clause,
            area=area.name if area else row.area_id, area_id=row.area_id, now=subject.now,
        )  # fmt: skip


def _answered(subject: Subject, record: Record, failed: list[tuple[int, Inspection]]) -> Iterator[Finding]:
    """Whether each failure by the level that the scheme names was answered by the step that it asks for."""
    triggers = [
        (line, row, trigger, profile)
        for line, row in sorted(failed, key=lambda pair: pair[1].date)
        if (profile := subject.county.profile_at(row.date)) is not None
        for trigger in profile.triggers
        if "failed_inspection" in trigger.on and trigger.inspected_by in (None, len(row.inspected_by))
    ]
    for line, row, trigger, profile in triggers:
        holder = yield from unanswered(subject, record, row.date, trigger, profile)
        if holder is not None:
            yield _told(
                subject, "E623", line, "result", row.result, profile.cite(trigger.clause), area=holder.area_name,
                area_id=record.area_id, title=subject.county.title_name(holder), date=row.date,
                reasons="、".join(trigger.reasons), steps="或".join(words.EVENTS[step] for step in trigger.steps),
                events="、".join(trigger.steps),
            )  # fmt: skip
            return


def _unfounded(subject: Subject, record: Record, failed: list[tuple[int, Inspection]]) -> Iterator[Finding]:
    """A suspension or revocation for an inspection that is not on file."""
    since = ""
    for event in record.standing:
        if event.event in ("publish", "restore"):
            since = event.effective_at[:10]
        profile = subject.profile(event) if event.event in ("suspend", "revoke") else None
        for trigger in profile.triggers if profile else ():
            if "failed_inspection" not in trigger.on or event.reason not in trigger.reasons or profile is None:
                continue
            day = event.effective_at[:10]
            if not subject.is_historic(event) and not any(
                since <= row.date <= day and trigger.inspected_by in (None, len(row.inspected_by)) for _, row in failed
            ):
                yield subject.told(
                    "W620", event, "reason", event.reason, profile.cite(trigger.clause),
                    reason=subject.county.reason_name(event), step=words.EVENTS[event.event], table="inspections",
                )  # fmt: skip


def _restored(subject: Subject, record: Record, failed: list[tuple[int, Inspection]]) -> Iterator[Finding]:
    """A restoration that waits for the rectification of what an inspection found since the title was given."""
    since = ""
    for event in record.standing:
        if event.event == "publish":
            since = event.effective_at[:10]
        profile = subject.profile(event) if event.event == "restore" else None
        if profile is None or profile.restores_when != "rectified":
            continue
        day = event.effective_at[:10]
        waiting = [
            row
            for _, row in failed
            if since <= row.date < day and (row.rectification_done is None or row.rectification_done > day)
        ]
        if waiting:
            yield subject.told(
                "E665", event, "effective_at", event.effective_at, profile.cite(profile.restoration_clause),
                date=waiting[-1].date,
            )  # fmt: skip
