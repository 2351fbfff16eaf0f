"""The feeds of a county and of what lies in it: current ones and archives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.feeds import policy
from generator.publish.feeds.archives import current, of_county
from generator.publish.feeds.documents import documents
from generator.publish.feeds.entry import Entry, entries
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.register.change import Change
from generator.register.county import County
from generator.register.model import SiteSettings
from generator.register.times import instant

# The kind of change that has a feed of its own in each county.
REVOKED: Final = "revoked"


def entries_of(changes: Sequence[Change], site: SiteSettings) -> dict[str, Entry]:
    """The changes of a county as entries, by event id: each is written once for all the feeds that it stands in."""
    return {change.event_id: entry for change, entry in zip(changes, entries(changes, site), strict=True)}


def county_feeds(
    county: County, site: SiteSettings, changes: Sequence[Change], entries: Mapping[str, Entry]
) -> Iterator[Artifact]:
    """The feed of a county and, where it has many items, its archives. `changes` are in order of the log."""
    feed = _feed(county, site, urls.unit(county.code), county.name)
    if len(changes) <= policy.POLICY.complete:
        yield from _complete(feed, site, changes, entries, [*FORMATS])
        return
    now, archives = of_county(changes, len(county.events), county.as_of, policy.POLICY)
    previous: str | None = None
    for archive in archives:
        stem = urls.archive(feed.stem, str(archive.number))
        title = f"{feed.title}（存档 {archive.number}）"
        made = feed._replace(title=title, stem=stem, previous=previous, current=feed.stem, archive=True)
        yield from _documents(made, site, archive.changes, entries, urls.ARCHIVE_FORMATS)
        previous = stem
    yield from _documents(feed._replace(previous=previous, cut=now.cut), site, now.changes, entries, [*FORMATS])


def revoked_feed(
    county: County, site: SiteSettings, changes: Sequence[Change], entries: Mapping[str, Entry]
) -> Iterator[Artifact]:
    """The feed of what a county revoked, and of corrections of that, where the site has such feeds.

    It holds the newest, and all of the last days; it has no archives: those of the county hold all of it.
    """
    if not site.revoked_feeds:
        return
    own = [change for change in changes if REVOKED in change.kinds]
    chosen = current(own, None, county.as_of, policy.OF_REVOKED)
    feed = _feed(county, site, urls.unit(county.code), county.name)
    word = words.KIND_NAMES[REVOKED]
    made = feed._replace(
        title=feed.title.replace("称号的变化", word, 1),
        subtitle=f"{site.name}：{county.name}取消的称号，和后来对它的更正，每一次一条。更早的在这个区县的“变化”的订阅里。",
        stem=urls.revoked_feed(county.code),
        cut=chosen.cut,
        complete=len(chosen.changes) == len(own),
    )
    yield from _documents(made, site, chosen.changes, entries, [*FORMATS])


def area_feeds(
    county: County, site: SiteSettings, area_id: str, name: str, changes: Sequence[Change], entries: Mapping[str, Entry]
) -> Iterator[Artifact]:
    """The feed of an area, or of what contains areas, by its name. `changes` are in order of the log.

    It has no archives: the county's hold all of it.
    """
    feed = _feed(county, site, urls.area(area_id), name)
    if len(changes) <= policy.POLICY.complete:
        yield from _complete(feed, site, changes, entries, [urls.AREA_FORMAT])
        return
    now = current(changes, None, county.as_of, policy.POLICY)
    yield from _documents(feed._replace(cut=now.cut), site, now.changes, entries, [urls.AREA_FORMAT])


def _complete(
    feed: Feed, site: SiteSettings, changes: Sequence[Change], entries: Mapping[str, Entry], formats: Sequence[str]
) -> Iterator[Artifact]:
    """A feed of few items is complete by itself."""
    newest = sorted(changes, key=Change.order, reverse=True)
    return _documents(feed._replace(complete=True), site, newest, entries, formats)


def _documents(
    feed: Feed, site: SiteSettings, changes: Sequence[Change], entries: Mapping[str, Entry], formats: Sequence[str]
) -> Iterator[Artifact]:
    """The documents of a feed; its newest item says of when it is."""
    written = [entries[change.event_id] for change in changes]
    dated = feed._replace(updated=max((entry.dated for entry in written), default=None))
    return documents(dated, [entry.written for entry in written], site, formats)


def _feed(county: County, site: SiteSettings, page: str, name: str) -> Feed:
    mark = f"（{words.MARKS['demonstration']}）" if county.settings.demonstration else ""
    mark += f"（{words.MARKS['archived']}）" if county.settings.state == "archived" else ""
    return Feed(
        title=f"{name}：称号的变化{mark}",
        subtitle=f"{site.name}：{name}的认定、暂停、恢复与取消，每一次变化一条。",
        page=page,
        stem=urls.page_feed(page),
        author=county.settings.publisher or "原发布单位未载明",
        since=instant(county.settings.register_since),
    )
