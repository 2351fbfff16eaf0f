"""A site as its manifests list it: what there is to deliver, and what a target has already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from generator import placing
from generator.copies import manifests
from generator.copies.manifests import Entry
from generator.copies.source import DOCUMENT_BYTES, Folder, Source
from generator.delivery import media
from generator.errors import RegisterError, UsageError

ROOT: Final = manifests.ROOT
_MOST: Final = 5


class DeliveryError(RegisterError):
    """A site could not be delivered (exit status 2); what readers see is what they saw before, whole."""


class LostError(DeliveryError):
    """Another publication came first, or is under way: this one has ended, and changed nothing that readers see."""


class Site(NamedTuple):
    """The root's manifest, and every file that it answers for, by path: counties' manifests too."""

    root: bytes
    files: dict[str, Entry]

    @property
    def entry(self) -> Entry:
        """The root's manifest as an entry."""
        return Entry(ROOT, self.digest, len(self.root))

    @property
    def digest(self) -> str:
        """What tells this site from every other one."""
        return hashlib.sha256(self.root).hexdigest()


class Plan(NamedTuple):
    """What has to be done so that a target holds a site.

    `sent` are the files that it lacks, in the order of sending; `kept` those that it has; `removed` paths that were
    ours, and are no more.
    """

    sent: tuple[Entry, ...]
    kept: tuple[Entry, ...]
    removed: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """How much is sent."""
        return sum(entry.size for entry in self.sent)


def read(source: Source, problems: list[str]) -> Site | None:
    """A site by its manifests; None where there is none. What is wrong with them is added to `problems`."""
    content = source.read(ROOT, DOCUMENT_BYTES)
    root = manifests.root(source, problems) if content is not None else None
    if content is None or root is None:
        return None
    files = dict(root.files)
    for code, listed in root.counties.items():
        files[listed.path] = listed
        files |= manifests.county(code, listed, source.read(listed.path, listed.size), problems)
    return Site(content, files)


def built(output: Path) -> Site:
    """The site that lies in a folder. Raises UsageError where none does, DeliveryError where it is not whole."""
    if not output.is_dir():
        raise UsageError(f"找不到 {output}：先运行 wuyi build，或用 --output 指明网站在哪里")
    problems: list[str] = []
    source = Folder(output)
    site = read(source, problems)
    if site is None:
        raise UsageError(f"{output} 里没有生成好的网站（没有 {ROOT}，或读不出来）：先运行 wuyi build")
    missing = sorted(site.files.keys() - source.paths())
    problems += [f"{path}：缺少这个文件" for path in missing]
    if problems:
        raise DeliveryError(f"{output} 与它自己的清单不一致，没有发布；运行 wuyi build --full：{few(problems)}")
    return site


def content(output: Path, entry: Entry) -> bytes:
    """A file of a built site, exactly as listed. Raises DeliveryError where it changed meanwhile."""
    with (output / entry.path).open("rb") as file:
        found = file.read(entry.size + 1)
    if manifests.difference(entry, found):
        raise DeliveryError(f"{output / entry.path} 与清单不一致：可能正在重新生成；等它完成，再发布一次")
    return found


def plan(new: Site, old: Site | None, doubtful: Iterable[str] = ()) -> Plan:
    """What differs. `doubtful` are paths of which nobody knows what the target has there."""
    before = old.files if old else {}
    unsure = set(doubtful)
    kept = tuple(entry for path, entry in new.files.items() if before.get(path) == entry and path not in unsure)
    standing = {entry.path for entry in kept}
    sent = sorted(
        (entry for path, entry in new.files.items() if path not in standing),
        key=lambda entry: (_phase(entry.path, entry.path in before), entry.path),
    )
    return Plan(tuple(sent), kept, tuple(sorted((before.keys() | unsure) - new.files.keys() - {ROOT})))


def _phase(path: str, is_there: bool) -> int:
    """What nobody can miss or find changed goes first; then counties, what stands above them, and their manifests."""
    if not is_there or media.is_immutable(path):
        return 0
    if path.endswith(f"/{ROOT}"):
        return 3
    return 1 if media.is_of_county(path) else 2


def time_of(entry: Entry) -> int:
    """The second that a file gets as its time: another one for other content, the same wherever it is published."""
    return placing.second_of(entry.sha256)


def few(lines: Iterable[str]) -> str:
    """The first lines, and how many there are beside them."""
    whole = list(lines)
    more = f" 等 {len(whole)} 处" if len(whole) > _MOST else ""
    return "；".join(whole[:_MOST]) + more


def batches(entries: Iterable[Entry], most: int) -> Iterator[list[Entry]]:
    """Entries, some at a time."""
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == most:
            yield batch
            batch = []
    if batch:
        yield batch
