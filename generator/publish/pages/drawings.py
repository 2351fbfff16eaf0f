"""The charts of a page as files of their own, to be taken along: each says whose it is, of when, and where it is from.

A file stands alone: with its own style, on white, in one language. Files in other languages than Chinese lie beside
those in Chinese, as every file of a place lies in its folder; the page in that language leads to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from generator import urls, words
from generator.publish.artifact import Artifact, text
from generator.publish.pages import renderer
from generator.publish.pages.charts.flow import FlowView
from generator.publish.pages.charts.marks import MarksView, drawn
from generator.publish.pages.charts.measure import em
from generator.publish.pages.charts.multiples import MultiplesView
from generator.publish.pages.charts.procedure import ProcedureView
from generator.publish.pages.charts.tiles import TilesView
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.views.drawings import DrawingView, Line, Placed
from generator.publish.pages.wording import Wording
from generator.register.model import SiteSettings

# In pixels: the width of a file and what is left of it for the chart, its letters, and from a line to the next.
WIDE: Final = 720
INNER: Final = 680
_LETTER: Final = 13
_LINE: Final = 20
# How wide a line may be, in letters of Chinese; those of other scripts are a little over half as wide.
_MOST: Final = 51
_NARROW: Final = 0.53
# Small charts and signs of a legend stand in so many columns.
_COLUMNS: Final = 3
_GAP: Final = 24
_CELL: Final = (INNER - (_COLUMNS - 1) * _GAP) / _COLUMNS
_SMALL: Final = 122
# The letters of tiles, and how wide they and pictures of one measure become.
_TILE_LETTER: Final = 11.5
_TILES: Final = 576
_MEASURED: Final = 480

Chart = TrendView | TilesView | MultiplesView | FlowView | MarksView | ProcedureView


class Source(NamedTuple):
    """Where a chart is from: the address of its page, the time of which it is ("" of what is timeless), and what is to
    be said of it wherever it stands (keys of `words.MARKS`)."""

    page: str
    as_of: str
    marks: tuple[str, ...] = ()


class _Body(NamedTuple):
    """What differs by the kind of a chart: its title and what it shows in words, notes to read it by, its height
    (pixels), and what of it has a place of its own in the file."""

    title: str
    description: str
    notes: tuple[str, ...]
    height: float
    places: tuple[Placed, ...] = ()


def drawings(
    site: SiteSettings, folder: str, charts: Mapping[str, Chart | None], source: Source, say: Wording
) -> Iterator[Artifact]:
    """The files of charts, by kind (`urls.DRAWINGS`), where the register has pictures. `folder` is where they lie: the
    page in Chinese. What the charts say is plain text: `wording.plain`."""
    if not site.county_pictures:
        return
    for kind, chart in charts.items():
        if chart is not None:
            view = _view(site, kind, chart, source, say)
            yield text(urls.drawing(folder, kind, say.lang), renderer.render("drawing", view, say.lang))


def _view(site: SiteSettings, kind: str, chart: Chart, source: Source, say: Wording) -> DrawingView:
    body, _ = _body(chart, say), say.word
    y, lines = _LINE + 6, []
    for line in _broken(body.title):
        lines.append(Line(y, line, "title"))
        y += _LINE
    top = y - 6
    y = round(top + body.height) + _LINE
    for note in (*body.notes, *_sources(site, source, say)):
        for line in _broken(note):
            lines.append(Line(y, line, "from"))
            y += _LINE
    return DrawingView(
        kind, chart, say.lang, body.title, body.description, tuple(lines), top, em(body.height),
        body.places, y,
    )  # fmt: skip


def _sources(site: SiteSettings, source: Source, say: Wording) -> Iterable[str]:
    """Whose a chart is and of when; and the address of its page."""
    _ = say.word
    name = site.name if say.chinese else site.name_en or site.name
    for mark in source.marks:
        name = _("{}（{}）").format(name, _(words.MARKS[mark]))
    when = _("截至 {}").format(say.day(source.as_of)) if source.as_of else ""
    return (f"{name}　{when}".rstrip(), urls.absolute(site.url, source.page))


def _body(chart: Chart, say: Wording) -> _Body:
    _, title, plane = say.word, _plain(chart.title), _MEASURED / 320
    if isinstance(chart, TrendView):
        marked = _("零线下的 ✕ 是有取消的日子。") if chart.removals else ""
        silent = _plain(chart.silent)
        return _Body(
            title, _plain(chart.description) + silent, (chart.scales + marked, silent), float(chart.height) * _LETTER
        )
    if isinstance(chart, TilesView):
        told, by_hand = _plain(chart.description), _("方格按大致方位手工排放，不是地图。")
        return _Body(title, told, (told, chart.marked + by_hand), float(chart.height) * _TILE_LETTER)
    if isinstance(chart, FlowView):
        note = _("方框里是现在的个数，箭头旁是有过多少次。") + _("后来被撤销或替换的记录不计。")
        return _Body(title, _plain(chart.description), (note,), chart.height * plane)
    if isinstance(chart, ProcedureView):
        return _Body(title, chart.description, (), chart.height * plane)
    return _multiples(chart, title, say) if isinstance(chart, MultiplesView) else _marks(chart, title, say)


def _multiples(chart: MultiplesView, title: str, say: Wording) -> _Body:
    """Small charts in rows, each with what it says of late."""
    _ = say.word
    places, told = [], []
    for number, one in enumerate(chart.charts):
        lost = [
            f"{_(words.COUNTED[kind])} {count:,}"
            for kind, count in (("revoked", one.revoked), ("suspended", one.suspended))
            if count
        ]
        late = _("，").join(lost) or _("近 7 日没有取消")
        late = _("{}后没有记录").format(one.stopped) if one.stopped else late
        places.append(_placed(number, _SMALL, one, str(one.name), f"{one.number:,}", late))
        told.append(f"{one.name} {one.number:,}")
    silent = _("斜线处没有记录，不等于没有变化。") if chart.silent else ""
    height = -(-len(places) // _COLUMNS) * _SMALL
    return _Body(title, _("；").join(told) + _("。"), (f"{chart.said}{silent}",), height, tuple(places))


def _marks(chart: MarksView, title: str, say: Wording) -> _Body:
    """A county as a picture: its legend, and streets in rows, each row as high as its highest street."""
    _, counted = say.word, dict[str, int]()
    scale, places = _CELL / chart.width, []
    for number, sign in enumerate(chart.legend):
        places.append(_placed(number, _LINE, drawn(sign.key, [(0, 0)]), sign.word, "", ""))
        counted[sign.key] = sum(mark.key == sign.key for block in chart.blocks for mark in block.marks)
    y = -(-len(chart.legend) // _COLUMNS) * _LINE + _LINE / 2
    for start in range(0, len(chart.blocks), _COLUMNS):
        row = chart.blocks[start : start + _COLUMNS]
        for number, block in enumerate(row):
            marks: dict[str, list[tuple[int, int]]] = {}
            for mark in block.marks:
                marks.setdefault(mark.key, []).append((mark.x, mark.y))
            paths = tuple(path for key, own in sorted(marks.items()) for path in drawn(key, own))
            place = _placed(number, 0, paths, block.name, f"{block.number:,}", block.shelves)
            places.append(place._replace(y=em(y), scale=em(scale)))
        y += max(block.height for block in row) * scale + 2 * _LINE
    told = _("，").join(_("{} {} 个").format(sign.word, counted[sign.key]) for sign in chart.legend)
    note = _("一个标记是一个区域，按街道、社区排列。")
    return _Body(title, told + _("。"), (note,), y - _LINE, tuple(places))


def _placed(number: int, tall: int, chart: Any, name: str, told: str, note: str) -> Placed:
    """What stands at a place of the grid of small things, counted from the left and the top."""
    row, column = divmod(number, _COLUMNS)
    return Placed(em(column * (_CELL + _GAP)), em(row * tall), em(_CELL), "1", name, told, note, chart)


def _plain(said: str) -> str:
    """A text as it is: what is put together for pages is escaped."""
    return unescape(str(said)) if isinstance(said, Markup) else said


def _broken(said: str) -> Iterator[str]:
    """A text in lines that fit: broken at blanks, and between signs that are no letters."""
    line, wide = "", 0.0
    for piece in _pieces(said):
        own = sum(1 if ord(sign) > 0x2E7F else _NARROW for sign in piece)
        if line and wide + own > _MOST and piece not in _NO_BEGINNING:
            yield line.rstrip(" ")
            line, wide = "", 0.0
            piece = piece.lstrip(" ")
        line, wide = line + piece, wide + own
    if line:
        yield line


# No line begins with these (rules of Chinese typesetting, GB/T 15834).
_NO_BEGINNING: Final = frozenset("，。；：、）”")


def _pieces(said: str) -> Iterator[str]:
    """What is never broken: a word with the blank before it, or one Chinese sign."""
    word = ""
    for sign in said:
        if ord(sign) > 0x2E7F or sign == " ":
            if word:
                yield word
            word = ""
            if sign == " ":
                word = sign
                continue
            yield sign
        else:
            word += sign
    if word:
        yield word
