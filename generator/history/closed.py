"""The order of publication: when new lines were recorded, beside the newest time that the register had at the base.

`recorded_at` is when a line enters the public log. What was recorded long before is in months that feeds have closed
(E807, E819); what was recorded a little before has an older date than the items that feeds show below it (W820).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from generator.findings import finding
from generator.history.base import Base
from generator.history.log import Late
from generator.reading.documents import read_document
from generator.reading.folder import shown_root
from generator.reading.tables import read_table
from generator.register.misdated import misdated
from generator.register.model import Event, Finding
from generator.register.times import before, instant, is_time, open_from

# So much of the end of a log is read to find its newest time.
_TAIL: Final = 64 * 1024
# A line that was recorded so long before the newest of the register is pointed out.
_PASSED: Final = timedelta(hours=1)


class Recorded(NamedTuple):
    """The new lines of a county's log, the earliest first; all of its lines where it `returns` from archives."""

    code: str
    lines: tuple[Late, ...]
    demonstration: bool
    active: bool
    returns: bool


def check(base: Base, counties: Iterable[Recorded], now: str | None) -> Iterator[Finding]:
    """New lines that were recorded before what the whole register has, at the base: one finding for each county.

    What is dated after `now` (an instant) has not happened: one mistyped line closes nothing.
    """
    newest: dict[bool, str] = {}
    for county in counties:
        if county.demonstration not in newest:
            newest[county.demonstration] = newest_recorded(base, now, demonstration=county.demonstration)
        latest = newest[county.demonstration]
        if latest:
            yield from _county(county, latest)


def _county(county: Recorded, latest: str) -> Iterator[Finding]:
    first = county.lines[0]
    if instant(first.recorded_at) < open_from(latest):
        if county.returns:
            path = f"{first.path.rpartition('/')[0]}/county.json"
            yield finding(
                "E819", path, None, "state", county.code, count=len(county.lines), recorded=first.recorded_at,
                expected=latest,
            )  # fmt: skip
        else:
            yield finding("E807", first.path, first.line, "recorded_at", first.recorded_at, expected=latest)
    elif county.active:
        passed = [line for line in county.lines if instant(line.recorded_at) < before(latest, _PASSED)]
        if passed:
            yield finding(
                "W820", first.path, first.line, "recorded_at", first.recorded_at, count=len(passed), expected=latest
            )


def _present(base: Base, *, demonstration: bool) -> Iterator[tuple[Path, str]]:
    """The folders of the active counties at the base (or of its demonstration), and how they are named."""
    for code in base.counties:
        place, shown = base.folder(code), f"{shown_root(base.now)}/registers/{code}"
        if settings(place, shown) == ("active", demonstration):
            yield place, shown


def settings(place: Path, shown: str) -> tuple[str, bool]:
    """State of a county, and whether it is a demonstration; ("", False) where that cannot be read."""
    document = read_document(place / "county.json", f"{shown}/county.json", "county").value
    return ("", False) if document is None else (document.value["state"], document.value["demonstration"])


def newest_recorded(base: Base, now: str | None, *, demonstration: bool) -> str:
    """The newest time recorded at the base in its active counties (or in its demonstration); "" where there is none."""
    times = [_last_recorded(place, shown, now) for place, shown in _present(base, demonstration=demonstration)]
    return max(filter(None, times), key=instant, default="")


def _last_recorded(place: Path, shown: str, now: str | None) -> str:
    """The newest time of a log: that of its last line, since times never decrease; only the end of the file is read.

    Where that has not come yet, the whole log is read for the newest that has.
    """
    path = place / "events.csv"
    if path.is_file() and not path.is_symlink():
        with path.open("rb") as file:
            header = file.readline(_TAIL).decode("utf-8-sig", "replace")
            file.seek(max(file.tell(), path.stat().st_size - _TAIL))
            lines = [line for line in file.read().decode("utf-8", "replace").splitlines() if line.strip(" ,\t")]
        with suppress(csv.Error):
            cells = list(csv.reader([header, *lines[-1:]]))
            last = dict(zip(cells[0], cells[-1], strict=False)).get("recorded_at", "")
            if is_time(last) and (now is None or instant(last) <= now):
                return last
    events = read_table(place, shown, "events", Event).value.rows
    mistyped = misdated(events)
    times = [event.recorded_at for event in events if event.sequence not in mistyped]
    return max((time for time in times if now is None or instant(time) <= now), key=instant, default="")
