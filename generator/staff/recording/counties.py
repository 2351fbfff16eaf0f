"""Which county is meant where only areas are named: the one that has them all."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator import words
from generator.errors import UsageError
from generator.reading.folder import shown_root
from generator.reading.tables import read_table
from generator.register.divisions import place_name, read_slice
from generator.register.lookup import look_up
from generator.register.model import Area
from generator.spelling.forms import folded
from generator.staff.recording.desk import county_code
from generator.staff.recording.typed import bare

_AREA: Final = re.compile("([0-9]{6})(?:[0-9]{3}){1,2}(?:-[0-9]{3})?")
_CODE: Final = re.compile("[0-9]{6}")
_MOST_LISTED: Final = 10


def meant(data: Path, typed: Sequence[str], also: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The county and the areas that are meant by what was typed: a county first, or areas alone.

    `also` are areas that were named by an option. Where no county is named, it is that of the codes, else the only one
    in use that has all areas; where areas of that very name are in one alone, that one. Raises UsageError.
    """
    first = county_code(data, typed[0]) if typed else ""
    if first and ((data / "registers" / first).is_dir() or _CODE.fullmatch(first)):
        return first, tuple(typed[1:])
    named = [*typed, *also]
    codes = {match[1] for query in named if (match := _AREA.fullmatch(bare(query)))}
    if len(codes) == 1:
        return codes.pop(), tuple(typed)
    counties = _in_use(data)
    if len(counties) == 1:
        return counties[0], tuple(typed)
    if not named:
        raise UsageError(f"写明区县或区域，如 wuyi record {counties[0] if counties else '990101'}")
    return _having(data, counties, named), tuple(typed)


def _having(data: Path, counties: Sequence[str], queries: Sequence[str]) -> str:
    """The county that has all of these areas."""
    fitting: dict[str, list[list[Area]]] = {}
    names: dict[str, str] = {}
    for code in counties:
        folder, shown = data / "registers" / code, f"{shown_root(data)}/registers/{code}"
        rows = [area for area in read_table(folder, shown, "areas", Area).value.rows if area.valid_until is None]
        official = read_slice(data / "divisions", code)
        found = [look_up(bare(query), rows, official) for query in queries]
        names[code] = official.get(code, code)
        if any(found):
            fitting[code] = found
            names |= {area.area_id: place_name(area.area_id, official) for areas in found for area in areas}
    whole = [code for code, found in fitting.items() if all(found)]
    exact = [code for code in whole if all(map(_is_whole, queries, fitting[code]))]
    for codes in (exact, whole):
        if len(codes) == 1:
            return codes[0]
    if whole:
        listed = [
            f"  {area.area_id}  {words.full_name(area.name, area.qualifier)}（{names[area.area_id]}）"
            for code in whole for areas in fitting[code] for area in areas
        ]  # fmt: skip
        more = [f"  另有 {len(listed) - _MOST_LISTED} 个"] if len(listed) > _MOST_LISTED else []
        said = f"几个区县都有符合的区域，先写区县（如 {whole[0]} 或 {names[whole[0]]}），再写区域："
        raise UsageError("\n".join([said, *listed[:_MOST_LISTED], *more]))
    lost = [query for place, query in enumerate(queries) if not any(found[place] for found in fitting.values())]
    if lost:
        raise UsageError(
            f"名录里没有名称、拼音或编号符合{'、'.join(f'“{query}”' for query in lost)}的区域，也没有这样的区县；"
            "还没有登记的，先写区县：wuyi record 区县 区域"
        )
    raise UsageError("这些区域不在同一个区县，分开记：一个区县一条命令")


def _is_whole(query: str, areas: Sequence[Area]) -> bool:
    """True if areas are called what was typed, with nothing left out."""
    wanted = folded(query)
    return any(wanted in (folded(area.name), folded(words.full_name(area.name, area.qualifier))) for area in areas)


def _in_use(data: Path) -> list[str]:
    """The counties that are gone on with: no lists of the past."""
    found = []
    for path in sorted((data / "registers").glob("??????/county.json")):
        try:
            state = json.loads(path.read_bytes()).get("state")
        except (OSError, ValueError, AttributeError):
            state = None  # what it says cannot be read, which is told once it is opened
        if state != "archived":
            found.append(path.parent.name)
    return found
