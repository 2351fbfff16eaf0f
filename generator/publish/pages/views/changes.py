"""The pages of changes by month and day, and the statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.charts.flow import FlowView
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.views.shared import ChangeGroup, ChangeRow, Chrome, Link


class DayLink(NamedTuple):
    """A day of a month, with how many changes it has."""

    name: str
    href: str
    total: int


class MonthRow(NamedTuple):
    """A month in the list of changes, with how many changes of each kind stand, and how many were corrected later.

    `href` is "" where it has none.
    """

    name: str
    href: str
    total: int
    revoked: int
    suspended: int
    restored: int
    certified: int
    nominated: int
    corrected: int
    superseded: int


@dataclass(frozen=True, slots=True)
class ChangesView:
    """template changes.html: newest changes and all months"""

    chrome: Chrome
    months: tuple[MonthRow, ...]
    rows: tuple[ChangeRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """template month.html: one page of a month; `newer` and `older` are "" at the ends"""

    chrome: Chrome
    name: str
    rows: tuple[ChangeRow, ...]
    total: int
    page: int
    pages: int
    newer: str
    older: str
    days: tuple[DayLink, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """template day.html: the changes of one day; `earlier` and `later` are "" at the ends"""

    chrome: Chrome
    name: str
    groups: tuple[ChangeGroup, ...]
    total: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """template statistics.html: tables as header and rows of text"""

    chrome: Chrome
    tables: tuple[StatisticsTable, ...]
    trend: TrendView | None = None
    flow: FlowView | None = None


class StatisticsTable(NamedTuple):
    """A table with a caption and its download; `note` says how it counts, where that is not plain."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    download: Link
    note: str = ""
