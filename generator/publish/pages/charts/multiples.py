"""The counties of a province beside one another: small charts of one measure, those that lost most of late first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from generator.publish.pages.charts.silence import Silences, within
from generator.publish.pages.charts.trend import TALL, WIDE, across, height
from generator.publish.pages.chinese import Text
from generator.publish.pages.speech import CHINESE, Speech, said
from generator.register.moves import Move, levels

# A longer time is shown by spans of several days, each by its last value.
_MOST_STEPS: Final = 60


class Compared(NamedTuple):
    """A county to be compared: its link, its moves, what was revoked and suspended of late, where it is silent, and
    the day of its newest record where that is before the days that count as of late ("" else)."""

    name: Text
    href: str
    moves: Sequence[Move]
    revoked: int
    suspended: int
    silences: Silences
    stopped: str


class Multiple(NamedTuple):
    """A small chart: the number now, what was lost of late, its line and the area beneath in the plane, days with
    losses as strokes under the zero line, and silences (from the left, and how wide)."""

    name: Text
    href: str
    number: int
    revoked: int
    suspended: int
    stopped: str
    line: str
    under: str
    removals: str
    hatched: tuple[tuple[int, int], ...]


class MultiplesView(NamedTuple):
    """macro multiples: `said` is the measure that all of them share, in words; `csv` and `svg` lead to the same as
    files, of which `title` is that of the picture"""

    title: str
    said: str
    silent: bool
    charts: tuple[Multiple, ...]
    csv: str
    svg: str


def multiples(
    counties: Sequence[Compared],
    as_of: str | None,
    where: Text = "",
    *,
    csv: str = "",
    svg: str = "",
    say: Speech = CHINESE,
) -> MultiplesView | None:
    """The charts of counties up to a day; None where there are not two that moved."""
    moved = [county for county in counties if county.moves]
    if len(moved) < 2 or as_of is None:
        return None
    _ = say.word
    first = min(date.fromisoformat(county.moves[0].day) for county in moved)
    last = max(as_of[:10], *(county.moves[-1].day for county in moved))
    days = (date.fromisoformat(last) - first).days + 1
    most = max(level.certified for county in moved for level in levels(county.moves))
    ordered = sorted(moved, key=lambda county: (-county.revoked, -county.suspended))
    charts = tuple(_drawn(county, first, days, most) for county in ordered)
    return MultiplesView(
        said(_("{}各区县有效的个数"), where),
        _(
            "各图刻度相同：从 0 到 {} 个有效，{}至{}，可以互相比较。近 7 日取消多的在前；零线下的短线是有取消的日子。"
        ).format(f"{most:,}", say.day(str(first)), say.day(last)),
        any(chart.hatched for chart in charts),
        charts,
        csv,
        svg,
    )  # fmt: skip


def _drawn(county: Compared, first: date, days: int, most: int) -> Multiple:
    span = -(-days // _MOST_STEPS)
    values = {_offset(level.day, first, span): level.certified for level in levels(county.moves)}
    begin = across(min(values), days)
    line = f"M{begin} {TALL}{''.join(_steps(values, days, most))}H{WIDE}"
    lost = sorted({_offset(move.day, first, span) for move in county.moves if move.revoked > 0})
    return Multiple(
        county.name, county.href, [*values.values()][-1], county.revoked, county.suspended, county.stopped,
        line, f"{line}V{TALL}H{begin}Z", "".join(f"M{across(offset, days)} 106v14" for offset in lost),
        tuple(
            (across(start, days), across(end, days) - across(start, days))
            for start, end in within(county.silences.spans, first, days)
        ),
    )  # fmt: skip


def _steps(values: dict[int, int], days: int, most: int) -> Iterator[str]:
    before = None
    for offset, value in values.items():
        if value != before:
            yield f"H{across(offset, days)}V{height(value, most)}"
        before = value


def _offset(day: str, first: date, span: int) -> int:
    return (date.fromisoformat(day) - first).days // span * span
