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
        store = country.left(lang)
        for code, part in country.parts():
            yield Artifact(urls.document(urls.unit(code, lang)), store.path(lang, part).read_bytes())
