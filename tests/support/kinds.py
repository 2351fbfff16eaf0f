"""Every kind of page of a built site, found in the site itself: a new kind joins by being published.

A kind is a shape of address (`<county>/<area>/`, `changes/<day>/`, `en/<county>/` …) with what its pages are made of.
Of each shape there are as many pages as it takes to show every element and class that any page of the shape has.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from tests.support.sites import pages_of, tree_of

# Codes and dates in an address, and what stands for them; the longest first.
_PARTS: Final = (
    (r"[0-9]{6,12}-[0-9]{8}-[0-9]+|[0-9]{4}-[0-9]{8}-[0-9]+", "<notice>"),
    (r"[0-9]{9,12}-[0-9]+", "<area>"),
    (r"[0-9]{12}", "<community>"),
    (r"[0-9]{9}", "<street>"),
    (r"[0-9]{6}", "<county>"),
    (r"[0-9]{4}", "<city>"),
    (r"[0-9]{2}", "<province>"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "<day>"),
    (r"[0-9]{4}-[0-9]{2}", "<month>"),
    (r"[0-9]+", "<number>"),
    (r"[a-z]+-[0-9]{4}(-[0-9]+)?", "<scheme>"),
)


def shape_of(path: str) -> str:
    """The shape of an address: each code or date in it becomes a word."""
    return "/".join(
        next((word for pattern, word in _PARTS if re.fullmatch(pattern, part)), part)
        for part in path.removesuffix("index.html").split("/")
    )


@cache
def shapes(site: Path) -> dict[str, list[str]]:
    """Paths of the pages of each shape, in order."""
    found: dict[str, list[str]] = {}
    for path in pages_of(site):
        found.setdefault(shape_of(path), []).append(path)
    return found


@cache
def kinds(site: Path) -> tuple[str, ...]:
    """Addresses, relative to the root, of few pages that together show everything that any page is made of."""
    chosen: list[str] = []
    for paths in shapes(site).values():
        made = {path: _made_of(site, path) for path in paths}
        missing = set[str]().union(*made.values())
        while missing:
            # The page that shows most of what is missing; of those the shortest, then the first.
            best = max(paths, key=lambda path: (len(made[path] & missing), -len(made[path])))
            chosen.append(best.removesuffix("index.html"))
            missing -= made[best]
    return tuple(sorted(chosen))


def _made_of(site: Path, path: str) -> set[str]:
    """Elements with their classes and roles, as words: what style sheets and checkers tell apart."""
    words = set()
    for one in tree_of(site).page(path).elements:
        words.add(one.tag)
        words |= {f"{one.tag}.{name}" for name in one.attributes.get("class", "").split()}
        words |= {f"{one.tag}[{name}]" for name in one.attributes if name in ("role", "lang", "hidden", "scope")}
    return words
