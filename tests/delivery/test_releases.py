"""A folder with releases: how many stay, the way back, times of files, foreign files, and bad weather."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import placing
from generator.cli import main
from generator.delivery import site
from tests.support.delivering import Target, assert_shows, daemon, files_of, folder
from tests.support.folders import ROOT


@pytest.fixture(params=["folder", "rsync"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """An empty folder, here and behind rsync; `root` of the test is where it lies."""
    (tmp_path / "root").mkdir()
    place = tmp_path / "root" / "target"
    if request.param == "folder":
        yield folder(place)
        return
    (tmp_path / "work").mkdir()
    with daemon(tmp_path / "root", tmp_path / "work") as address:
        yield folder(place, f"{address}/target")


@pytest.fixture
def place(target: Target, tmp_path: Path) -> Path:
    """Where the target lies on this machine."""
    return tmp_path / "root" / "target"


def run(*arguments: str) -> Result:
    """The program."""
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def published(target: Target, output: Path, *options: str) -> Result:
    """A publication that went well."""
    ended = run("publish", target.address, "--output", str(output), *options)
    assert ended.exit_code == 0, ended.output
    return ended


def numbers(place: Path) -> list[int]:
    """The releases that stand there."""
    return sorted(int(path.name.partition("-")[0]) for path in (place / "releases").iterdir())


def test_the_last_ones_stay(target: Target, place: Path, old: Path, new: Path) -> None:
    """`--keep` releases stay, the current one among them, and unchanged files take no room."""
    for output in (old, new, old, new):
        published(target, output, "--keep", "3")
    assert numbers(place) == [2, 3, 4]
    assert "第 4 版" in published(target, new).output
    same = {path: content for path, content in files_of(old).items() if files_of(new).get(path) == content}
    path = min(same)
    inodes = {release.joinpath(path).stat().st_ino for release in (place / "releases").iterdir()}
    assert len(inodes) == 1


def test_back_to_an_earlier_one(target: Target, place: Path, old: Path, new: Path) -> None:
    """`rollback` shows the release before, or the one that is named; what comes next is a new one."""
    published(target, old)
    published(target, new)
    assert "第 1 版" in run("rollback", target.address).output
    assert_shows(target, files_of(old))
    nothing = run("rollback", target.address)
    assert (nothing.exit_code, "没有更早的版本可以退回；现有的版本：1、2" in nothing.output) == (2, True), (
        nothing.output
    )
    assert "第 2 版" in run("rollback", target.address, "--to", "2").output
    assert_shows(target, files_of(new))
    unknown = run("rollback", target.address, "--to", "7")
    assert (unknown.exit_code, "没有第 7 版" in unknown.output) == (2, True), unknown.output
    run("rollback", target.address, "--to", "1")
    published(target, new)
    assert_shows(target, files_of(new))


def test_times_follow_the_content(target: Target, place: Path, old: Path, new: Path) -> None:
    """A file of other content has another time, so that servers do not answer that it is what it was."""
    published(target, old)
    before = {path: (place / "current" / path).stat().st_mtime for path in files_of(old)}
    published(target, new)
    changed = [path for path, content in files_of(new).items() if files_of(old).get(path, content) != content]
    assert len(changed) > 5
    assert [path for path in changed if (place / "current" / path).stat().st_mtime == before[path]] == []
    times = {path: (place / "current" / path).stat().st_mtime for path in files_of(new)}
    entries = site.built(new).files
    assert {path: times[path] for path in entries} == {path: site.time_of(entry) for path, entry in entries.items()}


def test_foreign_files(target: Target, place: Path, new: Path) -> None:
    """A folder with something else in it is refused; with a word it is taken, and what lay there stays and is told."""
    place.mkdir()
    (place / "family.jpg").write_bytes(b"picture")
    refused = run("publish", target.address, "--output", str(new))
    assert (refused.exit_code, "family.jpg" in refused.output, "--adopt" in refused.output) == (2, True, True)
    assert [path.name for path in place.iterdir()] == ["family.jpg"]
    taken = published(target, new, "--adopt")
    (place / "releases" / "mine").mkdir()
    again = published(target, new)
    assert "不是名录的文件，没有动：family.jpg" in taken.output
    assert "不是名录的文件，没有动：releases/mine" in again.output
    assert (place / "family.jpg").read_bytes() == b"picture"
    assert (place / "releases" / "mine").is_dir()


def test_a_link_of_someone_else(target: Target, place: Path, new: Path) -> None:
    """`current` that is not ours is never replaced, whatever is said."""
    place.mkdir()
    (place / "current").mkdir()
    ended = run("publish", target.address, "--output", str(new), "--adopt")
    assert (ended.exit_code, "不是 wuyi publish 的链接" in ended.output) == (2, True), ended.output


def test_a_file_that_was_lost_there(tmp_path: Path, new: Path) -> None:
    """Files of the current release that are gone or cut off are written anew by the next publication."""
    target = folder(tmp_path / "target")
    published(target, new)
    (tmp_path / "target" / "current" / "robots.txt").unlink()
    (tmp_path / "target" / "current" / "index.html").write_bytes(b"<")
    assert "发送 3 个文件" in published(target, new).output  # and the root's manifest
    assert_shows(target, files_of(new))


def test_another_one_at_work(tmp_path: Path, new: Path) -> None:
    """While one publisher writes into a folder, another one is told, with exit status 2."""
    target = folder(tmp_path / "target")
    published(target, new)
    with (tmp_path / "target" / ".wuyi.lock").open("a") as file:
        assert placing.locked(file)
        for command in (["publish", "--output", str(new)], ["rollback"]):
            ended = run(command[0], target.address, *command[1:])
            assert (ended.exit_code, "另一次发布正在写入" in ended.output) == (2, True), ended.output


def test_no_room(tmp_path: Path, old: Path, new: Path) -> None:
    """A disk that takes no more ends it with a sentence; readers see the old site, and the next run does the rest."""
    target = folder(tmp_path / "target")
    published(target, old)
    ended = subprocess.run(
        [sys.executable, "-m", "generator", "publish", target.address, "--output", str(new)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert ended.returncode == 2
    assert "文件太大；读者看到的没有被半途替换" in ended.stderr
    assert_shows(target, files_of(old))
    published(target, new)
    assert_shows(target, files_of(new))


def test_no_right_to_write(tmp_path: Path, new: Path) -> None:
    """A target that is a file is a sentence."""
    (tmp_path / "target").write_bytes(b"")
    ended = run("publish", str(tmp_path / "target"), "--output", str(new))
    assert (ended.exit_code, "不是文件夹" in ended.output) == (2, True), ended.output


def test_connection_that_is_lost(tmp_path: Path, old: Path, new: Path) -> None:
    """A server that is gone, or knows no such module, is a sentence; readers see what they saw."""
    (tmp_path / "root").mkdir()
    with daemon(tmp_path / "root", tmp_path) as address:
        published(folder(tmp_path / "root" / "a", f"{address}/a"), old)
        module = run("publish", f"{address.removesuffix('site')}other/a", "--output", str(new))
        assert (module.exit_code, "rsync 的服务没有接受" in module.output) == (2, True), module.output
    gone = run("publish", f"{address}/a", "--output", str(new))
    assert (gone.exit_code, "连不上，或连接断了" in gone.output) == (2, True), gone.output
    assert_shows(folder(tmp_path / "root" / "a"), files_of(old))


def test_without_rsync(tmp_path: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program it is said how to get it."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    ended = run("publish", "www@register.example:/srv", "--output", str(new))
    assert (ended.exit_code, "请先安装它" in ended.output) == (2, True), ended.output


def test_read_by_others(target: Target, place: Path, new: Path) -> None:
    """Files and folders can be read by a server of another account, whatever the mask of the publisher."""
    mask = os.umask(0o077)
    try:
        published(target, new)
    finally:
        os.umask(mask)
    release = (place / "current").resolve()
    assert {path.stat().st_mode & 0o777 for path in release.rglob("*") if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in [release, *release.rglob("*")] if path.is_dir()} == {0o755}
