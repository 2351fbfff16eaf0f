"""How much a search loads and how long it takes: 12,000 areas of one municipality, and 1,000,000 of the country.

Places are the official divisions; the compounds in them are invented, from the names of communities. Only what the
search reads is made, by the functions that a build calls. The published worker answers under Node.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator, Sequence
from gzip import compress
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any, Final, NamedTuple

from generator import urls
from generator.publish.artifact import Artifact
from generator.spelling.forms import folded
from generator.spelling.readings import readings
from tests.bench.report import say
from tests.support.folders import ROOT
from tests.support.searching import Listed, ask, list_of, write_search

_COMPOUND: Final = ("小区", "花园", "家园", "新村", "公寓", "名苑", "华庭", "苑", "别馆", "家属院", "一期", "安置房")
_ENDINGS: Final = ("社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "社区")
_DAYS: Final = [f"2022-11-{day:02d}" for day in range(20, 31)]
# Queries of each kind, as people type them; {…} are made from names that are there.
KINDS: Final = (
    "name",
    "two characters",
    "pinyin",
    "initials",
    "community",
    "code",
    "county and name",
    "wrong character",
)


class Size(NamedTuple):
    """A register to make: provinces, how many communities are areas themselves, compounds for each community."""

    areas: int
    provinces: Sequence[str]
    own: float
    compounds: float


def sizes(divisions: Path) -> tuple[Size, Size]:
    """The two registers that are measured."""
    provinces = sorted(path.stem for path in divisions.glob("[0-9]*.csv") if path.stem != "99")
    return Size(12_000, ("50",), 0.1, 0.965), Size(1_000_000, provinces, 0.6, 1.02)


def county_lists(divisions: Path, size: Size, seed: int) -> Iterator[Listed]:
    """The lists of names of a register, county by county, each with the names of the units above it."""
    for province in size.provinces:
        lines = (divisions / f"{province}.csv").read_text(encoding="utf-8").splitlines()[1:]
        names = dict(line.split(",", 1) for line in lines)
        by_county: dict[str, list[str]] = {}
        for code in names:
            if len(code) > 6:
                by_county.setdefault(code[:6], []).append(code)
        stems = [_stem(name) for code, name in names.items() if len(code) == 12]
        for county, codes in sorted(by_county.items()):
            if county in names:
                above = {code: names[code] for code in (county[:2], county[:4]) if code in names}
                yield _list(county, codes, names, stems, size, Random(f"{seed}-{county}")), above


def _stem(name: str) -> str:
    return next((name.removesuffix(one) for one in _ENDINGS if name.endswith(one)), name)[:4]


def _list(
    county: str, codes: Sequence[str], names: dict[str, str], stems: Sequence[str], size: Size, random: Random
) -> dict[str, Any]:
    areas: list[list[Any]] = []
    for code in codes:
        if len(code) < 12:
            continue
        if random.random() < size.own:
            areas.append([code[6:], names[code], "", _titles(random), []])
        number = int(size.compounds) + (random.random() < size.compounds % 1)
        for place in range(1, number + 1):
            name = random.choice(stems) + random.choice(_COMPOUND)
            former = [random.choice(stems) + "小区"] if random.random() < 0.02 else []
            qualifier = f"{random.randint(1, 9)}-{random.randint(10, 20)}栋" if random.random() < 0.1 else ""
            areas.append([f"{code[6:]}-{place:03d}", name, qualifier, _titles(random), former])
    own = {county: names[county], **{code: names[code] for code in codes}}
    return list_of(county, own, sorted(areas, key=lambda one: str(one[0])), _DAYS, ("无疫小区", "无疫社区"))


def _titles(random: Random) -> list[int]:
    return [random.randrange(2), random.choices((0, 1, 2), (8, 1, 1))[0], random.randrange(len(_DAYS))]


class Made(NamedTuple):
    """What was made: seconds of the processor, most memory in MB, (raw, compressed) bytes by kind of file."""

    areas: int
    counties: int
    seconds: float
    memory: int
    bytes: dict[str, tuple[int, int]]


def make(folder: Path, divisions: Path, size: Size, seed: int) -> Made:
    """Writes everything that a search reads."""
    weights: dict[str, tuple[int, int]] = {}

    def told(artifact: Artifact) -> None:
        kind = _kind(artifact.path)
        raw, small = weights.get(kind, (0, 0))
        weights[kind] = (raw + len(artifact.content), small + len(compress(artifact.content, 6)))

    began = process_time()
    summaries = write_search(folder, county_lists(divisions, size, seed), told)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    areas = sum(one.areas for one in summaries)
    return Made(areas, len(summaries), process_time() - began, memory, weights)


def _kind(path: str) -> str:
    folder, _, name = path.partition("/")
    if folder.isdecimal():
        return "lists of names"
    return f"index of {name.partition('/')[0]}" if "/" in name else path


def questions(divisions: Path, size: Size, seed: int, each: int) -> list[tuple[str, str, str]]:
    """(kind, text, address of the area it is about) of queries, `each` of a kind, drawn from the whole register."""
    random = Random(seed)
    chosen = []
    for listed, _ in county_lists(divisions, size, seed):
        places = dict(listed["places"])
        some = random.sample(listed["areas"], min(3, len(listed["areas"])))
        chosen += [(listed["county"], row, places.get(row[0].split("-")[0], "")) for row in some if "-" in row[0]]
    random.shuffle(chosen)
    found = []
    for index in range(each):
        for number, kind in enumerate(KINDS):
            county, row, community = chosen[(index * len(KINDS) + number) % len(chosen)]
            name = row[1]
            plain = [one for one in folded(name) if not one.isascii()]
            spoken = [(readings(one) or ("",))[0] for one in plain]
            text = {
                "name": name,
                "two characters": name[1:3],
                "pinyin": "".join(spoken),
                "initials": "".join(one[:1] for one in spoken),
                "community": _stem(community),
                "code": f"{county['code']}{row[0]}",
                "county and name": f"{county['name']} {name}",
                "wrong character": f"{name[0]}龘{name[2:]}",
            }[kind]
            found.append((kind, text, urls.area(f"{county['code']}{row[0]}")))
    return found


def run(folder: Path, seed: int, each: int = 40, registers: Sequence[Size] = ()) -> None:
    """Makes both registers, or those that are given, and says what was measured."""
    divisions = ROOT / "data" / "divisions"
    for size in registers or sizes(divisions):
        place = folder / str(size.areas)
        made = make(place, divisions, size, seed)
        say(f"{made.areas:,} areas in {made.counties:,} counties, made in {made.seconds:.1f} s, {made.memory:,} MB")
        for kind, (raw, small) in made.bytes.items():
            if not kind.startswith("static/") or "search" in kind:
                say(f"  {kind:28} {raw:>12,} bytes {small:>12,} compressed")
        drawn = questions(divisions, size, seed, each)
        cold = ask(place, [{"text": text, "most": 8, "fresh": True} for _, text, _ in drawn])
        # Each twice with one worker: the second time everything is loaded.
        warm = ask(place, [{"text": text, "most": 8} for _, text, _ in drawn for _ in range(2)])[1::2]
        for kind in KINDS:
            rows = [place for place, one in enumerate(drawn) if one[0] == kind]
            loaded = [sum(max(0, small) for _, _, small in cold[row].loaded) / 1000 for row in rows]
            took = [warm[row].milliseconds for row in rows]
            say(
                f"  {kind:16} {median(loaded):6.0f} kB loaded (worst {max(loaded):4.0f}) in "
                f"{median(len(cold[row].loaded) for row in rows):3.0f} files; then {median(took):5.1f} ms "
                f"(worst {max(took):5.1f}); the area is in the first 8: "
                f"{sum(drawn[row][2] in cold[row].addresses for row in rows)} of {len(rows)}; "
                f"more counties may have it: {sum(bool(cold[row].answer['left']) for row in rows)}"
            )


if __name__ == "__main__":
    run(Path(sys.argv[1]), 1)
