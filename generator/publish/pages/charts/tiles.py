"""The grid of tiles of a province: one for each county, placed by hand (data/tiles/). It is no map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from generator import words
from generator.publish.pages.charts.measure import em
from generator.publish.pages.charts.miniature import Miniature, miniature, worth
from generator.register.model import Layout

# Height of a tile and of the gap beneath it, in em of the picture's own text; the gap between columns in percent.
TALL: Final = 6
GAP: Final = 0.2
ASIDE: Final = 0.8
# Room above the first row and below the last, for the line of a border.
TOP: Final = 0.1
_PICTURE: Final = 2.4
_MARKED: Final = "一个标记{}：● 有效，❙❙ 暂停，✕ 取消。"
# So many counties are named as those with losses; of more, their number is told.
NAMED: Final = 8


class CountyTile(NamedTuple):
    """What is known of a county: its full name and link, its number (None: a list of the past), its latest losses, and
    how many titles are suspended and revoked now."""

    name: str
    href: str
    certified: int | None
    suspended: int = 0
    revoked: int = 0
    now_suspended: int = 0
    now_revoked: int = 0

    @property
    def drawn(self) -> tuple[int, int, int]:
        """What its picture shows: revoked, suspended, certified."""
        return (self.now_revoked, self.now_suspended, self.certified or 0)


class Square(NamedTuple):
    """One tile. `x`, `width` and `middle` are percent of the picture, `y`, `first`, `second` and `third` (where its
    own small picture begins) em from its top.

    `kind` is "present", "past" or "none" (no list: `href` is ""); `said` is what the tile says in words.
    """

    label: str
    href: str
    number: str
    kind: str
    said: str
    x: str
    width: str
    middle: str
    y: str
    first: str
    second: str
    long: bool
    third: str
    picture: Miniature | None


class Mark(NamedTuple):
    """The sign of a loss of the last days ("revoked" or "suspended") on the corner of a tile."""

    status: str
    x: str
    y: str


class TilesView(NamedTuple):
    """macro tiles: heights in em, `title` and `description` in words, `marked` says what a mark stands for; `broad` if
    names need all the width there is"""

    title: str
    description: str
    marked: str
    height: str
    tile_height: str
    picture_height: str
    broad: bool
    tiles: tuple[Square, ...]
    marks: tuple[Mark, ...]


def tiles(layout: Layout, province: str, counties: Mapping[str, CountyTile], as_of: str) -> TilesView:
    """The grid of a province. `counties` are those in the register by code, `as_of` a day in words."""
    wide = 100 / layout.columns
    squares, marks = [], []
    unit = worth(county.drawn for county in counties.values())
    for tile in sorted(layout.tiles, key=lambda tile: (tile.row, tile.column)):
        county = counties.get(tile.code)
        x, y = (tile.column - 1) * wide, TOP + (tile.row - 1) * (TALL + GAP)
        kind, number, said = _told(county, tile.label)
        squares.append(
            Square(
                tile.label, county.href if county else "", number, kind, said, em(x + ASIDE / 2), em(wide - ASIDE),
                em(x + wide / 2), em(y), em(y + 1.75), em(y + 3), len(tile.label) > 2, em(y + 3.35),
                miniature(*county.drawn, unit) if county and kind == "present" and any(county.drawn) else None,
            )
        )  # fmt: skip
        if county is not None and (county.revoked or county.suspended):
            status = "revoked" if county.revoked else "suspended"
            marks.append(Mark(status, em(x + wide - ASIDE / 2), em(y + 0.15)))
    listed = sum(square.kind == "present" for square in squares)
    past = sum(square.kind == "past" for square in squares)
    parts = [f"{len(squares)} 个区县，{listed} 个有现行名录" + (f"，{past} 个有历史名录" if past else "")]
    if listed:
        lately = [county.name for county in counties.values() if county.revoked or county.suspended]
        more = f"等 {len(lately)} 个" if len(lately) > NAMED else ""
        named = f"近 7 日新记录了取消或暂停的：{'、'.join(lately[:NAMED])}{more}"
        parts.append(named if lately else "近 7 日没有新记录的取消或暂停")
    return TilesView(
        title=f"{province}各区县有效个数，截至{as_of}" if listed else f"{province}各区县的名录",
        description="；".join(parts) + "。",
        height=em(TOP + max(tile.row for tile in layout.tiles) * (TALL + GAP) - GAP + TOP),
        marked=_MARKED.format("是一个区域" if unit == 1 else f"最多代表 {unit:,} 个区域") if listed else "",
        tile_height=em(TALL),
        picture_height=em(_PICTURE),
        broad=any(square.long for square in squares),
        tiles=tuple(squares),
        marks=tuple(marks),
    )


def _told(county: CountyTile | None, label: str) -> tuple[str, str, str]:
    """The kind of a tile, its number, and both in words."""
    if county is None:
        return "none", "", f"{label}：没有名录"
    if county.certified is None:
        return "past", "历史", f"{county.name}：历史名录，不代表现状"
    lost = [
        f"{words.KIND_NAMES[kind]} {number} 个"
        for kind, number in (("revoked", county.revoked), ("suspended", county.suspended))
        if number
    ]
    said = f"{county.name}：有效 {county.certified} 个" + (f"，近 7 日记录了{'、'.join(lost)}" if lost else "")
    return "present", str(county.certified), said
