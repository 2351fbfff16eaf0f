"""The days and months under which misdated changes stood until a correction showed it: their addresses stay.

No list, chain or sitemap names them any more: they lead to the day on which the changes are listed, and have no twin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.rows import groups
from generator.publish.pages.views.changes import DayView, MonthView, PeriodRow
from generator.publish.pages.views.shared import Chrome
from generator.publish.rollup.months import period_row
from generator.publish.rollup.page import chrome_of
from generator.register.change import Change
from generator.register.times import instant

# What stands on top of them: they are no part of the present.
_TOLD: Final = "记录时间录错了，这里不是变化的实际日期：它们已经更正，列在更正的那一天。"


def mistyped(country: Country) -> Iterator[Artifact]:
    """A page for each day and month that misdated changes name, unless it is one of other changes as well."""
    handed = (change for month in country.misdated_months for change in country.handed(month) if change.misdated)
    changes = [country.change(change) for change in handed]
    by_day: dict[str, list[Change]] = defaultdict(list)
    by_month: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_day[change.recorded_at[:10]].append(change)
        by_month[change.recorded_at[:7]].append(change)
    for day, members in sorted(by_day.items()):
        if day not in country.days:
            yield renderer.page("day", _day(country, day, members))
    for month, members in sorted(by_month.items()):
        if month not in country.months:
            yield renderer.page("month", _month(country, month, members))


def _day(country: Country, day: str, changes: Sequence[Change]) -> DayView:
    page, name = urls.day(day), words.day_name(day)
    listed = _listed(changes)
    return DayView(
        chrome=_chrome(country, page, f"{name}的变化", listed),
        name=name,
        groups=groups(changes, page, superseded=country.superseded),
        total=len(changes),
        most=len(changes),
        left=0,
        rest=(),
        document="",
        tables=urls.relative(urls.DATA, page),
        earlier=urls.relative(urls.day(listed[:10]), page),
        later="",
    )


def _month(country: Country, month: str, changes: Sequence[Change]) -> MonthView:
    page, name = urls.month(month), words.month_name(month)
    listed, days = _listed(changes), {change.recorded_at[:10] for change in changes}
    return MonthView(
        chrome=_chrome(country, page, name, listed),
        name=name,
        days=tuple(_day_row(country, day, page, changes) for day in sorted(days, reverse=True)),
        total=len(changes),
    )


def _day_row(country: Country, day: str, page: str, changes: Sequence[Change]) -> PeriodRow:
    members = [change for change in changes if change.recorded_at[:10] == day]
    return period_row(
        words.day_name(day), urls.relative(urls.day(day), page), Counter(change.counted for change in members),
        Counter(change.counted for change in members if change.event_id in country.superseded),
    )  # fmt: skip


def _listed(changes: Sequence[Change]) -> str:
    """The newest time by which lists have some changes."""
    return max((change.listed for change in changes), key=instant)


def _chrome(country: Country, page: str, title: str, listed: str) -> Chrome:
    month = listed[:7]
    trail = [(urls.CHANGES, "变化"), (urls.month(month), words.month_name(month))]
    return chrome_of(country, page, title, _TOLD, trail, twin=False, modified=listed)._replace(moved=_TOLD)
