"""Texts that were removed since the base: allowed where the line that stays has the hash of the line that was. Pure.

The log of the base is then taken as if the texts had been removed before, so that nothing else may differ. What is
removed of a line, and which, is told by the new lines of redactions.csv, to which lines are only ever added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from generator.findings import finding
from generator.history.log import difference
from generator.register import leaves
from generator.register.model import Event, Finding, Table
from generator.register.redaction import REMOVED, Redaction

_TOLD: Final = 20


def check(
    code: str, events: Table[Event], before: Table[Redaction], after: Table[Redaction], clock: str | None = None
) -> Iterator[Finding]:
    """What is wrong with the removed texts of a county; `events` is the log of the base.

    A time that was ahead of `clock`, an instant a day after now, may be mended.
    """
    if not (before.whole and after.whole) or after.spoilt:
        return
    now = {row.sequence: (line, row) for line, row in after.located()}
    for row in before.rows[:_TOLD]:
        line, same = now.get(row.sequence, (None, None))
        if same is None:
            yield finding(
                "E696", after.path, None, "sequence", row.sequence, sequence=row.sequence, what="不见了",
                expected=_csv(row),
            )  # fmt: skip
        elif same != row and not _is_mended(row, same, clock):
            yield finding(
                "E696", after.path, line, "sequence", row.sequence, sequence=row.sequence,
                what=f"被改动：{difference(row, same)}", expected=_csv(row),
            )  # fmt: skip
    if not events.whole:
        return
    found = _found(code, events, before, after)
    for sequence, row in _new(before, after).items():
        if sequence not in found:
            what = "基准里没有这条记录，没有公布过的直接改正就是"
        elif found[sequence] != (row.leaf_hash, row.row_sha256):
            what = "留下的哈希和基准里的记录算出的不同"
        else:
            continue
        yield finding("E697", after.path, now[sequence][0], "leaf_hash", row.leaf_hash, sequence=sequence, what=what)


def _is_mended(was: Redaction, now: Redaction, clock: str | None) -> bool:
    ahead = clock is not None and was.redacted_at > clock >= now.redacted_at
    return ahead and now._replace(redacted_at=was.redacted_at) == was


def as_removed(code: str, events: Table[Event], before: Table[Redaction], after: Table[Redaction]) -> Table[Event]:
    """The log of the base without the texts that were removed since."""
    gone = _removed(code, events, before, after)
    if not gone:
        return events
    rows = (row._replace(area_name=REMOVED) if row.sequence in gone else row for row in events.rows)
    return replace(events, rows=tuple(rows))


def removed_names(
    code: str, events: Table[Event], before: Table[Redaction], after: Table[Redaction]
) -> Mapping[str, set[str]]:
    """The names that were removed since the base, by the id of their area."""
    gone = _removed(code, events, before, after)
    names: dict[str, set[str]] = defaultdict(set)
    for row in events.rows if gone else ():
        if row.sequence in gone:
            names[row.area_id].add(row.area_name)
    return names


def _new(before: Table[Redaction], after: Table[Redaction]) -> dict[int, Redaction]:
    known = {row.sequence for row in before.rows}
    return {row.sequence: row for row in after.rows if row.sequence not in known}


def _removed(code: str, events: Table[Event], before: Table[Redaction], after: Table[Redaction]) -> set[int]:
    """The lines of the base whose texts were removed since, each as its hash says."""
    new = _new(before, after)
    found = _found(code, events, before, after) if new else {}
    return {sequence for sequence, row in new.items() if found.get(sequence) == (row.leaf_hash, row.row_sha256)}


def _found(
    code: str, events: Table[Event], before: Table[Redaction], after: Table[Redaction]
) -> dict[int, tuple[str, str | None]]:
    """What stands for each line of the base in the log that anyone can check, of those that a new line names."""
    new = _new(before, after)
    if not new:
        return {}
    entries = leaves.entries(code, events.rows, {row.sequence: row for row in before.rows})
    pairs = zip(events.rows, entries, strict=True)
    return {event.sequence: leaves.digests(entry) for event, entry in pairs if event.sequence in new}


def _csv(row: Redaction) -> str:
    return ",".join("" if cell is None else str(cell) for cell in row)
