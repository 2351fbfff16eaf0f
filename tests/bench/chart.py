"""A chart as SVG: points on a logarithmic scale of time divided by Hugo's, which is a line at 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final, NamedTuple

_WIDE: Final = 760
_LEFT: Final = 230  # where the scale begins, beside the words
_RIGHT: Final = 700
_TOP: Final = 34
_ROW: Final = 22
_RADIUS: Final = 5
_STYLE: Final = """\
<style>
text { font: 13px system-ui, sans-serif; fill: #222 }
.what { font-weight: 600 }
.back { fill: #fff }
.grid { stroke: #ddd }
.hugo { stroke: #b03a2e; stroke-width: 2 }
.point { fill: #1f618d; stroke: #1f618d; stroke-width: 2 }
.earlier { fill: none; stroke: #7f8c8d }
@media (prefers-color-scheme: dark) {
text { fill: #eee }
.back { fill: #16191d }
.grid { stroke: #3a3f45 }
.hugo { stroke: #e57368 }
.point { fill: #7fb3d8; stroke: #7fb3d8 }
.earlier { fill: none; stroke: #9aa5ab }
}
</style>"""


class Row(NamedTuple):
    """A point: what was measured, of which size, when (a label), and its time divided by Hugo's."""

    what: str
    size: str
    label: str
    ratio: float


def drawn(rows: Sequence[Row]) -> str:
    """The chart. Each thing that was measured has a line for each size; the points of the last label are filled,
    and the newest has its number."""
    labels = list(dict.fromkeys(row.label for row in rows))
    exponents = [log10(row.ratio) for row in rows]
    first, last = floor(min(exponents, default=0)), max(1, ceil(max(exponents, default=1)))
    lines: list[str] = []
    y = _TOP
    for what in dict.fromkeys(row.what for row in rows):
        y += _ROW
        lines.append(f'<text class="what" x="10" y="{y}">{escape(what)}</text>')
        for size in dict.fromkeys(row.size for row in rows if row.what == what):
            y += _ROW
            lines.append(f'<text x="24" y="{y}">{escape(size)}</text>')
            points = [row for row in rows if (row.what, row.size) == (what, size)]
            for row in points:
                x = _x(row.ratio, first, last)
                lines.append(f'<circle class="{_kind(row.label, labels)}" cx="{x:.1f}" cy="{y - 4}" r="{_RADIUS}"/>')
            newest = points[-1].ratio
            lines.append(f'<text x="{_x(newest, first, last) + 10:.1f}" y="{y}">{newest:.2g}</text>')
    height = y + 2 * _ROW + _ROW * len(labels)
    told = "Time of each build divided by that of Hugo, on a logarithmic scale; shorter is further left."
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" role="img">',
        f"<title>{told}</title>",
        _STYLE,
        f'<rect class="back" width="{_WIDE}" height="{height}"/>',
        *_scale(first, last, y + 8),
        *lines,
        *_legend(labels, y + 2 * _ROW),
        "</svg>\n",
    ))  # fmt: skip


def _x(ratio: float, first: int, last: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (log10(ratio) - first) / (last - first)


def _scale(first: int, last: int, bottom: int) -> Iterator[str]:
    for exponent in range(first, last + 1):
        x, kind = _x(10**exponent, first, last), "hugo" if exponent == 0 else "grid"
        word = "Hugo = 1" if exponent == 0 else f"{10.0**exponent:g}"
        yield f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{_TOP - 14}" text-anchor="middle">{word}</text>'


def _kind(label: str, labels: Sequence[str]) -> str:
    return "point" if label == labels[-1] else "earlier"


def _legend(labels: Sequence[str], y: int) -> Iterator[str]:
    for turn, label in enumerate(labels):
        at, kind = y + _ROW * turn, _kind(label, labels)
        yield f'<circle class="{kind}" cx="{_LEFT}" cy="{at - 4}" r="{_RADIUS}"/>'
        yield f'<text x="{_LEFT + 12}" y="{at}">{escape(label)}</text>'
