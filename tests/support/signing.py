"""People with keys of SSH, and what they commit: by the real ssh-keygen and git."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.support.repositories import git

HEADER: Final = "county,principal,key,valid_from,valid_until,role,threshold\n"


class Holder:
    """Somebody with a key; that of `seed` is the same each time."""

    def __init__(self, folder: Path, name: str, *, kind: str = "ed25519", seed: str = "") -> None:
        self.name = name
        self.private = folder / f"{name}.key"
        folder.mkdir(parents=True, exist_ok=True)
        if seed:
            key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
            self.private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
            self.private.chmod(0o600)
            self.public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")
        else:
            size = ("-b", kind.partition("-")[2]) if "-" in kind else ()
            _run("ssh-keygen", "-q", "-t", kind.partition("-")[0], *size, "-N", "", "-C", name, "-f", str(self.private))
            self.public = self.private.with_name(f"{name}.key.pub").read_text(encoding="utf-8").rpartition(" ")[0]

    def row(self, county: str, since: str = "2020-01-01", until: str = "", role: str = "sign", most: str = "") -> str:
        """A line of authorities.csv for this key."""
        return f"{county},{self.name},{self.public},{since},{until},{role},{most}\n"

    @property
    def settings(self) -> tuple[str, ...]:
        """With which git signs as this one."""
        return ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.private}")

    def git(self, folder: Path, *arguments: str | Path, **more: Any) -> str:
        """Git with this one's key; `-S` signs."""
        return git(folder, *self.settings, *arguments, **more)

    def commit(self, folder: Path, message: str = "state", when: str | None = None) -> str:
        """Commits everything, signed; the id of the commit."""
        git(folder, "add", "-A")
        self.git(folder, "commit", "-q", "-S", "--allow-empty", "-m", message, when=when)
        return git(folder, "rev-parse", "HEAD")

    def signature(self, content: bytes, namespace: str, folder: Path) -> str:
        """A signature of something, made for something."""
        path = folder / "signed"
        path.write_bytes(content)
        _run("ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.private), str(path))
        return (folder / "signed.sig").read_text(encoding="ascii")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def fingerprint(public: str) -> str:
    """As ssh-keygen prints it, made without the code that is tested."""
    blob = base64.b64decode(public.split(" ")[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def resigned(folder: Path, content: bytes, armour: str) -> str:
    """A commit (its content without a signature) with this signature, written by hand; its id."""
    head, _, message = content.partition(b"\n\n")
    lines = armour.rstrip("\n").replace("\n", "\n ")
    whole = head + b"\ngpgsig " + lines.encode("ascii") + b"\n\n" + message
    path = folder / "commit.raw"
    path.write_bytes(whole)
    made = git(folder, "hash-object", "-t", "commit", "-w", path)
    path.unlink()
    return made
