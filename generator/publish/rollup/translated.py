"""A county's page in other languages, on its way from the county to the roll-up, which publishes it.

All that a county publishes lies in its own folder, but for these: a language is a folder too (`urls.LANGUAGES`).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.handover.country import Country


def translated(country: Country) -> Iterator[Artifact]:
    """The pages of all counties, one by one."""
    for lang in country.site.languages:
        for county in country.summaries:
            page = urls.document(urls.unit(county.code, lang))
            yield Artifact(page, country.store.path(lang, county.part).read_bytes())
