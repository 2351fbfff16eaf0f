"""What the roll-up knows of a county: a small summary, never the county itself."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, NamedTuple

from generator.publish.handover.changes import Slice
from generator.register.account import AccountRow
from generator.register.change import Change
from generator.register.county import County
from generator.register.declared import Counted, counted
from generator.register.model import Unplaced
from generator.register.moves import Flows, Move
from generator.register.times import instant

# Public statuses in the order of counts.
STATUSES: Final = ("certified", "suspended", "revoked", "candidate")


class DayKind(NamedTuple):
    """A day (YYYY-MM-DD) and a kind of change, by which changes are counted."""

    day: str
    kind: str


class TitleStatus(NamedTuple):
    """A title, its name, and a public status, by which titles are counted."""

    title: str
    title_name: str
    status: str


class Compilation(NamedTuple):
    """What was written for a county: how much, and where its pages lead outside of it.

    `part` names its files in the store, `days` are where in them the changes of each day lie. `manifest` is the digest
    and size of its list of digests, `largest` the size and path of its largest file.
    """

    part: str
    days: Mapping[str, Slice]
    manifest: tuple[str, int]
    pages: int
    files: int
    folders: int
    bytes: int
    largest: tuple[int, str]
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """One county for the pages above it.

    `path` runs from the province to the county. `changes` counts changes by month (YYYY-MM) and the kind under which
    they are counted, `by_day` by day. These hold what was retracted or replaced later as well: `superseded` names it by
    day, each event with the one by which it no longer stands, and `superseded_by_day` counts it. `misdated` are the
    months that list a misdated change. `higher` counts changes
    by notices of units above, `title_names` says what titles were called when each of them was published, `counted` are
    the rows that count toward them, `unplaced` the names that could not be placed. `moves` and `flows` are what its
    charts are made from. `log_root` is the root of its log (hexadecimal).
    """

    code: str
    name: str
    path: tuple[tuple[str, str], ...]
    state: str
    archived_at: str | None
    demonstration: bool
    counts: Mapping[str, int]
    title_counts: Mapping[TitleStatus, int]
    as_of: str
    register_since: str
    log_size: int
    areas: int
    changes: Mapping[str, Mapping[str, int]]
    by_day: Mapping[DayKind, int]
    superseded: Mapping[str, Mapping[str, str]]
    superseded_by_day: Mapping[DayKind, int]
    misdated: tuple[str, ...]
    higher: Mapping[str, int]
    title_names: Mapping[str, Mapping[str, str]]
    counted: tuple[Counted, ...]
    unplaced: tuple[Unplaced, ...]
    account: tuple[AccountRow, ...]
    publishes_every_days: int | None
    moves: tuple[Move, ...]
    flows: Flows
    log_root: str
    written: Compilation

    def digest(self) -> str:
        """SHA-256 of all that it says, without what was written and where."""
        told = [getattr(self, field.name) for field in fields(self) if field.name != "written"]
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def part(self) -> str:
        """Name of the county's files in the store."""
        return self.written.part

    @property
    def unit_codes(self) -> tuple[str, ...]:
        """Codes of the units above the county that have a page."""
        return tuple(code for code, _ in self.path if len(code) < 6)

    def told_by_day(self) -> Iterator[tuple[str, str, int]]:
        """(day, kind, how many) of the changes that stand, and as kind "superseded" of those that no longer do."""
        for kind, number in self.by_day.items():
            gone = self.superseded_by_day.get(kind, 0)
            if number > gone:
                yield kind.day, kind.kind, number - gone
            if gone:
                yield kind.day, "superseded", gone


def summarise(county: County, changes: Sequence[Change], log_root: bytes, written: Compilation) -> Summary:
    """The summary of a county; `changes` are its own, in order of the log."""
    months: dict[str, Counter[str]] = defaultdict(Counter)
    numbers = Counter([(change.listed[:10], change.counted) for change in changes])
    by_day = {DayKind(*day_kind): number for day_kind, number in numbers.items()}
    for (day, kind), number in by_day.items():
        months[day[:7]][kind] += number
    superseded_by_day = Counter[DayKind]()
    superseded: dict[str, dict[str, str]] = {}
    for change in changes if county.superseded else ():
        if change.event_id in county.superseded:
            day_kind = DayKind(change.listed[:10], change.counted)
            superseded.setdefault(day_kind.day, {})[change.event_id] = county.superseded[change.event_id]
            superseded_by_day[day_kind] += 1
    titles: Counter[TitleStatus] = Counter()
    for records in county.by_area.values():
        for record in records:
            if record.state.public:
                titles[TitleStatus(record.title, county.title_name(record), record.state.public)] += 1
    moves, flows = county.moves
    return Summary(
        code=county.code,
        name=county.name,
        path=tuple(county.path),
        state=county.settings.state,
        archived_at=county.settings.archived_at,
        demonstration=county.settings.demonstration,
        counts=county.counts,
        title_counts=dict(sorted(titles.items())),
        as_of=county.as_of,
        register_since=county.settings.register_since,
        log_size=len(county.events),
        areas=len(county.by_area),
        changes={month: dict(sorted(kinds.items())) for month, kinds in sorted(months.items())},
        by_day=dict(sorted(by_day.items())),
        superseded=superseded,
        superseded_by_day=dict(sorted(superseded_by_day.items())),
        misdated=tuple(sorted({change.listed[:7] for change in changes if change.listed_at is not None})),
        higher=dict(
            Counter(change.notice_id for change in changes if change.notice_id and change.notice_id in county.above)
        ),
        title_names={
            notice_id: {title: county.title_then(title, notice_id) for title in county.titles}
            for notice_id in sorted(county.above)
        },
        counted=tuple(row for row in counted(county) if row.notice_id not in county.notices),
        unplaced=tuple(row for row in county.unplaced if row.notice_id not in county.notices),
        account=tuple(row for row in county.account if row.notice_id in county.above),
        publishes_every_days=county.settings.publishes_every_days,
        moves=moves,
        flows=flows,
        log_root=log_root.hex(),
        written=written,
    )


def is_present(register: Summary | County, site_demonstration: bool) -> bool:
    """True if a county belongs to the totals of the present, the national feeds and the newest changes."""
    settings = register.settings if isinstance(register, County) else register
    return settings.state == "active" and settings.demonstration == site_demonstration


class AsOf(NamedTuple):
    """Of when the lists of several counties are: the newest time that one stands at, and the oldest (as recorded)."""

    newest: str
    oldest: str

    @classmethod
    def of(cls, summaries: Sequence[Summary]) -> AsOf:
        """That of some counties, one at least."""
        times = sorted((summary.as_of for summary in summaries), key=instant)
        return cls(times[-1], times[0])

    @property
    def differs(self) -> bool:
        """True if not all of them are of one day, so that the newest alone would not be true of each."""
        return self.newest[:10] != self.oldest[:10]


def as_of(summaries: Sequence[Summary]) -> AsOf | None:
    """Of when the lists of these counties are; None of none."""
    return AsOf.of(summaries) if summaries else None
