"""A disk that is full, or may only be read: each command says so in a sentence, and what stood stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.copies.test_sync import NOW, tree
from tests.support.copies import copied, served
from tests.support.disks import small_disk
from tests.support.folders import ROOT, example_data
from tests.support.importing import LIST, RECORDED, WAY, county
from tests.support.written import CODE

# Bytes that are left on the disk: none, for a first file, for some of them.
ROOMS: Final = (0, 8_192, 65_536, 400_000)
WHAT: Final = ("build", "import", "sync")
# What stands beside the result while a command works.
ASIDE: Final = re.compile(r"^(\.site\.build|\.copy\.sync|filler)")

Command = list[str]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    folder = tmp_path / "small"
    folder.mkdir()
    with small_disk(folder, "64m"):
        yield folder


@pytest.fixture
def prepared(disk: Path, tmp_path: Path, example_site: Path, later_site: Path) -> Iterator[Callable[[str], Command]]:
    """What puts the state before a command onto the disk, and gives the command."""
    with served(copied(example_site, tmp_path / "www")) as server:

        def prepare(what: str) -> Command:
            if what == "import":
                data = county(disk)
                (tmp_path / "名单.txt").write_text(LIST, encoding="utf-8")
                options = ["--recorded-at", RECORDED, "--settings", str(tmp_path / "settings"), "--yes"]
                return ["import", str(tmp_path / "名单.txt"), "--county", CODE, "--data", str(data), *options, *WAY,
                        "--assessed", "2022-12-05"]  # fmt: skip
            if what == "sync":
                command = ["sync", server.url, str(disk / "copy"), "--now", NOW, "--quiet"]
                assert CliRunner().invoke(main, command).exit_code == 0
                shutil.rmtree(server.root)
                shutil.copytree(later_site, server.root)
                return command
            data = example_data(tmp_path / "register")
            command = ["build", "--data", str(data), "--content", str(ROOT / "content"), "--workers", "1", "--quiet",
                       "--output", str(disk / "site")]  # fmt: skip
            assert CliRunner().invoke(main, command).exit_code == 0
            settings = data / "site.json"
            text = settings.read_text(encoding="utf-8")
            settings.write_text(text.replace("https://register.example", "https://other.example"), encoding="utf-8")
            return command

        yield prepare


def fill(disk: Path, left: int) -> None:
    """Fills a disk but for so many bytes."""
    room = os.statvfs(disk)
    with (disk / "filler").open("wb") as file:
        file.write(bytes(max(0, room.f_bavail * room.f_frsize - left)))


def standing(disk: Path) -> dict[str, str]:
    """What stands on the disk, without what a command has beside it while it works, or will put right next time."""
    return {path: digest for path, digest in tree(disk).items() if not ASIDE.match(path)}


def refused(command: Command) -> str:
    """The last line of what a command says that ends because of the disk."""
    ended = CliRunner().invoke(main, command)
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 2, ended.output
    assert "程序出错" not in ended.output
    return ended.output.strip().splitlines()[-1]


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("what", WHAT)
def test_a_full_disk(disk: Path, prepared: Callable[[str], Command], what: str, room: int) -> None:
    """It is said, nothing is half; with room again the same command does it."""
    command = prepared(what)
    before = standing(disk)
    fill(disk, room)
    ended = CliRunner().invoke(main, command)
    if ended.exit_code == 0:
        assert room > 8_192, "it was done without room"
    else:
        assert "磁盘已满" in refused(command)
        assert standing(disk) == before
    (disk / "filler").unlink()
    ended = CliRunner().invoke(main, command)
    assert ended.exit_code in (0, 1), ended.output
    assert standing(disk) != before


@pytest.mark.parametrize("what", WHAT)
def test_a_disk_that_is_only_read(disk: Path, prepared: Callable[[str], Command], what: str) -> None:
    """The same of a disk that may only be read."""
    command = prepared(what)
    before = standing(disk)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run([*sudo, "mount", "-o", "remount,ro", disk], check=True)
    assert "只读" in refused(command) or "只能读" in refused(command)
    assert standing(disk) == before
    subprocess.run([*sudo, "mount", "-o", "remount,rw", disk], check=True)
    ended = CliRunner().invoke(main, command)
    assert ended.exit_code == 0, ended.output
    assert standing(disk) != before
