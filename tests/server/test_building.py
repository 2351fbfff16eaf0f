"""How a push becomes the site: one build at a time, the newest commit wins, and one that fails leaves the old site."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from generator import placing
from generator.errors import UsageError
from generator.server import building
from generator.server.building import Ended, Means, build_newest
from generator.server.home import MAIN, Home
from tests.support.folders import run_wuyi
from tests.support.pushing import NEXT, Office
from tests.support.repositories import git

ABOUT = Path("content") / "pages" / "about.md"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server with a site, and what pushes to it."""
    folder = tmp_path_factory.mktemp("begun")
    Office(folder).pushed()
    return folder


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Office:
    """One of them for each test."""
    shutil.copytree(begun, tmp_path, symlinks=True, dirs_exist_ok=True)
    made = Office(tmp_path, begun=True)
    shutil.rmtree(made.home.tree)  # it borrows objects by the place of the first one
    return made


# Of what fills a disk in a test, the part that leaves room for what became of the build.
KEPT = (
    "import generator.server.home as home\n"
    "home.disk = type('Room', (), {'write_whole': staticmethod(lambda path, text: path.write_text(text))})\n"
)


def state_of(root: Path) -> dict[str, bytes]:
    """All files below a folder."""
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found
    return found


def means(build: Callable[[], Ended], said: list[str]) -> Means:
    """What a build is done with, where nothing is made."""
    return Means(lambda data, content, output: build(), str, lambda: "2023-01-01", said.append)


# ---- a push


def test_a_push_becomes_the_site(office: Office) -> None:
    """The site is that of the commit, by the manifest of itself; status says so."""
    newest = office.append(NEXT[0])
    assert office.pushed() == newest
    assert office.manifest()["revision"] == newest
    assert "2022-12-02" in (office.home.site / "990101" / "events.csv").read_text(encoding="utf-8")
    told = run_wuyi("server", "status", office.home.folder)
    assert told.returncode == 0, told.stdout
    assert f"网站：{newest[:12]}" in told.stdout
    assert "已是最新" in told.stdout


def test_who_pushed_is_let_go(office: Office, tmp_path: Path) -> None:
    """The terminal is free while the site is built, however long that takes: nothing of it is held open."""
    slow, begun = tmp_path / "slow", tmp_path / "begun"
    os.mkfifo(begun)
    slow.write_text(f'#!/bin/sh\necho $$ > "{begun}"\nexec sleep 600\n', encoding="utf-8")
    slow.chmod(0o755)
    hook = office.home.folder / "hooks" / "post-receive"
    text = hook.read_text(encoding="utf-8")
    start = text.index("setsid ") + len("setsid ")
    hook.write_text(f"{text[:start]}{slow}{text[text.index(' server build') :]}", encoding="utf-8")
    office.append(NEXT[0])
    done = office.push()  # until both its outputs are closed
    assert done.is_taken, done.said
    assert "已接受，正在生成网站" in done.said
    os.kill(int(begun.read_text(encoding="utf-8")), signal.SIGKILL)


def test_a_branch_is_not_built(office: Office) -> None:
    """Only main is published."""
    before = office.home.log.read_bytes()
    git(office.clone, "checkout", "-q", "-b", "draft")
    office.append(NEXT[0])
    done = office.push("draft")
    assert done.is_taken, done.said
    assert "正在生成" not in done.said
    assert office.home.log.read_bytes() == before


# ---- bad weather


@pytest.mark.parametrize("writes", [0, 230])
def test_a_full_disk_leaves_the_old_site(office: Office, writes: int) -> None:
    """The log, the status and the next push say why; once there is room, the build is done by hand or the next push."""
    hook = office.home.folder / "hooks" / "post-receive"
    text = hook.read_text(encoding="utf-8")
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    hook.chmod(0o755)
    about = office.clone / ABOUT
    about.write_text(about.read_text(encoding="utf-8") + "\n新的一句。\n", encoding="utf-8")
    office.append(NEXT[0])
    assert office.push().is_taken
    before, live = state_of(office.home.site), office.home.state().live
    full = (
        "import errno, os, sys\n"
        "from generator.build import disk\n"
        "from generator.cli import main\n"
        "real, left = disk.write, [WRITES]\n"
        "def write(path, content):\n"
        "    left[0] -= 1\n"
        "    if left[0] < 0: raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)\n"
        "    real(path, content)\n"
        "disk.write = write\n"
        "sys.argv[0] = 'wuyi'\n"
        f"{KEPT}main()\n"
    )
    ended = run_wuyi("server", "build", office.home.folder, script=full.replace("WRITES", str(writes)))
    assert ended.returncode == 1, ended.stdout
    assert "磁盘已满；原来的网站没有被半途替换" in ended.stdout
    assert "没有生成，网站仍是原来的" in ended.stdout
    assert state_of(office.home.site) == before
    assert office.home.state().live == live
    # Where there is no room even to write down what became of it, the log has it.
    ended = run_wuyi("server", "build", office.home.folder, script=full.replace("WRITES", "0").replace(KEPT, ""))
    assert (ended.returncode, ended.stdout.count("磁盘已满")) == (1, 2)
    assert state_of(office.home.site) == before
    told = run_wuyi("server", "status", office.home.folder)
    assert told.returncode == 1
    assert "磁盘已满" in told.stdout
    assert f"wuyi server build {office.home.folder}" in told.stdout
    hook.write_text(text, encoding="utf-8")
    newest = office.append(NEXT[1])
    done = office.push()
    assert "提醒：上一次推送" in done.said
    assert "磁盘已满" in done.said
    office.wait_for(newest)
    assert office.manifest()["revision"] == newest


def test_what_was_cut_off_is_said_and_done_later(office: Office) -> None:
    """A build that never came to its end: status says that none runs, and `server build` does it."""
    hook = office.home.folder / "hooks" / "post-receive"
    hook.unlink()
    newest = office.append(NEXT[0])
    assert office.push().is_taken
    told = run_wuyi("server", "status", office.home.folder)
    assert told.returncode == 1
    assert "最新的提交没有生成，也没有在生成" in told.stdout
    (office.home.own / "tree" / ".git").mkdir(parents=True)  # killed where the tree was begun
    shutil.rmtree(office.home.tree)
    assert run_wuyi("server", "build", office.home.folder).returncode == 0
    assert office.manifest()["revision"] == newest


def test_no_folder_of_a_server(tmp_path: Path) -> None:
    """Another folder is told, and nothing is made in it."""
    ended = run_wuyi("server", "status", tmp_path)
    assert (ended.returncode, [*tmp_path.iterdir()]) == (2, [])
    assert "不是 wuyi init-server 建的服务器文件夹" in ended.stderr


# ---- one at a time


def test_the_newest_of_several_wins(office: Office) -> None:
    """Pushes that come while a build runs: what lies between is passed over."""
    commits = [office.append(line) for line in NEXT]
    git(office.home.folder, "fetch", "-q", office.clone, "main:refs/heads/kept")
    first, built = str(office.home.newest()), []

    def build() -> Ended:
        built.append(str(office.home.newest()))
        if len(built) == 1:
            for newest in commits:
                git(office.home.folder, "update-ref", MAIN, newest)
        return Ended(True, ())

    assert build_newest(office.home, means(build, []))
    assert built == [first, commits[-1]]
    assert office.home.state().live == commits[-1]


def test_a_second_one_goes_away(office: Office) -> None:
    """It says that the first goes on with the newest commit, and builds nothing."""
    said: list[str] = []
    with office.home.lock.open("w") as lock:
        assert placing.locked(lock)
        assert build_newest(office.home, means(lambda: pytest.fail("built"), said))
    assert said == ["另一个生成过程正在运行，它结束后会接着生成最新的提交。"]


def test_a_push_at_the_very_end_is_not_forgotten(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that comes between the last look at main and the end of the lock finds it held, and goes away: it is seen
    after."""
    (newest,) = [office.append(NEXT[0])]
    git(office.home.folder, "fetch", "-q", office.clone, "main:refs/heads/kept")
    old = str(office.home.newest())
    answers = iter([old, old, newest, newest, newest, newest])
    monkeypatch.setattr(Home, "newest", lambda self: next(answers))
    built: list[None] = []

    def build() -> Ended:
        built.append(None)
        return Ended(True, ())

    assert build_newest(office.home, means(build, []))
    assert (len(built), office.home.state().live) == (2, newest)


def test_whether_one_runs_turns_nobody_away(office: Office) -> None:
    """Status asks by a lock of its own: while it is asked, a build can begin."""
    asked: list[bool] = []

    def build() -> Ended:
        asked.append(building.runs(office.home))
        return Ended(True, ())

    assert not building.runs(office.home)
    assert build_newest(office.home, means(build, []))
    assert asked == [True]
    assert not building.runs(office.home)


@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError(errno.ENOSPC, "no room"), "[Errno 28] no room"), (UsageError("git 没有做成"), "git 没有做成")],
)
def test_whatever_ends_a_build_is_kept(office: Office, error: Exception, told: str) -> None:
    """What failed is known to the next push, and the site is the one before."""
    live = office.home.state().live

    def build() -> Ended:
        raise error

    assert not build_newest(office.home, means(build, []))
    state = office.home.state()
    assert (state.is_done, state.said, state.live) == (False, (told,), live)


# ---- what tells the old from the new


def seconds_of(root: Path) -> dict[str, float]:
    """The times of all files below a folder."""
    return {path.relative_to(root).as_posix(): path.stat().st_mtime for path in root.rglob("*") if path.is_file()}


def test_times_of_files_are_those_of_their_content(office: Office) -> None:
    """Whenever a build runs, and wherever: all files say by their time what they hold, and one that stays keeps it."""
    before = seconds_of(office.home.site)
    office.append(NEXT[0])
    office.pushed()
    after, held = seconds_of(office.home.site), state_of(office.home.site)
    assert after == {path: placing.second_of(sha256(content).hexdigest()) for path, content in held.items()}
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    assert 0 < len(changed) < len(before) / 2
    # All of it made anew: the same times.
    shutil.rmtree(office.home.site)
    shutil.rmtree(office.home.own / ".site.build")
    assert run_wuyi("server", "build", office.home.folder).returncode == 0
    again = state_of(office.home.site)
    assert again == held
    assert seconds_of(office.home.site) == after
