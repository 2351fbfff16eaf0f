"""The reduce step: what stands above the counties, in jobs that may run beside one another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, cast

from generator import urls
from generator.build import cache, traces
from generator.build.audit import Audit
from generator.build.writer import Writer
from generator.prose.filling import Filling, Told
from generator.prose.runner import prose
from generator.publish.artifact import Artifact, Opener
from generator.publish.exports.catalogues.resources import provinces
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.feeds import archives, notices, policy
from generator.publish.feeds import national as feeds
from generator.publish.handover.country import Country
from generator.publish.handover.merged import MergedDay, MonthFeed, take_apart
from generator.publish.handover.pages import put_together
from generator.publish.log import manifest, newest
from generator.publish.pages import renderer
from generator.publish.rollup import days, downloads, kinds, search, site, statistics, translated
from generator.publish.rollup.checking_page import checking_page
from generator.publish.rollup.home import home
from generator.publish.rollup.mistyped import mistyped
from generator.publish.rollup.page import footnote
from generator.publish.rollup.totals import in_prose
from generator.publish.rollup.units import unit, unit_codes
from generator.publish.rollup.verifying_page import verifying_page
from generator.reading import attachments, pictures
from generator.reading.content import announced
from generator.register.change import LISTS
from generator.register.profile import keeps_cases
from generator.register.times import instant
from generator.transparency.tiles import Tile


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job finds what it needs, and how it opens a file of the site to be written piece by piece.

    `folders` are where the tables of each county are read: in the stage, or in the output where it was kept. `root` is
    the stage, where a job finds what it wrote itself, `keep` keeps what is made of texts.
    """

    content: Path
    folders: Mapping[str, Path]
    root: Path
    open: Opener
    keep: cache.Keeper


# Artifacts, and addresses of what was written piece by piece.
Made = Iterable[Artifact | str]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of the roll-up: its name, for who watches, and what makes it; whether its pages lie in one folder, as
    an audit asks."""

    name: str
    make: Callable[[feeds.Feeds, Place], Made]
    together: bool = False


def jobs(made: feeds.Feeds) -> list[Job]:
    """All jobs of a country but those of the chain: the long ones first, so that none is waited for at the end."""
    country = made.country
    pages = ((month, *page) for month in country.months for page in made.pages_of(month))
    return [
        *(Job(f"downloads of {table.name}", partial(_downloads, [table], "")) for table in TABLES),
        *(
            Job(f"downloads of {province}", partial(_downloads, TABLES, province))
            for province in provinces(country.summaries)
        ),
        Job("descriptions", _descriptions),
        Job("statistics", _statistics),
        Job("prose", _prose),
        *(Job(f"current feed of {key}", partial(_current_feed, key)) for key in made.keys),
        *(
            Job(f"page {number} of {key} {month}", partial(_feed_page, month, key, number))
            for month, key, number in pages
        ),
        Job("feed of notices", _notices),
        *(Job(f"page of {day}", partial(_day, day)) for day in country.days),
        *(Job(f"list of {kind}", partial(_kind, kind)) for kind in LISTS),
        Job("mistyped days", _mistyped),
        Job("newest of the log", _newest_of_log),
        *(Job(f"{tile.path} of the log", partial(_log_tile, tile)) for tile in country.log.tiles()),
        Job("names for the search", _names),
        Job("search", _search),
        Job("home", _home),
        *(Job(f"pages of {code}", partial(_unit, code)) for code in unit_codes(country)),
        Job("lasting pages", _lasting),
        Job("lasting descriptions", _described),
        Job("page of the check", _checking),
        Job("page of proofs", _verifying),
        Job("translated pages", _translated),
        *(
            Job(f"areas of {code} in English", partial(_areas, code), together=True)
            for code in translated.counties(country)
        ),
    ]


def chained(country: Country) -> list[Job]:
    """The documents of the days, oldest first: each names the digest of the one before it, so that they are made in
    this order."""
    return [Job(f"document of {day}", partial(_document, day)) for day in country.days]


def listing(country: Country) -> list[Job]:
    """The pages that list the days, once all of them are chained."""
    months = (Job(f"month {month}", partial(_month, month)) for month in country.months)
    return [*months, Job("changes", _changes)]


def _document(day: str, made: feeds.Feeds, place: Place) -> Made:
    return days.document(made.country, day, place.open)


def _day(day: str, made: feeds.Feeds, place: Place) -> Made:
    return days.page(made.country, day)


def _kind(kind: str, made: feeds.Feeds, place: Place) -> Made:
    return kinds.kind_page(made.country, kind)


def _month(month: str, made: feeds.Feeds, place: Place) -> Made:
    return days.month(made.country, month)


def _changes(made: feeds.Feeds, place: Place) -> Made:
    return days.changes(made.country)


def _mistyped(made: feeds.Feeds, place: Place) -> Made:
    return mistyped(made.country)


def _newest_of_log(made: feeds.Feeds, place: Place) -> Made:
    yield newest.of_country(made.country)


def _log_tile(tile: Tile, made: feeds.Feeds, place: Place) -> Made:
    yield Artifact(urls.tile(tile.path), made.country.log_tile(tile))


def _current_feed(key: str, made: feeds.Feeds, place: Place) -> Made:
    return feeds.current(made, key)


def _feed_page(month: str, key: str, number: int, made: feeds.Feeds, place: Place) -> Made:
    return feeds.page(made, month, key, number)


def _downloads(tables: Sequence[TableKind], province: str, made: feeds.Feeds, place: Place) -> Made:
    for table in tables:
        yield from downloads.downloads(made.country, place.folders, table, province, place.root, place.open)


def _statistics(made: feeds.Feeds, place: Place) -> Made:
    return statistics.statistics(made.country)


def _prose(made: feeds.Feeds, place: Place) -> Made:
    country = made.country
    told = {
        lang: Told(
            in_prose(country, lang),
            footnote(country.stands, lang),
            country.as_of or "",
            {"tables": partial(downloads.listed, country, lang)},
        )
        for lang in urls.LANGUAGES
    }
    shown, led_to = pictures.sound(place.content), attachments.sound(place.content)
    filling = Filling(country.site, told, country.profiles, shown, led_to)
    return prose(place.content, country.content, filling, place.keep)


def _notices(made: feeds.Feeds, place: Place) -> Made:
    return notices.country_feed(made.country)


def _names(made: feeds.Feeds, place: Place) -> Made:
    return search.names(made.country)


def _search(made: feeds.Feeds, place: Place) -> Made:
    return search.search(made.country)


def _home(made: feeds.Feeds, place: Place) -> Made:
    # Asking for the digest of the texts makes home anew where one of them changed.
    texts = made.country.content
    return home(made.country, place.keep("announced", texts, partial(announced, place.content)) if texts else [])


def _unit(code: str, made: feeds.Feeds, place: Place) -> Made:
    return unit(made.country, code)


def _lasting(made: feeds.Feeds, place: Place) -> Made:
    return site.lasting(made.country)


def _descriptions(made: feeds.Feeds, place: Place) -> Made:
    from generator.publish.exports.catalogues.catalogue import catalogue

    country = made.country
    return catalogue(country.site, country.summaries, country.as_of)


def _described(made: feeds.Feeds, place: Place) -> Made:
    from generator.publish.exports.catalogues.catalogue import lasting

    return lasting(made.country.site, cases=keeps_cases(made.country.profiles.values()))


def _checking(made: feeds.Feeds, place: Place) -> Made:
    return checking_page(made.country)


def _verifying(made: feeds.Feeds, place: Place) -> Made:
    return verifying_page(made.country)


def _translated(made: feeds.Feeds, place: Place) -> Made:
    return translated.translated(made.country)


def _areas(code: str, made: feeds.Feeds, place: Place) -> Made:
    return translated.areas(made.country, code)


@dataclass(frozen=True, slots=True)
class Rolled:
    """What one job of the roll-up made."""

    name: str
    paths: frozenset[str]
    indexed: frozenset[str]
    links: frozenset[str]
    problems: tuple[str, ...]
    listed: tuple[dict[str, Any], ...]
    asked: Mapping[traces.Question, str]


@dataclass(frozen=True, slots=True)
class Merge:
    """Merges the counties' changes of a day, before the roll-up, and takes them apart."""

    country: Country

    def __call__(self, day: str) -> tuple[str, MergedDay]:
        """Merges one day."""
        lines = self.country.merge(day)
        return day, take_apart(lines, lines.with_name(f"{day}.index"), policy.YIELDING)

    def asked(self, day: str) -> dict[traces.Question, str]:
        """All that a day as it is merged depends on, as the trace of it is kept."""
        return {("country", "merge", (day,)): hashlib.sha256(self.country.slices_digest(day).encode()).hexdigest()}


@dataclass(frozen=True, slots=True)
class PutTogether:
    """Puts the pages of feeds of a month together from its merged days."""

    country: Country

    def __call__(self, month: str) -> tuple[str, dict[str, MonthFeed]]:
        """Puts one month together."""
        days = {day: self.country.merged[day] for day in self.country.days_of(month)}
        return month, put_together(self.country.folder, days, self._limit(month), policy.POLICY.page)

    def asked(self, month: str) -> dict[traces.Question, str]:
        """All that the pages of a month depend on, as the trace of them is kept."""
        days = [(day, self.country.slices_digest(day)) for day in self.country.days_of(month)]
        return {("country", "pages", (month,)): hashlib.sha256(f"{days}{self._limit(month)}".encode()).hexdigest()}

    def _limit(self, month: str) -> str:
        """The instant before which no item of a month can be added: of a month long past, its end."""
        limit = policy.POLICY.settled_before(self.country.as_of or self.country.since)
        return min(max(limit, instant(f"{month}-01")), archives.after(month))


@dataclass(frozen=True)
class RollUp:
    """A job to its files in the stage, and what it asked."""

    feeds: feeds.Feeds
    content: Path
    folders: Mapping[str, Path]
    root: Path
    keep: cache.Keeper
    thorough: bool = True
    dated: bool = False

    @cached_property
    def answers(self) -> traces.Answers:
        """Digests of what jobs ask."""
        return traces.Answers(self.feeds)

    def __call__(self, job: Job) -> Rolled:
        """Compiles and audits one job."""
        country = self.feeds.country
        renderer.wear(country.site.appearance)
        asked: dict[traces.Question, str] = {}
        witness = cast("feeds.Feeds", traces.Witness("feeds", self.feeds, self.answers, asked))
        writer = Writer(self.root, dated=self.dated)
        audit = Audit("", urls.path(country.site.url), thorough=self.thorough, together=job.together)
        for made in job.make(witness, Place(self.content, self.folders, self.root, writer.open, self.keep)):
            if isinstance(made, str):
                audit.take_file(made, self.root / made)
            else:
                writer.write(made)
                audit.take(made)
        return Rolled(
            job.name,
            frozenset(audit.paths),
            frozenset(audit.indexed),
            audit.outside(),
            tuple(audit.problems),
            tuple(manifest.files(writer.digests, writer.sizes)),
            asked,
        )


@dataclass(frozen=True, slots=True)
class Anew:
    """Does a job, unless it would make again what it made in the `past` and that stands in the output as it was left:
    then its name says so."""

    rolled: RollUp
    past: Mapping[str, traces.Trace]
    output: Path

    def __call__(self, job: Job) -> Rolled | str:
        """What the job made now, or its name."""
        return job.name if self.stands(job) else self.rolled(job)

    def stands(self, job: Job) -> bool:
        """True if there is nothing to do."""
        trace = self.past.get(job.name)
        return trace is not None and self.rolled.answers.agree(trace.asked) and traces.stands(self.output, trace)
