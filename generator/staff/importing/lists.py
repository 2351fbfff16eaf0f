"""Lists before their rows have places: several as one, what all rows print alike, rows that somebody has to confirm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generator.register.divisions import place_name
from generator.staff.importing.atlas import Atlas
from generator.staff.importing.likeness import plain_form
from generator.staff.importing.placing import Noted
from generator.staff.importing.questions import NO, YES, Choice, Question
from generator.staff.intake.model import ListedRow, Problem, ReadList, Role
from generator.staff.recording.desk import Desk


def within(found: ReadList, name: str) -> ReadList:
    """A list of one file among several: its places name the file."""
    rows = tuple(
        row._replace(
            where=f"{name} {row.where}",
            words={role: cell._replace(where=f"{name} {cell.where}") for role, cell in row.words.items()},
        )
        for row in found.rows
    )
    problems = tuple(problem._replace(where=f"{name} {problem.where}") for problem in found.problems)
    return replace(found, rows=rows, problems=problems)


def joined(lists: Sequence[ReadList]) -> ReadList:
    """Several lists as one."""
    return ReadList(
        *(
            tuple(item for found in lists for item in getattr(found, part))
            for part in ("rows", "declared", "problems", "notes", "unread", "headings")
        )
    )


def only(rows: Sequence[ListedRow], role: Role) -> str | None:
    """What all rows print alike; None where they do not."""
    printed = {row.text(role) for row in rows}
    return next(iter(printed)) or None if len(printed) == 1 else None


def as_printed(problem: Problem) -> Question:
    """Whether a name that looks like something else is meant so."""
    choices = (Choice(YES, "就是这样，照样读入"), Choice(NO, "不读入这一行"))
    return Question(
        f"照样 {problem.where} {problem.value}", problem.where, problem.value, problem.what, choices, takes_code=False
    )


def as_document(question: Question, atlas: Atlas) -> dict[str, Any]:
    """A question as programs read it."""
    return {
        "key": question.key, "source": question.where, "printed": question.printed, "why": question.why,
        "rows": question.rows,
        "candidates": [
            {
                "code": choice.answer, "name": choice.label, "why": "",
                "place": place_name(choice.answer, atlas.names) if choice.answer[:1].isdecimal() else "",
            }
            for choice in question.choices
        ],
    }  # fmt: skip


def noted(desk: Desk, notice_id: str | None) -> Noted:
    """What the register has of a notice."""
    if notice_id is None:
        return Noted()
    areas: dict[tuple[str, str], list[str]] = defaultdict(list)
    for area_id in dict.fromkeys(event.area_id for event in desk.county.events if event.notice_id == notice_id):
        area = desk.county.areas.get(area_id)
        if area is not None:
            areas[plain_form(area.name), plain_form(area.qualifier or "")].append(area_id)
    lost = {row.name: row.reason.rstrip("。") for row in desk.source.unplaced.rows if row.notice_id == notice_id}
    return Noted(areas, lost)
