"""What the data must hold to. One module for each family of findings; each rule is a generator of Findings.

A rule never stops at the first problem. Rows with a schema finding are not judged again, nor is what follows
from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.county import County
from generator.model import CountySource, Finding, Profile, UnitSource
from generator.rules import counts, dates, identity, order, procedure


def check_county(source: CountySource, county: County | None, profiles: Mapping[str, Profile]) -> Iterator[Finding]:
    """All findings of one county as read; `county` is what its rows compile to (None without settings)."""
    yield from identity.check(source, profiles)
    yield from order.check(source)
    yield from dates.check(source)
    if county is not None:
        yield from procedure.check(source, county)
        yield from counts.check_county(source, county)


def check_unit(source: UnitSource) -> Iterator[Finding]:
    """Findings of the notices of a city or province that need no county."""
    yield from identity.check_notices(source.code, source.notices, source.declared, source.unplaced, {})
    yield from dates.check_notices(source.notices)


def check_roll_up(source: UnitSource, counted: Iterable[counts.Counted]) -> Iterator[Finding]:
    """Declared counts of the notices of a city or province against the rows of all counties."""
    yield from counts.check_unit(source, counted)
