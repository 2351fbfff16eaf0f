"""Findings of the procedure: the state machine of the profile in force."""

from __future__ import annotations

from collections.abc import Iterator, Set

from generator import words
from generator.county import County
from generator.findings import finding
from generator.model import CountySource, Event, Finding
from generator.status import STATUS_AFTER, Fault, Record


def check(source: CountySource, county: County, doubtful: Set[str | None] = frozenset()) -> Iterator[Finding]:
    """Steps that the scheme does not have, or not from this status; reasons that it does not know.

    `doubtful` are areas whose rows have findings already: their status is not judged.
    """
    path = source.events.path
    lines = {event.sequence: line for line, event in source.events.located()}
    foreign = set()
    for line, event in source.events.located():
        profile = county.profile_at(event.effective_at)
        step = profile.steps.get(event.event) if profile else None
        if profile is not None and step is None:
            foreign.add(event.sequence)
            yield finding(
                "E601", path, line, "event", words.EVENTS[event.event], scheme=profile.name,
                expected="、".join(words.EVENTS[one] for one in profile.steps),
            )  # fmt: skip
        elif step is not None and profile is not None and event.reason and event.reason not in step.reasons:
            expected = "、".join(f"{code}（{name}）" for code, name in step.reasons.items())
            yield finding(
                "E604", path, line, "reason", event.reason, scheme=profile.name,
                step=words.EVENTS[event.event], expected=expected or "留空",
            )  # fmt: skip
        unexplained = event.event in ("suspend", "revoke") and event.reason is None
        if unexplained and step is not None and step.reasons:
            expected = "、".join(f"{code}（{name}）" for code, name in step.reasons.items())
            yield finding("W605", path, line, "reason", step=words.EVENTS[event.event], expected=expected)
        if event.event == "publish" and event.notice_id is None:
            yield finding("W603", path, line, "notice_id")
    yield from _faults(source, county, lines, foreign, doubtful)


def _faults(
    source: CountySource, county: County, lines: dict[int, int], foreign: set[int], known: Set[str | None]
) -> Iterator[Finding]:
    if not source.events.whole:
        return
    # What follows from a row that could not be read is not judged.
    doubtful = {str(row.get(key)) for row in source.events.spoilt for key in ("area_id", "area_name")}
    path = source.events.path
    for record in county.records.values():
        named = {record.area_id, record.transitions[0].event.area_name}
        if named & doubtful or record.area_id in known:
            continue
        for fault in record.faults:
            if fault.event.sequence not in foreign:
                yield finding(
                    "E602", path, lines.get(fault.event.sequence), "event", words.EVENTS[fault.event.event],
                    area=fault.event.area_name, area_id=record.area_id, title=_title(county, fault.event),
                    status=_status(fault.status), expected=_needed(county, fault),
                    after=_because(record, fault.event),
                )  # fmt: skip
        for disorder in record.disorders:
            yield finding(
                "E303", path, lines.get(disorder.event.sequence), "effective_at", disorder.event.effective_at,
                expected=disorder.earlier.effective_at, line_before=lines.get(disorder.earlier.sequence),
            )  # fmt: skip


def _needed(county: County, fault: Fault) -> str:
    """The statuses from which the step is possible, without those that the scheme has no step for."""
    profile = county.profile_at(fault.event.effective_at)
    reached = {None, *(STATUS_AFTER.get(event) for event in profile.steps)} if profile else set(fault.needed)
    return "、".join(_status(one) for one in fault.needed if one in reached)


def _status(status: str | None) -> str:
    return words.STATUSES[status] if status else "没有记录"


def _title(county: County, event: Event) -> str:
    profile = county.profile_at(event.effective_at)
    return profile.title_name(event.title) if profile else event.title


def _because(record: Record, event: Event) -> str:
    """Says which correction makes a step impossible that was possible when it was recorded."""
    later = [one.sequence for one in record.corrected_by.values() if one.sequence > event.sequence]
    return f"（第 {max(later)} 号更正之后重新判定）" if later else ""
