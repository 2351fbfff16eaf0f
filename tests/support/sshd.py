"""A real sshd on this machine, with keys of its own, that the program's `ssh` finds by the name `register.test`."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests.support.delivering import free_port, listening
from tests.support.tools import require_tool

SSHD: Final = "/usr/sbin/sshd"
# Where sshd separates its privileges, when it is started by root.
_EMPTY: Final = Path("/run/sshd")


class Sshd(NamedTuple):
    """Its port, the folder whose `ssh` comes first on the path, and the file of the keys that may log in."""

    port: int
    programs: Path
    keys: Path


@contextmanager
def sshd(work: Path) -> Iterator[Sshd]:
    """A server for as long as the context lasts."""
    require_tool(SSHD, "ssh", "ssh-keygen", "rsync")
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)], check=True)
    port, keys = free_port(), shutil.copyfile(work / "key.pub", work / "keys")
    known = work / "known"
    host = (work / "host.pub").read_text(encoding="utf-8")
    known.write_text(f"[127.0.0.1]:{port} {host}", encoding="utf-8")
    (work / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {work}/host\nAuthorizedKeysFile {keys}\nPidFile none\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        "PermitRootLogin prohibit-password\n",
        encoding="utf-8",
    )
    (work / "ssh_config").write_text(
        f"Host register.test 127.0.0.1\n  HostName 127.0.0.1\n  Port {port}\n  User {getpass.getuser()}\n"
        f"  IdentityFile {work}/key\n  IdentitiesOnly yes\n  UserKnownHostsFile {known}\n  BatchMode yes\n",
        encoding="utf-8",
    )
    programs = work / "programs"
    programs.mkdir()
    ssh = programs / "ssh"
    real = shlex.quote(shutil.which("ssh") or "")
    ssh.write_text(f'#!/bin/sh\nexec {real} -F {shlex.quote(str(work / "ssh_config"))} "$@"\n', encoding="utf-8")
    ssh.chmod(0o755)
    if os.geteuid() == 0:
        _EMPTY.mkdir(exist_ok=True)
    with listening([SSHD, "-D", "-e", "-f", str(work / "sshd_config")], port, work):
        yield Sshd(port, programs, keys)
