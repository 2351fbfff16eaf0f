"""_headers, as Netlify and Cloudflare Pages read it: what a static host cannot know of the files.

Each header is set by one rule for each address, because hosts join what two rules set. docs/hosting/ says the same
for nginx and Caddy, and a test holds the three to one list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact, text
from generator.publish.exports.catalogues import resources
from generator.publish.exports.dictionary import TABLES
from generator.publish.exports.formats import plain
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings

# What never changes once it stands: archives of feeds, full tiles of hashes.
_IMMUTABLE: Final = "Cache-Control: public, max-age=31536000, immutable"
# What pages may load: their own files, and nothing of anyone else. Other sites embed badges all the same: as images.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; manifest-src 'self'"
)
_EVERYWHERE: Final = (
    "Access-Control-Allow-Origin: *",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    f"Content-Security-Policy: {POLICY}",
)


def headers(site: SiteSettings, summaries: Sequence[Summary]) -> Artifact:
    """The file. Paths count from the root of the host: a site below a path puts it before them."""
    root = urls.path(site.url)
    rules = ["\n  ".join([f"{root}{path}", *lines]) for path, lines in _rules(site, summaries)]
    return text(urls.HEADERS, "\n\n".join(rules) + "\n")


def _rules(site: SiteSettings, summaries: Sequence[Summary]) -> Iterator[tuple[str, list[str]]]:
    yield "*", [*_EVERYWHERE]
    of_areas = urls.page_feed(":county/:area/")
    for stem in (urls.kind_feed(":kind"), urls.page_feed(urls.unit(":unit"))):
        yield urls.archive(stem, ":archive"), [_IMMUTABLE]
    for form, media_type in urls.FORMATS.items():
        typed = [f"Content-Type: {media_type}; charset=utf-8"]
        for kind in words.FEEDS:
            # feeds/revoked.atom is of the form :county/revoked.atom.
            wide = kind == "revoked" and site.revoked_feeds
            yield urls.feed_file(urls.revoked_feed(":county"), form) if wide else urls.feed(kind, form), typed
        yield urls.county_feed(":unit", form), typed
        # feeds/notices.atom is of the form :county/notices.atom, and so is schemas/notices.json, which is no feed.
        yield urls.feed_file(urls.notice_feed("" if form == "json" else ":county"), form), typed
    of_area = urls.FORMATS[urls.AREA_FORMAT]
    yield urls.feed_file(of_areas, urls.AREA_FORMAT), [f"Content-Type: {of_area}; charset=utf-8"]
    for table in TABLES:
        yield urls.table(":county", table.name), [f"Content-Type: {plain.FORMAT.content_type}"]
    places = ["", ":province"] if summaries else [""]
    for province in places:
        for download in resources.downloads(site, province):
            if download.format is plain.FORMAT and not province:
                continue  # downloads/areas.csv is of the form :county/areas.csv
            yield download.address, [f"Content-Type: {download.format.content_type}"]
    yield urls.CATALOGUE, ["Content-Type: application/ld+json; charset=utf-8"]
    yield urls.CALENDAR, ["Content-Type: text/calendar; charset=utf-8"]
    # A checkpoint has no ending, nor has a tile. Only the name of a partial tile goes on behind its number.
    for prefix in ("", ":county"):
        yield urls.checkpoint(prefix), ["Content-Type: text/plain; charset=utf-8"]
        yield urls.tile("tile/*", prefix), ["Content-Type: application/octet-stream"]
        for level in range(3):
            yield urls.tile(f"tile/{level}/:tile", prefix), [_IMMUTABLE]
    yield urls.changes_table(), [f"Content-Type: {plain.FORMAT.content_type}"]
    yield urls.changes_table(":county"), [f"Content-Type: {plain.FORMAT.content_type}"]
    yield urls.days_table(), [f"Content-Type: {plain.FORMAT.content_type}"]
    yield urls.days_table(":county"), [f"Content-Type: {plain.FORMAT.content_type}"]
