"""The pages of changes by month and day, and the statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.charts.flow import FlowView
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.views.shared import ChangeGroup, ChangeRow, Chrome, Link, Moment


class PeriodRow(NamedTuple):
    """A month or a day in a list, with how many changes of each kind stand, and how many were corrected later.

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
    months: tuple[PeriodRow, ...]
    rows: tuple[ChangeRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """template month.html: the days of a month, newest first; each has its own page"""

    chrome: Chrome
    name: str
    days: tuple[PeriodRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DayView:
    """template day.html: the changes of one day; `earlier` and `later` are "" at the ends

    `most` changes of a kind stand on the page, `left` is how many do not, and `rest` says where these are found.
    `document` ("" if there is none) and `tables` lead to all of them as data.
    """

    chrome: Chrome
    name: str
    groups: tuple[ChangeGroup, ...]
    total: int
    most: int
    left: int
    rest: tuple[CountyRest, ...]
    document: str
    tables: str
    earlier: str
    later: str


class CountyRest(NamedTuple):
    """How many changes of a county do not stand on the page of a day, its table of events, and their notices."""

    county: Link
    number: int
    table: str
    notices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """template statistics.html: tables as header and rows of text; `oldest` is the day of the oldest list, where not
    all are of one day"""

    chrome: Chrome
    tables: tuple[StatisticsTable, ...]
    trend: TrendView | None = None
    flow: FlowView | None = None
    as_of: Moment | None = None
    oldest: Moment | None = None


class StatisticsTable(NamedTuple):
    """A table with a caption and its download; `note` says how it counts, where that is not plain."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    download: Link
    note: str = ""
