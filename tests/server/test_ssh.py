"""Pushes as people make them: to a real sshd, by an account that may do nothing but push and fetch."""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.support.pushing import NEXT, SURROUNDINGS, Office
from tests.support.repositories import git
from tests.support.servers import free_port, listening, running
from tests.support.tools import require_tool

SSHD: Final = "/usr/sbin/sshd"
# What docs/hosting.md says of a key: with the shell of the account that it names, the same.
ALLOWED: Final = 'restrict,command="git-shell -c \\"$SSH_ORIGINAL_COMMAND\\""'


class Line(NamedTuple):
    """An office that pushes by ssh, and the command that it does that with."""

    office: Office
    ssh: str
    host: str
    port: int

    def push(self, *what: str) -> tuple[bool, str]:
        """Whether a push was taken, and what the terminal showed."""
        done = self.office.push(*what, GIT_SSH_COMMAND=self.ssh)
        return done.is_taken, done.said


def key(path: Path) -> str:
    """A new key without a passphrase; its public half."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path.with_suffix(".pub").read_text(encoding="utf-8").strip()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """An sshd on this machine that lets one key in."""
    require_tool(SSHD, "ssh", "ssh-keygen", "git-shell")
    folder = tmp_path / "sshd"
    folder.mkdir()
    key(folder / "host")
    (folder / "allowed").write_text(f"{ALLOWED} {key(folder / 'own')}\n", encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # an sshd of root asks for it
    port = free_port()
    settings = {
        "ListenAddress": f"127.0.0.1:{port}", "HostKey": folder / "host", "PidFile": "none", "UsePAM": "no",
        "AuthorizedKeysFile": folder / "allowed", "StrictModes": "no", "PasswordAuthentication": "no",
        "PermitRootLogin": "forced-commands-only", "AcceptEnv": "LANG",
        "SetEnv": f"PYTHONPATH={SURROUNDINGS['PYTHONPATH']} GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL={os.devnull}",
    }  # fmt: skip
    config = folder / "config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), encoding="utf-8")
    office = Office(tmp_path)
    git(office.clone, "remote", "set-url", "server", f"ssh://{getpass.getuser()}@127.0.0.1:{port}{office.home.folder}")
    ssh = (
        f"ssh -F none -i {folder / 'own'} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no "
        f"-o UserKnownHostsFile={folder / 'known'} -o LogLevel=ERROR"
    )
    with running([SSHD, "-D", "-e", "-f", str(config)], folder) as server:
        listening(server, port, folder)
        yield Line(office, ssh, f"{getpass.getuser()}@127.0.0.1", port)


def test_a_push_by_ssh_becomes_the_site(line: Line) -> None:
    """The terminal is told and let go, and the site is that of the commit; a push with errors is refused, with the
    findings in the terminal, in Chinese; the key opens nothing else."""
    office = line.office
    is_taken, said = line.push()
    assert is_taken, said
    assert "已接受，正在生成网站" in said
    newest = git(office.clone, "rev-parse", "main")
    office.wait_for(newest)
    assert office.manifest()["revision"] == newest
    office.append(NEXT[0].replace("990101001001-001", "990101001001-009"))
    is_taken, said = line.push()
    assert not is_taken
    assert "错误 E401  data/registers/990101/events.csv 第 27 行 area_id 列" in said
    assert "检查没有通过，没有接受这次推送" in said
    assert office.home.newest() == newest
    assert office.manifest()["revision"] == newest
    other = subprocess.run(
        [*line.ssh.split(), "-p", str(line.port), line.host, "cat", "/etc/passwd"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (other.returncode, other.stdout) == (128, "")
    assert "unrecognized command" in other.stderr
