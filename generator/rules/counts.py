"""Findings of declared counts: each number that a notice states is a checksum over rows and unplaced names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator import words
from generator.findings import finding
from generator.register.county import County
from generator.register.declared import Counted, Total, totals, unit_totals
from generator.register.model import CountySource, Declared, Finding, Table, UnitSource


def check_county(source: CountySource, county: County) -> Iterator[Finding]:
    """Declared counts of a county's own notices."""
    if source.events.whole and not source.events.spoilt and source.unplaced.whole:
        yield from _compare(source.declared, totals(source.declared, county), source.names, county.title_then)


def check_unit(source: UnitSource, rows: Iterable[Counted]) -> Iterator[Finding]:
    """Declared counts of a city's or province's notices, over the rows of all counties below."""
    yield from _compare(source.declared, unit_totals(source, rows), source.names, lambda title, _: title)


def _compare(
    declared: Table[Declared],
    compared: Iterable[Total],
    names: Mapping[str, str],
    title_name: Callable[[str, str], str],
) -> Iterator[Finding]:
    for total in compared:
        if total.declared != total.actual:
            place = names.get(total.division, total.division) if total.division else ""
            title = title_name(total.title, total.notice_id) if total.title else ""
            what = f"{place}{words.MEASURES[total.measure]}{title}"
            yield finding(
                "E701", declared.path, total.line, "count", total.declared,
                notice=total.notice_id, what=what, actual=total.actual,
            )  # fmt: skip
