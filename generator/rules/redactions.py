"""What the table of removed texts must hold: a line for each text that is gone, and the hashes that stand for it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Final

from generator.findings import finding
from generator.register import leaves
from generator.register.model import Area, CountySource, Event, Finding
from generator.register.redaction import REMOVED, Redaction
from generator.transparency.merkle import leaf_hash

_NAME: Final = attrgetter("area_name")


def check(source: CountySource) -> Iterator[Finding]:
    """The removed texts of a county; of a county of which nothing was removed, that nothing says so.

    No area is called what stands for such a text: E215 says so.
    """
    table = source.redactions
    if not table.rows and REMOVED not in map(_NAME, source.events.rows):
        return
    if not (table.whole and source.events.whole) or table.spoilt or source.events.spoilt:
        return
    events = {event.sequence: event for event in source.events.rows}
    made = leaves.entries(source.code, source.events.rows)
    is_step = {event.sequence: leaves.digests(entry)[1] for event, entry in zip(events.values(), made, strict=False)}
    areas = {area.area_id: (line, area) for line, area in source.areas.located()}
    first: dict[int, int] = {}
    for line, row in table.located():
        event = events.get(row.sequence)
        if row.sequence in first:
            yield finding("E693", table.path, line, "sequence", row.sequence, row=first[row.sequence])
        elif event is None:
            yield finding("E690", table.path, line, "sequence", row.sequence)
        elif event.area_name != REMOVED:  # what must go is not quoted
            yield finding("E691", table.path, line, "sequence", row.sequence, removed=REMOVED)
        else:
            yield from _hashes(source, line, row, is_step=is_step.get(row.sequence) is not None)
            yield from _left(source, event, row, areas.get(event.area_id))
        first.setdefault(row.sequence, line)
    for line, event in source.events.located():
        if event.area_name == REMOVED and event.sequence not in first:
            yield finding("E692", source.events.path, line, "area_name", REMOVED, sequence=event.sequence)


def _hashes(source: CountySource, line: int, row: Redaction, *, is_step: bool) -> Iterator[Finding]:
    """A step stands in the log as the digest of its line, from which its hash follows; any other line as its hash."""
    if is_step != (row.row_sha256 is not None):
        what = "办理中的步骤，要写 row_sha256" if is_step else "公开的记录，row_sha256 应留空"
    elif row.row_sha256 and leaf_hash(leaves.sealed(source.code, row.sequence, row.row_sha256)).hex() != row.leaf_hash:
        what = "办理中的步骤，leaf_hash 和由 row_sha256 算出的不同"
    else:
        return
    yield finding("E694", source.redactions.path, line, "leaf_hash", row.leaf_hash, sequence=row.sequence, what=what)


def _left(source: CountySource, event: Event, row: Redaction, area: tuple[int, Area] | None) -> Iterator[Finding]:
    """The name of the area where it still is what was removed, as the hash shows."""
    if area is None:
        return
    line, named = area
    for column in ("name", "former_names"):
        names = (getattr(named, column) or "").split(";")
        if any(name and leaves.was(source.code, event, row, name) for name in names):
            yield finding(
                "E695", source.areas.path, line, column, None, area_id=event.area_id, sequence=row.sequence,
            )  # fmt: skip
