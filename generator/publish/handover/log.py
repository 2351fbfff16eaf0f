"""The country's log: what the counties' logs grew to, in the order in which that became public. No page, no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.transparency import tiles
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.merkle import Tree, leaf_hash
from generator.transparency.tiles import Tile


class Grown(NamedTuple):
    """The log of a county as it grew from so many lines to so many: its root then, and the running number that the
    first of the new lines has in the country."""

    code: str
    before: int
    size: int
    root: bytes
    first: int


@dataclass(frozen=True)
class CountryLog:
    """The log of the site whose origin this is."""

    origin: str = ""
    grown: tuple[Grown, ...] = ()

    @cached_property
    def entries(self) -> Sequence[bytes]:
        """Its entries: the checkpoints of the counties, without signatures."""
        return [
            Checkpoint(f"{self.origin}/{grown.code}", grown.size, grown.root).text().encode() for grown in self.grown
        ]

    @cached_property
    def tree(self) -> Tree:
        """The tree over its entries."""
        return Tree([leaf_hash(entry) for entry in self.entries])

    @property
    def checkpoint(self) -> Checkpoint:
        """Its checkpoint."""
        return Checkpoint(self.origin, self.tree.size, self.tree.root())

    def tiles(self) -> list[Tile]:
        """The tiles that it has."""
        return [*tiles.hash_tiles(self.tree.size), *tiles.entry_tiles(self.tree.size)]

    def tile(self, tile: Tile) -> bytes:
        """What a tile of it holds."""
        if tile.level is None:
            return tiles.bundle(self.entries[tile.first : tile.first + tile.width])
        return tiles.hashes(self.tree, tile)

    def newest(self, most: int) -> list[Grown]:
        """The last steps, the newest first, as far as they bring so many lines; of the oldest of them only the newest
        lines that are still wanted."""
        found = []
        for grown in reversed(self.grown):
            if most <= 0:
                break
            cut = max(0, grown.size - grown.before - most)
            found.append(grown._replace(before=grown.before + cut, first=grown.first + cut))
            most -= grown.size - grown.before
        return found
