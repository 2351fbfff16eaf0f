"""The fold: the worked example, every step from every status, corrections, and what holds for any log."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import assume, example, find, given, settings
from hypothesis import strategies as st

from generator import words
from generator.publish.handover.summary import STATUSES
from generator.register.codes import EventKind, NoticeId, PublicStatus, RegisterState, Status
from generator.register.county import compile_county
from generator.register.fold import FINAL_PUBLIC, PROCEDURAL, Record, State, fold, in_force, is_public
from generator.register.model import Event, Notice
from generator.register.status import HISTORIC, STATUS_AFTER, STATUS_BEFORE
from generator.register.times import precedes
from generator.rules import order
from tests.support.example import (
    AREA,
    ORDERS,
    OTHER,
    TO_DECIDED,
    TO_PUBLISHED,
    Line,
    any_logs,
    day,
    event,
    events,
    is_orderly,
    legal_lanes,
    legal_logs,
    log,
    merge,
    source,
    stands,
)

bounded = settings(max_examples=80, deadline=None)

XINGFU, XIANGYANG = ("990101001001-001", "compound"), ("990101001001-002", "compound")
CHUNXIAO, HEPING = ("990101001001", "community"), ("990101001002", "community")
YELIN, HAIFENG = ("990201100001", "village"), ("990201100002", "village")


def record_of(rows: Sequence[Event]) -> Record:
    """The record of a log of one area and title."""
    (found,) = fold(rows).values()
    return found


def standing(rows: Sequence[Event]) -> list[int]:
    """Sequences of the events in force, in their places."""
    return [one.sequence for one in in_force(rows)[0]]


def corrected(record: Record) -> dict[int, int]:
    """Sequence of each event that is not in force -> sequence of the event that says so."""
    return {sequence: by.sequence for sequence, by in record.corrected_by.items()}


def periods(record: Record) -> list[tuple[str, int, str | None, int | None]]:
    """Periods as (start, started by, end, ended by)."""
    return [
        (one.start, one.started_by.sequence, one.end, one.ended_by.sequence if one.ended_by else None)
        for one in record.periods
    ]


# ---- the worked example


@pytest.mark.parametrize(
    ("key", "status", "since"),
    [
        (XINGFU, "certified", "2022-11-23"),
        (XIANGYANG, "revoked", "2022-11-26"),
        (CHUNXIAO, "revoked", "2022-11-25"),
        (HEPING, "certified", "2022-11-27"),
        (YELIN, "certified", "2022-08-29"),
        (HAIFENG, "revoked", "2022-08-30"),
    ],
)
def test_example_status_and_since(key: tuple[str, str], status: str, since: str) -> None:
    """Each area of the worked example has the status, and has had it since the day, that its README gives."""
    record = fold(events(key[0][:6]))[key]
    assert (record.state.status, record.state.public, record.state.since) == (status, status, since)
    assert record.published
    assert record.visible


def test_example_is_without_fault() -> None:
    """No step of the worked example was impossible, and none is out of order."""
    for county in ("990101", "990201"):
        records = fold(events(county))
        assert records
        for record in records.values():
            assert (record.faults, record.disorders) == ((), ())


def test_example_corrections() -> None:
    """17 is replaced by 20 and 24 retracted by 25; every other event is in force."""
    records = fold(events("990101"))
    assert {key: corrected(record) for key, record in records.items()} == {
        XINGFU: {}, CHUNXIAO: {17: 20}, XIANGYANG: {}, HEPING: {24: 25},
    }  # fmt: skip
    roots = [(one.event.sequence, one.root.sequence) for one in records[CHUNXIAO].transitions]
    assert roots[-2:] == [(17, 17), (20, 17)]
    assert records[HEPING].transitions[-1].root.sequence == 24


def test_example_as_of_noon() -> None:
    """At noon of 2022-11-28 the retraction 25 was not recorded yet: 和平社区 was revoked."""
    county = compile_county(source(events("990101")), {}, "2022-11-28T12:00+08:00")
    assert [one.sequence for one in county.events] == list(range(1, 25))
    record = county.records[HEPING]
    assert (record.state.public, record.state.since) == ("revoked", "2022-11-28")
    assert corrected(record) == {}
    assert periods(record) == [("2022-11-27", 23, "2022-11-28", 24)]
    assert county.as_of == "2022-11-28T12:00+08:00"


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2022-11-26T11:59:59+08:00", ("revoked", "2022-11-26")),
        ("2022-11-26T12:00+08:00", ("revoked", "2022-11-25")),
        ("2022-11-25", ("certified", "2022-11-23")),
        ("2022-11-22", (None, None)),
    ],
)
def test_example_as_of_before_and_after_a_replacement(as_of: str, status: tuple[str | None, str | None]) -> None:
    """What was known of 春晓社区 at a time is what had been recorded by then; a day means its end."""
    state = compile_county(source(events("990101")), {}, as_of).records[CHUNXIAO].state
    assert (state.public, state.since) == status


def test_as_of_without_a_time_is_the_newest_recorded() -> None:
    """A county stands at the newest time recorded in it."""
    assert compile_county(source(events("990101")), {}).as_of == "2022-11-28T15:00:00+08:00"
    assert compile_county(source(()), {}).as_of == "2022-11-20"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (XINGFU, [("2022-11-23", 9, None, None)]),
        (XIANGYANG, [("2022-11-25", 15, "2022-11-26", 18)]),
        (CHUNXIAO, [("2022-11-23", 10, "2022-11-25", 20)]),
        (HEPING, [("2022-11-27", 23, None, None)]),
        (YELIN, [("2022-08-26", 9, "2022-08-27", 11), ("2022-08-29", 13, None, None)]),
        (HAIFENG, [("2022-08-26", 10, "2022-08-28", 12)]),
    ],
)
def test_example_periods(key: tuple[str, str], expected: list[tuple[str, int, str | None, int | None]]) -> None:
    """The title was in force in these periods; a suspension ends one and a restoration begins another."""
    assert periods(fold(events(key[0][:6]))[key]) == expected


# ---- the tables

AFTER = {  # the table in docs/architecture.md, written a second time on purpose
    "apply": "applied", "review": "recommended", "reject": "rejected", "withdraw": "withdrawn",
    "nominate": "candidate", "certify": "decided", "file": None, "publish": "certified",
    "suspend": "suspended", "restore": "certified", "revoke": "revoked",
}  # fmt: skip
PATHS: dict[str | None, tuple[str, ...]] = {
    None: (),
    "applied": ("apply",),
    "recommended": ("apply", "review"),
    "candidate": ("apply", "nominate"),
    "decided": ("apply", "review", "certify"),
    "certified": TO_PUBLISHED,
    "suspended": (*TO_PUBLISHED, "suspend"),
    "revoked": (*TO_PUBLISHED, "revoke"),
    "rejected": ("apply", "reject"),
    "withdrawn": ("apply", "withdraw"),
}


def test_tables_know_every_event_and_status() -> None:
    """The tables of the fold have every event but `correct`, and every status has its word."""
    assert set(STATUS_AFTER) == set(STATUS_BEFORE) == set(words.EVENTS) - {"correct"}
    assert STATUS_AFTER == AFTER
    assert set(PATHS) - {None} == set(words.STATUSES)
    assert set(STATUSES) | {None} == {AFTER[one] for one in FINAL_PUBLIC} | {None}
    assert set(HISTORIC) <= set(STATUS_BEFORE)


@pytest.mark.parametrize(("status", "kind"), list(itertools.product(PATHS, STATUS_BEFORE)))
def test_every_step_from_every_status(status: str | None, kind: EventKind) -> None:
    """A step leads to the status of the table, and is a fault exactly where the table does not allow it."""
    path = PATHS[status]
    if path:
        before = record_of(log(*path))
        assert (before.state.status, before.faults) == (status, ())
    record = record_of(log(*path, kind))
    assert record.state.status == (AFTER[kind] or status)
    found = [(one.event.sequence, one.status, one.needed) for one in record.faults]
    expected = [] if status in STATUS_BEFORE[kind] else [(len(path) + 1, status, STATUS_BEFORE[kind])]
    assert found == expected


@pytest.mark.parametrize("kind", sorted(STATUS_BEFORE))
def test_what_is_public(kind: EventKind) -> None:
    """Status changes are public at once, steps of the procedure once published, refusals never."""
    assert is_public(kind, published=False) is (kind in ("nominate", "publish", "suspend", "restore", "revoke"))
    assert is_public(kind, published=True) is (kind not in ("reject", "withdraw"))
    assert not FINAL_PUBLIC & PROCEDURAL


# ---- the public status


@pytest.mark.parametrize(
    "steps", [("apply",), ("apply", "review"), TO_DECIDED, ("apply", "reject"), ("apply", "withdraw")]
)
def test_pending_application_hides_no_revocation(steps: tuple[str, ...]) -> None:
    """Whatever becomes of a new application, a lost title stays lost, since the same day."""
    record = record_of(log(*TO_PUBLISHED, "revoke", *steps))
    assert (record.state.public, record.state.since) == ("revoked", day(6))
    assert record.state.status == (AFTER[steps[-1]] or "decided")
    assert record.faults == ()


def test_published_again_after_a_revocation() -> None:
    """A title that is published again is held again, since the new publication."""
    record = record_of(log(*TO_PUBLISHED, "revoke", *TO_PUBLISHED))
    assert record.state == State("certified", "certified", day(11))
    assert periods(record) == [(day(5), 5, day(6), 6), (day(11), 11, None, None)]


@pytest.mark.parametrize("end", ["reject", "withdraw"])
@pytest.mark.parametrize("between", [(), ("certify",), ("certify", "file")])
@pytest.mark.parametrize(
    ("history", "public", "since"), [((), None, None), ((*TO_PUBLISHED, "revoke"), "revoked", day(6))]
)
def test_candidate_returns_to_what_was_before(
    end: str, between: tuple[str, ...], history: tuple[str, ...], public: str | None, since: str | None
) -> None:
    """A candidate that is refused or withdrawn, decided or not, returns to the public status before it."""
    record = record_of(log(*history, "apply", "nominate", *between, end))
    assert (record.state.public, record.state.since) == (public, since)
    assert record.state.status == AFTER[end]
    assert record.transitions[-1].before.public == "candidate"


def test_candidate_twice() -> None:
    """A second candidacy that fails returns to before itself, not to the first."""
    record = record_of(log("apply", "nominate", "reject", "apply", "nominate", "withdraw"))
    assert record.state == State("withdrawn", None, None)


def test_candidate_that_is_published() -> None:
    """A candidate that is certified stays a candidate to the public until its publication."""
    rows = log("apply", "nominate", "certify", "file", "publish")
    found = [one.after.public for one in record_of(rows).transitions]
    assert found == [None, *["candidate"] * 3, "certified"]


def test_unpublished_steps_are_not_visible() -> None:
    """Nothing of a title is public before a nomination or publication; afterwards its earlier steps are."""
    before = record_of(log(*TO_DECIDED))
    assert not before.visible
    assert before.state.public is None
    after = record_of(log(*TO_PUBLISHED))
    assert all(after.is_public(one) for one in after.transitions)
    candidate = record_of(log("apply", "nominate"))
    assert [candidate.is_public(one) for one in candidate.transitions] == [False, True]


def test_an_area_may_hold_several_titles() -> None:
    """Titles of one area are folded apart."""
    rows = [event(number, kind) for number, kind in enumerate(TO_PUBLISHED, 1)]
    rows.append(event(6, "apply", title="community"))
    records = fold(rows)
    assert {key[1]: record.state.status for key, record in records.items()} == {
        "compound": "certified", "community": "applied",
    }  # fmt: skip


# ---- corrections


def test_retraction() -> None:
    """A `correct` leaves out what it names: status, since and periods are as if it had never been."""
    rows = log(*TO_PUBLISHED, "revoke", ("correct", 6))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 5]
    assert corrected(record) == {6: 7}
    assert record.state == State("certified", "certified", day(5))
    assert periods(record) == [(day(5), 5, None, None)]
    last = record.transitions[-1]
    assert (last.before.public, last.after.public) == ("revoked", "certified")


def test_retraction_of_a_retraction_reinstates() -> None:
    """Retracting a `correct` reinstates the event, in its place; retracting that takes it away again."""
    rows = log(*TO_PUBLISHED, "revoke", ("correct", 6), ("correct", 7))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 5, 6]
    assert corrected(record) == {7: 8}
    assert record.state == State("revoked", "revoked", day(6))
    assert {one.root.sequence for one in record.transitions[5:]} == {6}
    again = [*rows, event(9, "correct", 8)]
    assert standing(again) == [1, 2, 3, 4, 5]
    assert corrected(record_of(again)) == {6: 7, 8: 9}


def test_replacement_is_folded_in_place() -> None:
    """A replacement stands where the replaced line stood, with its own day."""
    rows = log(*TO_DECIDED, "publish", "revoke", ("publish", 5, day(4)))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 7, 6]
    assert corrected(record) == {5: 7}
    assert record.faults == ()
    assert record.disorders == ()
    assert record.state.public == "revoked"
    assert periods(record) == [(day(4), 7, day(6), 6)]


def test_chain_of_replacements() -> None:
    """The newest of a chain of replacements stands in the place of all; those before it are not in force."""
    rows = log(*TO_PUBLISHED, ("publish", 5, day(6)), ("publish", 6, day(7)))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 7]
    assert corrected(record) == {5: 6, 6: 7}
    assert record.faults == ()
    assert record.state == State("certified", "certified", day(7))


def test_longer_chain_of_replacements() -> None:
    """The same for longer chains, and with later events after the place."""
    rows = log(*TO_PUBLISHED, "revoke", *(("publish", number, day(5)) for number in (5, 7, 8)))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 9, 6]
    assert corrected(record) == {5: 7, 7: 8, 8: 9}
    assert periods(record) == [(day(5), 9, day(6), 6)]


def test_retraction_of_a_replacement() -> None:
    """Retracting a replacement puts the replaced line in force again."""
    rows = log(*TO_PUBLISHED, ("publish", 5, day(6)), ("correct", 6))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 5]
    assert corrected(record) == {6: 7}
    assert record.state == State("certified", "certified", day(5))


def test_retraction_of_the_last_of_a_chain() -> None:
    """Retracting the last of a chain of replacements puts the one before it in force, not the first."""
    rows = log(*TO_PUBLISHED, ("publish", 5, day(6)), ("publish", 6, day(7)), ("correct", 7))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 6]
    assert corrected(record) == {5: 6, 7: 8}


def test_replacement_by_another_kind() -> None:
    """A replacement may be of another kind; what follows is judged after it."""
    rows = log(*TO_PUBLISHED, "suspend", "restore", ("revoke", 6, day(6)))
    record = record_of(rows)
    assert standing(rows) == [1, 2, 3, 4, 5, 8, 7]
    assert [(one.event.sequence, one.status) for one in record.faults] == [(7, "revoked")]


def test_later_events_are_judged_again() -> None:
    """A step that was possible is a fault, told once, when a correction takes away what it rested on."""
    rows = log(*TO_PUBLISHED, "suspend", "restore")
    assert record_of(rows).faults == ()
    record = record_of([*rows, event(8, "correct", 6)])
    assert [(one.event.sequence, one.status, one.needed) for one in record.faults] == [
        (7, "certified", STATUS_BEFORE["restore"])
    ]
    assert record_of([*rows, event(8, "correct", 6), event(9, "correct", 7)]).faults == ()


def test_retracted_publication_was_published() -> None:
    """A publication that is retracted leaves no title; that it was public, and its steps, stays on record."""
    record = record_of(log(*TO_PUBLISHED, ("correct", 5)))
    assert record.state == State("decided", None, None)
    assert record.periods == ()
    assert record.published
    assert all(record.is_public(one) for one in record.transitions)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([*TO_DECIDED, ("correct", 4)], False),
        ([*TO_PUBLISHED, ("correct", 4)], True),
        (["apply", "nominate", ("correct", 2)], True),
        (["apply", "reject", ("correct", 2)], False),
        ([*TO_PUBLISHED, "revoke", "apply", "reject", ("correct", 8)], False),
        ([*TO_PUBLISHED, "revoke", ("revoke", 6, day(5))], True),
        ([*TO_PUBLISHED, "revoke", ("correct", 6), ("correct", 7)], True),
    ],
)
def test_correction_is_public_if_what_it_corrects_was(lines: list[str | tuple[str, int]], expected: bool) -> None:
    """A correction is public exactly if what it corrects was."""
    record = record_of(log(*lines))
    assert record.is_public(record.transitions[-1]) is expected


@pytest.mark.parametrize(
    "lines",
    [
        ["apply", "review", ("nominate", 2, day(2))],
        ["apply", "review", "certify", "withdraw", ("publish", 4, day(4))],
        ["apply", "nominate", ("review", 2, day(2))],
        ["apply", "review", ("nominate", 2, day(2)), ("correct", 3)],
    ],
)
def test_replacement_of_another_kind_is_public_if_either_was(lines: list[str | tuple[str, int, str]]) -> None:
    """A replacement that gives or takes a public status is public; so is a correction of one."""
    record = record_of(log(*lines))
    last = record.transitions[-1]
    assert record.faults == ()
    assert last.before.public != last.after.public
    assert record.is_public(last)


# ---- lists older than the register


def common(one: Event) -> tuple[Status | None, ...]:
    """The statuses from which an event is possible."""
    return STATUS_BEFORE[one.event]


def old(one: Event) -> tuple[Status | None, ...]:
    """Likewise, in a list older than the register."""
    return (*HISTORIC.get(one.event, ()), *common(one))


@pytest.mark.parametrize("kind", ["publish", "nominate"])
@pytest.mark.parametrize(("historic", "faults"), [(True, 0), (False, 1)])
def test_historic_list(kind: EventKind, historic: bool, faults: int) -> None:
    """A list older than the register may begin with a publication or nomination; any other may not."""
    (record,) = fold(log(kind), old if historic else common).values()
    assert len(record.faults) == faults
    status: PublicStatus = "certified" if kind == "publish" else "candidate"
    assert record.state == State(status, status, day(1))


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        (("nominate", "publish"), True),
        (("publish", "revoke", "publish"), True),
        (("publish", "revoke", "nominate", "publish"), True),
        (("publish", "suspend", "restore"), True),
        (("publish", "publish"), False),
        (("publish", "nominate"), False),
        (("suspend",), False),
        (("apply", "publish"), False),
        ((*TO_DECIDED, "publish"), True),
    ],
)
def test_historic_sequences(lines: tuple[str, ...], allowed: bool) -> None:
    """Only what a list says may lack its earlier steps: what a title loses must have been held."""
    (record,) = fold(log(*lines), old).values()
    assert (record.faults == ()) is allowed


def test_historic_is_decided_by_the_day_of_the_notice() -> None:
    """A notice older than the register makes its events historic; so does an archived county."""
    old = Notice(NoticeId("990101-20221101-1"), None, "通告", None, "2022-11-01", None, "official", "网站", None)
    new = old._replace(notice_id=NoticeId("990101-20221123-1"), published_at="2022-11-23")
    tried: list[tuple[Notice, RegisterState, int]] = [(old, "active", 0), (new, "active", 1), (new, "archived", 0)]
    for notice, state, faults in tried:
        rows = [event(1, "publish", notice_id=notice.notice_id)]
        (record,) = compile_county(source(rows, [notice], state), {}).records.values()
        assert len(record.faults) == faults


# ---- faults and disorders


def test_each_fault_once() -> None:
    """Each impossible step is told once, with the status that it met, and is folded all the same."""
    record = record_of(log("publish", "publish", "restore", "revoke"))
    assert [(one.event.sequence, one.status) for one in record.faults] == [
        (1, None), (2, "certified"), (3, "certified"),
    ]  # fmt: skip
    assert record.state.public == "revoked"


def test_each_disorder_once() -> None:
    """Each event before the newest so far is told once; it does not make those after it late."""
    rows = log("apply", ("review", None, day(9)), ("certify", None, day(5)), ("file", None, day(6)))
    rows.append(event(5, "publish", at=day(9)))
    found = [(one.event.sequence, one.earlier.sequence) for one in record_of(rows).disorders]
    assert found == [(3, 2), (4, 2)]


def test_order_within_a_day() -> None:
    """A day is not before a time of the same day, nor after it; two times of a day are compared across it."""
    times = ["", "T10:00+08:00", "", "T09:00+08:00", "T10:00:00+08:00"]
    steps = zip(TO_PUBLISHED, times, strict=True)
    rows = [event(number, kind, at=f"2022-11-26{time}") for number, (kind, time) in enumerate(steps, 1)]
    assert [(one.event.sequence, one.earlier.sequence) for one in record_of(rows).disorders] == [(4, 2)]


def test_order_is_of_the_places() -> None:
    """A replacement is late only if it is late in its place; a replaced line no longer counts."""
    rows = log(*TO_PUBLISHED, ("revoke", None, day(20)), ("revoke", 6, day(8)), ("apply", None, day(9)))
    assert record_of(rows).disorders == ()
    wrong = log(*TO_PUBLISHED, "revoke", ("publish", 5, day(9)))
    assert [(one.event.sequence, one.earlier.sequence) for one in record_of(wrong).disorders] == [(6, 7)]


# ---- logs that are not in order: a check folds before it judges


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([*TO_PUBLISHED, ("revoke", 99)], "revoked"),
        ([*TO_PUBLISHED, ("correct", 6)], "certified"),
        ([*TO_PUBLISHED, ("correct", 99)], "certified"),
        ([*TO_PUBLISHED, ("correct", None)], "certified"),
        ([("correct", None)], None),
        ([("correct", 1)], None),
        ([*TO_PUBLISHED, ("correct", 7), ("correct", 6)], "certified"),
    ],
)
def test_broken_corrections_do_not_break_the_fold(
    lines: list[str | tuple[str, int | None]], status: str | None
) -> None:
    """A correction of itself, of nothing, of no line or in a circle does no harm to the other events."""
    rows = [event(number, *((line,) if isinstance(line, str) else line)) for number, line in enumerate(lines, 1)]
    assert record_of(rows).state.public == status


def test_correction_of_a_later_line_has_no_effect() -> None:
    """A correction names an earlier line: what is recorded later is not touched by it."""
    rows = [*log(*TO_PUBLISHED), event(6, "correct", 7), event(7, "revoke")]
    record = record_of(rows)
    assert record.state.public == "revoked"
    assert record.state == record.transitions[-1].after


def test_correction_of_another_area_touches_neither() -> None:
    """A correction that names a line of another area changes nothing in either."""
    rows = [*log(*TO_PUBLISHED), event(6, "correct", 5, area_id=OTHER)]
    records = fold(rows)
    assert records[AREA, "compound"].state.public == "certified"
    assert records[OTHER, "compound"].state == State()


@given(any_logs())
@example([*log(*TO_PUBLISHED), event(6, "correct", 7), event(7, "revoke")])
@bounded
def test_any_log_can_be_folded(rows: list[Event]) -> None:
    """Any log folds: a transition for each event, each from where the last one led, to the final state."""
    records = fold(rows)
    assert sum(len(record.transitions) for record in records.values()) == len(rows)
    for record in records.values():
        state = State()
        for transition in record.transitions:
            assert transition.before == state
            state = transition.after
        named = [one.corrects for one in rows]
        if len({one.sequence for one in rows}) == len(rows):
            assert all(sequence in named for sequence in record.corrected_by)
            assert len({fault.event for fault in record.faults}) == len(record.faults)
            assert record.state == state


# ---- what holds for every log


def test_logs_that_are_drawn_hold_something() -> None:
    """What holds below for every log is not said of empty ones: titles are held, lost and corrected in them."""
    for logs in (legal_logs(), any_logs()):
        assert find(logs, lambda rows: any(one.state.public == "revoked" for one in fold(rows).values()))
        assert find(logs, lambda rows: any(one.event == "correct" for one in rows))
        assert find(logs, lambda rows: len(fold(rows)) > 1 and len(rows) > 8)


@given(st.one_of(legal_logs(), any_logs()), st.integers(0, 40))
@bounded
def test_appending_changes_no_transition(rows: list[Event], cut: int) -> None:
    """What a feed once said stays: events recorded later change no transition already given."""
    earlier, later = fold(rows[:cut]), fold(rows)
    assert earlier.keys() <= later.keys()
    for key, record in earlier.items():
        assert later[key].transitions[: len(record.transitions)] == record.transitions


@given(legal_logs(), st.integers(0, 40))
@bounded
def test_prefix_is_the_state_as_of(rows: list[Event], number: int) -> None:
    """The county as of a day is the fold of what was recorded by then."""
    county = compile_county(source(rows), {}, day(number))
    assert county.records == fold(rows[:number])  # each event is recorded on the day of its number
    assert list(county.events) == rows[:number]
    found = [record.state.public for record in county.records.values()]
    assert county.counts == {status: found.count(status) for status in STATUSES}


def _told(record: Record, rows: Sequence[Event]) -> tuple[object, ...]:
    """A record with the sequences of the log replaced by places among the area's own lines."""
    mine = [one.sequence for one in rows if (one.area_id, one.title) == (record.area_id, record.title)]
    place = {sequence: number for number, sequence in enumerate(mine, 1)}
    return (
        record.state,
        [(place[one.event.sequence], one.before, one.after) for one in record.transitions],
        [place[one.root.sequence] for one in record.transitions],
        [(one.start, one.end) for one in record.periods],
        {place[sequence]: place[by.sequence] for sequence, by in record.corrected_by.items()},
        record.published,
        [(place[one.event.sequence], one.status) for one in record.faults],
        [(place[one.event.sequence], place[one.earlier.sequence]) for one in record.disorders],
        [place[one.sequence] for one in record.standing],
    )


@given(st.lists(legal_lanes(), min_size=2, max_size=3), ORDERS, ORDERS)
@bounded
def test_areas_are_folded_apart(lanes: list[list[Line]], one: list[int], other: list[int]) -> None:
    """However the lines of several areas are interleaved, each area comes out as it would alone."""
    first, second = merge(lanes, one), merge(lanes, other)
    records, others = fold(first), fold(second)
    assert set(records) == set(others)
    for key, record in records.items():
        assert _told(record, first) == _told(others[key], second)
        assert fold([row for row in first if (row.area_id, row.title) == key]) == {key: record}


@st.composite
def _corrected_logs(draw: st.DrawFn) -> list[Event]:
    """Logs of one area, legal or not, in which each correction names a line that stands."""
    rows: list[Event] = []
    kinds = st.sampled_from([*STATUS_BEFORE, "correct", "correct", "correct"])
    for number, (kind, choice, replaces) in enumerate(
        draw(st.lists(st.tuples(kinds, st.integers(0, 20), st.booleans()), max_size=14)), 1
    ):
        named = [one for one in rows if stands(rows, one.sequence)]
        if kind != "correct":  # a retraction cannot be replaced
            named = [one for one in named if one.event != "correct"]
        target = named[choice % len(named)].sequence if named and (replaces or kind == "correct") else None
        line = event(len(rows) + 1, kind, target, at=day(number))
        if (kind != "correct" or target is not None) and is_orderly([*rows, line]):
            rows.append(line)
    return rows


@given(_corrected_logs())
@settings(max_examples=100, deadline=None)
def test_in_force_agrees_with_its_definition(rows: list[Event]) -> None:
    """An event is in force unless a later correction, not retracted, names it; each has its own place."""
    found, corrected_by = in_force(rows)
    expected = {one.sequence for one in rows if one.event != "correct" and stands(rows, one.sequence)}
    assert sorted(one.sequence for one in found) == sorted(expected)
    assert set(corrected_by) == {one.sequence for one in rows if not stands(rows, one.sequence)}
    assert all(by.corrects == sequence < by.sequence for sequence, by in corrected_by.items())
    by_sequence = {one.sequence: one for one in rows}
    places = []
    for one in found:
        place = one
        while place.corrects is not None:
            place = by_sequence[place.corrects]
        places.append(place.sequence)
    assert places == sorted(set(places))


@given(st.one_of(legal_logs(), any_logs()))
@bounded
def test_last_period_is_open_while_the_title_is_held(rows: list[Event]) -> None:
    """Only the last period may be open, and it is exactly if the title is certified now."""
    records = fold(rows)
    assert bool(records) == bool(rows)
    for record in records.values():
        assert all(one.end is not None and one.ended_by is not None for one in record.periods[:-1])
        held = bool(record.periods) and record.periods[-1].end is None
        assert held == (record.state.public == "certified")


@given(legal_logs())
@bounded
def test_periods_are_in_order(rows: list[Event]) -> None:
    """In a log without findings no period ends before it begins, or begins before the one before it ended."""
    records = fold(rows)
    assert bool(records) == bool(rows)
    for record in records.values():
        assume(not record.faults and not record.disorders)
        for one, following in itertools.pairwise(record.periods):
            assert one.end is not None
            assert not precedes(following.start, one.end)
            assert one.started_by != following.started_by
        for one in record.periods:
            assert one.end is None or not precedes(one.end, one.start)
            assert one.started_by.event in ("publish", "restore")
            assert one.ended_by is None or one.ended_by.event in ("suspend", "revoke")
        starts = [one.start[:10] for one in record.periods]
        assert starts == sorted(starts)


@given(legal_logs(corrections=False))
@bounded
def test_periods_of_a_plain_log(rows: list[Event]) -> None:
    """Without corrections the periods are read off the log: from publish or restore to suspend or revoke."""
    records = fold(rows)
    assert records.keys() == {(one.area_id, one.title) for one in rows}
    for key, record in records.items():
        mine = [one for one in rows if (one.area_id, one.title) == key]
        starts = [one.effective_at for one in mine if one.event in ("publish", "restore")]
        lost = [one for one in record.transitions if one.before.public == "certified" != one.after.public]
        ends = [one.event.effective_at for one in lost]
        assert [one.start for one in record.periods] == starts
        assert [one.end for one in record.periods if one.end is not None] == ends


@given(legal_logs())
@bounded
def test_since_is_when_the_public_status_took_effect(rows: list[Event]) -> None:
    """A public status has a day since which it stands, that of an event in force; no status has none."""
    records = fold(rows)
    assert bool(records) == bool(rows)
    for record in records.values():
        assert (record.state.since is None) == (record.state.public is None)
        if record.state.public is not None:
            days = [one.effective_at for one in record.standing if AFTER[one.event] == record.state.public]
            assert record.state.since in days


# ---- what a check says of corrections (rules/order.py reads them as the fold does)


def _codes(rows: Sequence[Event]) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in order.check(source(rows))]


def test_chain_of_replacements_is_in_order() -> None:
    """To correct a line again, one corrects its correction: nothing is found."""
    assert _codes(log(*TO_PUBLISHED, ("publish", 5, day(6)), ("publish", 6, day(7)))) == []


def test_correcting_a_line_twice_is_found() -> None:
    """A line that was corrected cannot be corrected again, even where its correction was replaced itself."""
    twice = log(*TO_PUBLISHED, ("publish", 5, day(6)), ("publish", 5, day(7)))
    assert _codes(twice) == [("E504", 8)]
    chain = log(*TO_PUBLISHED, ("publish", 5, day(6)), ("publish", 6, day(7)), ("publish", 5, day(8)))
    assert _codes(chain) == [("E504", 9)]


def test_correcting_a_line_again_after_a_retraction_is_in_order() -> None:
    """Once its correction is retracted, a line can be corrected anew."""
    assert _codes(log(*TO_PUBLISHED, ("publish", 5, day(6)), ("correct", 6), ("publish", 5, day(7)))) == []
