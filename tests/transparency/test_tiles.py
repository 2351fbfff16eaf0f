"""Tiles are those of the specification, by its own examples and to another implementation."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import LogError
from generator.transparency import tiles
from generator.transparency.keys import ED25519, ML_DSA_44, PrivateKey
from generator.transparency.tiles import Tile
from tests.support.logs import told_by_another, tree, write_log

KEY = PrivateKey(ED25519, bytes(range(32)))
POST_QUANTUM = PrivateKey(ML_DSA_44, bytes(range(32)))


def test_the_number_of_a_tile_is_written_in_groups() -> None:
    """The example of the specification, and what lies around the borders of the groups."""
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(None, 0, 7).path == "tile/entries/000.p/7"
    assert [Tile(63, number).path for number in (999, 1000)] == ["tile/63/999", "tile/63/x001/000"]


def test_the_tiles_of_seventy_thousand_entries() -> None:
    """The worked example of the specification: 273 full ones and one of 112, one full and one of 17, one of 1."""
    counted = Counter((tile.level, tile.width) for tile in tiles.hash_tiles(70_000))
    assert counted == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    assert [tile.width for tile in tiles.entry_tiles(70_000)] == [256] * 273 + [112]
    assert [(tile.level, tile.width) for tile in tiles.hash_tiles(256)] == [(0, 256), (1, 1)]
    assert [*tiles.hash_tiles(0), *tiles.entry_tiles(0)] == []


@pytest.mark.parametrize("size", [1, 255, 256, 257, 70_000])
def test_another_implementation_finds_every_tile_right(tmp_path: Path, size: int) -> None:
    """aics-tlog walks the whole log, finds it signed, and makes the same proofs from its tiles."""
    made = write_log(tmp_path, size, "register.example/990101", KEY, POST_QUANTUM)
    places = [0, size // 2, size - 1]
    key = KEY.verifier("register.example/990101").format()
    assert told_by_another(tmp_path, key, places) == {
        "size": size, "root": made.root().hex(), "signed": True,
        "tiles": len([*tiles.hash_tiles(size)]), "bundles": len([*tiles.entry_tiles(size)]),
        "inclusion": [[hash_.hex() for hash_ in made.inclusion(place)] for place in places],
        "consistency": [[hash_.hex() for hash_ in made.consistency(place)] for place in places],
    }  # fmt: skip


@given(st.integers(1, 3000), st.data())
def test_a_wider_tile_begins_with_the_one_before(size: int, data: st.DataObject) -> None:
    """Who reads a log as it was finds each of its tiles at the beginning of one that there is."""
    old = data.draw(st.integers(1, size))
    before, after = tree(old), tree(size)
    there = {*tiles.hash_tiles(size)}
    wider = {tile: tiles.reading(tile, size) for tile in tiles.hash_tiles(old)}
    assert {*wider.values()} <= there
    assert all(tiles.hashes(after, new).startswith(tiles.hashes(before, tile)) for tile, new in wider.items())


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_entries_come_back_from_their_bundle(entries: list[bytes]) -> None:
    """As they were, and no bundle that lacks a byte or has one more is read."""
    tile = Tile(None, 0, len(entries))
    content = tiles.bundle(entries)
    assert tiles.entries_in(content, tile) == entries
    for wrong in (content[:-1], content + b"\0", content + b"\0\0"):
        with pytest.raises(LogError, match=r"tile/entries/000"):
            tiles.entries_in(wrong, tile)


def test_an_entry_may_not_be_longer_than_its_length_can_say() -> None:
    """65,535 bytes are the most; a tile of hashes of another size than its name says is none."""
    assert tiles.entries_in(tiles.bundle([bytes(tiles.MOST_BYTES)]), Tile(None, 0, 1)) == [bytes(tiles.MOST_BYTES)]
    with pytest.raises(OverflowError):
        tiles.bundle([bytes(tiles.MOST_BYTES + 1)])
    assert tiles.hashes_in(bytes(64), Tile(0, 0, 2)) == [bytes(32), bytes(32)]
    with pytest.raises(LogError, match="应有 96 字节，实际 64 字节"):
        tiles.hashes_in(bytes(64), Tile(0, 0, 3))
