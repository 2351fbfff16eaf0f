"""Findings of lifetimes: an area is there for as long as its titles are. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from generator import words
from generator.findings import finding
from generator.register.county import County
from generator.register.model import CountySource, Event, Finding


def check(source: CountySource, county: County) -> Iterator[Finding]:
    """No area ends before an event of it that is in force, or begins after one. A correction may come at any time."""
    dated = {area.area_id for area in source.areas.rows if area.valid_from or area.valid_until}
    if not dated:
        return
    events: dict[str, list[Event]] = {}
    for record in county.records.values():
        if record.area_id in dated:
            events.setdefault(record.area_id, []).extend(record.standing)
    for line, area in source.areas.located():
        standing = sorted(events.get(area.area_id, ()), key=lambda event: event.effective_at[:10])
        if not standing:
            continue
        first, last = standing[0], standing[-1]
        wrong = []
        if area.valid_from and first.effective_at[:10] < area.valid_from:
            wrong.append(("valid_from", area.valid_from, first))
        if area.valid_until and area.valid_until < last.effective_at[:10]:
            wrong.append(("valid_until", area.valid_until, last))
        for column, day, event in wrong:
            yield finding(
                "E813", source.areas.path, line, column, day, name=area.name, area_id=area.area_id,
                expected=event.effective_at[:10], event=words.EVENTS[event.event],
            )  # fmt: skip
