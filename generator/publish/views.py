"""One frozen view for each template: whatever a page shows stands here ready, and nothing else reaches it.

Links (`href`) are relative to the page. Words are those of its language, and final; templates only place them. What
is `Text` may be a name in Chinese on a page in another language, which marks itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import escape

from generator.publish.charts.flow import FlowView
from generator.publish.charts.life import LifeView
from generator.publish.charts.procedure import ProcedureView
from generator.publish.charts.tiles import TilesView
from generator.publish.charts.trend import TrendView
from generator.publish.chinese import Text


class Link(NamedTuple):
    """A name and where it leads; `href` is "" for the page itself."""

    name: Text
    href: str


class FeedLink(NamedTuple):
    """A feed of the page: its name, address and media type."""

    name: str
    href: str
    media_type: str


class Alternate(NamedTuple):
    """The same page in another language: its tag (BCP 47), its name in itself, the link, the whole address."""

    lang: str
    name: str
    href: str
    url: str


class Count(NamedTuple):
    """A number with its word; `status` (revoked, suspended, certified, candidate) chooses shape and hue."""

    status: str
    word: str
    number: int


class Moment(NamedTuple):
    """A time as a page shows it: the day in words (2022年11月21日), with what the data says of it.

    `data` is the day or RFC 3339 time, `exact` the same in words where it is more than a day, else "". A template
    prints the whole as one value: a `time` element, whose exact time shows on hover.
    """

    shown: str
    data: str
    exact: str = ""

    def __str__(self) -> str:
        """What is read."""
        return self.shown

    def __html__(self) -> str:
        """The element."""
        title = f' title="{escape(self.exact)}"' if self.exact else ""
        return f'<time datetime="{escape(self.data)}"{title}>{escape(self.shown)}</time>'


class Tally(NamedTuple):
    """How many changes of one kind there were."""

    kind: str
    word: str
    number: int


class Recent(NamedTuple):
    """The changes of a span of days, removals first; `name` says which days, `href` leads to them ("" if nowhere)."""

    name: str
    href: str
    tallies: tuple[Tally, ...]


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


class Promise(NamedTuple):
    """What a county promises, in words; by `due` (RFC 3339) something newer than `since` should have come."""

    text: str
    since: Moment
    due: str


class ChangeRow(NamedTuple):
    """One change in a list: the day it was recorded, its kind (revoked, suspended, corrected, restored, certified,
    nominated) and word, the area with its link; for a correction the sentence that says what was wrong."""

    day: Moment
    kind: str
    word: str
    name: Text
    href: str
    place: Text
    title_name: Text
    sentence: Text
    reason: Text


class ChangeGroup(NamedTuple):
    """Changes of one kind, removals first; `size` says how many (最近 6 项)."""

    kind: str
    word: str
    size: str
    rows: tuple[ChangeRow, ...]


class AreaRow(NamedTuple):
    """One area and title in a list. `status` is None where no title is held any more or yet.

    `marks` are the classes by which the list can be narrowed.
    """

    area_id: str
    name: Text
    href: str
    unit_type: str
    title_name: Text
    status: str | None
    status_word: str
    since: Moment | None
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

    `took` says how long the step took; `named` is the name at the time, where the area is called otherwise today.
    """

    anchor: str
    event_id: str
    kind: str
    word: str
    title_name: str
    effective: Moment
    recorded: Moment
    decided_by: str
    reason: str
    notice: Link | None
    void: bool
    mark: str
    took: str
    named: str


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


class Measure(NamedTuple):
    """What a title means for residents, with the clause that says so."""

    text: str
    clause: str


class AccountLine(NamedTuple):
    """One row of the account, with the notice that closes it (None: since the last notice)."""

    notice: Link | None
    day: Moment | None
    title_name: Text
    previous: int
    certified: int
    revoked: int
    revoked_while_suspended: int
    suspended: int
    restored: int
    corrected: int
    current: int


class NoticeRow(NamedTuple):
    """A notice in a list."""

    title: Text
    href: str
    publisher: Text
    day: Moment
    rows: int


class DeclaredRow(NamedTuple):
    """A declared count beside the register's own; `agrees` is always true on a published page."""

    batch: str
    place: str
    title_name: str
    measure: str
    declared: int
    actual: int
    agrees: bool


class UnplacedRow(NamedTuple):
    """A printed name without a code."""

    name: Text
    place: Text
    title_name: Text
    reason: Text


class UnitRow(NamedTuple):
    """A county (or a city, province) in a list, with its numbers and the time it stands at."""

    code: str
    name: Text
    href: str
    certified: int
    suspended: int
    revoked: int
    candidate: int
    as_of: Moment


class Fact(NamedTuple):
    """A labelled value; `href` is "" where it leads nowhere."""

    label: str
    value: Text | Moment
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every page has around its content.

    `address` is relative to the root of the site, `root` leads there ("../../"). `crumbs` run from the home page
    to the page itself. `twin` is the data twin of the page. `demonstration` and `archived` are the texts of
    banners, `linked_data` describes the page and its data to machines (JSON, escaped for a script element). `promise`
    says how often what it shows is renewed. `lang` is the language of the page (BCP 47), `own` leads to the pages in
    it ("" where they lie at the root), `home` to the home page in it, `alternates` are the same page in other
    languages. `at_home` is true on a home page.
    """

    address: str
    root: str
    title: str
    description: str
    canonical: str
    site_name: Text
    publisher: str
    contact: str
    crumbs: tuple[Link, ...] = ()
    twin: str = ""
    feeds: tuple[FeedLink, ...] = ()
    demonstration: str = ""
    archived: str = ""
    footnote: str = ""
    linked_data: str = ""
    lang: str = "zh-CN"
    locale: str = "zh_CN"
    own: str = ""
    alternates: tuple[Alternate, ...] = ()
    promise: Promise | None = None
    home: str = ""
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class HomeView:
    """template home.html"""

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


@dataclass(frozen=True, slots=True)
class UnitView:
    """template unit.html: a province or city, its counties (present, then archived) and its own notices

    `scope` is the address of its names in the search."""

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
    scope: str = ""


@dataclass(frozen=True, slots=True)
class CountyView:
    """template county.html; `unpublished` if some steps of the log are not public, `scope` is the address of its names
    in the search"""

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
    account: tuple[AccountLine, ...]
    notices: tuple[NoticeRow, ...]
    unplaced: tuple[UnplacedRow, ...]
    downloads: tuple[Link, ...]
    trend: TrendView | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class AreaView:
    """template area.html; `titles` is empty for a street or community that holds none itself

    `name` with its qualifier; `kind` is the unit type in words. `measures` are those of the scheme: they apply while a
    title is held, else `lapsed` says since when they do not. `successor` is the area that stands in the place of this
    one today, `retired` since when.
    """

    chrome: Chrome
    name: str
    kind: str
    place: str
    titles: tuple[TitleView, ...]
    measures: tuple[Measure, ...]
    measures_source: Link | None
    lapsed: str
    successor: Link | None
    retired: str
    facts: tuple[Fact, ...]
    history: tuple[HistoryRow, ...]
    neighbours: tuple[Neighbours, ...]
    areas: tuple[AreaRow, ...]
    as_of: Moment
    log_size: int
    life: tuple[LifeView, ...] = ()
    certificate: Certificate | None = None
    english: English | None = None


class English(NamedTuple):
    """A sentence in English on a page in Chinese: `reading` is the name in pinyin ("" where nobody can read it)."""

    reading: str
    name: str
    rest: str


class Certificate(NamedTuple):
    """What a paper says of an area that holds a title: the printed page, and a door plaque.

    Sizes (xl, l, m, s, xs) say how large a text may be set so that it fits. `also` are titles held beside the
    highest. `address` is that of the page, `code` and `code_box` its QR code as path and viewBox ("" if there is none).
    `stated` is false where the scheme says nothing of plaques, `rare` names characters that are not shown.
    """

    area_id: str
    title_name: str
    title_size: str
    name: str
    name_size: str
    qualifier: str
    place: str
    since: str
    also: tuple[str, ...]
    facts: tuple[Fact, ...]
    facts_size: str
    as_of: str
    address: str
    address_size: str
    domain: str
    domain_size: str
    code: str
    code_box: str
    site_name: str
    demonstration: str
    stated: bool
    rare: str


@dataclass(frozen=True, slots=True)
class PlaqueView:
    """template plaque.html: plaques of one size (a4, a5), each on a page of its own"""

    title: str
    size: str
    plaques: tuple[Certificate, ...]


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
    account: tuple[AccountLine, ...]


class StepRow(NamedTuple):
    """A step of a scheme's procedure, in words."""

    word: str
    body: str
    text: str
    deadline: str
    clause: str
    reasons: tuple[str, ...]


class StandardRow(NamedTuple):
    """A standard of a scheme."""

    name: str
    text: str
    clause: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeView:
    """template scheme.html; facts and statements say 未载明 where the scheme says nothing"""

    chrome: Chrome
    name: str
    facts: tuple[Fact, ...]
    titles: tuple[Fact, ...]
    standards: tuple[StandardRow, ...]
    steps: tuple[StepRow, ...]
    measures: tuple[Measure, ...]
    statements: tuple[Fact, ...]
    amendments: tuple[Fact, ...]
    sources: tuple[str, ...]
    procedure: ProcedureView | None = None


@dataclass(frozen=True, slots=True)
class SchemesView:
    """template schemes.html"""

    chrome: Chrome
    schemes: tuple[Fact, ...]


class FindingRow(NamedTuple):
    """A kind of finding; `where` to `clause` are its smallest example."""

    code: str
    severity: str
    word: str
    message: str
    fix: str
    about: str
    where: str
    text: str
    example: str
    clause: str


class FindingFamily(NamedTuple):
    """The findings whose codes begin with one digit."""

    digit: str
    name: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class FindingsView:
    """template findings.html"""

    chrome: Chrome
    families: tuple[FindingFamily, ...]
    count: int


class ColumnRow(NamedTuple):
    """A column of a table: its type, whether a cell may be empty, what it means, and its codes with their words."""

    name: str
    kind: str
    required: bool
    chinese: str
    english: str
    codes: tuple[tuple[str, str], ...]


class DictionaryTable(NamedTuple):
    """A table of the data dictionary; `key` names the columns that tell its rows apart."""

    name: str
    chinese: str
    english: str
    key: str
    links: tuple[Link, ...]
    columns: tuple[ColumnRow, ...]


@dataclass(frozen=True, slots=True)
class DictionaryView:
    """template dictionary.html"""

    chrome: Chrome
    tables: tuple[DictionaryTable, ...]


class DayLink(NamedTuple):
    """A day of a month, with how many changes it has."""

    name: str
    href: str
    total: int


class MonthRow(NamedTuple):
    """A month in the list of changes, with how many changes of each kind."""

    name: str
    href: str
    total: int
    revoked: int
    suspended: int
    restored: int
    certified: int
    nominated: int
    corrected: int


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
    """A table with a caption and its download."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    download: Link


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """template not_found.html; its links are absolute, as it may be shown at any address"""

    chrome: Chrome


@dataclass(frozen=True, slots=True)
class ProseView:
    """template prose.html: what people of the project wrote in content/ (HTML from Markdown)"""

    chrome: Chrome
    title: str
    html: str
    date: str
    entries: tuple[Fact, ...] = ()


class UnitLink(NamedTuple):
    """A county in the list beside the search: how many areas it has; `mark` says that it is history, else ""."""

    name: str
    href: str
    areas: int
    mark: str


class SearchUnit(NamedTuple):
    """A province with its counties."""

    name: str
    href: str
    counties: tuple[UnitLink, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """template search.html: results are put in by the browser; the lists of places serve without scripts"""

    chrome: Chrome
    units: tuple[SearchUnit, ...]
