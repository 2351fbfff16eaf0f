"""The log of a county as a tree of hashes, and as it is published: tiles, and a checkpoint (ADR 60)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator import urls
from generator.publish.artifact import Artifact
from generator.register import leaves
from generator.register.county import County
from generator.transparency import tiles
from generator.transparency.checkpoint import Checkpoint, origin
from generator.transparency.merkle import Tree


class CountyLog(NamedTuple):
    """The log of a county: its entries, in order, and the tree over them."""

    code: str
    entries: Sequence[bytes]
    tree: Tree

    def checkpoint(self, site_url: str) -> Checkpoint:
        """Its checkpoint on a site."""
        return Checkpoint(origin_of(site_url, self.code), self.tree.size, self.tree.root())

    def tiles(self) -> Iterator[Artifact]:
        """All tiles that a log of this size has: hashes, and entries."""
        for tile in tiles.hash_tiles(self.tree.size):
            yield Artifact(urls.tile(tile.path, self.code), tiles.hashes(self.tree, tile))
        for tile in tiles.entry_tiles(self.tree.size):
            content = tiles.bundle(self.entries[tile.first : tile.first + tile.width])
            yield Artifact(urls.tile(tile.path, self.code), content)


def of_county(county: County) -> CountyLog:
    """The log of a county: every line that it has, whether or not pages show it."""
    entries = leaves.entries(county.code, county.events, county.redactions)
    return CountyLog(county.code, entries, Tree(leaves.hashes(entries, county.events, county.redactions)))


def origin_of(site_url: str, code: str = "") -> str:
    """The name of the log of a county on a site; without a code, of the country."""
    return origin(urls.absolute(site_url, code))
