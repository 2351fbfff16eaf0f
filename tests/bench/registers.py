"""The registers that `wuyi check` is timed on: province 99, invented, as many counties as are asked for.

Every other county follows the scheme of Chongqing, the others that of Hainan. Each keeps every rule, so that no
finding costs time. The same seed gives the same bytes, and the counties of a smaller register are the first of a
larger one.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.bench.cluster import live
from tests.bench.county import PUBLISHER
from tests.bench.county import write as write_files
from tests.bench.draft import Draft, Place
from tests.bench.names import Names
from tests.bench.tables import write_site, write_table

AREAS: Final = 250  # of a county, and about three and a half times as many events
SCHEMES: Final = (("chongqing-2022-74", date(2022, 11, 20)), ("hainan-2022", date(2022, 8, 24)))
_PROVINCE: Final = "99"
_IN_A_CITY: Final = 20
_STREETS: Final = (5, 3)  # streets, and towns
_COMMUNITIES: Final = (9, 13)
_LEAST_UNITS: Final = 21_500  # as many as the official file of a province has on average


class Size(NamedTuple):
    """What was generated: `lines` are the rows of all tables of the counties, areas and events among them."""

    counties: int
    areas: int
    events: int
    lines: int
    bytes: int

    @property
    def rows(self) -> int:
        """Areas and events."""
        return self.areas + self.events


def write(
    folder: Path, source: Path, rows: int, seed: int, areas: int = AREAS, told: Callable[[int], None] = lambda _: None
) -> Size:
    """Writes a data folder of at least so many areas and events, `areas` in each county.

    Schemes are those of the data folder `source`; `told` hears how many rows there are so far.
    """
    (folder / "divisions").mkdir(parents=True)
    shutil.copytree(source / "schemes", folder / "schemes")
    write_site(folder, demonstration=True, twins_and_feeds=True)
    schemes = [(_json(folder / "schemes" / f"{name}.json"), first) for name, first in SCHEMES]
    units = {_PROVINCE: "示例省"}
    counted: Counter[tuple[str, str, str, str]] = Counter()
    found = counties = 0
    for place, random, names in _places(seed, units, round(areas / AREAS)):
        if found < rows:
            draft = Draft(place, *schemes[counties % len(schemes)], random, names)
            live(draft, areas)
            written = write_files(folder / "registers" / place.code, draft)
            counted.update(written.counted)
            counties += 1
            found += written.areas + written.events
            told(found)
        elif len(units) >= _LEAST_UNITS:
            break
    _write_cities(folder / "registers", counted)
    write_table(folder / "divisions", "divisions", sorted(units.items()), f"{_PROVINCE}.csv")
    return measure(folder / "registers")


def measure(registers: Path) -> Size:
    """How much there is."""
    counties = [path for path in registers.iterdir() if len(path.name) == 6]
    lines: Counter[str] = Counter()
    size = 0
    for county in counties:
        for path in county.iterdir():
            content = path.read_bytes()
            size += len(content)
            if path.suffix == ".csv":
                lines[path.stem] += content.count(b"\n") - 1
    return Size(len(counties), lines["areas"], lines["events"], sum(lines.values()), size)


def _places(seed: int, units: dict[str, str], scale: int) -> Iterator[tuple[Place, Random, Names]]:
    """Counties without end, each added to the units of the province, with what names are left in it."""
    for number in range(_IN_A_CITY * 99):
        city, county = divmod(number, _IN_A_CITY)
        code = f"{_PROVINCE}{city + 1:02d}{county + 1:02d}"
        random = Random(f"{seed}-{code}")
        names = Names(random)
        units.setdefault(code[:4], names.place("市"))
        units[code] = names.place("区")
        streets: dict[str, str] = {}
        communities: dict[str, str] = {}
        for first, kind, wanted, ending in ((1, "街道", _STREETS[0], "社区"), (100, "镇", _STREETS[1], "村")):
            for street in range(first, first + wanted * scale):
                streets[f"{code}{street:03d}"] = names.place(kind)
                for place in range(1, random.randint(*_COMMUNITIES) + 1):
                    communities[f"{code}{street:03d}{place:03d}"] = names.place(ending)
        units |= streets | communities
        yield Place(code, streets, communities), random, names


def _write_cities(registers: Path, counted: Counter[tuple[str, str, str, str]]) -> None:
    """The notices of the cities, with the counts of all of their counties."""
    for city in sorted({notice.partition("-")[0] for notice, *_ in counted}):
        folder = registers / city
        folder.mkdir()
        mine = sorted((key, count) for key, count in counted.items() if key[0].startswith(f"{city}-"))
        notices = sorted({key[0] for key, _ in mine})
        days = [f"{one[5:9]}-{one[9:11]}-{one[11:13]}" for one in notices]
        rows = [
            (notice, PUBLISHER, "关于公布部分区县名单的通告", f"市疫指发〔2022〕{number}号", day, "", "official",
             f"门户网站 {day}", "")
            for number, (notice, day) in enumerate(zip(notices, days, strict=True), 1)
        ]  # fmt: skip
        write_table(folder, "notices", rows)
        declared = ((notice, "", "", *rest, count) for (notice, *rest), count in mine)
        write_table(folder, "declared", declared)


def _json(path: Path) -> dict[str, object]:
    document: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return document
