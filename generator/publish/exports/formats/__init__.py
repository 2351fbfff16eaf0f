"""The table of the formats of the downloads. A new one is a module beside these, and a line here.

Everything else follows from it: what is written, the addresses, the data package, the catalogue, the interface, the
headers and the pages. One that is no text has a converter besides (`exports.converters`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.publish.exports.formats import excel, json_lines, parquet, plain
from generator.publish.exports.formats.kind import Format
from generator.register.model import SiteSettings

# In the order in which they are offered. The first is the plain one: its name is left out where files are named.
FORMATS: Final[tuple[Format, ...]] = (plain.FORMAT, excel.FORMAT, json_lines.FORMAT, parquet.FORMAT)


def offered(site: SiteSettings, province: str = "") -> Iterator[Format]:
    """The formats in which the site offers the tables of the country or of a province."""
    for format_ in FORMATS:
        if _is_offered(format_, site, of_province=bool(province)):
            yield format_


def formed(site: SiteSettings) -> Iterator[Format]:
    """The formats whose lines each county forms: the file of the country or those of the provinces are made of them."""
    for format_ in FORMATS:
        if format_.lines and any(_is_offered(format_, site, of_province=of_province) for of_province in (False, True)):
            yield format_


def _is_offered(format_: Format, site: SiteSettings, *, of_province: bool) -> bool:
    there = format_.of_provinces(site) if of_province else format_.of_country and site.national_downloads
    return there and format_.is_wanted(site)


def require(site: SiteSettings) -> None:
    """Raises UsageError where a format that the site asks for lacks its library."""
    for format_ in offered(site):
        format_.require()
