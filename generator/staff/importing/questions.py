"""What a person has to say before a list can be taken over, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from generator.errors import UsageError

# Answers that are no code.
NEW, UNPLACED, YES, NO = "new", "-", "yes", "no"
_WORDS: Final = {
    "新": NEW, "新建": NEW, "新登记": NEW, "new": NEW, "无": UNPLACED, "不登记": UNPLACED, "-": UNPLACED,
    "－": UNPLACED, "—": UNPLACED, "是": YES, "y": YES, "yes": YES, "否": NO, "不是": NO, "n": NO, "no": NO,
}  # fmt: skip


class Choice(NamedTuple):
    """One answer: a code, an id or one of the words above; and what it is."""

    answer: str
    label: str


class Question(NamedTuple):
    """What is open: the printed words, where they stand first, why they are open, and what they may mean.

    `key` is the same whenever the same words are printed. `rows` is how many rows wait for the answer.
    """

    key: str
    where: str
    printed: str
    why: str
    choices: Sequence[Choice]
    rows: int = 1
    takes_code: bool = True


Answers = Mapping[str, str]


def answered(question: Question, text: str, codes: Mapping[str, object]) -> str:
    """The answer that was typed: the number of a choice, a word, or a code of `codes`. Raises UsageError."""
    typed = text.strip()
    offered = {choice.answer for choice in question.choices}
    if typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= len(question.choices):
        return question.choices[int(typed) - 1].answer
    meant = _WORDS.get(typed.lower(), typed)
    if meant in offered or (question.takes_code and meant in codes):
        return meant
    more = "，或区划代码、区域编号" if question.takes_code else ""
    raise UsageError(f"“{question.printed}”的回答“{typed}”用不上：写 1 到 {len(question.choices)} 之间的数{more}")
