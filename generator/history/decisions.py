"""Changes of what is published that no line of a log tells, and the words for them in decisions.csv. Pure.

A setting of the site, a fact of an area, evidence on file: what is there stays, unless a line that the base does not
have says from what to what, and why. Then the change is pointed out, and not refused.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from generator.findings import finding
from generator.history.log import quoted
from generator.register.model import Decision, Finding, Table


class Word(NamedTuple):
    """What a line of decisions.csv allows: a key of a file, and its value before and after."""

    file: str
    key: str
    was: str | None
    now: str | None


# The words that came since the base, with their lines.
Words = Mapping[Word, int]


class Turn(NamedTuple):
    """A change that needs a word: the code of its finding and its place, and what becomes of what is published."""

    code: str
    path: str
    line: int | None
    column: str | None
    word: Word
    what: str
    effect: str


def added(before: Table[Decision], after: Table[Decision]) -> Words:
    """The words that a base does not have. One that it has is used up: to turn and turn again takes two lines."""
    used = Counter(before.rows)
    words: dict[Word, int] = {}
    for line, row in after.located():
        if used[row]:
            used[row] -= 1
        else:
            words[Word(row.file, row.key, row.was, row.now)] = line
    return words


def redated(before: Table[Decision], after: Table[Decision], clock: str | None) -> Table[Decision]:
    """The decisions of a base, those dated after `clock` (an instant) with the day that was put in the place of theirs.

    So a mistyped day of a decision may be mended, and its word is used up all the same.
    """
    new = Counter(after.rows) - Counter(before.rows)
    gone = Counter(before.rows) - Counter(after.rows)
    rows = []
    for row in before.rows:
        if clock is not None and row.decided_on > clock and gone[row]:
            for other in new:
                if new[other] and other.decided_on <= clock and other[1:] == row[1:]:
                    gone[row] -= 1
                    new[other] -= 1
                    row = other
                    break
        rows.append(row)
    return replace(before, rows=tuple(rows))


def told(turns: Iterable[Turn], words: Words) -> Iterator[Finding]:
    """A finding for each change: a warning where there is a word for it."""
    for turn in turns:
        word = turn.word
        line = words.get(word)
        values = {"what": turn.what, "expected": quoted(word.was), "now": quoted(word.now), "effect": turn.effect}
        if line is not None:
            yield finding("W817", turn.path, turn.line, turn.column, word.now, row=line, **values)
        else:
            yield finding(turn.code, turn.path, turn.line, turn.column, word.now, row=_row(word), **values)


def kept(before: Table[Decision], after: Table[Decision]) -> Iterator[Finding]:
    """What was decided stays on record: a finding for the first line that is gone, and how many there are."""
    if not (before.whole and after.whole):
        return
    gone = list((Counter(before.rows) - Counter(after.rows)).elements())[len(after.spoilt) :]
    if gone:
        more = f" 等 {len(gone)} 行" if len(gone) > 1 else ""
        yield finding("E818", after.path, column="key", value=gone[0].key, expected=_csv(gone[0]), more=more)


def _row(word: Word) -> str:
    """The line that is asked for."""
    return _csv(["决定日期", *word, "理由"])


def _csv(cells: Iterable[str | None]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()
