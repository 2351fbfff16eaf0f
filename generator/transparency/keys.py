"""Keys with which checkpoints are signed and checked: Ed25519, and beside it ML-DSA-44 (https://c2sp.org/tlog-cosignature).

    PRIVATE+KEY+<name>+<id>+<base64 of the kind and the seed>      a private key: of a file or the environment
    <name>+<id>+<base64 of the kind and the public key>            what readers have

One key signs for every log of a register: in each of them it bears the origin of the log as its name, so that the same
public key has another id there. A private key never lies in the repository.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.errors import LogError, UsageError
from generator.transparency.checkpoint import parse_text
from generator.transparency.note import Signature, is_name, key_id

ED25519: Final = 0x01
ML_DSA_44: Final = 0x06
_PRIVATE: Final = "PRIVATE+KEY+"
_SEED: Final = 32
# A signature of ML-DSA-44 says when it was made; 0 says nothing of that (the same text is then signed alike).
_TIME: Final = bytes(8)
_LABEL: Final = b"subtree/v1\n\0"


class Kind(NamedTuple):
    """A kind of key: how it is called, and the sizes (bytes) of its public keys and signatures."""

    name: str
    public: int
    signature: int


KINDS: Final = {ED25519: Kind("Ed25519", 32, 64), ML_DSA_44: Kind("ML-DSA-44", 1312, 2420)}


@dataclass(frozen=True)
class VerifierKey:
    """A public key under the name that it bears in a log."""

    name: str
    kind: int
    public: bytes

    @cached_property
    def key_id(self) -> bytes:
        """Its id, as lines of signatures have it."""
        return key_id(self.name, self.kind, self.public)

    def format(self) -> str:
        """As readers are given it."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def named(self, origin: str) -> VerifierKey:
        """The same key as it signs the log of an origin."""
        return VerifierKey(origin, self.kind, self.public)

    def verifies(self, text: str, value: bytes) -> bool:
        """True if the key made this signature of the text of a checkpoint."""
        timed = self.kind == ML_DSA_44
        if len(value) != KINDS[self.kind].signature + (len(_TIME) if timed else 0):
            return False
        from cryptography.exceptions import InvalidSignature

        try:
            message = _cosigned(self.name, text, value[:8]) if timed else text.encode()
            _public(self.kind, self.public).verify(value[8:] if timed else value, message)
        except (InvalidSignature, LogError, ValueError):
            return False
        return True


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """A private key. Its seed is shown nowhere."""

    kind: int
    seed: bytes

    @cached_property
    def public(self) -> bytes:
        """The public key."""
        public: bytes = _private(self.kind, self.seed).public_key().public_bytes_raw()
        return public

    def verifier(self, origin: str) -> VerifierKey:
        """The key with which readers check the log of an origin."""
        return VerifierKey(origin, self.kind, self.public)

    def sign(self, origin: str, text: str) -> Signature:
        """A signature of the text of a checkpoint of an origin."""
        key = self.verifier(origin)
        if self.kind == ML_DSA_44:
            value = _TIME + _private(self.kind, self.seed).sign(_cosigned(origin, text, _TIME))
        else:
            value = _private(self.kind, self.seed).sign(text.encode())
        return Signature(origin, key.key_id, value)

    def format(self, name: str) -> str:
        """As a file keeps it."""
        key = self.verifier(name)
        seed = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{_PRIVATE}{name}+{key.key_id.hex()}+{seed}"


def generate(kind: int = ED25519) -> PrivateKey:
    """A new key."""
    return PrivateKey(kind, secrets.token_bytes(_SEED))


def parse_private(text: str) -> PrivateKey:
    """A private key as a file keeps it. Raises UsageError for what is none; it never tells what stands there."""
    _, is_private, rest = text.strip().partition(_PRIVATE)
    name, _, rest = rest.partition("+")
    told, _, encoded = rest.partition("+")
    try:
        material = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        material = b""
    if not is_private or not name or len(material) != 1 + _SEED or material[0] not in KINDS:
        raise UsageError("这不是日志的私钥：应是一行，以 PRIVATE+KEY+ 开头（用 wuyi log-key new 生成）")
    key = PrivateKey(material[0], material[1:])
    if key.verifier(name).key_id.hex() != told:
        raise UsageError("日志的私钥不完整或被改动过：编号和内容不一致")
    return key


def load(source: str, *outside: Path) -> PrivateKey:
    """The private key that a setting gives: itself, or the file that holds it.

    A file within one of the folders `outside` of which it must lie (the repository, the output) is refused, and the key
    is to be exchanged: what lay there may have been published. Raises UsageError.
    """
    if source.strip().startswith(_PRIVATE):
        return parse_private(source)
    path = Path(source)
    place = path.resolve()
    for folder in outside:
        if place.is_relative_to(folder.resolve()):
            raise UsageError(
                f"私钥 {path} 放在 {folder} 里面，可能随仓库或网站公开，不能用：换一个新的密钥，放到仓库以外"
            )
    try:
        return parse_private(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是文本"
        raise UsageError(f"不能读取日志的私钥 {path}：{reason}") from error


def save(key: PrivateKey, name: str, path: Path, *outside: Path) -> None:
    """Writes a new private key to a file that only its owner can read. Raises UsageError where one is there already,
    or where it may not lie."""
    for folder in outside:
        if path.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{path} 在仓库 {folder} 里面：私钥要放在仓库以外")
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(f"已有文件 {path}，没有覆盖：请换一个文件名") from error
    except OSError as error:
        raise UsageError(f"不能写私钥 {path}：{error.strerror}") from error
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(f"{key.format(name)}\n")


def parse_verifier(text: str) -> VerifierKey:
    """A key as readers are given it. Raises LogError for what is none."""
    name, _, rest = text.strip().partition("+")
    told, _, encoded = rest.partition("+")
    try:
        material = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        material = b""
    kind = KINDS.get(material[0]) if material else None
    if not is_name(name) or kind is None or len(material) != 1 + kind.public:
        raise LogError("这不是日志的公钥：应是“名称+编号+Base64”")
    key = VerifierKey(name, material[0], material[1:])
    if key.key_id.hex() != told:
        raise LogError("日志的公钥被改动过：编号和内容不一致")
    return key


def parse_verifiers(text: str) -> list[VerifierKey]:
    """The keys of a published list: one a line; lines that begin with # say something to people."""
    lines = [line.strip() for line in text.splitlines()]
    return [parse_verifier(line) for line in lines if line and not line.startswith("#")]


def verifiers(signers: Sequence[PrivateKey], origin: str) -> list[VerifierKey]:
    """The keys with which readers check the log of an origin."""
    return [signer.verifier(origin) for signer in signers]


def _cosigned(name: str, text: str, time: bytes) -> bytes:
    """What ML-DSA-44 signs of a checkpoint: `cosigned_message` of tlog-cosignature."""
    checkpoint = parse_text(text)
    named, origin = name.encode(), checkpoint.origin.encode()
    if len(named) > 255 or len(origin) > 255:
        raise LogError("日志的来源超过 255 字节")
    return b"".join((
        _LABEL, bytes([len(named)]), named, time, bytes([len(origin)]), origin,
        bytes(8), checkpoint.size.to_bytes(8, "big"), checkpoint.root,
    ))  # fmt: skip


@lru_cache
def _private(kind: int, seed: bytes) -> Any:
    """The key, as the library has it: loaded only where something is signed."""
    if kind == ML_DSA_44:
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

        return MLDSA44PrivateKey.from_seed_bytes(seed)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache
def _public(kind: int, public: bytes) -> Any:
    if kind == ML_DSA_44:
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

        return MLDSA44PublicKey.from_public_bytes(public)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)
