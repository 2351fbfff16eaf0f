"""A build: plan, map over counties, roll up, prose, audit, publish.

Every county is checked, compiled and audited in one pure step; what stands above is a roll-up of small summaries.
Nothing visible changes before all of it is right.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from generator import engine, urls
from generator.build import cache, staging
from generator.build.audit import Audit
from generator.build.writer import Writer
from generator.check import Checked, Plan, Report, check_one, read_plan, roll_up
from generator.errors import AuditError, UsageError
from generator.history import git
from generator.publish.artifact import Artifact, Opener, text
from generator.publish.county import site as county_site
from generator.publish.exports import documents, manifest, parquet
from generator.publish.exports.catalogues.dictionary import TABLES
from generator.publish.feeds import national as national_feeds
from generator.publish.feeds.archives import CLOSES_AFTER, Month, before
from generator.publish.handover import parts
from generator.publish.handover.summary import Summary, is_present
from generator.publish.pages import languages, renderer
from generator.publish.pages.views.reference import NotFoundView
from generator.publish.rollup import days, translated
from generator.publish.rollup.downloads import downloads
from generator.publish.rollup.national import National, chrome, footnote, home, month, total
from generator.publish.rollup.national import changes as changes_pages
from generator.publish.rollup.reference import dictionary, findings
from generator.publish.rollup.schemes import schemes
from generator.publish.rollup.units import unit_codes, units
from generator.publish.search import grams
from generator.publish.search.lists import search_list
from generator.publish.search.site import search
from generator.register import divisions
from generator.register.change import changes
from generator.register.model import SiteSettings

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


@dataclass(frozen=True, slots=True)
class Compiled:
    """One county as compiled into the stage: its check, and its summary if the check found no error."""

    checked: Checked
    summary: Summary | None
    problems: tuple[str, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class CompileCounty:
    """The map step: a county's code to its files in the stage and its summary. `full` asks for it whatever stands."""

    plan: Plan
    workshop: staging.Stage
    shared: str
    full: bool = False

    def __call__(self, code: str) -> Compiled:
        """Checks, compiles and audits one county, unless it stands as it would be compiled."""
        try:
            return self._county(code)
        finally:
            gc.collect(0)  # workers collect nothing by themselves (see engine): what little is in cycles goes here

    def _county(self, code: str) -> Compiled:
        digest = cache.digest(self.plan, self.shared, code)
        known = None if self.full or digest is None else cache.load(self.workshop.cache, code)
        if known and known.digest == digest and cache.stands(self.workshop.output / code, known):
            last: Compiled = known.compiled
            if self._has_parts(last.summary):
                return replace(last, kept=True)
        writer = Writer(self.workshop.root)
        compiled = self._compile(code, f"{code}.{(digest or 'passing')[:16]}", writer)
        lasting = not any(one.code == "W304" for one in compiled.checked.findings)  # that one depends on the clock
        if digest is not None and compiled.summary is not None and not compiled.problems and lasting:
            sizes = {path.removeprefix(f"{code}/"): size for path, size in writer.sizes.items()}
            entry = cache.Entry(digest, cache.signature(sizes), writer.newest(), compiled)
            cache.store(self.workshop.fresh, code, entry)
        return compiled

    def _has_parts(self, summary: Summary | None) -> bool:
        """True if the changes of a county as last compiled are at hand for the roll-up."""
        site = self.plan.site
        if summary is None or site is None:
            return False
        if not grams.has(self.workshop.parts, summary.part):
            return False
        if not translated.has(self.workshop.parts, summary.part, site):
            return False
        wanted = [*summary.higher, *(summary.changes if is_present(summary, site.demonstration) else ())]
        return all((self.workshop.parts / one / summary.part).is_file() for one in wanted)

    def _compile(self, code: str, part: str, writer: Writer) -> Compiled:
        checked, source, county = check_one(self.plan, code)
        site = self.plan.site
        if county is None or site is None or any(one.severity == "error" for one in checked.findings):
            return Compiled(checked, None, ())
        found = list(changes(county))
        audit = Audit(f"{code}/")
        encoded = {change.event_id: documents.encoded(change, site) for change in found}
        for artifact in county_site.artifacts(county, site, source.declared, found, encoded):
            writer.write(artifact)
            audit.take(artifact)
        audit.expect(_expected(code, county_site.public_places(county), sorted(county.notices), site))
        grams.write(self.workshop.parts, part, search_list(county))
        for lang, page in county_site.translated(county, site, found):
            translated.write(self.workshop.parts, part, lang, page)
        if is_present(county, site.demonstration):
            parts.write(self.workshop.parts, part, found, encoded)
        higher = [change for change in found if change.notice_id in county.above]
        parts.write(self.workshop.parts, part, higher, encoded, under=lambda change: change.notice_id)
        outside = audit.outside()
        listing = manifest.of_county(code, county.as_of, writer.digests, writer.sizes)
        writer.write(listing)
        audit.take(listing)
        summary = Summary(
            **county_site.figures(county, found),  # type: ignore[arg-type]
            manifest=(writer.digests[listing.path], len(listing.content)),
            part=part,
            pages=sum(path.endswith("index.html") for path in audit.paths),
            files=writer.files,
            bytes=writer.bytes,
            links=outside,
        )
        return Compiled(checked, summary, tuple(audit.problems))


def _expected(code: str, places: Sequence[str], notices: Sequence[str], site: SiteSettings) -> Iterator[str]:
    """Files that a county must have, by the contract."""
    yield from (urls.table(code, "areas"), urls.table(code, "events"), urls.badge(urls.unit(code)))
    yield urls.search_list(code)
    yield from (urls.county_feed(code, form) for form in urls.FORMATS)
    for page in (urls.unit(code), *(urls.notice(one) for one in notices)):
        yield from (urls.document(page), urls.twin(page))
    for area_id in places:
        yield urls.document(urls.area(area_id))
        if site.area_documents:
            yield urls.twin(urls.area(area_id))
        if site.area_feeds:
            yield urls.area_feed(area_id)


def build(order: Order, progress: Progress = lambda items, what, total=None: items) -> Result:
    """Checks, compiles and publishes. Where the data has errors, nothing is published and the report says why.

    Raises UsageError, ProseError or AuditError; in each case the output is as it was.
    """
    plan, findings = read_plan(order.data, order.as_of, order.now)
    if plan.site is not None and order.site_url is not None:
        plan = replace(plan, site=replace(plan.site, url=order.site_url))
    if plan.site is not None and plan.site.parquet:
        parquet.require()
    if not order.content.is_dir():
        raise UsageError(f"找不到文章文件夹 {order.content}；用 --content 指定")
    with staging.opened(order.output, [order.data, order.content]) as workshop, engine.Engine(order.workers) as pool:
        return _build(order, plan, Report(findings), workshop, pool, progress)


def _build(
    order: Order, plan: Plan, report: Report, workshop: staging.Stage, pool: engine.Engine, progress: Progress
) -> Result:
    step = CompileCounty(plan, workshop, cache.common(plan), order.full)
    running = pool.run(step, plan.counties, _weight(plan))
    compiled = list(progress(running, "编译区县", total=len(plan.counties)))
    compiled.sort(key=lambda one: one.checked.code)
    roll_up(plan, (one.checked for one in compiled), report)
    if report.errors or plan.site is None:
        return Result(report, order.output)
    problems = [problem for one in compiled for problem in one.problems]
    if problems:
        raise AuditError(problems)
    national = _national(order, plan, [one.summary for one in compiled if one.summary], workshop)
    writer, audit, files, size = Writer(workshop.root), Audit("", urls.path(plan.site.url)), 0, 0
    jobs = [*(f"month:{one}" for one in national.months), *(f"feeds:{one}" for one in national.months), *_JOBS]
    weight = sum(one.log_size for one in national.summaries) // 500
    national = replace(national, counted=dict(sorted(pool.run(Merge(national), national.months, weight))))
    kept = {one.checked.code for one in compiled if one.kept}
    rolled = RollUp(national, order.content, workshop.root, workshop.output, frozenset(kept))
    listed: list[dict[str, Any]] = []
    for made in progress(pool.run(rolled, jobs, weight), "编译汇总", total=len(jobs)):
        _join(audit, made)
        files, size = files + made.files, size + made.bytes
        listed.extend(made.listed)
    for artifact in _last(national, audit):
        writer.write(artifact)
        audit.take(artifact)
    listed.extend(manifest.files(writer.digests, writer.sizes))
    writer.write(manifest.of_site(national.summaries, listed, national.as_of, national.revision))
    links = {link for one in national.summaries for link in one.links} | audit.outside()
    audit.require(links, workshop.root, workshop.output, kept)
    if audit.problems:
        raise AuditError(audit.problems)
    workshop.publish(kept)
    parts.prune(workshop.parts, {one.part for one in national.summaries})
    return Result(
        report,
        order.output,
        counties=len(national.summaries),
        areas=sum(one.areas for one in national.summaries),
        events=sum(one.log_size for one in national.summaries),
        pages=sum(one.pages for one in national.summaries) + sum(p.endswith("index.html") for p in audit.paths),
        files=sum(one.files for one in national.summaries) + files + writer.files,
        bytes=sum(one.bytes for one in national.summaries) + size + writer.bytes,
        demonstration=plan.site.demonstration,
    )


def _weight(plan: Plan) -> int:
    """How much work the counties are, in units of which forty are worth a pool: 50 kB of their logs."""
    logs = (plan.data / "registers" / code / name for code in plan.counties for name in ("events.csv", "events.json"))
    return sum(path.stat().st_size for path in logs if path.is_file()) // 50_000


def _national(order: Order, plan: Plan, summaries: Sequence[Summary], workshop: staging.Stage) -> National:
    if plan.site is None:
        raise ValueError("a national register needs the site's settings")
    names: dict[str, str] = {}
    for one in summaries:
        names.update((code, name) for code, name in one.path if len(code) < 6)
    for unit in plan.units:
        names.update(divisions.path_of(unit.code, unit.names))
    return National(
        plan.site, summaries, plan.units, plan.profiles, names, workshop.parts, workshop.scratch,
        git.revision(order.data, order.content), layouts=plan.layouts,
    )  # fmt: skip


# ---- the roll-up, in jobs that may run beside one another

_JOBS = (
    *(f"downloads:{table.name}" for table in TABLES),
    "statistics",
    "prose",
    "feeds",
    "changes",
    "search",
    "pages",
    "translated",
)


@dataclass(frozen=True, slots=True)
class Rolled:
    """What one job of the roll-up made."""

    paths: frozenset[str]
    indexed: frozenset[str]
    links: frozenset[str]
    problems: tuple[str, ...]
    files: int
    bytes: int
    listed: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Merges the counties' changes of a month, before the roll-up."""

    national: National

    def __call__(self, month: str) -> tuple[str, dict[str, Month]]:
        """Merges one month, and counts its items for each feed."""
        self.national.merge(month)
        limit = before(self.national.as_of or self.national.since, CLOSES_AFTER)
        return month, national_feeds.count(self.national.lines(month), limit)


@dataclass(frozen=True, slots=True)
class RollUp:
    """One job of the roll-up: its name to its files in the stage. Counties that were `kept` stand in the output."""

    national: National
    content: Path
    root: Path
    output: Path
    kept: frozenset[str]

    def __call__(self, job: str) -> Rolled:
        """Compiles and audits one job."""
        writer, audit = Writer(self.root), Audit("", urls.path(self.national.site.url))
        for made in self._made(job, writer.open):
            if isinstance(made, str):
                audit.take_file(made, self.root / made)
            else:
                writer.write(made)
                audit.take(made)
        return Rolled(
            frozenset(audit.paths),
            frozenset(audit.indexed),
            audit.outside(),
            tuple(audit.problems),
            writer.files,
            writer.bytes,
            tuple(manifest.files(writer.digests, writer.sizes)),
        )

    def _made(self, job: str, open_: Opener) -> Iterable[Artifact | str]:
        """Artifacts, and addresses of what was written piece by piece."""
        national = self.national
        if job.startswith("downloads:"):
            codes = [one.code for one in national.summaries]
            folders = {code: self.output if code in self.kept else self.root for code in codes}
            return downloads(national, folders, job.removeprefix("downloads:"), open_)
        if job.startswith("month:"):
            return month(national, job.removeprefix("month:"))
        if job.startswith("feeds:"):
            return national_feeds.month(national, job.removeprefix("feeds:"))
        if job == "statistics":
            from generator.publish.rollup.statistics import statistics

            return statistics(national)
        if job == "prose":
            from generator.prose.plugin import Told
            from generator.prose.runner import prose

            told = {lang: Told(totals(national, lang), footnote(national, lang)) for lang in urls.LANGUAGES}
            return prose(self.content, national.site, told)
        makers: dict[str, Callable[[], Iterable[Artifact | str]]] = {
            "feeds": partial(national_feeds.current, national, open_),
            "changes": partial(_changes, national, open_),
            "search": partial(search, national),
            "pages": partial(_pages, national),
            "translated": partial(translated.artifacts, national.parts, national.summaries, national.site),
        }
        return makers[job]()


def _changes(national: National, open_: Opener) -> Iterator[Artifact | str]:
    listed = []
    for day, document, page in days.days(national, open_):
        listed.append(days.entry(national, day))
        yield from (document, page)
    yield from changes_pages(national, listed[::-1], days.next_update(national))


def _pages(national: National) -> Iterator[Artifact]:
    yield from home(national)
    yield from units(national)
    yield from schemes(national)
    yield from findings(national)
    yield from dictionary(national)
    yield from renderer.static_files()
    site = national.site
    lost = replace(
        chrome(national, "", "没有这个页面", "没有这个页面。", feeds=(), twin=False), root=urls.path(site.url),
        home=urls.path(site.url), at_home=False, address="404.html", title="没有这个页面",
        canonical=urls.absolute(site.url, "404.html"),
    )  # fmt: skip
    yield text("404.html", renderer.render("not_found", NotFoundView(lost)))


def totals(national: National, lang: str) -> dict[str, str]:
    """Totals of the present and settings of the site, as the prose of a language may name them."""
    summed = {key: str(value) for key, value in total(national.present).items()}
    _ = languages.words_of(lang)
    as_of = languages.time_name(national.as_of, lang) if national.as_of else _("尚无数据")
    licence = national.site.licence
    return {
        **summed, "counties": str(len(national.present)), "as_of": as_of,
        "url": urls.absolute(national.site.url, urls.HOME),
        "licence": escape(licence.name), "licence_url": escape(licence.url),
    }  # fmt: skip


def _join(audit: Audit, made: Rolled) -> None:
    audit.problems.extend(made.problems)
    audit.problems.extend(f"{path}：同一文件生成了两次" for path in sorted(audit.paths & made.paths))
    audit.paths |= made.paths
    audit.indexed |= made.indexed
    audit.lead_to(made.links)


def _last(national: National, audit: Audit) -> Iterator[Artifact]:
    """What describes everything else."""
    from generator.publish.exports.catalogues.catalogue import catalogue

    yield from catalogue(national.site, national.summaries, sorted(audit.indexed), national.as_of)
    audit.expect(urls.document(urls.unit(code)) for code in unit_codes(national))
