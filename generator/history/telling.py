"""What pages, twins and tables say of the past, beside the words of the items: told from values of the register. Pure.

What an outlet reads of a past event is here, not how it looks: how long a step took and what its limit was, under which
scheme a title stands and which measures it brought, what a title is called and why it is gone, how a notice counts.
Numbers, times, status and account follow from the lines of the log alone, which are held one by one. Names of today
(of an area, of a place or of a body that decided) are those of today: what may become of them is in ADR 32.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from generator import words
from generator.register.county import County
from generator.register.declared import totals
from generator.register.divisions import ancestors, place_of
from generator.register.durations import Duration
from generator.register.fold import Record
from generator.register.model import Declared, Table


class Subject(NamedTuple):
    """What something is said of, in words; of a record, a title or a notice the id is the key."""

    kind: str
    key: str
    shown: str


# What is said of a subject: the name of what is told -> how it is told. `None` is "nothing yet": it may be filled.
Told = Mapping[Subject, Mapping[str, str | None]]

# Told also by items of the feeds, and then compared with these.
IN_ITEMS: Final = frozenset({"称号", "原因"})
_NONE: Final = "（无）"


def told(county: County, declared: Table[Declared]) -> Told:
    """Everything that is said of the past of a county. `declared` is what its notices state."""
    said: dict[Subject, dict[str, str | None]] = {}
    for public in county.public_events:
        sequence = public.event.sequence
        said[Subject("event", f"{sequence:06}", f"第 {sequence} 号记录")] = {
            "称号": public.title_name, "原因": public.reason_name or _NONE,
            "用时": _took(public.took), "时限": _limit(public.took), "补记": str(public.recorded_later),
        }  # fmt: skip
    known = county.names.keys() | {former.code for former in county.former}
    for area_id, records in county.by_area.items():
        name = county.areas[area_id].name
        said[Subject("area", area_id, f"{name}（{area_id}）")] = {
            "称号的先后": "、".join(record.title for record in records),
            **{f"上级单位 {unit}": "有" for unit in ancestors(place_of(area_id)) if unit in known},
        }
        for record in records:
            key = f"{area_id} {record.title}"
            said[Subject("record", key, f"{name}（{area_id}）")] = dict(_record(county, record))
    for total in totals(declared, county):
        notice = county.notices[total.notice_id]
        title = county.title_then(total.title, total.notice_id) if total.title else ""
        key = " ".join(map(str, (total.notice_id, total.division, total.title, total.measure)))
        said[Subject("notice", key, f"通告 {notice.notice_id} ")] = {
            "称号": title, f"{words.MEASURES[total.measure]}的数量": f"公布 {total.declared}，名录 {total.actual}",
        }  # fmt: skip
    return said


def _record(county: County, record: Record) -> Iterator[tuple[str, str | None]]:
    """What is said of a title of an area: by the scheme under which it stands, and by those under which it was held."""
    profile = county.profile_of(record)
    yield "称号", county.title_name(record)
    yield "方案", f"{profile.name}（{profile.id}）" if profile else _NONE
    for period in record.periods:
        then = county.profile_at(period.start)
        yield (
            f"{period.start[:10]} 起的措施",
            "；".join(f"{text}（{clause}）" for text, clause in then.measures) if then else _NONE,
        )
    yield "挂牌的规定", "有" if profile is not None and "plaque" in profile.statements else _NONE


def _took(took: Duration | None) -> str | None:
    """How long a step took; None where no calendar knew, and one may come to know."""
    if took is None:
        return _NONE
    if took.days is None:
        return None
    unit = words.UNITS[took.unit]
    due = f"，期限是 {took.due}" if took.due else ""
    return f"距{words.EVENTS[took.since]} {took.days} {unit}{due}{f'，晚 {took.late} {unit}' if took.late else ''}"


def _limit(took: Duration | None) -> str:
    return _NONE if took is None or took.limit is None else f"{took.limit} {words.UNITS[took.unit]}"


class Difference(NamedTuple):
    """What is told otherwise of a subject."""

    subject: Subject
    what: str
    was: str
    now: str | None


def differences(before: Told, after: Told) -> Iterator[Difference]:
    """What is not told as it was. What was not told before may be told now."""
    for subject, said in before.items():
        now = after.get(subject, {})
        for what, value in said.items():
            if value is not None and now.get(what) != value:
                yield Difference(subject, what, value, now.get(what))
