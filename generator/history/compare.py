"""A check against a base: what was published at a revision is still there, unchanged (`wuyi check --base`).

Only folders that differ from the base are read a second time. `folder` decides, and here is the reading.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.check import Report, check_in
from generator.engine.pool import Engine
from generator.findings import finding
from generator.history import ahead, folder, log, wording
from generator.history.base import Base, opened
from generator.history.folder import Consequence, Held
from generator.history.log import Late
from generator.reading.documents import read_document
from generator.reading.folder import shown_root
from generator.reading.tables import read_table
from generator.register.misdated import misdated
from generator.register.model import Area, Declared, Event, Finding, Notice, Table, Unplaced
from generator.register.times import instant, is_time, open_from

# So much of the end of a log is read to find its newest time.
_TAIL: Final = 64 * 1024


class Compared(NamedTuple):
    """What the history of one folder says, and the new line of an active log that was recorded first."""

    findings: tuple[Finding, ...]
    implied: frozenset[Consequence]
    late: Late | None = None
    demonstration: bool = False


def check_against(
    data: Path,
    rev: str,
    codes: Sequence[str] = (),
    as_of: str | None = None,
    now: str | None = None,
    workers: int | None = None,
    progress: Callable[..., Iterable[Any]] = lambda items, what, total=None: items,
) -> Report:
    """The report of a data folder with the findings of its history since a revision.

    Raises UsageError for an unknown county, and where there is nothing to compare with (`base.opened`).
    """
    with opened(data, rev, codes) as base, Engine(workers) as pool:
        report = check_in(pool, data, codes, as_of, now, progress, formerly=base.counties)
        running = pool.run(compare, [_job(base, code, now) for code in base.changed])
        compared = list(progress(running, "核对历史", total=len(base.changed)))
        retellings = wording.jobs(base, codes)
        retelling = pool.run(wording.compare, retellings)
        differing = list(progress(retelling, "核对条目", total=len(retellings)))
        findings = [finding for each in compared for finding in each.findings]
        findings += [finding for each in differing for finding in each]
        findings += [
            *_authority(base), *_closed(base, [county for county in compared if county.late is not None], now)
        ]  # fmt: skip
        report.findings[:], findings = ahead.milder(base, report.findings, now), ahead.milder(base, findings, now)
    implied = frozenset(consequence for each in compared for consequence in each.implied)
    kept = [finding for finding in report.findings if not folder.is_consequence(finding, implied)]
    report.findings[:] = sorted([*kept, *findings], key=Finding.order)
    return report


class Job(NamedTuple):
    """A folder to compare: as it was (None: there was none) and as it is, and its place as findings name it.

    `odd` are names of what was no plain file there, `clock` is an instant a day after now.
    """

    code: str
    was: Path | None
    now: Path
    shown: str
    odd: tuple[str, ...]
    clock: str | None = None


def _job(base: Base, code: str, clock: str | None = None) -> Job:
    place = f"registers/{code}"
    was = base.folder(code) if code in base.folders else None
    odd = tuple(sorted(path.rpartition("/")[2] for path in base.tree.odd if path.startswith(f"{place}/")))
    return Job(code, was, base.now / place, f"{shown_root(base.now)}/{place}", odd, clock)


def compare(job: Job) -> Compared:
    """One folder against what it was."""
    code, shown = job.code, job.shown
    told = [finding("W809", f"{shown}/{name}") for name in job.odd]
    before, after = held(job.was, shown), held(job.now, shown)
    if len(code) == 6 and job.was is not None and (not job.now.is_dir() or job.now.is_symlink()):
        count = f" {len(before.events.rows)} 条记录"
        return Compared((*told, finding("E808", shown, value=code, what="文件夹", expected=count)), frozenset())
    told += folder.check(before, after)
    told += ahead.check(before.events, after.events, job.clock)
    implied = frozenset(folder.consequences(before, after, told))
    state, demonstration = settings(job.now, shown)
    late = log.late(before.events, after.events, job.clock) if state == "active" else None
    return Compared(tuple(told), implied, late, demonstration)


def held(place: Path | None, shown: str) -> Held:
    """The tables of a folder of which history is kept. What is wrong with them is told where they are checked."""
    if place is None:
        return Held(*(Table(f"{shown}/{name}.csv", present=False) for name in Held._fields))
    return Held(
        read_table(place, shown, "events", Event).value,
        read_table(place, shown, "areas", Area).value,
        read_table(place, shown, "notices", Notice).value,
        read_table(place, shown, "declared", Declared).value,
        read_table(place, shown, "unplaced", Unplaced).value,
    )


def settings(place: Path, shown: str) -> tuple[str, bool]:
    """State of a county, and whether it is a demonstration; ("", False) where that cannot be read."""
    document = read_document(place / "county.json", f"{shown}/county.json", "county").value
    return ("", False) if document is None else (document.value["state"], document.value["demonstration"])


def _authority(base: Base) -> Iterator[Finding]:
    """Every id of a feed item begins with the site's tag authority (RFC 4151): another one makes all items new."""
    shown = f"{shown_root(base.now)}/site.json"
    was, now = (read_document(data / "site.json", shown, "site").value for data in (base.data, base.now))
    if was is None or now is None:
        return
    (before, _), (after, line) = was, now
    if before["tag_authority"] != after["tag_authority"]:
        yield finding(
            "E810", shown, line("tag_authority"), "tag_authority", after["tag_authority"],
            expected=before["tag_authority"],
        )  # fmt: skip


# ---- months that are closed


def _closed(base: Base, compared: Sequence[Compared], now: str | None) -> list[Finding]:
    """New lines that were recorded before what the whole register, at the base, still left open."""
    findings = []
    newest: dict[bool, str] = {}
    for county in compared:
        if county.late is None:
            continue
        if county.demonstration not in newest:
            newest[county.demonstration] = newest_recorded(base, now, demonstration=county.demonstration)
        latest = newest[county.demonstration]
        if latest and instant(county.late.recorded_at) < open_from(latest):
            findings.append(
                finding(
                    "E807", county.late.path, county.late.line, "recorded_at", county.late.recorded_at, expected=latest
                )
            )  # fmt: skip
    return findings


def newest_recorded(base: Base, now: str | None, *, demonstration: bool) -> str:
    """The newest time recorded at the base in its active counties (or in its demonstration); "" where there is none.

    What is dated after `now` has not happened: one mistyped line closes nothing.
    """
    times = []
    for code in base.counties:
        place, shown = base.folder(code), f"{shown_root(base.now)}/registers/{code}"
        if settings(place, shown) == ("active", demonstration):
            times.append(_last_recorded(place, shown, now))
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
