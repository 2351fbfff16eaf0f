"""The feeds of notices, for people: an item for each notice, in a county and in the country.

There is only the current document, with the newest notices: older ones have their pages, which those of counties list.
Who must not miss a change takes the feeds of changes.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.feeds.calendar import calendar, event
from generator.publish.feeds.documents import documents
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.publish.feeds.item import Item
from generator.publish.feeds.notice_item import lists, notice_item
from generator.publish.feeds.policy import POLICY
from generator.publish.handover import notices as handover
from generator.publish.handover.country import Country
from generator.publish.handover.notices import HandedNotice, Head
from generator.publish.handover.store import NOTICES
from generator.register.change import Change
from generator.register.county import County
from generator.register.model import SiteSettings
from generator.register.times import instant

# Notices in the document of the country and of a county, and its bytes: what does not fit gives way, the oldest first.
MOST: Final = 100
OF_COUNTY: Final = 20
# Of a county, notices of before the window of current feeds are told only to have so many in all.
LEAST: Final = 5
BYTES: Final = 1_000_000
# What stands around the items takes less.
_AROUND: Final = 5_000


class ToldNotice(NamedTuple):
    """A notice as an item of its county's feed; `name` is that of the unit whose notice it is, `own` if it is the
    county itself."""

    notice_id: str
    name: str
    own: bool
    item: Item


def of_county(county: County, site: SiteSettings, changes: Iterable[Change]) -> list[ToldNotice]:
    """The newest notices that changes of a county are under, its own and those of units above, newest first."""
    under: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.notice_id:
            under[change.notice_id].append(change)
    newest = heapq.nlargest(MOST, ((max(change.dated for change in members), key) for key, members in under.items()))
    return [told for _, notice_id in newest for told in _told(county, site, notice_id, under[notice_id])]


def _told(county: County, site: SiteSettings, notice_id: str, changes: Sequence[Change]) -> Iterator[ToldNotice]:
    notice = county.notice(notice_id)
    if notice is None:
        return
    code = notice_id.partition("-")[0]
    own, names = notice_id in county.notices, county.names_then(notice.published_at)
    name = names.get(code, "")
    said = notice_item(
        notice, lists(changes), site, before="" if own else name,
        only=("", "") if own else (county.code, names.get(county.code, county.name)), marks=_marks(county),
    )  # fmt: skip
    yield ToldNotice(notice_id, name, own, said)


def _marks(county: County) -> list[str]:
    settings = county.settings
    told = {"demonstration": settings.demonstration, "archived": settings.state == "archived"}
    return [mark for key, mark in words.MARKS.items() if told[key]]


def county_feed(county: County, site: SiteSettings, notices: Iterable[ToldNotice]) -> Iterator[Artifact]:
    """The feed of a county's notices."""
    mark = "".join(f"（{mark}）" for mark in _marks(county))
    feed = Feed(
        title=f"{county.name}：每批通告{mark}",
        subtitle=_subtitle(f"{county.name}的", f"最近 {POLICY.window.days} 天的，至少 {LEAST} 份，至多 {OF_COUNTY} 份"),
        page=urls.unit(county.code),
        stem=urls.notice_feed(county.code),
        author=county.settings.publisher or "原发布单位未载明",
        since=instant(county.settings.register_since),
    )
    return _documents(feed, (_entry(item) for item in _of_late([notice.item for notice in notices])), site)


def _of_late(items: Sequence[Item]) -> Iterator[Item]:
    """The items of a county's feed, newest first: of its last days, and no fewer than a reader would like to see."""
    since = POLICY.current_from(items[0].updated) if items else ""
    for place, item in enumerate(items[:OF_COUNTY]):
        if place < LEAST or item.updated >= since:
            yield item


def handed(notices: Iterable[ToldNotice]) -> list[HandedNotice]:
    """Notices for the feed of the country, where the name of the county stands before the title.

    Of a notice of a unit above goes on only that it has changes here: its item is made from all counties.
    """
    return [
        HandedNotice(
            notice.item.updated, notice.notice_id, notice.name,
            _written(notice.item._replace(title=f"{notice.name}{notice.item.title}")) if notice.own else (),
        )
        for notice in notices
    ]  # fmt: skip


def _written(item: Item) -> list[bytes]:
    """A notice as it is handed over: in each format of feeds, and for the calendar."""
    return [*_entry(item).written, event(item)]


def country_feed(country: Country) -> Iterator[Artifact]:
    """The feed of the notices of the present: of counties, cities and provinces; and the same as a calendar."""
    site = country.site
    newest: dict[str, Head] = {}
    for county in country.present:
        for head in handover.heads(country.left(NOTICES), county.part):
            newest[head.notice_id] = max(head, newest.get(head.notice_id, head))
    written = [_of(country, head) for head in heapq.nlargest(MOST, newest.values())]
    entries = (Entry(dated, pieces[: len(FORMATS)]) for dated, pieces in written)
    mark = f"（{words.MARKS['demonstration']}）" if site.demonstration else ""
    feed = Feed(
        title=f"{site.name}：每批通告{mark}",
        subtitle=_subtitle("各地的", f"最新的 {MOST} 份"),
        page=urls.CHANGES,
        stem=urls.notice_feed(),
        author=site.publisher,
        since=country.since,
    )
    yield from _documents(feed, entries, site)
    yield calendar(site, f"{site.name}：每批通告{mark}", (pieces[-1] for _, pieces in written))


def _of(country: Country, head: Head) -> tuple[str, Sequence[bytes]]:
    """A notice with its time: as its county wrote it, or of a unit above, made from the changes of all its counties."""
    if head.sizes:
        return head.updated, handover.read(country.left(NOTICES), head)
    notices = (notice for unit in country.units for notice in unit.notices.rows)
    notice = next(notice for notice in notices if notice.notice_id == head.notice_id)
    present = {county.code for county in country.present}
    changes = [country.change(change) for change in country.under(head.notice_id) if change.event_id[:6] in present]
    marks = [words.MARKS["demonstration"]] if country.site.demonstration else []
    said = notice_item(
        notice, lists(changes), country.site, before=head.name, marks=marks,
    )  # fmt: skip
    return said.updated, _written(said)


def _entry(item: Item) -> Entry:
    return Entry(item.updated, [form.item(item) for form in FORMATS.values()])


def _documents(feed: Feed, entries: Iterable[Entry], site: SiteSettings) -> Iterator[Artifact]:
    """The documents of a feed; its newest entry says of when it is."""
    fitting = _fitting(entries)
    dated = feed._replace(updated=max((entry.dated for entry in fitting), default=None))
    return documents(dated, [entry.written for entry in fitting], site)


def _fitting(entries: Iterable[Entry]) -> list[Entry]:
    """As many of the newest as a document may hold, the same in every format."""
    fitting: list[Entry] = []
    sizes = [_AROUND] * len(FORMATS)
    for entry in entries:
        sizes = [size + len(written) + 2 for size, written in zip(sizes, entry.written, strict=True)]
        if fitting and max(sizes) > BYTES:
            break
        fitting.append(entry)
    return fitting


def _subtitle(whose: str, which: str) -> str:
    return (
        f"{whose}通告，每份一条，名单里取消在前。只有{which}，或更少（整份文件不超过 1 MB），"
        "更早的在各区县的页面。一条的内容只在依据这份通告的记录增加时改变，后来的更正见通告的页面。"
    )
