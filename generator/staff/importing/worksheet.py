"""Open questions as a table that people fill in with Excel or WPS, and what they filled in. Bytes to nouns and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from generator.errors import UsageError
from generator.staff.importing.questions import Answers, Question
from generator.staff.intake import kinds, package, text, workbook
from generator.staff.intake.grid import Grid
from generator.staff.intake.model import Problem

_HEADER: Final = ("问题", "位置", "原文", "行数", "为什么要问", "可选", "回答（写可选里的序号，或代码）")
_KEY, _ANSWER = _HEADER[0], "回答"
_MARK: Final = "\ufeff"
# Of the workbook: how wide its columns are, and how high one line is, and a row at most.
_WIDTHS: Final = (24, 16, 28, 6, 36, 56, 24)
_LINE: Final = 15.0
_MOST_HIGH: Final = 400.0  # Excel takes no more than 409


def written(questions: Iterable[Question], answers: Answers, suffix: str = ".csv") -> bytes:
    """The questions as a table, a workbook where the suffix is that of one. What was answered stands in it already.

    Choices have their numbers: a number survives a spreadsheet, a code of twelve digits may not.
    """
    asked = [*questions]
    rows = [[key, "", "", "", "（已经回答）", "", answer] for key, answer in answers.items()]
    for question in asked:
        choices = "\n".join(f"{number}  {choice.label}" for number, choice in enumerate(question.choices, 1))
        rows.append([question.key, question.where, question.printed, str(question.rows), question.why, choices, ""])
    if suffix.lower() == ".xlsx":
        return _book(rows, [0] * len(answers) + [len(question.choices) for question in asked])
    return _csv(rows)


def save(sheet: Path, content: bytes) -> None:
    """Puts a sheet in its place as a whole: half of one would be taken for one with fewer questions."""
    draft = sheet.with_name(f".{sheet.name}.new")
    draft.write_bytes(content)
    draft.replace(sheet)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With a mark, so that Excel and WPS read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in "=+@" and cell else cell for cell in row])
    return (_MARK + out.getvalue()).encode("utf-8")


def _book(rows: Sequence[Sequence[str]], choices: Sequence[int]) -> bytes:
    """A workbook in which only answers can be typed, as text; their numbers are offered, a code may be typed too."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("问题")
        shown = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "locked": True})
        heading = book.add_format({"num_format": "@", "text_wrap": True, "bold": True, "bg_color": "#e8eef4"})
        answer = book.add_format({"num_format": "@", "valign": "top", "bg_color": "#fff8e1", "locked": False})
        last = len(_HEADER) - 1
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width, shown)
            sheet.write_string(0, place, _HEADER[place], heading)
        for number, (row, most) in enumerate(zip(rows, choices, strict=True), 1):
            sheet.set_row(number, min(_LINE * max(most, 2), _MOST_HIGH))
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell, answer if place == last else shown)
            if most:
                offered = [str(choice) for choice in range(1, most + 1)]
                rule = {"validate": "list", "source": offered, "error_type": "information", "error_title": "不在可选里",
                        "error_message": "区划代码、区域编号也可以写。"}  # fmt: skip
                if sheet.data_validation(number, last, number, last, rule) != 0:
                    raise AssertionError("XlsxWriter did not take the choices of an answer")
        sheet.freeze_panes(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
    return content.getvalue()


def read(content: bytes, name: str) -> Mapping[str, str]:
    """What was typed, by question; a table as it was written, or saved as a workbook since. Raises UsageError."""
    rows = _rows(content, name)
    header = next((row for row in rows if _KEY in row and any(cell.startswith(_ANSWER) for cell in row)), None)
    if header is None:
        raise UsageError(f"{name} 不是问题表：第一行应有“{_KEY}”和“{_ANSWER}”两列")
    key = header.index(_KEY)
    answer = next(place for place, cell in enumerate(header) if cell.startswith(_ANSWER))
    typed: dict[str, str] = {}
    for row in rows[rows.index(header) + 1 :]:
        if len(row) > max(key, answer) and row[key] and row[answer]:
            typed[row[key].removeprefix("'")] = row[answer]
    return typed


def _rows(content: bytes, name: str) -> list[list[str]]:
    if not content.startswith(b"PK") and kinds.kind_of(content) == "text":
        decoded = text.decoded(content, name)
        if isinstance(decoded, Problem):
            raise UsageError(decoded.told())
        separator = max(",\t;", key=decoded.text.partition("\n")[0].count)
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(decoded.text), delimiter=separator)]
    grids = _grids(content, name)
    return [[cell.text.strip() for cell in row.cells] for grid in grids for row in grid.rows]


def _grids(content: bytes, name: str) -> list[Grid]:
    opened = package.opened(content, name) if content.startswith(b"PK") else None
    if isinstance(opened, Problem):
        raise UsageError(opened.told())
    kind = kinds.kind_of_package(opened) if opened is not None else kinds.kind_of(content)
    if kind not in ("xlsx", "xls", "ods"):
        raise UsageError(f"{name} 不是问题表：应为 CSV 或工作簿")
    book = workbook.read(content, name, kind, opened)
    if isinstance(book, Problem):
        raise UsageError(book.told())
    return book[0]
