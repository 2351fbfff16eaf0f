"""Days by the calendar, and working days by the official Chinese one.

`chinesecalendar` holds what the General Office of the State Council announced for each year; data/workdays.csv
adds years that it does not have yet, or says otherwise. A year that neither knows is not guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

CALENDAR_DAY: Final = "calendar_day"
WORKING_DAY: Final = "working_day"
_WEEKEND: Final = 5


class UnknownYearError(Exception):
    """No calendar says which days of this year are working days."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class Calendar:
    """Which days are working days; `stated` are those of data/workdays.csv (a year that it names is complete)."""

    def __init__(self, stated: Mapping[str, bool] | None = None) -> None:
        self.stated = dict(stated or {})
        self._years = {day[:4] for day in self.stated}
        self._due: dict[tuple[str, int, str], str] = {}

    def is_working(self, day: date) -> bool:
        """True for a working day. Raises UnknownYearError."""
        said = self.stated.get(day.isoformat())
        if said is not None:
            return said
        official = _official(day)
        if official is None:
            if f"{day.year:04}" not in self._years:
                raise UnknownYearError(day.year)
            return day.weekday() < _WEEKEND
        return official

    def due(self, start: str, days: int, unit: str) -> str:
        """The last day (YYYY-MM-DD) of a time limit that begins on `start`, which itself does not count.

        Raises UnknownYearError.
        """
        key = (start[:10], days, unit)
        due = self._due.get(key)
        if due is None:
            day = date.fromisoformat(start[:10])
            left = days
            while left > 0:
                day += timedelta(days=1)
                left -= unit == CALENDAR_DAY or self.is_working(day)
            due = self._due[key] = day.isoformat()
        return due

    def between(self, start: str, end: str, unit: str) -> int:
        """Days after `start` up to `end`, both days or times; 0 on the same day. Raises UnknownYearError."""
        first, last = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
        if unit == CALENDAR_DAY:
            return (last - first).days
        return sum(self.is_working(first + timedelta(days=day)) for day in range(1, (last - first).days + 1))


@cache
def _official(day: date) -> bool | None:
    """What the built-in calendar says; None for a year that it does not have."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
