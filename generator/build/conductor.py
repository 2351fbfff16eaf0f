"""A build: plan, map over counties, roll up, audit, publish.

Every county is checked, compiled and audited in one pure step; what stands above is a roll-up of small summaries.
Nothing visible changes before all of it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from generator import urls
from generator.build import built, cache, disk, growth, hosts, staging, traces, unchanged
from generator.build.audit import Audit
from generator.build.county import CompileCounty, Compiled
from generator.build.inputs import Inputs
from generator.build.look import Files, Look
from generator.build.order import Order, Progress, Result
from generator.build.rollup import Anew, Merge, PutTogether, Rolled, RollUp, chained, jobs, listing
from generator.build.signing import Signing
from generator.build.writer import Writer
from generator.check import Plan, Report, read_plan, roll_up
from generator.engine.pool import Engine
from generator.engine.shared import Shared
from generator.errors import AuditError, LogError, ProseError, UsageError
from generator.history import ahead, git, pages, publication
from generator.prose.judging import add_texts, astray
from generator.prose.runner import rendered
from generator.publish.artifact import Artifact
from generator.publish.county.english_page import TEXTS
from generator.publish.exports import formats
from generator.publish.exports.statistics import Statistics
from generator.publish.feeds.national import Feeds
from generator.publish.handover.country import Country
from generator.publish.handover.days import ChainedDay
from generator.publish.handover.merged import MergedDay, MonthFeed
from generator.publish.handover.summary import is_present
from generator.publish.log import country as log
from generator.publish.log import manifest
from generator.publish.log.tree import origin_of
from generator.publish.pages import compilations, overrides, renderer
from generator.publish.pages.languages import ENGLISH
from generator.publish.rollup.units import unit_codes
from generator.reading import appearance
from generator.reading.content import slugs
from generator.register import divisions
from generator.register.model import Finding, SiteSettings

_FEW: Final = 8  # days are merged sooner here than a pool is started


def conduct(order: Order, progress: Progress, told: str | None, workshop: staging.Stage, look: Look) -> Result:
    """Checks, compiles and publishes (see `order.build`). `told` is the digest of what is read, for the next build;
    `look` tells what stands of the last one."""
    inputs = Inputs(workshop.cache, order.data)
    plan, findings = read_plan(order.data, order.as_of, order.now, sound={} if order.full else inputs.sound)
    if plan.site is not None and order.site_url is not None:
        plan = replace(plan, site=replace(plan.site, url=order.site_url))
    if plan.site is not None:
        formats.require(plan.site)
        dressed = overrides.dressed(order.data, plan.site)
        findings = [*findings, *dressed.findings]
        plan = replace(plan, site=replace(dressed.value, english_texts=_english_texts(dressed.value, order.content)))
        renderer.wear(dressed.value.appearance)
    with _engine(order) as pool:
        report = Report(ahead.standing(order.data, order.now, findings))
        return _build(order, plan, inputs, report, workshop, look, pool, progress, told)


def _build(
    order: Order, plan: Plan, inputs: Inputs, report: Report, workshop: staging.Stage, look: Look, pool: Engine,
    progress: Progress, told: str | None,
) -> Result:  # fmt: skip
    compilations.keep(workshop.templates(cache.program_of_site()[:16]))
    # Where something above the counties is wrong, a scheme perhaps, they are only checked: nothing will be published.
    signing = Signing(order.signers, workshop.output, order.published)
    shared = cache.common(plan) + "".join(order.keys)
    step = CompileCounty(plan, workshop, shared, order.full, published=not report.errors, signing=signing)
    paths = [finding.path for finding in report.findings]
    keep = cache.Keeper(workshop.cache, order.full)
    first = not order.full and not traces.are_kept(workshop.cache)
    with Shared(partial(_judged, plan, keep, first), (order.content,), pool.workers - 1) as texts:
        compiled = _counties(step, inputs, look, pool, progress)
        roll_up(plan, (county.checked for county in compiled), report, partial(ahead.standing, plan.data, plan.now))
        for findings in texts.results():
            report.findings.extend(findings)
    report.findings.sort(key=Finding.order)
    report.findings[:] = pages.milder(order.content, ahead.PARENT, report.findings)
    if report.errors or plan.site is None:
        return Result(report, order.output)
    problems = [problem for county in compiled for problem in county.problems]
    if problems:
        raise AuditError(problems)
    if forks := [county.fork for county in compiled if county.fork]:
        raise LogError("\n".join(forks))
    country = _country(order, plan, compiled, workshop)
    kept = {county.checked.code for county in compiled if county.kept}
    weight = sum(county.log_size for county in country.summaries) // 500
    past, parts = ({}, {}) if order.full else traces.load(workshop.cache)
    country, kept_traces = _merged(country, past, pool, weight)
    folders = {county.code: workshop.output if county.code in kept else workshop.root for county in country.summaries}
    told_order = growth.order(
        order.data, origin_of(country.site.url), country.summaries, folders, workshop.fresh, workshop.cache,
        is_now=order.as_of is None, anew=order.full,
    )  # fmt: skip
    if order.signers and told_order.lacks:
        raise UsageError(f"不能签名：{told_order.lacks}。没有发布任何内容")
    country = replace(country, log=told_order.log)
    checkpoint = signing.signed(country.log.checkpoint, country.log.tree)
    rolled = RollUp(Feeds(country), order.content, folders, workshop.root, keep, order.full, workshop.is_dated)
    anew = Anew(rolled, past, workshop.output)
    kept_jobs, done = _rolled(anew, pool, weight, progress)
    carried = {path for made in kept_jobs.values() for path in made.paths}
    writer = Writer(workshop.root, dated=workshop.is_dated)
    audit = Audit("", urls.path(plan.site.url), thorough=order.full)
    listed: list[dict[str, Any]] = []
    done |= kept_jobs
    for made in done.values():
        _join(audit, made)
        listed.extend(made.listed)
        if made.name not in kept_jobs:
            audit.lead_to(made.links)
    from_what = built.artifact(country, order.data, order.content, order.as_of)
    for artifact in chain(_last(country, audit), log.artifacts(country, checkpoint, order.signers), [from_what]):
        writer.write(artifact)
        audit.take(artifact)
    listed.extend(manifest.files(writer.digests, writer.sizes))
    writer.write(manifest.of_site(country.summaries, listed, country.as_of, country.revision))
    written = [county.written for county in country.summaries]
    links = {link for county in country.summaries if county.code not in kept for link in county.written.links}
    links |= audit.outside()
    # What stands led last time to what stands: that was audited then.
    settled = {code for code, part in country.parts() if code in kept and parts.get(code) == part}
    led = [county.written.links for county in country.summaries if county.code in kept]
    led += (made.links for made in kept_jobs.values())
    links |= {link for own in led for link in own if link[:6] not in settled}
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
    with workshop.cleaning(pool.workers - 1):
        kept_traces |= {name: traces.Trace(made.asked, {}, made) for name, made in done.items()}
        traces.store(workshop.cache, _standing(workshop.output, kept_traces), dict(country.parts()))
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
        unsigned="" if order.signers else told_order.lacks or "没有给出密钥",
    )
    sizes = {str(file["path"]): int(file["size"]) for file in listed} | writer.sizes
    # Only now: where a file stays beside new ones it has had a second name, and its going is a change as well.
    above = Files.of(sizes, unchanged.newest(workshop.output, sizes))
    counties = {county.checked.code: county.made_from for county in compiled}
    unchanged.store(workshop.cache, told, counties, above, order.now, result)
    inputs.keep(plan, step.shared, counties, paths)
    return result


def _english_texts(site: SiteSettings, content: Path) -> tuple[str, ...]:
    """The texts in English that the pages of areas lead to: asked for here, because a county knows no texts."""
    if not site.english_areas:
        return ()
    return tuple(sorted(slugs(content, urls.LANGUAGES[ENGLISH].removesuffix("/")) & TEXTS.keys()))


def _engine(order: Order) -> Engine:
    """What the map step runs on. A private key goes to no other machine."""
    if order.cluster is not None and order.signers:
        raise UsageError("用集群（--cluster）生成的网站不能签名：密钥不发到别的电脑。请在一台电脑上生成")
    if order.cluster is None:
        return Engine(order.workers)
    from generator.build.elsewhere import cluster

    return cluster(order.cluster, order.data, order.patience, order.workers)


def _counties(
    step: CompileCounty, inputs: Inputs, look: Look, pool: Engine, progress: Progress
) -> list[Compiled]:  # fmt: skip
    """All counties, compiled now or before."""
    plan = step.plan
    digests = {code: None if step.full else inputs.digest(plan, step.shared, code) for code in plan.counties}
    known = {code: county for code in plan.counties if (county := step.known(code, digests[code])) is not None}
    compiled = [*_compiled(step, [code for code in plan.counties if code not in known], pool, progress)]
    # By now others have looked at what stands.
    stands = {code for code in known if look.stood().get(code) == digests[code]}
    compiled += _compiled(step, [code for code in known if code not in stands], pool, progress)
    compiled += (known[code] for code in stands)
    return sorted(compiled, key=lambda county: county.checked.code)


def _judged(plan: Plan, keep: cache.Keeper, first: bool, content: Path) -> list[Finding]:
    """The findings of the texts. In a `first` build they are rendered here too, beside the counties and not after them:
    the library that reads Markdown is loaded already."""
    report = Report()
    add_texts(report, content, plan, keep)
    if first and plan.site is not None and not report.errors:
        with suppress(ProseError):  # whoever asks for them will be told
            rendered(content, cache.folder(content), plan.site.url, keep)
    return report.findings


def _compiled(step: CompileCounty, codes: Sequence[str], pool: Engine, progress: Progress) -> Iterable[Compiled]:
    # The long ones first, so that none is waited for at the end.
    codes = sorted(codes, key=lambda code: -_size(step.plan, code))
    made: Iterable[Compiled]
    if pool.distant:
        from generator.build.elsewhere import compiled

        made = compiled(pool, step, codes)
    else:
        made = pool.run(step, codes, _weight(step.plan, codes))
    return progress(made, "编译区县", total=len(codes)) if codes else made


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


def _rolled(
    anew: Anew, pool: Engine, weight: int, progress: Progress
) -> tuple[dict[str, Rolled], dict[str, Rolled]]:  # fmt: skip
    """The roll-up, by the names of its jobs: what stands, and what was made anew."""
    kept: dict[str, Rolled] = {}
    written: dict[str, Rolled] = {}

    def take(made: Rolled | str) -> Rolled:
        if isinstance(made, str):
            return kept.setdefault(made, anew.past[made].result)
        return written.setdefault(made.name, made)

    def chain_days() -> None:
        # Each document names the one before it, and few pages list them: this process is through before the others.
        country = anew.rolled.feeds.country
        for day, job in zip(country.days, chained(country), strict=True):
            made = take(anew(job))
            country.chain[day] = ChainedDay(day, country.kinds_on(day).total(), made.listed[0]["sha256"])
        for job in listing(country):
            take(anew(job))

    todo = jobs(anew.rolled.feeds)
    for made in progress(pool.run(anew, todo, weight, brief=True, meanwhile=chain_days), "编译汇总", total=len(todo)):
        take(made)
    return kept, written


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
    return sum(_size(plan, code) for code in counties) // 50_000


def _size(plan: Plan, county: str) -> int:
    """How long the log of a county is (bytes)."""
    logs = (plan.data / "registers" / county / name for name in ("events.csv", "events.json"))
    return sum(path.stat().st_size for path in logs if path.is_file())


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
        git.revision(order.data, order.content, appearance.folder(order.data)),
        layouts=plan.layouts, late=late, digests=digests, content=cache.folder(order.content),
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


def _last(country: Country, audit: Audit) -> Iterator[Artifact]:
    """What leads to every page."""
    from generator.publish.exports.catalogues.catalogue import addresses

    yield from addresses(country.site, country.summaries, sorted(audit.indexed))
    audit.expect(urls.document(urls.unit(code)) for code in unit_codes(country))
