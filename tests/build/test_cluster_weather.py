"""Bad weather on a cluster: processes and networks that fail in the middle of a county, as they do in earnest.

A build goes on, or ends with one sentence that says what failed, and where; then nothing is published, nothing is left,
and the next one finishes. Either way the site is that of one machine, byte for byte.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.build.staging import Stage
from tests.build.test_conductor import digests
from tests.support.clusters import WATCHED, running, told, until
from tests.support.folders import ROOT, example_data, run_wuyi

# What a worker does at each county.
STOPS: Final = f"{WATCHED}\ndef met():\n    if first({{flag!r}}):\n        os.kill(os.getpid(), signal.SIGSTOP)\n"
WAITS: Final = f"{WATCHED}\ndef met():\n    first({{flag!r}})\n    wait({{other!r}})\n"
TOUCHES: Final = f"{WATCHED}\ndef met():\n    first({{flag!r}})\n"
# At the beginning of a batch somebody ends at once.
ENDS: Final = """
import os, signal
from generator.build import elsewhere
def end(self, task):
    os.kill({pid}, signal.SIGKILL)
elsewhere.Elsewhere.__call__ = end
"""
# More and more memory is taken.
TAKES: Final = f"""{WATCHED}
def met():
    held = []
    for _ in range(60):
        held.append(b"x" * 20_000_000)
        time.sleep(0.05)
"""
STRANGE: Final = "from generator.build import cache\ncache.program = lambda: '0' * 64\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site as one machine makes it."""
    folder = tmp_path_factory.mktemp("here")
    done = run_wuyi(*asked(folder, example_data(folder)))
    assert done.returncode == 0, done.stderr
    return digests(folder / "site")


def asked(folder: Path, data: Path) -> list[str | Path]:
    """What is asked of the program."""
    return [
        "build", "--data", data, "--content", ROOT / "content", "--output", folder / "site", "--workers", "1",
        "--quiet", "--as-of", "2022-12-31",
    ]  # fmt: skip


def left(folder: Path) -> list[Path]:
    """What of a build lies about that is neither published nor of use to the next one."""
    home = Stage(folder / "site").home
    return [path for name in ("stage", "drafts", "fresh", "journal.json") for path in (home / name).rglob("*")]


def test_a_worker_that_hangs_from_the_beginning_is_named(tmp_path: Path) -> None:
    """One that stopped before does not answer what it is like: a sentence names it, and no work begins."""
    data = example_data(tmp_path)
    with running(tmp_path, "", "", DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="5 minutes") as cluster:
        cluster.stop(1)
        status, _, said = cluster.ended(*asked(tmp_path, data), "--cluster-timeout", "5")
        assert (status, len(said.splitlines())) == (2, 1), said
        assert "没有回答：它停住了，或网络不通；请结束它，再运行一次" in said
        assert not (tmp_path / "site").exists()
        assert left(tmp_path) == []


def test_a_build_goes_on_without_a_worker_that_hangs(tmp_path: Path, here: dict[str, str]) -> None:
    """A worker that stops in the middle of a county is given up by the scheduler, and another one does its batch."""
    data, flag = example_data(tmp_path), tmp_path / "stopped"
    with running(tmp_path, *[STOPS.format(flag=str(flag))] * 2) as cluster:
        assert cluster.ended(*asked(tmp_path, data))[::2] == (0, "")
        assert flag.exists()
    assert digests(tmp_path / "site") == here
    assert left(tmp_path) == []


def test_a_build_goes_on_without_a_worker_that_is_cut_off(tmp_path: Path, here: dict[str, str]) -> None:
    """The network of a worker goes down in the middle of a county, which it makes all the same: another one makes it
    once more, and the site holds it once."""
    data, flag, other = example_data(tmp_path), tmp_path / "begun", tmp_path / "cut"
    with running(tmp_path, WAITS.format(flag=str(flag), other=str(other)), "") as cluster:
        process = cluster.wuyi(*asked(tmp_path, data))
        until(flag.exists)
        cluster.cut(0)
        other.touch()
        assert told(process)[::2] == (0, "")
    assert digests(tmp_path / "site") == here
    assert left(tmp_path) == []


@pytest.mark.parametrize("strange", [False, True], ids=["alike", "another version"])
def test_a_worker_joins_in_the_middle(strange: bool, tmp_path: Path, here: dict[str, str]) -> None:
    """One that comes while a build is under way takes its share; one of another version is refused by name, although
    nobody asked it beforehand."""
    data, flag, other = example_data(tmp_path), tmp_path / "begun", tmp_path / "joined"
    with running(tmp_path, WAITS.format(flag=str(flag), other=str(other))) as cluster:
        process = cluster.wuyi(*asked(tmp_path, data))
        until(flag.exists)
        cluster.worker(STRANGE if strange else TOUCHES.format(flag=str(other)))
        if strange:
            status, _, said = told(process)
            assert (status, "拒绝工作进程 worker-1（tcp://" in said, "的结果" in said) == (2, True, True), said
            assert not (tmp_path / "site").exists()
        else:
            assert told(process)[::2] == (0, "")
            assert other.exists()
            assert digests(tmp_path / "site") == here


def test_a_batch_that_kills_every_worker_is_told(tmp_path: Path, here: dict[str, str]) -> None:
    """A county that takes more memory than a worker may have ends four of them; then the build, with a sentence."""
    data = example_data(tmp_path)
    with running(tmp_path) as cluster:
        cluster.worker(TAKES, "--nanny", "--memory-limit", "260MB")
        status, _, said = cluster.ended(*asked(tmp_path, data))
    assert (status, len(said.splitlines())) == (2, 1), said
    assert "同一批区县让工作进程接连意外结束" in said
    assert "多半是内存不足" in said
    assert left(tmp_path) == []
    assert run_wuyi(*asked(tmp_path, data)).returncode == 0
    assert digests(tmp_path / "site") == here


@pytest.mark.parametrize("whole", [False, True], ids=["all workers", "the scheduler"])
def test_nothing_is_left_of_a_cluster(whole: bool, tmp_path: Path, here: dict[str, str]) -> None:
    """All workers end for good, or the scheduler does, in the middle of a county: one sentence, and nothing half."""
    data = example_data(tmp_path)
    with running(tmp_path) as cluster:
        pid = cluster.scheduler.pid if whole else "os.getpid()"
        cluster.worker(ENDS.format(pid=pid))
        status, _, said = cluster.ended(*asked(tmp_path, data), "--cluster-timeout", "5")
    assert (status, len(said.splitlines())) == (2, 1), said
    assert ("断了" in said or "没有回答" in said) if whole else "集群里的工作进程都没有了" in said
    assert not (tmp_path / "site").exists()
    assert left(tmp_path) == []
    assert run_wuyi(*asked(tmp_path, data)).returncode == 0
    assert digests(tmp_path / "site") == here
