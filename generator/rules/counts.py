"""Findings of declared counts: each number that a notice states is a checksum over rows and unplaced names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator import words
from generator.findings import finding
from generator.register.county import County
from generator.register.declared import Counted, Total, totals, unit_totals
from generator.register.model import CountySource, Declared, Finding, Table, UnitSource, Unplaced


def check_county(source: CountySource, county: County) -> Iterator[Finding]:
    """Declared counts of a county's own notices."""
    if source.events.whole and not source.events.spoilt and source.unplaced.whole:
        compared = _known(totals(source.declared, county), source.unplaced)
        yield from _compare(source.declared, compared, source.names, county.title_then)


def check_unit(
    source: UnitSource, rows: Iterable[Counted], titles: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    """Declared counts of a city's or province's notices, over the rows of all counties below.

    `titles` are the names that the counties give to titles, by notice, and by county.
    """
    if source.unplaced.whole:
        compared = _known(unit_totals(source, rows), source.unplaced)
        below = [named for key, named in titles.items() if key.startswith(source.code)]

        def title_name(title: str, notice: str) -> str:
            return next((named[title] for named in (titles.get(notice, {}), *below) if title in named), title)

        yield from _compare(source.declared, compared, source.names, title_name)


def _known(compared: Iterable[Total], unplaced: Table[Unplaced]) -> Iterator[Total]:
    """The totals of notices of which every name without a code could be read: the others have a finding there."""
    unread = {row.get("notice_id") for row in unplaced.spoilt}
    if None not in unread:  # else it may be of any notice
        yield from (total for total in compared if total.notice_id not in unread)


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
