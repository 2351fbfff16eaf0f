"""The map step on a cluster: a scheduler and two workers as real processes on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.build import cache
from generator.build.county import CompileCounty, Compiled
from generator.build.elsewhere import Elsewhere, Made, SameHere, Task, _listed
from generator.build.staging import Stage
from generator.check import Checked, Plan
from generator.engine import cluster
from generator.errors import ClusterError, UsageError
from generator.publish.handover.summary import Summary
from tests.build.test_conductor import digests
from tests.support.clusters import WATCHED, end, running
from tests.support.folders import ROOT, example_data, run_wuyi

# A worker that kills itself in the middle of a county, if it is the first to come so far.
DYING: Final = f"{WATCHED}\ndef met():\n    if first({{flag!r}}):\n        os.kill(os.getpid(), signal.SIGKILL)\n"
# Workers that differ: in their program, a library, what lies in the data, and what stands in it.
STRANGE: Final = {
    "程序是 ": "from generator.build import cache\ncache.program = lambda: '0' * 64\n",
    "jinja2是 0.1": "from generator.build import cache\ncache.old = getattr(cache, 'old', cache.version_of)\n"
    "cache.version_of = lambda name: '0.1' if name == 'jinja2' else cache.old(name)\n",
    "数据 /": "from generator.build import elsewhere\nelsewhere._listed = lambda data: 'other'\n",
    "的数据和生成网站的电脑上的不同": "from generator.build import cache\ncache.digest = lambda *given: 'other'\n",
}
# A worker whose counties never come to an end, though it answers.
HANGING: Final = """
from threading import Event
from generator.build import elsewhere
elsewhere.Elsewhere.__call__ = lambda self, task: Event().wait()
"""
# A worker whose disk is full.
FULL: Final = """
import errno
from generator.build import disk
def write(path, content):
    raise OSError(errno.ENOSPC, "full", path)
disk.write = write
"""
# A worker that ends Python from within a county.
ENDING: Final = """
from generator.build import elsewhere
def end(self, task):
    raise SystemExit(3)
elsewhere.Elsewhere.__call__ = end
"""


def asked(data: Path, output: Path, *options: str) -> list[str | Path]:
    """A build, as it is asked for."""
    return [
        "build", "--data", data, "--content", ROOT / "content", "--output", output, "--workers", "1", "--quiet",
        "--as-of", "2022-12-31", *options,
    ]  # fmt: skip


def test_same_bytes_and_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """Two workers, one killed in the middle of a county: the site is that of one machine, and nothing is left over.

    A second build asks no cluster: nothing changed.
    """
    data = example_data(tmp_path)
    assert run_wuyi(*asked(data, tmp_path / "here")).returncode == 0
    flag = tmp_path / "died"
    with running(tmp_path, *[DYING.format(flag=str(flag))] * 2) as there:
        assert there.ended(*asked(data, tmp_path / "site"))[::2] == (0, "")
        assert flag.exists()
    assert digests(tmp_path / "site") == digests(tmp_path / "here")
    home = Stage(tmp_path / "site").home
    assert {path.name for path in home.iterdir()} <= {"cache", "days", "lock", "parts", "published.json"}
    assert not [path for path in home.rglob(".*") if path.is_file()]
    again = run_wuyi(*asked(data, tmp_path / "site", "--cluster", there.address))
    assert again.returncode == 0, again.stderr


def test_a_check_says_the_same(tmp_path: Path) -> None:
    """Whole data, and data that is damaged in each county, in a scheme and above them: what a check by the cluster
    prints, and how it ends, is what it is on one machine."""
    data = example_data(tmp_path)
    as_json, strict = ("--format", "json"), ("--format", "text", "--strict")
    with running(tmp_path, "", "") as there:
        for damaged, options in ((False, as_json), (True, as_json), (True, strict)):
            if damaged:
                spoil(data)
            command = ("check", "--data", data, "--now", "2023-01-01", *options)
            done = run_wuyi(*command)
            assert there.ended(*command) == (done.returncode, done.stdout, done.stderr)
            assert done.returncode == int(damaged), done.stdout


def spoil(data: Path) -> None:
    """Damages data: bytes that are no text, a table that is not there, a day and a status that cannot be, a file cut
    short."""
    registers = data / "registers"
    one, other = sorted(path for path in registers.iterdir() if len(path.name) == 6)[:2]
    events = one / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"2022-11-", b"2022-31-", 3) + b"\xff\xfe\n")
    (other / "notices.csv").unlink(missing_ok=True)
    areas = other / "areas.csv"
    areas.write_bytes(areas.read_bytes()[:-30])
    scheme = sorted((data / "schemes").glob("*.json"))[0]
    scheme.write_text(scheme.read_text(encoding="utf-8")[:-40], encoding="utf-8")


def test_a_worker_that_differs_is_refused(tmp_path: Path) -> None:
    """Another program, another version of a library, other names or sizes in the data: a sentence names the worker and
    what differs, and no work begins. Where only what stands in a file differs, its county is refused."""
    data = example_data(tmp_path)
    with running(tmp_path, "") as there:
        for number, (said, first) in enumerate(STRANGE.items(), 1):
            worker = there.worker(first)
            status, _, errors = there.ended(*asked(data, tmp_path / "site"))
            end(worker)
            assert (status, f"工作进程 worker-{number}（tcp://" in errors, said in errors) == (2, True, True), errors
            assert (errors.startswith("wuyi: 拒绝"), len(errors.splitlines())) == (number < len(STRANGE), 1), errors
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (HANGING, "秒没有新的结果，还差 2 批，在工作进程 tcp://"),
        (FULL, "磁盘已满"),
        (ENDING, "工作进程 worker-"),
    ],
    ids=["hanging", "full disk", "ending"],
)
def test_what_goes_wrong_there_is_told_here(first: str, said: str, tmp_path: Path) -> None:
    """One sentence names the worker or the cluster; nothing is published, nothing stays, and nothing hangs."""
    data = example_data(tmp_path)
    with running(tmp_path) as there:
        for _ in range(2):
            there.worker(first)
        status, _, errors = there.ended(*asked(data, tmp_path / "site"), "--cluster-timeout", "3")
    assert (status, said in errors, len(errors.splitlines())) == (2, True, 1), errors
    assert not (tmp_path / "site").exists()
    home = Stage(tmp_path / "site").home
    assert not [path for name in ("stage", "drafts", "fresh") for path in (home / name).rglob("*")]


def test_a_batch_from_another_program_is_refused() -> None:
    """A worker that came later was not asked beforehand: its results say what made them."""
    told = cluster._Told("worker-7", "other", [1])
    with pytest.raises(ClusterError, match="拒绝工作进程 worker-7 的结果"):
        told.understood("own")
    assert cluster._Told("worker-7", "own", [1]).understood("own") == [1]


def test_without_a_cluster_there_is_a_sentence(tmp_path: Path) -> None:
    """No scheduler, no worker, or no address: a sentence, and exit status 2."""
    data = example_data(tmp_path)
    with running(tmp_path) as there:
        status, _, errors = there.ended(*asked(data, tmp_path / "site"), "--cluster-timeout", "2")
    assert (status, "没有工作进程" in errors) == (2, True), errors
    with pytest.raises(UsageError, match="应像 tcp://"):
        cluster.Cluster("127.0.0.1", SameHere(data))


@pytest.mark.parametrize(
    ("jobs", "count", "largest"), [(1, 1, 1), (42, 42, 1), (2850, 64, 45), (10_000, 200, 50), (99_999, 256, 391)]
)
def test_batches_are_for_the_scheduler(jobs: int, count: int, largest: int) -> None:
    """About fifty counties in each, 64 to 256 of them; every job is in one, in order."""
    made = [*cluster.batches(range(jobs))]
    assert [job for batch in made for job in batch] == [*range(jobs)]
    assert (abs(len(made) - count) <= 1, len(made[0])) == (True, largest)


def test_data_that_differs_is_seen_before_work_begins(tmp_path: Path) -> None:
    """A file more, a name or a size that differs, no data at all, or storage that is not shared."""
    data = example_data(tmp_path)
    before = _listed(data)
    table = data / "registers" / "990101" / "events.csv"
    table.write_bytes(table.read_bytes() + b"\n")
    assert _listed(data) != before
    assert _listed(tmp_path / "none") == "读不到"
    assert "读不到" in SameHere(data, tmp_path / ".site.build" / "drafts" / "x")().values()


def test_only_the_machine_that_leads_puts_a_county_into_place(tmp_path: Path) -> None:
    """Of two runs of a county the one whose result came counts, with its records; a run that lives on, of this build or
    an earlier one, writes into its own folder alone, or nowhere once that has gone."""
    stage = Stage(tmp_path / "site")
    stage.root.mkdir(parents=True)
    stage.fresh.mkdir()
    drafts = stage.drafts / "build"
    plan = Plan(tmp_path, None, {}, frozenset(), (), ())
    step = CompileCounty(plan, stage, "")
    elsewhere = Elsewhere(step, drafts)
    made = Compiled(Checked("990101", (), 0, 0), Summary.__new__(Summary), ())
    for mark in ("a", "b"):
        own = stage.aside(drafts / f"990101.{mark}", mark)
        (own.root / "990101").mkdir(parents=True)
        (own.root / "990101" / "index.html").write_text(mark)
        own.fresh.mkdir()
        (own.fresh / "990101").write_text(mark)
    elsewhere.placed(Made(made, "b"))
    assert (stage.root / "990101" / "index.html").read_text() == "b"
    assert (stage.fresh / "990101").read_text() == "b"
    assert {path.name for path in drafts.iterdir()} == {"990101.a"}
    stage.clean()
    with pytest.raises(FileNotFoundError):
        elsewhere(Task("990101", cache.digest(plan, "", "990101")))
