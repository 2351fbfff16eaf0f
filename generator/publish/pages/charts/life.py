"""The line of life of a title: one bar from its first public day to the time of the page, in pieces by status.

Pure. A title that is held is a full bar, a suspended one a row of short bars (the sign ❙❙ drawn on), one that is
revoked a thin line, dashed while it is applied for anew, a nomination a dotted one: the pieces differ without colour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from generator import words
from generator.publish.pages.charts.measure import em
from generator.register.fold import Record, State, advance
from generator.register.status import UNDER_WAY
from generator.register.times import instant

# No piece is shorter than this part of the bar (percent), so that a title held for an hour is seen.
LEAST: Final = 2.0
# How wide a Chinese character and a narrower one are, in percent of the bar on the narrowest telephone; the room that a
# label has on both sides.
_WIDE: Final = 5.3
_NARROW: Final = 2.9
_ROOM: Final = 2.0
# Steps, in months, in which the bar is ticked: the first that makes no more ticks than this, none nearer than so much.
_STEPS: Final = (1, 3, 6, 12, 60, 240)
_TICKS: Final = 6
_APART: Final = 13.0
_EDGE: Final = 3.0
_AGAIN: Final = "重新申报"


class Piece(NamedTuple):
    """A time in one public status; `start`, `middle` and `end` in percent of the bar.

    `label` says how long it was, "" where there is no room for it; `again` is true while a lost title is applied for
    anew.
    """

    status: str
    start: str
    end: str
    middle: str
    label: str
    again: bool


class Tick(NamedTuple):
    """The first day of a month (or year), in percent of the bar."""

    place: str
    word: str


class LifeView(NamedTuple):
    """macro life: one title's bar, with the sentence that says what it shows; `rest` are the labels of pieces that have
    no room for them"""

    title_name: str
    said: str
    start: str
    end: str
    pieces: tuple[Piece, ...]
    ticks: tuple[Tick, ...]
    rest: str


class Stretch(NamedTuple):
    """A public status (None: no title) and when it began; `again` while a revoked title is applied for anew."""

    status: str | None
    since: str
    again: bool = False


def stretches(record: Record) -> list[Stretch]:
    """The public statuses of a title in order, from the first; each differs from the one before."""
    spans: list[Stretch] = []
    state = State()
    for event in record.standing:
        state = advance(state, event)
        again = state.public == "revoked" and state.status in UNDER_WAY
        if (state.public, again) != ((spans[-1].status, spans[-1].again) if spans else (None, False)):
            spans.append(Stretch(state.public, event.effective_at, again))
    return spans


def life(record: Record, title_name: str, as_of: str, *, archived: bool = False) -> LifeView | None:
    """The line of life of a title up to a time; None where nothing of it is public, or all of it began on the last day:
    that is no time to draw."""
    spans = tuple(stretches(record))
    if not spans or (len(spans) == 1 and spans[0].since[:10] >= as_of[:10]):
        return None
    return _drawn(spans, title_name, as_of, archived=archived)


@lru_cache(maxsize=8_192)
def _drawn(spans: tuple[Stretch, ...], title_name: str, as_of: str, *, archived: bool) -> LifeView:
    """The line of these stretches: titles of one batch live alike. The last of an archived list is of its time."""
    end = max(as_of, spans[-1].since, key=instant)
    days = [*(span.since for span in spans), end]
    times = list(accumulate(map(_seconds, days), max))
    places = cuts([later - sooner for sooner, later in pairwise(times)])
    told = "，".join(f"{words.day_name(span.since)}{_word(span)}" for span in spans)
    pieces, rest = [], []
    for number, span in enumerate(spans):
        if span.status is None:
            continue
        start, stop = places[number : number + 2]
        lasting = span is spans[-1]
        long = f"{_word(span)} {_long(days[number], days[number + 1], lasting=lasting)}".rstrip()
        label = f"当时{long}" if archived and lasting else long
        if not _fits(label, stop - start):
            # Away from its piece: with its day.
            rest.append(f"{_day(span.since, spans[0].since)}起{long}")
            label = ""
        pieces.append(Piece(span.status, em(start), em(stop), em((start + stop) / 2), label, span.again))
    return LifeView(
        title_name,
        f"{title_name}的经过：{told}；截至{words.day_name(end)}。",
        words.day_name(spans[0].since),
        f"截至{words.day_name(end)}",
        tuple(pieces),
        tuple(_ticks(days[0], end, times, places)),
        "，".join(rest),
    )


def _day(day: str, first: str) -> str:
    """A day beside the first one: its year where that is another."""
    return words.day_name(day)[5 if day[:4] == first[:4] else 0 :]


def _fits(label: str, room: float) -> bool:
    narrow = sum(character.isascii() for character in label)
    return _WIDE * (len(label) - narrow) + _NARROW * narrow + _ROOM <= room


def _long(start: str, end: str, *, lasting: bool) -> str:
    """How long a piece was, in days of the calendar; "" of one that began today and lasts."""
    days = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    return f"{days} 天" if days > 0 else "" if lasting else "不足 1 天"


def _ticks(start: str, end: str, times: Sequence[float], places: Sequence[float]) -> Iterator[Tick]:
    """First days of months, where a bar that changes at these times is at these places."""
    first, last = (int(day[:4]) * 12 + int(day[5:7]) for day in (start, end))
    step = next((step for step in _STEPS if (last - first) // step < _TICKS), _STEPS[-1])
    before = -_APART
    for month in range(first, last):  # counted from nought: those after the first
        year, left = divmod(month, 12)
        if month % step:
            continue
        time = _seconds(f"{year:04}-{left + 1:02}-01")
        if not times[0] < time < times[-1]:
            continue
        piece = bisect_right(times, time) - 1
        part = (time - times[piece]) / (times[piece + 1] - times[piece])
        place = places[piece] + part * (places[piece + 1] - places[piece])
        if place - before >= _APART and _EDGE <= place <= 100 - _EDGE:
            yield Tick(em(place), f"{left + 1}月" if step < 12 else f"{year}年")
            before = place


def cuts(lengths: Sequence[float]) -> list[float]:
    """Where pieces of these lengths begin and end in a bar of 100: in proportion, but none shorter than the least."""
    least = min(LEAST, 50 / len(lengths))
    rest = 100 - least * len(lengths)
    whole = sum(max(0.0, length) for length in lengths)
    places = [0.0]
    for length in lengths:
        # The quotient first: a factor of the rest by a tiny whole would be infinite.
        share = max(0.0, length) / whole if whole else 1 / len(lengths)
        places.append(min(100.0, places[-1] + least + rest * share))
    return places


@lru_cache(maxsize=8_192)
def _seconds(time: str) -> float:
    return datetime.fromisoformat(instant(time)).timestamp()


def _word(span: Stretch) -> str:
    if span.again:
        return _AGAIN
    return words.STATUSES[span.status] if span.status else words.NO_STATUS
