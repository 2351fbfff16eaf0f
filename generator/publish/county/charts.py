"""The pictures of a county: how its numbers moved, and its areas; on its page, and as files. Its badge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.county.context import Context
from generator.publish.exports import badge
from generator.publish.pages import languages
from generator.publish.pages.charts.marks import MarkedArea, MarksView, marks
from generator.publish.pages.charts.silence import gaps
from generator.publish.pages.charts.trend import TrendView, trend
from generator.publish.pages.drawings import Source, drawings
from generator.publish.pages.views.places import AreaGroup, AreaRow, CountyView
from generator.publish.pages.wording import Wording, plain
from generator.register.change import Change
from generator.register.divisions import place_of

# Days, the newest included, in which a loss stands out in the picture.
_LATELY: Final = 8
# Public statuses in the order of lists, removals first; "none" is a title that nobody holds any more or yet.
SHOWN: Final = ("revoked", "suspended", "certified", "candidate")


def trend_of(context: Context, say: Wording) -> TrendView | None:
    """How many titles the county had, day by day."""
    county, own = context.county, urls.unit(context.county.code)
    recorded = (county.listed_at.get(event.sequence, event.recorded_at)[:10] for event in county.events)
    return trend(
        county.moves[0], county.as_of, say.name(county.name), gaps(recorded, county.settings.publishes_every_days, say),
        csv=urls.relative(urls.days_table(county.code), context.home), svg=_svg(context, own, "trend"), say=say,
    )  # fmt: skip


def marks_of(
    context: Context, streets: Sequence[AreaGroup], changes: Sequence[Change], say: Wording
) -> MarksView | None:
    """The county as a picture: an area by its highest title, those that lost it of late on their own."""
    county, _, own = context.county, say.word, urls.unit(context.county.code)
    since = (date.fromisoformat(county.as_of[:10]) - timedelta(_LATELY - 1)).isoformat()
    lost = {
        (change.area_id, change.title)
        for change in changes
        if change.counted == "revoked" and change.listed[:10] >= since and change.event_id not in county.superseded
    }

    def kind(area_id: str, status: str) -> str:
        lately = status == "revoked" and (area_id, county.by_area[area_id][0].title) in lost
        return "lately" if lately and not context.archived else status

    drawn = [
        (
            str(street.name), f"g{place}",
            [
                MarkedArea(row.href, str(row.name), place_of(row.area_id)[:12], kind(row.area_id, row.status or "none"))
                for row in _highest(street.rows)
            ],
        )
        for place, street in enumerate(streets, 1)
    ]  # fmt: skip
    lately = _("{}以来取消").format(languages.short_day(since, say.lang))
    legend = [("lately", lately), *((status, context.status_word(status)) for status in SHOWN)]
    return marks(
        drawn, [*legend, ("none", context.status_word(None))],
        _("{}各区域的状态").format(say.name(county.name)),
        csv=urls.relative(urls.table(county.code, "areas"), context.home), svg=_svg(context, own, "picture"),
    )  # fmt: skip


def files(context: Context, view: CountyView, changes: Sequence[Change]) -> Iterator[Artifact]:
    """The charts as files, in every language of the site; `view` is the page in Chinese."""
    site, own = context.site, urls.unit(context.county.code)
    for lang in (languages.CHINESE, *site.languages) if site.county_pictures else ():
        told, say = (context if lang == languages.CHINESE else Context(context.county, site, lang)), plain(lang)
        streets = [street._replace(name=say.name(str(street.name))) for street in view.areas]
        shown = (
            {"trend": view.trend, "picture": view.marks}
            if say.chinese
            else {"trend": trend_of(told, say), "picture": marks_of(told, streets, changes, say)}
        )
        source = Source(told.home, context.county.as_of, tuple(key for key, said in _marked(told) if said))
        yield from drawings(site, own, shown, source, say)


def badges(context: Context) -> Iterator[Artifact]:
    """The number of titles as a small picture, in every language of the site."""
    county, site = context.county, context.site
    yield badge.of_county(county)
    for lang in site.languages:
        say = plain(lang)
        _, name = say.word, say.name(county.name)
        for key, holds in _marked(context):
            name = _("{}（{}）").format(name, _(words.MARKS[key])) if holds else name
        said = _("有效 {} 个，截至 {}").format(county.counts["certified"], say.day(county.as_of))
        yield badge.of_county(county, badge.Told(lang, str(name), said))


def _marked(context: Context) -> tuple[tuple[str, str], ...]:
    """What must be said of the county wherever it stands: the key of the word, and the sentence of its pages."""
    return (("demonstration", context.demonstration), ("archived", context.archived))


def _svg(context: Context, own: str, kind: str) -> str:
    address = urls.drawing(own, kind, context.say.lang)
    return urls.relative(address, context.home) if context.site.county_pictures else ""


def _highest(rows: Iterable[AreaRow]) -> Iterator[AreaRow]:
    """The first row of each area: that of its highest title."""
    before = ""
    for row in rows:
        if row.area_id != before:
            yield row
        before = row.area_id
