"""sitemap.xml (sitemaps.org protocol): one for each county, and an index of them; robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from generator.model import SiteSettings
from generator.publish import frame
from generator.publish.artifact import Artifact, text

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(path: str, addresses: Iterable[str], site: SiteSettings, as_of: str | None = None) -> Artifact:
    """Addresses of pages (relative to the root of the site) as a sitemap; `as_of` dates them all."""
    base = frame.base(site)
    dated = f"<lastmod>{as_of[:10]}</lastmod>" if as_of else ""
    rows = "".join(f"<url><loc>{escape(base + one)}</loc>{dated}</url>\n" for one in addresses)
    return text(path, f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{rows}</urlset>\n')


def sitemap_index(path: str, sitemaps: Iterable[str], site: SiteSettings) -> Artifact:
    """The index that names the sitemaps."""
    base = frame.base(site)
    rows = "".join(f"<sitemap><loc>{escape(base + one)}</loc></sitemap>\n" for one in sitemaps)
    return text(
        path, f'<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="{_NAMESPACE}">\n{rows}</sitemapindex>\n'
    )


def robots(site: SiteSettings) -> Artifact:
    """Everything may be read."""
    return text("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {frame.base(site)}sitemap.xml\n")
