"""The changes of each day: a page for newsrooms, and a document that names the digest of the one before it.

Who has the newest document can check all earlier ones (the idea of certificate revocation lists, RFC 5280: each
list says when it was made and when the next is due).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from generator import urls, words
from generator.publish import frame, pages, parts
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.national import National, chrome
from generator.publish.rows import groups
from generator.publish.views import DayView

# Rows of one kind on the page of a day; its document has all.
MOST = 300


class Day(NamedTuple):
    """A day with changes; `sha256` is of its document."""

    date: str
    total: int
    sha256: str


def days(national: National) -> Iterator[tuple[Day, list[Artifact]]]:
    """Each day, oldest first, with its page and document; one day at a time is held."""
    before: Day | None = None
    found = [(month, day) for month in reversed(national.months) for day in _days(national, month)]
    for number, (month, (day, start, length)) in enumerate(found):
        later = found[number + 1][1][0] if number + 1 < len(found) else None
        lines = national.part_of(month, start, length)
        rows = [parts.part(line).row for line in lines]
        document = documents.twin(urls.day(day), _document(national, day, lines, before), rows)
        page = pages.page("day", _view(national, day, lines, before.date if before else None, later))
        before = Day(day, len(lines), hashlib.sha256(document.content).hexdigest())
        yield before, [page, document]


def _days(national: National, month: str) -> list[tuple[str, int, int]]:
    """Days of a month, oldest first: where the lines of each begin in the merged month, and their length, in bytes."""
    found: list[tuple[str, int, int]] = []
    place = 0
    for line in national.lines(month):
        day, size = line[:10], len(line.encode("utf-8"))
        if found and found[-1][0] == day:
            found[-1] = (day, found[-1][1], found[-1][2] + size)
        else:
            found.append((day, place, size))
        place += size
    return found[::-1]


def entry(national: National, day: Day) -> dict[str, Any]:
    """A day as the index of changes lists it."""
    return {
        "date": day.date,
        "total": day.total,
        "sha256": day.sha256,
        "url": f"{frame.base(national.site)}{urls.twin(urls.day(day.date))}",
    }


def _document(national: National, day: str, lines: list[str], before: Day | None) -> Mapping[str, Any]:
    kinds = Counter(parts.part(line).kind for line in lines)
    return {
        "date": day,
        "total": len(lines),
        "counts": {kind: kinds[kind] for kind in words.KIND_NAMES},
        "previous": entry(national, before) if before else None,
        "events": [],
        "demonstration": national.site.demonstration,
        "url": f"{frame.base(national.site)}{urls.day(day)}",
        "format": documents.FORMAT,
    }


def _view(national: National, day: str, lines: list[str], earlier: str | None, later: str | None) -> DayView:
    page = urls.day(day)
    kinds = Counter(parts.part(line).kind for line in lines)
    seen: Counter[str] = Counter()
    shown = []
    for line in lines:
        kind = parts.part(line).kind
        seen[kind] += 1
        if seen[kind] <= MOST or kind == "revoked":
            shown.append(national.change(line))
    name = words.day_name(day)
    told = "，".join(f"{words.KIND_NAMES[kind]} {kinds[kind]} 项" for kind in words.KIND_NAMES if kinds[kind])
    month = (urls.month(day[:7]), words.month_name(day[:7]))
    return DayView(
        chrome=chrome(national, page, f"{name}的变化", f"{told}。", [(urls.CHANGES, "变化"), month]),
        name=name,
        groups=groups(shown, page, kinds),
        total=len(lines),
        earlier=urls.relative(urls.day(earlier), page) if earlier else "",
        later=urls.relative(urls.day(later), page) if later else "",
    )


def next_update(national: National) -> str | None:
    """The day by which the next change is to be looked for: what the most frequent publisher promises."""
    promised = [one.publishes_every_days for one in national.present if one.publishes_every_days]
    if not promised or national.as_of is None:
        return None
    return (date.fromisoformat(national.as_of[:10]) + timedelta(days=min(promised))).isoformat()
