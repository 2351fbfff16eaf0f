"""openapi.json: every address pattern of the site as an interface of static files (OpenAPI 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from generator import urls
from generator.publish.artifact import Artifact, document
from generator.publish.exports.catalogues import changelog, resources
from generator.publish.exports.documents import FORMAT
from generator.register.model import SiteSettings

# What stands in the braces of an address: its pattern, and what it is.
PARAMETERS: Final[dict[str, tuple[str, str]]] = {
    "code": ("[0-9]{2}(?:[0-9]{2}){0,2}", "Code of a province, city or county."),
    "county": ("[0-9]{6}", "Code of a county."),
    "province": ("[0-9]{2}", "Code of a province."),
    "unit": ("[0-9]{2}(?:[0-9]{4})?", "Code of a province or county."),
    "body": ("[0-9]{2}(?:[0-9]{2}){0,2}(?:[0-9]{3}){0,2}", "Code of the division whose notice it is."),
    "area": ("[0-9]{9}(?:[0-9]{3})?(?:-[0-9]{3})?", "Id of an area, or code of a street, village or community."),
    "notice": ("[0-9]+-[0-9]{8}-[0-9]+", "Id of a notice."),
    "scheme": ("[a-z][a-z0-9_-]*", "Id of a scheme."),
    "period": ("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", "A month (YYYY-MM) or a day (YYYY-MM-DD)."),
    "month": ("[0-9]{4}-[0-9]{2}", "A month (YYYY-MM)."),
    "page": ("[0-9]+", "Number of a page, from 2."),
    "kind": ("|".join(resources.FEED_KINDS), "Kind of change."),
    "archive": ("[0-9]+(?:-[0-9]+)*", "An archive of the feed (RFC 5005), as its links name it; it never changes."),
    "text": ("[a-z][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?", "A page that people wrote; it may be one below another."),
    "schema": ("[a-z-]+", "Name of a schema."),
    "file": ("[a-z0-9.-]+", "Name of a file."),
}


class Address(NamedTuple):
    """One pattern of addresses: what is found there, of which media type, by which schemas."""

    path: str
    about: str
    media_type: str = "application/json"
    schemas: tuple[str, ...] = ()


def addresses() -> Iterator[Address]:
    """Every pattern, pages last."""
    twins = (
        ("", "Totals and every county.", "published-site"),
        ("{code}/", "A province, city or county.", "published-unit", "published-county"),
        ("{county}/{area}/", "An area, or what contains areas.", "published-area"),
        ("{body}/notices/{notice}/", "A notice.", "published-notice"),
        ("changes/", "The newest changes; months and days.", "published-changes"),
        ("changes/{period}/", "The changes of a month or day.", "published-month", "published-day"),
        ("changes/{month}/{page}/", "Further changes of a month.", "published-month"),
        ("schemes/", "The schemes.", "published-schemes"),
        ("schemes/{scheme}/", "A scheme with all of its parameters.", "published-scheme"),
        ("statistics/", "Statistics.", "published-statistics"),
        ("findings/", "What a check can say.", "published-findings"),
        (urls.DICTIONARY, "Tables and columns.", "published-dictionary"),
        (urls.SEARCH, "Every county, for the search.", "published-search"),
        ("{text}/", "A page that people wrote.", "published-prose"),
    )
    for page, about, *names in twins:
        yield Address(f"{page}index.json", about, schemas=tuple(names))
    yield Address("{county}/manifest.json", "Digests of a county's files.", schemas=("published-manifest",))
    yield Address("manifest.json", "Digests of everything else.", schemas=("published-manifest",))
    yield from _feeds()
    for table in ("areas", "events"):
        yield Address(urls.table("{county}", table), f"The county's {table}.", "text/csv")
        for form, (media_type, _, english) in resources.FORMS.items():
            for province in ("", "{province}"):
                if form != "parquet" or not province:
                    about = f"All {table} of {'a province' if province else 'the country'}: {english}."
                    yield Address(urls.download(table, form, province), about, media_type)
    yield Address(urls.search_list("{county}"), "The county's names, for the search.", schemas=("published-names",))
    for tables in (urls.search_characters(), urls.search_readings()):
        yield Address(tables, "Characters, for the search.", schemas=("published-characters",))
    for table in ("counties", "days", "titles"):
        yield Address(f"{urls.STATISTICS}{table}.csv", f"Statistics by {table}.", "text/csv")
    yield Address("{county}/badge.svg", "The county's badge.", "image/svg+xml")
    yield Address("{county}/{area}/badge.svg", "The area's badge, where the site has them.", "image/svg+xml")
    yield Address("schemas/{schema}.json", "A JSON Schema of what is committed or published.")
    yield Address("datapackage.json", "The tables as a Frictionless data package.")
    yield Address("catalog.jsonld", "The data as a DCAT 3 catalogue.", "application/ld+json")
    yield Address("openapi.json", "This document.")
    yield Address(changelog.ADDRESS, "Changes of the data format.", "text/plain")
    maps = ("sitemap-pages.xml", "sitemap-pages-{page}.xml", "{county}/sitemap.xml", "{county}/sitemap-{page}.xml")
    for path in ("sitemap.xml", *maps):
        yield Address(path, "Addresses of pages.", "application/xml")
    yield Address("robots.txt", "What robots may read: everything.", "text/plain")
    for page, about, *_ in twins:
        yield Address(page, f"{about} The page.", "text/html")


def _feeds() -> Iterator[Address]:
    for stem, about in (
        ("feeds/{kind}", "Changes of a kind, newest first."),
        ("feeds/{kind}/{archive}", "An archive of a feed."),
        ("{unit}/feed", "Changes of a province or county."),
        ("{unit}/feed/{archive}", "An archive of such a feed."),
        ("{county}/{area}/feed", "Changes of an area."),
        ("{county}/{area}/feed/{archive}", "An archive of such a feed."),
    ):
        for form, media_type in urls.FORMATS.items():
            if "{area}" not in stem or form == "atom":
                names = ("published-feed",) if form == "json" else ()
                yield Address(f"{stem}.{form}", about, media_type, names)


def openapi(site: SiteSettings) -> Artifact:
    """The document. It stands beside the schemas that it refers to."""
    chinese, english = resources.description(site)
    return document(
        "openapi.json",
        {
            "openapi": "3.1.0",
            "info": {
                "title": resources.title(site),
                "version": FORMAT,
                "summary": "Static files; no key, no registration.",
                "description": f"{chinese}\n\n{english}",
                "license": {"name": site.licence.name, "url": site.licence.url},
            },
            "servers": [{"url": urls.absolute(site.url, urls.HOME).rstrip("/")}],
            "paths": {f"/{one.path}": {"get": _operation(one)} for one in addresses()},
        },
    )


def _operation(one: Address) -> dict[str, Any]:
    found = [{"$ref": f"schemas/{name}.json"} for name in one.schemas]
    content: dict[str, Any] = {"schema": found[0] if len(found) == 1 else {"anyOf": found}} if found else {}
    return {
        "operationId": re.sub(r"[^a-z0-9]+", "_", one.path.lower()).strip("_") or "home",
        "summary": one.about,
        "parameters": [
            {
                "name": name, "in": "path", "required": True, "description": PARAMETERS[name][1],
                "schema": {"type": "string", "pattern": f"^(?:{PARAMETERS[name][0]})$"},
            }
            for name in re.findall(r"{([a-z]+)}", one.path)
        ],
        "responses": {
            "200": {"description": one.about, "content": {one.media_type: content}},
            "404": {"description": "There is no such file."},
        },
    }  # fmt: skip
