"""The layouts in data/tiles/: where each county of a province stands in its grid of tiles.

A layout has each county of the official list once, so that no county is left out of the picture by oversight.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from generator.findings import finding
from generator.reading.documents import Lines, read_document
from generator.reading.leftovers import is_leftover
from generator.reading.outcome import Reading, Readings
from generator.reading.text import unexpected
from generator.register import divisions
from generator.register.model import Finding, Layout, Tile

_SILENT = frozenset({"README.md", ".gitkeep"})


def read_layouts(data: Path, shown: str, unlisted: Set[str] = frozenset()) -> Reading[dict[str, Layout]]:
    """The sound layouts of a data folder by province; `shown` is the data folder as findings name it.

    `unlisted` are provinces whose list of codes has a finding: which tiles theirs should have is not known.
    """
    folder = data / "tiles"
    layouts: dict[str, Layout] = {}
    readings = Readings()
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if is_leftover(path.name) or (path.name in _SILENT and path.is_file() and not path.is_symlink()):
            continue
        place = f"{shown}/tiles/{path.name}"
        if path.suffix != ".json":
            readings.findings.append(unexpected(path, place))
        elif path.stem not in unlisted and (layout := readings.take(_read_layout(data, path, place))) is not None:
            layouts[path.stem] = layout
    return readings.whole(layouts)


def _read_layout(data: Path, path: Path, place: str) -> Reading[Layout | None]:
    document, findings = read_document(path, place, "tiles")
    if document is None:
        return Reading(None, findings)
    value, line = document
    if value["province"] != path.stem:
        told = finding("E407", place, line("province"), "province", value["province"], expected=path.stem)
        return Reading(None, (told,))
    faults = tuple(_faults(value, divisions.counties_of(data / "divisions", path.stem), place, line))
    if faults:
        return Reading(None, faults)
    return Reading(Layout(path.stem, value["columns"], tuple(Tile(**tile) for tile in value["tiles"])))


def _faults(value: dict[str, Any], official: frozenset[str], place: str, line: Lines) -> Iterator[Finding]:
    """What is wrong with the places of the tiles, all in one finding: whoever mends one looks at the whole."""
    codes, places = set(), set()
    wrong = []
    for tile in value["tiles"]:
        code, at = tile["code"], (tile["column"], tile["row"])
        if code in codes:
            wrong.append(f"{code} 出现了两次")
        elif code not in official:
            wrong.append(f"{code} 不是这个省的区县")
        if at in places:
            wrong.append(f"第 {at[1]} 行第 {at[0]} 列有两个方格")
        if at[0] > value["columns"]:
            wrong.append(f"{code} 在第 {at[0]} 列，只有 {value['columns']} 列")
        codes.add(code)
        places.add(at)
    wrong.extend(f"缺少 {code}" for code in sorted(official - codes))
    if wrong:
        more = f"，等 {len(wrong)} 处" if len(wrong) > 5 else ""
        yield finding("E116", place, line("tiles"), "tiles", what=f"{'；'.join(wrong[:5])}{more}")
