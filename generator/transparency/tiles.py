"""The tiles in which a log is published: https://c2sp.org/tlog-tiles.

    tile/<L>/<N>[.p/<W>]          256 hashes of a row of the tree, `L * 8` above the leaves
    tile/entries/<N>[.p/<W>]      the entries themselves, each behind its length

A tile that is not full yet is partial, and has its width in its name. Those of the size at hand are here; whoever asks
for one of an earlier size takes the wider one (`reading` says which there can be), of which it is the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from generator.errors import LogError
from generator.transparency.merkle import HASH_SIZE, Tree

WIDTH: Final = 256
HEIGHT: Final = 8
# No entry is longer: its length stands in two bytes before it.
MOST_BYTES: Final = 65_535
FOLDER: Final = "tile"


class Tile(NamedTuple):
    """A tile: how high it stands (None: the entries), its number in the row, how many members it has."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its address below that of the log: a number in groups of three digits, all but the last behind an x."""
        digits = str(self.number)
        digits = digits.zfill(-len(digits) % 3 + len(digits))
        groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        folders = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        kind = "entries" if self.level is None else self.level
        return f"{FOLDER}/{kind}/{folders}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @property
    def first(self) -> int:
        """Number of its first member in the row."""
        return self.number * WIDTH

    @property
    def is_full(self) -> bool:
        """True if nothing will be added to it."""
        return self.width == WIDTH


def hash_tiles(size: int) -> Iterator[Tile]:
    """The tiles of hashes of a log of a size, the lowest row first; there are no empty ones."""
    level = 0
    while size:
        yield from _row(level, size)
        size, level = size // WIDTH, level + 1


def entry_tiles(size: int) -> Iterator[Tile]:
    """The bundles of entries of a log of a size."""
    return _row(None, size)


def _row(level: int | None, members: int) -> Iterator[Tile]:
    for number in range(members // WIDTH):
        yield Tile(level, number)
    if members % WIDTH:
        yield Tile(level, members // WIDTH, members % WIDTH)


def reading(tile: Tile, size: int) -> Tile:
    """The tile of a log as it is now, of a size, that begins with a tile of an earlier size."""
    members = size >> HEIGHT * (tile.level or 0)
    return tile._replace(width=min(WIDTH, members - tile.first))


def hashes(tree: Tree, tile: Tile) -> bytes:
    """What a tile of hashes of a tree holds."""
    row = tree.rows[HEIGHT * (tile.level or 0)]
    return b"".join(row[tile.first : tile.first + tile.width])


def hashes_in(content: bytes, tile: Tile) -> list[bytes]:
    """The hashes of a tile as read. Raises LogError where it does not have as many as its name says."""
    if len(content) != tile.width * HASH_SIZE:
        raise LogError(f"{tile.path} 应有 {tile.width * HASH_SIZE} 字节，实际 {len(content)} 字节")
    return [content[place : place + HASH_SIZE] for place in range(0, len(content), HASH_SIZE)]


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as a bundle holds them. Raises OverflowError for one of more than 65,535 bytes."""
    return b"".join([piece for entry in entries for piece in (len(entry).to_bytes(2, "big"), entry)])


def entries_in(content: bytes, tile: Tile) -> list[bytes]:
    """The entries of a bundle as read. Raises LogError where they are not as many as its name says."""
    entries: list[bytes] = []
    place = 0
    while place + 2 <= len(content) and len(entries) < tile.width:
        end = place + 2 + int.from_bytes(content[place : place + 2], "big")
        if end > len(content):
            break
        entries.append(content[place + 2 : end])
        place = end
    if place != len(content) or len(entries) != tile.width:
        raise LogError(f"{tile.path} 应正好有 {tile.width} 条记录，内容不完整或有多余")
    return entries
