"""Areas in English from one build to the next: what stands is kept, what goes is gone, and copies know the pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from generator.build import rollup
from generator.build.start import build
from generator.copies.source import Folder
from generator.copies.verify import verify
from tests.bench.edits import revoke
from tests.bench.register import write
from tests.build.test_traces import counties, in_english, order, setting, tree
from tests.support.folders import ROOT

PAGES: Final = "en/[0-9]*/[0-9]*/index.html"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A small register with areas in English, and its site."""
    folder = tmp_path / "register"
    write(folder / "data", ROOT / "data", 400, 1)
    shutil.copytree(ROOT / "data/schemes", folder / "data/schemes", dirs_exist_ok=True)
    shutil.copytree(ROOT / "content", folder / "content")
    in_english(folder)
    assert not build(order(folder, tmp_path / "site")).report.errors
    return folder, tmp_path / "site"


def again(folder: Path, site: Path) -> None:
    """Builds upon what stands, and compares it with a build from nothing."""
    assert not build(order(folder, site)).report.errors
    whole = site.with_name("whole")
    build(order(folder, whole))
    assert tree(site) == tree(whole)
    shutil.rmtree(whole)
    shutil.rmtree(site.with_name(".whole.build"))


def test_what_is_built_upon_is_what_is_built_anew(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """After an event only its county's pages are made; a page that was removed comes back; a text that is written, or
    not any more, changes them all; and without the setting there is none."""
    folder, site = made
    pages = {path: path.read_bytes() for path in sorted(site.glob(PAGES))}
    assert len(pages) > 300
    done: list[str] = []
    call = rollup.RollUp.__call__

    def note(self: rollup.RollUp, job: rollup.Job) -> rollup.Rolled:
        done.append(job.name)
        return call(self, job)

    with monkeypatch.context() as patch:
        patch.setattr(rollup.RollUp, "__call__", note)
        assert revoke(counties(folder)[0]) > 0
        build(order(folder, site))
    assert [name for name in done if name.endswith("in English")] == [f"areas of {counties(folder)[0].name} in English"]
    again(folder, site)
    changed = [path for path, content in pages.items() if path.read_bytes() != content]
    assert changed
    assert {path.parts[-3] for path in changed} == {counties(folder)[0].name}
    next(iter(pages)).unlink()
    again(folder, site)
    assert all(path.is_file() for path in pages)
    assert all(b"../../questions/" in path.read_bytes() for path in pages)
    (folder / "content/en/questions.md").unlink()
    for path in (folder / "content").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("../questions/", "../about/"), encoding="utf-8")
    again(folder, site)
    assert not any(b"../../questions/" in path.read_bytes() for path in pages)
    setting("english_areas", False)(folder)
    again(folder, site)
    assert [*site.glob(PAGES)] == []
    assert not any(b"hreflang" in path.read_bytes() for path in site.glob("[0-9]*/[0-9]*/index.html"))


def test_a_copy_that_lacks_or_alters_one_is_found(made: tuple[Path, Path]) -> None:
    """The manifest of the site lists the pages, as everything that lies above the counties."""
    _, site = made
    first, second, *_ = sorted(site.glob(PAGES))
    first.unlink()
    second.write_bytes(second.read_bytes().replace(b"Certified", b"Revoked", 1))
    told = "\n".join(verify(Folder(site)).problems)
    assert f"{first.relative_to(site).as_posix()}：缺少这个文件" in told
    assert f"{second.relative_to(site).as_posix()}：内容变了" in told
