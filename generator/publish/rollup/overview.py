"""The charts of pages above the counties, from their summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from generator import urls, words
from generator.publish.handover.summary import Summary, is_present
from generator.publish.pages.charts.flow import FlowView, flow
from generator.publish.pages.charts.tiles import CountyTile, TilesView, tiles
from generator.publish.pages.charts.trend import TrendView, trend
from generator.register.model import Layout
from generator.register.moves import added_days, added_flows

# Days, the newest included, in which a loss is marked on a tile.
LATELY: Final = 7


def tiles_of(
    layout: Layout | None, province: str, summaries: Sequence[Summary], page: str, as_of: str | None, *,
    demonstration: bool,
) -> TilesView | None:  # fmt: skip
    """The tiles of a province; None where it has no layout, or no county in the register.

    `as_of` is the time of the present. Counties of the past stand there as such, without a number.
    """
    if layout is None:
        return None
    counties = {}
    for summary in summaries:
        href = urls.relative(urls.unit(summary.code), page)
        if is_present(summary, demonstration):
            lost = _lately(summary, as_of or summary.as_of)
            counties[summary.code] = CountyTile(
                summary.name, href, summary.counts["certified"], lost["suspended"], lost["revoked"]
            )
        elif summary.state == "archived":
            counties[summary.code] = CountyTile(summary.name, href, None)
    days = sorted({summary.as_of[:10] for summary in summaries if is_present(summary, demonstration)})
    told = words.day_name(as_of) if as_of else ""
    if len(days) > 1:
        told = f"{told}（最早的截至{words.day_name(days[0])}）"
    return tiles(layout, province, counties, told) if counties else None


def _lately(summary: Summary, as_of: str) -> Counter[str]:
    since = (date.fromisoformat(as_of[:10]) - timedelta(LATELY - 1)).isoformat()
    numbers = Counter[str]()
    for day, kind, number in summary.told_by_day():
        if since <= day <= as_of[:10]:
            numbers[kind] += number
    return numbers


def trend_of(present: Sequence[Summary], as_of: str | None, where: str = "") -> TrendView | None:
    """The trend of counties of the present taken together."""
    return trend(added_days(summary.moves for summary in present), as_of, where)


def flow_of(present: Sequence[Summary], counts: Mapping[str, int], where: str = "") -> FlowView | None:
    """The flow between statuses in counties of the present taken together; `counts` are their counts."""
    return flow(added_flows(summary.flows for summary in present), counts, where)
