"""Signed notes: https://c2sp.org/signed-note.

A text, an empty line, and lines of signatures, each with the name of its key. Who reads one believes the keys that he
knows, and passes over all other lines: other keys, other kinds.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, Protocol

from generator.errors import LogError

# No note is longer, and none has more signatures: whoever publishes them may be hostile.
MOST_BYTES: Final = 1_000_000
MOST_SIGNATURES: Final = 100

_NAME: Final = re.compile(r"[^\s+\x00-\x1f]+")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f]")
_LINE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class Signature(NamedTuple):
    """A line of a note: the name of the key, its id (4 bytes), and the signature itself."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """As it stands in the note."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


class Note(NamedTuple):
    """A text, which ends with a line feed, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def format(self) -> str:
        """The note as it is published; one without signatures is no signed note, and ends with the empty line."""
        return f"{self.text}\n{''.join(signature.line() for signature in self.signatures)}"


class Verifier(Protocol):
    """A key that can tell its own signatures."""

    @property
    def name(self) -> str:
        """The name that it bears."""

    @property
    def key_id(self) -> bytes:
        """Its id."""

    def verifies(self, text: str, value: bytes) -> bool:
        """True if the key made this signature of the text of a note."""

    def format(self) -> str:
        """The key as readers are given it."""


def is_name(name: str) -> bool:
    """True for what may be the name of a key: no blank, no plus, no control character."""
    return _NAME.fullmatch(name) is not None


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The id of a key: the first four bytes of SHA-256(name, line feed, kind, public key)."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def parse(content: bytes | str) -> Note:
    """A note as read. Raises LogError for what is none.

    Lines in the place of signatures that are none are passed over only where they are formed as one.
    """
    try:
        whole = content if isinstance(content, str) else content[: MOST_BYTES + 1].decode("utf-8")
    except UnicodeDecodeError as error:
        raise LogError("不是 UTF-8 文本") from error
    if len(whole) > MOST_BYTES:
        raise LogError(f"超过 {MOST_BYTES} 字节")
    if _CONTROL.search(whole):
        raise LogError("含有控制字符")
    text, empty, tail = whole.rpartition("\n\n")
    if not empty or (tail and not tail.endswith("\n")):
        raise LogError("正文和签名之间应有一个空行，最后以换行结束")
    lines = tail.removesuffix("\n").split("\n") if tail else []
    if len(lines) > MOST_SIGNATURES:
        raise LogError(f"签名超过 {MOST_SIGNATURES} 个")
    return Note(f"{text}\n", tuple(map(_signature, lines)))


def verified(note: Note, keys: Iterable[Verifier]) -> list[Verifier]:
    """Those of some keys that signed a note. Raises LogError where a signature of one of them is wrong: then no other
    counts either."""
    known = {(key.name, key.key_id): key for key in keys}
    signed: dict[tuple[str, bytes], Verifier] = {}
    for signature in note.signatures:
        whose = (signature.name, signature.key_id)
        key = known.get(whose)
        if key is None:
            continue
        if whose in signed or not key.verifies(note.text, signature.value):
            raise LogError(f"{signature.name} 的签名（密钥 {signature.key_id.hex()}）不对")
        signed[whose] = key
    return [*signed.values()]


def lines_of(note: Note, keys: Sequence[Verifier]) -> tuple[Signature, ...]:
    """The signatures of a note that some keys made and that are right."""
    known = {(key.name, key.key_id): key for key in keys}
    right = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None and key.verifies(note.text, signature.value):
            right.append(signature)
    return tuple(right)


def _signature(line: str) -> Signature:
    formed = _LINE.fullmatch(line)
    try:
        whole = base64.b64decode(formed[2], validate=True) if formed else b""
    except binascii.Error:
        whole = b""
    if formed is None or len(whole) < 5 or base64.b64encode(whole).decode() != formed[2]:
        raise LogError("有一行不是签名：应是“— 名称 Base64”")
    return Signature(formed[1], whole[:4], whole[4:])
