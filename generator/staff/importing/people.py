"""How many people a list says each loss, or restoration, is about: the evidence of its events, as `record` files it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.register.model import Case
from generator.staff.importing.placing import Placed
from generator.staff.intake.columns import SHOWN
from generator.staff.intake.model import PEOPLE, ListedRow
from generator.staff.recording import evidence
from generator.staff.recording.desk import Desk

_LOSSES = frozenset({"suspend", "revoke"})


def counts_of(row: ListedRow, kind: str) -> dict[str, int]:
    """The numbers of a row that belong to an event of a kind: contacts that were ruled out are of a restoration."""
    if kind not in {*_LOSSES, "restore"}:
        return {}
    roles = [role for role in PEOPLE if (role == "cleared_contacts") == (kind == "restore")]
    return {role: int(row.text(role)) for role in roles if row.text(role) and int(row.text(role))}


def filed(desk: Desk, rows: Sequence[Placed], kind: str, day: str) -> Desk:
    """The desk with a line of cases for each area that numbers stand beside, once; nothing where none are kept.

    Raises UsageError where other numbers stand there for that day already.
    """
    if "cases" not in desk.county.evidence:
        return desk
    there = {
        case.area_id: {role: getattr(case, role) for role in evidence.COUNTS if getattr(case, role)}
        for case in desk.source.cases.rows
        if case.date == day[:10]
    }
    cases: list[Case] = []
    for row in rows:
        counts = counts_of(row.row, kind)
        if row.area is None or not counts or there.get(row.area.area_id) == counts:
            continue
        if row.area.area_id in there:
            return evidence.filed(
                desk.having(cases=tuple(cases)), day, row.area.area_id, counts
            )  # says what is in the way
        there[row.area.area_id] = counts
        cases.append(Case(day[:10], row.area.area_id, **{role: counts.get(role) for role in evidence.COUNTS}))
    return desk.having(cases=tuple(cases)) if cases else desk


def left(desk: Desk, rows: Sequence[Placed], kind: str) -> Iterator[str]:
    """Columns of numbers that are not filed, and why."""
    printed = [role for role in PEOPLE if any(row.row.text(role) not in ("", "0") for row in rows)]
    used = {role for row in rows for role in counts_of(row.row, kind)}
    if "cases" not in desk.county.evidence and used:
        yield f"名单上的{_named(printed)}没有登记：区县 {desk.code} 的病例另行保存，不在名录里（没有 cases 表）"
    elif others := [role for role in printed if role not in used]:
        what = "已排除的密切接触者只在恢复时登记，其他人数只在暂停、取消时登记"
        yield f"名单上的{_named(others)}没有登记：{what}"


def _named(roles: Sequence[str]) -> str:
    return "、".join(SHOWN[role] for role in PEOPLE if role in roles)
