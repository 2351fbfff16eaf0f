"""The procedure of a scheme, from application to loss, as one column: it reads the same on a phone and on a desk.

Steps stand in the order of the scheme, each with the body that takes it and its time limit; then the title as it is
held, suspended and revoked, with what obliges to it. A step that a scheme does not have is not drawn, and what it
does not state says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from generator import words

WIDE: Final = 320
# How wide a line of small text may be, in characters of full width, and how tall it is.
_FULL: Final = 19
_LINE: Final = 20
_SPINE: Final = 16
_PATH: Final = ("apply", "review", "nominate", "certify", "file", "publish")
# A step that moves a title that is held, with the status it leads to.
_LATER: Final = (("suspend", "suspended"), ("revoke", "revoked"))


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
    lines: tuple[TextLine, ...]


class ProcedureView(NamedTuple):
    """macro procedure: `spines` and `heads` are paths, `back` the way back from suspension ("" where there is none)"""

    title: str
    description: str
    height: int
    spines: str
    heads: str
    back: str
    back_word: str
    back_y: int
    stops: tuple[Stop, ...]


def procedure(steps: Sequence[Told], scheme: str) -> ProcedureView | None:
    """The picture of a procedure; None where the scheme states fewer than two steps of the way to a title."""
    known = {one.event: one for one in steps}
    path = [one for one in steps if one.event in _PATH]
    if len(path) < 2:
        return None
    stops, y = [], 14
    for one in path:
        lines = tuple(_lines(one, y + 24))
        stops.append(_stop("step", words.EVENTS[one.event], y, lines))
        y += 44 + _LINE * max(len(lines), 1) - 10
    stops.append(_stop("certified", words.STATUSES["certified"], y, ()))
    y += 52
    for event, status in _LATER:
        if event in known:
            lines = tuple(_lines(known[event], y + 24))
            stops.append(_stop(status, words.STATUSES[status], y, lines))
            y += 44 + _LINE * max(len(lines), 1) - 10
    restored = "restore" in known and "suspend" in known
    held = next(one for one in stops if one.kind == "certified")
    paused = next((one for one in stops if one.kind == "suspended"), None)
    back = ""
    if restored and paused is not None:
        back = f"M{_BACK_FROM} {paused.y}H{WIDE - 12}V{held.y}H{_BACK_FROM + 8}M{_BACK_FROM + 14} {held.y - 5}L{_BACK_FROM + 6} {held.y}L{_BACK_FROM + 14} {held.y + 5}"
    spines = "".join(f"M{_SPINE} {sooner.y + 13}V{later.y - 15}" for sooner, later in zip(stops, stops[1:], strict=False))
    heads = "".join(f"M{_SPINE - 5} {one.y - 21}L{_SPINE} {one.y - 14}L{_SPINE + 5} {one.y - 21}" for one in stops[1:])
    ways = "、".join(words.EVENTS[one.event] for one in path)
    after = [words.EVENTS[event] for event in ("suspend", "restore", "revoke") if event in known]
    return ProcedureView(
        title=f"{scheme}的程序",
        description=f"依次为{ways}；称号有效" + (f"，其后可以{'、'.join(after)}。" if after else "。"),
        height=y - 16,
        spines=spines,
        heads=heads,
        back=back,
        back_word=words.EVENTS["restore"] if back else "",
        back_y=(held.y + paused.y) // 2 + 5 if paused is not None else 0,
        stops=tuple(stops),
    )


# Where the way back from suspension begins: right of the words of a status.
_BACK_FROM: Final = 112


def _stop(kind: str, word: str, y: int, lines: tuple[TextLine, ...]) -> Stop:
    size = 10 if kind == "step" else 15
    return Stop(kind, word, y, y + 6, _SPINE - size // 2, y - size // 2, size, lines)


def _lines(step: Told, y: int) -> Iterator[TextLine]:
    for part in (*step.body.split("；"), step.limit):
        for text in _wrapped(part):
            yield TextLine(text, y)
            y += _LINE


def _wrapped(text: str) -> Iterator[str]:
    """A text in lines that fit; a mark of punctuation never begins one."""
    line, wide = "", 0.0
    for character in text:
        width = 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55
        if wide + width > _FULL and character not in "，。；：、）”":
            yield line
            line, wide = "", 0.0
        line += character
        wide += width
    if line:
        yield line
