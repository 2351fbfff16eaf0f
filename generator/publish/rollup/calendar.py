"""The calendar of the register: months as grids of days, each with what it took away and gave."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from typing import Final

from generator import urls, words
from generator.publish.handover.country import Country
from generator.publish.pages.languages import CHINESE, short_day
from generator.publish.pages.views.changes import DayCell, MonthGrid

_LOST: Final = ("revoked", "suspended")
_GAINED: Final = ("certified", "restored")
_WEEKS: Final = calendar.Calendar(calendar.MONDAY)
# From here on a number is told by its ten thousands, as it has no more room.
_MANY: Final = 10_000


def grid(country: Country, month: str, page: str) -> MonthGrid:
    """A month (YYYY-MM) as it stands on a page. Numbers are of what stands."""
    changed = frozenset(country.days_of(month))
    weeks = _WEEKS.monthdayscalendar(int(month[:4]), int(month[5:7]))
    address = urls.month(month)
    return MonthGrid(
        words.month_name(month),
        urls.relative(address, page) if address != page and changed else "",
        tuple(tuple(_cells(country, month, week, changed, page)) for week in weeks),
    )


def _cells(
    country: Country, month: str, week: list[int], changed: frozenset[str], page: str
) -> Iterator[DayCell | None]:
    for number in week:
        day = f"{month}-{number:02}"
        if not number:
            yield None
        elif day not in changed:
            yield DayCell(number, ahead=month == country.months[0] and day > max(changed, default=""))
        else:
            standing = country.counted_on(day) - country.counted_superseded_on(day)
            yield _cell(number, standing, day, page)


def _cell(number: int, standing: Counter[str], day: str, page: str) -> DayCell:
    lost, gained = (sum(standing[kind] for kind in kinds) for kinds in (_LOST, _GAINED))
    told = "，".join(f"{name} {standing[kind]} 项" for kind, name in words.KIND_NAMES.items() if standing[kind])
    return DayCell(
        number, urls.relative(urls.day(day), page), _short(lost), _short(gained),
        f"{short_day(day, CHINESE)}：{told or '都已被更正'}",
    )  # fmt: skip


def _short(number: int) -> str:
    if number >= _MANY:
        return f"{number / _MANY:.1f}万"
    return str(number) if number else ""
