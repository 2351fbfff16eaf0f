"""Findings of areas that are one and the same, or stand under the wrong place: two lines for one name, a name that
belongs elsewhere, a printed name without a code that has one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final

from generator import words
from generator.findings import finding
from generator.register.county import County
from generator.register.divisions import ancestors, place_name, place_of
from generator.register.model import Area, CountySource, Finding, Table, Unplaced
from generator.register.times import before, instant
from generator.spelling.forms import simple

_BEGINNING: Final = timedelta(days=14)
_OPEN: Final = frozenset({"applied", "recommended", "candidate", "decided", "certified", "suspended"})
_AREA_ID: Final = attrgetter("area_id")
# 1期 is 一期: a number of a list may be written either way.
_NUMBER: Final = re.compile("(?<![0-9])(?:[1-9]|10)(?=[期栋幢座区组])")
_NUMERALS: Final = "一二三四五六七八九十"
_BRACKETS: Final = str.maketrans("[〔【]〕】", "((()))")
# Endings of names that say what a place is, not which one.
_UNIT: Final = re.compile(
    r"(?:社区居民委员会|居民委员会|村民委员会|社区居委会|村委会|居委会|街道办事处|街道|社区|街|村|镇|乡)+$"
)
_COMPOUND: Final = re.compile(r"(?:小区|新村|新苑|花园|花苑|家园|佳园|公寓|大院|苑|园|里|村)$")
# The same at the end of each of many names, a line for each.
_UNITS: Final = re.compile(_UNIT.pattern, re.MULTILINE)
_COMPOUNDS: Final = re.compile(_COMPOUND.pattern, re.MULTILINE)
# What a village is called; 向阳小区 may be anywhere, and is told only where 向阳社区 has one too.
_VILLAGE: Final = re.compile(r"(?:新村|村|社区)$")


def check(source: CountySource, county: County) -> Iterator[Finding]:
    """Namesakes of a county's areas, and of the names that could not be placed."""
    if county.settings.state == "active":
        yield from _twins(source, county)
        yield from _elsewhere(source)
        yield from _idle(source)
    yield from _unplaced(source, county)


def check_doubles(unplaced: Table[Unplaced]) -> Iterator[Finding]:
    """Names without a code that stand twice under one notice: each counts."""
    seen: dict[Unplaced, int] = {}
    for line, row in unplaced.located():
        key = row._replace(reason="", name=plain(row.name))
        if key in seen:
            yield finding(
                "E705", unplaced.path, line, "name", row.name, notice=row.notice_id,
                where=f"第 {seen[key]} 行已有同样的一行",
            )  # fmt: skip
        seen.setdefault(key, line)


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """A name without what only width, case, spaces or the form of brackets make different."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).casefold().split())


def plain_names(names: Sequence[str]) -> list[str]:
    """Many names, each as `plain` has it: they are changed as one text, and hardly one of them has a space in it."""
    text = unicodedata.normalize("NFKC", "\n".join(names)).casefold()
    for bracket, form in _BRACKETS.items():  # a few passes over the text cost less than a look at each character
        text = text.replace(chr(bracket), chr(form))
    lines = text.split("\n")
    return lines if text.split() == lines else [*map(plain, names)]


# ---- two lines for one area


def _twins(source: CountySource, county: County) -> Iterator[Finding]:
    """Areas of one full name, type and place that are both in use."""
    areas = source.areas
    used = [pair for pair in areas.located() if pair[1].valid_until is None and pair[1].replaced_by is None]
    full = [area.name if area.qualifier is None else words.full_name(area.name, area.qualifier) for _, area in used]
    names = _NUMBER.sub(_numeral, simple("\n".join(plain_names(full)))).split("\n")
    if len(set(names)) == len(used):
        return
    times = Counter(names)
    groups: dict[tuple[str, str, str], list[tuple[int, Area]]] = defaultdict(list)
    for (line, area), name in zip(used, names, strict=False):  # of no area there is one name, which is empty
        if times[name] > 1:
            # An official unit is its own place: it may have a namesake beside it, below the same street.
            place = place_of(area.area_id) if "-" in area.area_id else ancestors(area.area_id)[-1]
            groups[name, area.unit_type, place].append((line, area))
    held: dict[str, int] | None = None
    for group in groups.values():
        if len({area.area_id for _, area in group}) < 2:
            continue
        held = _held(county) if held is None else held
        lines = {event.sequence: line for line, event in source.events.located()}
        titled = sorted((held[area.area_id], area) for _, area in group if area.area_id in held)
        for sequence, area in titled[1:]:
            yield finding(
                "E422", source.events.path, lines.get(sequence), "area_id", area.area_id,
                **_words(area, titled[0][1], county.names),
            )  # fmt: skip
        told = {area.area_id for _, area in titled[1:]}
        for line, area in group[1:]:
            if area.area_id not in told and group[0][1].area_id not in told:
                yield finding(
                    "W421", source.areas.path, line, "area_id", area.area_id,
                    **_words(area, group[0][1], county.names),
                )  # fmt: skip


def _numeral(number: re.Match[str]) -> str:
    return _NUMERALS[int(number[0]) - 1]


def _held(county: County) -> dict[str, int]:
    """Areas with an application or a title, each with the first line in force."""
    held: dict[str, int] = {}
    for record in county.records.values():
        if record.standing and record.state.status in _OPEN:
            first = record.standing[0].sequence
            held[record.area_id] = min(first, held.get(record.area_id, first))
    return held


def _words(area: Area, other: Area, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "name": words.full_name(area.name, area.qualifier),
        "other": other.area_id,
        "other_name": words.full_name(other.name, other.qualifier),
        "place": place_name(area.area_id, names),
    }


# ---- under the wrong place


def _elsewhere(source: CountySource) -> Iterator[Finding]:
    """Compounds that are called like a community or village of the county in which they do not lie."""
    official = {code: name for code, name in source.names.items() if len(code) == 12}
    compounds = [
        pair for pair in source.areas.located() if pair[1].unit_type == "compound" and pair[1].valid_until is None
    ]
    if not official or not compounds:
        return
    homes: dict[str, list[str]] = defaultdict(list)
    keys_of = _UNITS.sub("", "\n".join(plain_names([*official.values()]))).split("\n")
    for code, key in zip(official, keys_of, strict=True):
        if len(key) > 1:
            homes[key].append(code)
    names = plain_names([area.name for _, area in compounds])
    text = "\n".join(names)
    cores, short = _COMPOUNDS.sub("", text).split("\n"), _UNITS.sub("", text).split("\n")
    if all(map(homes.keys().isdisjoint, (names, cores, short))):
        return
    there: set[tuple[str, str]] | None = None
    for (line, area), *keys in zip(compounds, names, cores, short, strict=True):
        others = [home for key in dict.fromkeys(keys) for home in homes.get(key, ())]
        if not others:
            continue
        name, core, _ = keys
        code = place_of(area.area_id)
        above = "".join(plain(source.names.get(unit, "")) for unit in (*ancestors(code)[3:], code))
        if name != core and not _VILLAGE.search(name):
            if there is None:
                there = {(plain(each.name), place_of(each.area_id)) for each in source.areas.rows}
            others = [home for home in others if (name, home) in there]
        if others and code not in others and core not in above:
            yield finding(
                "W423", source.areas.path, line, "area_id", area.area_id, name=area.name,
                here=f"{place_name(area.area_id, source.names)}（{code}）",
                there="、".join(f"{_place(home, source.names)}（{home}）" for home in others[:3]),
            )  # fmt: skip


def _place(code: str, names: Mapping[str, str]) -> str:
    return place_name(code, names) + names.get(code, "")


# ---- without anything


def _idle(source: CountySource) -> Iterator[Finding]:
    """Areas that nothing was ever recorded of, once the log has gone on for a while.

    In the first days of a register areas are entered before their events.
    """
    events = source.events
    if not (events.rows and events.whole and source.areas.whole) or events.spoilt:
        return
    named: set[str | None] = {area.replaced_by for area in source.areas.rows}
    named |= {area.part_of for area in source.areas.rows}
    named.update(map(_AREA_ID, events.rows))
    if named >= set(map(_AREA_ID, source.areas.rows)):  # nearly always
        return
    times = [min(instant(event.effective_at), instant(event.recorded_at)) for event in events.rows]
    if before(max(times), _BEGINNING) <= min(times):
        return
    for table in (source.cases, source.assessments, source.inspections):
        named.update(map(_AREA_ID, table.rows))
    for line, area in source.areas.located():
        if area.area_id not in named and area.valid_until is None and area.replaced_by is None:
            yield finding(
                "W424", source.areas.path, line, "area_id", area.area_id,
                name=words.full_name(area.name, area.qualifier),
            )  # fmt: skip


# ---- printed names without a code


def _unplaced(source: CountySource, county: County) -> Iterator[Finding]:
    if not source.unplaced.rows:
        return
    told = {problem.line for problem in check_doubles(source.unplaced)}
    placed = _placed(county)
    for line, row in source.unplaced.located():
        if line in told:
            continue
        name = plain(row.name)
        double = next((area for area in placed.get((row.notice_id, name), ()) if _lies_in(area, row, source)), None)
        if double is not None:
            yield finding(
                "E705", source.unplaced.path, line, "name", row.name, notice=row.notice_id,
                where=f"这份通告的事件里已有 {double}（{place_name(double, source.names)}）",
            )  # fmt: skip
            continue
        codes = [code for code in dict.fromkeys(_codes(row, name, source, county)) if _lies_in(code, row, source)]
        if codes:
            yield finding(
                "W706", source.unplaced.path, line, "name", row.name,
                codes="、".join(f"{code}（{_place(code, source.names)}）" for code in codes[:3]),
            )  # fmt: skip


def _placed(county: County) -> dict[tuple[str, str], list[str]]:
    """Areas by a notice that placed them, and by what they are called."""
    placed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in county.records.values():
        area = county.areas.get(record.area_id)
        for event in record.standing:
            if event.notice_id is not None:
                names = {plain(event.area_name)}
                if area is not None:
                    names |= {plain(area.name), plain(words.full_name(area.name, area.qualifier))}
                for name in names:
                    placed[event.notice_id, name].append(record.area_id)
    return placed


def _codes(row: Unplaced, name: str, source: CountySource, county: County) -> Iterable[str]:
    """Official codes, and areas, that bear the name and may hold the title."""
    types = {
        kind
        for profile in county.profiles.values()
        if row.title in profile.titles
        for kind in profile.titles[row.title].unit_types
    }
    for area in source.areas.rows:
        if area.unit_type in types and name in (plain(area.name), plain(words.full_name(area.name, area.qualifier))):
            yield area.area_id
    lengths = {
        9 if kind in ("township", "street", "town") else 12 for kind in types if kind not in ("compound", "county")
    }
    core = _UNIT.sub("", name) or name
    for code, official in source.names.items():
        if len(code) in lengths and (_UNIT.sub("", plain(official)) or plain(official)) == core:
            yield code


def _lies_in(code: str, row: Unplaced, source: CountySource) -> bool:
    """True if a code lies in the place that is printed beside the name, or none is."""
    if row.place is None:
        return True
    units = (*ancestors(code), place_of(code))
    return any(
        plain(official) in plain(row.place) or plain(row.place) in plain(official)
        for official in (source.names[unit] for unit in units if unit in source.names and len(unit) >= 6)
    )
