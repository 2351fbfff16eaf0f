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
    counts,
    dates,
    families,
    identity,
    lifetimes,
    lookalikes,
    namesakes,
    order,
    privacy,
    redactions,
    series,
)
from generator.rules.subject import subject_of

# After these a count differs because a row is not where it belongs.
_UNCOUNTED = frozenset({"E401", "E404", "E406", "E501", "E502", "E503", "E504", "E505", "E506", "E705"})


def check_county(
    source: CountySource,
    county: County | None,
    profiles: Mapping[str, Profile],
    unread: Set[str] = frozenset(),
    clock: str | None = None,
    mended: dates.MendedDays = frozenset(),
) -> Iterator[Finding]:
    """All findings of one county as read.

    `county` is what its rows compile to (None without settings), `unread` are ids of profiles that have findings, and
    `clock` is an instant after which nothing has happened yet. `mended` are days of notices (`dates.mended_days`).
    """
    private = [*privacy.check(source)]
    yield from private
    # Other faults of the same cell would quote what is personal.
    personal = {(finding.path, finding.line, finding.column) for finding in private}
    misplaced = [*identity.check(source, profiles, unread), *order.check(source)]
    yield from (finding for finding in misplaced if (finding.path, finding.line, finding.column) not in personal)
    shuffled = order.is_shuffled(source.events)
    yield from dates.check(source, shuffled=shuffled, mended=mended)
    if not shuffled:
        yield from redactions.check(source)
    if county is None or shuffled:
        return
    yield from lifetimes.check(source, county)
    subject = subject_of(source, county, misplaced, clock)
    yield from families.judged(subject)
    yield from lookalikes.check(source, county, subject.doubtful)
    named = [*namesakes.check_doubles(source.unplaced), *namesakes.check(source, county)]
    yield from named
    yield from series.check(source.notices, source.declared, complete=county.settings.state == "active")
    if not any(finding.code in _UNCOUNTED for finding in (*misplaced, *named)):
        outside = {(finding.path, finding.line) for finding in misplaced if finding.code == "E702"}
        for finding in counts.check_county(source, county):
            if (finding.path, finding.line) not in outside:
                yield finding


def check_unit(source: UnitSource, mended: dates.MendedDays = frozenset()) -> Iterator[Finding]:
    """Findings of the notices of a city or province that need no county. `mended` as in `check_county`."""
    yield from privacy.check_unit(source)
    yield from identity.check_notices(source.code, source.notices, source.declared, source.unplaced, {})
    yield from dates.check_notices(source.notices, mended)
    yield from namesakes.check_doubles(source.unplaced)
    yield from series.check(source.notices, source.declared, complete=False)


def check_roll_up(
    source: UnitSource, counted: Iterable[Counted], titles: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    """Declared counts of the notices of a city or province against the rows of all counties.

    `titles` are the names of titles, by notice, and by county.
    """
    yield from counts.check_unit(source, counted, titles)
