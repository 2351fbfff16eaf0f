"""Which address of openapi.json a file of a site is at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from generator.publish.exports.catalogues import openapi
from generator.publish.exports.catalogues.openapi import Address
from generator.register.model import SiteSettings

# A site that has everything.
_SITE: Final = SiteSettings(
    "名录",
    "https://register.example",
    "register.example,2026",
    True,
    "",
    "",
    languages=("en",),
    parquet=True,
    area_badges=True,
    json_lines=True,
    county_pictures=True,
    revoked_feeds=True,
    share_pictures=True,
    english_areas=True,
)


class Place(NamedTuple):
    """An address pattern, and what stands in its braces."""

    address: Address
    parameters: dict[str, str]

    @property
    def schemas(self) -> tuple[str, ...]:
        """The schemas of what is found there."""
        return self.address.schemas


@cache
def _patterns() -> list[tuple[re.Pattern[str], Address]]:
    made = []
    for address in openapi.addresses(_SITE):
        pattern = re.escape(address.path)
        for name, (inner, _) in openapi.PARAMETERS.items():
            pattern = pattern.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>{inner})")
        page = r"index\.html" if address.media_type == "text/html" else ""
        made.append((re.compile(f"{pattern}{page}"), address))
    return made


def address_of(path: str) -> Place | None:
    """The first address pattern that a file, by its path, belongs to."""
    for pattern, address in _patterns():
        if match := pattern.fullmatch(path):
            return Place(address, match.groupdict())
    return None


def documents_of(root: Path) -> Iterator[tuple[str, Place]]:
    """Every JSON document of a site, with its place."""
    for file in sorted(root.rglob("*.json*")):
        path = file.relative_to(root).as_posix()
        place = address_of(path)
        assert place, path
        if place.address.media_type.endswith(("/json", "+json")):
            yield path, place
