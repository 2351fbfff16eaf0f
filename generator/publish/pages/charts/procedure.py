"""The procedure of a scheme, from application to loss, as one column: it reads the same on a phone and on a desk.

Steps stand in the order of the scheme, each with the body that takes it and its time limit; then the title as it is
held, suspended and revoked, with what obliges to it. A step that a scheme does not have is not drawn, and what it
does not state says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from generator import words

WIDE: Final = 320
# How wide a line of small text may be, in characters of full width, and how tall it is.
_FULL: Final = 19
_LINE: Final = 20
# The column of the steps, and beside it that of suspension; where the way back from there begins, and ends.
_SPINE: Final = 16
_ASIDE: Final = 64
_WORDS_END: Final = 146
_BACK_TO: Final = 92
_PATH: Final = ("apply", "review", "nominate", "certify", "file", "publish")
# Steps with the status they lead to.
_STATUSES: Final = (("publish", "certified"), ("suspend", "suspended"), ("revoke", "revoked"))


class Told(NamedTuple):
    """A step of a scheme in words: its event, body, and limit of time or cause ("" where there is none)."""

    event: str
    body: str
    limit: str


class TextLine(NamedTuple):
    """A line of small text at a height."""

    text: str
    y: int


class Stop(NamedTuple):
    """A stop of the column: `kind` is "step" or a status, `y` the middle of its sign."""

    kind: str
    word: str
    y: int
    baseline: int
    sign_x: int
    sign_y: int
    sign_size: int
    text_x: int
    lines: tuple[TextLine, ...]


class ProcedureView(NamedTuple):
    """macro procedure: `path` has all its lines and arrows; `back_word` tells the way back from suspension, if any;
    `svg` leads to the same as a file"""

    title: str
    description: str
    height: int
    path: str
    back_word: str
    back_y: int
    stops: tuple[Stop, ...]
    svg: str


def procedure(steps: Sequence[Told], scheme: str, svg: str = "") -> ProcedureView | None:
    """The picture of a procedure; None where the scheme states fewer than two steps of the way to a title."""
    by_event = {step.event: step for step in steps}
    path = [step for step in steps if step.event in _PATH]
    if len(path) < 2:
        return None
    stops, y = [], 14
    for step in path:
        stops.append(_stop("step", words.EVENTS[step.event], y, step))
        y = _below(stops[-1])
    for event, status in _STATUSES:
        if event == "publish" or event in by_event:
            stops.append(_stop(status, words.STATUSES[status], y, None if event == "publish" else by_event[event]))
            y = _below(stops[-1])
    by_kind = {stop.kind: stop for stop in stops}
    held, paused, lost = by_kind["certified"], by_kind.get("suspended"), by_kind.get("revoked")
    column = [stop for stop in stops if stop is not paused]
    drawn = [_arrow_down(sooner.y + 13, later.y - 14) for sooner, later in pairwise(column)]
    back = paused is not None and "restore" in by_event
    if paused is not None:
        drawn.append(f"M{_SPINE} {held.y + 13}V{paused.y}H{_ASIDE - 14}M{_ASIDE - 20} {paused.y - 5}l6 5-6 5")
        if lost is not None:
            drawn.append(f"M{_ASIDE} {paused.y + 13}V{lost.y - 30}H{_SPINE}")
        if back:
            drawn.append(f"M{_WORDS_END} {paused.y}H{WIDE - 12}V{held.y}H{_BACK_TO}m7-5-7 5 7 5")
    after = [words.EVENTS[event] for event in ("suspend", "restore", "revoke") if event in by_event]
    return ProcedureView(
        title=f"{scheme}的程序",
        description=f"依次为{'、'.join(words.EVENTS[step.event] for step in path)}；其后称号有效"
        + (f"，可以{'、'.join(after)}。" if after else "。"),
        height=y - 20,
        path="".join(drawn),
        back_word=words.EVENTS["restore"] if back else "",
        back_y=(held.y + paused.y) // 2 + 5 if paused is not None else 0,
        stops=tuple(stops),
        svg=svg,
    )


def _stop(kind: str, word: str, y: int, told: Told | None) -> Stop:
    size = 10 if kind == "step" else 15
    x = _ASIDE if kind == "suspended" else _SPINE
    lines = tuple(_lines(told, y + 26, x)) if told else ()
    return Stop(kind, word, y, y + 6, x - size // 2, y - size // 2, size, x + 24, lines)


def _below(stop: Stop) -> int:
    """The height of the stop after this one."""
    return (stop.lines[-1].y if stop.lines else stop.y + 14) + 36


def _arrow_down(start: int, end: int) -> str:
    return f"M{_SPINE} {start}V{end}m-5-6 5 6 5-6"


def _lines(step: Told, y: int, x: int) -> Iterator[TextLine]:
    for part in (*step.body.split("；"), step.limit):
        for text in _wrapped(part, _FULL - (x - _SPINE) // 13):
            yield TextLine(text, y)
            y += _LINE


def _wrapped(text: str, full: int) -> Iterator[str]:
    """A text in lines of so many characters of full width; a mark of punctuation never begins one."""
    line, wide = "", 0.0
    for character in text:
        width = 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55
        if wide + width > full and character not in "，。；：、）”":
            yield line
            line, wide = "", 0.0
        line += character
        wide += width
    if line:
        yield line
