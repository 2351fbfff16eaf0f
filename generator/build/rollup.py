"""The reduce step: what stands above the counties, in jobs that may run beside one another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, cast

from generator import urls
from generator.build import traces
from generator.build.audit import Audit
from generator.build.writer import Writer
from generator.publish.artifact import Artifact, Opener
from generator.publish.exports.catalogues.resources import provinces
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.feeds import archives, notices, policy
from generator.publish.feeds import national as feeds
from generator.publish.handover.country import Country
from generator.publish.log import manifest
from generator.publish.rollup import days, downloads, search, site, translated
from generator.publish.rollup.page import footnote
from generator.publish.rollup.totals import in_prose
from generator.register.times import instant


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job finds what it needs, and how it opens a file of the site to be written piece by piece.

    `folders` are where the tables of each county are read: in the stage, or in the output where it was kept. `root` is
    the stage, where a job finds what it wrote itself.
    """

    content: Path
    folders: Mapping[str, Path]
    root: Path
    open: Opener


# Artifacts, and addresses of what was written piece by piece.
Made = Iterable[Artifact | str]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of the roll-up: its name, for who watches, and what makes it."""

    name: str
    make: Callable[[feeds.Feeds, Place], Made]


def jobs(country: Country) -> list[Job]:
    """All jobs of a country: the long ones first, so that none is waited for at the end."""
    return [
        *(Job(f"archives {month}", partial(_archives, month)) for month in country.months),
        *(Job(f"downloads of {table.name}", partial(_downloads, [table], "")) for table in TABLES),
        *(
            Job(f"downloads of {province}", partial(_downloads, TABLES, province))
            for province in provinces(country.summaries)
        ),
        Job("statistics", _statistics),
        Job("prose", _prose),
        Job("current feeds", _current_feeds),
        Job("feed of notices", _notices),
        Job("days", _days),
        Job("search", _search),
        Job("pages of the present", _present),
        Job("lasting pages", _lasting),
        Job("translated pages", _translated),
    ]


def _archives(month: str, made: feeds.Feeds, place: Place) -> Made:
    return feeds.month(made, month)


def _downloads(tables: Sequence[TableKind], province: str, made: feeds.Feeds, place: Place) -> Made:
    for table in tables:
        yield from downloads.downloads(made.country, place.folders, table, province, place.root, place.open)


def _statistics(made: feeds.Feeds, place: Place) -> Made:
    from generator.publish.rollup.statistics import statistics  # pandas takes half a second to load

    return statistics(made.country)


def _prose(made: feeds.Feeds, place: Place) -> Made:
    from generator.prose.plugin import Told  # Pelican too
    from generator.prose.runner import prose

    country = made.country
    country.content  # noqa: B018 - a question: the texts themselves are read by Pelican
    told = {
        lang: Told(
            in_prose(country, lang),
            footnote(country, lang),
            country.as_of or "",
            {"tables": partial(downloads.listed, country, lang)},
        )
        for lang in urls.LANGUAGES
    }
    return prose(place.content, country.site, told, country.profiles)


def _current_feeds(made: feeds.Feeds, place: Place) -> Made:
    return feeds.current(made)


def _notices(made: feeds.Feeds, place: Place) -> Made:
    return notices.country_feed(made.country)


def _days(made: feeds.Feeds, place: Place) -> Made:
    return days.changes(made.country, place.open)


def _search(made: feeds.Feeds, place: Place) -> Made:
    return search.search(made.country)


def _present(made: feeds.Feeds, place: Place) -> Made:
    return site.present(made.country)


def _lasting(made: feeds.Feeds, place: Place) -> Made:
    return site.lasting(made.country)


def _translated(made: feeds.Feeds, place: Place) -> Made:
    return translated.translated(made.country)


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
    """Merges the counties' changes of a month, before the roll-up."""

    country: Country

    def __call__(self, month: str) -> tuple[str, dict[str, archives.Month]]:
        """Merges one month, and counts its items for each feed."""
        return month, feeds.count(self.country.handed(month), self._limit(month), self.country.late)

    def asked(self, month: str) -> dict[traces.Question, str]:
        """All that the count of a month depends on, as the trace of it is kept."""
        told = f"{self.country.month_digest(month)}{self._limit(month)}{sorted(self.country.late.items())!r}"
        return {("country", "count", (month,)): hashlib.sha256(told.encode()).hexdigest()}

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
    thorough: bool = True

    @cached_property
    def answers(self) -> traces.Answers:
        """Digests of what jobs ask."""
        return traces.Answers(self.feeds)

    def __call__(self, job: Job) -> Rolled:
        """Compiles and audits one job."""
        country = self.feeds.country
        asked: dict[traces.Question, str] = {}
        witness = cast("feeds.Feeds", traces.Witness("feeds", self.feeds, self.answers, asked))
        writer, audit = Writer(self.root), Audit("", urls.path(country.site.url), thorough=self.thorough)
        for made in job.make(witness, Place(self.content, self.folders, self.root, writer.open)):
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
