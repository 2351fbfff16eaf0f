"""Where what a county hands over lies on its way to the roll-up: a file for each subject, named by the county's part.

    <folder>/<subject>/<part>      a subject is a month (YYYY-MM), its items of feeds, a notice of a unit above, a
                                   language, the areas in English, the search, lines of downloads, the notices as
                                   items of feeds, or the log

A part is `<county>.<digest of its inputs>`, so that what an earlier state of a county left is never read for a later.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

# The subjects under which a county's characters and grams lie, its notices as items, the pages of its areas in English.
SEARCH: Final = "search"
ENGLISH_AREAS: Final = "areas-en"
NOTICES: Final = "notices"


class Left(NamedTuple):
    """What a county left on a subject: its SHA-256, its bytes, and when it was touched last (nanoseconds)."""

    digest: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of the parts; it remembers what it wrote until that is asked for. Whoever writes at the same time as
    another has a `mark`, for what is not yet whole."""

    folder: Path
    mark: str = ""
    _written: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def path(self, subject: str, part: str) -> Path:
        """The file of a county on a subject, whether or not it is there."""
        return self.folder / subject / part

    def left(self, subject: str, part: str, known: Left | None = None) -> Left | None:
        """What a county left on a subject; None if it left nothing. It is not read where it stands as is `known`."""
        path = self.path(subject, part)
        try:
            status = path.lstat()
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        if known is not None and (status.st_size, changed) == known[1:]:
            return known
        if (digest := self._written.pop((subject, part), None)) is not None:
            return Left(digest, status.st_size, changed)
        return Left(hashlib.sha256(path.read_bytes()).hexdigest(), status.st_size, changed)

    def put(self, subject: str, part: str, content: bytes) -> None:
        """Writes what a county says on a subject; whole or not at all."""
        path = self.path(subject, part)
        draft = path.with_name(f".{part}{self.mark}")
        try:
            draft.write_bytes(content)
        except FileNotFoundError:  # the first of its subject
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
        draft.replace(path)
        self._written[subject, part] = hashlib.sha256(content).hexdigest()

    def prune(self, parts: Collection[str]) -> None:
        """Removes the parts of other names, and subjects that are left empty."""
        for subject in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            for path in subject.iterdir():
                if path.name not in parts:
                    path.unlink()
            if not any(subject.iterdir()):
                subject.rmdir()
