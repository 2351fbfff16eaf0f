"""The changes of each day: a page for newsrooms, and a document that names the digest of the one before it.

Who has the newest document can check all earlier ones (the idea of certificate revocation lists, RFC 5280: each
list says when it was made and when the next is due).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, Opener, framed
from generator.publish.exports import documents
from generator.publish.handover.changes import HandedChange
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.rows import groups
from generator.publish.pages.views.changes import DayView
from generator.publish.rollup import months
from generator.publish.rollup.page import chrome_of

# Rows of one kind on the page of a day; its document has all.
MOST = 300


class Day(NamedTuple):
    """A day with changes; `sha256` is of its document."""

    date: str
    total: int
    sha256: str


def days(country: Country, open_: Opener) -> Iterator[tuple[Day, str, Artifact]]:
    """Each day, oldest first, with the address of its document, written row by row, and its page."""
    before: Day | None = None
    month_days = [(month, day) for month in reversed(country.months) for day in _days(country, month)]
    for number, (month, day) in enumerate(month_days):
        later = month_days[number + 1][1].date if number + 1 < len(month_days) else None
        document = framed(urls.twin(urls.day(day.date)), _document(country, day, before), "events")
        with open_(document.path) as file, document.around(file) as add:
            for change in country.part_of(month, day.start, day.length):
                add(change.row)
        handed = country.part_of(month, day.start, day.length)
        page = renderer.page("day", _view(country, day, handed, before.date if before else None, later))
        before = Day(day.date, day.kinds.total(), file.digest.hexdigest())
        yield before, document.path, page


def changes(country: Country, open_: Opener) -> Iterator[Artifact | str]:
    """Every day, then the page of the newest changes, which lists them with their digests.

    Gives pages, and addresses of the documents that were written row by row.
    """
    listed = []
    for day, document, page in days(country, open_):
        listed.append(entry(country, day))
        yield from (document, page)
    yield from months.changes(country, listed[::-1], next_update(country))


class _DaySpan(NamedTuple):
    """A day as the merged month has it: where its lines begin, and their length, in bytes; how many of each kind."""

    date: str
    start: int
    length: int
    kinds: Counter[str]


def _days(country: Country, month: str) -> list[_DaySpan]:
    """Days of a month, oldest first."""
    spans: list[_DaySpan] = []
    place = 0
    for line in country.lines(month):
        day, size, kind = line[:10], len(line.encode("utf-8")), HandedChange.decode(line).kind
        if not spans or spans[-1].date != day:
            spans.append(_DaySpan(day, place, 0, Counter()))
        spans[-1].kinds[kind] += 1
        spans[-1] = spans[-1]._replace(length=spans[-1].length + size)
        place += size
    return spans[::-1]


def entry(country: Country, day: Day) -> dict[str, Any]:
    """A day as the index of changes lists it."""
    return {
        "date": day.date,
        "total": day.total,
        "sha256": day.sha256,
        "url": urls.absolute(country.site.url, urls.twin(urls.day(day.date))),
    }


def _document(country: Country, day: _DaySpan, before: Day | None) -> Mapping[str, Any]:
    return {
        "date": day.date,
        "total": day.kinds.total(),
        "counts": {kind: day.kinds[kind] for kind in words.KIND_NAMES},
        "previous": entry(country, before) if before else None,
        "events": [],
        "demonstration": country.site.demonstration,
        "url": urls.absolute(country.site.url, urls.day(day.date)),
        "format": documents.FORMAT,
    }


def _view(
    country: Country, day: _DaySpan, handed: Iterable[HandedChange], earlier: str | None, later: str | None
) -> DayView:
    page, kinds = urls.day(day.date), day.kinds
    seen = Counter[str]()
    shown = []
    for change in handed:
        seen[change.kind] += 1
        if seen[change.kind] <= MOST or change.kind == "revoked":
            shown.append(country.change(change))
    name = words.day_name(day.date)
    told = "，".join(f"{words.KIND_NAMES[kind]} {kinds[kind]} 项" for kind in words.KIND_NAMES if kinds[kind])
    month = (urls.month(day.date[:7]), words.month_name(day.date[:7]))
    return DayView(
        chrome=chrome_of(country, page, f"{name}的变化", f"{told}。", [(urls.CHANGES, "变化"), month]),
        name=name,
        groups=groups(shown, page, kinds),
        total=kinds.total(),
        earlier=urls.relative(urls.day(earlier), page) if earlier else "",
        later=urls.relative(urls.day(later), page) if later else "",
    )


def next_update(country: Country) -> str | None:
    """The day by which the next change is to be looked for: what the most frequent publisher promises."""
    promised = [summary.publishes_every_days for summary in country.present if summary.publishes_every_days]
    if not promised or country.as_of is None:
        return None
    return (date.fromisoformat(country.as_of[:10]) + timedelta(days=min(promised))).isoformat()
