"""The newest changes, and all changes month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.handover.changes import document_row, present, present_row
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.rows import change_row
from generator.publish.pages.views.changes import ChangesView, DayLink, MonthRow, MonthView
from generator.publish.rollup.page import chrome_of
from generator.register.times import day_of

NEWEST = 500
PAGE = 1000


def changes(country: Country, days: Sequence[Mapping[str, Any]], due: str | None) -> Iterator[Artifact]:
    """The page of the newest changes, with the lists of months and days (`days` as documents list them).

    `due` is the day by which the next change is to be looked for.
    """
    newest = country.newest(NEWEST)
    months = {month: _month_row(country, month) for month in country.months}
    whole = sum(row.total for row in months.values())
    yield renderer.page(
        "changes",
        ChangesView(
            chrome=chrome_of(country, urls.CHANGES, "变化", f"全部 {whole} 次变化，最新的在前。"),
            months=tuple(months.get(month) or _quiet(month) for month in _calendar(country)),
            rows=tuple(change_row(change, urls.CHANGES, superseded=country.superseded) for change in newest),
            total=whole,
        ),
    )
    yield documents.twin(
        urls.CHANGES,
        {
            "total": whole,
            "months": [
                {"month": month, "total": row.total, "url": urls.absolute(country.site.url, urls.month(month))}
                for month, row in months.items()
            ],
            "events": [present_row(document_row(change, country.site.url), country.superseded) for change in newest],
            "as_of": country.as_of,
            "demonstration": country.site.demonstration,
            "url": urls.absolute(country.site.url, urls.CHANGES),
            "format": documents.FORMAT,
            "this_update": country.as_of,
            "next_update": due,
            "days": list(days),
            "as_of_on": day_of(country.as_of),
        },
    )


def _month_row(country: Country, month: str) -> MonthRow:
    whole = country.by_month[month]
    gone = country.superseded_by_month.get(month, Counter())
    kinds = whole - gone
    return MonthRow(
        words.month_name(month), urls.relative(urls.month(month), urls.CHANGES), whole.total(),
        kinds["revoked"], kinds["suspended"], kinds["restored"], kinds["certified"], kinds["nominated"],
        kinds["corrected"], gone.total(),
    )  # fmt: skip


def _calendar(country: Country) -> list[str]:
    """Every month (YYYY-MM) from the one that the present stands at to the first with changes."""
    if not country.months:
        return []
    months, (year, number) = [], _numbers(max(country.months[0], (country.as_of or "")[:7]))
    while (year, number) >= _numbers(country.months[-1]):
        months.append(f"{year}-{number:02}")
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return months


def _numbers(month: str) -> tuple[int, int]:
    return int(month[:4]), int(month[5:7])


def _quiet(month: str) -> MonthRow:
    """A month without changes: it has no page, but it is no gap."""
    return MonthRow(words.month_name(month), "", 0, 0, 0, 0, 0, 0, 0, 0)


def month_pages(country: Country, month: str) -> int:
    """How many pages a month has."""
    return -(-country.by_month[month].total() // PAGE)


def _day_links(country: Country, year_month: str, page: str) -> tuple[DayLink, ...]:
    """The days of a month with changes, newest first."""
    return tuple(
        DayLink(words.day_name(day), urls.relative(urls.day(day), page), number)
        for day, number in country.by_day[year_month].items()
    )


def month(country: Country, year_month: str) -> Iterator[Artifact]:
    """All changes of a month, newest first, a thousand on a page; each page has its twin."""
    row = _month_row(country, year_month)
    last = month_pages(country, year_month)
    handed = country.handed(year_month)
    for number in range(1, last + 1):
        page = urls.month(year_month, number)
        shown = list(islice(handed, PAGE))
        newer = urls.relative(urls.month(year_month, number - 1), page) if number > 1 else ""
        older = urls.relative(urls.month(year_month, number + 1), page) if number < last else ""
        title = row.name if number == 1 else f"{row.name}（第 {number} 页）"
        yield renderer.page(
            "month",
            MonthView(
                chrome=chrome_of(
                    country,
                    page,
                    title,
                    f"{row.name}的 {row.total} 次变化。",
                    [(urls.CHANGES, "变化")],
                    modified=country.change(shown[0]).listed,
                ),
                name=row.name,
                rows=tuple(change_row(country.change(change), page, superseded=country.superseded) for change in shown),
                total=row.total,
                page=number,
                pages=last,
                newer=newer,
                older=older,
                days=_day_links(country, year_month, page) if number == 1 else (),
            ),
        )
        yield documents.twin(
            page,
            {
                "month": year_month,
                "total": row.total,
                "page": number,
                "pages": last,
                "next": urls.absolute(country.site.url, urls.twin(urls.month(year_month, number + 1)))
                if number < last
                else None,
                "events": [],
                "demonstration": country.site.demonstration,
                "url": urls.absolute(country.site.url, page),
                "format": documents.FORMAT,
            },
            [present(change, country.superseded) for change in shown],
        )
