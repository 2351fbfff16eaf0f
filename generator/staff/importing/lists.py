"""Lists before their rows have places: several as one, what all rows print alike, rows that somebody has to confirm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from generator.errors import UsageError
from generator.register.divisions import place_name
from generator.staff.importing.atlas import Atlas
from generator.staff.importing.files import Provenance, provenance
from generator.staff.importing.likeness import plain_form
from generator.staff.importing.placing import Noted
from generator.staff.importing.questions import NO, YES, Choice, Question
from generator.staff.intake.headings import own_titles
from generator.staff.intake.model import ListedRow, Note, Problem, ReadList, Role, Sheets
from generator.staff.intake.reader import read_list
from generator.staff.intake.sheets import apart
from generator.staff.recording.desk import Desk

_ADDRESS: Final = re.compile(
    r"(?P<part>.*?)(?:!(?P<column>[A-Z]{1,3})(?P<row>[0-9]+)| ?第 (?P<line>[0-9]+) 行(?: (?P<letters>[A-Z]{1,3}) 列)?)"
)


def read_files(
    files: Sequence[Path], columns: Mapping[str, str], titles: Sequence[str], sheets: Sheets
) -> tuple[ReadList, list[Provenance]]:  # fmt: skip
    """Files as one list, and what is kept of them. Raises UsageError for a sheet that none of them has.

    `titles` are those of the register.
    """
    lists: list[tuple[str, ReadList]] = []
    kept: list[Provenance] = []
    missing: list[set[Note]] = []
    for file in files:
        content = file.read_bytes()
        found = read_list(content, file.name, columns=columns, sheets=sheets, titles=titles)
        missing.append({note for note in found.notes if note.kind == "no-such-sheet"})
        there = [name for name in sheets.only if name not in {note.where for note in missing[-1]}]
        is_form = any(note.kind == "aside" for note in found.notes)
        kept.append(provenance(file.name, content, there, is_form=is_form))
        found = replace(found, notes=tuple(note for note in found.notes if note.kind != "no-such-sheet"))
        lists.append((file.name, within(found, file.name) if len(files) > 1 else found))
    nowhere = set.intersection(*({note.where for note in notes} for notes in missing))
    if nowhere:
        raise UsageError("\n".join(sorted(note.text for note in missing[0] if note.where in nowhere)))
    whole = joined([found for _, found in lists])
    with own_titles(titles):
        others = apart(lists, of_files=True)
    return replace(whole, problems=in_order((*whole.problems, *others))), kept


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as they stand in the list: by file and sheet as these come, by row, by column."""
    told = [*problems]
    parts = {part: place for place, part in enumerate(dict.fromkeys(_place(problem.where)[0] for problem in told))}
    return tuple(sorted(told, key=lambda problem: (parts[(place := _place(problem.where))[0]], *place[1:])))


def _place(where: str) -> tuple[str, int, int, str]:
    """Where something stands: its sheet, row and column, and the words themselves.

    >>> _place("名单!AB7"), _place("a.xlsx 名单 第 7 行"), _place("名单")
    (('名单', 7, 2, 'AB'), ('a.xlsx 名单', 7, 0, ''), ('名单', 0, 0, ''))
    """
    match = _ADDRESS.fullmatch(where)
    if match is None:
        return where, 0, 0, ""
    column = match["column"] or match["letters"] or ""
    return match["part"].strip(), int(match["row"] or match["line"]), len(column), column


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
