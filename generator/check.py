"""Reading and judging the whole data folder, county by county: what `wuyi check` and the first half of a build do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from generator.engine.pool import Engine
from generator.errors import UsageError
from generator.reading import folder, schemas
from generator.reading.authorities import read_authorities
from generator.reading.documents import located
from generator.reading.layouts import read_layouts
from generator.reading.outcome import Readings
from generator.reading.profiles import read_profile, read_profiles
from generator.register.county import County, compile_county
from generator.register.declared import Counted, counted
from generator.register.divisions import ancestors
from generator.register.model import CountySource, Finding, FormerName, Layout, SiteSettings, UnitSource
from generator.register.profile import Profile
from generator.register.times import end_of, instant
from generator.register.workdays import Calendar
from generator.rules import (
    ahead,
    authorities,
    check_county,
    check_roll_up,
    check_unit,
    dates,
    identity,
    privacy,
    schemes,
    spoilt,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the data folder holds above its counties, read once. `unread` are ids of profiles that could not
    be used, `now` is an instant, a day after the clock: what is dated later has not happened yet. `mended` are the
    days of notices that decisions speak of, `unlisted` the provinces whose list of codes has a finding."""

    data: Path
    site: SiteSettings | None
    profiles: Mapping[str, Profile]
    unread: frozenset[str]
    counties: tuple[str, ...]
    units: tuple[UnitSource, ...]
    as_of: str | None = None
    now: str | None = None
    calendar: Calendar = field(default_factory=Calendar)
    former: tuple[FormerName, ...] = ()
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    mended: dates.MendedDays = frozenset()
    unlisted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """One county as checked: its findings, its size, and the rows that count toward notices above it.

    `named` are the notices that its log names, `standing` those that a line in force names; `titles` are the names of
    its titles in each notice above it, and now (by its code).
    """

    code: str
    findings: tuple[Finding, ...]
    areas: int
    events: int
    counted: tuple[Counted, ...] = ()
    standing: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """Everything that was found, in order, and how much was read; `plan` is what stood above the counties."""

    findings: list[Finding] = field(default_factory=list)
    counties: int = 0
    areas: int = 0
    events: int = 0
    plan: Plan | None = field(default=None, repr=False, compare=False)

    @property
    def errors(self) -> int:
        """Findings that keep the register from being published."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Findings that do not."""
        return len(self.findings) - self.errors


def read_plan(
    data: Path, as_of: str | None = None, now: str | None = None, wanted: Collection[str] = (),
    sound: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> tuple[Plan, list[Finding]]:  # fmt: skip
    """The plan of a data folder, with the findings of what stands above the counties. `sound` are lists of codes that
    are known to have none, by the names of their files, with codes that they are known to hold."""
    folder.require(data)
    root = folder.shown_root(data)
    readings = Readings()
    listing = readings.take(folder.list_registers(data, wanted, sound))
    site = readings.take(folder.read_site(data))
    read = readings.take(read_profiles(data / "schemes", f"{root}/schemes"))
    layouts = readings.take(read_layouts(data, root, listing.unlisted))
    stated = readings.take(folder.read_workdays(data))
    former = readings.take(folder.read_former(data))
    decisions = readings.take(folder.read_decisions(data))
    keys = readings.take(read_authorities(data))
    readings.findings.extend(identity.check_former(former))
    profiles = {key: profile for key, profile in read.items() if profile is not None}
    unread = frozenset(read.keys() - profiles.keys())
    above = list(privacy.check_above(root, site, profiles, stated, former, decisions, keys))
    if now is not None:
        above.extend(ahead.check_above(now, root, profiles, stated, former, decisions))
    above.extend(schemes.check(root, profiles))
    above.extend(authorities.check(root, keys, site, {*listing.counties, *listing.units}, now))
    for path in ("site.json", *(f"schemes/{key}.json" for key in profiles)):
        above = located(above, data / path, f"{root}/{path}")
    readings.findings.extend(above)
    mended = dates.mended_days(decisions.rows)
    units = tuple(readings.take(folder.read_unit(data, code)) for code in listing.units)
    for unit in units:
        readings.findings.extend(check_unit(unit, mended))
    then = tuple(_as_of(unit, as_of) for unit in units)
    calendar = Calendar({row.date: row.working == "yes" for row in stated.rows})
    plan = Plan(
        data, site, profiles, unread, listing.counties, then, as_of, now, calendar, former.rows, layouts, mended,
        listing.unlisted,
    )  # fmt: skip
    return plan, [_known(finding) for finding in readings.findings]


# Findings of rules that name their column, which rules know only as the file has it.
_NAMING = frozenset({"E210", "E413", "E695", "E813"})


def _known(told: Finding) -> Finding:
    """A finding of a rule with its column named as people know it, too."""
    if told.code not in _NAMING or told.column is None:
        return told
    named = schemas.named(told.path, told.column)
    return replace(told, message=told.message.replace(f"“{told.column}”", named, 1))


def check_scheme(path: Path) -> tuple[Profile | None, list[Finding]]:
    """A profile by itself, wherever it lies, with all that is said of it; None where it could not be used."""
    profile, findings = read_profile(path, str(path))
    told = [*findings]
    if profile is not None:
        above = [*privacy.check_document(profile.document, str(path)), *schemes.check_profile(str(path), profile)]
        told += located(above, path, str(path))
    return profile, sorted((_known(each) for each in told), key=Finding.order)


def check_one(plan: Plan, code: str) -> tuple[Checked, CountySource, County | None]:
    """One county, read, compiled and judged."""
    source, told = folder.read_county(plan.data, code, listed=code[:2] not in plan.unlisted)
    findings = [*spoilt.with_codes(told, source, plan.profiles)]
    county = None
    if source.settings is not None:
        county = compile_county(source, plan.profiles, plan.as_of, plan.calendar)
    findings.extend(check_county(source, county, plan.profiles, plan.unread, plan.now, plan.mended))
    if plan.now is not None:
        findings.extend(ahead.check(plan.now, source))
    settings = "county.json"
    findings = located(findings, plan.data / "registers" / code / settings, f"{source.folder}/{settings}")
    rows = counted(county) if county and (county.above or county.unplaced) else ()
    higher = tuple(row for row in rows if not row.notice_id.startswith(code))
    standing, named = ahead.notices_of(source.events.rows)
    checked = Checked(
        code, tuple(map(_known, findings)), len(source.areas.rows), len(source.events.rows), higher,
        frozenset(standing), frozenset(named), _titles(county) if county else {},
    )  # fmt: skip
    return checked, source, county


def _titles(county: County) -> dict[str, dict[str, str]]:
    """What the titles of a county are called in the notices above it, and now (by its code)."""
    named = {notice: {title: county.title_then(title, notice) for title in county.titles} for notice in county.above}
    return {**named, county.code: {title: county.title_then(title) for title in county.titles}}


class _Check:
    """Checks one county; carries the plan to a worker once for each job."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __call__(self, code: str) -> Checked:
        return check_one(self.plan, code)[0]


Progress = Callable[..., Iterable[Checked]]
# What findings become where it is known what is published (`history.ahead`).
Milder = Callable[[Iterable[Finding]], list[Finding]]


def check_all(
    data: Path,
    codes: Sequence[str] = (),
    as_of: str | None = None,
    now: str | None = None,
    workers: int | None = None,
    progress: Progress = lambda items, what, total=None: items,
    milder: Milder = list,
    engine: Engine | None = None,
) -> Report:
    """The report of a data folder, or of the counties named in `codes`, by an engine of one's own if that is given.

    Raises UsageError for an unknown county.
    """
    with engine or Engine(workers) as pool:
        return check_in(pool, data, codes, as_of, now, progress, milder=milder)


def check_in(
    pool: Engine,
    data: Path,
    codes: Sequence[str] = (),
    as_of: str | None = None,
    now: str | None = None,
    progress: Progress = lambda items, what, total=None: items,
    formerly: Collection[str] = (),
    milder: Milder = list,
) -> Report:
    """The same, in a pool that more is done in.

    `formerly` are codes that may be asked for although there is nothing (any more) to check.
    """
    plan, findings = read_plan(data, as_of, now, codes)
    unknown = sorted(set(codes) - set(plan.counties) - set(formerly) - folder.county_folders(data))
    if unknown:
        raise UsageError(f"没有这些区县的名录：{'、'.join(unknown)}")
    wanted = sorted(set(codes) & set(plan.counties)) if codes else plan.counties
    report = Report(milder(findings), plan=plan)
    roll_up(plan, progress(pool.spread(_Check(plan), wanted), "检查", total=len(wanted)), report, milder)
    return report


def _as_of(unit: UnitSource, as_of: str | None) -> UnitSource:
    """A unit without the notices that were published later, and what they declare."""
    if as_of is None:
        return unit
    later = {notice.notice_id for notice in unit.notices.rows if instant(notice.published_at) > end_of(as_of)}
    return replace(
        unit,
        notices=unit.notices.without(lambda row: row.notice_id in later),
        declared=unit.declared.without(lambda row: row.notice_id in later),
        unplaced=unit.unplaced.without(lambda row: row.notice_id in later),
    )


def roll_up(plan: Plan, checked: Iterable[Checked], report: Report, milder: Milder = list) -> None:
    """Adds the counties' findings, and those of the notices above them, to the report."""
    rows: list[Counted] = []
    seen: set[str] = set()
    standing: set[str] = set()
    named: set[str] = set()
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    sound = True
    for county in checked:
        standing |= county.standing
        named |= county.named
        seen.add(county.code)
        findings = milder(county.findings)
        report.findings.extend(findings)
        report.counties += 1
        report.areas += county.areas
        report.events += county.events
        rows.extend(county.counted)
        for notice, names in county.titles.items():
            titles[notice].update(names)
        sound = sound and not any(finding.severity == "error" for finding in findings)
    for unit in plan.units:
        if plan.now is not None:
            report.findings.extend(milder(ahead.check_unit(plan.now, unit, named - standing)))
        below = {code for code in plan.counties if unit.code in ancestors(code)}
        # Otherwise rows are missing, and every count would look wrong.
        if sound and below <= seen and unit.code[:2] not in plan.unlisted:
            report.findings.extend(check_roll_up(unit, rows, titles))
    report.findings.sort(key=Finding.order)
