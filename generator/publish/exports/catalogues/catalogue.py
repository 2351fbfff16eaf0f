"""What describes the data: package, catalogue, interface, schemas, headers, sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.exports.catalogues import dcat
from generator.publish.exports.catalogues.changelog import changelog
from generator.publish.exports.catalogues.datapackage import datapackage
from generator.publish.exports.catalogues.examples import with_example
from generator.publish.exports.catalogues.headers import headers
from generator.publish.exports.catalogues.openapi import openapi
from generator.publish.exports.catalogues.sitemap import names, robots, sitemap_index, sitemaps
from generator.publish.handover.summary import Summary
from generator.reading import schemas
from generator.register.model import SiteSettings


def lasting(site: SiteSettings, *, cases: bool = True) -> Iterator[Artifact]:
    """What describes the data whatever it holds.

    `cases` is false where no scheme of the register says anything of cases: their table is not described there.
    """
    yield openapi(site)
    for name in (name for name in schemas.documents() if cases or name != "cases"):
        yield Artifact(urls.schema(name), with_example(name))
    yield changelog()


def catalogue(site: SiteSettings, summaries: Sequence[Summary], as_of: str | None) -> Iterator[Artifact]:
    """What describes the data as it is."""
    yield datapackage(site, summaries)
    yield dcat.catalogue(site, summaries, as_of)
    yield headers(site, summaries)


def addresses(site: SiteSettings, summaries: Sequence[Summary], page_addresses: Sequence[str]) -> Iterator[Artifact]:
    """What leads programs to every page. `page_addresses` are the pages above the counties."""
    yield from sitemaps("", sorted(page_addresses), site)
    sitemap_names = names("", len(page_addresses))
    for summary in summaries:
        if summary.state != "archived":
            sitemap_names += names(summary.code, summary.written.pages)
    yield sitemap_index(sitemap_names, site)
    yield robots(site)
