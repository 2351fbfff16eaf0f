"""One area in words: status, why, history. For staff: it also shows what is not public yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from generator import words
from generator.check import Plan, check_one, read_plan
from generator.errors import RegisterError
from generator.reading.folder import shown_root
from generator.reading.tables import read_table
from generator.register.county import County
from generator.register.divisions import place_name, read_slice
from generator.register.fold import Record
from generator.register.lookup import look_up
from generator.register.model import Area

_ID: Final = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}(?:-[0-9]{3})?")
_MOST_LISTED: Final = 20


class UnknownAreaError(RegisterError):
    """No county has this area."""


def show(data: Path, area: str, as_of: str | None = None, county: str | None = None) -> Iterator[str]:
    """Lines about one area, by its id, its name or a part of it, pinyin or first letters, of one county or of all.

    Raises UnknownAreaError where there is none, or where there are several.
    """
    plan, _ = read_plan(data, as_of)
    yield from _about(plan, area if _ID.fullmatch(area) else _area_id(plan, area, county))


def _area_id(plan: Plan, query: str, county: str | None) -> str:
    """The one area that fits what was typed."""
    if county is not None and county not in plan.counties:
        raise UnknownAreaError(f"没有区县 {county} 的名录")
    fitting: list[tuple[Area, str]] = []
    for code in plan.counties if county is None else (county,):
        folder, shown = plan.data / "registers" / code, f"{shown_root(plan.data)}/registers/{code}"
        areas = read_table(folder, shown, "areas", Area).value.rows
        names = read_slice(plan.data / "divisions", code)
        fitting += [(area, place_name(area.area_id, names)) for area in look_up(query, areas, names)]
    if len(fitting) == 1:
        return fitting[0][0].area_id
    whole = [area for area, _ in fitting if query in (area.name, words.full_name(area.name, area.qualifier))]
    if len(whole) == 1:
        return whole[0].area_id
    raise UnknownAreaError(_several(query, fitting) if fitting else f"名录里没有名称或拼音符合“{query}”的区域")


def _several(query: str, fitting: Sequence[tuple[Area, str]]) -> str:
    listed = [
        f"  {area.area_id}  {words.full_name(area.name, area.qualifier)}（{place}）"
        for area, place in fitting[:_MOST_LISTED]
    ]
    more = [f"  另有 {len(fitting) - _MOST_LISTED} 个"] if len(fitting) > _MOST_LISTED else []
    return "\n".join([f"符合“{query}”的区域有 {len(fitting)} 个，写全名称，或写编号：", *listed, *more])


def _about(plan: Plan, area_id: str) -> Iterator[str]:
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
        parts.extend(county.circumstances(event))
        if later is not None:
            parts.append(f"（已被第 {later.sequence} 号{'撤销' if later.event == 'correct' else '替换'}）")
        if not record.is_public(transition):
            parts.append("［未公开］")
        yield f"  {'  '.join(parts)}"
