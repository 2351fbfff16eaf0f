"""A data folder of any size, the same for the same seed: real divisions, invented names, notices that agree.

Each area has about three public events. They were published before the registers began, so that a title begins
with `publish` and its earlier steps are not on record.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

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
_FIRST: Final = "春夏秋冬晓晨明清和安宁康泰福瑞祥锦绣金银玉翠碧蓝紫丹云海江湖山林竹松梅兰桂荷柳枫"
_SECOND: Final = "风光景苑泉溪湾岸桥亭阁台楼庭院园坊里巷谷峰岭洲堤塘池月星霞雨露雪"
_LAST: Final = ("小区", "花园", "家园", "新村", "公寓", "名苑", "华庭")


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
    settings(folder, twins_and_feeds=True)
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


def settings(folder: Path, *, twins_and_feeds: bool) -> None:
    """Writes site.json, with or without the twin and the feed of each single area."""
    site = {
        "name": "无疫区域公开名录",
        "url": "https://register.example",
        "tag_authority": "register.example,2026",
        "demonstration": False,
        "publisher": "示例省疫情防控指挥部",
        "contact": "示例省疫情防控指挥部综合办公室",
        "area_documents": twins_and_feeds,
        "area_feeds": twins_and_feeds,
    }
    _json(folder / "site.json", site)


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
    codes = sorted(random.sample(sorted(names), len(names)), key=lambda code: (code[8], random.random()))
    for code in codes:
        name = names[code]
        if random.random() < 0.5:
            kind = "village" if name.endswith(("村", "村委会", "村民委员会")) else "community"
            found.append(_Area(code, name, kind))
        for number in range(1, random.randint(4, 2 * COMPOUNDS_IN_A_COMMUNITY - 4) + 1):
            invented = random.choice(_FIRST) + random.choice(_SECOND) + random.choice(_LAST)
            found.append(_Area(f"{code}-{number:03d}", invented, "compound"))
        if len(found) >= wanted:
            break
    return sorted(found[:wanted])


def _write_county(folder: Path, code: str, areas: Sequence[_Area], random: Random) -> int:
    folder.mkdir(parents=True)
    county = {
        "code": code,
        "publisher": "疫情防控指挥部",
        "contact": "疫情防控指挥部社区防控组",
        "schemes": [{"scheme": SCHEME, "from": "2022-08-24", "until": None}],
        "register_since": REGISTER_SINCE,
        "publishes_every_days": 1,
        "state": "active",
        "demonstration": False,
    }
    _json(folder / "county.json", county)
    columns = "area_id,name,qualifier,unit_type,former_names,part_of,valid_from,valid_until,replaced_by,administered_by"
    rows: Iterable[Sequence[object]] = ((*one[:2], "", one.unit_type, *[""] * 6) for one in areas)
    _table(folder / "areas.csv", columns, rows)
    steps = sorted(_steps(areas, random), key=lambda step: step.notice)
    used = sorted({step.notice for step in steps})
    notices = {number: f"{code}-{_day(number):%Y%m%d}-1" for number in used}
    columns = "sequence,area_id,area_name,event,title,effective_at,recorded_at,decided_by,reason,notice_id,corrects"
    rows = (
        (sequence, step.area.area_id, step.area.name, step.event, step.area.unit_type, f"{_day(step.notice)}",
         f"{_day(step.notice)}T18:00+08:00", code, REASONS.get(step.event, ""), notices[step.notice], "")
        for sequence, step in enumerate(steps, 1)
    )  # fmt: skip
    _table(folder / "events.csv", columns, rows)
    columns = "notice_id,publisher,title,document_no,published_at,cutoff_at,provenance,source,imported_at"
    _table(folder / "notices.csv", columns, (_notice(one, number) for number, one in notices.items()))
    columns = "notice_id,series,batch,division,title,measure,count"
    _table(folder / "declared.csv", columns, _declared(code, steps, notices))
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


def _json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _table(path: Path, columns: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)
