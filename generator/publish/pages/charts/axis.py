"""The axis of days under a chart: months and days as ticks, some of them with words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from generator.publish.pages.charts.measure import em
from generator.publish.pages.speech import CHINESE, Speech

# Words under the axis: so many at most, that they stand apart on a telephone; near an end (percent) they begin or end
# with their tick, and do not stand where others do: the first ones name month or year as well, and are long.
MOST_WORDS: Final = 6
_NEAR: Final = 9
_FIRST: Final = 24
# Up to so many days each of them has a tick; up to so many, each tenth of a month; of more, months alone.
_DAYS: Final = 62
_TENTHS: Final = 400
_STEPS: Final = (1, 2, 3, 5, 7, 10, 15)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)


class Tick(NamedTuple):
    """A tick with words: its day from the first, and from the left in percent; `anchor` is start near the left end, end
    near the right one, else middle."""

    offset: int
    x: str
    word: str
    anchor: str


class Axis(NamedTuple):
    """The ticks that have words, and the days (from the first) of the small ones between them."""

    ticks: tuple[Tick, ...]
    small: tuple[int, ...]


def axis(first: date, days: int, say: Speech = CHINESE) -> Axis:
    """The axis of so many days, in the words of a language."""
    worded = dict(_of_days(first, days, say) if days <= _DAYS else _of_months(first, days, say))
    ticks: list[Tick] = []
    for offset, word in worded.items():
        place = 100 * offset / days
        anchor = "start" if place < _NEAR else "end" if place > 100 - _NEAR else "middle"
        room = _FIRST if ticks and ticks[-1].anchor == "start" else 2 * _NEAR if anchor == "end" else 0
        if not ticks or place - float(ticks[-1].x) >= room:
            ticks.append(Tick(offset, em(place), word, anchor))
    told = {tick.offset for tick in ticks}
    return Axis(tuple(ticks), tuple(offset for offset in _small(first, days) if offset not in told))


def _of_days(first: date, days: int, say: Speech) -> Iterator[tuple[int, str]]:
    step = next(step for step in _STEPS if (days - 1) // step < MOST_WORDS)
    month = 0
    for offset in range(0, days, step):
        day = first + timedelta(offset)
        yield offset, say.tick_day(day, month=day.month != month)
        month = day.month


def _of_months(first: date, days: int, say: Speech) -> Iterator[tuple[int, str]]:
    """Beginnings of months; the first words and those of a January name the year."""
    months = [(first + timedelta(offset), offset) for offset in range(days) if (first + timedelta(offset)).day == 1]
    step = next((step for step in _MONTHS if len(months) / step <= MOST_WORDS), len(months))
    year = 0
    for day, offset in months[::step]:
        yield offset, say.tick_month(day, year=day.year != year)
        year = day.year


def _small(first: date, days: int) -> Iterator[int]:
    for offset in range(days):
        day = (first + timedelta(offset)).day
        if days <= _DAYS or day == 1 or (days <= _TENTHS and day in (11, 21)):
            yield offset
