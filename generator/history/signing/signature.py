"""What a commit says of its signature: whose key, and for what. Pure; whether it is right, git says.

The form is that of OpenSSH (PROTOCOL.sshsig).
"""

from __future__ import annotations

import base64
import binascii
from typing import Final, NamedTuple

from generator.register.keys import KeyLineError, PublicKey, fingerprint, parsed, split

NAMESPACE: Final = "git"
_BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----"
_END: Final = b"-----END SSH SIGNATURE-----"
_MAGIC: Final = b"SSHSIG\0\0\0\1"


class Signature(NamedTuple):
    """A signature: its kind (`ssh`, `other` for OpenPGP and the like, `spoilt`), its key and what it was made for.

    `key` is None for a key of a kind that is not taken, whose fingerprint is `shown` all the same.
    """

    kind: str
    key: PublicKey | None = None
    shown: str = ""
    namespace: str = ""


def read(armour: bytes) -> Signature:
    """A signature as it stands in a commit."""
    text = armour.strip()
    if not text.startswith(_BEGIN):
        return Signature("other")
    body, end, _ = text.removeprefix(_BEGIN).partition(_END)
    try:
        blob = base64.b64decode(b"".join(body.split()), validate=True)
        if not end or not blob.startswith(_MAGIC):
            return Signature("spoilt")
        held, namespace = split(blob.removeprefix(_MAGIC))[:2]
        kind = split(held)[0].decode("ascii")
    except (binascii.Error, ValueError):
        return Signature("spoilt")
    try:
        key = parsed(f"{kind} {base64.b64encode(held).decode('ascii')}")
    except KeyLineError:
        key = None
    return Signature("ssh", key, fingerprint(held), namespace.decode("utf-8", "replace"))
