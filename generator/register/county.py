"""One county folder, compiled: what everything published about a county is made from. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Final, TypeVar

from generator.register.account import AccountRow, account
from generator.register.codes import Status
from generator.register.divisions import ancestors, path_of, place_name, place_of
from generator.register.fold import Record, fold
from generator.register.history import PublicEvent, public_events
from generator.register.misdated import listed_at, misdated
from generator.register.model import (
    Area,
    Assessment,
    Case,
    CountySettings,
    CountySource,
    Declared,
    Event,
    FormerName,
    Inspection,
    Notice,
    Unplaced,
)
from generator.register.moves import Flows, Move, moves_of
from generator.register.profile import Profile
from generator.register.redaction import Redactions
from generator.register.schemes import Schemes, decided_at
from generator.register.status import HISTORIC, STATUS_BEFORE
from generator.register.times import end_of, instant
from generator.register.workdays import Calendar

# What of an event says from which statuses it is possible: its kind, its title, when it took effect, its notice.
_ALIKE: Final = itemgetter(3, 4, 5, 9)


@dataclass(frozen=True)
class County:
    """The register of one county at a time.

    `events` is the log up to `as_of`, `records` what it folds to, keyed by (area_id, title). `names` are official
    names by code. `notices` are the county's own, `above` those of the units above that its events refer to.
    `former` are the names that places once bore, those of the earliest days first. `evidence` names the tables of
    evidence that are on file (an empty one is; one that is not there is not). `redactions` tell of the lines whose text
    was removed, by their numbers.
    """

    code: str
    settings: CountySettings
    as_of: str
    areas: Mapping[str, Area]
    events: Sequence[Event]
    records: Mapping[tuple[str, str], Record]
    notices: Mapping[str, Notice]
    above: Mapping[str, Notice]
    declared: Sequence[Declared]
    unplaced: Sequence[Unplaced]
    profiles: Mapping[str, Profile]
    names: Mapping[str, str]
    cases: Sequence[Case] = ()
    assessments: Sequence[Assessment] = ()
    inspections: Sequence[Inspection] = ()
    evidence: frozenset[str] = frozenset()
    former: tuple[FormerName, ...] = ()
    redactions: Redactions = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar, repr=False, compare=False)

    @property
    def name(self) -> str:
        """Official name of the county."""
        return self.names[self.code]

    @cached_property
    def path(self) -> list[tuple[str, str]]:
        """(code, name) from the province down to the county, without placeholder levels."""
        return path_of(self.code, self.names)

    @cached_property
    def schemes(self) -> Schemes:
        """The schemes of the county, each in its time."""
        return Schemes(self.settings, self.profiles)

    def profile_at(self, time: str) -> Profile | None:
        """The profile in force on the day of a time."""
        return self.schemes.at(time)

    def profile_of(self, record: Record) -> Profile | None:
        """The profile under which a record stands."""
        return self.schemes.at(decided_at(record))

    def title_name(self, named: Event | Record) -> str:
        """Name of the title of an event, as it was when that took effect; of a record, when that was decided.

        The one rule for whatever names a title. A title alone, in a number or a list, is named by `title_then`.
        """
        time = decided_at(named) if isinstance(named, Record) else named.effective_at
        return self.schemes.title_name(named.title, time)

    @property
    def titles(self) -> list[str]:
        """Ids of the titles that any of its schemes has had."""
        return sorted({title for profile in self.profiles.values() for title in profile.titles})

    def title_name_en(self, record: Record) -> str | None:
        """The same of a record in English, where its scheme says it."""
        return self.schemes.title_name_en(record.title, decided_at(record))

    def title_then(self, title: str, notice_id: str | None = None) -> str:
        """Name of a title in what a notice says, as it was when that was published; without a notice, as it is now."""
        notice = self.notice(notice_id)
        return self.schemes.title_name(title, notice.published_at if notice else self.as_of)

    def reason_name(self, event: Event) -> str | None:
        """The reason of an event in words; its code where the profile has none."""
        return self.schemes.reason_name(event)

    def reason_name_en(self, event: Event) -> str | None:
        """The same in English, where its scheme says it."""
        return self.schemes.reason_name_en(event)

    def circumstances(self, event: Event) -> list[str]:
        """By whom an event was decided, why, under which notice, what it corrects: as far as it says so, in words."""
        return [
            told
            for told in (
                self.names.get(event.decided_by, event.decided_by) if event.decided_by else None,
                (self.reason_name(event) or event.reason) if event.reason else None,
                event.notice_id,
                f"更正第 {event.corrects} 号" if event.corrects else None,
            )
            if told
        ]

    def notice(self, notice_id: str | None) -> Notice | None:
        """A notice of the county or of a unit above it."""
        if notice_id is None:
            return None
        return self.notices.get(notice_id) or self.above.get(notice_id)

    @cached_property
    def _places(self) -> dict[str, str]:
        return {}

    def place(self, area_id: str) -> str:
        """Where an area lies, from the county down, without the area itself; made once for each place."""
        code = place_of(area_id)
        key = f"in {code}" if code != area_id else code
        if key not in self._places:
            self._places[key] = place_name(area_id, self.names)
        return self._places[key]

    def names_then(self, time: str) -> Mapping[str, str]:
        """Names by code as they were on the day of a time."""
        if not self.former:
            return self.names
        turn = bisect_left(self._turns, time[:10])
        if turn == len(self._turns):
            return self.names
        if turn not in self._then:
            later = [name for name in self.former if name.until >= self._turns[turn]]
            self._then[turn] = {**self.names, **{name.code: name.name for name in reversed(later)}}
        return self._then[turn]

    @cached_property
    def _turns(self) -> list[str]:
        """The last days of former names, in order."""
        return sorted({name.until for name in self.former})

    @cached_property
    def _then(self) -> dict[int, Mapping[str, str]]:
        return {}

    def place_then(self, area_id: str, time: str) -> str:
        """Where an area lay on the day of a time, by the names of that day; `place`, where nothing was renamed."""
        names = self.names_then(time)
        return self.place(area_id) if names is self.names else place_name(area_id, names)

    @cached_property
    def by_area(self) -> dict[str, list[Record]]:
        """Records with something public, by area, the highest title first."""
        by_area: dict[str, list[Record]] = {}
        for record in self.records.values():
            if record.visible:
                by_area.setdefault(record.area_id, []).append(record)
        for records in by_area.values():
            records.sort(key=lambda record: self.rank(record.title))
        return dict(sorted(by_area.items()))

    @cached_property
    def public_events(self) -> tuple[PublicEvent, ...]:
        """The public history of the county, in order of the log."""
        return public_events(self.code, self.records.values(), self.schemes, self.calendar, self.listed_at)

    def history(self, area_id: str) -> Sequence[PublicEvent]:
        """The public history of an area, in order of the log; nothing where it has none."""
        return self._histories.get(area_id, ())

    @cached_property
    def _histories(self) -> dict[str, list[PublicEvent]]:
        histories: dict[str, list[PublicEvent]] = {}
        for event in self.public_events:
            histories.setdefault(event.record.area_id, []).append(event)
        return histories

    @cached_property
    def listed_at(self) -> Mapping[int, str]:
        """The misdated lines of the log (sequences), each with the time by which lists and charts have it."""
        return listed_at(self.events)

    @cached_property
    def moves(self) -> tuple[tuple[Move, ...], Flows]:
        """How the counts moved, day by day and between statuses (`register.moves`)."""
        return moves_of(self.records.values(), self.listed_at)

    @cached_property
    def superseded(self) -> dict[str, str]:
        """Ids of the public events that no longer stand, each with that of the event by which it does not."""
        return {event.event_id: event.superseded_by for event in self.public_events if event.superseded_by}

    def rank(self, title: str) -> int:
        """Place of a title in the order; unknown ones last."""
        return self.schemes.ranks.get(title, len(self.schemes.ranks))

    @cached_property
    def containers(self) -> dict[str, list[str]]:
        """Codes of the streets, villages and communities below which public areas lie, with these areas' ids."""
        inside: dict[str, list[str]] = {}
        for area_id in self.by_area:
            code = place_of(area_id)
            above = [unit for unit in ancestors(code) if len(unit) > 6]
            if code != area_id:
                above.append(code)
            for unit in above:
                inside.setdefault(unit, []).append(area_id)
        return dict(sorted(inside.items()))

    @cached_property
    def account(self) -> tuple[AccountRow, ...]:
        """The account of the log, for the titles that it names."""
        titles = {event.title for event in self.events}
        return account(self.events, self.records, sorted(titles, key=lambda title: (self.rank(title), title)))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Areas by public status: certified, suspended, revoked, candidate."""
        counted = {"certified": 0, "suspended": 0, "revoked": 0, "candidate": 0}
        for record in self.records.values():
            if record.state.public is not None:
                counted[record.state.public] += 1
        return counted


def is_historic(settings: CountySettings, notice: Notice | None, event: Event) -> bool:
    """True if an event belongs to a list older than the register: its earlier steps are not on record."""
    time = notice.published_at if notice else event.effective_at
    return settings.state == "archived" or time[:10] < settings.register_since


def compile_county(
    source: CountySource, profiles: Mapping[str, Profile], as_of: str | None = None, calendar: Calendar | None = None
) -> County:
    """The county at the newest time recorded in it, or at `as_of` (a day means its end, +08:00).

    The source must have settings; its rows may still have findings (a check folds before it judges).
    """
    settings = source.settings
    if settings is None:
        raise ValueError(f"county {source.code} has no settings")
    events: Sequence[Event] = source.events.rows
    notices: dict[str, Notice] = {notice.notice_id: notice for notice in source.notices.rows}
    if as_of is not None:
        limit = end_of(as_of)
        listed = listed_at(events)
        events = [event for event in events if instant(listed.get(event.sequence, event.recorded_at)) <= limit]
        named = {event.notice_id for event in events}
        notices = {
            key: notice for key, notice in notices.items() if key in named or instant(notice.published_at) <= limit
        }

    schemes = Schemes(settings, profiles)
    bound: dict[tuple[str, ...], tuple[Status | None, ...]] = {}  # worked out once for all events that are alike

    def needed(event: Event) -> tuple[Status | None, ...]:
        """The statuses from which an event is possible, by the profile in force when it took effect."""
        alike = _ALIKE(event)
        if alike not in bound:
            kind = event.event
            profile = schemes.at(event.effective_at)
            possible = profile.statuses_before(kind, event.title) if profile else STATUS_BEFORE[kind]
            notice = notices.get(event.notice_id or "") or source.above.get(event.notice_id or "")
            if kind in HISTORIC and is_historic(settings, notice, event):
                possible = (*HISTORIC[kind], *possible)
            bound[alike] = possible
        return bound[alike]

    notice_ids = notices.keys() | {
        key for key, notice in source.above.items() if as_of is None or instant(notice.published_at) <= end_of(as_of)
    }
    unplaced = [row for row in source.unplaced.rows if row.notice_id in notice_ids]
    used = {event.notice_id for event in events} | {row.notice_id for row in unplaced}
    return County(
        code=source.code,
        settings=settings,
        as_of=as_of or newest(events, notices.values(), settings.register_since),
        areas={area.area_id: area for area in source.areas.rows},
        events=events,
        records=fold(events, needed),
        notices=notices,
        above={key: notice for key, notice in source.above.items() if key in used},
        declared=[row for row in source.declared.rows if row.notice_id in notices],
        unplaced=unplaced,
        profiles={period.scheme: profiles[period.scheme] for period in settings.schemes if period.scheme in profiles},
        names=source.names,
        cases=_until(source.cases.rows, as_of),
        assessments=_until(source.assessments.rows, as_of),
        inspections=_until(source.inspections.rows, as_of),
        evidence=frozenset(
            name for name in ("cases", "assessments", "inspections") if getattr(source, name).present
        ),
        former=tuple(sorted(source.former, key=lambda name: (name.until, name.code))),
        redactions={row.sequence: row for row in source.redactions.rows},
        calendar=calendar or Calendar(),
    )  # fmt: skip


_Dated = TypeVar("_Dated", Case, Assessment, Inspection)


def _until(rows: Sequence[_Dated], as_of: str | None) -> Sequence[_Dated]:
    """The rows of evidence of the days up to `as_of`."""
    return rows if as_of is None else [row for row in rows if row.date <= as_of[:10]]


def newest(events: Sequence[Event], notices: object, otherwise: str) -> str:
    """The newest time recorded: of the log, else of the notices, else the day given. A mistyped one dates nothing."""
    mistyped = misdated(events)
    times = [event.recorded_at for event in events if event.sequence not in mistyped]
    if not times and notices:
        times = [notice.published_at for notice in notices]  # type: ignore[attr-defined]
    if len({*map(len, times)}) == 1:  # of one form, which compares as text
        return max(times)
    return max(times, key=instant, default=otherwise)
