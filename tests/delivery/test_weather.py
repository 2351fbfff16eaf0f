"""Bad weather on the way to a bucket or behind rsync, and disks that are full or only read: each is a sentence in
Chinese, nothing is half published, and the next run does the rest."""

from __future__ import annotations

import os
import re
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.delivery import bucket as buckets_of
from generator.delivery import lease, rsync
from tests.support.delivering import KEYS, Target, assert_shows, assert_whole, daemon, files_of, folder
from tests.support.delivering import bucket as bucket_at
from tests.support.folders import ROOT
from tests.support.killing import kind_of, program
from tests.support.wire import Cut, Fate, Part, Reply, Silence, Watcher, wire

AGAIN = "排除原因后再发布一次，会接着做完"
# Connections of a publication by rsync, of which each in turn is broken.
STEPS = range(0, 9, 1 if "WUYI_SOAK" in os.environ else 3)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of the bucket; nobody waits long for who is gone or says nothing."""
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(lease, "PAUSE", 0.01)
    monkeypatch.setattr(lease, "PATIENCE", 3)
    monkeypatch.setattr(buckets_of, "SILENCE", 2)
    monkeypatch.setattr(rsync, "_SILENCE", 2)


@pytest.fixture
def place(buckets: str, tmp_path: Path, old: Path) -> Target:
    """A folder of the bucket with the old site."""
    target = bucket_at(buckets, tmp_path.name)
    assert run(target, old).exit_code == 0
    return target


def run(target: Target, output: Path) -> Result:
    """A publication."""
    arguments = ["publish", target.address, *target.options, "--output", str(output)]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def through(target: Target, output: Path, watcher: Watcher) -> Result:
    """A publication by a wire to the bucket."""
    port = urlsplit(target.options[1]).port or 0
    with wire(port, watcher) as between:
        return run(target._replace(options=("--endpoint", f"http://127.0.0.1:{between}")), output)


class Weather:
    """What meets requests of a kind, from the n-th on, so many times; how many it met."""

    def __init__(self, kind: str, fate: Fate, after: int = 0, times: int = 1_000_000, on_answer: bool = False) -> None:
        self._kind, self._fate, self._after, self._times, self._on_answer = kind, fate, after, times, on_answer
        self._seen = 0
        self._meant: set[int] = set()
        self.met = 0

    def __call__(self, part: Part) -> Fate:
        """What happens to a part."""
        if part.request is not None:
            self._meant.discard(part.connection)
            if re.fullmatch(self._kind, kind_of(part.request[1], part.request[0])):
                self._seen += 1
                if self._seen > self._after and self.met < self._times:
                    self._meant.add(part.connection)
        if part.connection not in self._meant or part.is_answer != self._on_answer:
            return None
        self._meant.discard(part.connection)
        self.met += 1
        return self._fate


SLOW = Reply("503 Slow Down", b"<Error><Code>SlowDown</Code></Error>")
DENIED = Reply("403 Forbidden", b"<Error><Code>AccessDenied</Code></Error>")
LATE = Reply("412 Precondition Failed", b"<Error><Code>PreconditionFailed</Code></Error>")
RACE = Reply("409 Conflict", b"<Error><Code>ConditionalRequestConflict</Code></Error>")
LOST = "连不上存储桶，或传输中断"
REFUSED = "存储桶拒绝了：密钥不对，或没有权限"


@pytest.mark.parametrize(
    ("kind", "fate", "after", "on_answer", "said"),
    [
        ("PUT file", Cut(700), 5, False, LOST),
        ("PUT file", Cut(0), 5, True, LOST),
        ("PUT file", Cut(40), 5, True, LOST),
        ("PUT file", Silence(700), 5, False, LOST),
        ("PUT file", DENIED, 5, False, REFUSED),
        ("PUT county manifest", DENIED, 0, False, REFUSED),
        ("PUT file", SLOW, 5, False, "存储桶回答 503，多次重试仍然不行"),
        ("GET county manifest", Cut(500), 0, True, LOST),
        ("GET manifest.json", Cut(500), 0, True, LOST),
        ("GET manifest.json", Silence(500), 0, True, LOST),
        ("GET bucket", Cut(500), 0, True, LOST),
        ("PUT manifest.json", DENIED, 0, False, REFUSED),
        ("PUT manifest.json", LATE, 0, False, "另一次发布抢先换了"),
        ("PUT .wuyi/lease.json", DENIED, 0, False, REFUSED),
        ("PUT .wuyi/lease.json", LATE, 1, False, "另一次发布接手了"),
        ("PUT .wuyi/touched.json", DENIED, 0, False, REFUSED),
    ],
    ids=str,
)
def test_a_storm(
    place: Target, old: Path, new: Path, kind: str, fate: Fate, after: int, on_answer: bool, said: str
) -> None:
    """What does not pass ends the publication with its sentence; readers have the old site, each file whole."""
    weather = Weather(kind, fate, after, on_answer=on_answer)
    ended = through(place, new, weather)
    assert weather.met > 0
    assert (ended.exit_code, said in ended.output) == (2, True), ended.output
    assert "程序出错" not in ended.output
    assert place.read("manifest.json") == files_of(old)["manifest.json"]
    assert_whole(place, files_of(old), files_of(new))
    finished = run(place, new)
    assert finished.exit_code == 0, finished.output
    assert_shows(place, files_of(new))
    assert "没有变化，没有发送文件" in run(place, new).output


@pytest.mark.parametrize(
    ("kind", "fate", "after", "on_answer"),
    [
        ("PUT file", Cut(700), 5, False),
        ("PUT file", Cut(0), 5, True),
        ("PUT file", SLOW, 5, False),
        ("GET manifest.json", Cut(500), 0, True),
        ("POST bucket|DELETE file", Cut(0), 0, True),
    ],
    ids=str,
)
def test_a_gust(place: Target, new: Path, kind: str, fate: Fate, after: int, on_answer: bool) -> None:
    """What passes is tried again, and nobody notices; what cannot be tried again is, by the next publication."""
    weather = Weather(kind, fate, after, times=2, on_answer=on_answer)
    ended = through(place, new, weather)
    assert weather.met > 0
    assert ended.exit_code in (0, 2), ended.output
    assert ended.exit_code == 0 or AGAIN in ended.output
    finished = run(place, new)
    assert (finished.exit_code, ended.exit_code == 0) in ((0, True), (0, False))
    assert_shows(place, files_of(new))


@pytest.mark.parametrize("path", ["manifest.json", ".wuyi/lease.json"])
def test_an_answer_that_was_lost(place: Target, new: Path, path: str) -> None:
    """A conditional write that arrived, and of which the answer did not: nobody is told that another one came first."""
    weather = Weather(f"PUT {path}", Cut(0), after=int(path != "manifest.json"), times=1, on_answer=True)
    ended = through(place, new, weather)
    assert weather.met == 1
    assert "另一次发布" not in ended.output
    finished = run(place, new)
    assert finished.exit_code == 0, finished.output
    assert_shows(place, files_of(new))


@pytest.mark.parametrize("fate", [Cut(0), Silence(0)], ids=str)
def test_rsync_that_is_cut(tmp_path: Path, old: Path, new: Path, fate: Fate) -> None:
    """A connection to rsync that breaks or falls silent in the middle of each step (`make soak`), or of every third."""
    (tmp_path / "root").mkdir()
    with daemon(tmp_path / "root", tmp_path) as address:
        target = folder(tmp_path / "root" / "a", f"{address}/a")
        assert run(target, old).exit_code == 0
        told = 0
        for step in STEPS:
            met: list[int] = []

            def watch(part: Part, step: int = step, met: list[int] = met) -> Fate:
                if part.connection != step:
                    return None
                met.append(len(part.content))
                return fate if sum(met) > 60 else None

            with wire(urlsplit(address).port or 0, watch) as between:
                ended = run(target._replace(address=f"rsync://127.0.0.1:{between}/site/a"), new)
            assert ended.exit_code in (0, 2), ended.output
            told += ended.exit_code == 2 and AGAIN in ended.output
            assert_whole(target, files_of(old), files_of(new))
            assert run(target, new).exit_code == 0
            assert_shows(target, files_of(new))
            assert run(target, old).exit_code == 0
    assert told >= len(STEPS) * 2 // 3


# ---- disks


@contextmanager
def disk(place: Path, megabytes: int) -> Iterator[None]:
    """A disk of its own at a folder, where this account may mount one."""
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def mounted_again(place: Path, option: str) -> None:
    """Another option for a disk."""
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)


IS_ROOT = os.geteuid() == 0


def limited(target: Target, output: Path) -> subprocess.CompletedProcess[str]:
    """A publication that may write no file above 20,000 bytes: what a full disk is to who may not mount one."""
    return subprocess.run(
        program(target.address, target.options, output), cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip


@pytest.mark.parametrize("by", ["folder", "rsync"])
def test_a_full_disk(tmp_path: Path, old: Path, new: Path, by: str) -> None:
    """A disk that fills up in the middle of a publication, here and behind rsync."""
    root = tmp_path / "root"
    root.mkdir()
    with daemon(root, tmp_path) as address, disk(root, 64) if IS_ROOT else _nothing():
        target = folder(root / "a", f"{address}/a" if by == "rsync" else "")
        assert run(target, old).exit_code == 0
        if IS_ROOT:
            _fill(root / "filler", 40_000)
            ended = run(target, new)
            code, said = ended.exit_code, ended.output
            reason = "磁盘已满"
        else:
            limit = limited(target, new)
            code, said, reason = limit.returncode, limit.stderr, "文件太大" if by == "folder" else ""
        assert (code, reason in said, AGAIN in said) == (2, True, True), said
        assert_shows(target, files_of(old))
        (root / "filler").unlink(missing_ok=True)
        assert run(target, new).exit_code == 0
        assert_shows(target, files_of(new))


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _fill(path: Path, rest: int) -> None:
    """Leaves so many bytes of a disk."""
    state = os.statvfs(path.parent)
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(state.f_bavail * state.f_frsize - rest, 1))


@pytest.mark.parametrize("by", ["folder", "rsync", "module"])
def test_a_target_that_is_only_read(tmp_path: Path, old: Path, new: Path, by: str) -> None:
    """A disk, or a module of rsync, that may only be read."""
    root = tmp_path / "root"
    root.mkdir()
    with daemon(root, tmp_path) as address, disk(root, 64) if IS_ROOT else _nothing():
        target = folder(root / "a", "" if by == "folder" else f"{address}/a")
        assert run(target, old).exit_code == 0
        if by == "module":
            settings = tmp_path / "rsyncd.conf"
            text = settings.read_text(encoding="utf-8")
            settings.write_text(text.replace("read only = no", "read only = yes"), encoding="utf-8")
        elif IS_ROOT:
            mounted_again(root, "ro")
        else:
            for path in (root / "a", root / "a" / "releases"):
                path.chmod(0o555)
        ended = run(target, new)
        assert (ended.exit_code, AGAIN in ended.output) == (2, True), ended.output
        assert "程序出错" not in ended.output
        assert_shows(target, files_of(old))
        if by == "module":
            settings.write_text(text, encoding="utf-8")
        elif IS_ROOT:
            mounted_again(root, "rw")
        else:
            for path in (root / "a", root / "a" / "releases"):
                path.chmod(0o755)
        assert run(target, new).exit_code == 0
        assert_shows(target, files_of(new))
