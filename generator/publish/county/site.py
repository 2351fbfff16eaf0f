"""The map step: one compiled county to its files and its summary. A pure function."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.county.views import CountyViews
from generator.publish.exports import badge, documents, tables
from generator.publish.exports.catalogues.sitemap import sitemaps
from generator.publish.feeds.county import area_feeds, county_feeds, entries_of
from generator.publish.feeds.entry import Entry
from generator.publish.pages import renderer
from generator.publish.pages.charts.moves import moves_of
from generator.publish.search import lists
from generator.register.change import Change
from generator.register.county import County
from generator.register.model import Declared, SiteSettings, Table
from generator.rules.counts import Total, counted, totals


def artifacts(
    county: County, site: SiteSettings, declared: Table[Declared], found: Sequence[Change], encoded: Mapping[str, str]
) -> Iterator[Artifact]:
    """Every file of a county. `found` are its changes, in order of the log; `encoded` the same as JSON, by event id."""
    views = CountyViews(county, site, found)
    declared_totals = totals(declared, county)
    yield renderer.page("county", views.county_view())
    yield documents.twin(urls.unit(county.code), documents.county(county, site))
    yield badge.of_county(county)
    yield tables.areas(county, site)
    yield tables.events(county, site)
    yield lists.artifact(county)
    entries = entries_of(found, site)
    yield from county_feeds(county, site, found, entries)
    yield from _areas(county, site, views, found, entries)
    yield from _notices(county, site, views, found, declared_totals, encoded)
    addresses = [urls.unit(county.code), *(urls.area(one) for one in public_places(county))]
    addresses += [urls.notice(one) for one in county.notices]
    yield from sitemaps(county.code, addresses, site, county.as_of)


def translated(county: County, site: SiteSettings, found: Sequence[Change]) -> Iterator[tuple[str, Artifact]]:
    """The county's page in other languages, by language; `found` are its changes, in order of the log."""
    for lang in site.languages:
        yield lang, renderer.page("county", CountyViews(county, site, found, lang).county_view())


def public_places(county: County) -> list[str]:
    """Ids of everything in the county that has a page: public areas, and what contains them."""
    return sorted({*county.by_area, *county.containers})


def _areas(
    county: County, site: SiteSettings, views: CountyViews, found: Sequence[Change], entries: Mapping[str, Entry]
) -> Iterator[Artifact]:
    inside: dict[str, list[Change]] = defaultdict(list)
    if site.area_feeds:
        above: dict[str, list[str]] = defaultdict(list)
        for container, members in county.containers.items():
            for member in members:
                above[member].append(container)
        for change in found:
            for place in {change.area_id, *above[change.area_id]}:
                inside[place].append(change)
    for area_id in public_places(county):
        view = views.area_view(area_id)
        yield renderer.page("area", view)
        if site.area_documents:
            yield documents.twin(urls.area(area_id), documents.area(county, site, area_id))
        if site.area_badges and area_id in county.by_area:
            yield badge.of_area(county, area_id)
        if site.area_feeds:
            yield from area_feeds(county, site, area_id, view.name, inside[area_id], entries)


def _notices(
    county: County,
    site: SiteSettings,
    views: CountyViews,
    found: Sequence[Change],
    declared: Sequence[Total],
    encoded: Mapping[str, str],
) -> Iterator[Artifact]:
    rows: dict[str | None, list[Change]] = defaultdict(list)
    for change in found:
        rows[change.notice_id].append(change)
    accounts = defaultdict(list)
    for row in county.account:
        accounts[row.notice_id].append(row)
    for notice_id, notice in sorted(county.notices.items()):
        mine = [total for total in declared if total.notice_id == notice_id]
        yield renderer.page("notice", views.notice_view(notice, mine, rows[notice_id]))
        unplaced = [
            {"name": one.name, "place": one.place, "title": one.title, "reason": one.reason}
            for one in county.unplaced
            if one.notice_id == notice_id
        ]
        content = documents.notice(
            notice, site, mine, unplaced, accounts[notice_id],
            demonstration=county.settings.demonstration,
        )  # fmt: skip
        yield documents.twin(urls.notice(notice_id), content, [encoded[one.event_id] for one in rows[notice_id]])


def figures(county: County, found: Sequence[Change]) -> dict[str, object]:
    """The numbers of a county's summary."""
    months: dict[str, Counter[str]] = defaultdict(Counter)
    by_day: Counter[tuple[str, str, str]] = Counter()
    for change in found:
        months[change.recorded_at[:7]][change.kind] += 1
        by_day[change.recorded_at[:10], change.kind, change.title_name] += 1
    by_title: Counter[tuple[str, str, str]] = Counter()
    for records in county.by_area.values():
        for record in records:
            if record.state.public:
                key = (record.title, documents.title_name(county, record), record.state.public)
                by_title[key] += 1
    outside = [row for row in counted(county) if row.notice_id not in county.notices]
    moves, flows = moves_of(county.records.values())
    return {
        "code": county.code,
        "name": county.name,
        "path": tuple(county.path),
        "state": county.settings.state,
        "archived_at": county.settings.archived_at,
        "demonstration": county.settings.demonstration,
        "counts": county.counts,
        "title_counts": dict(sorted(by_title.items())),
        "as_of": county.as_of,
        "register_since": county.settings.register_since,
        "log_size": len(county.events),
        "areas": len(county.by_area),
        "changes": {month: dict(sorted(kinds.items())) for month, kinds in sorted(months.items())},
        "by_day": dict(sorted(by_day.items())),
        "higher": dict(Counter(change.notice_id for change in found if change.notice_id in county.above)),
        "counted": tuple(outside),
        "unplaced": tuple(
            (one.notice_id, one.name, one.place or "", one.title, one.reason)
            for one in county.unplaced
            if one.notice_id not in county.notices
        ),
        "account": tuple(row for row in county.account if row.notice_id in county.above),
        "publishes_every_days": county.settings.publishes_every_days,
        "moves": moves,
        "flows": flows,
    }
