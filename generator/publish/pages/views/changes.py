"""The pages of changes by month and day, and the statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.charts.flow import FlowView
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.views.shared import ChangeGroup, ChangeRow, Chrome, Link, Moment, Offers


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


class DayCell(NamedTuple):
    """A day in a calendar: its number, the link to its page ("" where nothing changed), how many titles it took away
    (suspended or revoked) and gave (certified or restored), as short as they stand there; `said` says it in words.
    `ahead` is true of a day after the newest record."""

    number: int
    href: str = ""
    lost: str = ""
    gained: str = ""
    said: str = ""
    ahead: bool = False


class MonthGrid(NamedTuple):
    """A month as a calendar shows it: its weeks from Monday on, None for the days of other months; `href` leads to its
    page ("" on that page itself)."""

    name: str
    href: str
    weeks: tuple[tuple[DayCell | None, ...], ...]


class KindLink(NamedTuple):
    """The list of a kind of change: how many stand of lately, and of all; `href` leads there."""

    kind: str
    word: str
    href: str
    lately: int
    total: int


@dataclass(frozen=True, slots=True)
class ChangesView:
    """template changes.html: the lists by what happened, newest changes, the calendar and all months

    `first` and `last` are the days that count as lately ("" where there is no present); `as_of` and `oldest` are when
    the newest and, where not all are of one day, the oldest list of a county is.
    """

    chrome: Chrome
    as_of: Moment | None
    oldest: Moment | None
    kinds: tuple[KindLink, ...]
    first: str
    last: str
    groups: tuple[ChangeGroup, ...]
    calendar: tuple[MonthGrid, ...]
    months: tuple[PeriodRow, ...]
    total: int
    offers: Offers


class KindRow(NamedTuple):
    """A change in the list of its kind: `mark` is the class of its county, `reason` why it was, also where it replaces
    another; `days` says how long it was held, `by` leads to the event by which it no longer stands ("" while it does).
    """

    change: ChangeRow
    mark: str
    reason: str
    days: str
    notice: Link | None
    by: str


class KindSpan(NamedTuple):
    """A stretch of the list of a kind: what was recorded lately, or before."""

    name: str
    rows: tuple[KindRow, ...]
    standing: int
    superseded: int


class Reason(NamedTuple):
    """A reason, and how many changes that stand of lately have it."""

    name: str
    number: int


class KindCounty(NamedTuple):
    """A county beside the list of a kind: its page, how many changes stand of lately and how many no longer do, and the
    link to its rows alone ("" where it has none).

    `as_of` is the day that it stands at ("" where that is the newest day of all), `own` how many stand of the days up
    to it; one that `stopped` recorded nothing lately.
    """

    county: Link
    lately: int
    superseded: int
    href: str
    as_of: str
    own: int
    stopped: bool


class Choice(NamedTuple):
    """A county, city or province by which the list of a kind can be narrowed: how many of its rows stand and how many
    no longer do, the day that it stands at, and how many stand of the days up to it; `feed` (without the ending) is
    what can be subscribed to of it, and `subscribed` says what that is of."""

    code: str
    name: str
    listed: int
    superseded: int
    as_of: str
    own: int
    feed: str
    subscribed: str


@dataclass(frozen=True, slots=True)
class KindView:
    """template kind.html: the newest changes of a kind, and how many each county recorded lately

    `first` and `last` are the days that count as lately; of these, `lately` changes stand and `gone` no longer do, of
    all times `total`. Of the rows, `listed` stand and `superseded` no longer do; `left` is how many of all are not
    listed here, `choices` are the places that have rows, `reasons` those of lately, `feed` is that of the kind, without
    the ending. `as_of` and `oldest` are as on the page of changes.
    """

    chrome: Chrome
    kind: str
    word: str
    first: str
    last: str
    lately: int
    gone: int
    reasons: tuple[Reason, ...]
    as_of: Moment | None
    oldest: Moment | None
    counties: tuple[KindCounty, ...]
    choices: tuple[Choice, ...]
    spans: tuple[KindSpan, ...]
    listed: int
    superseded: int
    total: int
    left: int
    tables: str
    offers: Offers
    feed: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """template month.html: the days of a month, newest first; each has its own page

    `calendar` is None for a month of misdated changes alone.
    """

    chrome: Chrome
    name: str
    days: tuple[PeriodRow, ...]
    total: int
    calendar: MonthGrid | None = None


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


class StatisticsRow(NamedTuple):
    """A row of a table: what it is of, with the link to its page ("" where it has none), and its numbers in words.

    `silent` is true of a month in which nothing was recorded."""

    name: str
    cells: tuple[str, ...]
    href: str = ""
    silent: bool = False


class StatisticsTable(NamedTuple):
    """A table with a caption and its download; `note` says how it counts, where that is not plain."""

    caption: str
    unit: str
    header: tuple[str, ...]
    rows: tuple[StatisticsRow, ...]
    download: Link
    note: str = ""
