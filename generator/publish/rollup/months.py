"""The newest changes, and the months; a month lists its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.handover.changes import document_row, present_row
from generator.publish.handover.country import Country
from generator.publish.pages import offers, renderer
from generator.publish.pages.languages import CHINESE, short_day
from generator.publish.pages.rows import groups, list_of
from generator.publish.pages.views.changes import ChangesView, MonthView, PeriodRow
from generator.publish.pages.views.shared import Offers
from generator.publish.pages.wording import wording
from generator.publish.rollup import kinds
from generator.publish.rollup.calendar import grid
from generator.publish.rollup.page import chrome_of
from generator.publish.rollup.totals import oldest, promise_of
from generator.register.times import day_of

# Changes in the twin; of each kind on the page; months that the page shows as a calendar.
NEWEST = 500
EACH = 10
GRIDS = 3


def changes(country: Country, days: Sequence[Mapping[str, Any]], due: str | None) -> Iterator[Artifact]:
    """The page of the newest changes, with the lists of months and days (`days` as documents list them).

    `due` is the day by which the next change is to be looked for.
    """
    newest = country.newest(NEWEST)
    months = {month: _month_row(country, month) for month in country.months}
    whole = sum(row.total for row in months.values())
    first, last, say = country.lately_from, country.as_of_day, wording(CHINESE)
    yield renderer.page(
        "changes",
        ChangesView(
            chrome=chrome_of(
                country, urls.CHANGES, "变化", f"全部 {whole} 次变化，最新的在前。", promise=promise_of(country.present)
            ),
            as_of=say.exactly(country.as_of) if country.as_of else None,
            oldest=oldest(country.stands, say),
            kinds=kinds.links(country, urls.CHANGES),
            first=words.day_name(first) if first else "",
            last=words.day_name(last) if last else "",
            groups=groups(
                country.newest_of_each(EACH), urls.CHANGES, country.by_kind, superseded=country.superseded,
                gone=country.superseded_by_kind, lists=list_of(urls.CHANGES),
            ),
            calendar=tuple(grid(country, month, urls.CHANGES) for month in _calendar(country)[:GRIDS]),
            months=tuple(months.get(month) or _quiet(month) for month in _calendar(country)),
            total=whole,
            offers=Offers(offers.of_country(urls.CHANGES, say)),
        ),
    )  # fmt: skip
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


def _month_row(country: Country, month: str) -> PeriodRow:
    href = urls.relative(urls.month(month), urls.CHANGES)
    return period_row(words.month_name(month), href, country.counted_in(month), country.superseded_in(month))


def period_row(name: str, href: str, whole: Counter[str], gone: Counter[str]) -> PeriodRow:
    kinds = whole - gone
    return PeriodRow(
        name, href, whole.total(),
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


def _quiet(month: str) -> PeriodRow:
    """A month without changes: it has no page, but it is no gap."""
    return PeriodRow(words.month_name(month), "", 0, 0, 0, 0, 0, 0, 0, 0)


def month(country: Country, year_month: str, days: Sequence[Mapping[str, Any]]) -> Iterator[Artifact]:
    """A month: its days, newest first (`days` as documents list them). What changed stands in the days alone."""
    page, row = urls.month(year_month), _month_row(country, year_month)
    newest = country.newest_in(year_month)
    yield renderer.page(
        "month",
        MonthView(
            chrome=chrome_of(
                country, page, row.name, f"{row.name}的 {row.total} 次变化，按日。", [(urls.CHANGES, "变化")],
                modified=country.change(newest).listed,
            ),
            name=row.name,
            days=tuple(_day_row(country, day["date"], page) for day in days),
            total=row.total,
            calendar=grid(country, year_month, page),
        ),
    )  # fmt: skip
    yield documents.twin(
        page,
        {
            "month": year_month,
            "total": row.total,
            **_standing(country.counted_in(year_month), country.superseded_in(year_month)),
            "days": [
                {**day, **_standing(country.counted_on(day["date"]), country.counted_superseded_on(day["date"]))}
                for day in days
            ],
            "demonstration": country.site.demonstration,
            "url": urls.absolute(country.site.url, page),
            "format": documents.FORMAT,
        },
    )


def _day_row(country: Country, day: str, page: str) -> PeriodRow:
    href = urls.relative(urls.day(day), page)
    return period_row(
        short_day(day, CHINESE), href, country.counted_on(day), country.counted_superseded_on(day)
    )  # fmt: skip


def _standing(whole: Counter[str], gone: Counter[str]) -> dict[str, Any]:
    """How many changes of each kind stand, and how many were retracted or replaced later."""
    return {"standing": {kind: whole[kind] - gone[kind] for kind in words.KIND_NAMES}, "superseded": gone.total()}
