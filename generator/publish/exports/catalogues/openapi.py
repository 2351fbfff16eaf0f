"""openapi.json: every address pattern of the site as an interface of static files (OpenAPI 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, encode, text
from generator.publish.exports import formats
from generator.publish.exports.catalogues import resources
from generator.publish.exports.catalogues.components import components, reference
from generator.publish.exports.dictionary import TABLES
from generator.publish.exports.documents import FORMAT
from generator.register.change import LISTS
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
    "period": (
        f"[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?|{'|'.join(LISTS)}",
        "A month (YYYY-MM), a day (YYYY-MM-DD), or a kind of change.",
    ),
    "page": ("[0-9]+", "Number of a page, from 2."),
    "kind": ("|".join(words.FEEDS), "Kind of change."),
    "archive": ("[0-9]+(?:-[0-9]+)*", "An archive of the feed (RFC 5005), as its links name it; it never changes."),
    "text": ("[a-z][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?", "A page that people wrote; it may be one below another."),
    "schema": ("[a-z-]+", "Name of a schema."),
    "level": ("[0-9]{1,2}", "How high a tile stands in the tree of hashes: rows of eight."),
    "group": ("[0-9]{3}", "The thousands of the number of a tile."),
    "tile": ("[0-9]{3}", "The number of a tile, or its last three digits."),
    "width": ("[0-9]{1,3}", "How many members a tile has that is not full."),
    "status": ("|".join(("certified", "suspended", "revoked", "candidate", "none")), "A public status, or none."),
    "file": ("[a-z0-9.-]+", "Name of a file."),
    "drawing": (
        f"(?:{'|'.join(urls.DRAWINGS)})(?:-{'|-'.join(lang for lang, folder in urls.LANGUAGES.items() if folder)})?",
        "A chart; one whose words are in another language than Chinese ends with that.",
    ),
}

# JSON has these as they are; YAML, of which many tools take JSON to be a part, ends a line or stops at them.
_NOT_IN_YAML: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# Hosts that cannot be told of a media type send the one that they have for the ending.
_ALSO_SENT_AS: Final = {"application/xml": "text/xml", "application/feed+json": "application/json"}
_AREA: Final = "{county}/{area}/"


class Address(NamedTuple):
    """One pattern of addresses: what is found there, of which media type, by which schemas."""

    path: str
    about: str
    media_type: str = "application/json"
    schemas: tuple[str, ...] = ()


def addresses(site: SiteSettings) -> Iterator[Address]:
    """Every pattern that the site can have, pages last."""
    twins = (
        (urls.HOME, "Totals and every county.", "published-site"),
        (urls.unit("{code}"), "A province, city or county.", "published-unit", "published-county"),
        (_AREA, "An area, or what contains areas.", "published-area"),
        ("{body}/notices/{notice}/", "A notice.", "published-notice"),
        (urls.CHANGES, "The newest changes; months and days.", "published-changes"),
        (
            urls.month("{period}"),
            "The days of a month, the changes of a day, or the newest ones of a kind.",
            "published-month",
            "published-day",
            "published-kind",
        ),
        (urls.SCHEMES, "The schemes.", "published-schemes"),
        (urls.scheme("{scheme}"), "A scheme with all of its parameters.", "published-scheme"),
        (urls.STATISTICS, "Statistics.", "published-statistics"),
        (urls.FINDINGS, "What a check can say.", "published-findings"),
        (urls.DICTIONARY, "Tables and columns.", "published-dictionary"),
        (urls.SEARCH, "Every county, for the search.", "published-search"),
        (urls.CHECK, "Tables that can be checked in the browser.", "published-check"),
        (urls.VERIFY, "Where a line of the log can be verified in the browser.", "published-verify"),
        ("{text}/", "A page that people wrote.", "published-prose"),
    )
    for page, about, *names in twins:
        yield Address(urls.twin(page), about, schemas=tuple(names))
    yield Address(urls.manifest("{county}"), "Digests of a county's files.", schemas=("published-manifest",))
    yield Address(urls.manifest(), "Digests of everything else.", schemas=("published-manifest",))
    yield Address(urls.BUILD, "What the site was made from, and with.", schemas=("published-build",))
    yield from _feeds()
    yield from _notice_feeds()
    if site.revoked_feeds:
        yield from _revoked_feeds()
    for table in TABLES:
        yield Address(urls.table("{county}", table.name), f"The county's {table.name}.", "text/csv")
        for province in ("", "{province}"):
            for format_ in formats.offered(site, province):
                about = f"All {table.name} of {'a province' if province else 'the country'}: {format_.english}."
                yield Address(urls.download(table.name, format_.ending, province), about, format_.media_type)
    yield Address(urls.search_list("{county}"), "The county's names, for the search.", schemas=("published-names",))
    for characters in (urls.search_characters(), urls.search_readings()):
        yield Address(characters, "Characters, for the search.", schemas=("published-characters",))
    for lang in site.languages:
        yield Address(
            urls.search_words(lang), "What the search says in another language.", schemas=("published-words",)
        )
    for name in ("counties", "days", "titles"):
        yield Address(urls.statistics(name), f"Statistics by {name}.", "text/csv")
    yield Address(urls.statistics_days(), "The counts of every county, day by day.", "text/csv")
    yield Address(urls.statistics_flows(), "How often titles went from status to status, by county.", "text/csv")
    for code, whose in (("", "the country"), ("{code}", "a province, city or county")):
        yield Address(urls.days_table(code), f"The counts of {whose}, day by day.", "text/csv")
    if site.county_pictures:
        for page, whose in (
            (urls.HOME, "the home page"), (urls.unit("{code}"), "the page of a province, city or county"),
            (urls.STATISTICS, "the page of statistics"), (urls.scheme("{scheme}"), "the page of a scheme"),
        ):  # fmt: skip
            yield Address(urls.drawing(page, "{drawing}"), f"A chart of {whose}.", "image/svg+xml")
    for lang in ("zh-CN", *site.languages):
        yield Address(urls.badge(urls.unit("{county}"), lang), "The county's badge.", "image/svg+xml")
    if site.share_pictures:
        for square, form in ((False, "wide"), (True, "square")):
            yield Address(urls.share("", square=square), f"What chats show of the site, {form}.", "image/png")
            for name in ("", "{status}"):
                what = "a status in the county" if name else "the place"
                path = urls.share(urls.unit("{county}" if name else "{code}"), name, square=square)
                yield Address(path, f"What chats show of {what}, {form}.", "image/png")
    yield Address(urls.TOUCH_ICON, "The icon on the screen of a telephone.", "image/png")
    if site.area_badges:
        yield Address(urls.badge(_AREA), "The area's badge.", "image/svg+xml")
    yield Address(urls.schema("{schema}"), "A JSON Schema of what is committed or published.")
    for code, whose in (("", "the country"), ("{county}", "a county")):
        yield Address(urls.changes_table(code), f"The newest lines of the log of {whose}, to be polled.", "text/csv")
        yield Address(urls.checkpoint(code), f"Size and root of the log of {whose}, signed.", "text/plain")
        for level in ("{level}", "entries"):
            for group in ("", "x{group}/"):
                for tile in ("{tile}", "{tile}.p/{width}"):
                    path = urls.tile(f"tile/{level}/{group}{tile}", code)
                    yield Address(path, f"A tile of the log of {whose} (tlog-tiles).", "application/octet-stream")
    yield Address(urls.CALENDAR, "The newest notices by day, as a calendar (RFC 5545).", "text/calendar")
    yield Address(urls.LOG_KEYS, "The public keys of the log.", "text/plain")
    yield Address(urls.DATA_PACKAGE, "The tables as a Frictionless data package.")
    yield Address(urls.CATALOGUE, "The data as a DCAT 3 catalogue.", "application/ld+json")
    yield Address(urls.INTERFACE, "This document.")
    yield Address(urls.FORMAT_LOG, "Changes of the data format.", "text/plain")
    maps = [urls.sitemap(code, page) for code in ("", "{county}") for page in (1, "{page}")]
    for path in (urls.SITEMAP, *maps):
        yield Address(path, "Addresses of pages.", "application/xml")
    yield Address(urls.ROBOTS, "What robots may read: everything.", "text/plain")
    if site.english_areas and site.languages:
        yield Address(f"{urls.home('en')}{_AREA}", "An area in English. The page.", "text/html")
    for page, about, *_ in twins:
        yield Address(page, f"{about} The page.", "text/html")


def _feeds() -> Iterator[Address]:
    units, areas = urls.page_feed(urls.unit("{unit}")), urls.page_feed(_AREA)
    kinds = urls.kind_feed("{kind}")
    for stem, what, forms in (
        (kinds, "Changes of a kind, newest first.", [*urls.FORMATS]),
        (urls.archive(kinds, "{archive}"), "An archive of a feed.", urls.ARCHIVE_FORMATS),
        (urls.recent(kinds, "{archive}"), "A page of a feed that is no archive yet.", urls.ARCHIVE_FORMATS),
        (units, "Changes of a province or county.", [*urls.FORMATS]),
        (urls.archive(units, "{archive}"), "An archive of a county's feed.", urls.ARCHIVE_FORMATS),
        (areas, "Changes of an area.", [urls.AREA_FORMAT]),
    ):
        for form in forms:
            names = ("published-feed",) if form == "json" else ()
            yield Address(urls.feed_file(stem, form), what, urls.FORMATS[form], names)


def _revoked_feeds() -> Iterator[Address]:
    for form, media_type in urls.FORMATS.items():
        names = ("published-feed",) if form == "json" else ()
        path = urls.feed_file(urls.revoked_feed("{county}"), form)
        yield Address(path, "Revocations of a county, newest first.", media_type, names)


def _notice_feeds() -> Iterator[Address]:
    """The current document alone: older notices are on their pages."""
    for stem, whose in ((urls.notice_feed(), "the country"), (urls.notice_feed("{county}"), "a county")):
        for form, media_type in urls.FORMATS.items():
            names = ("published-feed",) if form == "json" else ()
            yield Address(urls.feed_file(stem, form), f"Notices of {whose}, newest first.", media_type, names)


def openapi(site: SiteSettings) -> Artifact:
    """The document. The schemas stand in it, as well as beside it: few tools follow a reference to another file."""
    chinese, english = resources.description(site)
    found = [*addresses(site)]
    content = {
        "openapi": "3.1.0",
        "info": {
            "title": resources.title(site),
            "version": FORMAT,
            "summary": "Static files; no key, no registration.",
            "description": f"{chinese}\n\n{english}",
            "license": {"name": site.licence.name, "url": site.licence.url},
        },
        "servers": [{"url": urls.absolute(site.url, urls.HOME).rstrip("/")}],
        "paths": {f"/{address.path}": {"get": _operation(address)} for address in found},
        "components": {"schemas": components(name for address in found for name in address.schemas)},
    }
    escaped = _NOT_IN_YAML.sub(lambda character: f"\\u{ord(character[0]):04x}", encode(content))
    return text(urls.INTERFACE, f"{escaped}\n")


def _operation(address: Address) -> dict[str, Any]:
    media_types = filter(None, (address.media_type, _ALSO_SENT_AS.get(address.media_type)))
    return {
        "operationId": re.sub(r"[^a-z0-9]+", "_", address.path.lower()).strip("_") or "home",
        "summary": address.about,
        "parameters": [
            {
                "name": name, "in": "path", "required": True, "description": PARAMETERS[name][1],
                "schema": {"type": "string", "pattern": f"^(?:{PARAMETERS[name][0]})$"},
            }
            for name in re.findall(r"{([a-z]+)}", address.path)
        ],
        "responses": {
            "200": {"description": address.about, "content": dict.fromkeys(media_types, _content(address))},
            "404": {"description": "There is no such file."},
        },
    }  # fmt: skip


def _content(address: Address) -> dict[str, Any]:
    """What is found at an address, as far as it can be said."""
    references = [reference(name) for name in address.schemas]
    if references:
        return {"schema": references[0] if len(references) == 1 else {"anyOf": references}}
    if address.media_type == "application/json" or address.media_type.endswith("+json"):
        return {"schema": {"type": "object"}}
    return {"schema": {"type": "string"}} if address.media_type.startswith("text/") else {}
