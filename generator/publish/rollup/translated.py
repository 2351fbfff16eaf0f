"""Pages in other languages of a county and of its areas, on their way from the county to the roll-up, which publishes
them.

All that a county publishes lies in its own folder, but for these: a language is a folder too (`urls.LANGUAGES`).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.handover.bundle import unbundled
from generator.publish.handover.country import Country
from generator.publish.handover.store import ENGLISH_AREAS
from generator.publish.pages.languages import ENGLISH


def translated(country: Country) -> Iterator[Artifact]:
    """The pages of all counties, one by one."""
    for lang in country.site.languages:
        store = country.left(lang)
        for code, part in country.parts():
            yield Artifact(urls.document(urls.unit(code, lang)), store.path(lang, part).read_bytes())


def counties(country: Country) -> Iterator[str]:
    """The codes of the counties whose areas may have pages in English."""
    if country.site.english_areas and ENGLISH in country.site.languages:
        yield from (county.code for county in country.summaries if county.state == "active")


def areas(country: Country, code: str) -> Iterator[Artifact]:
    """The pages in English of the areas of a county, one by one."""
    store = country.left(ENGLISH_AREAS, code)
    for _, part in country.parts(code):
        yield from unbundled(store.path(ENGLISH_AREAS, part))
