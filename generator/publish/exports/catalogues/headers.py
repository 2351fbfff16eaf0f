"""_headers, as Netlify and Cloudflare Pages read it: what a static host cannot know of the files.

Each header is set by one rule for each address, because hosts join what two rules set. docs/hosting/ says the same
for nginx and Caddy, and a test holds the three to one list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.exports.catalogues import resources
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings

# What never changes once it stands: archives of feeds.
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
_CSV: Final = "text/csv; charset=utf-8"


def headers(site: SiteSettings, summaries: Sequence[Summary]) -> Artifact:
    """The file. Paths count from the root of the host: a site below a path puts it before them."""
    root = urls.path(site.url)
    rules = ["\n  ".join([f"{root}{path}", *lines]) for path, lines in _rules(site, summaries)]
    return text("_headers", "\n\n".join(rules) + "\n")


def _rules(site: SiteSettings, summaries: Sequence[Summary]) -> Iterator[tuple[str, list[str]]]:
    yield "*", [*_EVERYWHERE]
    yield "feeds/:kind/:archive", [_IMMUTABLE]
    yield ":unit/feed/:archive", [_IMMUTABLE]
    yield ":county/:area/feed/:archive", [_IMMUTABLE]
    for form, media_type in urls.FORMATS.items():
        typed = [f"Content-Type: {media_type}; charset=utf-8"]
        for kind in resources.FEED_KINDS:
            yield urls.feed(kind, form), typed
        yield urls.county_feed(":unit", form), typed
    yield ":county/:area/feed.atom", [f"Content-Type: {urls.FORMATS['atom']}; charset=utf-8"]
    for table in ("areas", "events"):
        yield urls.table(":county", table), [f"Content-Type: {_CSV}"]
    places = ["", ":province"] if summaries else [""]
    for province in places:
        for one in resources.downloads(site, province):
            if one.form == "csv" and not province:
                continue  # downloads/areas.csv is of the form :county/areas.csv
            yield one.address, [f"Content-Type: {_typed(one.media_type)}"]
    yield "catalog.jsonld", ["Content-Type: application/ld+json; charset=utf-8"]


def _typed(media_type: str) -> str:
    return media_type if media_type.endswith("parquet") else f"{media_type}; charset=utf-8"
