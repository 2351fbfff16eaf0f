"""The trend: how many titles were certified, suspended and revoked at the end of each day, in three panels.

The numbers differ by orders of magnitude, so that each panel has a scale of its own, from 0; lines are steps,
because a number stands until the day it changes. Status is told by word, shape and dash, never by hue alone.
Days on which titles were lost are marked on the zero line of the first panel; where a register was silent, all of it is
hatched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from generator import words
from generator.publish.pages.charts.axis import Tick, axis
from generator.publish.pages.charts.measure import em
from generator.publish.pages.charts.silence import Silences, within
from generator.publish.pages.chinese import Text
from generator.publish.pages.languages import noted
from generator.publish.pages.wording import CHINESE, Wording, said
from generator.register.moves import SHOWN, Move

# The plane that a line is drawn in; the picture stretches it to its width.
WIDE: Final = 1000
TALL: Final = 100
# A longer time is shown by spans of several days, each by its last value: the picture never grows.
MOST_STEPS: Final = 120
_LABEL: Final = 1.7
_PLOT: Final[dict[str, float]] = {"certified": 5.0, "suspended": 2.4, "revoked": 2.4}
_SPACE: Final = 1.1
# Room under the first panel for the marks of losses.
_MARKS: Final = 0.6
_NAMES: Final = {"certified": "有效", "suspended": "暂停", "revoked": "取消"}
_SCALES: Final = {
    1: noted("刻度从 0 开始。"),
    2: noted("两幅图的刻度各自从 0 开始，高低不能互相比较。"),
    3: noted("三幅图的刻度各自从 0 开始，高低不能互相比较。"),
}


_NONE: Final = Silences()


class Panel(NamedTuple):
    """One status: its last value, its line and the area beneath it in the plane, and where the panel stands (em)."""

    status: str
    word: str
    last: int
    most: str
    line: str
    under: str
    y: str
    shape_y: str
    plot_y: str
    plot_height: str


class Hatch(NamedTuple):
    """A silence, from the left and wide in percent."""

    x: str
    width: str


class Span(NamedTuple):
    """The time of a step in the plane, and what its numbers are in words."""

    x: int
    width: int
    said: str


class TrendRow(NamedTuple):
    """One row of the table: the end of a day (or span of days) and the numbers then."""

    day: str
    certified: int
    suspended: int
    revoked: int


class TrendView(NamedTuple):
    """macro trend: `scales` says how far panels can be compared, `height` in em, the days at its ends in words, and the
    same numbers as rows, newest first.

    `lines` are the ticks with words and `small` those between them, as paths in planes of 1000 by 100 and by 10;
    `removals` are places of days on which titles were lost (percent), `marks_y` where their marks stand (em). `silent`
    says in words why some of it is hatched. `csv` and `svg` lead to the same as files ("" where there is none).
    """

    title: str
    description: str
    scales: str
    height: str
    panels: tuple[Panel, ...]
    dates_y: str
    start: str
    end: str
    caption: str
    rows: tuple[TrendRow, ...]
    plot_y: str
    plot_height: str
    ticks_y: str
    ticks: tuple[Tick, ...]
    lines: str
    small: str
    spans: tuple[Span, ...]
    removals: tuple[str, ...]
    marks_y: str
    hatched: tuple[Hatch, ...]
    silent: str
    csv: str
    svg: str


class _Step(NamedTuple):
    """The numbers from the beginning of a span (days since the first) on, until the next step."""

    offset: int
    numbers: tuple[int, int, int]


def trend(
    moves: Sequence[Move], as_of: str | None, where: Text, silences: Silences = _NONE, *, csv: str = "", svg: str = "",
    say: Wording = CHINESE,
) -> TrendView | None:  # fmt: skip
    """The trend of a place from its moves up to a time; None where fewer than two days moved anything."""
    _ = say.word
    if len(moves) < 2 or as_of is None:
        return None
    first, last = date.fromisoformat(moves[0].day), date.fromisoformat(max(as_of[:10], moves[-1].day))
    days = (last - first).days + 1
    span = -(-days // MOST_STEPS)
    steps = _steps(moves, first, span)
    panels, y = [], 0.0
    for place, status in enumerate(SHOWN):
        values = [step.numbers[place] for step in steps]
        most, height = max(values), _PLOT[status]
        if not most and status != "certified":
            continue  # nothing ever had it, as under a scheme that does not know it: no panel of nothing
        line, under = _line([step.offset for step in steps], values, most, days)
        panels.append(
            Panel(
                status, _(words.STATUSES[status]), values[-1],
                _("最多时 {}").format(f"{most:,}") if most > values[-1] else "", line, under,
                em(y + 1.15), em(y + 0.35), em(y + _LABEL), em(height),
            )
        )  # fmt: skip
        y += _LABEL + height + (_MARKS if status == "certified" else 0) + _SPACE
    start, end = say.day(moves[0].day), say.day(last.isoformat())
    now = _("，").join(
        _("{} {} 个（{} 个）").format(panel.word, panel.last, panel.most)
        if panel.most
        else _("{} {} 个").format(panel.word, panel.last)
        for panel in panels
    )
    kinds = _("、").join(_(_NAMES[panel.status]) for panel in panels)
    marked = axis(first, days, say.lang)
    ends = [min(first + timedelta(step.offset + span - 1), last).isoformat() for step in steps]
    return TrendView(
        title=said(_("{}{}的个数，按记录的日期，{}至{}"), where, kinds, start, end)
        if where
        else _("{}的个数，按记录的日期，{}至{}").format(kinds, start, end),
        description=_("到{}：{}。").format(end, now),
        scales=_(_SCALES[len(panels)]),
        height=em(y + 0.7),
        panels=tuple(panels),
        dates_y=em(y + 0.3),
        start=start,
        end=end,
        caption=_("有变化的各日终了时的个数") if span == 1 else _("每 {} 日一行，各行末日终了时的个数").format(span),
        rows=tuple(
            TrendRow(say.day(day), *step.numbers) for day, step in reversed(list(zip(ends, steps, strict=True)))
        ),
        plot_y=em(_LABEL),
        plot_height=em(y - _SPACE - _LABEL),
        ticks_y=em(y - _SPACE),
        ticks=marked.ticks,
        lines="".join(f"M{across(offset, days)} 0V{TALL}" for offset in (tick.offset for tick in marked.ticks)),
        small="".join(f"M{across(offset, days)} 0V10" for offset in marked.small),
        spans=tuple(_spans(steps, ends, [panel.status for panel in panels], days, say)),
        removals=tuple(em(100 * (offset + span / 2) / days) for offset in _lost(moves, first, span)),
        marks_y=em(_LABEL + _PLOT["certified"] + _MARKS / 2),
        hatched=tuple(
            Hatch(em(100 * start / days), em(100 * (end - start) / days))
            for start, end in within(silences.spans, first, days)
        ),
        silent=silences.said,
        csv=csv,
        svg=svg,
    )


def _steps(moves: Sequence[Move], first: date, span: int) -> list[_Step]:
    """One step for each span in which something moved."""
    by_offset: dict[int, tuple[int, int, int]] = {}
    numbers = (0, 0, 0)
    for day, *moved in moves:
        numbers = (numbers[0] + moved[0], numbers[1] + moved[1], numbers[2] + moved[2])
        by_offset[(date.fromisoformat(day) - first).days // span * span] = numbers
    return [_Step(offset, values) for offset, values in by_offset.items()]


def _lost(moves: Sequence[Move], first: date, span: int) -> list[int]:
    """The beginnings of spans (days since the first) in which titles were lost."""
    return sorted({(date.fromisoformat(day) - first).days // span * span for day, _, _, lost in moves if lost > 0})


def _spans(
    steps: Sequence[_Step], ends: Sequence[str], statuses: Sequence[str], days: int, say: Wording
) -> Iterator[Span]:
    """The time of each step, with its numbers in words."""
    _ = say.word
    shown = [place for place, status in enumerate(SHOWN) if status in statuses]
    lefts = [across(step.offset, days) for step in steps]
    for step, end, left, right in zip(steps, ends, lefts, [*lefts[1:], WIDE], strict=True):
        told = _("，").join(f"{_(_NAMES[SHOWN[place]])} {step.numbers[place]:,}" for place in shown)
        yield Span(left, right - left, _("{}：{}").format(say.day(end), told))


def _line(starts: Sequence[int], values: Sequence[int], most: int, days: int) -> tuple[str, str]:
    """A line of steps, and the area beneath it, as paths in the plane; a value of `most` is at the top."""
    drawn = [f"M0 {height(values[0], most)}"]
    for offset, value, before in zip(starts[1:], values[1:], values, strict=False):
        if value != before:
            drawn.append(f"H{across(offset, days)}V{height(value, most)}")
    line = f"{''.join(drawn)}H{WIDE}"
    return line, f"{line}V{TALL}H0Z"


def across(offset: int, days: int) -> int:
    """Where a day begins in the plane, from the left."""
    return round(offset * WIDE / days)


def height(value: int, most: int) -> int:
    """Where a value stands in the plane, from the top; 0 is at the bottom."""
    return TALL - round(value * TALL / most) if most else TALL
