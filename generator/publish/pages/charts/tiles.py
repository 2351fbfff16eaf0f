"""The grid of tiles of a province: one for each county, placed by hand (data/tiles/). It is no map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from generator import words
from generator.publish.pages.charts.measure import em
from generator.publish.pages.charts.miniature import Miniature, miniature, worth
from generator.publish.pages.chinese import TAG
from generator.publish.pages.speech import CHINESE, Speech, noted, said
from generator.register.model import Layout

# Height of a tile and of the gap beneath it, in em of the picture's own text; the gap between columns in percent.
TALL: Final = 6
GAP: Final = 0.2
ASIDE: Final = 0.8
# Room above the first row and below the last, for the line of a border.
TOP: Final = 0.1
_PICTURE: Final = 2.4
_ALONE: Final = noted("一个标记是一个区域：● 有效，❙❙ 暂停，✕ 取消。")
_SEVERAL: Final = noted("一个标记最多代表 {} 个区域：● 有效，❙❙ 暂停，✕ 取消。")
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
    names need all the width there is; `foreign` is the language of labels where it is not that of the page;
    `csv` and `svg` lead to the same as files ("" where there is none)"""

    title: str
    description: str
    marked: str
    height: str
    tile_height: str
    picture_height: str
    broad: bool
    tiles: tuple[Square, ...]
    marks: tuple[Mark, ...]
    foreign: str
    csv: str
    svg: str


def tiles(
    layout: Layout, province: str, counties: Mapping[str, CountyTile], as_of: str, *, csv: str = "", svg: str = "",
    say: Speech = CHINESE,
) -> TilesView:  # fmt: skip
    """The grid of a province. `counties` are those in the register by code, `as_of` a day in words."""
    _, name = say.word, say.name(province)
    wide = 100 / layout.columns
    squares, marks = [], []
    unit = worth(county.drawn for county in counties.values())
    for tile in sorted(layout.tiles, key=lambda tile: (tile.row, tile.column)):
        county = counties.get(tile.code)
        x, y = (tile.column - 1) * wide, TOP + (tile.row - 1) * (TALL + GAP)
        kind, number, told = _told(county, tile.label, say)
        squares.append(
            Square(
                tile.label, county.href if county else "", number, kind, told, em(x + ASIDE / 2), em(wide - ASIDE),
                em(x + wide / 2), em(y), em(y + 1.75), em(y + 3), len(tile.label) > 2, em(y + 3.35),
                miniature(*county.drawn, unit) if county and kind == "present" and any(county.drawn) else None,
            )
        )  # fmt: skip
        if county is not None and (county.revoked or county.suspended):
            status = "revoked" if county.revoked else "suspended"
            marks.append(Mark(status, em(x + wide - ASIDE / 2), em(y + 0.15)))
    listed = sum(square.kind == "present" for square in squares)
    past = sum(square.kind == "past" for square in squares)
    parts = [escape(_("{} 个区县，{} 个有现行名录").format(len(squares), listed))]
    if past:
        parts[0] += _("，{} 个有历史名录").format(past)
    if listed:
        lately = [county.name for county in counties.values() if county.revoked or county.suspended]
        more = _("等 {} 个").format(len(lately)) if len(lately) > NAMED else ""
        named = said(_("近 7 日新记录了取消或暂停的：{}{}"), say.listed(map(say.name, lately[:NAMED])), more)
        parts.append(named if lately else escape(_("近 7 日没有新记录的取消或暂停")))
    return TilesView(
        title=said(_("{}各区县有效个数，截至{}"), name, as_of) if listed else said(_("{}各区县的名录"), name),
        description=Markup(_("；")).join(parts) + _("。"),  # noqa: S704 - a sign of a catalog
        height=em(TOP + max(tile.row for tile in layout.tiles) * (TALL + GAP) - GAP + TOP),
        marked=(_(_ALONE) if unit == 1 else _(_SEVERAL).format(f"{unit:,}")) if listed else "",
        tile_height=em(TALL),
        picture_height=em(_PICTURE),
        broad=any(square.long for square in squares),
        tiles=tuple(squares),
        marks=tuple(marks),
        foreign="" if say.chinese else TAG,
        csv=csv if listed else "",
        svg=svg,
    )


def _told(county: CountyTile | None, label: str, say: Speech) -> tuple[str, str, str]:
    """The kind of a tile, its number, and both in words: those of the page alone, as they are no text on it."""
    _ = say.word
    if county is None:
        return "none", "", _("{}：没有名录").format(say.name(label))
    name = say.name(county.name)
    if county.certified is None:
        return "past", _("历史"), _("{}：历史名录，不代表现状").format(name)
    lost = [
        _("{} {} 个").format(_(words.KIND_NAMES[kind]), number)
        for kind, number in (("revoked", county.revoked), ("suspended", county.suspended))
        if number
    ]
    told = _("{}：有效 {} 个").format(name, county.certified)
    lately = _("，近 7 日记录了{}").format(_("、").join(lost)) if lost else ""
    return "present", str(county.certified), f"{told}{lately}"
