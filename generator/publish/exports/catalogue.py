"""What describes the data: package, catalogue, interface, schemas, headers, sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model import SiteSettings
from generator.publish.artifact import Artifact
from generator.publish.exports import dcat
from generator.publish.exports.changelog import changelog
from generator.publish.exports.datapackage import datapackage
from generator.publish.exports.examples import with_example
from generator.publish.exports.headers import headers
from generator.publish.exports.openapi import openapi
from generator.publish.exports.sitemap import robots, sitemap, sitemap_index
from generator.publish.summary import Summary
from generator.reading import schemas


def catalogue(
    site: SiteSettings, summaries: Sequence[Summary], page_addresses: Sequence[str], as_of: str | None
) -> Iterator[Artifact]:
    """Everything that describes the data. `page_addresses` are the pages above the counties."""
    yield datapackage(site, summaries)
    yield dcat.catalogue(site, summaries, as_of)
    yield openapi(site)
    for name in schemas.documents():
        yield Artifact(f"schemas/{name}.json", with_example(name))
    yield changelog()
    yield headers(site, summaries)
    yield sitemap("sitemap-pages.xml", sorted(page_addresses), site)
    living = [one.code for one in summaries if one.state != "archived"]
    yield sitemap_index("sitemap.xml", ["sitemap-pages.xml", *(f"{code}/sitemap.xml" for code in living)], site)
    yield robots(site)
