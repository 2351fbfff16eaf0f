"""The charts of pages above the counties, from their summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from generator import urls
from generator.publish.handover.country import Country
from generator.publish.handover.summary import Summary, is_present
from generator.publish.pages.charts.flow import FlowView, flow
from generator.publish.pages.charts.multiples import Compared, MultiplesView, multiples
from generator.publish.pages.charts.silence import Silences, stopped
from generator.publish.pages.charts.tiles import CountyTile, TilesView, tiles
from generator.publish.pages.charts.trend import TrendView, trend
from generator.publish.pages.wording import CHINESE, Wording
from generator.register.model import Layout
from generator.register.moves import added_days, added_flows

# Days, the newest included, in which a loss is marked on a tile.
LATELY: Final = 7


def tiles_of(
    layout: Layout | None, province: str, summaries: Sequence[Summary], page: str, as_of: str | None, *,
    demonstration: bool, svg: str = "", say: Wording = CHINESE,
) -> TilesView | None:  # fmt: skip
    """The tiles of a province; None where it has no layout, or no county in the register.

    `as_of` is the time of the present, `svg` leads to the same as a file. Counties of the past stand there as such,
    without a number.
    """
    if layout is None:
        return None
    _, counties = say.word, {}
    for summary in summaries:
        href = urls.relative(urls.unit(summary.code, say.lang), page)
        if is_present(summary, demonstration):
            lost = _lately(summary, as_of or summary.as_of)
            counties[summary.code] = CountyTile(
                summary.name,
                href,
                summary.counts["certified"],
                lost["suspended"],
                lost["revoked"],
                summary.counts["suspended"],
                summary.counts["revoked"],
            )
        elif summary.state == "archived":
            counties[summary.code] = CountyTile(summary.name, href, None)
    days = sorted({summary.as_of[:10] for summary in summaries if is_present(summary, demonstration)})
    told = say.day(as_of) if as_of else ""
    if len(days) > 1:
        told = _("{}（最早的截至{}）").format(told, say.day(days[0]))
    csv = urls.relative(urls.statistics("counties"), page)
    return tiles(layout, province, counties, told, csv=csv, svg=svg, say=say) if counties else None


def _since(as_of: str) -> str:
    return (date.fromisoformat(as_of[:10]) - timedelta(LATELY - 1)).isoformat()


def _lately(summary: Summary, as_of: str) -> Counter[str]:
    since = _since(as_of)
    numbers = Counter[str]()
    for day, kind, number in summary.told_by_day():
        if since <= day <= as_of[:10]:
            numbers[kind] += number
    return numbers


def trend_of(
    country: Country, present: Sequence[Summary], as_of: str | None, page: str, table: str, folder: str,
    where: str = "", say: Wording = CHINESE,
) -> TrendView | None:  # fmt: skip
    """The trend of counties of the present taken together, on a page; `table` is the address of its numbers, its
    picture lies in `folder`."""
    silences = stopped(last_days(present), as_of[:10], say) if as_of else Silences()
    return trend(
        added_days(summary.moves for summary in present), as_of, say.name(where), silences,
        csv=urls.relative(table, page), svg=svg_of(country, folder, "trend", page, say),
        say=say,
    )  # fmt: skip


def multiples_of(
    country: Country, present: Sequence[Summary], page: str, folder: str, where: str, say: Wording = CHINESE
) -> MultiplesView | None:
    """The counties of a province beside one another; the picture lies in `folder`."""
    as_of = country.as_of_day
    if as_of is None:
        return None
    since = _since(as_of)
    compared = []
    for summary in present:
        lost = _lately(summary, as_of)
        compared.append(
            Compared(
                say.name(summary.name), urls.relative(urls.unit(summary.code, say.lang), page), summary.moves,
                lost["revoked"], lost["suspended"], stopped(last_days([summary]), as_of),
                say.day(summary.as_of) if summary.as_of[:10] < since else "",
            )
        )  # fmt: skip
    return multiples(
        compared, as_of, say.name(where), csv=urls.relative(urls.statistics_days(), page),
        svg=svg_of(country, folder, "counties", page, say), say=say,
    )  # fmt: skip


def svg_of(country: Country, folder: str, kind: str, page: str, say: Wording) -> str:
    """From a page, the link to a chart as a file; "" where the register has no pictures."""
    return urls.relative(urls.drawing(folder, kind, say.lang), page) if country.site.county_pictures else ""


def last_days(present: Sequence[Summary]) -> dict[str, tuple[str, int | None]]:
    """By name the last day of each county, with how often it promises to publish."""
    return {summary.name: (summary.as_of[:10], summary.publishes_every_days) for summary in present}


def flow_of(
    country: Country, present: Sequence[Summary], counts: Mapping[str, int], page: str, folder: str, where: str = "",
    say: Wording = CHINESE,
) -> FlowView | None:  # fmt: skip
    """The flow between statuses in counties of the present taken together; `counts` are their counts, the picture lies
    in `folder`."""
    flows = added_flows(summary.flows for summary in present)
    return flow(
        flows, counts, say.name(where), csv=urls.relative(urls.statistics_flows(), page),
        svg=svg_of(country, folder, "flow", page, say), say=say,
    )  # fmt: skip
