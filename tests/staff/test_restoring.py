"""A register comes back from its backup, as docs/upgrade.md tells: the clone is whole, and the site that of before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.copies import Server, served
from tests.support.founding import arguments, files, run
from tests.support.repositories import commit, git

STEPS: Final = (
    "--assessed", "2022-12-05", "--applied", "2022-12-05", "--reviewed", "2022-12-06", "--certified", "2022-12-06",
)  # fmt: skip
LIST: Final = "关于公布第一批无疫小区的通告\n2022年12月7日\n无疫小区（2个）\n中和街道\n凤凰社区：甲苑、乙苑\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    """A published site (`www`), with its register on a server, and what is kept of both: `backup.git`, `copy`.

    Then everything but the backup, the copy and what is published is lost.
    """
    assert run(tmp_path, *arguments("mine"), "--since", "2022-11-20").exit_code == 0
    git(tmp_path, "init", "-q", "--bare", "--initial-branch=main", "server.git")
    mine = tmp_path / "mine"
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")
    taken = run(mine, "import", tmp_path / "list.txt", "--county", "500241", *STEPS, "--yes",
                "--settings", tmp_path / "settings")  # fmt: skip
    assert taken.exit_code == 0, taken.output
    commit(mine)
    git(mine, "push", "-q", tmp_path / "server.git", "main")
    assert run(mine, "build", "--quiet", "--output", tmp_path / "www").exit_code == 0
    git(tmp_path, "clone", "-q", "--mirror", "server.git", "backup.git")
    with served(tmp_path / "www") as server:
        assert run(tmp_path, "sync", server.url, "copy").exit_code == 0
        shutil.rmtree(mine)
        shutil.rmtree(tmp_path / "server.git")
        yield server


def test_everything_comes_back(site: Server, tmp_path: Path) -> None:
    """The clone is checked and built to the same bytes; what is published, and the copy of it, agree with it."""
    home = tmp_path
    git(home, "clone", "-q", "backup.git", "restored")
    restored = home / "restored"
    assert run(restored, "check").exit_code == 0
    assert run(restored, "build", "--quiet").exit_code == 0
    assert files(restored / "site") == files(home / "www")
    site.root = restored / "site"
    verified = run(home, "verify", site.url)
    assert (verified.exit_code, verified.output.startswith("一致：")) == (0, True), verified.output
    assert run(home, "sync", site.url, "copy").exit_code == 0
    # A new server gets it all from the backup.
    git(home, "init", "-q", "--bare", "--initial-branch=main", "server.git")
    git(home / "backup.git", "push", "-q", "--mirror", home / "server.git")
    assert git(home / "server.git", "rev-parse", "main") == git(restored, "rev-parse", "HEAD")


def test_an_older_backup_is_found_out(site: Server, tmp_path: Path) -> None:
    """Where the last commit is missing, the copy that was kept says so, and stays as it is."""
    home = tmp_path
    git(home, "clone", "-q", "backup.git", "restored")
    restored = home / "restored"
    git(restored, "reset", "-q", "--hard", "HEAD~1")
    assert run(restored, "build", "--quiet").exit_code == 0
    site.root = restored / "site"
    kept = files(home / "copy")
    told = run(home, "sync", site.url, "copy")
    assert (told.exit_code, "倒退了" in told.output, "没有改动 copy" in told.output) == (1, True, True), told.output
    assert files(home / "copy") == kept
