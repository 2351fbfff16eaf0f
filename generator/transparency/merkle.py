"""Merkle trees as RFC 6962 and RFC 9162 have them, on SHA-256.

A tree is given by the hashes of its leaves. Nothing recurses: a tree is as deep as its size has bits, and a proof is
made from the nodes that stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

HASH_SIZE: Final = 32
# The root of a tree without leaves (RFC 6962, section 2.1).
EMPTY: Final = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf: SHA-256(0x00 || entry) (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others: SHA-256(0x01 || left || right) (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree over the hashes of leaves. `rows` are its full nodes by height: `rows[h][i]` is above the leaves
    `i * 2**h` to `(i + 1) * 2**h - 1`, all of them there.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.size = len(leaves)
        self.rows: list[Sequence[bytes]] = [leaves]
        row = leaves
        while len(row) > 1:
            pairs = iter(row)
            row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
            self.rows.append(row)

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree, or of what it was at an earlier size: MTH(D[0:size]) (RFC 6962, section 2.1)."""
        size = self.size if size is None else size
        self._require(0 <= size <= self.size)
        return self._above(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that a leaf is in the tree of a size: PATH(index, D[0:size]) (RFC 6962, section 2.1.1), from the
        leaf's sibling up."""
        size = self.size if size is None else size
        self._require(0 <= index < size <= self.size)
        path = []
        begin, end = 0, size
        while end - begin > 1:
            middle = begin + _half(end - begin)
            if index < middle:
                path.append(self._above(middle, end))
                end = middle
            else:
                path.append(self._above(begin, middle))
                begin = middle
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """The proof that the tree of a size begins with that of an `old` one: PROOF(old, D[0:size]) (RFC 6962, section
        2.1.2). Of nothing, and of the same, it is empty."""
        size = self.size if size is None else size
        self._require(0 <= old <= size <= self.size)
        if old in (0, size):
            return []
        path = []
        begin, end, is_known = 0, size, True
        while end != old:
            middle = begin + _half(end - begin)
            if old <= middle:
                path.append(self._above(middle, end))
                end = middle
            else:
                path.append(self._above(begin, middle))
                begin, is_known = middle, False
        if not is_known:
            path.append(self._above(begin, end))
        return path[::-1]

    def _above(self, begin: int, end: int) -> bytes:
        """MTH(D[begin:end]), where `begin` is a multiple of the power of two that the length needs."""
        above = b""
        for height, index in reversed([*_full(begin, end)]):
            full = self.rows[height][index]
            above = node_hash(full, above) if above else full
        return above

    @staticmethod
    def _require(is_there: bool) -> None:
        if not is_there:
            raise IndexError("the tree has no such leaf or size")


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree, of which nothing else is needed."""
    return Tree(leaves).root()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True if a proof shows that the leaf of this hash is in the tree (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            made = node_hash(sibling, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and made == root


def verify_consistency(old: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    """True if a proof shows that the tree of a size begins with that of an `old` one (RFC 9162, section 2.1.4.2)."""
    if not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY
    path = [*proof] if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root


def _half(length: int) -> int:
    """The largest power of two below a length of two or more."""
    return 1 << (length - 1).bit_length() - 1


def _full(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Height and index of the full nodes that a range is made up of, the leftmost (and highest) first."""
    while begin < end:
        height = (end - begin).bit_length() - 1
        yield height, begin >> height
        begin += 1 << height
