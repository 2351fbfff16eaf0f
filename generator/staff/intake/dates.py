"""Days in any form in which lists print them, to ISO; what is no whole day is asked for, never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from generator.staff.intake.forms import number, plain
from generator.staff.intake.model import Cell, Problem
from generator.staff.intake.problems import problem

# No list of this kind is older; a spreadsheet's empty date is of 1899 or 1900.
_FIRST_YEAR, _LAST_YEAR = 1949, 2199
_HAN: Final = "零〇○Oo0-9一二三四五六七八九十廿卅两"
_YEAR: Final = "[零〇○Oo0-9一二三四五六七八九]{4}"
_TIME: Final = r"(?:[T ]*[0-9]{1,2}(?:[:时点][0-9]{0,2}(?:[:分][0-9]{0,2}(?:\.[0-9]+)?秒?)?)?)?(?:\+08:?00|Z)?"
_WEEKDAY: Final = r"(?:\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天])?"
_WRITTEN: Final = rf"({_YEAR})年([{_HAN}]{{1,3}})月([{_HAN}]{{1,3}})[日号]?"
_SIGNED: Final = r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
_SIGNED_WITHIN: Final = (
    "[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|[.][0-9]{1,2}[.])[0-9]{1,2}"  # groups of its own would count on
)
_COMPACT: Final = "((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])"
_MONTH: Final = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SHORT: Final = rf"(?:[0-9]{{2}}年)?[{_HAN}]{{1,3}}月[{_HAN}]{{1,3}}[日号]?|[0-9]{{1,2}}[-/.][0-9]{{1,2}}"
_MONTH_FIRST: Final = rf"[0-9]{{1,2}}[- ]{_MONTH}|{_MONTH}[- ][0-9]{{1,2}}"

# A day within a line, as notices print theirs.
WITHIN: Final = re.compile(f"{_WRITTEN}|(?<![0-9]){_SIGNED_WITHIN}(?![0-9])")


def iso(cell: Cell) -> str | Problem:
    """The day that a cell prints.

    >>> iso(Cell("二○二二年十一月廿一日", "第 1 行"))
    '2022-11-21'
    """
    text = plain(cell.text).strip()
    compact = re.sub(r"(?<=[年月日号]) +| +(?=[年月日号])", "", text)
    for pattern, places in (
        (_WRITTEN, (1, 2, 3)),
        (_SIGNED, (1, 3, 4)),
        (r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])", (1, 2, 3)),
    ):
        match = re.fullmatch(f"{pattern}{_WEEKDAY}{_TIME}", compact)
        if match is not None:
            return _day(cell, *(match[place] for place in places))
    kind = _kind(compact)
    if kind == "month-first":
        first, second, year = re.split("[-/.]", compact)
        if int(first) > 12 or int(second) > 12 or first == second:
            month, day = (second, first) if int(first) > 12 else (first, second)
            return _day(cell, year, month, day)
        kind = "ambiguous-day"
    return problem(kind, cell)


def _kind(text: str) -> str:
    """What keeps a text from being a day."""
    if re.fullmatch(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4}", text):
        return "month-first"
    if re.fullmatch(r"[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2[0-9]{2}|[0-9]{2}年.*", text):
        return "ambiguous-day"
    if re.fullmatch(f"(?:{_SHORT}|{_MONTH_FIRST}){_WEEKDAY}", text):
        return "no-year"
    if re.fullmatch(rf"{_YEAR}年([{_HAN}]{{1,3}}月)?|[0-9]{{4}}[-/.][0-9]{{1,2}}", text):
        return "no-day"
    return "serial-day" if re.fullmatch(r"[1-5][0-9]{4}(?:\.[0-9]+)?", text) else "not-a-day"


def _day(cell: Cell, *parts: str) -> str | Problem:
    numbers = [number(part) for part in parts]
    year, month, day = (0 if part is None else part for part in numbers)
    try:
        found = date(year, month, day)
    except ValueError:
        return problem("no-such-day", cell)
    return found.isoformat() if _FIRST_YEAR <= year <= _LAST_YEAR else problem("no-such-day", cell)
