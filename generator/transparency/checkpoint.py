"""Checkpoints: the size and the root of a log, signed. https://c2sp.org/tlog-checkpoint

A log is named by its origin: its address without the scheme. Its key bears the same name.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from generator.errors import LogError
from generator.transparency import note
from generator.transparency.merkle import HASH_SIZE
from generator.transparency.note import Note, Signature, Verifier

_SIZE: Final = re.compile("0|[1-9][0-9]{0,18}")


class Checkpoint(NamedTuple):
    """The log of an origin at a size."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The text that is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Signer(Protocol):
    """A private key: it signs in the name of any log of this register."""

    def verifier(self, origin: str) -> Verifier:
        """The key with which readers check the log of an origin."""

    def sign(self, origin: str, text: str) -> Signature:
        """A signature of the text of a checkpoint of that origin."""


def origin(address: str) -> str:
    """The origin of the log that is published at an address, such as https://register.example/990101/."""
    return address.partition("://")[2].rstrip("/") or address.rstrip("/")


def parse_text(text: str) -> Checkpoint:
    """A checkpoint's text as read; further lines (extensions) are not refused. Raises LogError for what is none."""
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < 3 or not all(lines):
        raise LogError("检查点应有三行：来源、大小、根")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except ValueError:  # also for what is not ASCII
        root = b""
    if not note.is_name(lines[0]):
        raise LogError(f"检查点的第一行“{lines[0]}”不是来源：不能有空格和加号")
    if not _SIZE.fullmatch(lines[1]):
        raise LogError(f"检查点的第二行“{lines[1]}”不是大小")
    if len(root) != HASH_SIZE or base64.b64encode(root).decode() != lines[2]:
        raise LogError(f"检查点的第三行“{lines[2]}”不是 SHA-256 的 Base64")
    return Checkpoint(lines[0], int(lines[1]), root)


def parse(content: bytes | str) -> tuple[Checkpoint, Note]:
    """A published checkpoint, and the note that it is. Raises LogError for what is none."""
    signed = note.parse(content)
    return parse_text(signed.text), signed


def published(checkpoint: Checkpoint, signers: Sequence[Signer], before: Note | None = None) -> str:
    """A checkpoint with the signatures of some keys; without keys it is unsigned.

    Where the text is that of the checkpoint `before`, right signatures of the same keys stay as they are: not every
    kind of key signs the same text by the same bytes.
    """
    text = checkpoint.text()
    standing: dict[tuple[str, bytes], Signature] = {}
    if before is not None and before.text == text:
        keys = [signer.verifier(checkpoint.origin) for signer in signers]
        standing = {(line.name, line.key_id): line for line in note.lines_of(before, keys)}
    lines = []
    for signer in signers:
        key = signer.verifier(checkpoint.origin)
        lines.append(standing.get((key.name, key.key_id)) or signer.sign(checkpoint.origin, text))
    return Note(text, tuple(lines)).format()


def verified(content: bytes | str, keys: Sequence[Verifier], origin: str | None = None) -> Checkpoint:
    """A published checkpoint that one of the keys signed, of an origin. Raises LogError for any other."""
    checkpoint, signed = parse(content)
    if origin is not None and checkpoint.origin != origin:
        raise LogError(f"检查点属于“{checkpoint.origin}”，不是“{origin}”")
    if not note.verified(signed, keys):
        raise LogError("检查点没有这个密钥的签名")
    return checkpoint
