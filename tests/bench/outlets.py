"""What a built site consists of: files and bytes by outlet, so that one sees what an area costs, and where."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

OUTLETS: Final = (
    "pages of areas", "other pages", "feeds", "downloads", "twins", "search", "other",
)  # fmt: skip
_TABLES: Final = ("areas", "events")


class Outlet(NamedTuple):
    """How much of one kind there is."""

    files: int
    bytes: int


def of(site: Path) -> dict[str, Outlet]:
    """Files and bytes of a built site, by outlet."""
    files: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for path, length in walk(site):
        outlet = outlet_of(path)
        files[outlet] += 1
        size[outlet] += length
    return {outlet: Outlet(files[outlet], size[outlet]) for outlet in OUTLETS}


def walk(site: Path) -> Iterator[tuple[str, int]]:
    """Paths of all files, as addresses, with their lengths."""
    waiting = [str(site)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield Path(entry.path).relative_to(site).as_posix(), entry.stat(follow_symlinks=False).st_size


def outlet_of(path: str) -> str:
    """The outlet that a file belongs to, by its address."""
    folder, _, rest = path.partition("/")
    name = path.rpartition("/")[2]
    stem, _, ending = name.partition(".")
    if name == "index.html":
        return "pages of areas" if is_area(path) else "other pages"
    if folder == "feeds" or ending in ("atom", "rss") or stem == "feed" or "/feed/" in path:
        return "feeds"
    if folder in ("downloads", "statistics") or (stem in _TABLES and rest == name and ending == "csv"):
        return "downloads"
    if folder == "search" or name == "search.json":
        return "search"
    return "twins" if name == "index.json" else "other"


def is_area(path: str) -> bool:
    """True of the page of an area, or of a street or community that has areas."""
    folder, _, rest = path.partition("/")
    inner = rest.partition("/")[0]
    return folder.isdecimal() and inner.startswith(folder) and inner[:9].isdecimal()
