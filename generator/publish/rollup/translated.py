"""A county's page in other languages, on its way from the county to the roll-up, which publishes it.

All that a county publishes lies in its own folder, but for these: a language is a folder too (`urls.LANGUAGES`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings


def write(folder: Path, name: str, lang: str, page: Artifact) -> None:
    """Writes the page in a language into `<folder>/<language>/<name>`; `folder` is that of the parts."""
    (folder / lang).mkdir(parents=True, exist_ok=True)
    draft = folder / lang / f".{name}"
    draft.write_bytes(page.content)
    draft.replace(folder / lang / name)


def has(folder: Path, name: str, site: SiteSettings) -> bool:
    """True if the pages of a county as last compiled are at hand."""
    return all((folder / lang / name).is_file() for lang in site.languages)


def artifacts(folder: Path, summaries: Sequence[Summary], site: SiteSettings) -> Iterator[Artifact]:
    """The pages of all counties, one by one."""
    for lang in site.languages:
        for one in summaries:
            page = urls.document(urls.unit(one.code, lang))
            yield Artifact(page, (folder / lang / one.part).read_bytes())
