"""The country's log, put together: the order from git, the roots from the lines as they stand in the counties' tiles.

.<name>.build/cache/growth     what git told, by its newest commit, and the roots of the counties' logs at each size
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator import urls
from generator.build.sealed import seal, unsealed
from generator.history.growth import Growth, growth, lasting
from generator.publish.handover.log import CountryLog, Grown
from generator.publish.handover.summary import Summary
from generator.transparency import tiles
from generator.transparency.merkle import Tree

_NAME: Final = "growth"


class Roots(NamedTuple):
    """What is known of the log of a county: its size and root, and its root at other sizes that it had."""

    size: int
    root: str
    earlier: Mapping[int, bytes]


class Order(NamedTuple):
    """The country's log, and why it cannot be signed ("" where it can)."""

    log: CountryLog
    lacks: str


class _Kept(NamedTuple):
    growth: Growth
    roots: Mapping[str, Roots]


def order(
    data: Path,
    origin: str,
    summaries: Sequence[Summary],
    folders: Mapping[str, Path],
    fresh: Path,
    cache: Path,
    *,
    is_now: bool,
    anew: bool = False,
) -> Order:
    """The country's log. `folders` are where each county stands, `cache` has what was found before, `fresh`
    what is kept of it once the site stands.

    Of a register as it was at a time (not `is_now`) the order is not told; `anew` makes no use of what is kept.
    """
    kept = None if anew else unsealed(cache / _NAME)
    known = _Kept(*kept) if isinstance(kept, tuple) and len(kept) == 2 else _Kept(Growth(), {})
    told = growth(data, Growth(*known.growth)) if is_now else Growth(lacks="这是过去某一天的名录")
    sizes = {summary.code: summary.log_size for summary in summaries}
    steps = lasting(told.steps, sizes)
    waiting = [code for code, size in sorted(sizes.items()) if size != told.sizes.get(code, 0)]
    roots = {
        summary.code: _roots(
            summary, [size for code, size in steps if code == summary.code], known.roots.get(summary.code), folders
        )
        for summary in summaries
    }  # fmt: skip
    made = _Kept(told, roots)
    if made != known:
        seal(fresh, _NAME, (tuple(told), {code: tuple(own) for code, own in roots.items()}))
    whole = {summary.code: bytes.fromhex(summary.log_root) for summary in summaries}
    at = ((code, size, roots[code].earlier[size] if size != sizes[code] else whole[code]) for code, size in steps)
    log = CountryLog(origin, tuple(numbered(at)))
    return Order(log, told.lacks or _uncommitted(waiting))


def _uncommitted(waiting: Sequence[str]) -> str:
    codes = "、".join(waiting[:3]) + (" 等" if len(waiting) > 3 else "")
    return f"{codes} 有还没有提交的记录" if waiting else ""


def numbered(steps: Iterable[tuple[str, int, bytes]]) -> Iterable[Grown]:
    """Steps (code, size, root), each with the size before it and the running number of its first line."""
    sizes: dict[str, int] = {}
    first = 0
    for code, size, root in steps:
        before = sizes.get(code, 0)
        yield Grown(code, before, size, root, first)
        first += size - before
        sizes[code] = size


def _roots(summary: Summary, sizes: Sequence[int], known: Roots | None, folders: Mapping[str, Path]) -> Roots:
    """The roots of a county's log at some sizes: those that are known, where it is an extension of what was known."""
    known = Roots(*known) if known is not None else Roots(0, "", {})
    own = Roots(summary.log_size, summary.log_root, {})
    wanted = {size for size in sizes if size != summary.log_size}
    if known[:2] == own[:2] and wanted <= known.earlier.keys():
        return known
    if not wanted:
        return own
    tree = Tree(leaves(folders[summary.code], summary.code, summary.log_size))
    return own._replace(earlier={size: tree.root(size) for size in sorted(wanted)})


def leaves(folder: Path, code: str, size: int) -> list[bytes]:
    """The hashes of the lines of a county's log, of its tiles as they stand in a folder."""
    found: list[bytes] = []
    for tile in tiles.hash_tiles(size):
        if tile.level == 0:
            found += tiles.hashes_in((folder / urls.tile(tile.path, code)).read_bytes(), tile)
    return found
