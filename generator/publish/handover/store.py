"""Where what a county hands over lies on its way to the roll-up: a file for each subject, named by the county's part.

    <folder>/<subject>/<part>      a subject is a month (YYYY-MM), a notice of a unit above, a language, the search, the
                                   items of feeds, or the notices as such items

A part is `<county>.<digest of its inputs>`, so that what an earlier state of a county left is never read for a later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# The subjects under which a county's characters and grams lie, its items of feeds, and its notices as items.
SEARCH: Final = "search"
ITEMS: Final = "items"
NOTICES: Final = "notices"


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of the parts."""

    folder: Path

    def path(self, subject: str, part: str) -> Path:
        """The file of a county on a subject, whether or not it is there."""
        return self.folder / subject / part

    def digest(self, subject: str, part: str) -> str | None:
        """SHA-256 of what a county left on a subject; None if it left nothing."""
        path = self.path(subject, part)
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def put(self, subject: str, part: str, content: bytes) -> None:
        """Writes what a county says on a subject; whole or not at all."""
        path = self.path(subject, part)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{part}")
        draft.write_bytes(content)
        draft.replace(path)

    def prune(self, parts: Collection[str]) -> None:
        """Removes the parts of other names, and subjects that are left empty."""
        for subject in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            for path in subject.iterdir():
                if path.name not in parts:
                    path.unlink()
            if not any(subject.iterdir()):
                subject.rmdir()
