"""Both sides of a change, read and compiled: the data folder at a revision, and as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from generator.check import Plan, check_one, read_plan
from generator.history import folder, redactions, wording
from generator.history.base import Base, opened
from generator.history.folder import Held
from generator.reading.documents import read_document
from generator.reading.folder import COUNTY_TABLES, UNIT_TABLES, read_county, read_unit, shown_root
from generator.register.county import County, compile_county
from generator.register.divisions import read_units
from generator.register.model import Area, CountySource, Event, Finding, Table, UnitSource
from generator.register.redaction import Redaction, removal
from generator.review import compare
from generator.review.nouns import Folder, Presence, Review, Step


def reviewed(data: Path, rev: str) -> Review:
    """What changed since a revision. Raises UsageError where there is nothing to compare with (`base.opened`)."""
    with opened(data, rev, whole=True) as base:
        plan, findings = read_plan(data)
        then, _ = read_plan(base.data)
        reworded = {job.code: _sentences(wording.compare(job)) for job in wording.jobs(base, base.changed)}
        folders = tuple(_folder(base, code, plan, then) for code in base.changed)
        folders = tuple(
            # What the base cannot tell would seem to read otherwise, too.
            changed if changed.unread else replace(changed, altered=(*changed.altered, *reworded.get(changed.code, ())))
            for changed in folders
        )
        errors = sum(finding.severity == "error" for finding in findings) + sum(changed.errors for changed in folders)
        root = shown_root(data)
        return Review(rev, base.tree.commit, errors, folders, tuple(f"{root}/{path}" for path in base.others))


class _Side(NamedTuple):
    """A county on one side of the change, as far as it can be read and compiled."""

    source: CountySource
    county: County | None
    settings: Mapping[str, Any]
    errors: int = 0


def _folder(base: Base, code: str, plan: Plan, then: Plan) -> Folder:
    here = base.now / "registers" / code
    presence: Presence = "kept"
    if code not in base.folders:
        presence = "new"
    elif not here.is_dir() or here.is_symlink():
        presence = "gone"
    if len(code) < 6:
        return _unit(base, code, presence)
    before = _read(base.data, code, then) if presence != "new" else None
    after = _checked(plan, code) if presence != "gone" else None
    return _county(code, presence, before, after, _unread(base, code, before, then))


def _unread(base: Base, code: str, before: _Side | None, then: Plan) -> tuple[str, ...]:
    """Files of a county at the base that are there and cannot be read, and schemes that bound it then."""
    if before is None:
        return ()
    source, place = before.source, f"registers/{code}"
    files = {path for path in base.tree.odd if path.startswith(f"{place}/")}
    files |= {f"{place}/{_name(getattr(source, name))}" for name in COUNTY_TABLES if not getattr(source, name).whole}
    if source.settings is None:
        files.add(f"{place}/county.json")
    else:
        files |= {f"schemes/{period.scheme}.json" for period in source.settings.schemes if period.scheme in then.unread}
    root = shown_root(base.now)
    return tuple(f"{root}/{path}" for path in sorted(files))


def _name(table: Table[Any]) -> str:
    return table.path.rpartition("/")[2]


def _read(data: Path, code: str, plan: Plan) -> _Side:
    source = read_county(data, code).value
    county = compile_county(source, plan.profiles) if source.settings else None
    return _Side(source, county, _raw(data / "registers" / code))


def _checked(plan: Plan, code: str) -> _Side:
    if code not in plan.counties:  # no official list has this code: it is read all the same
        return _read(plan.data, code, plan)._replace(errors=1)
    checked, source, county = check_one(plan, code)
    errors = sum(finding.severity == "error" for finding in checked.findings)
    return _Side(source, county, _raw(plan.data / "registers" / code), errors)


def _county(
    code: str, presence: Presence, before: _Side | None, after: _Side | None, unread: tuple[str, ...]
) -> Folder:
    """What became of a county. What the base cannot tell is not compared: all of it would seem to be new."""
    hidden = {Path(path).stem if "/registers/" in path else "county" for path in unread}
    then, now = before.source if before else None, after.source if after else None
    was, county = before.county if before else None, after.county if after else None
    either = county or was
    steps: tuple[Step, ...] = ()
    if now and county and "events" not in hidden:
        steps = compare.steps(then.events if then else None, now.events, county)
    gone = redactions.removed_names(code, then.events, then.redactions, now.redactions) if then and now else {}
    areas: compare.Areas = ((), (), ())
    if now and "areas" not in hidden:
        areas = compare.areas(then.areas if then else None, now.areas, gone)
    folded = not hidden & {"events", "county"}
    names = now.names if now else then.names if then else {}
    return Folder(
        code=code,
        name=names.get(code, code),
        presence=presence,
        state=either.settings.state if either else None,
        demonstration=bool(either and either.settings.demonstration),
        errors=after.errors if after else 0,
        altered=_altered(then, now) if then and now else (),
        removed=_removed(then, now),
        settings=compare.settings(before.settings, after.settings) if before and after else (),
        effects=compare.effects(was, county, (step.sequence for step in steps)) if county and folded else (),
        events=steps,
        areas_added=areas[0],
        areas_changed=areas[1],
        areas_removed=areas[2],
        notices=compare.notices(then, now, county) if now and "notices" not in hidden else (),
        totals=compare.totals(was, county) if folded else (),
        tables=tuple(rows for rows in compare.evidence(then, now) if rows.table not in hidden) if now else (),
        unread=unread,
    )


def _unit(base: Base, code: str, presence: Presence) -> Folder:
    before = read_unit(base.data, code).value if presence != "new" else None
    after = read_unit(base.now, code).value if presence != "gone" else None
    names = read_units(base.now / "divisions", code)
    place, root = f"registers/{code}", shown_root(base.now)
    files = {path for path in base.tree.odd if path.startswith(f"{place}/")}
    if before is not None:
        files |= {f"{place}/{_name(getattr(before, name))}" for name in UNIT_TABLES if not getattr(before, name).whole}
    readable = not any(Path(path).stem == "notices" for path in files)
    return Folder(
        code, names.get(code, code), presence, None, False, 0,
        _altered(before, after) if before and after else (), (), (), (), (), (), (),
        compare.notices(before, after, None) if after and readable else (), (), (),
        tuple(f"{root}/{path}" for path in sorted(files)),
    )  # fmt: skip


def _altered(before: CountySource | UnitSource, after: CountySource | UnitSource) -> tuple[str, ...]:
    """What was published and is no longer the same, in sentences."""
    told = folder.check(_held(before, after.folder), _held(after, after.folder))
    return _sentences(finding for finding in told if finding.code != "W809")  # what is unread, is told as that


def _removed(before: CountySource | None, after: CountySource | None) -> tuple[str, ...]:
    """The texts that were removed, in sentences."""
    known = {row.sequence for row in before.redactions.rows} if before else set()
    rows = after.redactions.rows if after else ()
    return tuple(f"第 {row.sequence} 号记录{removal(row)}" for row in rows if row.sequence not in known)


def _sentences(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"{finding.code} {finding.message}" for finding in sorted(findings, key=Finding.order))


def _held(source: CountySource | UnitSource, shown: str) -> Held:
    nothing: Any = Table(f"{shown}/-", present=False)
    events: Table[Event] = getattr(source, "events", nothing)
    areas: Table[Area] = getattr(source, "areas", nothing)
    redactions: Table[Redaction] = getattr(source, "redactions", nothing)
    return Held(events, areas, source.notices, source.declared, source.unplaced, redactions)


def _raw(place: Path) -> Mapping[str, Any]:
    """county.json as it stands; {} where it cannot be read."""
    document = read_document(place / "county.json", "", "county").value
    return {} if document is None else document.value
