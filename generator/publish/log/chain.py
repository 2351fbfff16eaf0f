"""The chain of days: the document of a day names the digest of the one before it.

Who has the newest document can check all earlier ones (the idea of certificate revocation lists, RFC 5280: each
list says when it was made and when the next is due).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from generator import urls, words
from generator.publish.artifact import Framed, framed
from generator.publish.exports import documents
from generator.publish.handover.country import Country
from generator.publish.handover.days import ChainedDay


def entry(country: Country, day: ChainedDay) -> dict[str, Any]:
    """A day as the index of changes, and the day after it, name it."""
    return {
        "date": day.date,
        "total": day.total,
        "sha256": day.sha256,
        "url": urls.absolute(country.site.url, urls.twin(urls.day(day.date))),
    }


def document(country: Country, day: str, kinds: Mapping[str, int], before: ChainedDay | None) -> Framed:
    """The document of a day, whose events are written piece by piece. `before` is the day with changes before it."""
    content = {
        "date": day,
        "total": sum(kinds.values()),
        "counts": {kind: kinds.get(kind, 0) for kind in words.KIND_NAMES},
        "previous": entry(country, before) if before else None,
        "events": [],
        "demonstration": country.site.demonstration,
        "url": urls.absolute(country.site.url, urls.day(day)),
        "format": documents.FORMAT,
    }
    return framed(urls.twin(urls.day(day)), content, "events")


def next_update(country: Country) -> str | None:
    """The day by which the next change is to be looked for: what the most frequent publisher promises."""
    promised = [summary.publishes_every_days for summary in country.present if summary.publishes_every_days]
    if not promised or country.as_of is None:
        return None
    return (date.fromisoformat(country.as_of[:10]) + timedelta(days=min(promised))).isoformat()
