"""A county as a picture: one mark for each area, street by street, community by community.

Marks lie in rows of one measure, so that streets can be compared; on any screen a street is one block, and blocks lie
side by side where there is room. A status is told by form and hue; who cannot see it has the list beneath.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

# From the left edge of a mark to that of the next, from a row to the next, and between two communities; in units.
PITCH: Final = 4
ROW: Final = 5
_APART: Final = 2
# How many marks a row has, by how many areas there are: with the fewest, each is large enough for a finger.
_COLUMNS: Final = ((400, 12), (1_500, 18))
_MOST_COLUMNS: Final = 24
# A picture of so many areas stands before what changed; a larger one with the list.
EARLY: Final = 400
# The marks by their names in the picture: a status, or a title lost of late.
NAMES: Final = {"certified": "c", "suspended": "s", "revoked": "r", "candidate": "d", "none": "o", "lately": "n"}


class MarkedArea(NamedTuple):
    """An area to be drawn: its link and name, the code of its community (or street), and what its mark is."""

    href: str
    name: str
    community: str
    kind: str


class Mark(NamedTuple):
    """A mark at its place, in units from the left and the top."""

    href: str
    name: str
    key: str
    x: int
    y: int


class Block(NamedTuple):
    """A street: `shelves` are the lines under its communities, as a path; `height` in units; `anchor` is its list."""

    name: str
    anchor: str
    number: int
    height: int
    shelves: str
    marks: tuple[Mark, ...]


class Sign(NamedTuple):
    """A line of the legend."""

    key: str
    word: str


class MarksView(NamedTuple):
    """macro marks: `width` of every block in units; `early` if it stands before what changed; `csv` and `svg` lead to
    the same as files, of which `title` is that of the picture"""

    title: str
    width: int
    early: bool
    blocks: tuple[Block, ...]
    legend: tuple[Sign, ...]
    csv: str
    svg: str


class Drawn(NamedTuple):
    """Marks of one kind as a path: its form (a class of template drawing.html) and the status of its hue."""

    form: str
    status: str
    d: str


# How the marks are drawn where each need not be followed: form, status, and the path from its upper left corner.
_FORMS: Final = {
    "c": (("c", "certified", "m2 2h0"),),
    "s": (("b", "suspended", "m1 .5v3m2-3v3"),),
    "r": (("x", "revoked", "m.7.7l2.6 2.6m0-2.6l-2.6 2.6"),),
    "d": (("x", "candidate", "m.7 2a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0-2.6 0"),),
    "o": (("o", "none", "m2 2h0"),),
    "n": (("n", "revoked", "m.1.1h3.8v3.8h-3.8z"), ("cut", "revoked", "m1 1l2 2m0-2l-2 2")),
}


def drawn(key: str, places: Sequence[tuple[int, int]]) -> tuple[Drawn, ...]:
    """Marks of one name at their places, as paths."""
    return tuple(
        Drawn(form, status, "".join(f"M{x} {y}{path}" for x, y in places)) for form, status, path in _FORMS[key]
    )


def marks(
    streets: Sequence[tuple[str, str, Sequence[MarkedArea]]], legend: Sequence[tuple[str, str]], title: str = "", *,
    csv: str = "", svg: str = "",
) -> MarksView | None:  # fmt: skip
    """The picture of streets, each with its name, the anchor of its list and its areas; `legend` are kinds with words,
    in order, and those that no area has are left out. None where there is nothing to be compared."""
    number = sum(len(areas) for _, _, areas in streets)
    if number < 2:
        return None
    columns = next((columns for most, columns in _COLUMNS if number <= most), _MOST_COLUMNS)
    kinds = {area.kind for _, _, areas in streets for area in areas}
    return MarksView(
        title,
        columns * PITCH,
        number <= EARLY,
        tuple(_block(name, anchor, areas, columns * PITCH) for name, anchor, areas in streets),
        tuple(Sign(NAMES[kind], word) for kind, word in legend if kind in kinds),
        csv,
        svg,
    )


def _block(name: str, anchor: str, areas: Sequence[MarkedArea], width: int) -> Block:
    drawn = tuple(_placed(areas, width))
    return Block(
        name, anchor, len(areas), drawn[-1].y + ROW, "".join(_shelves(areas, drawn)), drawn
    )  # fmt: skip


def _placed(areas: Sequence[MarkedArea], width: int) -> Iterator[Mark]:
    x = y = 0
    before = areas[0].community
    for area in areas:
        if area.community != before and x:
            x += _APART
        if x + PITCH > width:
            x, y = 0, y + ROW
        yield Mark(area.href, area.name, NAMES[area.kind], x, y)
        x, before = x + PITCH, area.community


def _shelves(areas: Sequence[MarkedArea], drawn: Sequence[Mark]) -> Iterator[str]:
    """The lines under the marks of each community: one in each row."""
    start = 0
    for place in range(1, len(drawn) + 1):
        first, last = drawn[start], drawn[place - 1]
        if place < len(drawn) and drawn[place].y == first.y and areas[place].community == areas[start].community:
            continue
        yield f"M{first.x} {first.y + PITCH}h{last.x + PITCH - first.x}"
        start = place
