"""Public keys of SSH as people copy them: one line, of which kind and how long, told apart by what they hold. Pure.

The line says of what kind a key is, and so does the key itself (RFC 4253, 6.6; RFC 5656; RFC 8709; OpenSSH's
PROTOCOL.u2f): both have to say the same, and nothing may be left over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final, NamedTuple

# An RSA key of fewer bits is not taken.
FEWEST_BITS: Final = 3072
_LINE: Final = re.compile(r"([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: .*)?")
# What private keys begin with: OpenSSH, PEM, PuTTY; and the first, encoded, without its frame.
PRIVATE: Final = ("PRIVATE KEY", "PuTTY-User-Key-File", "b3BlbnNzaC1rZXktdjE")
_CURVES: Final = {"nistp256": 65, "nistp384": 97, "nistp521": 133}


class KeyLineError(ValueError):
    """Why a line is no key that may sign: what it is, in words."""


class PublicKey(NamedTuple):
    """A key that may sign: its kind, and what it holds."""

    kind: str
    blob: bytes

    @property
    def line(self) -> str:
        """The key as OpenSSH reads it, without a comment."""
        return f"{self.kind} {base64.b64encode(self.blob).decode('ascii')}"

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` and git print it."""
        return fingerprint(self.blob)


def fingerprint(blob: bytes) -> str:
    """The SHA-256 of a key, as `ssh-keygen -l` and git print it."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
    return f"SHA256:{digest}"


def is_private(text: str) -> bool:
    """True for a text that holds a private key, or looks like it."""
    return any(mark in text for mark in PRIVATE)


def parsed(line: str) -> PublicKey:
    """The key of a line: kind, base64, and perhaps a comment. Raises KeyLineError."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise KeyLineError("不是一行 SSH 公钥（种类、空格、一长串字母数字）")
    kind = match[1]
    try:
        blob = base64.b64decode(match[2], validate=True)
        fields = split(blob)
    except (binascii.Error, ValueError) as error:
        raise KeyLineError("抄得不全，或有错字") from error
    if fields[0] != kind.encode("ascii"):
        raise KeyLineError("写的种类和它的内容不一样，抄得不全，或有错字")
    _judge(kind, fields[1:])
    return PublicKey(kind, blob)


def split(blob: bytes) -> list[bytes]:
    """The strings that a key, or a signature, is made of (RFC 4251, 5). Raises ValueError where these are not whole."""
    fields = []
    place = 0
    while place < len(blob):
        length = int.from_bytes(blob[place : place + 4], "big")
        field = blob[place + 4 : place + 4 + length]
        if len(blob) < place + 4 or len(field) != length:
            raise ValueError("cut off")
        fields.append(field)
        place += 4 + length
    if not fields:
        raise ValueError("empty")
    return fields


def _judge(kind: str, fields: list[bytes]) -> None:
    """Raises KeyLineError for a kind that is not taken, and for a key that is not whole."""
    lengths = [len(field) for field in fields]
    if "-cert-" in kind:
        raise KeyLineError("是证书；要的是公钥本身")
    if kind == "ssh-dss":
        raise KeyLineError("是 DSA 钥匙，早已不安全，OpenSSH 也不再认")
    if kind == "ssh-rsa":
        bits = int.from_bytes(fields[1], "big").bit_length() if len(fields) == 2 else 0
        if not bits:
            raise KeyLineError("抄得不全，或有错字")
        if bits < FEWEST_BITS:
            raise KeyLineError(f"是 {bits} 位的 RSA 钥匙，至少要 {FEWEST_BITS} 位")
        return
    curve = kind.removeprefix("sk-").removeprefix("ecdsa-sha2-").removesuffix("@openssh.com")
    further = 1 if kind.startswith("sk-") else 0  # what the token was asked as
    if kind in ("ssh-ed25519", "sk-ssh-ed25519@openssh.com"):
        is_whole = len(lengths) == 1 + further and lengths[0] == 32
    elif kind in (f"ecdsa-sha2-{curve}", f"sk-ecdsa-sha2-{curve}@openssh.com") and curve in _CURVES:
        is_whole = (
            len(lengths) == 2 + further and fields[0] == curve.encode("ascii")
            and lengths[1] == _CURVES[curve] and fields[1][0] == 4
        )  # fmt: skip
    else:
        raise KeyLineError(f"的种类 {kind[:40]} 这里不认")
    if not is_whole:
        raise KeyLineError("抄得不全，或有错字")
