"""The feeds above the counties: of everything, of each kind of change, of each province; current ones and archives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, Opener
from generator.publish.feeds import archives, forms
from generator.publish.feeds.item import Entry, Feed, item, kind_title
from generator.publish.handover import parts
from generator.publish.rollup.national import National
from generator.register.change import updated

Counted = Mapping[str, archives.Month]


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
    return ["all", *words.KINDS, "corrected", *sorted({one.code[:2] for one in national.present})]


def shelves(national: National) -> dict[str, archives.Shelf]:
    """What is closed, for each feed."""
    as_of = national.as_of or national.since
    months: dict[str, dict[str, archives.Month]] = defaultdict(dict)
    for month, counted in national.counted.items():
        for key, known in counted.items():
            months[key][month] = known
    return {key: archives.shelf(months.get(key, {}), as_of) for key in feed_keys(national)}


def name(national: National, key: str) -> _Name:
    """What a feed is called."""
    mark = f"（{words.MARKS['demonstration']}）" if national.site.demonstration else ""
    if key.isdecimal():
        page = urls.unit(key)
        return _Name(f"{national.names[key]}：称号的变化{mark}", page, f"{page}feed")
    return _Name(f"{national.site.name}：{kind_title(key)}{mark}", urls.CHANGES, f"feeds/{key}")


def current(national: National, open_: Opener) -> list[str]:
    """Writes the current feed of each, item by item: what no archive holds yet, and all of the last days.

    Gives the addresses; `open_` opens a file of the site to be written.
    """
    since = archives.before(national.as_of or national.since, archives.WINDOW)
    known = shelves(national)
    held = Counter[str]()
    with ExitStack() as stack:
        made: list[str] = []
        sinks = {key: _sinks(national, key, known[key].previous("9999-12", 0), open_, stack, made) for key in known}
        for month in national.months:
            place = Counter[str]()
            wanting = False
            for line in national.lines(month):
                recorded, event_id = parts.key(line)
                wanted = []
                for key in keys(parts.part(line), event_id):
                    place[key] += 1
                    open_items = national.counted[month][key].items - known[key].held[month]
                    if place[key] <= open_items or recorded >= since or held[key] < archives.LEAST:
                        wanted.append(key)
                if wanted:
                    wanting = True
                    held.update(wanted)
                    entry = forms.entry(item(national.change(line), national.site))
                    for key in wanted:
                        for form, add in sinks[key]:
                            add(getattr(entry, form))
            if not wanting and all(held[key] >= archives.LEAST for key in known):
                break
    return made


def _sinks(
    national: National, key: str, last: tuple[str, int] | None, open_: Opener, stack: ExitStack, made: list[str]
) -> list[tuple[str, Callable[[str], None]]]:
    """The three forms of a current feed, opened, with what adds an item to each."""
    times = (counted[key].newest for counted in national.counted.values() if key in counted)
    feed = _feed(national, key, (), last, None)._replace(updated=max(times, default=None))
    sinks = []
    for form, framed in forms.framed(feed, national.site):
        made.append(framed.path)
        sinks.append((form, stack.enter_context(framed.around(stack.enter_context(open_(framed.path))))))
    return sinks


def month(national: National, year_month: str) -> Iterator[Artifact]:
    """The archives of a month, of every feed; a page at a time is held."""
    known = shelves(national)
    entry = _Entries(national)
    held: dict[str, list[str]] = defaultdict(list)
    left = {key: one.items for key, one in national.counted[year_month].items()}
    for line in national.lines(year_month):
        for key in keys(parts.part(line), parts.key(line)[1]):
            number = left[key]  # from the oldest, which is 1
            left[key] -= 1
            if number > known[key].held[year_month]:
                continue
            held[key].append(line)
            page = (number - 1) // archives.PAGE + 1
            if (number - 1) % archives.PAGE == 0:
                entries = [entry(one) for one in held.pop(key)]
                feed = _feed(national, key, entries, known[key].previous(year_month, page), (year_month, page))
                yield from forms.artifacts(feed, national.site)


class _Entries:
    """Entries by line, each written once for the feeds that it stands in; the last few thousand are kept."""

    def __init__(self, national: National) -> None:
        self.national = national
        self._known: dict[str, Entry] = {}

    def __call__(self, line: str) -> Entry:
        event_id = parts.key(line)[1]
        found = self._known.get(event_id)
        if found is None:
            if len(self._known) >= 8 * archives.PAGE:
                self._known.clear()
            found = self._known[event_id] = forms.entry(item(self.national.change(line), self.national.site))
        return found


def _feed(
    national: National, key: str, entries: Sequence[Entry], before: tuple[str, int] | None, own: tuple[str, int] | None
) -> Feed:
    called = name(national, key)
    return Feed(
        title=called.title if own is None else f"{called.title}（存档 {words.month_name(own[0])} {own[1]}）",
        subtitle="每一次变化一条：认定、暂停、恢复、取消与更正，编号永久不变。",
        page=called.page,
        stem=called.stem if own is None else urls.archive(called.stem, *own),
        author=national.site.publisher,
        since=national.since,
        entries=tuple(entries),
        previous=urls.archive(called.stem, *before) if before else None,
        current=called.stem if own else None,
    )
