"""One area in words: status, why, history. For staff: it also shows what is not public yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import words
from generator.check import check_one, read_plan
from generator.errors import RegisterError
from generator.register.county import County
from generator.register.divisions import place_name
from generator.register.fold import Record


class UnknownAreaError(RegisterError):
    """No county has this area."""


def show(data: Path, area_id: str, as_of: str | None = None) -> Iterator[str]:
    """Lines about one area. Raises UnknownAreaError."""
    plan, _ = read_plan(data, as_of)
    code = area_id[:6]
    if code not in plan.counties:
        raise UnknownAreaError(f"名录里没有区域 {area_id}：没有区县 {code} 的名录")
    checked, _, county = check_one(plan, code)
    errors = sum(finding.severity == "error" for finding in checked.findings)
    if county is None or area_id not in county.areas:
        # What could not be read may have it: that is told first, or the line is looked for in vain.
        unread = f"；区县 {code} 的数据有 {errors} 个错误，可能因此没有读到，请运行 wuyi check {code}" if errors else ""
        raise UnknownAreaError(f"区县 {code} 的 areas 表里没有区域 {area_id}{unread}")
    area = county.areas[area_id]
    yield f"{words.full_name(area.name, area.qualifier)}（{area_id}，{words.UNIT_TYPES[area.unit_type]}）"
    yield f"  {place_name(area_id, county.names)}，截至 {words.time_name(county.as_of)}"
    records = [record for key, record in sorted(county.records.items()) if key[0] == area_id]
    if not records:
        yield "  没有任何记录。"
    for record in records:
        yield from _record(county, record)
    if errors:
        yield ""
        yield f"注意：区县 {code} 的数据还有 {errors} 个错误，以上内容可能不准；请运行 wuyi check {code}。"


def _record(county: County, record: Record) -> Iterator[str]:
    state = record.state
    status = words.STATUSES[state.status] if state.status else words.NO_STATUS
    public = words.STATUSES[state.public] if state.public else "不显示"
    since = f"，自 {words.time_name(state.since)}起" if state.since else ""
    yield ""
    yield f"{county.title_name(record)}：{status}（对公众：{public}{since}）"
    for transition in reversed(record.transitions):
        event = transition.event
        later = record.corrected_by.get(event.sequence)
        parts = [f"第 {event.sequence} 号", words.time_name(event.effective_at), words.EVENTS[event.event]]
        if event.decided_by:
            parts.append(county.names.get(event.decided_by, event.decided_by))
        if event.reason:
            parts.append(county.reason_name(event) or event.reason)
        if event.notice_id:
            parts.append(event.notice_id)
        if event.corrects:
            parts.append(f"更正第 {event.corrects} 号")
        if later is not None:
            parts.append(f"（已被第 {later.sequence} 号{'撤销' if later.event == 'correct' else '替换'}）")
        if not record.is_public(transition):
            parts.append("［未公开］")
        yield f"  {'  '.join(parts)}"
