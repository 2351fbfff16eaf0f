"""Pictures that chats show beside a link (PNG): shape and word of a status, a name, a month. The only home of Pillow.

They are few: of the site, of each province, city and county, and of each status in a county, not of each area; they
name the month of the register, not the day, so that an event makes no new ones. Letters are those of the font that
ships, laid out by Pillow's own FreeType: the same versions give the same bytes. Each is made in a few colours, 10 kB at
most, far below the 32 kB that WeChat takes for a thumbnail; what matters stands in the square in the middle, to which
chats cut a wide one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.pages.views.shared import SharePicture
from generator.register.model import SiteSettings

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT: Final = Path(__file__).resolve().parents[2] / "theme" / "fonts" / "NotoSansSC-Bold.otf"
# The status of no title.
NONE: Final = "none"
# The public statuses that have a picture in each county.
STATUSES: Final = ("certified", "suspended", "revoked", "candidate")
# Width and height in pixels: what Open Graph and Telegram show, and the square of chats that show a small one.
WIDE: Final = (1200, 630)
SQUARE: Final = (600, 600)
# A file is never larger than this; a thumbnail of WeChat may be 32 kB.
MOST: Final = 10_000
_FORMS: Final = {False: WIDE, True: SQUARE}

_PAPER: Final = (255, 255, 255)
_INK: Final = (26, 26, 26)
# Hues of the statuses, as badges have them; each can be read on white (WCAG 2.2, 4.5:1).
_HUES: Final = {
    "certified": (26, 107, 60), "suspended": (138, 83, 0), "revoked": (163, 38, 28), "candidate": (42, 90, 154),
    "": (26, 26, 26), "none": (85, 85, 85),
}  # fmt: skip
# Steps between ink and paper: letters keep soft edges, and a file stays small.
_STEPS: Final = 4
# How the library compresses (level, strategy of zlib): runs of one colour alone are looked for, which takes half as
# long and is smaller; all else is tried where that is too large.
_RUNS: Final = (6, 3)
_ALL: Final = (9, 0)
# A name of more characters gives up the units above it, from the top.
_LONGEST: Final = 12
# Lines of text: sizes in parts of the height, from the largest to the smallest that is still read.
_NAME: Final = (0.115, 0.05)
_SMALL: Final = (0.062, 0.04)


class Card(NamedTuple):
    """What a picture says: a public status ("none" of no title, "" of a place or the site) with its word, a name, a
    line beneath it, and the mark that must stand wherever the name does ("" if none)."""

    status: str
    word: str
    name: str
    beneath: str
    mark: str = ""


def alt(card: Card) -> str:
    """What stands for the picture where it is not shown."""
    return "，".join(part for part in (card.word, card.name, card.beneath, card.mark) if part)


def files(folder: str, card: Card) -> Iterator[Artifact]:
    """A card as a wide picture and as a square one, in the folder of a page."""
    for square, size in _FORMS.items():
        yield Artifact(urls.share(folder, card.status, square=square), drawn(card, size))


def shown(site: SiteSettings, folder: str, card: Card) -> tuple[SharePicture, ...]:
    """The same as a page names them, whole addresses and all: who reads only one takes the first, the wide one."""
    return tuple(
        SharePicture(urls.absolute(site.url, urls.share(folder, card.status, square=square)), *size, alt(card))
        for square, size in _FORMS.items()
    )


def place_name(names: Sequence[str]) -> str:
    """A place by the names of the units above it and its own, as many as find room."""
    first = next((start for start in range(len(names)) if len("".join(names[start:])) <= _LONGEST), -1)
    return "".join(names[first:])


def card(
    site: SiteSettings, name: str, as_of: str | None, status: str = "", word: str = "", *,
    demonstration: bool = False, archived: bool = False,
) -> Card:  # fmt: skip
    """The card of a place by its name, or of a status in it; of when it is is said by the month."""
    beneath = [site.name] if name != site.name else []
    marks = [
        words.MARKS[mark] for mark, is_so in (("demonstration", demonstration), ("archived", archived)) if is_so
    ]  # fmt: skip
    return Card(status, word, name, " · ".join([*beneath, *([month(as_of)] if as_of else [])]), "，".join(marks))


def month(as_of: str) -> str:
    """The month of a time of the register, as a card names it."""
    return f"截至{words.month_name(as_of[:7])}"


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)


def drawn(card: Card, size: tuple[int, int]) -> bytes:
    """A card as a picture of that size."""
    from PIL import Image, ImageDraw

    width, side = size[0], min(size)
    picture = Image.new("L", size, 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width, side * 0.03), fill=255)
    below = 0.5 if card.word else 0.4
    _sign(draw, card.status, (width / 2, side * 0.19), side * 0.08)
    if card.word:
        _line(draw, card.word, (width, side * 0.39), side, (0.18, 0.09))
    _line(draw, card.name, (width, side * (below + 0.1)), side, _NAME)
    _line(draw, card.beneath, (width, side * (below + 0.22)), side, _SMALL)
    if card.mark:
        _line(draw, card.mark, (width, side * 0.9), side, _SMALL)
    return _compressed(picture, _HUES[card.status], (round(side * below), round(side * 0.84)))


def _line(draw: ImageDraw, text: str, at: tuple[float, float], side: float, sizes: tuple[float, float]) -> None:
    """A line around the middle, as large as it finds room in the square; one that finds none ends with a mark."""
    size, room = round(side * sizes[0]), side * 0.92
    while _font(size).getlength(text) > room and size > side * sizes[1]:
        size -= 2
    while _font(size).getlength(text) > room:
        text = f"{text.removesuffix('…')[:-1]}…"
    draw.text((at[0] / 2, at[1]), text, fill=255, font=_font(size), anchor="mm")


def _sign(draw: ImageDraw, status: str, at: tuple[float, float], half: float) -> None:
    """The shape of a status, as on pages: a disc, two bars, a cross, a ring, a bar; a house for a place."""
    x, y = at
    if status == "certified":
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    elif status == "suspended":
        for left in (-1, 0.3):
            draw.rectangle((x + half * left, y - half, x + half * (left + 0.7), y + half), fill=255)
    elif status == "revoked":
        tip, arm = half * 0.74, half * 0.22
        for sense in (1, -1):
            draw.polygon(
                [
                    (x + across * tip + arm * turn, y + sense * (across * tip - arm * turn))
                    for across, turn in ((-1, -1), (-1, 1), (1, 1), (1, -1))
                ],
                fill=255,
            )  # fmt: skip
    elif status == "candidate":
        draw.ellipse((x - half, y - half, x + half, y + half), outline=255, width=round(half * 0.4))
    elif status == "none":
        draw.rectangle((x - half, y - half * 0.2, x + half, y + half * 0.2), fill=255)
    else:
        draw.polygon([(x - half * 1.2, y), (x, y - half), (x + half * 1.2, y)], fill=255)
        draw.rectangle((x - half * 0.8, y, x + half * 0.8, y + half), fill=255)
        draw.rectangle((x - half * 0.22, y + half * 0.3, x + half * 0.22, y + half), fill=0)


# Which step a grey level is: towards the ink, or towards the hue of the status, whose steps follow.
_TO_INK: Final = [round(grey * (_STEPS - 1) / 255) for grey in range(256)]
_TO_HUE: Final = [level + _STEPS - 1 if level else 0 for level in _TO_INK]


def _compressed(drawing: Image, hue: tuple[int, int, int], ink: tuple[int, int]) -> bytes:
    """A drawing with a palette: paper, steps to the hue and, between the two rows `ink`, to the ink."""
    band = (0, ink[0], drawing.width, ink[1])
    picture = drawing.point(_TO_HUE)
    picture.paste(drawing.crop(band).point(_TO_INK), band)
    palette = [*_PAPER]
    for colour in (_INK, hue):
        for step in range(1, _STEPS):
            palette += [
                round(paper + (full - paper) * step / (_STEPS - 1)) for paper, full in zip(_PAPER, colour, strict=True)
            ]
    picture.putpalette(palette)  # from now on a level is a colour of it
    content = _png(picture, *_RUNS)
    return content if len(content) <= MOST else _png(picture, *_ALL)


def _png(picture: Image, level: int, strategy: int) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG", compress_level=level, compress_type=strategy, bits=4)
    return content.getvalue()
