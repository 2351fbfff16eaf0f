"""A line of the log that is wrong: taken back, replaced, or told of the area that was meant."""

from __future__ import annotations

import re
from typing import Final

from generator import words
from generator.errors import UsageError
from generator.register.model import Area, Event
from generator.register.times import instant
from generator.staff.recording.desk import Desk
from generator.staff.recording.steps import Entry, entered

_ID: Final = re.compile(r"(?:(?P<county>[0-9]{6})-)?(?P<number>[0-9]{1,6})")


def wrong(desk: Desk, text: str) -> Event:
    """The event that is meant by its id or its sequence. Raises UsageError where it is not there, or does not stand."""
    match = _ID.fullmatch(text.strip())
    if match is None or match["county"] not in (None, desk.code):
        raise UsageError(f"事件编号写成 {desk.code}-000337，或只写序号 337；这里写的是“{text}”")
    sequence = int(match["number"])
    event = next((event for event in desk.source.events.rows if event.sequence == sequence), None)
    if event is None:
        raise UsageError(f"日志里没有第 {sequence} 号；最后一号是第 {desk.following - 1} 号")
    record = desk.county.records[event.area_id, event.title]
    by = record.corrected_by.get(sequence)
    if by is not None:
        how = "撤销" if by.event == "correct" else "替换"
        raise UsageError(f"第 {sequence} 号已被第 {by.sequence} 号{how}：要再改，更正第 {by.sequence} 号")
    return event


def retracted(desk: Desk, event: Event, reason: str) -> Desk:
    """The desk with a line that says that an event never was. Raises UsageError."""
    entry = Entry(
        desk.county.areas[event.area_id], "correct", event.effective_at, event.title, None, reason, None,
        event.sequence,
    )  # fmt: skip
    return entered(desk, entry)


def replaced(desk: Desk, event: Event, entry: Entry) -> Desk:
    """The desk with a line in the place of an event; what `entry` does not say stays as it was. Raises UsageError."""
    if event.event == "correct":
        raise UsageError(f"第 {event.sequence} 号本身是撤销，不能替换；要恢复它撤销的记录，用 --correct 撤销它")
    if entry.title is not None and entry.title != event.title:
        raise UsageError("更正不能换称号：先撤销这一行，再另记一行")
    filled = entry._replace(
        title=event.title,
        by=entry.by or event.decided_by,
        reason=entry.reason or (event.reason if entry.kind == event.event else None),
        notice_id=entry.notice_id or event.notice_id,
        corrects=event.sequence,
        checked=entry.checked or event.confirmed is not None,
    )
    made = entered(desk, filled)
    same = made.added.events[-1]._replace(
        sequence=event.sequence, recorded_at=event.recorded_at, corrects=event.corrects, area_name=event.area_name
    )
    if same == event and not is_ahead(desk, event):
        raise UsageError(f"和第 {event.sequence} 号没有不同：写明改成什么，如 --at、--reason、--by、--notice")
    return made


def is_ahead(desk: Desk, event: Event) -> bool:
    """True if a line says that it was recorded at a time that has not come: it is mended by the same line once more."""
    return instant(event.recorded_at) > desk.clock


def moved(desk: Desk, event: Event, area: Area, reason: str, entry: Entry) -> Desk:
    """The desk with an event taken back, and the same recorded of the area that was meant. Raises UsageError."""
    if event.event == "correct":
        raise UsageError(f"第 {event.sequence} 号是更正，没有记错区域的说法")
    again = entry._replace(
        area=area, reason=entry.reason or event.reason, notice_id=entry.notice_id or event.notice_id, corrects=None
    )
    return entered(retracted(desk, event, reason), again)


def asked(event: Event) -> str:
    """An event as a question names it."""
    return (
        f"第 {event.sequence} 号 {words.EVENTS[event.event]} {event.area_name}（{event.area_id}）{event.effective_at}"
    )
