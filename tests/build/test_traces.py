"""What the roll-up need not do again: whatever happened, the site is that of a build from nothing, byte for byte."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from generator import urls, words
from generator.build import cache, inputs, rollup, traces
from generator.build.order import Order
from generator.build.start import build
from generator.engine import pool
from generator.publish.feeds import policy
from tests.bench.edits import publish, revoke
from tests.bench.register import write
from tests.support.folders import ROOT

Edit = Callable[[Path], None]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of four counties in two months, and the texts."""
    folder = tmp_path_factory.mktemp("register")
    write(folder / "data", ROOT / "data", 800, 1)
    shutil.copytree(ROOT / "data/schemes", folder / "data/schemes", dirs_exist_ok=True)
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


def order(folder: Path, output: Path, **options: Any) -> Order:
    """A build of a register."""
    return Order(folder / "data", folder / "content", output, **{"workers": 1, **options})


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def counties(folder: Path) -> list[Path]:
    """The folders of the counties."""
    return sorted(path for path in (folder / "data/registers").iterdir() if len(path.name) == 6)


def setting(name: str, value: object) -> Edit:
    """Changes one of the site's settings."""

    def change(folder: Path) -> None:
        path = folder / "data/site.json"
        site = json.loads(path.read_text(encoding="utf-8"))
        site[name] = value
        path.write_text(json.dumps(site, ensure_ascii=False, indent=1), encoding="utf-8")

    return change


def in_english(folder: Path) -> None:
    """Areas get pages in English."""
    setting("languages", ["en"])(folder)
    setting("english_areas", True)(folder)


def of_county(number: int, name: str, value: object) -> Edit:
    """Changes one of a county's settings."""

    def change(folder: Path) -> None:
        path = counties(folder)[number] / "county.json"
        county = json.loads(path.read_text(encoding="utf-8"))
        county[name] = value
        path.write_text(json.dumps(county, ensure_ascii=False, indent=1), encoding="utf-8")

    return change


def text_changes(folder: Path) -> None:
    """A sentence is added to a text."""
    with (folder / "content/pages/about.md").open("a", encoding="utf-8") as file:
        file.write("\n有效 [[certified]] 个。\n")


def scheme_changes(folder: Path) -> None:
    """A scheme is called something else."""
    path = sorted((folder / "data/schemes").glob("*.json"))[0]
    scheme = json.loads(path.read_text(encoding="utf-8"))
    scheme["name"] = f"新编{scheme['name']}"
    path.write_text(json.dumps(scheme, ensure_ascii=False, indent=1), encoding="utf-8")


def county_goes(folder: Path) -> None:
    """A county's folder is not there any more."""
    shutil.rmtree(counties(folder)[-1])


EDITS: Final[dict[str, Edit]] = {
    "nothing": lambda folder: None,
    "a revocation": lambda folder: _times(revoke, counties(folder)[0]),
    "a batch": lambda folder: _batch(folder, counties(folder)[1]),
    "another revocation": lambda folder: _times(revoke, counties(folder)[2]),
    "a text": text_changes,
    "a scheme": scheme_changes,
    "the name of the site": setting("name", "另一个名录"),
    "badges": setting("area_badges", True),
    "no feeds of areas": setting("area_feeds", False),
    "a language": setting("languages", ["en"]),
    "areas in English": in_english,
    "a promise": of_county(0, "publishes_every_days", 3),
    "a publisher": of_county(1, "publisher", "另一个指挥部"),
    "a county goes": county_goes,
}


def _times(edit: Callable[[Path], int], county: Path) -> None:
    assert edit(county) > 0


def _batch(folder: Path, county: Path) -> None:
    assert publish(county, folder / "data/divisions" / f"{county.name[:2]}.csv", 5) > 0


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_site_is_that_of_a_build_from_nothing(
    register: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A history of changes in an order of its own, each followed by a build that begins with what stands.

    Of one, feeds are cut into many small pages, copies of the process do a part of all, and what the disk knows of data
    is trusted however young it is.
    """
    if seed:
        monkeypatch.setattr(policy, "POLICY", policy.Policy(block=50, page=40, least=10, complete=20, most=60))
        monkeypatch.setattr(pool, "_WORTH_A_POOL", 0)
        monkeypatch.setattr(inputs, "_A_MOMENT", 0)
    folder = shutil.copytree(register, tmp_path / "register")
    names = list(EDITS)
    Random(seed).shuffle(names)
    assert not build(order(folder, tmp_path / "site")).report.errors
    for number, name in enumerate(names):
        EDITS[name](folder)
        result = build(order(folder, tmp_path / "site", workers=seed + 1))
        assert not result.report.errors, name
        whole = tmp_path / f"whole-{number}"
        again = build(order(folder, whole))
        assert tree(tmp_path / "site") == tree(whole), name
        assert (result.files, result.bytes, result.pages) == (again.files, again.bytes, again.pages), name
        shutil.rmtree(whole)
        shutil.rmtree(tmp_path / f".{whole.name}.build")


@pytest.fixture
def made(register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, list[str]]:
    """A register that was built, its site, and the jobs that the next builds do."""
    folder = shutil.copytree(register, tmp_path / "register")
    build(order(folder, tmp_path / "site"))
    done: list[str] = []
    call = rollup.RollUp.__call__

    def note(self: rollup.RollUp, job: rollup.Job) -> rollup.Rolled:
        done.append(job.name)
        return call(self, job)

    monkeypatch.setattr(rollup.RollUp, "__call__", note)
    return folder, tmp_path / "site", done


def test_nothing_is_done_where_nothing_changed(made: tuple[Path, Path, list[str]]) -> None:
    """No job runs, and no file is another one than before."""
    folder, site, done = made
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    build(order(folder, site))
    assert done == []
    same = [path for path, inode in before.items() if path.stat().st_ino == inode]
    assert len(same) > len(before) * 0.9


def test_an_event_leaves_alone_what_it_does_not_touch(made: tuple[Path, Path, list[str]]) -> None:
    """Texts of schemes and findings, downloads of another province, archives of another month."""
    folder, site, done = made
    before = tree(site)
    revoke(counties(folder)[0])
    build(order(folder, site))
    assert {"current feed of all", "current feed of revoked", "changes", "home"} <= {*done}
    # Of the days, the one that it is recorded on, and the one before it, which leads there.
    assert len([job for job in done if job.startswith("document of ")]) == 1
    assert len([job for job in done if job.startswith("page of ")]) <= 2
    assert len([job for job in done if job.startswith("month ")]) == 1
    assert "mistyped days" not in done
    feeds = {key: urls.feed_file(urls.kind_feed(key), "json") for key in words.FEEDS}
    again = {key for key in feeds if f"current feed of {key}" in done}
    assert again == {key for key, path in feeds.items() if (site / path).read_bytes() != before[path]}
    own, others = counties(folder)[0].name[:2], {county.name[:2] for county in counties(folder)}
    assert {f"downloads of {own}", f"pages of {own}"} <= {*done}
    assert "names for the search" not in done
    assert not {f"downloads of {other}" for other in others - {own}} & {*done}
    assert "lasting pages" not in done


def test_a_file_that_was_touched_is_made_again(made: tuple[Path, Path, list[str]]) -> None:
    """Whatever somebody wrote into it, and one that is gone."""
    folder, site, done = made
    before = tree(site)
    (site / "findings/index.html").write_text("x", encoding="utf-8")
    (site / "feeds/all.atom").unlink()
    build(order(folder, site))
    assert {*done} == {"lasting pages", "current feed of all"}
    assert tree(site) == before


def test_a_merged_day_that_was_touched_is_merged_again(made: tuple[Path, Path, list[str]]) -> None:
    """Its lines, and where they lie; and one that is gone."""
    folder, site, done = made
    before = tree(site)
    days = site.parent / f".{site.name}.build/days"
    first, second, *_ = sorted(path for path in days.iterdir() if not path.suffix)
    first.write_bytes(first.read_bytes()[:-1])
    second.with_name(f"{second.name}.index").unlink()
    (site / f"changes/{first.name}/index.json").unlink()
    build(order(folder, site))
    assert done == [f"document of {first.name}"]
    assert tree(site) == before


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 64 + b"\n" + pickle.dumps({"a": 1})])
def test_damaged_traces_are_none(made: tuple[Path, Path, list[str]], damage: bytes) -> None:
    """All is done anew, and right."""
    folder, site, done = made
    before = tree(site)
    (site.parent / f".{site.name}.build/cache/roll-up").write_bytes(damage)
    (site.parent / f".{site.name}.build/cache/whole").unlink()
    build(order(folder, site))
    assert len(done) > 8
    assert tree(site) == before


def test_traces_of_another_program_are_none(
    made: tuple[Path, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library or the code changed: what was asked may be answered in another way."""
    folder, site, done = made
    monkeypatch.setattr(cache, "program", lambda: "another")
    build(order(folder, site))
    assert len(done) > 8


def test_a_disk_without_second_names_gets_copies(
    made: tuple[Path, Path, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What stays beside something new is copied: the same bytes."""
    folder, site, done = made

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    revoke(counties(folder)[0])
    build(order(folder, site))
    assert done
    build(order(folder, tmp_path / "whole"))
    assert tree(site) == tree(tmp_path / "whole")


def test_questions_have_answers_that_can_be_told_apart(made: tuple[Path, Path, list[str]]) -> None:
    """Each trace holds a question for each answer, and no question for each change."""
    folder, site, _ = made
    kept, parts = traces.load(site.parent / f".{site.name}.build/cache")
    assert sorted(parts) == [path.name for path in counties(folder)]
    assert len(kept) > 8
    assert {question[0] for trace in kept.values() for question in trace.asked} == {"country", "feeds"}
    assert max(len(trace.asked) for trace in kept.values()) < 200
    assert folder.is_dir()
