"""Findings of the log's order: positions, and what a correction may name."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import finding
from generator.register.model import CountySource, Event, Finding, Table


def check(source: CountySource) -> Iterator[Finding]:
    """Sequence and corrections of a county's log."""
    events = source.events
    if not events.whole:
        return
    if is_shuffled(events):
        yield next(_positions(events))
        return
    yield from _positions(events)
    yield from _corrections(source)


def is_shuffled(events: Table[Event]) -> bool:
    """True if every number is there, but not in order: the file was sorted. It is told once, and nothing follows."""
    numbers = [event.sequence for event in events.rows]
    return numbers != sorted(numbers) and sorted(numbers) == sorted(events.positions)


def _positions(events: Table[Event]) -> Iterator[Finding]:
    shift = 0  # one inserted or missing line is told once, not on every line after it
    for position, (line, event) in zip(events.positions, events.located(), strict=True):
        if event.sequence != position + shift:
            yield finding("E501", events.path, line, "sequence", event.sequence, expected=position + shift)
            shift = event.sequence - position


def _corrections(source: CountySource) -> Iterator[Finding]:
    path = source.events.path
    if not any(event.corrects is not None or event.event == "correct" for event in source.events.rows):
        return
    earlier: dict[int, Event] = {}
    for line, event in source.events.located():
        target = earlier.get(event.corrects) if event.corrects is not None else None
        if event.event == "correct" and event.corrects is None:
            yield finding("E505", path, line, "corrects")
        elif event.corrects is not None and event.corrects not in source.events.spoilt_positions:
            if target is None:
                yield finding("E502", path, line, "corrects", event.corrects)
            elif (target.area_id, target.title) != (event.area_id, event.title):
                named = f"{target.area_id} {target.area_name}，称号 {target.title}"
                yield finding("E503", path, line, "corrects", event.corrects, expected=named)
            elif target.event == "correct" and event.event != "correct":
                yield finding("E506", path, line, "corrects", event.corrects)
        earlier[event.sequence] = event
    yield from _twice(source)


def _twice(source: CountySource) -> Iterator[Finding]:
    """Two corrections in force of one line: the later should have corrected the earlier."""
    corrections = [(line, event) for line, event in source.events.located() if event.corrects is not None]
    retracted: set[int] = set()
    naming: dict[int, list[tuple[int, Event]]] = {}
    for line, event in reversed(corrections):
        if event.sequence not in retracted and event.corrects is not None:
            naming.setdefault(event.corrects, []).append((line, event))
            if event.event == "correct":
                retracted.add(event.corrects)
    for target, rivals in naming.items():
        for line, _ in rivals[:-1]:
            yield finding("E504", source.events.path, line, "corrects", target, expected=rivals[-1][1].sequence)
