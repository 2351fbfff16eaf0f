"""Which batch of which series a notice declares, as the county has written them so far, or as the notice prints it."""

from __future__ import annotations

import re
from typing import Final

from generator.staff.importing.likeness import plain_form
from generator.staff.intake.forms import number, plain
from generator.staff.intake.headings import own_titles, title_pattern
from generator.staff.recording.desk import Desk

_BATCH: Final = re.compile("第([^第批]{1,6})批次?")
# What stands between a batch and the titles that it is of: 第二批30个“无疫乡镇(街道)”.
_BETWEEN: Final = re.compile(r"(?:的|[0-9]+\s*[个家处])?\s*[“”\"《]?")
_AND: Final = re.compile("[、和及与]")


def batch_of(desk: Desk, printed: str | None) -> str | None:
    """A batch as the county writes batches: by its number alone, where it does."""
    match = _BATCH.fullmatch(plain(printed or ""))
    value = number(match[1]) if match else None
    is_decimal = any((row.batch or "").isdecimal() for row in desk.source.declared.rows)
    return str(value) if value is not None and is_decimal else printed


def series_of(desk: Desk, title: str, batch: str | None) -> str | None:
    """The series that a batch continues; None where nothing says it.

    It is the one that the county has and the notice prints; or its only one, if this batch follows the last one of it
    and is of nothing else; where the county has none yet, it is what the notice prints behind its batch.
    """
    if batch is None:
        return None
    versions = [version for profile in desk.county.profiles.values() for version in profile.versions()]
    with own_titles(each.name for version in versions for each in version.titles.values()):
        return _series_of(desk, title, batch)


def _series_of(desk: Desk, title: str, batch: str) -> str | None:
    earlier = [row for row in desk.source.declared.rows if row.series]
    mine = plain_form(title)
    names = sorted({str(row.series) for row in earlier}, key=lambda name: (-len(name), name))
    printed = next((name for name in names if plain_form(name) in mine), None)
    if printed is not None and (len(names) == 1 or printed == printed_series(title)):
        return printed
    titles = printed_series(title)
    if not names:
        return titles
    if len(names) > 1 or titles is None or not set(_titles(titles)) <= set(_titles(names[0])):
        return None
    last = max((int(row.batch) for row in earlier if row.batch and row.batch.isdecimal()), default=None)
    return names[0] if last is not None and batch == str(last + 1) else None


def printed_series(title: str) -> str | None:
    """What the title of a notice says behind its batch to be of; None where it says nothing.

    >>> printed_series("关于公布第一批无疫社区、无疫小区的通告"), printed_series("第二批30个“无疫乡镇(街道)”名单")
    ('无疫社区、无疫小区', '无疫乡镇(街道)')
    """
    text = plain(title)
    batch = _BATCH.search(text)
    between = _BETWEEN.match(text, batch.end()) if batch else None
    if between is None:
        return None
    start = end = between.end()
    while (match := title_pattern().match(text, end)) is not None:
        end = match.end()
        joined = _AND.match(text, end)
        if joined is None or title_pattern().match(text, joined.end()) is None:
            return title[start:end]
        end = joined.end()
    return None


def _titles(series: str) -> list[str]:
    return [plain_form(match[0]) for match in title_pattern().finditer(plain(series))]
