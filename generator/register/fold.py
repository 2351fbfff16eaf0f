"""The fold: a county's log becomes, for each area and title, its steps, its record and its periods.

Pure. An event is *in force* unless a later event in force names it in `corrects`. A replacement is folded
in the place of what it replaces, a `correct` leaves what it names out, and whatever follows is judged
again. `Transition`s are taken at the time of recording (over the prefix of the log), so that what a feed
once said never changes; `Record`s stand at the end of the log given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from generator.register.codes import AreaId, EventKind, PublicStatus, Status, TitleId
from generator.register.model import Event
from generator.register.status import PUBLIC_AFTER, STATUS_AFTER, STATUS_BEFORE
from generator.register.times import precedes

FINAL_PUBLIC: Final = frozenset(PUBLIC_AFTER)
PROCEDURAL: Final[frozenset[EventKind]] = frozenset({"apply", "review", "certify", "file"})


class State(NamedTuple):
    """Where one title of one area stands.

    `status` follows every step. `public` is the status that the public sees: a pending application hides
    neither a title that is held nor its loss. `since` is when `public` took effect.
    """

    status: Status | None = None
    public: PublicStatus | None = None
    since: str | None = None
    before_candidate: tuple[PublicStatus | None, str | None] = (None, None)


_BEGINNING: Final = State()
# A named tuple of all its fields, without a call of Python: several are made for each line of a log.
_made: Final = tuple.__new__


class Transition(NamedTuple):
    """An event with the state before and after it, as known when it was recorded.

    `root` is the ordinary event that a chain of corrections is about (the event itself if it corrects nothing).
    """

    event: Event
    before: State
    after: State
    about: tuple[Event, ...]

    @property
    def root(self) -> Event:
        """The ordinary event that a chain of corrections is about."""
        return self.about[-1]


class Fault(NamedTuple):
    """A step that was not possible: the event, the status it met, the statuses it needed."""

    event: Event
    status: Status | None
    needed: tuple[Status | None, ...]


class Disorder(NamedTuple):
    """An event whose effective time lies before that of an earlier event of the same area and title."""

    event: Event
    earlier: Event


class Period(NamedTuple):
    """A time during which the title was held: `end` and `ended_by` are None while it is."""

    start: str
    started_by: Event
    end: str | None = None
    ended_by: Event | None = None


class Record(NamedTuple):
    """The folded state of one area and title at the end of the log.

    `corrected_by` maps the sequence of each event that is not in force to the event that says so.
    `standing` are the events in force, in their places. `published` is true once the title was published,
    whatever came later.
    """

    area_id: AreaId
    title: TitleId
    state: State
    transitions: tuple[Transition, ...]
    periods: tuple[Period, ...]
    corrected_by: dict[int, Event]
    published: bool
    faults: tuple[Fault, ...] = ()
    disorders: tuple[Disorder, ...] = ()
    standing: tuple[Event, ...] = ()

    def is_public(self, transition: Transition) -> bool:
        """True if the event is shown to the public (table in docs/architecture.md)."""
        for event in transition.about:  # noqa: SIM110 - asked of every event several times; a generator costs more
            if is_public(event.event, self.published):
                return True
        return False

    @property
    def visible(self) -> bool:
        """True if anything of this title is public."""
        return any(self.is_public(transition) for transition in self.transitions)


def is_public(event: EventKind, published: bool) -> bool:
    """True if an event of this kind is public, given whether its title was ever published."""
    return event in FINAL_PUBLIC or (published and event in PROCEDURAL)


# The area and the title of an event.
_LANE: Final = itemgetter(1, 4)
_UNKEPT: Final = (None, None)


# The statuses from which an event is possible.
Needed = Callable[[Event], tuple[Status | None, ...]]


def _common(event: Event) -> tuple[Status | None, ...]:
    return STATUS_BEFORE[event.event]


def advance(state: State, event: Event) -> State:
    """The state after an ordinary event, whether or not it was possible."""
    kind = event.event
    status = STATUS_AFTER[kind] or state.status
    public = PUBLIC_AFTER.get(kind)
    if public is not None:
        kept: tuple[PublicStatus | None, str | None] = (None, None)
        if kind == "nominate":
            kept = state.before_candidate if state.public == "candidate" else (state.public, state.since)
        return _made(State, (public, public, event.effective_at, kept))
    if kind in ("reject", "withdraw") and state.public == "candidate":
        return State(status, *state.before_candidate)
    return _made(State, (status, state.public, state.since, state.before_candidate))


def in_force(events: Sequence[Event]) -> tuple[list[Event], dict[int, Event]]:
    """Ordinary events in force, in their places, and for each event that is not, the one that says so.

    `events` are those of one area and title, in order of the log.
    """
    corrected_by = not_in_force(events)
    place: dict[int, int] = {}
    standing: list[tuple[int, Event]] = []
    for event in events:
        place[event.sequence] = event.sequence if event.corrects is None else place.get(event.corrects, event.sequence)
        if event.event != "correct" and event.sequence not in corrected_by:
            standing.append((place[event.sequence], event))
    standing.sort(key=lambda pair: pair[0])
    return [event for _, event in standing], corrected_by


def not_in_force(events: Sequence[Event]) -> dict[int, Event]:
    """For each event that is not in force, the one that says so.

    Read backwards, each correction is already known to be in force or not.
    """
    corrected_by: dict[int, Event] = {}
    for event in reversed([event for event in events if event.corrects is not None]):
        if event.corrects is None or event.corrects >= event.sequence:
            continue
        by = corrected_by.get(event.sequence)
        if by is None or by.event != "correct":  # a replacement that is replaced goes on replacing
            corrected_by.setdefault(event.corrects, event)
    return corrected_by


def fold(events: Iterable[Event], needed: Needed = _common) -> dict[tuple[str, str], Record]:
    """Records of all areas and titles, keyed by (area_id, title), in order of first appearance.

    `events` are in order of the log. `needed` gives the statuses from which an event is possible, by its scheme.
    Steps that were not possible are folded all the same and named in `faults`.
    """
    lanes: dict[tuple[AreaId, TitleId], list[Event]] = defaultdict(list)
    corrected: set[tuple[AreaId, TitleId]] = set()
    for event in events:
        key = _LANE(event)
        lanes[key].append(event)
        if event.corrects is not None or event.event == "correct":
            corrected.add(key)
    return {
        key: _corrected(key, lane, needed) if key in corrected else _record(key, lane, needed)
        for key, lane in lanes.items()
    }


def _about(event: Event, events: Sequence[Event]) -> tuple[Event, ...]:
    """An event, what it corrects, what that corrects, down to the ordinary event that all are about."""
    by_sequence = {earlier.sequence: earlier for earlier in events}
    chain = [event]
    while (named := chain[-1].corrects) is not None and named in by_sequence and named < chain[-1].sequence:
        chain.append(by_sequence[named])
    return tuple(chain)


def _corrected(key: tuple[AreaId, TitleId], lane: Sequence[Event], needed: Needed) -> Record:
    """The record of events of which some correct others: its transitions are taken line by line."""
    state = _BEGINNING
    transitions: list[Transition] = []
    for place, event in enumerate(lane, 1):
        before = state
        about: tuple[Event, ...] = (event,)
        if event.corrects is None and event.event != "correct":
            state = advance(before, event)
        else:
            state, about = _BEGINNING, _about(event, lane[:place])
            for standing in in_force(lane[:place])[0]:
                state = advance(state, standing)
        transitions.append(_made(Transition, (event, before, state, about)))
    events, corrected_by = in_force(lane)
    folded = _record(key, events, needed)
    published = any(event.event == "publish" for event in lane)
    return folded._replace(transitions=tuple(transitions), corrected_by=corrected_by, published=published)


def _record(key: tuple[AreaId, TitleId], standing: Sequence[Event], needed: Needed) -> Record:
    """The record of events that are all in force."""
    faults: list[Fault] = []
    disorders: list[Disorder] = []
    periods: list[Period] = []
    transitions: list[Transition] = []
    state = _BEGINNING
    published = False
    replaced: dict[int, Event] = {}
    latest: Event | None = None
    for event in standing:
        kind, time = event.event, event.effective_at
        possible = needed(event)
        if state.status not in possible:
            faults.append(Fault(event, state.status, possible))
        if latest is None:
            latest = event
        elif len(time) == 10 == len(latest.effective_at):  # nearly always
            if time < latest.effective_at:
                disorders.append(Disorder(event, latest))
            elif time > latest.effective_at:
                latest = event
        elif precedes(time, latest.effective_at):
            disorders.append(Disorder(event, latest))
        elif precedes(latest.effective_at, time) or len(time) > 10:
            latest = event
        before = state
        public = PUBLIC_AFTER.get(kind)
        if public is None or kind == "nominate":
            state = advance(before, event)
        else:
            state = _made(State, (public, public, time, _UNKEPT))
        transitions.append(_made(Transition, (event, before, state, (event,))))
        if state.public == "certified" != before.public:
            periods.append(_made(Period, (time, event, None, None)))
        elif before.public == "certified" != state.public:
            opened = periods[-1]
            periods[-1] = Period(opened.start, opened.started_by, time, event)
        published = published or kind == "publish"
    fields = (
        *key, state, tuple(transitions), tuple(periods), replaced, published,
        tuple(faults), tuple(disorders), tuple(standing),
    )  # fmt: skip
    return _made(Record, fields)
