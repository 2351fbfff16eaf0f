"""One frozen view for each template: whatever a page shows stands here ready, and nothing else reaches it.

Links (`href`) are relative to the page. Words are Chinese and final; templates only place them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """A name and where it leads; `href` is "" for the page itself."""

    name: str
    href: str


class FeedLink(NamedTuple):
    """A feed of the page: its name, address and media type."""

    name: str
    href: str
    media_type: str


class Count(NamedTuple):
    """A number with its word; `status` (revoked, suspended, certified, candidate) chooses shape and hue."""

    status: str
    word: str
    number: int


class ChangeRow(NamedTuple):
    """One change in a list: the day it was recorded, its kind (revoked, suspended, corrected, restored, certified,
    nominated) and word, the area with its link; for a correction the sentence that says what was wrong."""

    day: str
    kind: str
    word: str
    name: str
    href: str
    place: str
    title_name: str
    sentence: str
    reason: str


class ChangeGroup(NamedTuple):
    """Changes of one kind, removals first; `size` says how many (最近 6 项)."""

    kind: str
    word: str
    size: str
    rows: tuple[ChangeRow, ...]


class AreaRow(NamedTuple):
    """One area and title in a list. `status` is None where no title is held any more or yet."""

    area_id: str
    name: str
    href: str
    unit_type: str
    title_name: str
    status: str | None
    status_word: str
    since: str


class AreaGroup(NamedTuple):
    """Areas of one street (or village, community), with a link to its page."""

    name: str
    href: str
    rows: tuple[AreaRow, ...]


class HistoryRow(NamedTuple):
    """One event on an area's page. `void` if it is not in force; `mark` says why (被第 20 号记录替换).

    `took` says how long the step took.
    """

    anchor: str
    event_id: str
    kind: str
    word: str
    title_name: str
    effective: str
    recorded: str
    decided_by: str
    reason: str
    notice: Link | None
    void: bool
    mark: str
    took: str


class TitleView(NamedTuple):
    """Where one title of an area stands: `sentence` is the answer in one line."""

    title_name: str
    status: str | None
    status_word: str
    since: str
    sentence: str
    explanation: str
    pending: str


class Measure(NamedTuple):
    """What a title means for residents, with the clause that says so."""

    text: str
    clause: str


class AccountLine(NamedTuple):
    """One row of the account, with the notice that closes it (None: since the last notice)."""

    notice: Link | None
    day: str
    title_name: str
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

    title: str
    href: str
    publisher: str
    day: str
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

    name: str
    place: str
    title_name: str
    reason: str


class UnitRow(NamedTuple):
    """A county (or a city, province) in a list, with its numbers and the time it stands at."""

    code: str
    name: str
    href: str
    certified: int
    suspended: int
    revoked: int
    candidate: int
    as_of: str


class Fact(NamedTuple):
    """A labelled value; `href` is "" where it leads nowhere."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every page has around its content.

    `address` is relative to the root of the site, `root` leads there ("../../"). `crumbs` run from the home page
    to the page itself. `twin` is the data twin of the page. `demonstration` and `archived` are the texts of
    banners, `linked_data` describes the data of the page to machines (JSON, escaped for a script element).
    """

    address: str
    root: str
    title: str
    description: str
    canonical: str
    site_name: str
    publisher: str
    contact: str
    crumbs: tuple[Link, ...] = ()
    twin: str = ""
    feeds: tuple[FeedLink, ...] = ()
    demonstration: str = ""
    archived: str = ""
    footnote: str = ""
    linked_data: str = ""


@dataclass(frozen=True, slots=True)
class HomeView:
    """template home.html"""

    chrome: Chrome
    counts: tuple[Count, ...]
    counties: int
    as_of: str
    groups: tuple[ChangeGroup, ...]
    provinces: tuple[UnitRow, ...]
    archived: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """template unit.html: a province or city, its counties (present, then archived) and its own notices"""

    chrome: Chrome
    name: str
    counts: tuple[Count, ...]
    present: tuple[UnitRow, ...]
    archived: tuple[UnitRow, ...]
    notices: tuple[NoticeRow, ...]


@dataclass(frozen=True, slots=True)
class CountyView:
    """template county.html; `promise` says how often the county publishes, `unpublished` if
    some steps of the log are not public"""

    chrome: Chrome
    name: str
    counts: tuple[Count, ...]
    as_of: str
    log_size: int
    unpublished: bool
    promise: str
    publisher: str
    contact: str
    evidence: tuple[Fact, ...]
    schemes: tuple[Link, ...]
    groups: tuple[ChangeGroup, ...]
    areas: tuple[AreaGroup, ...]
    area_count: int
    account: tuple[AccountLine, ...]
    notices: tuple[NoticeRow, ...]
    unplaced: tuple[UnplacedRow, ...]
    downloads: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AreaView:
    """template area.html; `titles` is empty for a street or community that holds none itself

    `name` with its qualifier; `kind` is the unit type in words; `measures` only while a title is held.
    """

    chrome: Chrome
    name: str
    kind: str
    place: str
    titles: tuple[TitleView, ...]
    measures: tuple[Measure, ...]
    measures_source: Link | None
    facts: tuple[Fact, ...]
    history: tuple[HistoryRow, ...]
    areas: tuple[AreaRow, ...]
    as_of: str
    log_size: int


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
