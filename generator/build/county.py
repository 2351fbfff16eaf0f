"""The map step: one county to its files in the stage, and to what it hands over. Pure but for the files.

A county is checked, compiled and audited by itself. One that stands as it would be compiled is not.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from generator import urls
from generator.build import cache, look, staging
from generator.build.audit import Audit
from generator.build.signing import Signing
from generator.build.writer import Writer
from generator.check import Checked, Plan, check_one
from generator.errors import LogError
from generator.history.ahead import standing
from generator.publish.artifact import Artifact, decode, text
from generator.publish.county import english_page
from generator.publish.county.site import artifacts, public_places, translated
from generator.publish.exports import rows
from generator.publish.exports.dictionary import TABLES
from generator.publish.feeds import notices
from generator.publish.feeds.county import entries_of
from generator.publish.handover import changes as handover
from generator.publish.handover import items
from generator.publish.handover import notices as handed_notices
from generator.publish.handover.bundle import bundled
from generator.publish.handover.country import Digests
from generator.publish.handover.store import ENGLISH_AREAS, NOTICES, SEARCH, Left
from generator.publish.handover.summary import Compilation, Summary, is_present, summarise
from generator.publish.log import manifest, tree
from generator.publish.log import newest as lines
from generator.publish.pages import renderer, share
from generator.publish.search import grams
from generator.register.change import Change, changes
from generator.register.model import SiteSettings

_MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Compiled:
    """One county as compiled into the stage: its check, and its summary if the check found no error.

    `made_from` is the digest of its inputs, if it need not be compiled again while they are the same; `kept` that it
    stands in the output, from an earlier build. `fork` says that its log does not extend what was signed last.
    """

    checked: Checked
    summary: Summary | None
    problems: tuple[str, ...]
    kept: bool = False
    digests: Digests | None = None
    made_from: str | None = None
    fork: str = ""


@dataclass(frozen=True, slots=True)
class CompileCounty:
    """The map step: a county's code to its files in the stage and its summary; `known` gives those that need none.

    `full` asks for it whatever stands; unless it will be `published`, a county is only checked. `signing` signs its
    log.
    """

    plan: Plan
    workshop: staging.Stage
    shared: str
    full: bool = False
    published: bool = True
    signing: Signing = field(default_factory=Signing)

    def __call__(self, code: str) -> Compiled:
        """Checks, compiles and audits one county."""
        if self.plan.site is not None:
            renderer.wear(self.plan.site.appearance)  # in a worker, which knows nothing of it
        try:
            return self._county(code)
        finally:
            gc.collect(0)  # workers collect nothing by themselves (see engine): what little is in cycles goes here

    def known(self, code: str, digest: str | None) -> Compiled | None:
        """A county as it was compiled before, where it would be compiled so again: from inputs of this digest."""
        if self.full or not self.published or digest is None or self.signing.published is not None:
            return None
        entry = cache.load(self.workshop.cache, code)
        if entry is None or entry.digest != digest:
            return None
        last: Compiled = entry.compiled
        return replace(last, kept=True) if last.summary is not None and last.digests is not None else None

    def _county(self, code: str) -> Compiled:
        digest = cache.digest(self.plan, self.shared, code)
        writer = Writer(self.workshop.root, dated=self.workshop.is_dated)
        part = f"{code}.{(digest or 'passing')[:16]}"
        compiled = self._compile(code, part, writer)
        if compiled.summary is None:
            return compiled
        parts = self._handed_over(compiled.summary)
        tables = {table.name: writer.digests.get(urls.table(code, table.name), "") for table in TABLES}
        compiled = replace(compiled, digests=Digests(compiled.summary.digest(), _digests(parts), tables))
        lasting = not any(finding.code == "W304" for finding in compiled.checked.findings)  # it depends on the clock
        if digest is not None and not compiled.problems and lasting:
            compiled = replace(compiled, made_from=digest)
            files = look.Files.of(writer.sizes, writer.newest())
            look.keep(self.workshop.fresh, code, look.Written(digest, files, part, parts))
            cache.store(self.workshop.fresh, code, cache.Entry(digest, compiled))
        return compiled

    def _handed_over(self, summary: Summary) -> dict[str, Left | None]:
        """All that a county left for the roll-up, by subject."""
        site = self.plan.site
        if site is None:
            return {}
        months = summary.changes if is_present(summary, site.demonstration) else ()
        subjects = [SEARCH, NOTICES, lines.SUBJECT, *rows.subjects(site), *site.languages, ENGLISH_AREAS]
        subjects += (*summary.higher, *months)
        subjects += map(items.subject, months)
        store = self.workshop.store
        return {subject: store.left(subject, summary.part) for subject in subjects}

    def _compile(self, code: str, part: str, writer: Writer) -> Compiled:
        checked, source, county = check_one(self.plan, code)
        checked = replace(checked, findings=tuple(standing(self.plan.data, self.plan.now, checked.findings)))
        site, store = self.plan.site, self.workshop.store
        wrong = any(finding.severity == "error" for finding in checked.findings)
        if county is None or site is None or wrong or not self.published:
            return Compiled(checked, None, ())
        if any(period.scheme in self.plan.unread for period in county.settings.schemes):  # what is wrong is told there
            return Compiled(checked, None, ())
        public = list(changes(county))
        audit = Audit(f"{code}/", thorough=self.full)
        present = is_present(county, site.demonstration)
        entries = entries_of(public, site)
        listed = {change.event_id: (change.listed[:7], entries[change.event_id].written) for change in public}
        spans = items.write(store, part, listed if present else {})
        handed = {
            change.event_id: handover.handed(
                change, spans.get(change.event_id, handover.NOWHERE), entries[change.event_id].written
            )
            for change in public
        }
        told = notices.of_county(county, site, public)
        handed_notices.write(store, part, notices.handed(told) if present else [])
        names = {urls.table(code, table.name): table.name for table in TABLES} | {urls.search_list(code): SEARCH}
        published: dict[str, bytes] = {}
        log, newest = tree.of_county(county), lines.lines(county)
        store.put(lines.SUBJECT, part, lines.handed(newest))
        try:
            checkpoint = self.signing.signed(log.checkpoint(site.url), log.tree, code)
        except LogError as error:
            return Compiled(checked, None, (), fork=str(error))
        own = [*log.tiles(), lines.of_county(county, newest), text(urls.checkpoint(code), checkpoint)]
        for together in _together(
            chain(artifacts(county, site, source.declared, public, entries, told, log.tree), own)
        ):
            for artifact in together:
                writer.write(artifact)
            for artifact in together:
                audit.take(artifact)
            published |= {names[artifact.path]: artifact.content for artifact in together if artifact.path in names}
        rows.write(store, part, site, published)
        audit.expect(_expected(code, public_places(county), sorted(county.notices), site))
        grams.write(store, part, decode(published[SEARCH]))
        for lang, page in translated(county, site, public, writer.sizes):
            store.put(lang, part, page.content)
        english = [*english_page.pages(county, site)]
        if english:
            store.put(ENGLISH_AREAS, part, bundled(english))
        subjects: list[tuple[str, Change]] = []
        for change in public:
            if present:
                subjects.append((change.listed[:7], change))
            if change.notice_id and change.notice_id in county.above:
                subjects.append((change.notice_id, change))
        days = handover.write(store, part, ((subject, handed[change.event_id]) for subject, change in subjects))
        outside = audit.outside() - {page.path for page in english}  # the roll-up publishes just these
        listing = manifest.of_county(code, county.as_of, writer.digests, writer.sizes)
        writer.write(listing)
        audit.take(listing)
        written = Compilation(
            part=part,
            days=days,
            manifest=(writer.digests[listing.path], len(listing.content)),
            pages=sum(path.endswith("index.html") for path in audit.paths),
            files=writer.files,
            folders=writer.folders,
            bytes=writer.bytes,
            largest=max((size, path) for path, size in writer.sizes.items()),
            links=outside,
        )
        return Compiled(checked, summarise(county, public, log.tree.root(), written), tuple(audit.problems))


def _together(made: Iterable[Artifact]) -> Iterator[list[Artifact]]:
    """Files by the megabyte: a processor that does the same for a while does it faster."""
    together: list[Artifact] = []
    size = 0
    for artifact in made:
        together.append(artifact)
        size += len(artifact.content)
        if size >= _MEGABYTE:
            yield together
            together, size = [], 0
    yield together


def _digests(parts: Mapping[str, Left | None]) -> dict[str, str]:
    return {subject: left.digest for subject, left in parts.items() if left is not None}


def _expected(code: str, places: Sequence[str], notices: Sequence[str], site: SiteSettings) -> Iterator[str]:
    """Files that a county must have, by the contract."""
    yield from (urls.table(code, "areas"), urls.table(code, "events"), urls.badge(urls.unit(code)))
    yield from (urls.search_list(code), urls.checkpoint(code), urls.changes_table(code), urls.days_table(code))
    for form in urls.FORMATS:
        yield urls.county_feed(code, form)
        yield urls.feed_file(urls.notice_feed(code), form)
        if site.revoked_feeds:
            yield urls.feed_file(urls.revoked_feed(code), form)
    if site.share_pictures:
        for status in ("", share.NONE, *share.STATUSES):
            yield from (urls.share(urls.unit(code), status, square=square) for square in (False, True))
    for page in (urls.unit(code), *(urls.notice(notice_id) for notice_id in notices)):
        yield from (urls.document(page), urls.twin(page))
    for area_id in places:
        yield urls.document(urls.area(area_id))
        if site.area_documents:
            yield urls.twin(urls.area(area_id))
        if site.area_feeds:
            yield urls.area_feed(area_id)
