"""A county in the small: its titles as marks in rows of twelve, losses first; of many, one mark stands for several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from typing import Final, NamedTuple

from generator.publish.pages.charts.measure import em

WIDE: Final = 12
TALL: Final = 5
# Losses first; one mark of each that there is, however many a mark stands for.
ORDER: Final = ("revoked", "suspended", "certified")


class Miniature(NamedTuple):
    """The marks of each status as paths in a plane of 12 by 5, "" where there is none; `certified` is dots when it is
    drawn by round dashes."""

    revoked: str
    suspended: str
    certified: str


def worth(counties: Iterable[Iterable[int]]) -> int:
    """How many titles a mark stands for (1, 2, 5, 10 …), so that every county has room for its own."""
    counted = [tuple(numbers) for numbers in counties]
    unit = 1
    for step in _steps():
        unit = step
        if all(sum(_signs(number, unit) for number in numbers) <= WIDE * TALL for numbers in counted):
            break
    return unit


def miniature(revoked: int, suspended: int, certified: int, unit: int) -> Miniature:
    """The picture of a county, where a mark stands for so many titles."""
    numbers = [_signs(number, unit) for number in (revoked, suspended, certified)]
    ends = list(accumulate(numbers))
    crosses, bars, dots = (range(end - number, end) for number, end in zip(numbers, ends, strict=True))
    return Miniature(
        "".join(f"M{em(place % WIDE + 0.2)} {em(place // WIDE + 0.2)}l.6.6m0-.6l-.6.6" for place in crosses),
        "".join(f"M{em(place % WIDE + 0.3)} {em(place // WIDE + 0.15)}v.7m.4-.7v.7" for place in bars),
        "".join(_row([*row]) for _, row in groupby(dots, key=lambda place: place // WIDE)),
    )


def _row(places: list[int]) -> str:
    """A line that round dashes make a dot of at each of these places of one row."""
    return f"M{places[0] % WIDE + 0.5:g} {places[0] // WIDE + 0.5:g}h{len(places) - 0.9:.1f}"


def _signs(number: int, unit: int) -> int:
    return -(-number // unit)


def _steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
