"""The nouns of the register, frozen. A test holds the fields of the committed tables to the columns of their schemas.

Rows are named tuples: building one costs a fifth of a frozen dataclass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, NamedTuple, TypeVar

from generator.register.codes import (
    AreaId,
    DivisionCode,
    EventKind,
    Measure,
    NoticeId,
    RegisterState,
    SchemeId,
    Severity,
    TitleId,
)
from generator.register.redaction import Redaction


class Area(NamedTuple):
    """The unit that can hold a title; `area_id` is its identity."""

    area_id: AreaId
    name: str
    qualifier: str | None
    unit_type: str
    former_names: str | None
    part_of: AreaId | None
    valid_from: str | None
    valid_until: str | None
    replaced_by: AreaId | None
    administered_by: DivisionCode | None
    confirmed: str | None = None


class Event(NamedTuple):
    """One immutable line of a county's log."""

    sequence: int
    area_id: AreaId
    area_name: str
    event: EventKind
    title: TitleId
    effective_at: str
    recorded_at: str
    decided_by: DivisionCode | None
    reason: str | None
    notice_id: NoticeId | None
    corrects: int | None
    confirmed: str | None = None


class Notice(NamedTuple):
    """An official announcement of a batch."""

    notice_id: NoticeId
    publisher: str | None
    title: str
    document_no: str | None
    published_at: str
    cutoff_at: str | None
    provenance: str
    source: str
    imported_at: str | None


class Declared(NamedTuple):
    """A number that a notice states of itself: a checksum."""

    notice_id: NoticeId
    series: str | None
    batch: str | None
    division: DivisionCode | None
    title: TitleId | None
    measure: Measure
    count: int  # type: ignore[assignment]  # the column's name; tuple.count is never used


class Unplaced(NamedTuple):
    """A printed name that no official code could be found for."""

    notice_id: NoticeId
    name: str
    place: str | None
    title: TitleId
    reason: str
    measure: Measure | None
    confirmed: str | None = None


class Case(NamedTuple):
    """People found infected, or in close contact, on a day: counts only."""

    date: str
    area_id: AreaId
    confirmed: int | None
    asymptomatic: int | None
    close_contacts: int | None
    cleared_contacts: int | None


class Assessment(NamedTuple):
    """What an applicant says of one standard of the scheme."""

    date: str
    area_id: AreaId
    title: TitleId
    standard: str
    met: str


class Inspection(NamedTuple):
    """An inspection of an area; the length of `inspected_by` is the level of the inspecting body."""

    date: str
    area_id: AreaId
    inspected_by: DivisionCode
    method: str
    result: str
    rectification_due: str | None
    rectification_done: str | None


class Workday(NamedTuple):
    """A day that the official calendar adds to the built-in one."""

    date: str
    working: str
    source: str


class FormerName(NamedTuple):
    """The name that an official unit bore until a day: what was recorded until then keeps it."""

    code: DivisionCode
    name: str
    until: str


class Decision(NamedTuple):
    """A word for a change of what is published that no line of a log tells: where, what, from what to what, why."""

    decided_on: str
    file: str
    key: str
    was: str | None
    now: str | None
    reason: str


class Authority(NamedTuple):
    """Who may write what: the holder of a key, for a county (its code) or the whole register (`registry`).

    `role` is `sign`, `forge` (which signs for who edits there) or `revoked`; `threshold` how many must sign together.
    """

    county: str
    principal: str
    key: str
    valid_from: str
    valid_until: str | None
    role: str
    threshold: int | None


class Tile(NamedTuple):
    """Where a county stands in the grid of tiles of its province (from 1), and its short name."""

    code: DivisionCode
    label: str
    column: int
    row: int


class Layout(NamedTuple):
    """data/tiles/<province>.json: the grid of tiles of a province, `columns` wide."""

    province: str
    columns: int
    tiles: tuple[Tile, ...]


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """The good rows of one file, each with its line; `spoilt` are the raw values of rows with a schema finding.

    `path` is relative to the folder that holds the data folder. `lines` are lines of the file, `positions` places
    in the table from 1. `whole` is false where the file as such could not be read: nothing follows from its rows.
    `present` is false where there is no file."""

    path: str
    rows: tuple[Row, ...] = ()
    lines: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    spoilt: tuple[Mapping[str, Any], ...] = ()
    spoilt_positions: frozenset[int] = frozenset()
    whole: bool = True
    present: bool = True

    def located(self) -> zip[tuple[int, Row]]:
        """Pairs of line and row."""
        return zip(self.lines, self.rows, strict=True)

    def without(self, unwanted: Callable[[Row], bool]) -> Table[Row]:
        """The table without some of its rows."""
        kept = [index for index, row in enumerate(self.rows) if not unwanted(row)]
        return replace(
            self,
            rows=tuple(self.rows[index] for index in kept),
            lines=tuple(self.lines[index] for index in kept),
            positions=tuple(self.positions[index] for index in kept),
        )


@dataclass(frozen=True, slots=True)
class SchemePeriod:
    """Which profile binds a county from when to when (days; None: open), and the notice that adopted a foreign one."""

    scheme: SchemeId
    start: str
    until: str | None
    adopted_by: NoticeId | None = None


@dataclass(frozen=True, slots=True)
class CountySettings:
    """county.json."""

    code: DivisionCode
    schemes: tuple[SchemePeriod, ...]
    register_since: str
    state: RegisterState
    demonstration: bool
    publisher: str | None = None
    contact: str | None = None
    publishes_every_days: int | None = None
    archived_at: str | None = None


class Licence(NamedTuple):
    """The licence of the data."""

    name: str = "CC BY 4.0"
    url: str = "https://creativecommons.org/licenses/by/4.0/"


class Logo(NamedTuple):
    """A picture of `theme/` that stands in the header of every page, and what it shows, in words."""

    file: str
    alt: str


class FooterLine(NamedTuple):
    """A line at the foot of every page; `url` is None where it leads nowhere."""

    text: str
    url: str | None = None


class Image(NamedTuple):
    """A picture of the site: its address, with a digest of what it holds; its kind and size in pixels of a page."""

    path: str
    media_type: str
    width: int
    height: int


class Palette(NamedTuple):
    """One colour on light and on dark, and where more contrast is asked for."""

    light: str
    dark: str
    light_more: str
    dark_more: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """What a register has of its own in place of the look that ships (`theme/`). `templates` are the names of templates
    that it overrides, with digests, `folder` is where they lie; `style` is the digest of its own stylesheet ("" without
    one). `files` are what is published beside the theme's."""

    palette: Palette | None = None
    logo: Image | None = None
    emblem: Image | None = None
    favicon: Image | None = None
    style: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    folder: str = field(default="", repr=False, compare=False)
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """data/site.json: the site's own settings; last, what is read elsewhere: the look, texts that pages lead to."""

    name: str
    url: str
    tag_authority: str
    demonstration: bool
    publisher: str
    contact: str
    area_documents: bool = True
    area_feeds: bool = True
    parquet: bool = False
    area_badges: bool = False
    licence: Licence = Licence()  # noqa: RUF009 - a tuple
    area_codes: bool = True
    languages: tuple[str, ...] = ()
    name_en: str = ""
    publisher_en: str = ""
    contact_en: str = ""
    national_downloads: bool = True
    host: str | None = None
    json_lines: bool = False
    kind_archives: bool = False
    county_pictures: bool = False
    revoked_feeds: bool = False
    share_pictures: bool = False
    english_areas: bool = False
    format: int = 1
    accent: str = ""
    accent_dark: str = ""
    logo: Logo | None = None
    emblem: str = ""
    favicon: str = ""
    footer: tuple[FooterLine, ...] = ()
    signing: str = "none"
    appearance: Appearance = Appearance()
    written: tuple[str, ...] = ()  # pages of people that the layout leads to where there are any, by their addresses


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in the data: where, what was found, and how to mend it.

    `line` is None for a whole file, `column` None for a whole line. `path` is relative to the folder
    that holds the data folder. `clause` cites the scheme, where a rule of it was not kept."""

    code: str
    severity: Severity
    path: str
    line: int | None
    column: str | None
    value: str | None
    message: str
    fix: str
    clause: str | None = None

    def order(self) -> tuple[str, int, str, str, str]:
        """Findings are sorted by path, line, column, code (then by message)."""
        return (self.path, self.line or 0, self.column or "", self.code, self.message)


@dataclass(frozen=True, slots=True)
class CountySource:
    """A county's inputs as read: its folder, the notices of the units above it, its slice of the divisions.

    `names` are official names by code, of the slice and the units above, `former` those they once bore; `above` are the
    notices of units above, by id; `above_whole`, `listed` false where some of these, or the codes, are unread."""

    code: DivisionCode
    folder: str
    settings: CountySettings | None
    areas: Table[Area]
    events: Table[Event]
    notices: Table[Notice]
    declared: Table[Declared]
    unplaced: Table[Unplaced]
    cases: Table[Case]
    assessments: Table[Assessment]
    inspections: Table[Inspection]
    above: Mapping[str, Notice]
    above_whole: bool
    names: Mapping[str, str]
    former: tuple[FormerName, ...] = ()
    listed: bool = True
    redactions: Table[Redaction] = Table("", present=False)


@dataclass(frozen=True, slots=True)
class UnitSource:
    """The notices of a city or province, as read from the folder of its code."""

    code: DivisionCode
    folder: str
    notices: Table[Notice]
    declared: Table[Declared]
    unplaced: Table[Unplaced]
    names: Mapping[str, str]
