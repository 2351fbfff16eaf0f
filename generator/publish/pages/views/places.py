"""The home page, units, counties, areas, and notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.charts.flow import FlowView
from generator.publish.pages.charts.life import LifeView
from generator.publish.pages.charts.marks import MarksView
from generator.publish.pages.charts.multiples import MultiplesView
from generator.publish.pages.charts.tiles import TilesView
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.chinese import Text
from generator.publish.pages.views.english import English
from generator.publish.pages.views.papers import Certificate
from generator.publish.pages.views.shared import Alternate, ChangeGroup, Chrome, Fact, Link, Measure, Moment, Offers


class Count(NamedTuple):
    """A number with its word; `status` (revoked, suspended, certified, candidate) chooses shape and hue."""

    status: str
    word: str
    number: int


class Tally(NamedTuple):
    """How many changes of one kind there were; `href` leads to their list."""

    kind: str
    word: str
    number: int
    href: str = ""


class Recent(NamedTuple):
    """The changes of a span of days, removals first; `name` says which days, `href` leads to them ("" if nowhere)."""

    name: str
    href: str
    tallies: tuple[Tally, ...]


class AsOfView(NamedTuple):
    """template _as_of.html: the first and the last day of which the list can be shown, the table of events from which
    the script makes it, and the words of the statuses that stand in it; `titles` has names of titles in the language of
    the page by their ids, as JSON ("" where the table has them). `begun` and `newest` are the two days in words."""

    first: str
    last: str
    begun: str
    newest: str
    events: str
    titles: str
    statuses: tuple[Count, ...]


class Option(NamedTuple):
    """A value by which a list can be narrowed: `mark` is the class of its rows, `value` what the address keeps; `lang`
    is the language of its name where that is not the page's."""

    mark: str
    value: str
    name: Text
    number: int
    lang: str = ""


class Filter(NamedTuple):
    """Something by which a list can be narrowed: `key` names it in the address."""

    key: str
    name: str
    options: tuple[Option, ...]


class AreaRow(NamedTuple):
    """One area and title in a list. `status` is None where no title is held any more or yet.

    `marks` are the classes by which the list can be narrowed, "" where it cannot. `since` is a day in words alone where
    a list is long.
    """

    area_id: str
    name: Text
    href: str
    unit_type: str
    title_name: Text
    status: str | None
    status_word: str
    since: Moment | str | None
    marks: str


class AreaGroup(NamedTuple):
    """Areas of one street (or village, community), with its code and a link to its page."""

    code: str
    name: Text
    href: str
    rows: tuple[AreaRow, ...]


class Neighbour(NamedTuple):
    """Another area of the same community or street."""

    name: str
    href: str
    status: str
    status_word: str


class Neighbours(NamedTuple):
    """Some areas of a community or street, with the way to all of them."""

    place: str
    href: str
    total: int
    rows: tuple[Neighbour, ...]


class HistoryRow(NamedTuple):
    """One event on an area's page. `void` if it is not in force; `mark` says why (被第 20 号记录替换).

    `recorded` is given where the event was recorded on another day than it has force; `took` says how long the step
    took; `named` is the name at the time, where the area is called otherwise today; `removed` says of a name that had
    to go by whom, when and why.
    """

    anchor: str
    event_id: str
    kind: str
    word: str
    title_name: str
    effective: Moment
    recorded: Moment | None
    decided_by: str
    reason: str
    took: str
    notice: Link | None
    void: bool
    mark: str
    named: str
    removed: str = ""


class TitleView(NamedTuple):
    """Where one title of an area stands: `phrases` are the answer, which breaks between them only.

    `held` says from when until when the title was held, `ended` what a loss means for a plaque at the door, `decided`
    who decided it.
    """

    title_name: str
    status: str | None
    status_word: str
    phrases: tuple[str, ...]
    explanation: str
    held: str
    ended: str
    pending: str
    decided: tuple[Fact, ...]


class AccountLine(NamedTuple):
    """One row of the account, with the notice that closes it (None: since the last notice): how many are held then,
    and the numbers that this follows from, one for each column but the first."""

    notice: Link | None
    day: Moment | None
    title_name: Text
    current: int
    numbers: tuple[int, ...]


class AccountTable(NamedTuple):
    """The account, without columns that are 0 throughout: `sum` says how the numbers add up, `notes` what else is to be
    known of them, `columns` are the names of the numbers of each line, the current one first."""

    sum: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[AccountLine, ...]


class NoticeRow(NamedTuple):
    """A notice in a list."""

    title: Text
    href: str
    publisher: Text
    day: Moment
    rows: int


class DeclaredRow(NamedTuple):
    """A declared count beside the register's own; `agrees` is always true on a published page.

    `listed` is what can be counted in the lists, and `unplaced` what printed names without a code add to it.
    """

    batch: str
    place: str
    title_name: str
    measure: str
    declared: int
    listed: int
    unplaced: int
    agrees: bool


class UnplacedRow(NamedTuple):
    """A printed name without a code."""

    name: Text
    place: Text
    title_name: Text
    reason: Text


class UnitRow(NamedTuple):
    """A county (or a city, province) in a list, with its numbers and the time it stands at.

    `oldest` is the day of the oldest list in it, where not all are of one day.
    """

    code: str
    name: Text
    href: str
    certified: int
    suspended: int
    revoked: int
    candidate: int
    as_of: Moment
    oldest: Moment | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """template home.html; `oldest` is the day of the oldest list, where not all are of one day, `published` the time of
    the newest publication, where that is later than `as_of`, `announcements` the newest of the site's own"""

    chrome: Chrome
    counts: tuple[Count, ...]
    counties: int
    as_of: Moment | None
    recent: tuple[Recent, ...]
    groups: tuple[ChangeGroup, ...]
    provinces: tuple[UnitRow, ...]
    archived: tuple[UnitRow, ...]
    tiles: TilesView | None = None
    trend: TrendView | None = None
    oldest: Moment | None = None
    published: Moment | None = None
    announcements: tuple[Fact, ...] = ()
    offers: Offers = Offers()  # noqa: RUF009 - a tuple


@dataclass(frozen=True, slots=True)
class UnitView:
    """template unit.html: a province or city, its counties (present, then archived) and its own notices

    `scope` is the address of its names in the search, `oldest` the day of the oldest list, where not all are of one
    day."""

    chrome: Chrome
    name: Text
    counts: tuple[Count, ...]
    as_of: Moment | None
    recent: tuple[Recent, ...]
    present: tuple[UnitRow, ...]
    archived: tuple[UnitRow, ...]
    notices: tuple[NoticeRow, ...]
    tiles: TilesView | None = None
    trend: TrendView | None = None
    flow: FlowView | None = None
    multiples: MultiplesView | None = None
    scope: str = ""
    oldest: Moment | None = None
    offers: Offers = Offers()  # noqa: RUF009 - a tuple


@dataclass(frozen=True, slots=True)
class CountyView:
    """template county.html; `unpublished` if some steps of the log are not public, `scope` is the address of its names
    in the search, `then` leads to its list as of a day, where it has one"""

    chrome: Chrome
    name: Text
    counts: tuple[Count, ...]
    as_of: Moment
    recent: tuple[Recent, ...]
    log_size: int
    unpublished: bool
    publisher: Text
    contact: Text
    evidence: tuple[Fact, ...]
    schemes: tuple[Link, ...]
    groups: tuple[ChangeGroup, ...]
    areas: tuple[AreaGroup, ...]
    area_count: int
    row_count: int
    filters: tuple[Filter, ...]
    account: AccountTable | None
    notices: tuple[NoticeRow, ...]
    unplaced: tuple[UnplacedRow, ...]
    offers: Offers
    trend: TrendView | None = None
    scope: str = ""
    marks: MarksView | None = None
    then: AsOfView | None = None


class AreaView(NamedTuple):
    """template area.html; `titles` is empty for a street or community that holds none itself

    `name` with its qualifier; `kind` is the unit type in words. `measures` are those of the scheme: they apply while a
    title is held, else `lapsed` says since when they do not; `measures_clause` is that of all of them, where they have
    one. `successor` is the area that stands in the place of this one today, `retired` since when. `log_size` is how
    many records its `county` has in all. `contact` is whom that names for questions ("" if nobody). `other` is the page
    in English, where there is one.
    """

    chrome: Chrome
    name: str
    kind: str
    place: str
    titles: tuple[TitleView, ...]
    measures: tuple[Measure, ...]
    measures_source: Link | None
    measures_clause: str
    lapsed: str
    successor: Link | None
    retired: str
    facts: tuple[Fact, ...]
    history: tuple[HistoryRow, ...]
    neighbours: tuple[Neighbours, ...]
    areas: tuple[AreaRow, ...]
    as_of: Moment
    county: str
    log_size: int
    life: tuple[LifeView, ...] = ()
    certificate: Certificate | None = None
    english: English | None = None
    contact: str = ""
    other: Alternate | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """template notice.html"""

    chrome: Chrome
    title: str
    facts: tuple[Fact, ...]
    declared: tuple[DeclaredRow, ...]
    groups: tuple[ChangeGroup, ...]
    row_count: int
    unplaced: tuple[UnplacedRow, ...]
    account: AccountTable | None

    @property
    def adds_unplaced(self) -> bool:
        """Whether a declared count is compared with more than the rows of the lists."""
        return any(row.unplaced for row in self.declared)
