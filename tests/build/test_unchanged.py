"""A build where nothing changed reads nothing; whatever did change, or was touched, leads to one that does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from generator.build import conductor
from generator.build.order import Order, Result
from generator.build.start import build
from tests.bench.edits import revoke
from tests.bench.register import write
from tests.support.folders import ROOT

Made = tuple[Path, Result, list[Order]]
NOW: Final = "2026-11-28T12:00:00+08:00"


def order(folder: Path, **options: Any) -> Order:
    """A build of a register."""
    return Order(folder / "data", folder / "content", folder / "site", workers=1, **{"now": NOW, **options})


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of one small county, and the texts."""
    folder = tmp_path_factory.mktemp("register")
    write(folder / "data", ROOT / "data", 100, 1)
    shutil.copytree(ROOT / "data/schemes", folder / "data/schemes", dirs_exist_ok=True)
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


@pytest.fixture
def made(register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """The register as it was built, the result, and the builds after it that did anything."""
    folder = shutil.copytree(register, tmp_path / "register")
    result = build(order(folder))
    assert not result.report.errors
    done: list[Order] = []
    conduct = conductor.conduct

    def note(asked: Order, *rest: Any) -> Result:
        done.append(asked)
        return conduct(asked, *rest)

    monkeypatch.setattr(conductor, "conduct", note)
    return folder, result, done


def test_nothing_is_read_where_nothing_changed(made: Made) -> None:
    """The result is that of the last build, and what it is made with is not even loaded."""
    folder, result, done = made
    before = tree(folder / "site")
    assert build(order(folder)) == result
    assert build(order(folder, now="2027-01-01T00:00:00+08:00")) == result
    assert done == []
    program = (
        "import sys; from pathlib import Path; from generator.build.order import Order\n"
        "from generator.build.start import build\n"
        f"print(build(Order(Path('data'), Path('content'), Path('site'), now={NOW!r})).files)\n"
        "print([name for name in ('generator.build.conductor', 'jinja2', 'pelican') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert run.stdout.split("\n")[:2] == [str(result.files), "[]"]
    assert tree(folder / "site") == before


def _write_over(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(b"x" * len(content))


def _an_area(folder: Path) -> Path:
    return next(path for path in sorted((folder / "site").glob("[0-9]*/[0-9]*-*/")) if path.is_dir())


TOUCHES: Final[dict[str, Callable[[Path], object]]] = {
    "a page of an area": lambda folder: _write_over(_an_area(folder) / "index.html"),
    "a page that is gone": lambda folder: (_an_area(folder) / "index.html").unlink(),
    "a file beside it": lambda folder: (_an_area(folder) / "note.txt").write_text("x", encoding="utf-8"),
    "home": lambda folder: _write_over(folder / "site/index.html"),
    "a feed": lambda folder: (folder / "site/feeds/all.atom").unlink(),
    "the manifest": lambda folder: _write_over(folder / "site/manifest.json"),
    "what was kept": lambda folder: _write_over(folder / ".site.build/cache/whole"),
    "what was kept is gone": lambda folder: (folder / ".site.build/cache/whole").unlink(),
}


@pytest.mark.parametrize("what", TOUCHES)
def test_what_was_touched_is_made_again(made: Made, what: str) -> None:
    """In the output, or of what is known of it: the site is as it was."""
    folder, _, done = made
    before = tree(folder / "site")
    TOUCHES[what](folder)
    assert not build(order(folder)).report.errors
    assert len(done) == 1
    assert tree(folder / "site") == before
    build(order(folder))
    assert len(done) == 1


def _county(folder: Path) -> Path:
    return next(path for path in sorted((folder / "data/registers").iterdir()) if len(path.name) == 6)


CHANGES: Final[dict[str, Callable[[Path], object]]] = {
    "an event": lambda folder: revoke(_county(folder)),
    "a table written again": lambda folder: os.utime(_county(folder) / "events.csv"),
    "a text": lambda folder: _add(folder / "content/pages/about.md", "\n又一段。\n"),
    "a file of no name that is known": lambda folder: (folder / "data/.gitignore").write_text("x", encoding="utf-8"),
    "a link": lambda folder: (folder / "content/link.md").symlink_to(folder / "content/pages/about.md"),
    "a commit": lambda folder: _commit(folder),
}


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _commit(folder: Path) -> None:
    for command in (("init", "-q"), ("add", "."), ("-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_read(made: Made, what: str) -> None:
    """Names, sizes and times of what is read, and the commit."""
    folder, _, done = made
    CHANGES[what](folder)
    build(order(folder))
    assert len(done) == 1


@pytest.mark.parametrize(
    "asked", [{"site_url": "https://other.example"}, {"as_of": "2022-11-28"}, {"full": True}, {"now": None}]
)
def test_another_order_is_another_build(made: Made, asked: dict[str, Any]) -> None:
    """Another address, another day, everything anew; a clock that went back knows less of what was ahead."""
    folder, _, done = made
    build(order(folder, **asked))
    build(order(folder, now="2020-01-01T00:00:00+08:00"))
    assert len(done) == 2
