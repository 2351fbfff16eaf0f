"""How much a search loads and how long it takes: 12,000 areas of one municipality, and 1,000,000 of the country.

Places are the official divisions; the compounds in them are invented, from the names of communities. Only what the
search reads is made, by the functions that a build calls. The published worker answers under Node.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from gzip import compress
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple

from generator import urls
from generator.model import SiteSettings
from generator.publish.artifact import Artifact, document
from generator.publish.national import National
from generator.publish.pages import static_files
from generator.publish.search import grams, lists
from generator.publish.search.site import search
from generator.publish.summary import STATUSES, Summary
from tests.bench.report import say
from tests.support import ROOT

_COMPOUND: Final = ("小区", "花园", "家园", "新村", "公寓", "名苑", "华庭", "苑", "别馆", "家属院", "一期", "安置房")
_ENDINGS: Final = ("社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "社区")
_DAYS: Final = [f"2022-11-{day:02d}" for day in range(20, 31)]
# Queries of each kind, as people type them; {…} are made from names that are there.
KINDS: Final = ("name", "two characters", "pinyin", "initials", "community", "code", "county and name", "wrong character")


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


def county_lists(divisions: Path, size: Size, seed: int) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
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
    return {
        "county": {"code": county, "name": names[county]},
        "state": "active", "demonstration": True,
        "statuses": [[one, one] for one in STATUSES], "titles": ["无疫小区", "无疫社区"], "days": _DAYS,
        "places": [[code[6:], names[code]] for code in codes],
        "areas": sorted(areas, key=lambda one: str(one[0])), "unplaced": [],
        "as_of": "2022-11-30", "format": "1.0",
    }  # fmt: skip


def _titles(random: Random) -> list[int]:
    return [random.randrange(2), random.choices((0, 1, 2), (8, 1, 1))[0], random.randrange(len(_DAYS))]


class Made(NamedTuple):
    """What was made: areas, seconds for the parts of counties and for the roll-up, (raw, compressed) bytes by kind."""

    areas: int
    counties: int
    parts: float
    roll_up: float
    bytes: dict[str, tuple[int, int]]


def make(folder: Path, divisions: Path, size: Size, seed: int) -> Made:
    """Writes everything that a search reads."""
    summaries, seconds, areas = [], 0.0, 0
    weights: dict[str, tuple[int, int]] = {}

    def write(artifact: Artifact, kind: str) -> None:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
        raw, small = weights.get(kind, (0, 0))
        weights[kind] = (raw + len(artifact.content), small + len(compress(artifact.content, 6)))

    for listed, above in county_lists(divisions, size, seed):
        code = listed["county"]["code"]
        began = perf_counter()
        grams.write(folder / "parts", code, listed)
        seconds += perf_counter() - began
        write(document(urls.search_list(code), listed), "lists of names")
        summaries.append(_summary(listed, above))
        areas += len(listed["areas"])
    began = perf_counter()
    rolled = list(search(_national(summaries, folder / "parts")))
    ended = perf_counter() - began
    for artifact in rolled:
        kind = artifact.path.split("/")[1]
        write(artifact, kind if kind.endswith((".json", ".html")) else f"index of {kind}")
    for artifact in static_files():
        write(artifact, artifact.path)
    return Made(areas, len(summaries), seconds, ended, weights)


def _summary(listed: dict[str, Any], above: dict[str, str]) -> Summary:
    county = listed["county"]
    return Summary(
        code=county["code"], part=county["code"], name=county["name"],
        path=(*above.items(), (county["code"], county["name"])), state="active", archived_at=None, demonstration=True,
        counts={}, title_counts={}, as_of="2022-11-30", register_since="2022-11-20", log_size=0,
        areas=len(listed["areas"]), pages=0, files=0, bytes=0, changes={}, by_day={}, higher=(), counted=(),
        unplaced=(), links=frozenset(), account=(), publishes_every_days=None, manifest=("", 0),
    )  # fmt: skip


def _national(summaries: Sequence[Summary], parts: Path) -> National:
    names = {code: name for one in summaries for code, name in one.path}
    site = SiteSettings("名录", "https://register.example", "register.example,2026", True, "", "")
    return National(site, summaries, (), {}, names, parts, parts, None)


def questions(divisions: Path, size: Size, seed: int, each: int) -> list[tuple[str, str, str]]:
    """(kind, text, address of the area it is about) of queries, `each` of a kind, drawn from the whole register."""
    from generator.spelling.forms import folded
    from generator.spelling.readings import readings

    random = Random(seed)
    chosen = []
    for listed, _ in county_lists(divisions, size, seed):
        places = dict(listed["places"])
        for row in random.sample(listed["areas"], min(3, len(listed["areas"]))):
            if "-" in row[0]:
                chosen.append((listed["county"], row, places.get(row[0].split("-")[0], "")))
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


def answers(folder: Path, asked: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the published worker answers."""
    done = subprocess.run(
        ["node", "--max-old-space-size=3000", str(ROOT / "tests/search_worker.js"), str(folder)],
        input=json.dumps(asked), capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def run(folder: Path, seed: int, each: int = 40) -> None:
    """Makes both registers and says what was measured."""
    divisions = ROOT / "data" / "divisions"
    for size in sizes(divisions):
        place = folder / str(size.areas)
        made = make(place, divisions, size, seed)
        say(f"{made.areas:,} areas in {made.counties:,} counties; {made.parts:.1f} s in the counties' steps, "
            f"{made.roll_up:.1f} s in the roll-up")  # fmt: skip
        for kind, (raw, small) in made.bytes.items():
            if not kind.startswith("static/") or "search" in kind:
                say(f"  {kind:28} {raw:>12,} bytes {small:>12,} compressed")
        drawn = questions(divisions, size, seed, each)
        cold = answers(place, [{"text": text, "most": 50, "fresh": True} for _, text, _ in drawn])
        # Each twice with one worker: the second time everything is loaded.
        warm = answers(place, [{"text": text, "most": 8} for _, text, _ in drawn for _ in range(2)])[1::2]
        for kind in KINDS:
            rows = [i for i, one in enumerate(drawn) if one[0] == kind]
            loaded = [sum(max(0, small) for _, _, small in cold[i]["loaded"]) for i in rows]
            files = [len(cold[i]["loaded"]) for i in rows]
            took = [warm[i]["milliseconds"] for i in rows]
            there = sum(any(one["address"] == drawn[i][2] for one in cold[i]["answer"]["rows"]) for i in rows)
            asked = sum(bool(cold[i]["answer"]["broad"] or cold[i]["answer"]["left"]) for i in rows)
            say(
                f"  {kind:16} {median(loaded) / 1000:7.1f} kB loaded (worst {max(loaded) / 1000:7.1f}) "
                f"in {median(files):4.0f} files, {median(took):6.1f} ms (worst {max(took):6.1f}); "
                f"the area among the first 50: {there}/{len(rows)}; asked to narrow: {asked}"
            )


if __name__ == "__main__":
    run(Path(sys.argv[1]), 1)
