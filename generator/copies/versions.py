"""Old and new side by side: a cache that is behind, or a site that is being replaced, is no publisher who alters."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from time import sleep
from typing import Final

from generator import urls
from generator.copies import days, log, manifests, summary
from generator.copies.manifests import Entry
from generator.copies.source import DOCUMENT_BYTES, MOST_BYTES, Source, WrongError, decoded, document, is_page
from generator.errors import RegisterError, UsageError
from generator.register.times import instant, is_time

# Seconds between looks at the manifest of a site that is of two versions: putting one into place takes no longer.
PAUSES: Final = (1.0, 2.0, 4.0)

# So many documents of a county are asked how old they are.
MOST_ASKED: Final = 100


class PublishingError(RegisterError):
    """What is served is of two versions: the site is being replaced, or a cache is behind (exit status 2)."""


class DifferentError(WrongError):
    """A file is not what a manifest lists."""

    def __init__(self, problem: str, entry: Entry) -> None:
        super().__init__(problem)
        self.entry = entry


class Uncached:
    """A source as it is past every cache on the way."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._source = source

    def read(self, path: str, limit: int) -> bytes | None:
        """What the source gives past caches."""
        return self._source.again(path, limit)

    again = read

    def paths(self) -> frozenset[str] | None:
        """Every file; None where nobody can list them."""
        return self._source.paths()


def agreed(entry: Entry, content: bytes | None) -> bytes:
    """What was read of a file, if it is what a manifest lists. Raises DifferentError."""
    problem = manifests.difference(entry, content)
    if problem or content is None:
        raise DifferentError(str(problem), entry)
    return content


def met(source: Source) -> None:
    """Raises UsageError where a site answers with a web page in place of its manifest: nothing of it can be judged."""
    if source.paths() is None and is_page(source.read(manifests.ROOT, DOCUMENT_BYTES) or b""):
        raise UsageError(
            f"{source.name}{manifests.ROOT} 打开的是网页，不是名录的清单：多半是登录页、拦截页，或地址不对"
        )


def newer(source: Source, root: manifests.Root | None) -> manifests.Root | None:
    """The site's manifest where it is another one by now, or was all along past the caches; else None."""
    for way in (Uncached(source), source):
        problems: list[str] = []
        other = manifests.root(way, problems)
        if other is not None and not problems and other != root:
            return other
    return None


def is_replaced(source: Source, root: manifests.Root | None, different: Collection[Entry] = ()) -> bool:
    """True if by now, or soon, the site's manifest is another one, or one of the `different` files is as listed.

    The manifest goes last, so what is different may be ahead of it.
    """
    if _is_settled(source, root, different):
        return True
    for pause in PAUSES:
        sleep(pause)
        if _is_settled(source, root, different):
            return True
    return False


def _is_settled(source: Source, root: manifests.Root | None, different: Collection[Entry]) -> bool:
    return newer(source, root) is not None or any(
        manifests.difference(entry, source.read(entry.path, entry.size)) is None for entry in different
    )


def is_other(source: Source, entry: Entry, root: manifests.Root, known: Collection[str]) -> bool:
    """True if a file that was not what is listed is that of another version. It is read again, as a whole.

    It is if by now, or past the caches, it is as listed; if its digest is `known` from earlier; or if it says of itself
    what cannot be true of the version listed: a document of the top that it is as of another time, or made from another
    revision, than the site's manifest; the manifest of a county that it is as of a later one.
    """
    path = entry.path
    if manifests.difference(entry, source.again(path, entry.size)) is None:
        return True
    content = source.read(path, DOCUMENT_BYTES)
    if content is None:
        return False
    if hashlib.sha256(content).hexdigest() in (entry.sha256, *known):
        return True
    county = path.endswith(f"/{manifests.ROOT}") and path not in root.files
    if not county and path not in (summary.HOME, days.INDEX):
        return False
    try:
        said = decoded(path, content)
    except WrongError:
        return False
    as_of, listed = (_instant(given) for given in (said.get("as_of", said.get("this_update")), root.head.get("as_of")))
    if as_of and listed and (as_of > listed if county else as_of != listed):
        return True
    return "revision" in said and said["revision"] != root.head.get("revision")


def other_county(source: Source, counties: Mapping[str, Entry]) -> Entry | None:
    """The manifest of a county that is not the one listed, and is of another version: ahead of the site's, or behind.

    Counties are put into place first, each in one step with its manifest; so one that is ahead is whole in itself. Who
    alters one and its manifest, but not the site's, which lies beside it, cannot be told from that: both are asked
    about again later. One that is behind (in a cache) is as of an earlier time than the county's own document.
    """
    return next((listed for code, listed in counties.items() if _is_of_another(source, code, listed)), None)


def _is_of_another(source: Source, code: str, listed: Entry) -> bool:
    content = source.read(listed.path, DOCUMENT_BYTES)
    if content is None or hashlib.sha256(content).hexdigest() == listed.sha256:
        return False
    problems: list[str] = []
    own = Entry(listed.path, hashlib.sha256(content).hexdigest(), len(content))
    files = manifests.county(code, own, content, problems)
    if problems or not files:
        return False
    as_of, stands = (_as_of(source, path) for path in (listed.path, urls.twin(urls.unit(code))))
    return "" < as_of < stands or all(
        manifests.difference(entry, source.read(entry.path, entry.size)) is None for entry in files.values()
    )


def older_county(source: Source, root: manifests.Root, different: Mapping[str, Entry]) -> Entry | None:
    """The document of a county that a cache has as a whole from an earlier time, beside its manifest of now.

    None unless all `different` files are of such counties: nothing else is excused by them. Who alters the document and
    the log of a county alike cannot be told from that either; an old log alone is one from which lines were taken.
    """
    of_county: dict[str, list[str]] = {}
    for path in different:
        of_county.setdefault(path.partition("/")[0], []).append(path)
    behind = [
        code in root.counties and _is_behind(source, code, root.counties[code].path, paths)
        for code, paths in of_county.items()
    ]
    return different[urls.twin(urls.unit(next(iter(of_county))))] if behind and all(behind) else None


def _is_behind(source: Source, code: str, manifest: str, paths: Sequence[str]) -> bool:
    """True if the county's own document is as of an earlier time than its manifest, and the rest agrees with it."""
    twin, table = urls.twin(urls.unit(code)), urls.table(code, "events")
    if not {twin, table} <= {*paths}:
        return False
    try:
        said = document(source, twin)
        lines = log.events(table, code, source.read(table, MOST_BYTES) or b"")
    except WrongError:
        return False
    as_of = _instant(said.get("as_of"))
    others = [path for path in paths if path.endswith("/index.json")][:MOST_ASKED]
    return (
        "" < as_of < _as_of(source, manifest)
        and said.get("events") == len(lines)
        and all(_as_of(source, path) in ("", as_of) for path in others)
    )


def _as_of(source: Source, path: str) -> str:
    """The time that a document is as of; empty where it says none."""
    try:
        return _instant(document(source, path).get("as_of"))
    except WrongError:
        return ""


def _instant(given: object) -> str:
    return instant(given) if isinstance(given, str) and is_time(given) else ""
