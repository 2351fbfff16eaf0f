"""The feeds above the counties: of everything, of each kind of change, of each province; current ones and archives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.feeds import archives, policy
from generator.publish.feeds.documents import documents
from generator.publish.feeds.feed import Feed
from generator.publish.handover.changes import HandedChange
from generator.publish.handover.country import Country

_ABOUT: Final = "每一次变化一条：认定、暂停、恢复、取消与更正，编号永久不变。"
_OF_PROVINCE: Final = "这里是新近的，更早的在各区县的订阅里。"


class _Name(NamedTuple):
    """What a feed is called: its title, the page that it is of, its address without the ending."""

    title: str
    page: str
    stem: str


def keys(change: HandedChange) -> tuple[str, ...]:
    """The feeds in which a change stands: of all, of its kinds, of corrections, of its province."""
    corrected = ("corrected",) if change.kind == "corrected" else ()
    return ("all", *change.kinds, *corrected, change.event_id[:2])


def count(changes: Iterable[HandedChange], limit: str, late: Mapping[str, str]) -> dict[str, archives.Month]:
    """For each feed, how many items a month has, how many were recorded before `limit`, and the time of the newest.

    That is when it was published, where that was `late`, by event id.
    """
    items, settled, heaviest = Counter[str](), Counter[str](), Counter[str]()
    newest: dict[str, str] = {}
    for change in changes:
        feeds = keys(change)
        items.update(feeds)
        if change.recorded < limit:
            settled.update(feeds)
        time = late.get(change.event_id) or change.dated
        for key in feeds:
            if time > newest.get(key, ""):
                newest[key] = time
            heaviest[key] = max(heaviest[key], change.weight)
    return {key: archives.Month(number, settled[key], newest[key], heaviest[key]) for key, number in items.items()}


@dataclass(frozen=True)
class Feeds:
    """The feeds of a country, whose months are counted (see `count`)."""

    country: Country

    @property
    def counted(self) -> Mapping[str, Mapping[str, archives.Month]]:
        """The items of each month and feed."""
        return self.country.counted

    def items_of(self, month: str) -> dict[str, int]:
        """How many items of a month each feed has."""
        return {key: counted.items for key, counted in self.counted.get(month, {}).items()}

    def paged(self, key: str, month: str) -> int:
        """How many items of a month of a feed stand in pages behind the current document."""
        return self.pages[key].items.get(month, 0)

    @property
    def keys(self) -> list[str]:
        """Every feed above the counties."""
        return [*words.FEEDS, *sorted({county.code[:2] for county in self.country.present})]

    @cached_property
    def closed(self) -> dict[str, archives.Closed]:
        """What is closed, for each feed."""
        as_of = self.country.as_of or self.country.since
        months: dict[str, dict[str, archives.Month]] = defaultdict(dict)
        for month, counted in self.counted.items():
            for key, items in counted.items():
                months[key][month] = items
        return {
            key: archives.closed(months.get(key, {}) if is_archived(key) else {}, as_of, policy.POLICY)
            for key in self.keys
        }

    @cached_property
    def pages(self) -> dict[str, archives.Closed]:
        """The pages behind each current feed: what is closed and, where it might not hold the rest, that too."""
        return {key: self._all_pages(key) if self._overflows(key) else closed for key, closed in self.closed.items()}

    def open_items(self, key: str, month: str) -> int:
        """How many items of a month the current feed of a kind has to hold, because no archive does."""
        return self.counted[month][key].items - self.closed[key].items[month] if is_archived(key) else 0

    def items(self, key: str) -> int:
        """How many items a feed has, with its archives."""
        return sum(counted[key].items for counted in self.counted.values() if key in counted)

    def least(self, key: str) -> int:
        """How many items its current document has at least; one without archives has all, if these are few."""
        items = self.items(key)
        whole = not is_archived(key) and items <= policy.POLICY.complete
        return items if whole else min(items, policy.POLICY.least)

    def _overflows(self, key: str) -> bool:
        months = [month for month, counted in self.counted.items() if key in counted and self.open_items(key, month)]
        items = sum(self.open_items(key, month) for month in months)
        heaviest = max((self.counted[month][key].heaviest for month in months), default=0)
        return items > policy.POLICY.most or items * heaviest > policy.POLICY.most_bytes

    def _all_pages(self, key: str) -> archives.Closed:
        items = {month: counted[key].items for month, counted in self.counted.items() if key in counted}
        return archives.Closed({month: -(-number // policy.POLICY.page) for month, number in items.items()}, items)

    def previous(self, key: str, own: tuple[str, int] | None = None) -> str | None:
        """The page before one of a feed (a month, and its number there), or before the current feed: its stem."""
        pages = self.pages[key]
        before = pages.newest() if own is None else pages.previous(*own)
        return self.stem(key, *before) if before else None

    def stem(self, key: str, month: str, page: int) -> str:
        """The address of a page of a feed, without the ending."""
        form = urls.archive if page <= self.closed[key].pages[month] else urls.recent
        return form(name(self.country, key).stem, month, page)


def is_archived(key: str) -> bool:
    """True for a feed that has archives: a province's is told by those of its counties."""
    return not key.isdecimal()


def name(country: Country, key: str) -> _Name:
    """What a feed is called."""
    mark = f"（{words.MARKS['demonstration']}）" if country.site.demonstration else ""
    if key.isdecimal():
        page = urls.unit(key)
        return _Name(f"{country.names[key]}：称号的变化{mark}", page, urls.page_feed(page))
    title = "全部变化" if key == "all" else words.KIND_NAMES[key]
    return _Name(f"{country.site.name}：{title}{mark}", urls.CHANGES, urls.kind_feed(key))


class _Chosen:
    """The items of one current feed, as they are chosen: removals and corrections stay longest, of these the newest."""

    def __init__(self) -> None:
        self._kept: tuple[list[tuple[int, HandedChange]], ...] = ([], [])
        self._seen = 0

    def offer(self, change: HandedChange) -> None:
        """An item that belongs into the feed; they come in order of publication."""
        kept = self._kept[change.counted in policy.YIELDING]
        if len(kept) < policy.POLICY.most:
            kept.append((self._seen, change))
        self._seen += 1

    @property
    def seen(self) -> int:
        """How many items were offered."""
        return self._seen

    def items(self) -> list[HandedChange]:
        """Those that find room, in order of publication."""
        chosen: list[tuple[int, HandedChange]] = []
        size = 0
        for place, change in (*self._kept[0], *self._kept[1]):
            size += change.weight
            if size > policy.POLICY.most_bytes or len(chosen) == policy.POLICY.most:
                break
            chosen.append((place, change))
        return [change for _, change in sorted(chosen)]


def current(feeds: Feeds) -> Iterator[Artifact]:
    """The current feed of each: what no archive holds yet, and all that was published in the last days, in order of
    publication, as far as there is room (see `_Chosen`)."""
    country = feeds.country
    chosen = {key: _Chosen() for key in feeds.keys}
    _choose(feeds, chosen)
    with country.items() as items:
        for key, made in chosen.items():
            times = (counted[key].newest for counted in feeds.counted.values() if key in counted)
            kept = made.items()
            feed = _feed(feeds, key)._replace(
                updated=max(times, default=None),
                cut=made.seen > len(kept),
                complete=not is_archived(key) and len(kept) == feeds.items(key),
            )
            yield from documents(feed, (items(change) for change in kept), country.site)


def _choose(feeds: Feeds, chosen: Mapping[str, _Chosen]) -> None:
    """Offers each feed what belongs into it."""
    country = feeds.country
    since = policy.POLICY.current_from(country.as_of or country.since)
    for _, changes in groupby(country.in_order_of_publication(), lambda change: country.published(change)[:7]):
        place = Counter[str]()
        wanting = False
        for change in changes:
            month, published = change.recorded[:7], country.published(change)
            late = change.event_id in country.late
            for key in keys(change):
                # A late item has no place among those of its month: it stands here while any of these is open.
                place[key] += not late
                unread = feeds.open_items(key, month)
                is_open = unread > 0 if late else place[key] <= unread
                if is_open or published >= since or chosen[key].seen < feeds.least(key):
                    wanting = True
                    chosen[key].offer(change)
        if not wanting and all(made.seen >= feeds.least(key) for key, made in chosen.items()):
            break


def month(feeds: Feeds, year_month: str) -> Iterator[Artifact]:
    """The archives of a month, of every feed that has any; a page at a time is held.

    What is not closed yet stands in pages as well where the current feed has no room for all of it. They are no
    archives: another line may come before the last of them.
    """
    country = feeds.country
    held: dict[str, list[HandedChange]] = defaultdict(list)
    left = feeds.items_of(year_month)
    paged = {key: feeds.paged(key, year_month) for key in left}
    with country.items() as items:
        for change in country.handed(year_month):
            for key in keys(change):
                number = left[key]  # from the oldest, which is 1
                left[key] -= 1
                if number > paged[key]:
                    continue
                held[key].append(change)
                page = (number - 1) // policy.POLICY.page + 1
                if (number - 1) % policy.POLICY.page == 0:
                    own = held.pop(key)
                    feed = _feed(feeds, key, (year_month, page))
                    newest = max(change.dated for change in own)
                    yield from documents(
                        feed._replace(updated=newest), map(items, own), country.site, urls.ARCHIVE_FORMATS
                    )


def _feed(feeds: Feeds, key: str, own: tuple[str, int] | None = None) -> Feed:
    """The current feed, or a page of it: that of a month (YYYY-MM), by its number."""
    country = feeds.country
    called = name(country, key)
    stem = called.stem if own is None else feeds.stem(key, *own)
    return Feed(
        title=called.title if own is None else f"{called.title}（存档 {words.month_name(own[0])} {own[1]}）",
        subtitle=_ABOUT if is_archived(key) else _ABOUT + _OF_PROVINCE,
        page=called.page,
        stem=stem,
        author=country.site.publisher,
        since=country.since,
        previous=feeds.previous(key, own),
        current=called.stem if own else None,
        archive=own is not None and stem == urls.archive(called.stem, *own),
    )
