"""Questions on the terminal, in Chinese; where nobody may be asked, the option that answers is named."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import click

from generator.cli.common import now, tomorrow
from generator.commands.reporting import visible
from generator.errors import UsageError
from generator.staff.recording.typed import bare, count, time

Value = TypeVar("Value")
_YES: Final = frozenset({"y", "yes", "是", "是的", "好", "好的", "对", "确认"})
_NO: Final = frozenset({"n", "no", "否", "不", "不是", "不对", "取消"})
_ALL: Final = frozenset({"都", "都是", "全部", "全", "all"})
_BETWEEN: Final = re.compile(r"[\s,，、;；和]+")


class Asker:
    """Asks, or does not (`silent`); `way` is how to be asked.

    What was answered is kept by question, so that another one (`again`) need not ask for it once more.
    """

    def __init__(
        self, *, silent: bool, way: str = "去掉 --yes", answers: Mapping[str, Sequence[str]] | None = None
    ) -> None:  # fmt: skip
        self.silent, self._way = silent, way
        self._answers: dict[str, list[str]] = {}
        self._known = {question: deque(known) for question, known in (answers or {}).items()}

    def again(self, *forgotten: str) -> Asker:
        """One that knows what was answered here, but for some questions."""
        answers = {question: known for question, known in self._answers.items() if question not in forgotten}
        return Asker(silent=self.silent, way=self._way, answers=answers)

    def text(self, question: str, option: str, default: str | None = None) -> str:
        """What a person types; the default for an empty line."""
        return self.until(question, option, str, default)

    def until(
        self, question: str, option: str, made: Callable[[str], Value], default: str | None = None,
        key: str | None = None,
    ) -> Value:  # fmt: skip
        """The same until it can be used; `key` is by what the answer is kept, where several questions read alike."""
        while True:
            try:
                answer = self._typed(question, option, default, key or question)
                value = made(answer)
            except UsageError as error:
                if self.silent:
                    raise
                say(str(error))
            else:
                self._answers.setdefault(key or question, []).append(answer)
                return value

    def _typed(self, question: str, option: str, default: str | None, key: str) -> str:
        if self.silent:
            raise UsageError(f"没有写{question}：用 {option} 写明，或{self._way} 逐项回答")
        known = self._known.get(key)
        if known:
            return known.popleft()
        while True:
            answer: str = click.prompt(
                visible(question), default=default or "", prompt_suffix="：", show_default=bool(default)
            )
            if answer.strip() or default is not None:
                return answer.strip()
            say("这一项不能空着；不做了就按 Ctrl+C")

    def choose(self, question: str, option: str, choices: Sequence[tuple[Value, str]]) -> Value:
        """One of several, by its number; the only one is taken without a question."""
        if len(choices) == 1:
            return choices[0][0]
        if self.silent:
            raise UsageError(f"没有写{question}：用 {option} 写明（{'、'.join(label for _, label in choices)}）")
        self._list(question, choices)
        labels = [label for _, label in choices]

        def picked(text: str) -> Value:
            return choices[labels.index(text) if text in labels else _numbered(text, len(choices))][0]

        value = self.until("选哪一个（写数字）", option, picked, key=question)
        # Kept by what it is: another time it may have another number.
        self._answers[question][-1] = next(label for choice, label in choices if choice == value)
        return value

    def some(self, question: str, option: str, choices: Sequence[tuple[Value, str]]) -> list[Value]:
        """One or several, by their numbers, in the order of the list; the only one is taken without a question."""
        if len(choices) == 1 or self.silent:
            return [self.choose(question, option, choices)]
        self._list(question, choices)

        def picked(text: str) -> list[Value]:
            if bare(text) in _ALL:
                return [value for value, _ in choices]
            places = {_numbered(part, len(choices)) for part in _BETWEEN.split(bare(text))}
            return [choices[place][0] for place in sorted(places)]

        return self.until("选哪一个（写数字；几个之间用空格，都是就写“都”）", option, picked, key=question)

    def day(self, question: str, option: str, default: str | None = None, *, ahead: bool = False) -> str:
        """A day or time, in any form that means one; none that has not come, unless it may lie ahead."""

        def read(text: str) -> str:
            if not text and default == "":
                return ""
            said = time(text, now()[:10])
            if not ahead and said[:10] > tomorrow()[:10]:
                raise UsageError(f"{said[:10]} 还没有到：核对年份和月份")
            return said

        return self.until(question, option, read, default)

    def yes(self, question: str, *, default: bool | None, silent: bool) -> bool:
        """Yes or no; `silent` is the answer where nobody may be asked. Without a default an empty line is none."""
        if self.silent:
            return silent

        def answered(text: str) -> bool:
            word = bare(text).lower()
            if word in _YES | _NO:
                return word in _YES
            raise UsageError("写 y（是）或 n（否）")

        return self.until(
            f"{question}（y 是，n 否）", "", answered, None if default is None else "y" if default else "n", question
        )

    def _list(self, question: str, choices: Sequence[tuple[object, str]]) -> None:
        """Shows the choices, unless it is known which one it is."""
        if not self._known.get(question):
            say(f"{question}：")
            for number, (_, label) in enumerate(choices, 1):
                say(f"  {number}  {label}")

    def number(self, question: str) -> int:
        """A number of people; 0 for an empty line."""

        def counted(text: str) -> int:
            number = count(text)
            if number is None:
                raise UsageError("写人数，如 1；没有就写 0")
            return number

        return self.until(question, "", counted, "0")


def _numbered(text: str, most: int) -> int:
    """The place (from 0) of a choice by its number. Raises UsageError."""
    typed = bare(text).rstrip(".、)")
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= most):
        raise UsageError(f"写 1 到 {most} 之间的数")
    return int(typed) - 1


def say(text: str) -> None:
    """Prints lines, what a terminal would act on made visible."""
    for line in text.split("\n"):
        click.echo(visible(line))
