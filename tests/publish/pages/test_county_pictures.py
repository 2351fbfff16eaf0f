"""A county as a picture, its trend with what is not known of it, counties side by side, and the same as tables."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.pages.charts import marks as county_marks
from generator.publish.pages.charts.axis import MOST_WORDS, axis
from generator.publish.pages.charts.marks import NAMES, PITCH, ROW, MarkedArea, marks
from generator.publish.pages.charts.miniature import TALL, WIDE, miniature, worth
from generator.publish.pages.charts.multiples import Compared, multiples
from generator.publish.pages.charts.silence import Silence, Silences, gaps, stopped, within
from generator.publish.pages.charts.trend import trend
from generator.register.moves import Move, levels
from tests.support.sites import counties_of, load

bounded: Final = settings(max_examples=60, deadline=None)
LEGEND: Final = [(kind, kind) for kind in NAMES]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


# ---- geometry


@given(st.lists(st.integers(0, 8), min_size=1, max_size=60), st.sampled_from([*NAMES]))
@bounded
def test_marks_lie_in_rows_and_never_on_one_another(communities: list[int], kind: str) -> None:
    """Each area has a mark within the block, in order; under each lies the shelf of its community."""
    areas = [MarkedArea(f"{place}/", str(place), str(code), kind) for place, code in enumerate(sorted(communities))]
    view = marks([("街道", "g1", areas), ("另一街道", "g2", areas)], LEGEND)
    assert view is not None
    block = view.blocks[0]
    places = [(mark.y, mark.x) for mark in block.marks]
    assert places == sorted(set(places))
    assert [mark.href for mark in block.marks] == [area.href for area in areas]
    assert all(0 <= x <= view.width - PITCH and y % ROW == 0 and y + ROW <= block.height for y, x in places)
    shelves = [tuple(map(int, shelf)) for shelf in re.findall(r"M(\d+) (\d+)h(\d+)", block.shelves)]
    for mark, area in zip(block.marks, areas, strict=True):
        under = [shelf for shelf in shelves if shelf[1] == mark.y + PITCH and shelf[0] <= mark.x < shelf[0] + shelf[2]]
        assert len(under) == 1, area
    assert [sign.key for sign in view.legend] == [NAMES[kind]]


def test_a_large_county_has_smaller_marks_and_stands_with_its_list() -> None:
    """With few areas each mark is large enough for a finger and the picture comes first; two areas are the least."""
    areas = [MarkedArea("a/", "甲", "1", "certified")]
    assert marks([("街道", "g1", areas)], LEGEND) is None
    few = marks([("街道", "g1", areas * county_marks.EARLY)], LEGEND)
    many = marks([("街道", "g1", areas * 5_000)], LEGEND)
    assert few is not None
    assert many is not None
    assert few.early
    assert not many.early
    assert few.width < many.width


@given(st.dates(date(2020, 1, 1), date(2023, 12, 31)), st.integers(2, 3_000))
@bounded
def test_words_of_an_axis_are_few_and_in_order(first: date, days: int) -> None:
    """Ticks go right within the picture, and the small ones are other days."""
    view = axis(first, days)
    assert len(view.ticks) <= MOST_WORDS + 1
    assert [tick.offset for tick in view.ticks] == sorted({tick.offset for tick in view.ticks})
    assert all(0 <= float(tick.x) < 100 for tick in view.ticks)
    assert {tick.offset for tick in view.ticks}.isdisjoint(view.small)
    # What names its month or year at the left end is as long as a fifth of a telephone.
    after = (float(second.x) - float(first.x) for first, second in pairwise(view.ticks) if first.anchor == "start")
    assert all(room >= 24 for room in after)
    for tick in view.ticks:
        day = first + timedelta(tick.offset)
        month = f"{day.month}月"
        assert tick.word in (f"{month}{day.day}日", f"{day.day}日", month, f"{day.year}年{month}")


@given(st.lists(st.tuples(*[st.integers(0, 90_000)] * 3), min_size=1, max_size=12))
@bounded
def test_a_small_picture_has_room_for_every_county(counties: list[tuple[int, int, int]]) -> None:
    """One measure for all of them: no mark leaves its picture, and what there is has one mark at least."""
    unit = worth(counties)
    assert unit > 0
    for numbers in counties:
        view = miniature(*numbers, unit)
        assert sum(-(-number // unit) for number in numbers) <= WIDE * TALL
        assert [bool(path) for path in view] == [bool(number) for number in numbers]
        assert view.revoked.count("M") == -(-numbers[0] // unit)


# ---- silence


def test_a_register_is_silent_where_nothing_is_recorded_for_longer_than_promised() -> None:
    """A week is usual; a promise of more days gives more, one of fewer does not tell an empty week from calm."""
    days = ["2022-11-01", "2022-11-08", "2022-11-17"]
    assert gaps(days, None).spans == (Silence("2022-11-08", "2022-11-17"),)
    assert gaps(days, 1).spans == gaps(days, None).spans
    assert gaps(days, 10) == Silences()
    assert "7 天" in gaps(days, None).said


def test_counties_that_stopped_are_named() -> None:
    """From the day after the last record of the first that stopped, to the end of the chart."""
    view = stopped({"甲区": ("2022-09-13", None), "乙县": ("2022-12-05", 1)}, "2022-12-05")
    assert view.spans == (Silence("2022-09-13", "2022-12-06"),)
    assert "甲区（最后记录于2022年9月13日）" in view.said
    assert "乙县" not in view.said
    assert within(view.spans, date(2022, 9, 10), 87) == [(4, 87)]
    assert stopped({"乙县": ("2022-12-05", 1)}, "2022-12-05") == Silences()


def test_a_trend_marks_losses_and_tells_each_step() -> None:
    """Days with losses are marked; every step has its numbers in words; a silence is hatched and told."""
    moves = [Move("2022-11-21", 5, 0, 0), Move("2022-11-25", -3, 2, 1)]
    view = trend(moves, "2022-11-30", "示例省", Silences((Silence("2022-11-25", "2022-12-01"),), "斜线处没有记录。"))
    assert view is not None
    assert view.removals == ("45",)
    assert [span.said for span in view.spans] == [
        "2022年11月21日：有效 5，暂停 0，取消 0",
        "2022年11月25日：有效 2，暂停 2，取消 1",
    ]
    assert sum(span.width for span in view.spans) == 1_000
    assert [(hatch.x, hatch.width) for hatch in view.hatched] == [("50", "50")]
    assert view.silent == "斜线处没有记录。"


def test_counties_stand_beside_one_another_by_what_they_lost_of_late() -> None:
    """One measure for all, those that lost most first; one that stopped is not told to have lost nothing."""
    moves = (Move("2022-11-21", 50, 0, 0), Move("2022-11-25", -3, 2, 1))
    small = (Move("2022-11-23", 5, 0, 0),)
    view = multiples(
        [
            Compared("甲区", "1/", small, 0, 0, Silences(), "2022年11月23日"),
            Compared("乙区", "2/", moves, 0, 1, Silences(), ""),
            Compared("丙区", "3/", moves, 2, 0, Silences(), ""),
        ],
        "2022-11-30",
    )
    assert view is not None
    assert [chart.name for chart in view.charts] == ["丙区", "乙区", "甲区"]
    assert view.charts[0].line.startswith("M0 100H0V0")
    assert view.charts[2].line == "M200 100H200V90H1000"  # a tenth of the most, from its first day on
    assert multiples([Compared("甲区", "1/", small, 0, 0, Silences(), "")], "2022-11-30") is None


# ---- on the pages


def test_every_area_of_a_county_is_a_mark_that_leads_to_it(site: Path) -> None:
    """One mark for each area of the list, out of the way of the keyboard and of readers of screens."""
    for county in counties_of(site):
        page = (site / county["code"] / "index.html").read_text(encoding="utf-8")
        areas = {row["area_id"] for row in rows(site / county["code"] / "areas.csv")}
        drawn = re.findall(r'<a href="([0-9-]+)/" tabindex=-1><title>[^<]+</title><use href=#([csrdon]) ', page)
        assert sorted(href for href, _ in drawn) == sorted(areas if len(areas) > 1 else ())
        if drawn:
            assert '<div class="marks" aria-hidden="true">' in page
            assert {key for _, key in drawn} <= set(re.findall(r'<use href="#(\w)"/>', page)), "the legend has each"


def test_only_what_was_lost_in_the_last_eight_days_stands_out(site: Path) -> None:
    """By the register's own time, as the log tells it."""
    page = (site / "990101/index.html").read_text(encoding="utf-8")
    since = str(date.fromisoformat(load(site / "990101/index.json")["as_of"][:10]) - timedelta(7))
    lost = {
        row["area_id"]
        for row in rows(site / "990101/events.csv")
        if row["event"] == "revoke" and row["recorded_on"] >= since and not row["superseded_by"]
    }
    assert lost
    assert set(re.findall(r'<a href="([0-9-]+)/" tabindex=-1><title>[^<]+</title><use href=#n ', page)) == lost


def test_tables_of_days_end_with_the_counts(site: Path) -> None:
    """The last row of each place is what is counted today; all counties together are the country."""
    shown = ("certified", "suspended", "revoked")
    for place in ("", "99/", "990101/", "990201/"):
        last = rows(site / place / "days.csv")[-1]
        counts: dict[str, Any] = load(site / place / "index.json")["counts"]
        assert [last[status] for status in shown] == [str(counts[status]) for status in shown]
        assert last["code"] == place.removesuffix("/")
        assert last["demonstration"] == "true"
    by_county = {row["code"]: row for row in rows(site / "statistics/county-days.csv")}
    whole = rows(site / "days.csv")[-1]
    for status in shown:
        assert sum(int(row[status]) for row in by_county.values()) == int(whole[status])


def test_levels_are_running_sums() -> None:
    """A number stands until the day it changes."""
    moves = [Move("2022-11-21", 5, 0, 0), Move("2022-11-25", -3, 2, 1)]
    assert [tuple(level) for level in levels(moves)] == [("2022-11-21", 5, 0, 0), ("2022-11-25", 2, 2, 1)]


def test_a_stopped_county_is_hatched_on_its_province(site: Path) -> None:
    """The county of the demonstration that stopped in September is named, and the line is hatched from then on."""
    page = (site / "99/index.html").read_text(encoding="utf-8")
    assert "示范县（最后记录于2022年9月13日）此后没有新的记录" in page
    assert 'fill="url(#trend-h)"' in page
    assert 'fill="url(#m-h)"' in page
