"""Days and times as they stand in the data: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS]+08:00`.

All carry the same offset, so that a normal form of equal length compares as text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

_FORM = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?\+08:00)?"
)


_OFFSET: Final = timezone(timedelta(hours=8))
_LAST: Final = int(datetime(9999, 12, 31, tzinfo=_OFFSET).timestamp())

# So long before the newest line of the whole register a line may still be recorded, and no longer (E807). What is older
# is closed: feeds archive it, and copies hold the publisher to it.
OPEN_FOR: Final = timedelta(days=7)

# So long before the newest line, feeds have a line where it was published, if that was later than others in order of
# time: as long as one may be late, and the eight days for which it is news.
NEWS_FOR: Final = OPEN_FOR + timedelta(days=8)


@lru_cache(maxsize=65_536)
def is_day(day: str) -> bool:
    """True if `YYYY-MM-DD` is a day of the calendar (2022-02-30 is not)."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """True if the text is a day or time in one of the two forms, and its day exists."""
    return _FORM.fullmatch(text) is not None and is_day(text[:10])


def instant(time: str) -> str:
    """The RFC 3339 time of a day (its start, 00:00+08:00) or time; these compare as text."""
    if len(time) == 10:
        return f"{time}T00:00:00+08:00"
    if len(time) == 22:
        return f"{time[:16]}:00+08:00"
    return time


def at(seconds: int) -> str:
    """The instant so many seconds after the beginning of 1970 (UTC); beyond the calendar, the last one of it."""
    return datetime.fromtimestamp(min(seconds, _LAST), _OFFSET).isoformat()


def day_of(time: str | None) -> str | None:
    """The day alone of a day or time; no day of no time."""
    return time[:10] if time else None


def end_of(time: str) -> str:
    """The last instant that an as-of time covers: a day means its end."""
    return f"{time}T23:59:59+08:00" if len(time) == 10 else instant(time)


def before(time: str, span: timedelta) -> str:
    """The instant so long before a day (its start) or time; like `instant`, it compares as text.

    Beyond the calendar it is the first or last instant of it.
    """
    try:
        return (datetime.fromisoformat(instant(time)) - span).isoformat()
    except OverflowError:
        return "0001-01-01T00:00:00+08:00" if span > timedelta() else "9999-12-31T23:59:59+08:00"


def after(time: str, span: timedelta) -> str:
    """The instant so long after a day (its start) or time; see `before`."""
    return before(time, -span)


def open_from(newest: str) -> str:
    """The first instant at which a line may still be recorded, when the newest line of the register is of this time."""
    return before(newest, OPEN_FOR)


def precedes(time: str, other: str) -> bool:
    """True if `one` is before `other` for certain: days are compared where either is only a day."""
    if len(time) == len(other):  # of one form, which compares as text
        return time < other
    if len(time) == 10 or len(other) == 10:
        return time[:10] < other[:10]
    return instant(time) < instant(other)
