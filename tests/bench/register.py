"""The registers that are built beside Hugo: any size, real divisions, invented names, notices that agree.

Each area has about three public events. They were published before the registers began, so that a title begins
with `publish` and its earlier steps are not on record. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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


class Area(NamedTuple):
    """An area of a generated register."""

    area_id: str
    name: str
    unit_type: str


class Step(NamedTuple):
    """What a notice says of an area: publish, suspend, restore or revoke."""

    notice: int
    area: Area
    event: str


@dataclass(frozen=True, slots=True)
class Size:
    """What was generated."""

    counties: int
    areas: int
    events: int


def write(
    folder: Path, source: Path, areas: int | None, seed: int = 1, *, counties: int | None = None,
    twins_and_feeds: bool = False,
) -> Size:  # fmt: skip
    """Writes a data folder with so many areas, or so many whole counties.

    Schemes and divisions are those of the data folder `source`, which has room for some 650,000 areas. The counties of
    a smaller register are the first of a larger one; the last may have fewer areas.
    """
    random = Random(seed)
    (folder / "divisions").mkdir(parents=True)
    shutil.copytree(source / "schemes", folder / "schemes")  # all of them: what people write leads to their pages
    for province in PROVINCES:
        shutil.copy(source / "divisions" / f"{province}.csv", folder / "divisions")
    write_site(folder, demonstration=False, twins_and_feeds=twins_and_feeds)
    size = Size(0, 0, 0)
    for code, names in _counties(source / "divisions"):
        if size.areas == areas or size.counties == counties:
            break
        if not (folder / "divisions" / f"{code[:2]}.csv").exists():
            shutil.copy(source / "divisions" / f"{code[:2]}.csv", folder / "divisions")
        wanted = min(random.randint(100, 400), len(names) * COMPOUNDS_IN_A_COMMUNITY)
        if areas is not None:
            wanted = min(wanted, areas - size.areas)
        events = _write_county(folder / "registers" / code, code, _areas(random, names, wanted), random)
        size = Size(size.counties + 1, size.areas + wanted, size.events + events)
    return size


def _counties(divisions: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Counties with names of their communities and villages, one from each province in turn; after 140,000 areas, those
    of all other provinces."""
    others = sorted({path.stem for path in divisions.glob("[0-9][0-9].csv")} - {*PROVINCES, "99"})  # 99 is invented
    for group in (PROVINCES, others):
        provinces = [list(_of_province(divisions / f"{province}.csv")) for province in group]
        for turn in range(max(map(len, provinces), default=0)):
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


def _areas(random: Random, names: dict[str, str], wanted: int) -> list[Area]:
    """Some communities of a county with their compounds; the community itself is among the areas as often as not."""
    found: list[Area] = []
    invented = Names(random)
    codes = sorted(random.sample(sorted(names), len(names)), key=lambda code: (code[8], random.random()))
    for code in codes:
        name = names[code]
        if random.random() < 0.5:
            kind = "village" if name.endswith(("村", "村委会", "村民委员会")) else "community"
            found.append(Area(code, name, kind))
        numbers = range(1, random.randint(4, 2 * COMPOUNDS_IN_A_COMMUNITY - 4) + 1)
        found.extend(Area(f"{code}-{number:03d}", invented.compound(), "compound") for number in numbers)
        if len(found) >= wanted:
            break
    return sorted(found[:wanted])


def _write_county(folder: Path, code: str, areas: Sequence[Area], random: Random) -> int:
    folder.mkdir(parents=True)
    write_table(folder, "areas", ((*one[:2], "", one.unit_type) for one in areas))
    steps = sorted(_steps(areas, random), key=lambda step: step.notice)
    used = sorted({step.notice for step in steps})
    notices = {number: notice_id(code, number) for number in used}
    adopted_by = next(iter(notices.values()))
    write_county(folder, code, SCHEME, "2022-08-24", REGISTER_SINCE, fictional=False, adopted_by=adopted_by)
    rows = (event_row(code, sequence, step, notices[step.notice]) for sequence, step in enumerate(steps, 1))
    write_table(folder, "events", rows)
    write_table(folder, "notices", (notice_row(one, number) for number, one in notices.items()))
    write_table(folder, "declared", declared_rows(code, steps, notices))
    return len(steps)


def event_row(code: str, sequence: int, step: Step, notice: str) -> tuple[object, ...]:
    """A line of the log."""
    day, area = _day(step.notice), step.area
    confirmed = "yes" if step.event in ("suspend", "revoke") else ""  # real names of communities are alike at times
    return (
        sequence, area.area_id, area.name, step.event, area.unit_type, f"{day}", f"{day}T18:00+08:00", code,
        REASONS.get(step.event, ""), notice, "", confirmed,
    )  # fmt: skip


def _steps(areas: Sequence[Area], random: Random) -> Iterator[Step]:
    courses = [course for _, course in COURSES]
    weights = [weight for weight, _ in COURSES]
    for area in areas:
        course = random.choices(courses, weights)[0]
        first = random.randint(0, NOTICES - len(course))
        for number, event in enumerate(course, first):
            yield Step(number, area, event)


def notice_id(code: str, number: int) -> str:
    """Id of a county's notice, from 0."""
    return f"{code}-{_day(number):%Y%m%d}-1"


def notice_row(id_: str, number: int) -> tuple[object, ...]:
    """A notice."""
    title = f"关于公布“无疫村（社区）、无疫小区”名单（第{number + 1}批）的通告"
    day = _day(number)
    return (
        id_, "疫情防控指挥部", title, f"第{number + 1}号", f"{day}", f"{day}T12:00+08:00", "official",
        "区县人民政府网站", REGISTER_SINCE,
    )  # fmt: skip


def declared_rows(code: str, steps: Sequence[Step], notices: Mapping[int, str]) -> Iterator[tuple[object, ...]]:
    """What the notices of these steps declare."""
    counted = Counter((step.notice, step.area.unit_type, MEASURES[step.event]) for step in steps)
    for (number, title, measure), count in sorted(counted.items()):
        yield (notices[number], "", number + 1, code, title, measure, count)


def _day(notice: int) -> date:
    return FIRST_DAY + timedelta(days=2 * notice)
