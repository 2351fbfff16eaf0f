"""Roots and proofs are those of RFC 6962, as others make them; what is not in a tree is not shown to be in it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from generator.transparency.merkle import (
    EMPTY,
    HASH_SIZE,
    Tree,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.support.logs import entry, tree

SIZES = st.integers(1, 700)
TREES = {size: tree(size) for size in (1, 2, 3, 7, 8, 255, 256, 257, 700)}


def flipped(hashes: list[bytes], bit: int) -> list[bytes]:
    """Hashes of which one bit, counted over all of them, is another."""
    whole = bytearray(b"".join(hashes))
    whole[bit // 8] ^= 1 << bit % 8
    return [bytes(whole[place : place + HASH_SIZE]) for place in range(0, len(whole), HASH_SIZE)]


def test_hashes_are_those_of_the_specification() -> None:
    """A leaf is hashed behind a zero, a node behind a one, and nothing has the hash of nothing (RFC 6962, 2.1)."""
    assert EMPTY == root([]) == sha256(b"").digest()
    assert root([leaf_hash(b"")]) == sha256(b"\x00").digest()
    assert root([leaf_hash(b"a"), leaf_hash(b"b")]) == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    assert node_hash(b"a", b"b") == sha256(b"\x01ab").digest()


@pytest.mark.parametrize("size", [*range(10), 5000])
def test_roots_are_those_of_another_implementation(size: int) -> None:
    """pymerkle has the same root over the same entries, and over the same beginning of them."""
    other, own = InmemoryTree(algorithm="sha256"), tree(size)
    for number in range(size):
        other.append_entry(entry(number))
    assert (other.get_root(), other.get_root(size // 3)) == (own.root(), own.root(size // 3))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 8, 9, 31, 100])
def test_proofs_are_those_of_another_implementation(size: int) -> None:
    """The nodes that pymerkle takes for each proof are ours; it has them in another order."""
    other, own = InmemoryTree(algorithm="sha256"), tree(size)
    for number in range(size):
        other.append_entry(entry(number))
    theirs = [{*other.prove_inclusion(index + 1).path} - {own.rows[0][index]} for index in range(size)]
    assert [{*own.inclusion(index)} for index in range(size)] == theirs


@given(SIZES, st.data())
def test_every_leaf_is_shown_to_be_in_every_tree(size: int, data: st.DataObject) -> None:
    """The proof of any leaf in a tree, at any size that it had since, is right."""
    earlier = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, earlier - 1))
    own = TREES[700]
    proof = own.inclusion(index, earlier)
    assert verify_inclusion(leaf_hash(entry(index)), index, earlier, proof, own.root(earlier))
    assert own.root(earlier) == Tree(own.rows[0][:earlier]).root()


@given(st.sampled_from(sorted(TREES)), st.data())
def test_a_proof_with_one_other_bit_shows_nothing(size: int, data: st.DataObject) -> None:
    """In the leaf, in the root or on the way; nor does the proof of one leaf show another one, or a longer one any."""
    own = TREES[size]
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, top = own.rows[0][index], own.inclusion(index), own.root()
    bit = data.draw(st.integers(0, (len(proof) + 2) * HASH_SIZE * 8 - 1))
    other_leaf, *other_proof, other_top = flipped([leaf, *proof, top], bit)
    assert not verify_inclusion(other_leaf, index, size, other_proof, other_top)
    other = data.draw(st.integers(-1, size).filter(lambda number: number != index))
    assert not verify_inclusion(leaf, other, size, proof, top)
    assert not verify_inclusion(leaf, index, size, [*proof, top], top)
    assert not proof or not verify_inclusion(leaf, index, size, proof[:-1], top)


@given(SIZES, st.data())
def test_every_tree_is_shown_to_begin_with_what_it_was(size: int, data: st.DataObject) -> None:
    """The proof between any two sizes is right, also from nothing and to the same."""
    old = data.draw(st.integers(0, size))
    own = TREES[700]
    assert verify_consistency(old, size, own.consistency(old, size), own.root(old), own.root(size))


@given(st.sampled_from(sorted(TREES)), st.data())
def test_a_proof_of_consistency_with_one_other_bit_shows_nothing(size: int, data: st.DataObject) -> None:
    """In either root or on the way; and a tree with another leaf is no continuation."""
    own = TREES[size]
    old = data.draw(st.integers(1, size))
    proof, before, after = own.consistency(old), own.root(old), own.root()
    bit = data.draw(st.integers(0, (len(proof) + 2) * HASH_SIZE * 8 - 1))
    other_before, *other_proof, other_after = flipped([before, *proof, after], bit)
    assert not verify_consistency(old, size, other_proof, other_before, other_after)
    changed = Tree([leaf_hash(b"another"), *own.rows[0][1:]])
    assert not verify_consistency(old, size, changed.consistency(old), before, changed.root())


def test_what_a_tree_never_had_is_refused() -> None:
    """A leaf behind its end, a size that it does not have yet, or one that is none."""
    own = TREES[7]
    for asked in (lambda: own.inclusion(7), lambda: own.inclusion(-1), lambda: own.root(8), lambda: own.consistency(8)):
        with pytest.raises(IndexError):
            asked()
