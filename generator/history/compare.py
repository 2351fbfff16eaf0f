"""A check against a base: what was published at a revision is still there, unchanged (`wuyi check --base`).

Only folders that differ from the base are read a second time. `folder`, `facts`, `switches` and `closed` decide, and
here is the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from generator.check import Report, check_in
from generator.engine.pool import Engine
from generator.findings import finding
from generator.history import ahead, closed, decisions, facts, folder, log, pages, switches, wording
from generator.history.base import Base, opened
from generator.history.closed import Recorded
from generator.history.decisions import Words
from generator.history.facts import Evidence
from generator.history.folder import Consequence, Held
from generator.history.signing import pushed as signatures
from generator.reading.documents import Document, read_document
from generator.reading.folder import read_decisions, shown_root
from generator.reading.tables import read_table
from generator.register.model import (
    Area,
    Assessment,
    Case,
    Declared,
    Event,
    Finding,
    Inspection,
    Notice,
    Table,
    Unplaced,
)
from generator.register.redaction import Redaction


class Compared(NamedTuple):
    """What the history of one folder says, and the new lines of its log with their times."""

    findings: tuple[Finding, ...]
    implied: frozenset[Consequence]
    recorded: Recorded | None = None


def check_against(
    data: Path,
    rev: str,
    codes: Sequence[str] = (),
    as_of: str | None = None,
    now: str | None = None,
    workers: int | None = None,
    progress: Callable[..., Iterable[Any]] = lambda items, what, total=None: items,
    content: Path | None = None,
    engine: Engine | None = None,
    received: str | None = None,
) -> Report:
    """The report of a data folder with the findings of its history since a revision, and of that of its texts.

    With `received`, the instant at which the commits since then are received, their signatures are judged as well.

    The past is compared here, also where `engine` has other machines for the rest.

    Raises UsageError for an unknown county, and where there is nothing to compare with (`base.opened`).
    """
    with opened(data, rev, codes) as base, engine or Engine(workers) as pool:
        milder = partial(ahead.milder, base, now=now)
        report = check_in(pool, data, codes, as_of, now, progress, formerly=base.counties, milder=milder)
        before, after = (read_decisions(side).value for side in (base.data, base.now))
        before = decisions.redated(before, after, now)
        words = decisions.added(before, after)
        running = pool.run(compare, [_job(base, code, words, now) for code in base.changed])
        compared = list(progress(running, "核对历史", total=len(base.changed)))
        retellings = wording.jobs(base, codes)
        retelling = pool.run(wording.compare, retellings)
        differing = list(progress(retelling, "核对条目", total=len(retellings)))
        findings = [finding for each in compared for finding in each.findings]
        findings += [finding for each in differing for finding in each]
        findings += [*_site(base, words), *decisions.kept(before, after)]
        findings += decisions.told(pages.gone(content, rev) if content is not None else (), words)
        findings += closed.check(base, [county.recorded for county in compared if county.recorded is not None], now)
        if received is not None:
            findings += signatures.check(data, base.tree.commit, received)
        findings = milder(findings)
    implied = frozenset(consequence for each in compared for consequence in each.implied)
    kept = [finding for finding in report.findings if not folder.is_consequence(finding, implied)]
    report.findings[:] = sorted([*kept, *findings], key=Finding.order)
    return report


class Job(NamedTuple):
    """A folder to compare: as it was (None: there was none) and as it is, and its place as findings name it.

    `odd` are names of what was no plain file there, `words` those for changes that came since, `clock` is an instant
    a day after now.
    """

    code: str
    was: Path | None
    now: Path
    shown: str
    odd: tuple[str, ...]
    words: Words
    clock: str | None = None


def _job(base: Base, code: str, words: Words, clock: str | None) -> Job:
    place = f"registers/{code}"
    was = base.folder(code) if code in base.folders else None
    odd = tuple(sorted(path.rpartition("/")[2] for path in base.tree.odd if path.startswith(f"{place}/")))
    return Job(code, was, base.now / place, f"{shown_root(base.now)}/{place}", odd, words, clock)


def compare(job: Job) -> Compared:
    """One folder against what it was."""
    code, shown = job.code, job.shown
    told = [finding("W809", f"{shown}/{name}") for name in job.odd]
    before, after = held(job.was, shown), held(job.now, shown)
    if len(code) == 6 and job.was is not None and (not job.now.is_dir() or job.now.is_symlink()):
        count = f" {len(before.events.rows)} 条记录"
        return Compared((*told, finding("E808", shown, value=code, what="文件夹", expected=count)), frozenset())
    told += folder.check(before, after, job.clock)
    before = folder.with_removals(before, after)
    days = [*ahead.days(before.notices, after.notices, f"registers/{code}", job.clock)]
    told += decisions.told(days, job.words)
    told += ahead.check(before.events, after.events, job.clock)
    ids = {Consequence("E307", turn.path, turn.word.key.partition(".")[0]) for turn in days}
    implied = frozenset({*folder.consequences(before, after, told), *ids})
    if len(code) < 6:
        return Compared(tuple(told), implied)
    was, now = _settings(job.was, shown), _settings(job.now, shown)
    turns = [*facts.evidence(_evidence(job.was, shown), _evidence(job.now, shown), f"registers/{code}")]
    if was is not None and now is not None:
        turns += switches.county(was.value, now.value, now.line, f"{shown}/county.json")
    told += decisions.told(turns, job.words)
    if now is None:
        return Compared(tuple(told), implied)
    active, returns = now.value["state"] == "active", was is not None and was.value["state"] != "active"
    nothing: Table[Event] = Table(after.events.path, present=False)
    new = log.recorded(nothing if active and returns else before.events, after.events, job.clock)
    if not active and job.was is None:  # a list of the past is taken over whole
        new = ()
    recorded = Recorded(code, new, now.value["demonstration"], active, active and returns)
    return Compared(tuple(told), implied, recorded if new else None)


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
        read_table(place, shown, "redactions", Redaction).value,
    )


def _evidence(place: Path | None, shown: str) -> Evidence:
    """The evidence in a folder."""
    if place is None:
        return Evidence(*(Table(f"{shown}/{name}.csv", present=False) for name in Evidence._fields))
    return Evidence(
        read_table(place, shown, "cases", Case).value,
        read_table(place, shown, "assessments", Assessment).value,
        read_table(place, shown, "inspections", Inspection).value,
    )


def _settings(place: Path | None, shown: str) -> Document | None:
    """county.json; None where it cannot be read."""
    return None if place is None else read_document(place / "county.json", f"{shown}/county.json", "county").value


def _site(base: Base, words: Words) -> Iterator[Finding]:
    """The settings of the site. Every id of a feed item begins with its tag authority (RFC 4151): there is no word
    for another one, which would make all items new."""
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
    yield from decisions.told(switches.site(before, after, line, shown), words)
    for folder_name, turns in (("schemes", switches.schemes), ("tiles", switches.tiles)):
        names = (path.removeprefix(f"{folder_name}/") for path in base.others if path.startswith(f"{folder_name}/"))
        gone = [name for name in names if not (base.now / folder_name / name).exists()]
        yield from decisions.told(turns(gone, f"{shown_root(base.now)}/{folder_name}"), words)
