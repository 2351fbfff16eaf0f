"""What belongs to an event: the cases and contacts that it answers, and what follows for the units above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from generator.errors import UsageError
from generator.register.codes import AreaId, DivisionCode, EventKind
from generator.register.divisions import units_of
from generator.register.fold import Record
from generator.register.model import Area, Assessment, Case, Event, Inspection
from generator.register.profile import ALL_STANDARDS, Profile, keeps_cases
from generator.staff.recording.desk import Desk
from generator.staff.recording.steps import Entry

COUNTS: Final[dict[str, str]] = {
    "confirmed": "确诊病例",
    "asymptomatic": "无症状感染者",
    "close_contacts": "密切接触者",
    "cleared_contacts": "已排除的密切接触者",
}
_ANSWERED: Final = frozenset({"confirmed", "asymptomatic", "close_contacts"})


def wanted(desk: Desk, event: Event) -> tuple[str, ...]:
    """The counts of which one has to be on file for the reason of an event, and none is; () where none are kept."""
    county = desk.county
    profile = county.profile_at(event.effective_at)
    if "cases" not in county.evidence or profile is None or event.event not in ("suspend", "revoke"):
        return ()
    asked: list[str] = []
    for trigger in profile.triggers:
        if event.reason in trigger.reasons:
            asked += [kind for kind in trigger.on if kind in _ANSWERED]
    since = _since(county.records.get((event.area_id, event.title)), ("publish", "restore"), event)
    day = event.effective_at[:10]
    filed = any(
        since <= case.date <= day and any(getattr(case, kind) for kind in asked)
        for case in _counting(desk, event.area_id)
    )
    return () if filed else tuple(asked)


def open_contacts(desk: Desk, event: Event) -> dict[str, int]:
    """The close contacts that a restoration finds not ruled out yet, by the area that they are on file for."""
    county = desk.county
    profile = county.profile_at(event.effective_at)
    if "cases" not in county.evidence or profile is None or event.event != "restore":
        return {}
    if profile.restores_when != "contacts_ruled_out":
        return {}
    since = _since(county.records.get((event.area_id, event.title)), ("publish",), event)
    day = event.effective_at[:10]
    left: Counter[str] = Counter()
    for case in _counting(desk, event.area_id):
        if since <= case.date <= day:
            left[case.area_id] += (case.close_contacts or 0) if case.date < day else 0
            left[case.area_id] -= case.cleared_contacts or 0
    return {area_id: number for area_id, number in sorted(left.items()) if number > 0}


def _since(record: Record | None, kinds: tuple[str, ...], event: Event) -> str:
    """The day of the last step of these kinds before an event."""
    standing = record.standing if record else ()
    days = [earlier.effective_at[:10] for earlier in standing if earlier.event in kinds and earlier != event]
    return days[-1] if days else ""


def _counting(desk: Desk, area_id: str) -> list[Case]:
    areas = desk.county.areas
    return [case for case in desk.county.cases if area_id in units_of(case.area_id, areas)]


def counts_already(desk: Desk, area_id: str) -> bool:
    """True if cases that are being recorded lie within an area, and so count for it: nobody is counted twice."""
    areas = desk.county.areas
    return any(case.area_id != area_id and area_id in units_of(case.area_id, areas) for case in desk.added.cases)


def filed(desk: Desk, day: str, area_id: str, counts: Mapping[str, int]) -> Desk:
    """The desk with a line of cases. Raises UsageError where cases are kept elsewhere, or that line stands already."""
    _require(desk, "cases", "病例和密切接触者")
    if any((case.date, case.area_id) == (day[:10], area_id) for case in desk.source.cases.rows):
        line = next(
            line for line, case in desk.source.cases.located() if (case.date, case.area_id) == (day[:10], area_id)
        )
        raise UsageError(
            f"cases 表第 {line} 行已有 {area_id} 在 {day[:10]} 的人数，一天一行："
            "把人数改在那一行，或用 --case-date 换一天"
        )
    values = {kind: counts.get(kind) or None for kind in COUNTS}
    return desk.having(cases=(Case(day[:10], AreaId(area_id), **values),))


def assessed(desk: Desk, day: str, area: Area, title: str) -> Desk:
    """The desk with the line that says that an area met every standard."""
    _require(desk, "assessments", "自评")
    row = Assessment(day[:10], area.area_id, title, ALL_STANDARDS, "yes")  # type: ignore[arg-type]
    return desk.having(assessments=(row,))


def wanted_inspection(desk: Desk, event: Event) -> str | None:
    """The code of the body whose failed inspection has to be on file for an event, and is not; None where none has."""
    profile = desk.county.profile_at(event.effective_at)
    if "inspections" not in desk.county.evidence or profile is None or event.event not in ("suspend", "revoke"):
        return None
    since = _since(desk.county.records.get((event.area_id, event.title)), ("publish", "restore"), event)
    day = event.effective_at[:10]
    for trigger in profile.triggers:
        if event.reason in trigger.reasons and "failed_inspection" in trigger.on:
            level = trigger.inspected_by
            filed = any(
                row.area_id == event.area_id and row.result == "failed" and since <= row.date <= day
                and level in (None, len(row.inspected_by))
                for row in desk.county.inspections
            )  # fmt: skip
            return None if filed else event.area_id[: level or len(desk.code)]
    return None


def inspected(desk: Desk, day: str, area_id: str, by: str, method: str, due: str | None) -> Desk:
    """The desk with a failed inspection, and the day by which it is to be rectified."""
    _require(desk, "inspections", "检查")
    row = Inspection(
        day[:10], AreaId(area_id), DivisionCode(AreaId(by)), method, "failed", due[:10] if due else None, None
    )  # fmt: skip
    return desk.having(inspections=(row,))


def rectifies(desk: Desk, day: str) -> bool:
    """True if the scheme asks for the rectification of what an inspection found."""
    profile = desk.county.profile_at(day)
    return profile is not None and profile.rectifies


def lacks_assessment(desk: Desk, event: Event) -> bool:
    """True if a review needs an assessment that is not on file, as far as one can see without judging it."""
    if "assessments" not in desk.county.evidence or event.event != "review":
        return False
    profile = desk.county.profile_at(event.effective_at)
    record = desk.county.records[event.area_id, event.title]
    reviews = [earlier.effective_at[:10] for earlier in record.standing if earlier.event == "review"][:-1]
    since = reviews[-1] if reviews else ""
    return bool(profile and profile.assessed) and not any(
        (row.area_id, row.title) == (event.area_id, event.title) and since < row.date <= event.effective_at[:10]
        for row in desk.county.assessments
    )


def _require(desk: Desk, table: str, what: str) -> None:
    if table == "cases" and not keeps_cases(desk.county.profiles.values()):
        raise UsageError(f"区县 {desk.code} 的工作方案没有关于病例的规定，不用写人数")
    if table not in desk.county.evidence:
        raise UsageError(
            f"区县 {desk.code} 的{what}另行保存，不在名录里（没有 {table} 表）：不用写；要放进名录，先建这个表"
        )


# ---- upward


def followed(desk: Desk, event: Event) -> Iterator[Entry]:
    """The losses of units above that the scheme asks for after the loss of an area's title, on the same day."""
    county = desk.county
    profile = county.profile_at(event.effective_at)
    if profile is None or event.event not in ("suspend", "revoke"):
        return
    above = units_of(event.area_id, county.areas) - {event.area_id}
    day = event.effective_at[:10]
    cases = [case for case in _counting(desk, event.area_id) if case.date <= day]
    for record in sorted(county.records.values(), key=lambda record: -len(record.area_id)):
        if record.area_id not in above or record.area_id not in county.areas:
            continue
        since = _since(record, ("publish", "restore"), event)
        counts = {kind for kind in _ANSWERED for case in cases if case.date >= since and getattr(case, kind)}
        asked = _asked(record, event, profile, counts)
        if asked is not None:
            area = county.areas[record.area_id]
            yield Entry(area, asked[0], event.effective_at, record.title, reason=asked[1])


def _asked(
    record: Record, event: Event, profile: Profile, counts: set[str]
) -> tuple[EventKind, str | None] | None:  # fmt: skip
    """The step and the reason that the scheme asks for, if the title of the record is held."""
    held = record.state.public
    cascade = profile.cascade
    if cascade and record.title in cascade.to and event.title in cascade.of and event.reason in cascade.on:
        ways = [(kind, cascade.reasons) for kind in cascade.steps]
    else:
        ways = [
            (kind, trigger.reasons) for trigger in profile.triggers if counts & {*trigger.on} for kind in trigger.steps
        ]
    ways.sort(key=lambda way: way[0] != "revoke")
    for kind, reasons in ways:
        if held == "certified" or (held == "suspended" and kind == "revoke"):
            return kind, next(iter(reasons), None)
    return None
