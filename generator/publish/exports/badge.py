"""Badges: small pictures of what a page says, to be shown elsewhere. No font is loaded; colour says nothing alone."""

from __future__ import annotations

from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from generator import urls, words
from generator.publish.artifact import Artifact, text
from generator.register.county import County

# Hues of the right half, each dark enough for white letters (WCAG 2.2, 4.5:1).
_HUES: Final = {"certified": "#1a6b3c", "suspended": "#8a5300", "revoked": "#a3261c", "candidate": "#2a5a9a"}
_GREY: Final = "#555"
_CHINESE: Final = "zh-CN"
_FONT: Final = "system-ui,-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"


class Told(NamedTuple):
    """What a badge says in another language than Chinese: a name with what must stand beside it, and a sentence."""

    lang: str
    name: str
    said: str


def of_county(county: County, told: Told | None = None) -> Artifact:
    """How many titles a county holds, as of which day."""
    said = f"有效 {county.counts['certified']} 个，截至 {county.as_of[:10]}"
    told = told or Told(_CHINESE, _name(county, county.name), said)
    hue = _HUES["certified"] if county.settings.state == "active" else _GREY
    return _badge(urls.badge(urls.unit(county.code), told.lang), told, hue)


def of_area(county: County, area_id: str) -> Artifact:
    """The status of an area, of each title where it holds several."""
    records = county.by_area[area_id]
    told = [words.STATUSES[record.state.public] if record.state.public else words.NO_STATUS for record in records]
    if len(records) > 1:
        told = [f"{county.title_name(record)}{word}" for record, word in zip(records, told, strict=True)]
    area = county.areas[area_id]
    first = records[0].state.public
    hue = _HUES.get(first or "", _GREY) if len({record.state.public for record in records}) == 1 else _GREY
    name = words.full_name(area.name, area.qualifier)
    said = f"{'，'.join(told)}，截至 {county.as_of[:10]}"
    return _badge(urls.badge(urls.area(area_id)), Told(_CHINESE, _name(county, name), said), hue)


def _name(county: County, name: str) -> str:
    """A name with what must stand wherever it does."""
    marks = [words.MARKS["demonstration"]] if county.settings.demonstration else []
    marks += [words.STATES["archived"]] if county.settings.state == "archived" else []
    return f"{name}（{'，'.join(marks)}）" if marks else name


def _badge(address: str, told: Told, hue: str) -> Artifact:
    """Two halves. `textLength` holds the letters to the width that was reckoned, whatever font is there."""
    name, said = told.name, told.said
    left, right = _width(name), _width(said)
    whole = left + right + 32
    colon = "：" if told.lang == _CHINESE else ": "
    return text(
        address,
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="24" role="img" lang="{told.lang}" '
        f'aria-labelledby="t"><title id="t">{escape(name)}{colon}{escape(said)}</title>'
        f'<rect width="{left + 16}" height="24" fill="#333"/>'
        f'<rect x="{left + 16}" width="{right + 16}" height="24" fill="{hue}"/>'
        f'<g fill="#fff" font-size="13" font-family="{_FONT}" aria-hidden="true">'
        f'<text x="8" y="17" textLength="{left}" lengthAdjust="spacingAndGlyphs">{escape(name)}</text>'
        f'<text x="{left + 24}" y="17" textLength="{right}" lengthAdjust="spacingAndGlyphs">{escape(said)}</text>'
        "</g></svg>\n",
    )


def _width(said: str) -> int:
    """About how wide a text is at 13 pixels: a Chinese character is square, a Latin one a little over half."""
    return round(sum(13 if ord(sign) > 0x2E7F else 7.3 for sign in said))
