"""What people type of themselves, before it is looked up: blanks, quotes and full-width signs, days as they are said.

What can only mean one thing is taken for it. A day without its year is not: the sentence says how to write it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from generator.errors import UsageError
from generator.register.times import is_time
from generator.staff.intake.dates import iso
from generator.staff.intake.forms import number, plain
from generator.staff.intake.model import Cell, Problem

_QUOTES: Final = " \"'“”‘’「」『』《》〈〉＂＇"
_AGO: Final = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2}
_CLOCK: Final = re.compile(
    r"(?P<day>.*[0-9日号天])(?:[T ]+|(?<=[日号天]))(?P<hour>[0-9]{1,2})(?P<sign>[:时点])(?P<minute>[0-9]{1,2})?分?"
    r"(?P<second>:[0-9]{2})?(?:\+08:?00)?"
)
_SHORT: Final = re.compile(r"(?P<month>[^-/.月 ]{1,3})[-/.月](?P<day>[^-/.月日号 ]{1,3})[日号]?")
_FORM: Final = "写成 2022-11-28"


def bare(text: str) -> str:
    """A text without blanks and quotes around it, its full-width letters and digits plain.

    >>> bare(" “９９０１０１” ")
    '990101'
    """
    return plain(text).strip(_QUOTES)


def time(text: str, today: str) -> str:
    """A day or time as the data has it; `today` is what people count back from. Raises UsageError.

    >>> time("昨天", "2022-12-06"), time("2022年12月6日 16:30", "2022-12-06")
    ('2022-12-05', '2022-12-06T16:30+08:00')
    """
    typed = bare(text)
    if is_time(typed):
        return typed
    clock = _CLOCK.fullmatch(typed)
    day = _day(clock["day"].strip() if clock else typed, text, today)
    if clock is None:
        return day
    if clock["minute"] is None and clock["sign"] == ":":
        raise UsageError(f"“{text}”不是时刻；写成 2022-11-28T09:00+08:00")
    whole = f"{day}T{int(clock['hour']):02}:{int(clock['minute'] or 0):02}{clock['second'] or ''}+08:00"
    if not is_time(whole):
        raise UsageError(f"“{text}”不是存在的时刻；写成 2022-11-28T09:00+08:00")
    return whole


def _day(typed: str, text: str, today: str) -> str:
    if typed in _AGO:
        return (date.fromisoformat(today) - timedelta(days=_AGO[typed])).isoformat()
    found = None if re.search("[:时点]|T", typed) else iso(Cell(typed, ""))
    if isinstance(found, str):
        return found
    if found is None:
        raise UsageError(f"“{text}”不是日期或时间；{_FORM} 或 2022-11-28T09:00+08:00")
    raise UsageError(f"“{text}”{found.what}；{_last(typed, today) or _FORM}" if _is_told(found) else _unknown(text))


def _is_told(found: Problem) -> bool:
    return found.kind != "not-a-day"


def _unknown(text: str) -> str:
    return f"“{text}”不是日期；{_FORM}"


def _last(typed: str, today: str) -> str | None:
    """How the last day of that name would be written, for a day without its year."""
    match = _SHORT.fullmatch(typed)
    month, day = (number(match["month"]), number(match["day"])) if match else (None, None)
    if month is None or day is None:
        return None
    for year in (int(today[:4]), int(today[:4]) - 1):
        try:
            said = date(year, month, day).isoformat()
        except ValueError:
            return None
        if said <= today:
            return f"是最近的那一天，就写 {said}"
    return None


def count(text: str) -> int | None:
    """A number of people: `1`, `１人`, `两名`, `没有`; None for anything else.

    >>> count("１人"), count("没有"), count("many")
    (1, 0, None)
    """
    typed = bare(text)
    if typed in ("无", "没有", "没"):
        return 0
    value = number(re.sub("[人名例个]$", "", typed))
    return value if value is not None and value < 1_000_000 else None
