"""Bad weather at a server, with real disks, signals and pushes."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.support.disks import small_disk
from tests.support.folders import run_wuyi
from tests.support.pushing import NEXT, Office
from tests.support.repositories import commit

ABOUT = Path("content") / "pages" / "about.md"


def said_more(office: Office) -> str:
    """A commit with one more sentence."""
    about = office.clone / ABOUT
    about.write_text(about.read_text(encoding="utf-8") + "\n新的一句。\n", encoding="utf-8")
    return commit(office.clone)


def ended(office: Office, newest: str) -> list[str]:
    """What the log says of the builds that began after a commit was pushed, once that of the newest has ended."""
    office.wait_for(newest)
    return office.home.log.read_text(encoding="utf-8").splitlines()


# ---- no room on the disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    folder = tmp_path / "small"
    folder.mkdir()
    with small_disk(folder, "64m"):
        yield folder


def fill(disk: Path, left: int) -> Path:
    """Fills a disk but for so many bytes; the file that does it."""
    filler = disk / "filler"
    room = os.statvfs(disk)
    filler.write_bytes(bytes(room.f_bavail * room.f_frsize - left))
    return filler


@pytest.mark.parametrize("room", [200_000, 1_000_000])
def test_a_build_on_a_full_disk(disk: Path, tmp_path: Path, room: int) -> None:
    """The push is taken and the old site stays, file by file; log, status and next push say why. Once there is room,
    the build is done by hand."""
    office = Office(disk)
    old = office.pushed()
    site = shutil.copytree(office.home.site, tmp_path / "before")
    newest = office.append(NEXT[0])
    filler = fill(disk, room)
    done = office.push()
    assert done.is_taken, done.said
    assert "磁盘已满" in "\n".join(ended(office, newest))
    told = run_wuyi("server", "status", office.home.folder)
    assert told.returncode == 1
    assert f"网站：{old[:12]}" in told.stdout
    for path in site.rglob("*"):
        assert path.is_dir() or (office.home.site / path.relative_to(site)).read_bytes() == path.read_bytes()
    assert office.manifest()["revision"] == old
    filler.unlink()
    done = office.push("--force-with-lease", "main:again")
    assert "提醒：上一次推送" in done.said
    assert run_wuyi("server", "build", office.home.folder).returncode == 0
    assert office.manifest()["revision"] == newest


def test_no_room_to_check_in(disk: Path, tmp_path: Path) -> None:
    """Where what is pushed cannot be laid out, the push is refused with a sentence, and main stays."""
    office = Office(tmp_path)
    fill(disk, 100_000)
    done = office.push(TMPDIR=str(disk))
    assert not done.is_taken
    assert "磁盘已满；没有接受这次推送" in done.said
    assert office.home.newest() is None
    assert office.push().is_taken


# ---- pushes while a build runs


def builders(office: Office) -> list[int]:
    """The processes that build."""
    asked = f"server\0build\0{office.home.folder}\0".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().endswith(asked):
                found.append(int(path.parent.name))
        except OSError:  # it has ended meanwhile
            continue
    return found


def test_a_third_push_replaces_the_one_that_waits(tmp_path: Path) -> None:
    """While the first is built, two more are pushed: each is taken at once, and of the two only the last is built."""
    office = Office(tmp_path)
    first = office.append(NEXT[0])
    assert office.push().is_taken
    latest = monotonic() + 60
    while f"开始生成 {first[:12]}" not in office.home.log.read_text(encoding="utf-8"):
        assert monotonic() < latest
        sleep(0.01)
    building = builders(office)
    assert building
    for process in building:
        os.kill(process, signal.SIGSTOP)
    try:
        commits = [said_more(office), said_more(office)]
        for one in commits:
            assert office.push(f"{one}:main").is_taken
        away = "另一个生成过程正在运行，它结束后会接着生成最新的提交。"
        while office.home.log.read_text(encoding="utf-8").count(away) < 2:
            assert monotonic() < latest, office.home.log.read_text(encoding="utf-8")
            sleep(0.01)
    finally:
        for process in building:
            os.kill(process, signal.SIGCONT)
    begun = [line.rpartition(" ")[2] for line in ended(office, commits[1]) if "开始生成" in line]
    assert begun == [first[:12], commits[1][:12]]
    assert office.manifest()["revision"] == commits[1]
