"""What there is to download, once for everything that describes it: data package, DCAT, schema.org, headers.

Also what the descriptions say of the whole: its name, time, places, licence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.exports import formats
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.exports.formats.kind import Format
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings

# Days between publications: frequency in the vocabulary of the EU, which DCAT-AP asks for.
_FREQUENCIES: Final = ((1, "DAILY"), (7, "WEEKLY"), (31, "MONTHLY"))


class Download(NamedTuple):
    """One file to download. `province` is "" for the whole country."""

    table: TableKind
    format: Format
    province: str

    @property
    def address(self) -> str:
        """Its address."""
        return urls.download(self.table.name, self.format.ending, self.province)

    @property
    def title(self) -> str:
        """What the table is, in Chinese, and the format."""
        return f"{self.table.chinese.partition('：')[0]}（{self.format.chinese}）"


def downloads(site: SiteSettings, province: str = "") -> Iterator[Download]:
    """The downloads of the country or of a province."""
    for table in TABLES:
        for format_ in formats.offered(site, province):
            yield Download(table, format_, province)


def first(site: SiteSettings, summaries: Sequence[Summary]) -> list[Download]:
    """The downloads of the country; where a site has none, those of every province."""
    return [*downloads(site)] or [
        download for province in provinces(summaries) for download in downloads(site, province)
    ]


def provinces(summaries: Sequence[Summary]) -> dict[str, str]:
    """Provinces that have a county, with their names."""
    places = {code: name for summary in summaries for code, name in summary.path if len(code) == 2}
    return dict(sorted(places.items()))


def title(site: SiteSettings) -> str:
    """Name of the data."""
    mark = f"（{words.MARKS['demonstration']}）" if site.demonstration else ""
    return f"{site.name}{mark}"


def description(site: SiteSettings) -> tuple[str, str]:
    """What the data is, in Chinese and English."""
    fictional = "；演示网站，示例省的区域均为虚构" if site.demonstration else ""
    demonstration = " A demonstration: the areas of province 99 are fictional." if site.demonstration else ""
    return (
        f"经公告认定的区域名录：哪些小区、社区、村、街道、乡镇持有称号，何时认定、暂停、恢复、取消，依据哪份通告。全部历史{fictional}。",
        "Register of officially certified areas: which compounds, communities, villages and streets hold a title, when "
        "it was certified, suspended, restored or revoked, and by which notice. The whole history."
        f"{demonstration}",
    )


def period(summaries: Sequence[Summary]) -> tuple[str, str] | None:
    """First and last day of the data."""
    if not summaries:
        return None
    return min(summary.register_since[:10] for summary in summaries), max(summary.as_of[:10] for summary in summaries)


def frequency(summaries: Sequence[Summary]) -> str:
    """How often the register is published, as a word of the vocabulary."""
    intervals = [summary.publishes_every_days for summary in summaries if summary.publishes_every_days]
    return next((word for days, word in _FREQUENCIES if intervals and min(intervals) <= days), "IRREG")
