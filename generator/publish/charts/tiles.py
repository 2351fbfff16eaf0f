"""The grid of tiles of a province: one for each county, placed by hand (data/tiles/). It is no map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from generator import words
from generator.model import Layout
from generator.publish.charts.measure import em

# Height of a tile and of the gap beneath it, in lines of the picture's own text (em); the gap between columns in percent.
TALL: Final = 3.1
GAP: Final = 0.2
ASIDE: Final = 0.8


class CountyTile(NamedTuple):
    """What is known of a county: its full name and link, its number (None: a list of the past), what was lost lately."""

    name: str
    href: str
    certified: int | None
    suspended: int = 0
    revoked: int = 0


class TileMark(NamedTuple):
    """One tile. `x`, `width` and `middle` are percent of the picture's width, `y` to `below` em from its top.

    `kind` is "present", "past" or "none" (no list: `href` is ""), `mark` "revoked", "suspended" or "".
    `said` is what the tile says in words.
    """

    label: str
    href: str
    number: str
    kind: str
    mark: str
    said: str
    x: str
    width: str
    middle: str
    y: str
    first: str
    second: str
    mark_x: str
    mark_y: str
    long: bool


class TilesView(NamedTuple):
    """macro tiles: `height` in em, `title` and `description` in words"""

    title: str
    description: str
    height: str
    tile_height: str
    tiles: tuple[TileMark, ...]
    marked: bool
    past: bool
    missing: bool


def tiles(layout: Layout, province: str, counties: Mapping[str, CountyTile], as_of: str) -> TilesView:
    """The grid of a province. `counties` are those in the register by code, `as_of` a day in words."""
    wide = 100 / layout.columns
    marks = []
    for one in sorted(layout.tiles, key=lambda tile: (tile.row, tile.column)):
        known = counties.get(one.code)
        kind, mark, number, said = "none", "", "", f"{one.label}：没有名录"
        if known is not None:
            kind, mark, number, said = _known(known)
        x, y = (one.column - 1) * wide, (one.row - 1) * (TALL + GAP)
        marks.append(
            TileMark(
                one.label, known.href if known else "", number, kind, mark, said, em(x + ASIDE / 2), em(wide - ASIDE),
                em(x + wide / 2), em(y), em(y + 1.35), em(y + 2.6), em(x + wide - ASIDE / 2), em(y + 0.2),
                len(one.label) > 2,
            )
        )  # fmt: skip
    listed = sum(one.kind == "present" for one in marks)
    past = sum(one.kind == "past" for one in marks)
    lately = [one for one in counties.values() if one.suspended or one.revoked]
    parts = [f"{len(marks)} 个区县，{listed} 个有现行名录" + (f"，{past} 个有历史名录" if past else "")]
    if listed:
        parts.append(
            "近 7 日有取消或暂停的：" + "、".join(one.name for one in lately) if lately else "近 7 日没有取消或暂停"
        )
    return TilesView(
        title=f"{province}各区县有效个数" + (f"，截至{as_of}" if as_of and listed else ""),
        description="；".join(parts) + "。",
        height=em(max(one.row for one in layout.tiles) * (TALL + GAP) - GAP),
        tile_height=em(TALL),
        tiles=tuple(marks),
        marked=bool(lately),
        past=bool(past),
        missing=listed + past < len(marks),
    )


def _known(county: CountyTile) -> tuple[str, str, str, str]:
    if county.certified is None:
        return "past", "", "历史", f"{county.name}：历史名录，不代表现状"
    lost = [
        f"{words.KIND_NAMES[kind]} {number} 个"
        for kind, number in (("revoked", county.revoked), ("suspended", county.suspended))
        if number
    ]
    mark = "revoked" if county.revoked else "suspended" if county.suspended else ""
    said = f"{county.name}：有效 {county.certified} 个" + (f"，近 7 日{'、'.join(lost)}" if lost else "")
    return "present", mark, str(county.certified), said

