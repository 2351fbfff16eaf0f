"""Releases on another machine by ssh, with a real sshd: both ways to write the address, and the way back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.delivering import assert_shows, files_of, folder
from tests.support.sshd import Sshd, sshd


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sshd]:
    """A server that `ssh register.test` leads to."""
    (tmp_path / "ssh").mkdir()
    with sshd(tmp_path / "ssh") as running:
        monkeypatch.setenv("PATH", f"{running.programs}{os.pathsep}{os.environ['PATH']}")
        yield running


def run(*arguments: str) -> Result:
    """The program."""
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


@pytest.mark.parametrize("form", ["register.test:{root}", "ssh://127.0.0.1:{port}{root}"])
def test_published_and_taken_back(server: Sshd, tmp_path: Path, old: Path, new: Path, form: str) -> None:
    """Two releases, nothing for the third, and back to the first, whatever blanks and Chinese the path has."""
    root = tmp_path / "网站 一"
    root.mkdir()
    address = form.format(root=root, port=server.port)
    target = folder(root, address)
    first = run("publish", address, "--output", str(old))
    assert first.exit_code == 0, first.output
    assert_shows(target, files_of(old))
    second = run("publish", address, "--output", str(new))
    assert (second.exit_code, "第 2 版" in second.output) == (0, True), second.output
    assert_shows(target, files_of(new))
    again = run("publish", address, "--output", str(new))
    assert "没有变化，没有发送文件" in again.output
    back = run("rollback", address)
    assert (back.exit_code, "第 1 版" in back.output) == (0, True), back.output
    assert_shows(target, files_of(old))
    assert {path.name for path in root.iterdir()} == {"current", "releases"}


def test_who_may_not_log_in(server: Sshd, tmp_path: Path, old: Path, new: Path) -> None:
    """A key that the server does not know, and a server without rsync, are sentences; readers see what they saw."""
    root = tmp_path / "site"
    root.mkdir()
    address = f"register.test:{root}"
    assert run("publish", address, "--output", str(old)).exit_code == 0
    known = server.keys.read_text(encoding="utf-8")
    server.keys.write_text("", encoding="utf-8")
    refused = run("publish", address, "--output", str(new))
    assert (refused.exit_code, "ssh 连不上，或没有登录" in refused.output) == (2, True), refused.output
    server.keys.write_text(f'command="/nowhere/rsync" {known}', encoding="utf-8")
    without = run("publish", address, "--output", str(new))
    assert (without.exit_code, "对方没有 rsync" in without.output) == (2, True), without.output
    assert_shows(folder(root), files_of(old))
    server.keys.write_text(known, encoding="utf-8")
    assert shutil.which("rsync") is not None
    assert run("publish", address, "--output", str(new)).exit_code == 0
    assert_shows(folder(root), files_of(new))
