"""Public keys: those that ssh-keygen makes are told by what they hold; whatever may not sign says why."""

from __future__ import annotations

import base64
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.register.keys import KeyLineError, PublicKey, is_private, parsed
from tests.support.signing import Holder, fingerprint

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBzuIdBAoBzDOgTbFRzaY/CfLJfFpM8VkPmQhkIpRoVa"


def line(kind: str, *fields: bytes) -> str:
    """A key of these fields, as OpenSSH writes it."""
    whole = b"".join(len(field).to_bytes(4, "big") + field for field in (kind.encode("ascii"), *fields))
    return f"{kind} {base64.b64encode(whole).decode('ascii')}"


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-3072"])
def test_keys_of_ssh_keygen(kind: str, tmp_path: Path) -> None:
    """Each kind that may sign is read, with its comment or without, and printed as ssh-keygen does."""
    holder = Holder(tmp_path, "办公室", kind=kind)
    key = parsed(f"{holder.public} 某单位 2026")
    assert key == parsed(holder.public)
    assert key.line == holder.public
    told = subprocess.run(
        ["ssh-keygen", "-l", "-f", f"{holder.private}.pub"], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert key.fingerprint == told[1] == fingerprint(holder.public)


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ("sk-ssh-ed25519@openssh.com", (bytes(32), b"ssh:")),
        ("sk-ecdsa-sha2-nistp256@openssh.com", (b"nistp256", b"\4" + bytes(64), b"ssh:")),
    ],
)
def test_keys_of_a_security_key(written: str, fields: tuple[bytes, ...]) -> None:
    """Those that live in a token may sign as well."""
    assert parsed(line(written, *fields)).kind == written


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (line("ssh-dss", b"\1" * 129, b"\1" * 21, b"\1" * 128, b"\1" * 128), "DSA"),
        (line("ssh-rsa", b"\1\0\1", b"\0" + b"\xff" * 256), "2048 位的 RSA 钥匙，至少要 3072 位"),
        (line("ssh-rsa", b"\1\0\1"), "抄得不全"),
        (line("ssh-ed25519", bytes(31)), "抄得不全"),
        (line("ssh-ed25519", bytes(32), b"more"), "抄得不全"),
        (line("ecdsa-sha2-nistp256", b"nistp384", b"\4" + bytes(64)), "抄得不全"),
        (line("ecdsa-sha2-nistp256", b"nistp256", b"\2" + bytes(32)), "抄得不全"),
        (line("ssh-ed25519-cert-v01@openssh.com", bytes(32)), "证书"),
        (line("ssh-ed448", bytes(57)), "这里不认"),
        ("ecdsa-sha2-nistp256" + ED25519.removeprefix("ssh-ed25519"), "种类和它的内容不一样"),
        (ED25519[:-4], "抄得不全"),
        ("ssh-ed25519", "不是一行 SSH 公钥"),
        ("AAAAC3NzaC1lZDI1NTE5AAAAIBzuIdBAoBzDOgTbFRzaY", "不是一行 SSH 公钥"),
    ],
)
def test_what_may_not_sign(key: str, why: str) -> None:
    """It is said what the line is instead."""
    with pytest.raises(KeyLineError, match=why):
        parsed(key)


@given(st.text(), st.integers(0, len(ED25519)), st.integers(0, 200))
def test_any_line_is_a_key_or_says_why(text: str, place: int, cut: int) -> None:
    """No line ends in anything else than a key or a reason."""
    for written in (text, ED25519[:place] + text + ED25519[place:], ED25519[:cut]):
        with suppress(KeyLineError):
            assert isinstance(parsed(written), PublicKey)


def test_private_keys_are_known(tmp_path: Path) -> None:
    """However they begin."""
    holder = Holder(tmp_path, "办公室")
    private = holder.private.read_text(encoding="ascii")
    assert is_private(private)
    assert is_private("".join(private.splitlines()[1:-1]))
    assert is_private("PuTTY-User-Key-File-3: ssh-ed25519")
    assert not is_private(holder.public)
