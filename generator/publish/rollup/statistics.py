"""The page of statistics, with its tables as CSV and its twin."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.exports import documents, tables
from generator.publish.exports.statistics import Shown, Statistics
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.drawings import Source, drawings
from generator.publish.pages.rows import exactly
from generator.publish.pages.views.changes import StatisticsRow, StatisticsTable, StatisticsView
from generator.publish.pages.views.shared import Link
from generator.publish.pages.wording import CHINESE, plain
from generator.publish.rollup.overview import flow_of, trend_of
from generator.publish.rollup.page import chrome_of
from generator.publish.rollup.totals import oldest, promise_of, total
from generator.register.moves import added_days
from generator.register.times import day_of


def statistics(country: Country) -> Iterator[Artifact]:
    """Everything under statistics/."""
    made = Statistics(country.present, demonstration=country.site.demonstration)
    yield from made.files()
    by_county = {summary.code: summary.moves for summary in country.present}
    fictional = country.site.demonstration
    yield tables.days(urls.statistics_days(), by_county, demonstration=fictional)
    flows = {summary.code: summary.flows for summary in country.present}
    yield tables.flows(urls.statistics_flows(), flows, demonstration=fictional)
    yield tables.days(urls.days_table(), {"": added_days(by_county.values())}, demonstration=fictional)
    shown = trend_of(country, country.present, country.as_of, urls.STATISTICS, urls.days_table(), urls.STATISTICS)
    between = flow_of(country, country.present, total(country.present), urls.STATISTICS, urls.STATISTICS)
    marks = ("demonstration",) * fictional
    yield from drawings(
        country.site, urls.STATISTICS, {"trend": shown, "flow": between},
        Source(urls.STATISTICS, country.as_of or "", marks), CHINESE,
    )  # fmt: skip
    for lang in country.site.languages:  # the home pages in other languages show the trend, and lead to its file
        say = plain(lang)
        told = trend_of(
            country, country.present, country.as_of, urls.home(lang), urls.days_table(), urls.STATISTICS, say=say
        )
        source = Source(urls.home(lang), country.as_of or "", marks)
        yield from drawings(country.site, urls.STATISTICS, {"trend": told}, source, say)
    yield renderer.page(
        "statistics",
        StatisticsView(
            chrome=chrome_of(
                country, urls.STATISTICS, "统计", "各称号、各月、各区县的数量。", promise=promise_of(country.present)
            ),
            tables=tuple(
                StatisticsTable(
                    table.caption,
                    table.unit,
                    table.header,
                    tuple(_rows(table)),
                    Link(f"下载 {table.file}", table.file),
                    table.note,
                )
                for table in made.shown()
            ),
            trend=shown,
            flow=between,
            as_of=exactly(country.stands.newest) if country.stands else None,
            oldest=oldest(country.stands, CHINESE),
        ),
    )
    yield documents.twin(
        urls.STATISTICS,
        {
            **made.records(),
            "as_of": country.as_of,
            "demonstration": country.site.demonstration,
            "format": documents.FORMAT,
            "as_of_on": day_of(country.as_of),
        },
    )


def _rows(table: Shown) -> Iterator[StatisticsRow]:
    """The rows of a table with their links; a month that has no page is one without records."""
    silent = any(table.pages)
    for (name, *cells), page in zip(table.rows, table.pages, strict=True):
        href = urls.relative(page, urls.STATISTICS) if page else ""
        yield StatisticsRow(name, tuple(cells), href, silent=silent and not page)
