"""The account of a county: how many titles each notice added, suspended, restored and took away.

`previous + certified - revoked - suspended + restored + corrected = current`, where current is the number
of areas whose title is certified. A row covers all log events after the previous notice's last event up to
this notice's last event; the open row at the end covers what no notice has announced yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from generator.register.fold import Record, Transition
from generator.register.model import Event


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One row of the account. Its fields are the keys of the published JSON; notice_id None: since the last notice."""

    notice_id: str | None
    title: str
    previous: int
    certified: int
    revoked: int
    revoked_while_suspended: int
    suspended: int
    restored: int
    corrected: int
    current: int
    nominated: int


ACCOUNT_KEYS: Final = tuple(field.name for field in fields(AccountRow))


_COLUMN: Final = {"publish": "certified", "restore": "restored", "suspend": "suspended", "revoke": "revoked"}


def effects(transition: Transition) -> tuple[tuple[str, int], ...]:
    """Columns of the account that an event moves, and by how much.

    What counts is whether the area was certified before and after, not the name of the step: a step that was not
    possible when it was recorded (and is legal once the whole batch is folded) moves what it really changed.
    """
    kind, before, after = transition.event.event, transition.before.public, transition.after.public
    moved = (after == "certified") - (before == "certified")
    if transition.event.corrects is not None or kind not in _COLUMN:
        return (("corrected", moved), ("nominated", int(kind == "nominate" and transition.event.corrects is None)))
    if kind == "revoke" and before == "suspended":
        return (("revoked_while_suspended", 1),)
    return ((_COLUMN[kind], abs(moved)),)


def windows(events: Sequence[Event]) -> list[tuple[str | None, int, int]]:
    """(notice_id, first sequence, last sequence) of each row, the open one (None) last; it may be empty."""
    last_of: dict[str, int] = {}
    for event in events:
        mended = event.corrects is not None and event.notice_id in last_of  # a line mended later moves no row
        if event.notice_id is not None and not mended:
            last_of[event.notice_id] = event.sequence
    rows: list[tuple[str | None, int, int]] = []
    first = 1
    for notice_id, last in sorted(last_of.items(), key=lambda pair: pair[1]):
        rows.append((notice_id, first, last))
        first = last + 1
    rows.append((None, first, len(events)))
    return rows


def account(
    events: Sequence[Event], records: Mapping[tuple[str, str], Record], titles: Iterable[str]
) -> tuple[AccountRow, ...]:
    """The account of a log: for each window one row per title, in the order of `titles` given."""
    order = list(titles)
    moves: dict[int, list[tuple[str, str, int]]] = {}
    for record in records.values():
        for transition in record.transitions:
            amounts = [(column, amount) for column, amount in effects(transition) if amount]
            if amounts:
                moves[transition.event.sequence] = [(record.title, column, amount) for column, amount in amounts]
    current = dict.fromkeys(order, 0)
    rows: list[AccountRow] = []
    for notice_id, first, last in windows(events):
        sums = {title: dict.fromkeys(ACCOUNT_KEYS[3:9], 0) | {"nominated": 0} for title in order}
        for sequence in range(first, last + 1):
            for title, column, amount in moves.get(sequence, ()):
                sums[title][column] += amount
        for title in order:
            moved = sums[title]
            previous = current[title]
            current[title] = (
                previous + moved["certified"] - moved["revoked"] - moved["suspended"]
                + moved["restored"] + moved["corrected"]
            )  # fmt: skip
            rows.append(AccountRow(notice_id, title, previous, current=current[title], **moved))
    return tuple(rows)
