"""What the data must hold to. One module for each family of findings; each rule is a generator of Findings.

A rule never stops at the first problem. Rows with a schema finding are not judged again, nor is what follows
from another finding: one slip gives one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from generator.register.county import County
from generator.register.declared import Counted
from generator.register.model import CountySource, Finding, UnitSource
from generator.register.profile import Profile
from generator.rules import (
    assessments,
    counts,
    dates,
    deadlines,
    evidence,
    identity,
    inspections,
    lookalikes,
    order,
    privacy,
    series,
    steps,
    upward,
)  # fmt: skip
from generator.rules.subject import Bench

# After these a count differs because a row is not where it belongs.
_UNCOUNTED = frozenset({"E401", "E404", "E406", "E501", "E502", "E503", "E504", "E505", "E506"})


def check_county(
    source: CountySource, county: County | None, profiles: Mapping[str, Profile], unread: Set[str] = frozenset()
) -> Iterator[Finding]:
    """All findings of one county as read.

    `county` is what its rows compile to (None without settings), `unread` are ids of profiles that have findings.
    """
    private = [*privacy.check(source)]
    yield from private
    personal = {(one.path, one.line, one.column) for one in private}  # whose other faults would quote it
    found = [*identity.check(source, profiles, unread), *order.check(source)]
    yield from (one for one in found if (one.path, one.line, one.column) not in personal)
    shuffled = order.is_shuffled(source.events)
    yield from dates.check(source, shuffled=shuffled)
    if county is None or shuffled:
        return
    lines = {line: event.area_id for line, event in source.events.located()}
    doubtful = {lines.get(one.line or 0) for one in found if one.path == source.events.path}
    evident = (source.cases, source.assessments, source.inspections)
    unsure = {table.path for table in evident if table.spoilt} | {one.path for one in found}
    bench = Bench(source, county, doubtful, unsure)
    for family in (steps, deadlines, evidence, assessments, inspections, upward):
        yield from family.check(bench)
    yield from lookalikes.check(source, county, doubtful)
    yield from series.check(source.notices, source.declared, complete=county.settings.state == "active")
    if not any(one.code in _UNCOUNTED for one in found):
        outside = {(one.path, one.line) for one in found if one.code == "E702"}
        yield from (one for one in counts.check_county(source, county) if (one.path, one.line) not in outside)


def check_unit(source: UnitSource) -> Iterator[Finding]:
    """Findings of the notices of a city or province that need no county."""
    yield from privacy.check_unit(source)
    yield from identity.check_notices(source.code, source.notices, source.declared, source.unplaced, {})
    yield from dates.check_notices(source.notices)
    yield from series.check(source.notices, source.declared, complete=False)


def check_roll_up(source: UnitSource, counted: Iterable[Counted]) -> Iterator[Finding]:
    """Declared counts of the notices of a city or province against the rows of all counties."""
    yield from counts.check_unit(source, counted)
