"""The feeds above the counties: of everything, of each kind of change, of each province; current ones and archives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, Opener
from generator.publish.feeds import archives, policy
from generator.publish.feeds.documents import documents, framed
from generator.publish.feeds.entry import Entry, entry
from generator.publish.feeds.feed import Feed
from generator.publish.handover import parts
from generator.publish.rollup.national import National
from generator.register.change import updated

# So many entries that several archives of a month have are kept.
_KEPT: Final = 4_000


class _Name(NamedTuple):
    """What a feed is called: its title, the page that it is of, its address without the ending."""

    title: str
    page: str
    stem: str


def keys(part: parts.Part, county: str) -> tuple[str, ...]:
    """The feeds in which a change stands: of all, of its kinds, of corrections, of its province."""
    corrected = ("corrected",) if part.kind == "corrected" else ()
    return ("all", *part.kinds, *corrected, county[:2])


def count(lines: Iterable[str], limit: str) -> dict[str, archives.Month]:
    """For each feed, how many items a month has, and how many were recorded before `limit`."""
    items, settled = Counter[str](), Counter[str]()
    newest: dict[str, str] = {}
    for line in lines:
        recorded, event_id = parts.key(line)
        part = parts.part(line)
        found = keys(part, event_id)
        items.update(found)
        if recorded < limit:
            settled.update(found)
        time = updated(recorded, part.tie)
        for key in found:
            if time > newest.get(key, ""):
                newest[key] = time
    return {key: archives.Month(number, settled[key], newest[key]) for key, number in items.items()}


def feed_keys(national: National) -> list[str]:
    """Every feed above the counties."""
    return [*words.FEEDS, *sorted({one.code[:2] for one in national.present})]


def closed(national: National) -> dict[str, archives.Closed]:
    """What is closed, for each feed."""
    as_of = national.as_of or national.since
    months: dict[str, dict[str, archives.Month]] = defaultdict(dict)
    for month, counted in national.counted.items():
        for key, items in counted.items():
            months[key][month] = items
    return {key: archives.closed(months.get(key, {}), as_of, policy.POLICY) for key in feed_keys(national)}


def name(national: National, key: str) -> _Name:
    """What a feed is called."""
    mark = f"（{words.MARKS['demonstration']}）" if national.site.demonstration else ""
    if key.isdecimal():
        page = urls.unit(key)
        return _Name(f"{national.names[key]}：称号的变化{mark}", page, urls.page_feed(page))
    title = "全部变化" if key == "all" else words.KIND_NAMES[key]
    return _Name(f"{national.site.name}：{title}{mark}", urls.CHANGES, urls.kind_feed(key))


def current(national: National, open_: Opener) -> list[str]:
    """Writes the current feed of each, item by item: what no archive holds yet, and all of the last days.

    Gives the addresses; `open_` opens a file of the site to be written.
    """
    since = policy.POLICY.current_from(national.as_of or national.since)
    pages = closed(national)
    written = Counter[str]()
    with ExitStack() as stack:
        made: list[str] = []
        sinks = {key: _sinks(national, key, pages[key].newest(), open_, stack, made) for key in pages}
        for month in national.months:
            place = Counter[str]()
            wanting = False
            for line in national.lines(month):
                recorded, event_id = parts.key(line)
                wanted = []
                for key in keys(parts.part(line), event_id):
                    place[key] += 1
                    open_items = national.counted[month][key].items - pages[key].items[month]
                    if place[key] <= open_items or recorded >= since or written[key] < policy.POLICY.least:
                        wanted.append(key)
                if wanted:
                    wanting = True
                    written.update(wanted)
                    texts = entry(national.change(line), national.site).written
                    for key in wanted:
                        for name, add in sinks[key]:
                            add(texts[name])
            if not wanting and all(written[key] >= policy.POLICY.least for key in pages):
                break
    return made


def _sinks(
    national: National, key: str, last: tuple[str, int] | None, open_: Opener, stack: ExitStack, made: list[str]
) -> list[tuple[str, Callable[[str], None]]]:
    """A current feed, opened in each format, with what adds an entry to it."""
    times = (counted[key].newest for counted in national.counted.values() if key in counted)
    feed = _feed(national, key, last, None)._replace(updated=max(times, default=None))
    sinks = []
    for name, document in framed(feed, national.site):
        made.append(document.path)
        sinks.append((name, stack.enter_context(document.around(stack.enter_context(open_(document.path))))))
    return sinks


def month(national: National, year_month: str) -> Iterator[Artifact]:
    """The archives of a month, of every feed; a page at a time is held."""
    pages = closed(national)
    entries = _Entries(national)
    held: dict[str, list[str]] = defaultdict(list)
    left = {key: counted.items for key, counted in national.counted[year_month].items()}
    for line in national.lines(year_month):
        for key in keys(parts.part(line), parts.key(line)[1]):
            number = left[key]  # from the oldest, which is 1
            left[key] -= 1
            if number > pages[key].items[year_month]:
                continue
            held[key].append(line)
            page = (number - 1) // policy.POLICY.page + 1
            if (number - 1) % policy.POLICY.page == 0:
                feed = _feed(national, key, pages[key].previous(year_month, page), (year_month, page))
                yield from documents(feed, [entries(own) for own in held.pop(key)], national.site)


class _Entries:
    """Entries by line, each written once for the feeds that it stands in; the last few thousand are kept."""

    def __init__(self, national: National) -> None:
        self.national = national
        self._known: dict[str, Entry] = {}

    def __call__(self, line: str) -> Entry:
        event_id = parts.key(line)[1]
        found = self._known.get(event_id)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[event_id] = entry(self.national.change(line), self.national.site)
        return found


def _feed(national: National, key: str, before: tuple[str, int] | None, own: tuple[str, int] | None) -> Feed:
    """The current feed, or the archive of a page of a month; `before` is the page before it."""
    called = name(national, key)
    return Feed(
        title=called.title if own is None else f"{called.title}（存档 {words.month_name(own[0])} {own[1]}）",
        subtitle="每一次变化一条：认定、暂停、恢复、取消与更正，编号永久不变。",
        page=called.page,
        stem=called.stem if own is None else urls.archive(called.stem, *own),
        author=national.site.publisher,
        since=national.since,
        previous=urls.archive(called.stem, *before) if before else None,
        current=called.stem if own else None,
    )
