"""A build: plan, map over counties, roll up, audit, publish.

Every county is checked, compiled and audited in one pure step; what stands above is a roll-up of small summaries.
Nothing visible changes before all of it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from generator import urls
from generator.build import cache, staging, traces
from generator.build.audit import Audit
from generator.build.county import CompileCounty, Compiled
from generator.build.rollup import Merge, Rolled, RollUp, jobs
from generator.build.writer import Writer
from generator.check import Plan, Report, read_plan, roll_up
from generator.engine.pool import Engine
from generator.errors import AuditError
from generator.history import ahead, git, pages, publication
from generator.prose.judging import add_texts, astray
from generator.publish.artifact import Artifact
from generator.publish.exports import formats
from generator.publish.feeds.national import Feeds
from generator.publish.handover.country import Country
from generator.publish.handover.summary import is_present
from generator.publish.log import manifest
from generator.publish.rollup.units import unit_codes
from generator.register import divisions

Progress = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for."""

    data: Path
    content: Path
    output: Path
    site_url: str | None = None
    as_of: str | None = None
    now: str | None = None
    workers: int | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of it. `report` has the findings; without errors the rest says what was published."""

    report: Report
    output: Path
    counties: int = 0
    areas: int = 0
    events: int = 0
    pages: int = 0
    files: int = 0
    bytes: int = 0
    demonstration: bool = False


def build(order: Order, progress: Progress = lambda items, what, total=None: items) -> Result:
    """Checks, compiles and publishes. Where the data has errors, nothing is published and the report says why.

    Raises UsageError, ProseError or AuditError; in each case the output is as it was.
    """
    plan, findings = read_plan(order.data, order.as_of, order.now)
    if plan.site is not None and order.site_url is not None:
        plan = replace(plan, site=replace(plan.site, url=order.site_url))
    if plan.site is not None:
        formats.require(plan.site)
    with staging.opened(order.output, [order.data, order.content]) as workshop, Engine(order.workers) as pool:
        report = Report(ahead.standing(order.data, order.now, findings))
        return _build(order, plan, report, workshop, pool, progress)


def _build(
    order: Order, plan: Plan, report: Report, workshop: staging.Stage, pool: Engine, progress: Progress
) -> Result:
    # Where something above the counties is wrong, a scheme perhaps, they are only checked: nothing will be published.
    step = CompileCounty(plan, workshop, cache.common(plan), order.full, published=not report.errors)
    running = pool.run(step, plan.counties, _weight(plan))
    compiled = list(progress(running, "编译区县", total=len(plan.counties)))
    compiled.sort(key=lambda county: county.checked.code)
    roll_up(plan, (county.checked for county in compiled), report, partial(ahead.standing, plan.data, plan.now))
    add_texts(report, order.content, plan)
    report.findings[:] = pages.milder(order.content, ahead.PARENT, report.findings)
    if report.errors or plan.site is None:
        return Result(report, order.output)
    problems = [problem for county in compiled for problem in county.problems]
    if problems:
        raise AuditError(problems)
    country = _country(order, plan, compiled, workshop)
    kept = {county.checked.code for county in compiled if county.kept}
    weight = sum(county.log_size for county in country.summaries) // 500
    past = {} if order.full else traces.load(workshop.cache)
    country, kept_traces = _counted(country, past, pool, weight)
    folders = {county.code: workshop.output if county.code in kept else workshop.root for county in country.summaries}
    rolled = RollUp(Feeds(country), order.content, folders, workshop.root, order.full)
    todo, done = [], dict[str, Rolled]()
    for job in jobs(country):
        trace = past.get(job.name)
        if trace and rolled.answers.agree(trace.asked) and traces.stands(workshop.output, trace):
            done[job.name] = trace.result
        else:
            todo.append(job)
    carried = {path for made in done.values() for path in made.paths}
    writer, audit, files, size = Writer(workshop.root), Audit("", urls.path(plan.site.url), thorough=order.full), 0, 0
    listed: list[dict[str, Any]] = []
    made_now = progress(pool.run(rolled, todo, weight), "编译汇总", total=len(todo))
    done |= {made.name: made for made in made_now}
    for made in done.values():
        _join(audit, made)
        files, size = files + made.files, size + made.bytes
        listed.extend(made.listed)
    for artifact in _last(country, audit):
        writer.write(artifact)
        audit.take(artifact)
    listed.extend(manifest.files(writer.digests, writer.sizes))
    writer.write(manifest.of_site(country.summaries, listed, country.as_of, country.revision))
    written = [county.written for county in country.summaries]
    links = {link for county in written for link in county.links} | audit.outside()
    missing = audit.missing(links, workshop.root, workshop.output, kept)
    led_astray = [*astray(order.content, plan, missing)] if missing else []
    if led_astray:
        report.findings.extend(led_astray)
        return Result(report, order.output)
    audit.problems.extend(f"链接 {target} 没有目标" for target in missing)
    if audit.problems:
        raise AuditError(audit.problems)
    workshop.publish(kept | workshop.carry(sorted(carried)))
    kept_traces |= {name: traces.Trace(made.asked, {}, made) for name, made in done.items()}
    traces.store(workshop.cache, _standing(workshop.output, kept_traces))
    workshop.store.prune({county.part for county in written})
    return Result(
        report,
        order.output,
        counties=len(country.summaries),
        areas=sum(county.areas for county in country.summaries),
        events=sum(county.log_size for county in country.summaries),
        pages=sum(county.pages for county in written) + sum(path.endswith("index.html") for path in audit.paths),
        files=sum(county.files for county in written) + files + writer.files,
        bytes=sum(county.bytes for county in written) + size + writer.bytes,
        demonstration=plan.site.demonstration,
    )


def _counted(
    country: Country, past: Mapping[str, traces.Trace], pool: Engine, weight: int
) -> tuple[Country, dict[str, traces.Trace]]:
    """The country with its months counted, and the traces of that; a month that stands is not merged again."""
    merge = Merge(country)
    counted: dict[str, Any] = {}
    for month in country.months:
        trace = past.get(_count(month))
        if trace is not None and trace.asked == merge.asked(month):
            counted[month] = trace.result
    counted |= dict(pool.run(merge, [month for month in country.months if month not in counted], weight))
    kept = {_count(month): traces.Trace(merge.asked(month), {}, result) for month, result in counted.items()}
    return replace(country, counted=dict(sorted(counted.items()))), kept


def _count(month: str) -> str:
    return f"count of {month}"


def _standing(output: Path, made: Mapping[str, traces.Trace]) -> dict[str, traces.Trace]:
    """Traces with the files of their jobs as they were left."""
    return {
        name: trace._replace(files=traces.standing(output, trace.result.paths))
        if isinstance(trace.result, Rolled)
        else trace
        for name, trace in made.items()
    }


def _weight(plan: Plan) -> int:
    """How much work the counties are, in units of which forty are worth a pool: 50 kB of their logs."""
    logs = (plan.data / "registers" / code / name for code in plan.counties for name in ("events.csv", "events.json"))
    return sum(path.stat().st_size for path in logs if path.is_file()) // 50_000


def _country(order: Order, plan: Plan, compiled: Sequence[Compiled], workshop: staging.Stage) -> Country:
    if plan.site is None:
        raise ValueError("a country needs the site's settings")
    names: dict[str, str] = {}
    summaries = [county.summary for county in compiled if county.summary]
    digests = {county.checked.code: county.digests for county in compiled if county.digests}
    for county in summaries:
        names.update((code, name) for code, name in county.path if len(code) < 6)
    for unit in plan.units:
        names.update(divisions.path_of(unit.code, unit.names))
    # Of the register as it was at a time, git says nothing: what it has was published since.
    present = {county.code: county.as_of for county in summaries if is_present(county, plan.site.demonstration)}
    late = {} if order.as_of is not None else publication.late_lines(order.data, present)
    return Country(
        plan.site, summaries, plan.units, plan.profiles, names, workshop.store, workshop.scratch,
        git.revision(order.data, order.content), layouts=plan.layouts, late=late, digests=digests,
        content=cache.folder(order.content),
    )  # fmt: skip


def _join(audit: Audit, made: Rolled) -> None:
    audit.problems.extend(made.problems)
    audit.problems.extend(f"{path}：同一文件生成了两次" for path in sorted(audit.paths & made.paths))
    audit.paths |= made.paths
    audit.indexed |= made.indexed
    audit.lead_to(made.links)


def _last(country: Country, audit: Audit) -> Iterator[Artifact]:
    """What describes everything else."""
    from generator.publish.exports.catalogues.catalogue import catalogue

    yield from catalogue(country.site, country.summaries, sorted(audit.indexed), country.as_of)
    audit.expect(urls.document(urls.unit(code)) for code in unit_codes(country))
