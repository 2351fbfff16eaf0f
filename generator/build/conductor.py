"""A build: plan, map over counties, roll up, audit, publish.

Every county is checked, compiled and audited in one pure step; what stands above is a roll-up of small summaries.
Nothing visible changes before all of it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from generator import urls
from generator.build import cache, disk, hosts, staging, traces, unchanged
from generator.build.audit import Audit
from generator.build.county import CompileCounty, Compiled, Standing
from generator.build.order import Order, Progress, Result
from generator.build.rollup import Job, Merge, PutTogether, Rolled, RollUp, chained, jobs
from generator.build.writer import Writer
from generator.check import Plan, Report, read_plan, roll_up
from generator.engine.pool import Engine
from generator.errors import AuditError
from generator.history import ahead, git, pages, publication
from generator.prose.judging import add_texts, astray
from generator.publish.artifact import Artifact
from generator.publish.exports import formats
from generator.publish.exports.statistics import Statistics
from generator.publish.feeds.national import Feeds
from generator.publish.handover.country import Country
from generator.publish.handover.days import ChainedDay
from generator.publish.handover.merged import MergedDay, MonthFeed
from generator.publish.handover.summary import is_present
from generator.publish.log import manifest
from generator.publish.pages import renderer
from generator.publish.rollup.units import unit_codes
from generator.register import divisions
from generator.register.profile import keeps_cases

_FEW: Final = 8  # days are merged sooner here than a pool is started
_AT_A_TIME: Final = 64  # counties that are looked at in the time that a fortieth of a pool is worth


def conduct(order: Order, progress: Progress, told: str | None) -> Result:
    """Checks, compiles and publishes (see `order.build`). `told` is the digest of what is read, for the next build."""
    plan, findings = read_plan(order.data, order.as_of, order.now)
    if plan.site is not None and order.site_url is not None:
        plan = replace(plan, site=replace(plan.site, url=order.site_url))
    if plan.site is not None:
        formats.require(plan.site)
    with staging.opened(order.output, [order.data, order.content]) as workshop, Engine(order.workers) as pool:
        report = Report(ahead.standing(order.data, order.now, findings))
        return _build(order, plan, report, workshop, pool, progress, told)


def _build(
    order: Order, plan: Plan, report: Report, workshop: staging.Stage, pool: Engine, progress: Progress,
    told: str | None,
) -> Result:  # fmt: skip
    renderer.keep_compiled(workshop.templates(cache.program_of_site()[:16]))
    # Where something above the counties is wrong, a scheme perhaps, they are only checked: nothing will be published.
    step = CompileCounty(plan, workshop, cache.common(plan), order.full, published=not report.errors)
    looked_at = dict(pool.run(Standing(step), plan.counties, len(plan.counties) // _AT_A_TIME))
    compiled = [county for county in looked_at.values() if county is not None]
    codes = [code for code in plan.counties if looked_at[code] is None]
    compiled += progress(pool.run(step, codes, _weight(plan, codes)), "编译区县", total=len(codes))
    compiled.sort(key=lambda county: county.checked.code)
    roll_up(plan, (county.checked for county in compiled), report, partial(ahead.standing, plan.data, plan.now))
    keep = cache.Keeper(workshop.cache, order.full)
    add_texts(report, order.content, plan, keep)
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
    country, kept_traces = _merged(country, past, pool, weight)
    folders = {county.code: workshop.output if county.code in kept else workshop.root for county in country.summaries}
    rolled = RollUp(Feeds(country), order.content, folders, workshop.root, keep, order.full)
    kept_jobs, done = _chained(rolled, past, workshop)
    todo = []
    for job in jobs(rolled.feeds):
        made = _standing_still(job, rolled, past, workshop)
        if made is None:
            todo.append(job)
        else:
            kept_jobs[job.name] = made
    carried = {path for made in kept_jobs.values() for path in made.paths}
    writer, audit = Writer(workshop.root), Audit("", urls.path(plan.site.url), thorough=order.full)
    listed: list[dict[str, Any]] = []
    made_now = progress(pool.run(rolled, todo, weight), "编译汇总", total=len(todo))
    done |= kept_jobs | {made.name: made for made in made_now}
    for made in done.values():
        _join(audit, made)
        listed.extend(made.listed)
    for artifact in _last(country, audit):
        writer.write(artifact)
        audit.take(artifact)
    listed.extend(manifest.files(writer.digests, writer.sizes))
    writer.write(manifest.of_site(country.summaries, listed, country.as_of, country.revision))
    written = [county.written for county in country.summaries]
    links = {link for county in written for link in county.links} | audit.outside()
    missing = audit.missing(links, workshop.root, workshop.output, kept)
    led_astray = [*astray(order.content, plan, missing, keep)] if missing else []
    if led_astray:
        report.findings.extend(led_astray)
        return Result(report, order.output)
    audit.problems.extend(f"链接 {target} 没有目标" for target in missing)
    if order.full:
        audit.problems.extend(_recounted(country))
    if audit.problems:
        raise AuditError(audit.problems)
    taken = hosts.taken(written, {str(file["path"]): int(file["size"]) for file in listed} | writer.sizes)
    crowded = hosts.judge(plan.data, plan.site, taken)
    report.findings.extend(crowded)
    if any(finding.severity == "error" for finding in crowded):
        return Result(report, order.output)
    workshop.publish(kept | workshop.carry(sorted(carried)))
    kept_traces |= {name: traces.Trace(made.asked, {}, made) for name, made in done.items()}
    traces.store(workshop.cache, _standing(workshop.output, kept_traces))
    workshop.store.prune({county.part for county in written})
    result = Result(
        report,
        order.output,
        counties=len(country.summaries),
        areas=sum(county.areas for county in country.summaries),
        events=sum(county.log_size for county in country.summaries),
        pages=sum(county.pages for county in written) + sum(path.endswith("index.html") for path in audit.paths),
        files=taken.files,
        bytes=taken.bytes,
        demonstration=plan.site.demonstration,
        room=hosts.room(plan.site, taken),
    )
    sizes = {str(file["path"]): int(file["size"]) for file in listed} | writer.sizes
    above = cache.Files.of(sizes, unchanged.newest(workshop.output, sizes))
    unchanged.keep(workshop.cache, told, [above, *(county.files for county in compiled)], order.now, result)
    return result


def _merged(
    country: Country, past: Mapping[str, traces.Trace], pool: Engine, weight: int
) -> tuple[Country, dict[str, traces.Trace]]:
    """The country with its days merged and its months put together, and the traces of that; what stands is not done
    again."""
    merge = Merge(country)
    merged: dict[str, MergedDay] = {}
    for day in country.days:
        trace = past.get(f"merge of {day}")
        if trace is not None and trace.asked == merge.asked(day) and traces.stands(country.folder, trace):
            merged[day] = trace.result
        else:
            (country.folder / day).unlink(missing_ok=True)
    todo = [day for day in country.days if day not in merged]
    merged |= dict(pool.run(merge, todo, weight if len(todo) > _FEW else 0))
    wanted = {name for day in merged for name in (day, f"{day}.index")}
    for path in country.folder.iterdir() if country.folder.is_dir() else ():
        if path.name not in wanted:
            disk.clear(path) if path.is_dir() else disk.unlink(path)
    kept = {
        f"merge of {day}": traces.Trace(
            merge.asked(day), traces.standing(country.folder, [day, f"{day}.index"]), result
        )
        for day, result in merged.items()
    }
    country = replace(country, merged=dict(sorted(merged.items())))
    pages = PutTogether(country)
    paged: dict[str, Mapping[str, MonthFeed]] = {}
    for month in country.months:
        trace = past.get(f"feeds of {month}")
        stands = trace is not None and trace.asked == pages.asked(month)
        paged[month] = trace.result if trace and stands else pages(month)[1]
        kept[f"feeds of {month}"] = traces.Trace(pages.asked(month), {}, paged[month])
    return replace(country, paged=paged), kept


def _chained(
    rolled: RollUp, past: Mapping[str, traces.Trace], workshop: staging.Stage
) -> tuple[dict[str, Rolled], dict[str, Rolled]]:
    """The documents of the days, oldest first: those that stand, and those that were written anew."""
    kept: dict[str, Rolled] = {}
    written: dict[str, Rolled] = {}
    country = rolled.feeds.country
    for day, job in zip(country.days, chained(country), strict=True):
        made = _standing_still(job, rolled, past, workshop)
        if made is None:
            made = written[job.name] = rolled(job)
        else:
            kept[job.name] = made
        country.chain[day] = ChainedDay(day, country.kinds_on(day).total(), made.listed[0]["sha256"])
    return kept, written


def _standing_still(
    job: Job, rolled: RollUp, past: Mapping[str, traces.Trace], workshop: staging.Stage
) -> Rolled | None:
    """What a job made last time, where it would make the same and that stands as it was left."""
    trace = past.get(job.name)
    if trace is None or not rolled.answers.agree(trace.asked) or not traces.stands(workshop.output, trace):
        return None
    made: Rolled = trace.result
    return made


def _standing(output: Path, made: Mapping[str, traces.Trace]) -> dict[str, traces.Trace]:
    """Traces with the files of their jobs as they were left."""
    return {
        name: trace._replace(files=traces.standing(output, trace.result.paths))
        if isinstance(trace.result, Rolled)
        else trace
        for name, trace in made.items()
    }


def _weight(plan: Plan, counties: Iterable[str]) -> int:
    """How much work counties are, in units of which forty are worth a pool: 50 kB of their logs."""
    logs = (plan.data / "registers" / code / name for code in counties for name in ("events.csv", "events.json"))
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
        plan.site, summaries, plan.units, plan.profiles, names, workshop.store, workshop.days,
        git.revision(order.data, order.content), layouts=plan.layouts, late=late, digests=digests,
        content=cache.folder(order.content),
    )  # fmt: skip


def _recounted(country: Country) -> Iterator[str]:
    """Where the statistics are not what another hand counts."""
    from generator.publish.exports.recount import differences  # pandas takes half a second to load

    demonstration = country.site.demonstration
    made = Statistics(country.present, demonstration=demonstration)
    return differences(made, country.present, demonstration=demonstration)


def _join(audit: Audit, made: Rolled) -> None:
    audit.problems.extend(made.problems)
    audit.problems.extend(f"{path}：同一文件生成了两次" for path in sorted(audit.paths & made.paths))
    audit.paths |= made.paths
    audit.indexed |= made.indexed
    audit.lead_to(made.links)


def _last(country: Country, audit: Audit) -> Iterator[Artifact]:
    """What describes everything else."""
    from generator.publish.exports.catalogues.catalogue import catalogue

    yield from catalogue(
        country.site, country.summaries, sorted(audit.indexed), country.as_of,
        cases=keeps_cases(country.profiles.values()),
    )  # fmt: skip
    audit.expect(urls.document(urls.unit(code)) for code in unit_codes(country))
