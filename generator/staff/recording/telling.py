"""What is about to be recorded, in the words that the public and the office will read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from generator import words
from generator.register.change import changes
from generator.register.divisions import units_of
from generator.register.model import Event, Finding
from generator.staff.recording.desk import Desk
from generator.staff.recording.evidence import COUNTS
from generator.staff.recording.steps import deadlines

_COUNTY: Final = 6
# An id as a whole: that of a community is also the beginning of those of its compounds.
_ID: Final = re.compile(r"(?<![0-9-])[0-9]{6,12}(?:-[0-9]+)*(?![0-9-])")


def sentences(desk: Desk) -> Iterator[str]:
    """What the public will read of each event that was added; of one that it will not read yet, what it is."""
    county = desk.county
    told = {change.sequence: change for change in changes(county)}
    for event in desk.added.events:
        change = told.get(event.sequence)
        if change is not None:
            yield f"公众将看到：{change.sentence}"
            yield f"            {change.body}"
        else:
            name = words.full_name(event.area_name, county.areas[event.area_id].qualifier)
            title = county.title_name(event)
            yield f"暂不公开：{words.EVENTS[event.event]}：{name}（{event.area_id}）的{title}，{event.effective_at}"
        for due in deadlines(desk, event) if event.corrects is None else ():
            yield f"            接着：{due}"


def rows(desk: Desk) -> Iterator[str]:
    """The rows that are about to be written, by file."""
    added = desk.added
    for area in added.areas:
        yield f"{desk.file('areas')}：{area.area_id}  {words.full_name(area.name, area.qualifier)}"
    for notice in added.notices:
        yield f"{desk.file('notices')}：{notice.notice_id}  {notice.title}"
    for declared in added.declared:
        title = f"{desk.county.title_then(declared.title, declared.notice_id)} " if declared.title else ""
        measure = words.MEASURES[declared.measure]
        yield f"{desk.file('declared')}：{declared.notice_id}  {title}{measure} {declared.count}"
    for lost in added.unplaced:
        yield f"{desk.file('unplaced')}：{lost.notice_id}  {lost.place or ''}{lost.name}（未能落位）"
    for case in added.cases:
        counts = "，".join(f"{name} {getattr(case, kind)}" for kind, name in COUNTS.items() if getattr(case, kind))
        yield f"{desk.file('cases')}：{case.date}  {case.area_id}  {counts}"
    for inspection in added.inspections:
        by = desk.county.names.get(inspection.inspected_by, inspection.inspected_by)
        yield f"{desk.file('inspections')}：{inspection.date}  {inspection.area_id}  {by}检查不合格"
    for row in added.assessments:
        yield f"{desk.file('assessments')}：{row.date}  {row.area_id}  各项标准都达到"
    for event in added.events:
        yield f"{desk.file('events')}：{line(desk, event)}"


def line(desk: Desk, event: Event) -> str:
    """One line of the log in words."""
    parts = [f"第 {event.sequence} 号", event.area_name, words.EVENTS[event.event], event.effective_at]
    return "  ".join([*parts, *desk.county.circumstances(event)])


def sorted_out(desk: Desk, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding], int]:
    """Errors; warnings of what was added; and how many other warnings come up, as time goes on with every line.

    What stood in the log before and is overdue by now is none of this change, unless it is of the same area.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = [finding for finding in findings if finding.severity != "error"]
    ids: set[str] = {event.area_id for event in desk.added.events} | {area.area_id for area in desk.added.areas}
    for event in desk.added.events:  # what follows for the titles of the units above
        ids |= {unit for unit in units_of(event.area_id, desk.county.areas) if len(unit) > _COUNTY}
    ids |= {notice.notice_id for notice in desk.added.notices}
    old = len(desk.source.events.rows) - len(desk.added.events)
    last = max(desk.source.events.lines[:old], default=1)
    events = desk.source.events.path

    def is_ours(finding: Finding) -> bool:
        at_end = finding.path == events and finding.line is not None and finding.line > last
        return at_end or finding.value in ids or not ids.isdisjoint(_ID.findall(finding.message))

    ours = [finding for finding in warnings if is_ours(finding)]
    return errors, ours, len(warnings) - len(ours)
