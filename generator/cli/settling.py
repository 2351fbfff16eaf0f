"""Questions about a list: answered on the terminal, or in a worksheet that comes back. No answer is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from generator.cli.asking import Asker, say
from generator.staff.importing import worksheet
from generator.staff.importing.questions import Question, answered

MOST_TOLD: Final = 40


class Settling:
    """The answers to the questions of a list, as far as they are given."""

    def __init__(
        self, ask: Asker, first: Path, sheet: Path | None, target: Path | None, *, dry_run: bool,
        out: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.ask = ask
        self.answers: dict[str, str] = {}
        self._first, self._target, self._out, self._dry_run = first, target, out, dry_run
        self._typed = worksheet.read(sheet.read_bytes(), sheet.name) if sheet is not None else {}
        self._sheet = sheet
        self._asked: dict[str, Question] = {}  # those that a person answered here
        self._waiting: dict[str, Question] = {}
        self._open: Path | None = None  # the sheet that waits for answers

    @property
    def is_open(self) -> bool:
        """True if questions wait in a sheet."""
        return self._open is not None

    @property
    def was_asked(self) -> bool:
        """True if a person answered here."""
        return bool(self._asked)

    def settle(self, questions: Iterable[Question], codes: Mapping[str, object] | None = None) -> bool:
        """Takes the answers of the sheet to these questions, and asks for the others; True if there was any."""
        questions = [*questions]
        codes = codes or {}
        self._waiting |= {question.key: question for question in questions}
        for question in questions:
            if question.key in self._typed and question.key not in self.answers:
                self.answers[question.key] = answered(question, self._typed[question.key], codes)
        for question in questions if not self.ask.silent else ():
            if question.key not in self.answers:
                self._ask(question, codes)
        return any(question.key in self.answers for question in questions)

    def _ask(self, question: Question, codes: Mapping[str, object]) -> None:
        waiting = f"（{question.rows} 行）" if question.rows > 1 else ""
        say(f"{question.where}“{question.printed}”{waiting}：{question.why}")
        for number, choice in enumerate(question.choices, 1):
            say(f"  {number}  {choice.label}")
        way = "选哪一个（写数字或代码）"
        answer = self.ask.until(way, "--answers", lambda text: answered(question, text, codes), key=question.key)
        self.answers[question.key] = answer
        self._asked[question.key] = question

    def doubt(self, areas: Sequence[str], codes: Mapping[str, object]) -> bool:
        """Asks once more what led to some areas, and that alone; False if no answer did."""
        keys = [key for key, answer in self.answers.items() if answer in areas and key in self._waiting]
        for key in keys:
            del self.answers[key]
            self._ask(self._waiting[key], codes)
        return bool(keys)

    # ---- the worksheet

    def written(self, questions: Sequence[Question]) -> Path:
        """Writes the open questions beside the list; where it lies."""
        sheet = self._free()
        if not self._dry_run:
            worksheet.save(sheet, worksheet.written(questions, self.answers, sheet.suffix))
            self._open = sheet
        waiting = sum(question.rows for question in questions)
        self._out(f"有 {len(questions)} 个问题要人回答（{waiting} 行）：")
        for question in questions[:MOST_TOLD]:
            self._out(f"  {question.where}“{question.printed}”：{question.why}")
        if self._dry_run:
            self._out("只是看看：什么也没有写，问题表也没有写。")
        else:
            self._out(f"什么也没有写进数据。问题表在 {sheet}：填好“回答”一列，再运行一次，加上 --answers {sheet}")
        return sheet

    def kept(self) -> Path | None:
        """A sheet with the answers so far, where somebody gave some here; the open questions stand below them."""
        if self._open is not None or not self._asked or self._dry_run:
            return self._open or self._sheet
        sheet = self._free()
        open_ = [question for key, question in self._waiting.items() if key not in self.answers]
        worksheet.save(sheet, worksheet.written(open_, self.answers, sheet.suffix))
        return sheet

    def _free(self) -> Path:
        """Where a sheet can be written; one that somebody may have filled in is never written over."""
        sheet = self._target or self._first.with_name(f"{self._first.stem}-问题.csv")
        number = 2
        while sheet.exists():
            sheet = sheet.with_name(f"{re.sub('-[0-9]+$', '', sheet.stem)}-{number}{sheet.suffix}")
            number += 1
        return sheet
