"""The nouns of what a change means. Their fields are the keys of the JSON document (docs/changes.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.register.codes import EventKind, Measure, PublicStatus, RegisterState, Status

# What the public is told first of a change: a new status, or that it was corrected, is pending, or is shown no more.
EffectKind = Literal[
    "revoked", "suspended", "restored", "certified", "nominated", "corrected", "withdrawn", "pending",
]  # fmt: skip
CorrectionKind = Literal["retracted", "replaced", "reinstated"]
Presence = Literal["new", "gone", "kept"]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a title stands: the folded status, what the public sees of it, and since when."""

    status: Status | None = None
    public: PublicStatus | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A new line of the log. `public` is false for a step that nobody sees before its title is published."""

    event_id: str
    sequence: int
    area_id: str
    area_name: str
    place: str
    event: EventKind
    title: str
    title_name: str
    effective_at: str
    recorded_at: str
    decided_by: str | None
    decided_by_name: str | None
    reason: str | None
    reason_name: str | None
    notice_id: str | None
    corrects: int | None
    public: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One column or key that reads otherwise."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A later line that means something else because of a correction; `possible` is false where it no longer fits."""

    sequence: int
    event: EventKind
    effective_at: str
    before: PublicStatus | None
    after: PublicStatus | None
    possible: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A new line that corrects another. `kind` is retracted, replaced or reinstated (a correction was retracted).

    `event`, `effective_at` and `reason_name` are of the line that was wrong (for reinstated: of the one that holds
    again), `sequence` its number; `differences` is what a replacement says otherwise. `holds_again` is the line that
    a retracted replacement had replaced.
    """

    by: int
    kind: CorrectionKind
    sequence: int
    event: EventKind
    effective_at: str
    reason_name: str | None
    why: str | None
    holds_again: int | None
    differences: tuple[Value, ...]
    judged_again: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which a title was held; `end` is None while it is."""

    start: str
    end: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one title of one area. `kind` is what the public is told first; removals sort first.

    `sequences` are the new lines. Periods are filled only where a correction changed them.
    """

    kind: EffectKind
    area_id: str
    area_name: str
    place: str
    title: str
    title_name: str
    before: Stand
    after: Stand
    sequences: tuple[int, ...]
    corrections: tuple[Correction, ...]
    periods_before: tuple[Span, ...]
    periods_after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many areas hold a title, by public status."""

    certified: int = 0
    suspended: int = 0
    revoked: int = 0
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A county's numbers of one title, before and after."""

    title: str
    title_name: str
    before: Count
    after: Count


@dataclass(frozen=True, slots=True)
class Place:
    """An area that came, went or reads otherwise."""

    area_id: str
    name: str
    unit_type: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A number that a new notice states of itself."""

    series: str | None
    batch: str | None
    division: str | None
    division_name: str | None
    title: str | None
    title_name: str | None
    measure: Measure
    count: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """A new notice, with what it declares and how many of its names have no code."""

    notice_id: str
    title: str
    publisher: str | None
    published_at: str
    declared: tuple[Declaration, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of a table came and went."""

    table: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Folder:
    """What changed in one folder of the register: a county's, or that of a city or province with its notices.

    `presence` is new, gone or kept. `errors` counts findings of severity error; `altered` are sentences on what was
    published before and is no longer the same. `unread` are files of the base that cannot be read: what depends on
    them is not compared, and left out. `removed` are sentences on texts that had to go.
    """

    code: str
    name: str
    presence: Presence
    state: RegisterState | None
    demonstration: bool
    errors: int
    altered: tuple[str, ...]
    settings: tuple[Value, ...]
    effects: tuple[Effect, ...]
    events: tuple[Step, ...]
    areas_added: tuple[Place, ...]
    areas_changed: tuple[Place, ...]
    areas_removed: tuple[Place, ...]
    notices: tuple[Announcement, ...]
    totals: tuple[Total, ...]
    tables: tuple[Rows, ...]
    unread: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that changed since a base. `others` are files above the counties; `errors` counts all errors."""

    base: str
    commit: str
    errors: int
    folders: tuple[Folder, ...]
    others: tuple[str, ...]
