"""Others look at what stands, and the disk tells what is to be read: neither is trusted where it may be wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from generator.build import cache, county, inputs
from generator.build.look import ABOVE, Look
from generator.build.order import Order
from generator.build.start import build
from tests.bench.edits import revoke
from tests.bench.register import write
from tests.support.folders import ROOT


def order(folder: Path, **options: Any) -> Order:
    """A build of a register."""
    return Order(folder / "data", folder / "content", folder / "site", **{"workers": 1, **options})


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of two counties, and the texts."""
    folder = tmp_path_factory.mktemp("register")
    write(folder / "data", ROOT / "data", 400, 1)
    shutil.copytree(ROOT / "data/schemes", folder / "data/schemes", dirs_exist_ok=True)
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


@pytest.fixture
def made(register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """The register as it was built, and the counties that are compiled from now on."""
    folder = shutil.copytree(register, tmp_path / "register")
    assert not build(order(folder)).report.errors
    compiled: list[str] = []
    call = county.CompileCounty.__call__

    def note(self: county.CompileCounty, code: str) -> county.Compiled:
        compiled.append(code)
        return call(self, code)

    monkeypatch.setattr(county.CompileCounty, "__call__", note)
    return folder, compiled


def codes(folder: Path) -> list[str]:
    """The codes of the counties."""
    return sorted(path.name for path in (folder / "data/registers").iterdir() if len(path.name) == 6)


def look(folder: Path, workers: int) -> Look:
    """A look at what was built."""
    home = folder / ".site.build"
    return Look(home / "cache", folder / "site", home / "parts", workers)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_whoever_looks_sees_the_same(made: tuple[Path, list[str]], workers: int) -> None:
    """All stands; then not the county of which a page was written again, nor the one whose part has gone."""
    folder, _ = made
    with look(folder, workers) as looked:
        assert sorted(looked.stood()) == [*codes(folder), ABOVE]
    one, other = codes(folder)
    page = next((folder / "site" / one).glob("*-*/index.html"))
    page.write_bytes(page.read_bytes())
    with look(folder, workers) as looked:
        assert sorted(looked.stood()) == [other, ABOVE]
    next((folder / ".site.build/parts/search").glob(f"{other}.*")).unlink()
    with look(folder, workers) as looked:
        assert sorted(looked.stood()) == [ABOVE]


def alone(program: str, *arguments: Path) -> str:
    """What a program prints that runs no other thread, as it is in the hands of people: a test may run beside some."""
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip
    return run.stdout


# A build by this process and a copy of it, however little there is to do; the copy may be made to die as it looks.
BUILD: Final = """
import os, signal, sys
from pathlib import Path
from generator.build import look
from generator.build.order import Order
from generator.build.start import build
from generator.engine import pool
folder, output = map(Path, sys.argv[1:3])
own, unsealed = os.getpid(), look.unsealed
def dying(path):
    if os.getpid() != own:
        os.kill(os.getpid(), signal.SIGKILL)
    return unsealed(path)
if "dying" in sys.argv[3:]:
    look.unsealed = dying
pool._WORTH_A_POOL = 0
print(build(Order(folder / "data", folder / "content", output, workers=2)).report.errors)
"""


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("way", ["living", "dying"])
def test_what_copies_do_is_what_one_process_does(register: Path, tmp_path: Path, way: str) -> None:
    """An event is added: byte for byte the site of a build from nothing, also where a copy is lost while it looks."""
    folder = shutil.copytree(register, tmp_path / "register")
    assert alone(BUILD, folder, folder / "site") == "0\n"
    revoke(folder / "data/registers" / codes(folder)[0])
    assert alone(BUILD, folder, folder / "site", Path(way)) == "0\n"
    assert not build(replace(order(folder), output=tmp_path / "whole")).report.errors
    assert tree(folder / "site") == tree(tmp_path / "whole")


def test_shared_work_is_done_once(tmp_path: Path) -> None:
    """Each job by one of all, whose results are those of any order."""
    program = """
import sys
from pathlib import Path
from generator.engine.shared import Shared
folder = Path(sys.argv[1])
def job(number):
    (folder / str(number)).touch(exist_ok=False)
    return number * number
with Shared(job, range(200), 3) as shared:
    print(sorted(shared.results()) == [number * number for number in range(200)])
"""
    assert alone(program, tmp_path) == "True\n"
    assert len([*tmp_path.iterdir()]) == 200


def test_what_goes_wrong_in_a_copy_is_told(tmp_path: Path) -> None:
    """What a job raises is raised where the results are asked for, and nothing is taken for done that was not."""
    program = """
import os, signal, sys, time
from pathlib import Path
from generator.engine.shared import Shared
own, taken = os.getpid(), Path(sys.argv[1])
def job(wrong):
    while os.getpid() == own and not taken.exists():
        time.sleep(0.001)
    if os.getpid() != own:
        taken.touch()
        wrong()
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def fail():
    raise LookupError("this")
for wrong in (die, fail):
    taken.unlink(missing_ok=True)
    try:
        with Shared(job, [wrong] * 4, 1) as shared:
            list(shared.results())
    except Exception as error:
        print(type(error).__name__)
"""
    assert alone(program, tmp_path / "taken") == "BrokenExecutor\nLookupError\n"


def _same_times(path: Path, content: bytes) -> None:
    """Other content of the same size, with the time that the file had: as a careless tool, or a careful liar."""
    status = path.stat()
    assert len(content) == status.st_size
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _renamed(folder: Path) -> None:
    path = folder / "data/registers" / codes(folder)[0] / "county.json"
    content = path.read_bytes()
    _same_times(path, content.replace("指挥部".encode(), "领导组".encode()))


def _listed(folder: Path) -> None:
    path = folder / "data/divisions" / f"{codes(folder)[0][:2]}.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    _same_times(path, b"".join([lines[0], lines[2], lines[1], *lines[3:]]))


CHANGES: Final[dict[str, Callable[[Path], object]]] = {"a county": _renamed, "a list of codes": _listed}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_written_is_read(made: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Whatever its size and its time say: the disk knows when it was written to."""
    folder, compiled = made
    monkeypatch.setattr(inputs, "_A_MOMENT", 0)
    (folder / "content/pages/about.md").touch()
    build(order(folder))  # now the data is known as the disk knows it
    assert compiled == []
    CHANGES[what](folder)
    result = build(order(folder))
    if what == "a county":
        assert compiled == codes(folder)[:1]
    else:
        assert "E114" in {told.code for told in result.report.findings}


def test_what_is_as_it_was_is_not_read(made: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a county that nobody wrote to no byte is read; of files that are a moment old, each."""
    folder, compiled = made
    read: list[str] = []
    digest = cache.digest

    def note(plan: Any, shared: str, code: str) -> str | None:
        read.append(code)
        return digest(plan, shared, code)

    monkeypatch.setattr(cache, "digest", note)
    (folder / "content/pages/about.md").touch()
    build(order(folder))
    assert sorted(read) == codes(folder)
    monkeypatch.setattr(inputs, "_A_MOMENT", 0)
    for number in range(2):
        read.clear()
        os.utime(folder / "content/pages/about.md", ns=(number, number))
        build(order(folder))
    assert read == []
    assert compiled == []
