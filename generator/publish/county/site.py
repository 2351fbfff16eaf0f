"""The map step: one compiled county to its files and its summary. A pure function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.county import charts
from generator.publish.county.area_page import AreaPages
from generator.publish.county.context import Context
from generator.publish.county.notice_page import notice_view
from generator.publish.county.page import county_view
from generator.publish.exports import badge, documents, tables
from generator.publish.exports.catalogues.sitemap import sitemaps
from generator.publish.feeds.county import area_feeds, county_feeds, revoked_feed
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.notices import ToldNotice, county_feed
from generator.publish.pages import renderer, share
from generator.publish.search import lists
from generator.register.change import Change
from generator.register.county import County
from generator.register.declared import Total, totals
from generator.register.model import Declared, SiteSettings, Table
from generator.transparency.merkle import Tree

# Views of so many areas are made before their pages are: a processor that does the same for a while does it faster.
_TOGETHER: Final = 128


def artifacts(
    county: County, site: SiteSettings, declared: Table[Declared], changes: Sequence[Change],
    entries: Mapping[str, Entry], notices: Sequence[ToldNotice], log: Tree,
) -> Iterator[Artifact]:  # fmt: skip
    """Every file of a county but those of its log. `changes` are its own, in order of the log; the same as `entries` of
    feeds, by event id; `notices` are those of its feed of notices; `log` is the tree over the log."""
    context = Context(county, site)
    declared_totals = totals(declared, county)
    taken_along = [
        documents.twin(urls.unit(county.code), documents.county(county, site)),
        tables.areas(county, site),
        tables.events(county, site),
    ]
    view = county_view(context, changes, {artifact.path: len(artifact.content) for artifact in taken_along})
    yield renderer.page("county", view)
    yield from charts.files(context, view, changes)
    yield from taken_along
    yield from charts.badges(context)
    for card in context.cards:
        yield from share.files(urls.unit(county.code), card)
    if county.redactions:
        yield tables.redactions(county)
    yield tables.days(
        urls.days_table(county.code), {county.code: county.moves[0]}, demonstration=county.settings.demonstration
    )
    yield lists.artifact(county)
    yield from county_feeds(county, site, changes, entries)
    yield from revoked_feed(county, site, changes, entries)
    yield from county_feed(county, site, notices)
    yield from _areas(context, changes, entries, log)
    yield from _notices(context, changes, declared_totals)
    addresses = [urls.unit(county.code), *(urls.area(area_id) for area_id in public_places(county))]
    addresses += [urls.notice(notice_id) for notice_id in county.notices]
    yield from sitemaps(county.code, addresses, site, county.as_of)


def translated(
    county: County, site: SiteSettings, changes: Sequence[Change], sizes: Mapping[str, int]
) -> Iterator[tuple[str, Artifact]]:
    """The county's page in other languages, by language; `changes` are its own, in order of the log, `sizes` those of
    its files, by address."""
    for lang in site.languages:
        yield lang, renderer.page("county", county_view(Context(county, site, lang), changes, sizes))


def public_places(county: County) -> list[str]:
    """Ids of everything in the county that has a page: public areas, and what contains them."""
    return sorted({*county.by_area, *county.containers})


def _areas(
    context: Context, changes: Sequence[Change], entries: Mapping[str, Entry], log: Tree
) -> Iterator[Artifact]:  # fmt: skip
    county, site, pages = context.county, context.site, AreaPages(context)
    inside: dict[str, list[Change]] = defaultdict(list)
    if site.area_feeds:
        above: dict[str, list[str]] = defaultdict(list)
        for container, members in county.containers.items():
            for member in members:
                above[member].append(container)
        for change in changes:
            for place in {change.area_id, *above[change.area_id]}:
                inside[place].append(change)
    places = public_places(county)
    for start in range(0, len(places), _TOGETHER):
        views = [(area_id, pages.view(area_id)) for area_id in places[start : start + _TOGETHER]]
        for (area_id, view), page in zip(views, [renderer.page("area", view) for _, view in views], strict=True):
            yield page
            if site.area_documents:
                yield documents.twin(urls.area(area_id), documents.area(county, site, area_id, log))
            if site.area_badges and area_id in county.by_area:
                yield badge.of_area(county, area_id)
            if site.area_feeds:
                yield from area_feeds(county, site, area_id, view.name, inside[area_id], entries)


def _notices(context: Context, changes: Sequence[Change], declared: Sequence[Total]) -> Iterator[Artifact]:
    county, site = context.county, context.site
    rows: dict[str | None, list[Change]] = defaultdict(list)
    for change in changes:
        rows[change.notice_id].append(change)
    accounts = defaultdict(list)
    for row in county.account:
        accounts[row.notice_id].append(row)
    for notice_id, notice in sorted(county.notices.items()):
        mine = [total for total in declared if total.notice_id == notice_id]
        yield renderer.page("notice", notice_view(context, notice, mine, rows[notice_id]))
        unplaced = [row for row in county.unplaced if row.notice_id == notice_id]
        content = documents.notice(
            notice, site, mine, unplaced, accounts[notice_id], rows[notice_id], county.superseded,
            demonstration=county.settings.demonstration,
        )  # fmt: skip
        yield documents.twin(urls.notice(notice_id), content)
