"""sitemap.xml (sitemaps.org protocol): one for each county, or as many as its pages need, and an index; robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.register.model import SiteSettings

# The protocol allows 50,000 addresses and 50 MB in one file; an address of the register has a tenth of a kilobyte.
MOST: Final = 50_000
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def names(code: str, pages: int) -> list[str]:
    """The sitemaps of so many pages of a county (without a code, above the counties); one at least."""
    return [urls.sitemap(code, number) for number in range(1, max(1, -(-pages // MOST)) + 1)]


def sitemaps(code: str, addresses: Sequence[str], site: SiteSettings, as_of: str | None = None) -> Iterator[Artifact]:
    """Addresses of pages (relative to the root of the site) as sitemaps; `as_of` dates them all."""
    for number, name in enumerate(names(code, len(addresses))):
        yield _sitemap(name, addresses[number * MOST : (number + 1) * MOST], site, as_of)


def _sitemap(path: str, addresses: Iterable[str], site: SiteSettings, as_of: str | None) -> Artifact:
    dated = f"<lastmod>{as_of[:10]}</lastmod>" if as_of else ""
    rows = "".join(
        f"<url><loc>{escape(urls.absolute(site.url, address))}</loc>{dated}</url>\n" for address in addresses
    )
    return text(path, f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{rows}</urlset>\n')


def sitemap_index(sitemaps: Iterable[str], site: SiteSettings) -> Artifact:
    """The index that names the sitemaps."""
    rows = "".join(
        f"<sitemap><loc>{escape(urls.absolute(site.url, sitemap))}</loc></sitemap>\n" for sitemap in sitemaps
    )
    return text(
        urls.SITEMAP,
        f'<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="{_NAMESPACE}">\n{rows}</sitemapindex>\n',
    )


def robots(site: SiteSettings) -> Artifact:
    """Everything may be read."""
    return text(urls.ROBOTS, f"User-agent: *\nAllow: /\nSitemap: {urls.absolute(site.url, urls.SITEMAP)}\n")
