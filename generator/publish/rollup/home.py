"""The home page in each language, and the register's summary as its twin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.exports.catalogues import schema_org
from generator.publish.handover.country import Country
from generator.publish.handover.summary import AsOf, Summary
from generator.publish.pages import chrome, languages, offers, renderer, share
from generator.publish.pages.charts.tiles import TilesView
from generator.publish.pages.drawings import Source, drawings
from generator.publish.pages.rows import counts, groups, list_of
from generator.publish.pages.views.places import HomeView, UnitRow
from generator.publish.pages.views.shared import Fact, Offers
from generator.publish.pages.wording import Wording, plain, with_terms
from generator.publish.rollup.overview import svg_of, tiles_of, trend_of
from generator.publish.rollup.page import card, chrome_of, footnote, made_from
from generator.publish.rollup.totals import block, county_entry, county_row, oldest, promise_of, recent_of, told, total
from generator.reading.content import Announced
from generator.register.change import Change
from generator.register.times import day_of
from generator.words import day_name

HOME_CHANGES = 6
HOME_ANNOUNCEMENTS = 3


def home(country: Country, announcements: Sequence[Announced] = ()) -> Iterator[Artifact]:
    """The home page in each language, and the register's summary. `announcements` are the newest first."""
    summed = total(country.present)
    newest = country.newest_of_each(HOME_CHANGES)
    for lang in (languages.CHINESE, *country.site.languages):
        yield renderer.page(
            "home", _home(country, summed, newest, announcements, with_terms(lang, country.profiles.values()))
        )
        say, marks = plain(lang), ("demonstration",) * country.site.demonstration
        source = Source(urls.home(lang), country.as_of or "", marks)
        yield from drawings(country.site, urls.HOME, {"tiles": _tiles(country, urls.home(lang), say)}, source, say)
    if country.site.share_pictures:
        yield from share.files(urls.HOME, card(country))
    demonstration = [summary for summary in country.summaries if summary.demonstration]
    yield documents.twin(
        urls.HOME,
        {
            "counts": summed,
            "archived": block(country.archived),
            "demonstration": {"site": country.site.demonstration, **block(demonstration)},
            "counties": [county_entry(country, summary) for summary in country.summaries],
            "revision": country.revision,
            "format": documents.FORMAT,
            "name": country.site.name,
            "as_of": country.as_of,
            "url": urls.absolute(country.site.url, urls.HOME),
            "as_of_on": day_of(country.as_of),
        },
    )


def _home(
    country: Country, summed: Mapping[str, int], newest: Sequence[Change], announcements: Sequence[Announced],
    say: Wording,
) -> HomeView:  # fmt: skip
    site, address, _ = country.site, urls.home(say.lang), say.word
    stands = country.stands
    listed = _("{} 个区县的名录").format(len(country.present))
    return HomeView(
        chrome=chrome_of(
            country, address, site.name if say.chinese else site.name_en or site.name,
            f"{listed}{told(summed, stands, say)}", lang=say.lang, twin=urls.HOME,
            footnote=f"{footnote(country.stands, say.lang)}{made_from(country, say.lang)}".rstrip(),
            others=chrome.others_of(site, say.lang, urls.home), promise=promise_of(country.present, say),
            linked_data=schema_org.dataset(site, country.summaries, country.as_of) if say.chinese else "",
        ),
        counts=counts(summed, say=say),
        counties=len(country.present),
        offers=Offers(offers.of_country(address, say)),
        as_of=say.exactly(stands.newest) if stands else None,
        oldest=oldest(stands, say),
        published=say.exactly(country.last_published) if country.last_published else None,
        recent=recent_of(country.present, address, say, lists=list_of(address)),
        groups=groups(
            newest, address, country.by_kind, say, superseded=country.superseded, gone=country.superseded_by_kind,
            areas=say.lang if site.english_areas and say.lang == languages.ENGLISH else languages.CHINESE,
            lists=list_of(address),
        ),
        provinces=tuple(
            _row(country, address, code, below, say) for code, below in _by_unit(country.present, 2).items()
        ),
        archived=tuple(county_row(summary, address, say) for summary in country.archived),
        # Announcements are in Chinese.
        announcements=tuple(
            Fact(each.title, day_name(each.day), urls.relative(each.address, address))
            for each in announcements[:HOME_ANNOUNCEMENTS]
        ) if say.chinese else (),
        tiles=_tiles(country, address, say),
        trend=trend_of(
            country, country.present, country.as_of, address, urls.days_table(), urls.STATISTICS, say=say
        ),
    )  # fmt: skip


def _tiles(country: Country, page: str, say: Wording) -> TilesView | None:
    """The tiles of the home page, where the present is one province; of several, each has its own page."""
    provinces = {summary.code[:2] for summary in country.present}
    if len(provinces) != 1:
        return None
    code = provinces.pop()
    return tiles_of(
        country.layouts.get(code), country.names[code],
        [summary for summary in country.present if summary.code[:2] == code],
        page, country.as_of, demonstration=country.site.demonstration,
        svg=svg_of(country, urls.HOME, "tiles", page, say), say=say,
    )  # fmt: skip


def _by_unit(summaries: Sequence[Summary], length: int) -> dict[str, list[Summary]]:
    by_code: dict[str, list[Summary]] = {}
    for summary in summaries:
        by_code.setdefault(summary.code[:length], []).append(summary)
    return dict(sorted(by_code.items()))


def _row(country: Country, page: str, code: str, below: Sequence[Summary], say: Wording) -> UnitRow:
    summed, stands = total(below), AsOf.of(below)
    return UnitRow(
        code, say.name(country.names[code]), urls.relative(urls.unit(code, say.lang), page),
        summed["certified"], summed["suspended"], summed["revoked"], summed["candidate"],
        say.moment(stands.newest), oldest(stands, say),
    )  # fmt: skip
