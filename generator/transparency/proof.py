"""A proof that a line is in a log, in one file that needs nothing else: https://c2sp.org/tlog-proof"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.errors import LogError
from generator.transparency import checkpoint, merkle
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.note import Verifier

ENDING: Final = ".tlog-proof"
HEAD: Final = "c2sp.org/tlog-proof@v1"
# A tree of 2**63 leaves is not deeper.
MOST_HASHES: Final = 63

_INDEX: Final = re.compile("index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Proof:
    """The place of an entry in a log, the hashes from its sibling up to the root, and the log's checkpoint as it was
    published. `extra` is not covered by any signature."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def format(self) -> str:
        """The file."""
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        hashes = [base64.b64encode(hash_).decode() for hash_ in self.hashes]
        return "\n".join([HEAD, *extra, f"index {self.index}", *hashes, "", self.checkpoint])


def parse(content: bytes | str) -> Proof:
    """A proof as read. Raises LogError for what is none."""
    try:
        whole = content if isinstance(content, str) else content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LogError("证明不是 UTF-8 文本") from error
    top, empty, rest = whole.partition("\n\n")
    lines = top.split("\n")
    if not empty or lines.pop(0) != HEAD:
        raise LogError(f"证明的第一行应是 {HEAD}，哈希之后应有一个空行")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = _decoded(lines.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None:
        raise LogError("证明里应有一行“index 序号”")
    if len(lines) > MOST_HASHES:
        raise LogError(f"证明里的哈希超过 {MOST_HASHES} 个")
    hashes = tuple(map(_decoded, lines))
    if any(len(hash_) != merkle.HASH_SIZE for hash_ in hashes):
        raise LogError("证明里有一行不是 SHA-256 的 Base64")
    return Proof(int(index[1]), hashes, rest, extra)


def verified(proof: Proof, leaf: bytes, keys: Sequence[Verifier], origin: str | None = None) -> Checkpoint:
    """The checkpoint in which the leaf of this hash is, as the proof shows. Raises LogError where it shows it not.

    Without keys (none at all) no signature is asked for: who calls it says so.
    """
    if keys:
        stands = checkpoint.verified(proof.checkpoint, keys, origin)
    else:
        stands, _ = checkpoint.parse(proof.checkpoint)
    if not merkle.verify_inclusion(leaf, proof.index, stands.size, proof.hashes, stands.root):
        raise LogError(f"这条记录不在检查点里：第 {proof.index} 条不是它，或者证明被改动过")
    return stands


def _decoded(line: str) -> bytes:
    try:
        value = base64.b64decode(line, validate=True)
    except ValueError as error:  # also for what is not ASCII
        raise LogError("证明里有一行不是 Base64") from error
    if base64.b64encode(value).decode() != line:
        raise LogError("证明里有一行不是 Base64")
    return value
