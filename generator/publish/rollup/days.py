"""The changes of each day: its document in the chain of days, and a page for newsrooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, Opener
from generator.publish.handover.changes import HandedChange
from generator.publish.handover.country import Country
from generator.publish.log import chain
from generator.publish.pages import renderer
from generator.publish.pages.rows import groups
from generator.publish.pages.views.changes import CountyRest, DayView
from generator.publish.pages.views.shared import Link
from generator.publish.rollup import months
from generator.publish.rollup.mistyped import mistyped
from generator.publish.rollup.page import chrome_of
from generator.register.change import Change

# Rows of one kind on the page of a day, removals apart: these stand there all. Its document has everything.
MOST = 300


def days(country: Country, open_: Opener) -> Iterator[tuple[chain.Day, str, Artifact]]:
    """Each day, oldest first, with the address of its document, written row by row, and its page."""
    before: chain.Day | None = None
    month_days = [(month, day) for month in reversed(country.months) for day in _days(country, month)]
    for number, (month, day) in enumerate(month_days):
        later = month_days[number + 1][1].date if number + 1 < len(month_days) else None
        document = chain.document(country, day.date, day.kinds, before)
        with open_(document.path) as file, document.around(file) as add:
            for change in country.part_of(month, day.start, day.length):
                add(change.row.encode())
        handed = country.part_of(month, day.start, day.length)
        page = renderer.page("day", _view(country, day, handed, before.date if before else None, later))
        before = chain.Day(day.date, day.kinds.total(), file.digest.hexdigest())
        yield before, document.path, page


def changes(country: Country, open_: Opener) -> Iterator[Artifact | str]:
    """Every day, then the months and the page of the newest changes, which list the days with their digests.

    Gives pages, and addresses of the documents that were written row by row.
    """
    listed = []
    for day, document, page in days(country, open_):
        listed.append(chain.entry(country, day))
        yield from (document, page)
    yield from mistyped(country)
    listed.reverse()
    for month, members in groupby(listed, key=lambda day: day["date"][:7]):
        yield from months.month(country, month, list(members))
    yield from months.changes(country, listed, chain.next_update(country))


class _DaySpan(NamedTuple):
    """A day as the merged month has it: where its lines begin, and their length, in bytes; how many changes of each
    kind, and how many are counted under each."""

    date: str
    start: int
    length: int
    kinds: Counter[str]
    counted: Counter[str]


def _days(country: Country, month: str) -> list[_DaySpan]:
    """Days of a month, oldest first."""
    spans: list[_DaySpan] = []
    place = 0
    for line in country.lines(month):
        day, size, handed = line[:10], len(line.encode("utf-8")), HandedChange.decode(line)
        if not spans or spans[-1].date != day:
            spans.append(_DaySpan(day, place, 0, Counter(), Counter()))
        spans[-1].kinds[handed.kind] += 1
        spans[-1].counted[handed.counted] += 1
        spans[-1] = spans[-1]._replace(length=spans[-1].length + size)
        place += size
    return spans[::-1]


def _view(
    country: Country, day: _DaySpan, handed: Iterable[HandedChange], earlier: str | None, later: str | None
) -> DayView:
    page, kinds = urls.day(day.date), day.counted
    seen, gone = Counter[str](), Counter[str]()
    shown, rest = [], []
    for change in handed:
        seen[change.counted] += 1
        gone[change.counted] += change.event_id in country.superseded
        if seen[change.counted] <= MOST or change.counted == "revoked":
            shown.append(country.change(change))
        else:
            rest.append(_Place.of(country.change(change)))
    name = words.day_name(day.date)
    standing = {**(kinds - gone), "superseded": gone.total()}
    told = "，".join(f"{name} {standing[kind]} 项" for kind, name in words.COUNTED.items() if standing.get(kind))
    month = (urls.month(day.date[:7]), words.month_name(day.date[:7]))
    return DayView(
        chrome=chrome_of(
            country, page, f"{name}的变化", f"{told}。", [(urls.CHANGES, "变化"), month], modified=day.date
        ),
        name=name,
        groups=groups(shown, page, kinds, superseded=country.superseded, gone=gone),
        total=kinds.total(),
        most=MOST,
        left=len(rest),
        rest=tuple(_rest(rest, page)),
        document=urls.relative(urls.twin(page), page),
        tables=urls.relative(urls.DATA, page),
        earlier=urls.relative(urls.day(earlier), page) if earlier else "",
        later=urls.relative(urls.day(later), page) if later else "",
    )


class _Place(NamedTuple):
    """Where a change is found that does not stand on the page of its day."""

    county: str
    name: str
    notice_id: str | None

    @classmethod
    def of(cls, change: Change) -> _Place:
        """That of a change."""
        return cls(change.county, change.county_name, change.notice_id)


def _rest(places: Sequence[_Place], page: str) -> Iterator[CountyRest]:
    """For each county, how many changes do not stand on the page, and the notices that list them."""
    names = {place.county: place.name for place in reversed(places)}
    numbers = Counter(place.county for place in places)
    notices: dict[str, set[str]] = {code: set() for code in names}
    for place in places:
        if place.notice_id:
            notices[place.county].add(place.notice_id)
    for code, name in sorted(names.items()):
        yield CountyRest(
            Link(name, urls.relative(urls.unit(code), page)), numbers[code],
            urls.relative(urls.table(code, "events"), page),
            tuple(
                Link(f"通告 {notice_id}", urls.relative(urls.notice(notice_id), page))
                for notice_id in sorted(notices[code])
            ),
        )  # fmt: skip
