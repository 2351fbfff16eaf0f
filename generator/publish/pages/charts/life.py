"""The line of life of a title: one bar from its first public day to the time of the page, in pieces by status.

Pure. A title that is held is a full bar, a suspended one a row of short bars (the sign ❙❙ drawn on), one that is
revoked a thin line, a nomination a dotted one: the pieces differ without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from generator import words
from generator.publish.pages.charts.measure import em
from generator.register.fold import Record, State, advance
from generator.register.times import instant

# No piece is shorter than this part of the bar (percent), so that a title held for an hour is seen.
LEAST: Final = 2.0


class Piece(NamedTuple):
    """A time in one public status; `start` and `end` in percent of the bar."""

    status: str
    start: str
    end: str


class LifeView(NamedTuple):
    """macro life: one title's bar, with the sentence that says what it shows"""

    title_name: str
    said: str
    start: str
    end: str
    pieces: tuple[Piece, ...]


class Stretch(NamedTuple):
    """A public status (None: no title) and when it began."""

    status: str | None
    since: str


def stretches(record: Record) -> list[Stretch]:
    """The public statuses of a title in order, from the first; each differs from the one before."""
    spans: list[Stretch] = []
    state = State()
    for event in record.standing:
        state = advance(state, event)
        if state.public != (spans[-1].status if spans else None):
            spans.append(Stretch(state.public, event.effective_at))
    return spans


def life(record: Record, title_name: str, as_of: str) -> LifeView | None:
    """The line of life of a title up to a time; None where nothing of it is public."""
    spans = tuple(stretches(record))
    return _drawn(spans, title_name, as_of) if spans else None


@lru_cache(maxsize=8_192)
def _drawn(spans: tuple[Stretch, ...], title_name: str, as_of: str) -> LifeView:
    """The line of these stretches: titles of one batch live alike."""
    end = max(as_of, spans[-1].since, key=instant)
    times = [_seconds(span.since) for span in spans]
    places = cuts(
        [later - sooner for sooner, later in zip(times, [*times[1:], max(_seconds(end), *times)], strict=True)]
    )
    told = "，".join(f"{words.day_name(span.since)}{_word(span.status)}" for span in spans)
    return LifeView(
        title_name,
        f"{title_name}的经过：{told}；截至{words.day_name(end)}。",
        words.day_name(spans[0].since),
        f"截至{words.day_name(end)}",
        tuple(
            Piece(span.status, em(places[place]), em(places[place + 1]))
            for place, span in enumerate(spans)
            if span.status
        ),
    )


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


def _word(status: str | None) -> str:
    return words.STATUSES[status] if status else words.NO_STATUS
