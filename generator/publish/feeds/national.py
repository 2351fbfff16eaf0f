"""The feeds above the counties: of everything, of each kind of change, of each province; current ones and archives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, Opener
from generator.publish.feeds import archives, policy
from generator.publish.feeds.documents import documents
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.feed import Feed
from generator.publish.feeds.formats import FORMATS
from generator.publish.handover.changes import HandedChange
from generator.publish.handover.country import Country
from generator.register.change import updated


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
    items, settled = Counter[str](), Counter[str]()
    newest: dict[str, str] = {}
    for change in changes:
        feeds = keys(change)
        items.update(feeds)
        if change.recorded < limit:
            settled.update(feeds)
        time = late.get(change.event_id) or updated(change.recorded, change.tie)
        for key in feeds:
            if time > newest.get(key, ""):
                newest[key] = time
    return {key: archives.Month(number, settled[key], newest[key]) for key, number in items.items()}


@dataclass(frozen=True)
class Feeds:
    """The feeds of a country. `counted` are the items of each month and feed (see `count`), once months are merged."""

    country: Country
    counted: Mapping[str, Mapping[str, archives.Month]]

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
        return {key: archives.closed(months.get(key, {}), as_of, policy.POLICY) for key in self.keys}


def name(country: Country, key: str) -> _Name:
    """What a feed is called."""
    mark = f"（{words.MARKS['demonstration']}）" if country.site.demonstration else ""
    if key.isdecimal():
        page = urls.unit(key)
        return _Name(f"{country.names[key]}：称号的变化{mark}", page, urls.page_feed(page))
    title = "全部变化" if key == "all" else words.KIND_NAMES[key]
    return _Name(f"{country.site.name}：{title}{mark}", urls.CHANGES, urls.kind_feed(key))


def current(feeds: Feeds, open_: Opener) -> list[str]:
    """Writes the current feed of each, item by item: what no archive holds yet, and all that was published in the last
    days, in order of publication.

    Gives the addresses; `open_` opens a file of the site to be written.
    """
    country = feeds.country
    since = policy.POLICY.current_from(country.as_of or country.since)
    pages = feeds.closed
    written = Counter[str]()
    with ExitStack() as stack, country.items() as items:
        made: list[str] = []
        sinks = {key: _sinks(feeds, key, pages[key].newest(), open_, stack, made) for key in pages}
        for _, changes in groupby(country.in_order_of_publication(), lambda change: country.published(change)[:7]):
            place = Counter[str]()
            wanting = False
            for change in changes:
                month, published, wanted = change.recorded[:7], country.published(change), []
                late = change.event_id in country.late
                for key in keys(change):
                    # A late item has no place among those of its month: it stands here while any of these is open.
                    place[key] += not late
                    open_items = feeds.counted[month][key].items - pages[key].items[month]
                    is_open = open_items > 0 if late else place[key] <= open_items
                    if is_open or published >= since or written[key] < policy.POLICY.least:
                        wanted.append(key)
                if wanted:
                    wanting = True
                    written.update(wanted)
                    for key in wanted:
                        for add, item in zip(sinks[key], items(change), strict=True):
                            add(item)
            if not wanting and all(written[key] >= policy.POLICY.least for key in pages):
                break
    return made


def _sinks(
    feeds: Feeds, key: str, last: tuple[str, int] | None, open_: Opener, stack: ExitStack, made: list[str]
) -> list[Callable[[bytes], None]]:
    """A current feed, opened in each format: what adds an item to it."""
    times = (counted[key].newest for counted in feeds.counted.values() if key in counted)
    feed = _feed(feeds.country, key, last, None)._replace(updated=max(times, default=None))
    sinks = []
    for form in FORMATS.values():
        document = form.frame(feed, feeds.country.site)
        made.append(document.path)
        sinks.append(stack.enter_context(document.around(stack.enter_context(open_(document.path)))))
    return sinks


def month(feeds: Feeds, year_month: str) -> Iterator[Artifact]:
    """The archives of a month, of every feed; a page at a time is held."""
    country, pages = feeds.country, feeds.closed
    items = country.items()
    held: dict[str, list[HandedChange]] = defaultdict(list)
    left = {key: counted.items for key, counted in feeds.counted[year_month].items()}
    for change in country.handed(year_month):
        for key in keys(change):
            number = left[key]  # from the oldest, which is 1
            left[key] -= 1
            if number > pages[key].items[year_month]:
                continue
            held[key].append(change)
            page = (number - 1) // policy.POLICY.page + 1
            if (number - 1) % policy.POLICY.page == 0:
                feed = _feed(country, key, pages[key].previous(year_month, page), (year_month, page))
                yield from documents(
                    feed, [Entry(updated(own.recorded, own.tie), items(own)) for own in held.pop(key)], country.site
                )


def _feed(country: Country, key: str, before: tuple[str, int] | None, own: tuple[str, int] | None) -> Feed:
    """The current feed, or the archive of a page of a month; `before` is the page before it."""
    called = name(country, key)
    return Feed(
        title=called.title if own is None else f"{called.title}（存档 {words.month_name(own[0])} {own[1]}）",
        subtitle="每一次变化一条：认定、暂停、恢复、取消与更正，编号永久不变。",
        page=called.page,
        stem=called.stem if own is None else urls.archive(called.stem, *own),
        author=country.site.publisher,
        since=country.since,
        previous=urls.archive(called.stem, *before) if before else None,
        current=called.stem if own else None,
    )
