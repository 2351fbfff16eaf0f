"""The registers that are built beside Hugo: any size, real divisions, invented names, notices that agree.

Each area has about three public events. They were published before the registers began, so that a title begins
with `publish` and its earlier steps are not on record. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.bench.names import Names
from tests.bench.tables import write_county, write_site, write_table

SCHEME: Final = "hainan-2022"
PROVINCES: Final = ("46", "50", "35", "33", "37", "51")
FIRST_DAY: Final = date(2022, 11, 20)
REGISTER_SINCE: Final = "2023-01-01"
# What becomes of an area, a step to a notice, and of how many in a hundred; three steps on average.
COURSES: Final = (
    (25, ("publish",)),
    (10, ("publish", "suspend")),
    (30, ("publish", "suspend", "restore")),
    (10, ("publish", "suspend", "restore", "revoke")),
    (15, ("publish", "suspend", "restore", "suspend", "restore")),
    (10, ("publish", "suspend", "restore", "revoke", "publish")),
)
NOTICES: Final = 10
REASONS: Final = {"suspend": "close_contact", "restore": "contact_ruled_out", "revoke": "new_case"}
MEASURES: Final = {"publish": "certified", "suspend": "suspended", "restore": "restored", "revoke": "revoked"}
COMPOUNDS_IN_A_COMMUNITY: Final = 10


class _Area(NamedTuple):
    area_id: str
    name: str
    unit_type: str


class _Step(NamedTuple):
    notice: int
    area: _Area
    event: str


@dataclass(frozen=True, slots=True)
class Size:
    """What was generated."""

    counties: int
    areas: int
    events: int


def write(folder: Path, source: Path, areas: int, seed: int = 1) -> Size:
    """Writes a data folder with so many areas, taking schemes and divisions from the data folder `source`."""
    random = Random(seed)
    (folder / "divisions").mkdir(parents=True)
    (folder / "schemes").mkdir()
    shutil.copy(source / "schemes" / f"{SCHEME}.json", folder / "schemes")
    for province in PROVINCES:
        shutil.copy(source / "divisions" / f"{province}.csv", folder / "divisions")
    write_site(folder, demonstration=False, twins_and_feeds=True)
    left, counties, events = areas, 0, 0
    for code, names in _counties(folder / "divisions"):
        if not left:
            break
        most = len(names) * COMPOUNDS_IN_A_COMMUNITY
        wanted = min(left, random.randint(100, 400), most)
        events += _write_county(folder / "registers" / code, code, _areas(random, names, wanted), random)
        left -= wanted
        counties += 1
    return Size(counties, areas - left, events)


def _counties(divisions: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Counties with names of their communities and villages, one from each province in turn."""
    provinces = [list(_of_province(divisions / f"{province}.csv")) for province in PROVINCES]
    for turn in range(max(map(len, provinces))):
        for counties in provinces:
            if turn < len(counties):
                yield counties[turn]


def _of_province(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    found: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            if len(code) == 6:
                found[code] = {}
            elif len(code) == 12 and code[:6] in found:
                found[code[:6]][code] = row["name"]
    for code, names in found.items():
        if len(names) > COMPOUNDS_IN_A_COMMUNITY:
            yield code, names


def _areas(random: Random, names: dict[str, str], wanted: int) -> list[_Area]:
    """Some communities of a county with their compounds; the community itself is among the areas as often as not."""
    found: list[_Area] = []
    invented = Names(random)
    codes = sorted(random.sample(sorted(names), len(names)), key=lambda code: (code[8], random.random()))
    for code in codes:
        name = names[code]
        if random.random() < 0.5:
            kind = "village" if name.endswith(("村", "村委会", "村民委员会")) else "community"
            found.append(_Area(code, name, kind))
        numbers = range(1, random.randint(4, 2 * COMPOUNDS_IN_A_COMMUNITY - 4) + 1)
        found.extend(_Area(f"{code}-{number:03d}", invented.compound(), "compound") for number in numbers)
        if len(found) >= wanted:
            break
    return sorted(found[:wanted])


def _write_county(folder: Path, code: str, areas: Sequence[_Area], random: Random) -> int:
    folder.mkdir(parents=True)
    write_table(folder, "areas", ((*one[:2], "", one.unit_type) for one in areas))
    steps = sorted(_steps(areas, random), key=lambda step: step.notice)
    used = sorted({step.notice for step in steps})
    notices = {number: f"{code}-{_day(number):%Y%m%d}-1" for number in used}
    adopted_by = next(iter(notices.values()))
    write_county(folder, code, SCHEME, "2022-08-24", REGISTER_SINCE, fictional=False, adopted_by=adopted_by)
    rows = (
        (sequence, step.area.area_id, step.area.name, step.event, step.area.unit_type, f"{_day(step.notice)}",
         f"{_day(step.notice)}T18:00+08:00", code, REASONS.get(step.event, ""), notices[step.notice], "",
         "yes" if step.event in ("suspend", "revoke") else "")  # real names of communities are alike at times
        for sequence, step in enumerate(steps, 1)
    )  # fmt: skip
    write_table(folder, "events", rows)
    write_table(folder, "notices", (_notice(one, number) for number, one in notices.items()))
    write_table(folder, "declared", _declared(code, steps, notices))
    return len(steps)


def _steps(areas: Sequence[_Area], random: Random) -> Iterator[_Step]:
    courses = [course for _, course in COURSES]
    weights = [weight for weight, _ in COURSES]
    for area in areas:
        course = random.choices(courses, weights)[0]
        first = random.randint(0, NOTICES - len(course))
        for number, event in enumerate(course, first):
            yield _Step(number, area, event)


def _notice(notice_id: str, number: int) -> tuple[object, ...]:
    title = f"关于公布“无疫村（社区）、无疫小区”名单（第{number + 1}批）的通告"
    day = _day(number)
    return (
        notice_id, "疫情防控指挥部", title, f"第{number + 1}号", f"{day}", f"{day}T12:00+08:00", "official",
        "区县人民政府网站", REGISTER_SINCE,
    )  # fmt: skip


def _declared(code: str, steps: Sequence[_Step], notices: dict[int, str]) -> Iterator[tuple[object, ...]]:
    counted = Counter((step.notice, step.area.unit_type, MEASURES[step.event]) for step in steps)
    for (number, title, measure), count in sorted(counted.items()):
        yield (notices[number], "", number + 1, code, title, measure, count)


def _day(notice: int) -> date:
    return FIRST_DAY + timedelta(days=2 * notice)
