"""Old and new side by side: a cache that is behind, or a site that is being replaced, is no publisher who alters."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from generator.copies import days, manifests, summary
from generator.copies.manifests import Entry
from generator.copies.source import DOCUMENT_BYTES, Source, WrongError, decoded
from generator.errors import RegisterError
from generator.register.times import instant, is_time


class PublishingError(RegisterError):
    """What is served is of two versions: the site is being replaced, or a cache is behind (exit status 2)."""


class DifferentError(WrongError):
    """A file is not what a manifest lists."""

    def __init__(self, problem: str, entry: Entry) -> None:
        super().__init__(problem)
        self.entry = entry


def agreed(entry: Entry, content: bytes | None) -> bytes:
    """What was read of a file, if it is what a manifest lists. Raises DifferentError."""
    problem = manifests.difference(entry, content)
    if problem or content is None:
        raise DifferentError(str(problem), entry)
    return content


def is_replaced(source: Source, root: manifests.Root) -> bool:
    """True if the site's manifest is another one by now."""
    again = manifests.root(source, [])
    return again is not None and again != root


def is_other(source: Source, entry: Entry, root: manifests.Root, known: Collection[str]) -> bool:
    """True if a file that was not what is listed is that of another version. It is read again, as a whole.

    It is if by now it is as listed; if its digest is `known` from earlier; or if it says of itself what cannot be true
    of the version listed: a document of the top that it is as of another time, or made from another revision, than the
    site's manifest; the manifest of a county that it is as of a later one.
    """
    path, content = entry.path, source.read(entry.path, DOCUMENT_BYTES)
    if content is None:
        return False
    if hashlib.sha256(content).hexdigest() in (entry.sha256, *known):
        return True
    county = path.endswith(f"/{manifests.ROOT}") and path not in root.files
    if not county and path not in (summary.HOME, days.INDEX):
        return False
    try:
        document = decoded(path, content)
    except WrongError:
        return False
    as_of, listed = (
        _instant(given) for given in (document.get("as_of", document.get("this_update")), root.head["as_of"])
    )
    if as_of and listed and (as_of > listed if county else as_of != listed):
        return True
    return "revision" in document and document["revision"] != root.head["revision"]


def _instant(given: object) -> str:
    return instant(given) if isinstance(given, str) and is_time(given) else ""
