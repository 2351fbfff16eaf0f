"""Charts as files of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Line(NamedTuple):
    """A line of text of a drawing: where it stands, and whether it is of its title or says where it is from."""

    y: int
    text: str
    kind: str


class Placed(NamedTuple):
    """A part of a drawing: its place and width, its measure, its name, its number and note in words, what is drawn."""

    x: str
    y: str
    width: str
    scale: str
    name: str
    told: str
    note: str
    chart: Any


@dataclass(frozen=True, slots=True)
class DrawingView:
    """template drawing.html: a chart as a file of its own, of a kind of `urls.DRAWINGS`, in a language

    `lines` are what stands above and below it; its chart begins at `top` and is as high as `inner`, the whole as
    `height` (pixels). `places` are parts of it that have a place of their own there.
    """

    kind: str
    chart: Any
    lang: str
    title: str
    description: str
    lines: tuple[Line, ...]
    top: int
    inner: str
    places: tuple[Placed, ...]
    height: int
