"""Questions on the terminal, in Chinese; where nobody may be asked, the option that answers is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import click

from generator.commands.reporting import visible
from generator.errors import UsageError

Value = TypeVar("Value")
_YES: Final = frozenset({"y", "yes", "是", "好", "对"})
_NO: Final = frozenset({"n", "no", "否", "不", "不是"})


class Asker:
    """Asks, or does not (`silent`); `way` is how to be asked."""

    def __init__(self, *, silent: bool, way: str = "去掉 --yes") -> None:
        self.silent, self._way = silent, way

    def text(self, question: str, option: str, default: str | None = None) -> str:
        """What a person types; the default for an empty line."""
        if self.silent:
            raise UsageError(f"没有写{question}：用 {option} 写明，或{self._way} 逐项回答")
        answer: str = click.prompt(visible(question), default=default, prompt_suffix="：")
        return answer.strip()

    def until(self, question: str, option: str, made: Callable[[str], Value], default: str | None = None) -> Value:
        """The same until it can be used."""
        while True:
            try:
                return made(self.text(question, option, default))
            except UsageError as error:
                if self.silent:
                    raise
                say(str(error))

    def choose(self, question: str, option: str, choices: Sequence[tuple[Value, str]]) -> Value:
        """One of several, by its number; the only one is taken without a question."""
        if len(choices) == 1:
            return choices[0][0]
        if self.silent:
            raise UsageError(f"没有写{question}：用 {option} 写明（{'、'.join(label for _, label in choices)}）")
        say(f"{question}：")
        for number, (_, label) in enumerate(choices, 1):
            say(f"  {number}  {label}")

        def picked(text: str) -> Value:
            if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= len(choices)):
                raise UsageError(f"写 1 到 {len(choices)} 之间的数")
            return choices[int(text) - 1][0]

        return self.until("选哪一个（写数字）", option, picked)

    def yes(self, question: str, *, default: bool, silent: bool) -> bool:
        """Yes or no; `silent` is the answer where nobody may be asked."""
        if self.silent:
            return silent

        def answered(text: str) -> bool:
            if text.lower() in _YES | _NO:
                return text.lower() in _YES
            raise UsageError("写 y（是）或 n（否）")

        return self.until(f"{question}（y 是，n 否）", "", answered, "y" if default else "n")

    def number(self, question: str) -> int:
        """A number of people; 0 for an empty line."""

        def counted(text: str) -> int:
            if text.isascii() and text.isdecimal() and len(text) < 7:
                return int(text)
            raise UsageError("写人数，如 1；没有就写 0")

        return self.until(question, "", counted, "0")


def say(text: str) -> None:
    """Prints lines, what a terminal would act on made visible."""
    for line in text.split("\n"):
        click.echo(visible(line))
