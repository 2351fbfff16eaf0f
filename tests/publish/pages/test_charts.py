"""Pictures made at build time: places agree with numbers, numbers with the register; nothing is told by hue alone."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.publish.pages import renderer
from generator.publish.pages.charts import flow as flows
from generator.publish.pages.charts import trend as trends
from generator.publish.pages.charts.flow import flow
from generator.publish.pages.charts.life import LEAST, cuts, life, stretches
from generator.publish.pages.charts.procedure import WIDE, procedure
from generator.publish.pages.charts.tiles import TALL, CountyTile, tiles
from generator.publish.pages.charts.trend import trend
from generator.publish.pages.languages import CHINESE
from generator.publish.rollup.schemes import told
from generator.reading.layouts import read_layouts
from generator.register import divisions
from generator.register.codes import AreaId, DivisionCode, EventKind
from generator.register.fold import Record, fold
from generator.register.model import Event, Layout, Tile
from generator.register.moves import SHOWN, Move, added_days, added_flows, moves_of
from generator.register.profile import from_document
from tests.support.example import made
from tests.support.folders import ROOT
from tests.support.sites import counties_of, load, tree_of

DATA: Final = ROOT / "data"
LAYOUTS: Final = sorted(path.stem for path in (DATA / "tiles").glob("*.json"))
STATUSES: Final = ("certified", "suspended", "revoked", "candidate")
HOSTILE: Final = "<script>&\"'</svg>"
bounded = settings(max_examples=60, deadline=None)


def macro(name: str, view: object) -> str:
    """A picture as it stands on a page."""
    module: Any = renderer.environment(CHINESE).get_template("_charts.html").module
    return str(getattr(module, name)(view))


def drawn(markup: str) -> ElementTree.Element:
    """The elements of a picture: what is no well-formed XML cannot be read."""
    return ElementTree.fromstring(f"<body>{markup}</body>")


def numbers(path: str) -> list[float]:
    """The numbers of a path or of a text."""
    return [float(one) for one in re.findall(r"-?[0-9]+(?:\.[0-9]+)?", path)]


# ---- what happened, drawn at random: the fold takes any order of events


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """A log of a few areas, with corrections, on days that never go back."""
    kinds: tuple[EventKind, ...] = ("publish", "suspend", "restore", "revoke", "nominate", "reject", "apply", "correct")
    events: list[Event] = []
    day = date(2022, 8, 26)
    for sequence in range(1, draw(st.integers(1, 40)) + 1):
        day += timedelta(draw(st.sampled_from((0, 0, 1, 3))))
        area, kind = draw(st.sampled_from("ab")), draw(st.sampled_from(kinds))
        mine = [one.sequence for one in events if one.area_id == area]
        corrects = draw(st.sampled_from(mine)) if mine and (kind == "correct" or draw(st.integers(0, 5)) == 0) else None
        if kind == "correct" and corrects is None:
            kind = "publish"
        events.append(
            made(sequence, area, area, kind, "compound", str(day), str(day), None, None, None, corrects, None)
        )
    return events


def counts_of(records: Sequence[Record]) -> dict[str, int]:
    """How many titles have each public status."""
    found = Counter(one.state.public for one in records)
    return {status: found[status] for status in STATUSES}


@given(logs())
@bounded
def test_moves_and_flows_add_up_to_the_counts(events: list[Event]) -> None:
    """Whatever was recorded and corrected: what came in less what went out is what stands there."""
    records = list(fold(events).values())
    moves, found = moves_of(records, {})
    counts = counts_of(records)
    assert [one.day for one in moves] == sorted({one.day for one in moves})
    for place, status in enumerate(SHOWN):
        assert sum(int(one[1 + place]) for one in moves) == counts[status]
    view = flow(found, counts, "")
    assert (view is None) == (not found)
    if view is not None:
        assert {one.status: one.entered - one.left for one in view.sums} == counts
        assert sum(one.number for one in view.arrows) + view.others == sum(one.times for one in view.rows)


@given(logs(), logs())
@bounded
def test_counties_add_up(one: list[Event], other: list[Event]) -> None:
    """The moves and flows of two counties together are those of both."""
    made = [moves_of(fold(events).values(), {}) for events in (one, other)]
    days, found = added_days(moves for moves, _ in made), added_flows(flows_ for _, flows_ in made)
    for place in range(1, 4):
        assert sum(int(day[place]) for day in days) == sum(int(day[place]) for moves, _ in made for day in moves)
    assert sum(found.values()) == sum(sum(flows_.values()) for _, flows_ in made)


# ---- the trend


@st.composite
def walks(draw: st.DrawFn) -> list[Move]:
    """Moves that never leave fewer than none."""
    day, now, found = date(2022, 1, 1), [0, 0, 0], []
    for _ in range(draw(st.integers(2, 30))):
        moved = [draw(st.integers(-number, 2_000)) for number in now]
        now = [number + more for number, more in zip(now, moved, strict=True)]
        found.append(Move(str(day), *moved))
        day += timedelta(draw(st.integers(1, 40)))
    return found


@given(walks(), st.integers(0, 100))
@bounded
def test_trend_ends_with_the_counts_and_stays_within_its_plane(moves: list[Move], later: int) -> None:
    """Last values are the sums; every place is in the plane, days go right, and the rows are what is drawn."""
    as_of = str(date.fromisoformat(moves[-1].day) + timedelta(later))
    view = trend(moves, as_of, "")
    assert view is not None
    assert view.rows[0][1:] == tuple(sum(int(one[1 + place]) for one in moves) for place in range(3))
    assert len(view.rows) <= trends.MOST_STEPS
    told = dict(zip(SHOWN, zip(*(row[1:] for row in reversed(view.rows)), strict=True), strict=True))
    # What nothing ever had has no panel.
    assert [one.status for one in view.panels] == [one for one in SHOWN if any(told[one]) or one == "certified"]
    assert [one.last for one in view.panels] == [told[one.status][-1] for one in view.panels]
    for panel in view.panels:
        values = told[panel.status]
        assert re.fullmatch(rf"M0 [0-9]+(?:H[0-9]+V[0-9]+)*H{trends.WIDE}", panel.line)
        lefts = [0, *(int(one) for one in re.findall(r"H([0-9]+)", panel.line))]
        assert lefts == sorted(lefts)
        assert lefts[-1] == trends.WIDE
        heights = [int(one) for one in re.findall(r"[V ]([0-9]+)", panel.line)]
        assert all(0 <= one <= trends.TALL for one in heights)
        changed = [values[0], *(value for before, value in itertools.pairwise(values) if value != before)]
        assert heights == [trends.height(value, max(values)) for value in changed]
        assert panel.under.startswith(panel.line)
    assert float(view.panels[-1].plot_y) + float(view.panels[-1].plot_height) < float(view.height)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
@bounded
def test_a_greater_number_never_stands_lower(most: int, one: int, other: int) -> None:
    """Height follows the number, from 0 at the bottom to the most at the top."""
    one, other = sorted((min(one, most), min(other, most)))
    assert trends.height(other, most) <= trends.height(one, most)
    assert (trends.height(0, most), trends.height(most, most)) == (trends.TALL, 0)


def test_trend_needs_two_days() -> None:
    """A list taken over whole in one day has no trend."""
    assert trend([Move("2022-11-21", 50, 0, 0)], "2022-11-30", "") is None
    assert trend([Move("2022-11-21", 50, 0, 0), Move("2022-11-22", 1, 0, 0)], "2022-11-30", "") is not None


# ---- the flow


def test_ways_of_the_flow_lie_in_the_picture_and_between_boxes() -> None:
    """Each way stands there where it was gone, within the picture; nominations are told as others."""
    found: dict[tuple[str | None, str | None, bool], int] = {
        (None, "certified", False): 5,
        ("certified", "suspended", False): 3,
        ("suspended", "certified", False): 1,
        ("suspended", "revoked", False): 1,
        ("certified", "suspended", True): 2,
        (None, "candidate", False): 1,
    }
    view = flow(found, {"certified": 1, "suspended": 3, "revoked": 1, "candidate": 1}, "示例省")
    assert view is not None
    assert [(one.word, one.number) for one in view.arrows] == [("认定", 5), ("暂停", 5), ("恢复", 1), ("取消", 1)]
    assert view.others == 1
    assert [(one.before, one.after, one.times, one.corrected) for one in view.rows] == [
        ("无称号", "公示中", 1, 0),
        ("无称号", "有效", 5, 0),
        ("有效", "已暂停", 5, 2),
        ("已暂停", "有效", 1, 0),
        ("已暂停", "已取消", 1, 0),
    ]
    for box in view.boxes:
        assert 0 <= box.x < box.x + box.width <= flows.WIDE
        assert 0 <= box.y < box.first < box.second < box.y + box.height <= flows.TALL
    for arrow in view.arrows:
        assert all(0 <= one <= flows.WIDE for one in numbers(arrow.line + arrow.head))
    assert "新认定 5 次；有效→已暂停 5 次" in view.description


# ---- the line of life


@given(st.lists(st.floats(-10, 10**8, allow_nan=False), min_size=1, max_size=60))
@example([0.0, 2.225073858507203e-309])
@bounded
def test_pieces_of_a_life_fill_the_bar_in_order(lengths: list[float]) -> None:
    """Pieces follow one another from 0 to 100; none vanishes, and a longer time is never a shorter piece."""
    places = cuts(lengths)
    sizes = [later - sooner for sooner, later in itertools.pairwise(places)]
    assert places[0] == 0
    assert places[-1] == pytest.approx(100)
    assert all(0 <= one <= 100 for one in places)
    assert min(sizes) >= min(LEAST, 50 / len(lengths)) - 1e-6
    by_length = [size for _, size in sorted(zip((max(0.0, one) for one in lengths), sizes, strict=True))]
    assert all(later >= sooner - 1e-6 for sooner, later in itertools.pairwise(by_length))


@given(logs())
@bounded
def test_life_ends_in_the_status_of_the_record(events: list[Event]) -> None:
    """The last piece is the status that stands; the sentence names each piece with its day."""
    records = fold(events)
    assert records
    for record in records.values():
        view = life(record, "无疫小区", events[-1].recorded_at)
        found = stretches(record)
        assert (view is None) == (not found or (len(found) == 1 and found[0].since[:10] == events[-1].recorded_at[:10]))
        if view is None:
            continue
        assert found[-1].status == record.state.public
        assert [one.status for one in view.pieces] == [one.status for one in found if one.status]
        assert view.said.count("年") == len(found) + 1
        for piece in view.pieces:
            assert 0 <= float(piece.start) <= float(piece.end) <= 100


def test_a_life_says_how_long_and_has_months() -> None:
    """Pieces that have room are labelled, the others in the text; an application after a loss is a piece of its own."""
    days = {"publish": "2022-11-10", "revoke": "2022-11-13", "apply": "2022-12-20"}
    events = [
        event._replace(effective_at=days[event.event], recorded_at=days[event.event])
        for event in events_of("publish", "revoke", "apply")
    ]
    view = life(next(iter(fold(events).values())), "无疫小区", "2023-01-19")
    assert view is not None
    assert [(piece.status, piece.again, piece.label) for piece in view.pieces] == [
        ("certified", False, ""),
        ("revoked", False, "已取消 37 天"),
        ("revoked", True, "重新申报 30 天"),
    ]
    assert view.rest == "11月10日起有效 3 天"
    assert "2022年12月20日重新申报" in view.said
    past = life(next(iter(fold(events).values())), "无疫小区", "2023-01-19", archived=True)
    assert past is not None
    assert past.rest == "11月10日起有效 3 天，12月20日起重新申报 30 天"
    assert [piece.label for piece in past.pieces] == ["", "已取消 37 天", ""]
    assert [tick.word for tick in view.ticks] == ["12月", "1月"]
    assert float(view.pieces[1].start) < float(view.ticks[0].place) < float(view.pieces[1].end)
    markup = macro("life", (view,))
    assert 'class="s-revoked again"' in markup


@given(logs())
@bounded
def test_ticks_of_a_life_stand_apart_and_in_order(events: list[Event]) -> None:
    """However days lie, ticks are few, inside of the bar, and none covers another."""
    views = [life(record, "无疫小区", events[-1].recorded_at) for record in fold(events).values()]
    ticks = [[float(tick.place) for tick in view.ticks] for view in views if view is not None]
    assert max(map(len, ticks), default=0) <= 7
    assert all(later - sooner > 10 for places in ticks for sooner, later in itertools.pairwise(places))
    assert all(0 < place < 100 for places in ticks for place in places)


# ---- tiles


@pytest.mark.parametrize("province", LAYOUTS)
def test_a_layout_has_each_county_once_and_no_two_at_one_place(province: str) -> None:
    """The committed layouts hold every county of the official list, and nothing else."""
    layouts, findings = read_layouts(DATA, "data")
    assert findings == ()
    layout = layouts[province]
    codes = [one.code for one in layout.tiles]
    assert sorted(codes) == sorted(divisions.counties_of(DATA / "divisions", province))
    places = [(one.column, one.row) for one in layout.tiles]
    assert len(set(places)) == len(places)
    names = {code: divisions.read_units(DATA / "divisions", code)[code] for code in codes}
    assert all(names[one.code].startswith(one.label) for one in layout.tiles)


def test_chongqing_hainan_and_the_fictional_province_have_layouts() -> None:
    """38 counties, 27 with 三沙, and the 2 fictional ones."""
    found = {code: read_layouts(DATA, "data").value[code] for code in LAYOUTS}
    assert {code: len(one.tiles) for code, one in found.items()} == {"46": 27, "50": 38, "99": 2}
    island: dict[str, tuple[int, int]] = {one.code: (one.column, one.row) for one in found["46"].tiles}
    south = [island[code] for code in ("460321", "460322", "460323")]
    others = [place for code, place in island.items() if not code.startswith("4603")]
    assert min(row for _, row in south) > max(row for _, row in others) + 1  # apart, by a row of nothing
    assert min(column for column, _ in south) > 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([("990101", 1, 1)], "缺少 990201"),
        ([("990101", 1, 1), ("990201", 1, 1)], "第 1 行第 1 列有两个方格"),
        ([("990101", 1, 1), ("990201", 9, 1)], "990201 在第 9 列，只有 8 列"),
        ([("990101", 1, 1), ("990201", 2, 1), ("990301", 3, 1)], "990301 不是这个省的区县"),
        ([("990101", 1, 1), ("990201", 2, 1), ("990201", 3, 1)], "990201 出现了两次"),
    ],
)
def test_a_wrong_layout_is_one_finding(tmp_path: Path, wrong: list[tuple[str, int, int]], said: str) -> None:
    """Whatever is wrong with the places is told once, and such a layout is not used."""
    (tmp_path / "divisions").mkdir()
    (tmp_path / "divisions" / "99.csv").write_text("code,name\n99,省\n990101,示例区\n990201,示范县\n", encoding="utf-8")
    (tmp_path / "tiles").mkdir()
    rows = [{"code": code, "label": "名", "column": column, "row": row} for code, column, row in wrong]
    document = {"province": "99", "columns": 8, "tiles": rows}
    (tmp_path / "tiles" / "99.json").write_text(json.dumps(document), encoding="utf-8")
    layouts, findings = read_layouts(tmp_path, "data")
    assert layouts == {}
    assert [(one.code, one.path) for one in findings] == [("E116", "data/tiles/99.json")]
    assert said in findings[0].message


def grid(**labels: str) -> Layout:
    """A layout of one row."""
    found = (
        Tile(DivisionCode(AreaId(f"9901{place:02}")), label, place, 1) for place, label in enumerate(labels.values(), 1)
    )
    return Layout("99", 8, tuple(found))


def test_tiles_say_number_loss_past_and_absence() -> None:
    """A tile leads to its county if it has one; a mark says what was lost; a list of the past has no number."""
    layout = grid(a="甲", b="乙", c="丙", d="沙坪坝")
    known = {
        "990101": CountyTile("甲区", "990101/", 47, suspended=1, revoked=2),
        "990102": CountyTile("乙区", "990102/", 3, suspended=1),
        "990103": CountyTile("丙区", "990103/", None),
    }
    view = tiles(layout, "示例省", known, "2022年12月5日")
    assert [(one.label, one.number, one.kind, one.href, one.long) for one in view.tiles] == [
        ("甲", "47", "present", "990101/", False),
        ("乙", "3", "present", "990102/", False),
        ("丙", "历史", "past", "990103/", False),
        ("沙坪坝", "", "none", "", True),
    ]
    assert [one.status for one in view.marks] == ["revoked", "suspended"]
    assert view.tiles[0].said == "甲区：有效 47 个，近 7 日记录了取消 2 个、暂停 1 个"
    assert view.description == "4 个区县，2 个有现行名录，1 个有历史名录；近 7 日新记录了取消或暂停的：甲区、乙区。"
    body = drawn(macro("tiles", view))
    assert [one.findtext("./title") for one in body.iter("a")] == [one.said for one in view.tiles[:3]]
    assert [one.get("href") for one in body.iter("a")] == ["990101/", "990102/", "990103/"]


@pytest.mark.parametrize("province", LAYOUTS)
def test_tiles_lie_side_by_side_within_the_picture(province: str) -> None:
    """No tile leaves the picture or lies on another."""
    view = tiles(read_layouts(DATA, "data").value[province], "", {}, "")
    boxes = [(float(one.x), float(one.y), float(one.width)) for one in view.tiles]
    assert len(boxes) > 1
    for place, (x, y, width) in enumerate(boxes):
        assert 0 <= x < x + width <= 100
        assert 0 <= y < y + TALL <= float(view.height)
        for other, top, wide in boxes[place + 1 :]:
            assert x + width <= other or other + wide <= x or abs(y - top) >= TALL


# ---- the procedure


@pytest.mark.parametrize("scheme", sorted(path.stem for path in (DATA / "schemes").glob("*.json")))
def test_procedure_has_the_steps_of_the_scheme_with_bodies_and_limits(scheme: str) -> None:
    """Every step on the way stands there in order, with body and time limit; nothing leaves the picture."""
    document = load(DATA / "schemes" / f"{scheme}.json")
    profile = from_document(document)
    view = procedure([told(one, profile) for one in profile.steps.values()], profile.name)
    way = [
        one
        for one in document["steps"]
        if one["event"] in ("apply", "review", "nominate", "certify", "file", "publish")
    ]
    if len(way) < 2:
        assert view is None
        return
    assert view is not None
    stops = [one for one in view.stops if one.kind == "step"]
    assert len(stops) == len(way)
    events = {one["event"] for one in document["steps"]}
    assert ({one.kind for one in view.stops} >= {"suspended"}) == ("suspend" in events)
    assert bool(view.back_word) == ("restore" in events)
    for step, stop in zip(way, stops, strict=True):
        text = "".join(line.text for line in stop.lines)
        if step["body"]:
            assert re.sub("[“”；]", "", step["body"]) in text
        if step["deadline"]:
            assert f"{step['deadline']['days']} " in text
    heights = [height for stop in view.stops for height in (stop.y, *(line.y for line in stop.lines))]
    assert heights == sorted(heights)
    assert heights[-1] < view.height
    for stop in view.stops:
        for line in stop.lines:
            assert stop.text_x + 13 * sum(0.55 if one.isascii() else 1 for one in line.text) <= WIDE + 13


# ---- as markup


def views(name: str) -> dict[str, Any]:
    """One of each picture, with a name of a place, title or scheme that would break out of it."""
    moves = [Move("2022-11-21", 5, 0, 0), Move("2022-11-25", -3, 2, 1)]
    record = next(iter(fold(events_of("publish", "suspend", "restore", "revoke")).values()))
    profile = from_document(load(DATA / "schemes" / "hainan-2022.json"))
    steps = [told(one, profile)._replace(body=name) for one in profile.steps.values()]
    _, found = moves_of([record], {})
    return {
        "trend": trend(moves, "2022-11-30", name),
        "flow": flow(found, {"certified": 0, "suspended": 0, "revoked": 1, "candidate": 0}, name),
        "tiles": tiles(grid(a=name), name, {"990101": CountyTile(name, f"?{name}", 1, revoked=1)}, "今日"),
        "life": (life(record, name, "2022-11-30"),) * 2,
        "procedure": procedure(steps, name),
    }


def events_of(*kinds: EventKind) -> list[Event]:
    """A log of one area, an event a day."""
    return [
        made(place, "a", "a", kind, "compound", f"2022-11-2{place}", f"2022-11-2{place}", None, None, None, None, None)
        for place, kind in enumerate(kinds, 1)
    ]


@pytest.mark.parametrize("name", ["trend", "flow", "tiles", "life", "procedure"])
def test_a_picture_is_sound_escaped_and_told_in_words(name: str) -> None:
    """Well-formed, without style or script; a reader of screens gets a name that stands on the page."""
    markup = macro(name, views(HOSTILE)[name])
    body = drawn(markup)
    assert {one.tag for one in body.iter()}.isdisjoint({"script", "style", "image", "foreignObject"})
    assert not any(key == "style" or key.startswith("on") for one in body.iter() for key in one.attrib)
    assert "<script" not in markup
    outer = [one for figure in body.iter("figure") for one in figure if one.tag == "svg"]
    assert outer
    ids = {one.get("id"): "".join(one.itertext()) for one in body.iter() if one.get("id")}
    for svg in outer:
        assert svg.get("role") == ("group" if name == "tiles" else "img")
        said = svg.get("aria-label") or "".join(ids[one] for one in svg.attrib["aria-labelledby"].split())
        assert HOSTILE in said
    for figure in body.iter("figure"):
        assert figure.find("figcaption") is not None


def test_pictures_bring_their_numbers_as_tables() -> None:
    """The table of a trend, and of a flow, has every number that is drawn."""
    made = views("示例省")
    for name in ("trend", "flow"):
        body = drawn(macro(name, made[name]))
        cells = {"".join(one.itertext()) for one in body.iter("td")}
        shown = {one for text in body.iter("text") for one in re.findall(r"[0-9,]+$", "".join(text.itertext()))}
        assert shown - {""} <= cells
        headings = [one.get("scope") for one in body.iter("th")]
        assert "col" in headings
        assert "row" in headings


def test_statuses_differ_without_colour() -> None:
    """Each status has a sign of its own; its lines have a dash or a width of their own."""
    module: Any = renderer.environment(CHINESE).get_template("_charts.html").module
    signs = [re.sub('class="s-[a-z]+"', "", str(module.shape(status, "0", "0", "1"))) for status in STATUSES]
    assert len(set(signs)) == len(STATUSES)
    sheets = (ROOT / "generator" / "theme" / "css" / name for name in ("65-charts.css", "66-life.css"))
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    assert "#" not in re.sub(r"/\*.*?\*/", "", css)  # hues come from the variables, which dark mode changes
    for place in (".trend .s-{} .line", ".life .s-{}"):
        forms = [re.search(re.escape(place.format(one)) + r" \{([^}]*)\}", css) for one in SHOWN]
        assert len({one.group(1) if one else "" for one in forms}) == len(SHOWN)


# ---- on the pages


def figure(path: Path, kind: str) -> str:
    """The markup of a picture on a page."""
    tag = "figure" if kind == "tiles" else "div"
    found = re.findall(rf'<{tag} class="chart {kind}[^"]*">.*?</{tag}>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 1, (path, kind, len(found))
    return str(found[0])


@pytest.mark.parametrize("page", ["", "99/", "statistics/", "990101/", "990201/"])
def test_trend_of_a_page_ends_with_its_counts(site: Path, page: str) -> None:
    """What is drawn last is what the page counts today: archived lists are in no total."""
    counts: Mapping[str, int] = load(site / ("" if page == "statistics/" else page) / "index.json")["counts"]
    body = drawn(figure(site / page / "index.html", "trend"))
    last = [one.text for one in body.iter("tspan") if one.get("class") == "last"]
    panels = [str(one.get("class")).removeprefix("s-") for one in body.iter("g")]
    assert last == [f"{counts[status]:,}" for status in panels]
    rows = [[str(one.text) for one in row.iter("td")] for row in body.iter("tr") if row.find("td") is not None]
    assert rows[0] == [f"{counts[status]:,}" for status in SHOWN]
    for place, status in enumerate(SHOWN):
        assert (status in panels) == any(row[place] != "0" for row in rows)


@pytest.mark.parametrize("page", ["99/", "statistics/"])
def test_flow_of_a_page_gives_its_counts(site: Path, page: str) -> None:
    """What came in, less what went out, is what the page counts."""
    counts = load(site / ("" if page == "statistics/" else page) / "index.json")["counts"]
    body = drawn(figure(site / page / "index.html", "flow"))
    rows = [[one.text for one in row.iter("td")] for row in list(body.iter("tbody"))[1].iter("tr")]
    sums = [int(str(entered).replace(",", "")) - int(str(left).replace(",", "")) for entered, left, _ in rows]
    assert sums == [counts[status] for status in STATUSES]
    assert [now for _, _, now in rows] == [f"{one:,}" for one in sums]


def test_tiles_of_the_present_and_of_the_past(site: Path) -> None:
    """The home page has the tiles of the one present province; lists of the past are links without a number."""
    for page in ("", "99/"):
        body = drawn(figure(site / page / "index.html", "tiles"))
        links = [(one.get("class"), one.get("href", "")) for one in body.iter("a")]
        assert [kind for kind, _ in links] == ["present", "present", None, None]
        assert links[-2][1] == "tiles.svg"
        assert links[-1][1].endswith("statistics/counties.csv"), "the numbers as a file"
    past = drawn(figure(site / "50" / "index.html", "tiles"))
    assert [one.get("class") for one in past.iter("a")] == [*["past"] * 3, None]
    assert "历史名录" in "".join(past.itertext())
    assert not (site / "42").is_dir() or 'class="chart tiles"' not in (site / "42" / "index.html").read_text("utf-8")


def test_the_file_of_flows_gives_the_counts_of_every_county(site: Path) -> None:
    """What came to a status, less what left it, is how many are there now."""
    counted: dict[tuple[str, str], int] = {}
    for row in csv.DictReader((site / "statistics/county-flows.csv").read_text("utf-8-sig").splitlines()):
        assert int(row["times"]) >= int(row["corrected"]) >= 0
        for status, number in ((row["after"], int(row["times"])), (row["before"], -int(row["times"]))):
            counted[row["code"], status] = counted.get((row["code"], status), 0) + number
    rows = [*csv.DictReader((site / "statistics/counties.csv").read_text("utf-8-sig").splitlines())]
    here = {
        (row["code"], status): int(row[status])
        for row in rows
        for status in ("certified", "suspended", "revoked", "candidate")
    }
    assert {key: counted.get(key, 0) for key in here} == here


def test_every_area_with_a_title_has_its_line_of_life_in_few_bytes(site: Path) -> None:
    """A line for each title that had time, in less than a kilobyte compressed; a page with all of it below thirteen."""
    past = [one["code"] for one in counties_of(site) if one["state"] == "archived"]
    seen = 0
    for code in ("990101", "990201", *past[:2]):
        for path in sorted((site / code).glob("[0-9]*/index.html")):
            content = path.read_text(encoding="utf-8")
            lines = re.findall(r'<figure class="life">.*?</figure>', content, re.DOTALL)
            told = load(path.with_suffix(".json"))
            shown = (one for one in told["events"] if one["event"] in {"nominate", "publish"})
            lasted = {one["title"] for one in shown if one["effective_at"][:10] < told["as_of"][:10]}
            assert len(lines) == len(lasted), path
            assert len(gzip.compress("".join(lines).encode(), mtime=0)) < 1_000
            needed = set(
                re.findall(r'(?:src|rel="(?:stylesheet|icon)" href)="(?!data:image/png)([^"]+)"(?! media)', content)
            )
            assert {Path(one).name for one in needed} == {"style.css", "site.js", "favicon.svg"}
            files = [path, *(path.parent / one for one in sorted(needed))]
            assert sum(len(gzip.compress(one.read_bytes(), mtime=0)) for one in files) < 13_000, path
            seen += len(lines)
    assert seen > 50


def test_ids_of_pictures_stand_once_on_a_page(site: Path) -> None:
    """Names that pictures refer to are theirs alone."""
    for page in ("index.html", "99/index.html", "statistics/index.html", "schemes/hainan-2022/index.html"):
        assert tree_of(site).page(page).ids


# ---- a scheme that does not know a status


def test_no_panel_and_no_box_of_a_status_that_nothing_ever_had() -> None:
    """Without a suspension the trend has two panels and says two, the flow two boxes of the same width."""
    moves = [Move("2022-11-21", 50, 0, 0), Move("2022-11-28", -1, 0, 1)]
    view = trend(moves, "2022-11-30", "示例区")
    assert view is not None
    assert [one.status for one in view.panels] == ["certified", "revoked"]
    assert view.title.startswith("示例区有效、取消的个数，")
    assert view.scales.startswith("两幅图的刻度")
    full = trend([*moves, Move("2022-11-29", -1, 1, 0)], "2022-11-30", "示例区")
    assert full is not None
    assert float(view.height) < float(full.height)
    counts = {"certified": 49, "suspended": 0, "revoked": 1, "candidate": 0}
    picture = flow({(None, "certified", False): 50, ("certified", "revoked", False): 1}, counts, "")
    assert picture is not None
    assert [(one.status, one.width) for one in picture.boxes] == [("certified", 318), ("revoked", 318)]
    assert "暂停" not in picture.description
    alone = flow({(None, "certified", False): 50}, {**counts, "certified": 50, "revoked": 0}, "")
    assert alone is not None
    assert [one.status for one in alone.boxes] == ["certified"]
    assert alone.height == 106
    # One that was suspended and restored has been suspended: its box stays, with none in it.
    back = flow({(None, "certified", False): 1, ("certified", "suspended", False): 1}, counts, "")
    assert back is not None
    assert [one.status for one in back.boxes] == ["certified", "suspended", "revoked"]
