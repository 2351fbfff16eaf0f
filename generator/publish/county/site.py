"""The map step: one compiled county to its files and its summary. A pure function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.county.area_page import AreaPages
from generator.publish.county.context import Context
from generator.publish.county.notice_page import notice_view
from generator.publish.county.page import county_view
from generator.publish.exports import badge, documents, tables
from generator.publish.exports.catalogues.sitemap import sitemaps
from generator.publish.feeds import forms
from generator.publish.feeds.archives import of_county
from generator.publish.feeds.item import Entry, Feed, item
from generator.publish.pages import renderer
from generator.publish.search import lists
from generator.register.change import Change
from generator.register.county import County
from generator.register.declared import Total, totals
from generator.register.model import Declared, SiteSettings, Table
from generator.register.times import instant

# A feed of so few items has no archives: it is complete by itself (RFC 5005, section 2).
_COMPLETE = 200


def artifacts(
    county: County, site: SiteSettings, declared: Table[Declared], found: Sequence[Change], encoded: Mapping[str, str]
) -> Iterator[Artifact]:
    """Every file of a county. `found` are its changes, in order of the log; `encoded` the same as JSON, by event id."""
    context = Context(county, site)
    declared_totals = totals(declared, county)
    yield renderer.page("county", county_view(context, found))
    yield documents.twin(urls.unit(county.code), documents.county(county, site))
    yield badge.of_county(county)
    yield tables.areas(county, site)
    yield tables.events(county, site)
    yield lists.artifact(county)
    entries = {change.event_id: forms.entry(item(change, site)) for change in found}
    yield from _feeds(county, site, urls.unit(county.code), county.name, found, entries, ("atom", "rss", "json"))
    yield from _areas(context, found, entries)
    yield from _notices(context, found, declared_totals, encoded)
    addresses = [urls.unit(county.code), *(urls.area(one) for one in public_places(county))]
    addresses += [urls.notice(one) for one in county.notices]
    yield from sitemaps(f"{county.code}/sitemap.xml", addresses, site, county.as_of)


def translated(county: County, site: SiteSettings, found: Sequence[Change]) -> Iterator[tuple[str, Artifact]]:
    """The county's page in other languages, by language; `found` are its changes, in order of the log."""
    for lang in site.languages:
        yield lang, renderer.page("county", county_view(Context(county, site, lang), found))


def public_places(county: County) -> list[str]:
    """Ids of everything in the county that has a page: public areas, and what contains them."""
    return sorted({*county.by_area, *county.containers})


def _areas(context: Context, found: Sequence[Change], entries: Mapping[str, Entry]) -> Iterator[Artifact]:
    county, site, pages = context.county, context.site, AreaPages(context)
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
        view = pages.view(area_id)
        yield renderer.page("area", view)
        if site.area_documents:
            yield documents.twin(urls.area(area_id), documents.area(county, site, area_id))
        if site.area_badges and area_id in county.by_area:
            yield badge.of_area(county, area_id)
        if site.area_feeds:
            yield from _feeds(county, site, urls.area(area_id), view.name, inside[area_id], entries, ("atom",))


def _feeds(
    county: County, site: SiteSettings, page: str, name: str, found: Sequence[Change], entries: Mapping[str, Entry],
    forms_: tuple[str, ...],
) -> Iterator[Artifact]:  # fmt: skip
    """A feed and its archives; one with few items is complete by itself."""
    head = _feed(county, site, page, name)
    if len(found) <= _COMPLETE:
        newest = sorted(found, key=Change.order, reverse=True)
        whole = tuple(entries[one.event_id] for one in newest)
        yield from forms.artifacts(head._replace(entries=whole, complete=True), site, forms_)
        return
    current, archives = of_county(found, len(county.events), county.as_of)
    previous: str | None = None
    for archive in archives:
        stem = urls.archive(head.stem, str(archive.number))
        made = head._replace(
            title=f"{head.title}（存档 {archive.number}）", stem=stem, previous=previous, current=head.stem,
            entries=tuple(entries[one.event_id] for one in archive.changes),
        )  # fmt: skip
        yield from forms.artifacts(made, site, forms_)
        previous = stem
    latest = tuple(entries[one.event_id] for one in current)
    yield from forms.artifacts(head._replace(entries=latest, previous=previous), site, forms_)


def _feed(county: County, site: SiteSettings, page: str, name: str) -> Feed:
    mark = f"（{words.MARKS['demonstration']}）" if county.settings.demonstration else ""
    mark += "（历史名录）" if county.settings.state == "archived" else ""
    return Feed(
        title=f"{name}：称号的变化{mark}",
        subtitle=f"{site.name}：{name}的认定、暂停、恢复与取消，每一次变化一条。",
        page=page,
        stem=f"{page}feed",
        author=county.settings.publisher or "原发布单位未载明",
        since=instant(county.settings.register_since),
        entries=(),
    )


def _notices(
    context: Context, found: Sequence[Change], declared: Sequence[Total], encoded: Mapping[str, str]
) -> Iterator[Artifact]:
    county, site = context.county, context.site
    rows: dict[str | None, list[Change]] = defaultdict(list)
    for change in found:
        rows[change.notice_id].append(change)
    accounts = defaultdict(list)
    for row in county.account:
        accounts[row.notice_id].append(row)
    for notice_id, notice in sorted(county.notices.items()):
        mine = [total for total in declared if total.notice_id == notice_id]
        yield renderer.page("notice", notice_view(context, notice, mine, rows[notice_id]))
        unplaced = [row for row in county.unplaced if row.notice_id == notice_id]
        content = documents.notice(
            notice, site, mine, unplaced, accounts[notice_id],
            demonstration=county.settings.demonstration,
        )  # fmt: skip
        yield documents.twin(urls.notice(notice_id), content, [encoded[one.event_id] for one in rows[notice_id]])
