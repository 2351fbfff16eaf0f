"""The feeds above the counties: of everything, of each kind of change, of each province; current ones and archives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.feeds import archives, policy
from generator.publish.feeds.current import Chosen, choose
from generator.publish.feeds.documents import documents
from generator.publish.feeds.feed import Feed
from generator.publish.handover.country import Country
from generator.publish.handover.merged import MonthFeed, keys

_ABOUT: Final = "每一次变化一条：认定、暂停、恢复、取消与更正，编号永久不变。"
_OF_PROVINCE: Final = "这里是新近的，更早的在各区县的订阅里。"
_OF_KIND: Final = "这里是新近的，更早的在“全部变化”的存档里。"


class _Name(NamedTuple):
    """What a feed is called: its title, the page that it is of, its address without the ending."""

    title: str
    page: str
    stem: str


@dataclass(frozen=True)
class Feeds:
    """The feeds of a country, whose months are put together."""

    country: Country

    @property
    def keys(self) -> list[str]:
        """Every feed above the counties."""
        return [*words.FEEDS, *sorted({county.code[:2] for county in self.country.present})]

    @cached_property
    def closed(self) -> dict[str, archives.Closed]:
        """What is closed, for each feed."""
        as_of = self.country.as_of or self.country.since
        return {
            key: archives.closed(self._months[key] if self.is_archived(key) else {}, as_of, policy.POLICY)
            for key in self.keys
        }

    def is_archived(self, key: str) -> bool:
        """True for a feed that has archives: that of all, and of the kinds where the site asks for it. A province's are
        those of its counties."""
        return key == "all" or (self.country.site.kind_archives and not key.isdecimal())

    @cached_property
    def _months(self) -> dict[str, dict[str, MonthFeed]]:
        """What each month has of each feed."""
        months: dict[str, dict[str, MonthFeed]] = {key: {} for key in self.keys}
        for month, feeds in self.country.paged.items():
            for key, own in feeds.items():
                months[key][month] = own
        return months

    @cached_property
    def pages(self) -> dict[str, archives.Closed]:
        """The pages behind each current feed: what is closed and, where it might not hold the rest, that too."""
        return {key: self._all_pages(key) if self._overflows(key) else closed for key, closed in self.closed.items()}

    def open_items(self, key: str, month: str) -> int:
        """How many items of a month the current feed of a kind has to hold, because no archive does."""
        return self._months[key][month].items - self.closed[key].items[month] if self.is_archived(key) else 0

    def items(self, key: str) -> int:
        """How many items a feed has, with its archives."""
        return sum(lines.items for lines in self._months[key].values())

    def updated(self, key: str) -> str | None:
        """The time of its newest item: when that was published."""
        on_time = (own.newest for own in self._months[key].values())
        late = (self.country.published(change) for change, _ in self.country.published_late if key in keys(change))
        return max((*on_time, *late), default=None)

    def least(self, key: str) -> int:
        """How many items its current document has at least; one without archives has all, if these are few."""
        items = self.items(key)
        whole = not self.is_archived(key) and items <= policy.POLICY.complete
        return items if whole else min(items, policy.POLICY.least)

    def _overflows(self, key: str) -> bool:
        months = [lines for month, lines in self._months[key].items() if self.open_items(key, month)]
        items = sum(self.open_items(key, month) for month in self._months[key])
        heaviest = max((lines.heaviest for lines in months), default=0)
        return items > policy.POLICY.most or items * heaviest > policy.POLICY.most_bytes

    def _all_pages(self, key: str) -> archives.Closed:
        items = {month: lines.items for month, lines in self._months[key].items()}
        return archives.Closed({month: -(-number // policy.POLICY.page) for month, number in items.items()}, items)

    def pages_of(self, month: str) -> Iterator[tuple[str, int]]:
        """Every page of a month: of which feed it is, and its number."""
        for key in self.country.paged[month]:
            for number in range(1, self.pages[key].pages.get(month, 0) + 1):
                yield key, number

    def chosen(self, key: str) -> Chosen:
        """What its current document holds."""
        if key not in self._chosen:
            self._chosen[key] = self._choose(key)
        return self._chosen[key]

    @cached_property
    def _chosen(self) -> dict[str, Chosen]:
        return {}

    def _choose(self, key: str) -> Chosen:
        since = policy.POLICY.current_from(self.country.as_of or self.country.since)
        unread = {month: self.open_items(key, month) for month in self._months[key]}
        most = policy.POLICY.most_of_place if key.isdecimal() else policy.POLICY.most
        return choose(self.country, key, unread, self.least(key), most, since)

    def previous(self, key: str, own: tuple[str, int] | None = None) -> str | None:
        """The page before one of a feed (a month, and its number there), or before the current feed: its stem."""
        pages = self.pages[key]
        before = pages.newest() if own is None else pages.previous(*own)
        return self.stem(key, *before) if before else None

    def stem(self, key: str, month: str, page: int) -> str:
        """The address of a page of a feed, without the ending."""
        form = urls.archive if page <= self.closed[key].pages[month] else urls.recent
        return form(name(self.country, key).stem, month, page)


def name(country: Country, key: str) -> _Name:
    """What a feed is called."""
    mark = f"（{words.MARKS['demonstration']}）" if country.site.demonstration else ""
    if key.isdecimal():
        page = urls.unit(key)
        return _Name(f"{country.names[key]}：称号的变化{mark}", page, urls.page_feed(page))
    title = "全部变化" if key == "all" else words.KIND_NAMES[key]
    return _Name(f"{country.site.name}：{title}{mark}", urls.CHANGES, urls.kind_feed(key))


def current(feeds: Feeds, key: str) -> Iterator[Artifact]:
    """The current feed of a key: what no archive holds yet, and all that was published in the last days, in order of
    publication, as far as there is room (see `current.Chosen`)."""
    country, chosen = feeds.country, feeds.chosen(key)
    feed = _feed(feeds, key)._replace(
        updated=feeds.updated(key),
        cut=chosen.cut,
        complete=not feeds.is_archived(key) and len(chosen.lines) == feeds.items(key),
    )
    with country.reader() as line, country.items() as items:
        written = [*items(line(place.segment) for place in chosen.lines)]
    return documents(feed, written, country.site)


def page(feeds: Feeds, month: str, key: str, number: int) -> Iterator[Artifact]:
    """A page of a feed: an archive or, where what is open finds no room in the current feed, a page behind that. It is
    no archive: another line may come before the last of them."""
    country = feeds.country
    own = list(country.page(month, key, number))
    feed = _feed(feeds, key, (month, number))._replace(updated=max(change.dated for change in own))
    with country.items() as items:
        written = [*items(own)]
    return documents(feed, written, country.site, urls.ARCHIVE_FORMATS)


def _feed(feeds: Feeds, key: str, own: tuple[str, int] | None = None) -> Feed:
    """The current feed, or a page of it: that of a month (YYYY-MM), by its number."""
    country = feeds.country
    called = name(country, key)
    stem = called.stem if own is None else feeds.stem(key, *own)
    return Feed(
        title=called.title if own is None else f"{called.title}（存档 {words.month_name(own[0])} {own[1]}）",
        subtitle=_ABOUT + ("" if feeds.is_archived(key) else _OF_PROVINCE if key.isdecimal() else _OF_KIND),
        page=called.page,
        stem=stem,
        author=country.site.publisher,
        since=country.since,
        previous=feeds.previous(key, own),
        current=called.stem if own else None,
        archive=own is not None and stem == urls.archive(called.stem, *own),
    )
