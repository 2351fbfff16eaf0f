"""A publication may be interrupted anywhere, by a kill or a power cut: the site is the old or the new one."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator import placing
from generator.build import disk, staging
from generator.build.order import Order
from generator.build.start import build
from generator.cli import main
from generator.errors import UsageError
from tests.support.disks import Step, killed, recorded
from tests.support.folders import replace_once

COUNTIES = ("990101", "990201")


def digests(folder: Path, linked: Mapping[int, str] | None = None) -> dict[str, str]:
    """SHA-256 of every file below a folder, by relative path. `linked` has those of files that stand elsewhere too."""
    found: dict[str, str] = {}
    for above, _, names in os.walk(folder):
        for name in names:
            path = Path(above, name)
            digest = (linked or {}).get(path.stat().st_ino) or hashlib.sha256(path.read_bytes()).hexdigest()
            found[path.relative_to(folder).as_posix()] = digest
    return found


@pytest.fixture
def order(data: Path, tmp_path: Path) -> Order:
    """An order for the worked example, in a folder of its own."""
    content = tmp_path / "content"
    for name, metadata in (("pages/about", ""), ("announcements/start", "date: 2022-11-23\n")):
        path = content / f"{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"title: 说明\nslug: {path.stem}\n{metadata}\n有效 [[certified]] 个。\n", encoding="utf-8")
    for slug in ("data", "corrections", "guide", "gone", "past"):
        (content / f"pages/{slug}.md").write_text(f"title: {slug}\nslug: {slug}\n\n文字。\n", encoding="utf-8")
    (tmp_path / "place").mkdir()
    return Order(data, content, tmp_path / "place/site", workers=1)


@pytest.fixture
def changed(order: Order) -> tuple[dict[str, str], dict[str, str]]:
    """The site as built and as it will be: every county is another one, pages were added and removed."""
    build(order)
    old = digests(order.output)
    replace_once(order.data / "site.json", "无疫区域公开名录", "改了名的名录")
    with (order.data / "registers/990201/events.csv").open("a", encoding="utf-8") as log:
        log.write(
            "15,990201100001,椰林村,suspend,village,2022-08-31,2022-08-31T08:00:00+08:00,990201,close_contact,,\n"
        )
    for slug in ("gone", "past"):
        (order.content / f"pages/{slug}.md").unlink()
    (order.content / "pages/new.md").write_text("title: new\nslug: new\n\n文字。\n", encoding="utf-8")
    afresh = replace(order, output=order.output.parent.parent / "afresh")
    build(afresh)
    new = digests(afresh.output)
    for county in COUNTIES:
        assert _part(old, county) != _part(new, county)
    assert old.keys() - new.keys()
    assert new.keys() - old.keys()
    return old, new


def _part(site: dict[str, str], name: str) -> dict[str, str]:
    return {path: digest for path, digest in site.items() if path.startswith(f"{name}/")}


def _is_readable(site: dict[str, str], old: dict[str, str], new: dict[str, str], gaps: int) -> None:
    """Each county is whole, the old or the new one; roll-ups are new only where no county is old, the manifest last.

    Where folders cannot be exchanged one is not there between two renames: the gap of ADR 7.
    """
    names = {path.partition("/")[0] for path in (*old, *new, *site)}
    states: dict[str, str] = {}
    for name in names:
        here, was, becomes = ({**_part(one, name), name: one.get(name)} for one in (site, old, new))
        assert here in (was, becomes, {name: None}), name
        if was != becomes:
            states[name] = "old" if here == was else "new" if here == becomes else "gap"
    assert list(states.values()).count("gap") <= gaps
    if states["manifest.json"] != "old":
        assert {states[path.partition("/")[0]] for path, _ in new.items() - old.items()} == {"new"}
    if any(state != "old" for name, state in states.items() if name not in COUNTIES):
        assert {states[county] for county in COUNTIES} == {"new"}


@pytest.mark.parametrize("exchanging", [True, False])
def test_publication_may_be_killed_at_every_step(
    order: Order, changed: tuple[dict[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, exchanging: bool
) -> None:
    """Killed at each call of the disk from staging to the end of the journal, the next run makes the site whole.

    Also on a system that cannot exchange two folders.
    """
    old, new = changed
    if not exchanging:
        monkeypatch.setattr(placing, "exchange", lambda source, target: False)
    place, before = order.output.parent, order.output.parent.parent / "before"

    def publication() -> None:
        stage = staging.Stage(order.output)
        stage.publish(())
        stage.clean()

    with monkeypatch.context() as patch:  # everything is staged, and nothing published
        patch.setattr(staging.Stage, "publish", lambda stage, kept: place.rename(before))
        with suppress(FileNotFoundError):
            build(order)
    assert digests(before / "site") == old
    # Links instead of copies, here and below: a publication renames, and changes no file.
    linked = {(before / path).stat().st_ino: digest for path, digest in digests(before).items()}
    shutil.copytree(before, place, copy_function=os.link)
    with recorded() as steps:
        publication()
    assert digests(order.output) == new
    whole = digests(place)
    assert {"write", "sync_below", "sync", "rename", "exchange", "unlink", "clear"} == {step.verb for step in steps}
    built = set[str]()
    for number, step in enumerate(steps):
        shutil.rmtree(place)
        shutil.copytree(before, place, copy_function=os.link)
        assert killed(publication, number), step
        _is_readable(digests(order.output, linked), old, new, gaps=0 if exchanging else 1)
        stood = (place / ".site.build/journal.json").exists()
        if not stood:
            assert digests(order.output, linked) in (old, new), step
        with staging.opened(order.output, []):
            pass
        after = digests(place, linked)
        assert {path: after[path] for path in after if path.startswith("site/")} == (
            {f"site/{path}": digest for path, digest in (new if stood or number > _journal(steps) else old).items()}
        ), step
        if stood:
            assert after.keys() - whole.keys() <= {".site.build/lock"}, step
            assert whole.items() <= after.items(), step
        if step.verb not in built:  # what the next run finds is the same for all: one build of each kind is enough
            built.add(step.verb)
            build(order)
            assert digests(order.output, linked) == new, step
    assert {(before / path).stat().st_ino: digest for path, digest in digests(before).items()} == linked


def _journal(steps: list[Step]) -> int:
    """The number of the step that puts the journal into its place."""
    return next(n for n, step in enumerate(steps) if step.verb == "rename" and step.paths[1].name == "journal.json")


@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.6, 0.9, 0.99])
def test_program_may_be_killed_while_it_compiles(
    order: Order, changed: tuple[dict[str, str], dict[str, str]], fraction: float
) -> None:
    """A build that is killed outright leaves the old site or, after the next run, the new one, never a mixture."""
    old, new = changed
    with recorded() as steps:
        build(replace(order, output=order.output.parent.parent / "counted"))
    assert killed(lambda: build(order), int(fraction * _journal(steps)))
    assert not (order.output.parent / ".site.build/journal.json").exists()
    assert digests(order.output) == old
    build(order)
    assert digests(order.output) == new


def test_nothing_is_promised_before_it_is_on_the_disk(
    order: Order, changed: tuple[dict[str, str], dict[str, str]]
) -> None:
    """Files written, synced; then the journal written, synced, in place, its folder synced; only then renames.

    The journal goes when the renames are on the disk. In between nothing that was synced is written again.
    """
    home = order.output.parent / ".site.build"
    synced: list[dict[str, str]] = []

    def watch(_number: int, step: Step, _given: tuple[Any, ...]) -> None:
        if step.verb == "sync_below" or (step.verb == "rename" and step.paths[1].name == "journal.json"):
            synced.append(
                {key: one for key, one in digests(home).items() if key.startswith(("stage", "fresh", "part"))}
            )

    with recorded(watch) as steps:
        build(order)

    def at(verb: str, *paths: Path) -> list[int]:
        return [number for number, step in enumerate(steps) if step == Step(verb, paths)]

    draft, journal = home / "journal.draft", home / "journal.json"
    [flushed] = at("sync_below", home / "stage", home / "fresh", home / "parts", home / "days")
    order_of_the_journal = [
        flushed, *at("write", draft), *at("sync", draft), *at("rename", draft, journal), at("sync", home)[0],
    ]  # fmt: skip
    assert order_of_the_journal == list(range(flushed, flushed + 5))
    staged = [
        n
        for n, step in enumerate(steps)
        if step.verb in ("write", "opened") and home / "stage" in step.paths[0].parents
    ]
    assert staged
    assert max(staged) < flushed
    assert len(synced) == 2
    assert synced[0] == synced[1]
    assert any(path.startswith("parts") for path in synced[0])
    placed = [
        number for number, step in enumerate(steps)
        if step.verb in ("rename", "exchange")
        and (order.output in step.paths[1].parents or home / "cache" in step.paths[1].parents)
        # What else is kept there says by a digest of what it was made: without it that is made anew.
        and not (home / "cache" in step.paths[1].parents and step.paths[1].name not in COUNTIES)
    ]  # fmt: skip
    assert {steps[number].paths[1].name for number in placed} >= {*COUNTIES, "index.html"}
    [removed] = at("unlink", journal)
    assert flushed + 4 < min(placed)
    for folder in (order.output.parent, order.output, home / "cache"):
        assert max(placed) < max(at("sync", folder)) < removed
    assert any(number > removed for number in at("sync", home))


@pytest.mark.parametrize(
    ("whole", "everything", "called"),
    [(True, True, ["disk a"]), (False, True, ["disk a", "all"]), (False, False, ["disk a", "a/b", "a/b/c.html", "a"])],
)
def test_everything_below_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool, everything: bool, called: list[str]
) -> None:
    """The whole disk once; where that cannot be asked for the whole machine, or each file and folder."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c.html").write_text("x", encoding="utf-8")
    calls: list[object] = []

    def synced(folder: Path) -> bool:
        calls.append(f"disk {folder.name}")
        return whole

    monkeypatch.setattr(placing, "synced", synced)
    monkeypatch.setattr(disk, "_SYNCS_ALL", everything)
    monkeypatch.setattr(os, "sync", lambda: calls.append("all"))
    monkeypatch.setattr(disk, "sync", lambda path: calls.append(path.relative_to(tmp_path).as_posix()))
    disk.sync_below([tmp_path / "a", tmp_path / "missing"])
    assert calls == called


@pytest.mark.parametrize("verb", ["exchange", "rename"])
def test_folder_that_cannot_be_replaced(
    order: Order, changed: tuple[dict[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """Where the disk refuses a step in the middle, the truth is told: a part is new. The next run does the rest."""
    _, new = changed
    step = getattr(disk, verb)
    refused = order.output / ("990201" if verb == "exchange" else "robots.txt")

    def refusing(source: Path, target: Path) -> Any:
        if target == refused:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source), None, str(target))
        return step(source, target)

    command = ["build", "--data", order.data, "--content", order.content, "--output", order.output, "--workers", "1"]
    with monkeypatch.context() as patch:
        patch.setattr(disk, verb, refusing)
        first, second = (CliRunner().invoke(main, [*map(str, command)]) for _ in range(2))
    place = order.output.parent / ".site.build/stage" / refused.name
    for ended in (first, second):
        assert ended.exit_code == 2
        assert ended.stderr == (
            f"wuyi: 不能读写 {place} → {refused}：没有权限；"
            "网站可能只换了一部分，新旧并存：排除这个原因，再运行一次 wuyi build，会接着换完\n"
        )
    assert _part(digests(order.output), "990101") == _part(new, "990101")
    assert digests(order.output) != new
    assert CliRunner().invoke(main, [*map(str, command)]).exit_code == 0
    assert digests(order.output) == new


@pytest.mark.parametrize("name", ["journal.json", "published.json"])
def test_altered_record_is_told(order: Order, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A record that lost its end, or in which one letter is another, is never followed."""
    build(order)
    path = order.output.parent / ".site.build" / name
    if name == "journal.json":
        replace_once(order.data / "site.json", "无疫区域公开名录", "改了名的名录")
        with monkeypatch.context() as patch:
            patch.setattr(staging.Stage, "finish", lambda stage, **_: False)
            build(order)
    before, content = digests(order.output), path.read_bytes()
    for spoilt in (content[:-20], content.replace(b"990101", b"990201", 1), content.replace(b"about", b"apout", 1)):
        assert spoilt != content
        path.write_bytes(spoilt)
        with pytest.raises(UsageError, match="已损坏"):
            build(order)
        assert digests(order.output) == before
    path.write_bytes(content)
    build(order)
    assert "改了名的名录" in (order.output / "990101/index.html").read_text(encoding="utf-8") or name != "journal.json"


@pytest.mark.parametrize("name", ["journal.json", "published.json"])
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\x00" * 40, b"\xff\xfe", b"[" * 100_000, b"null", b'{"move": []}', b'["../data"]', b"[1]",
     b'{"move": [".."], "remove": [], "published": []}', b'{"move": 1, "remove": [], "published": []}'],
)  # fmt: skip
def test_damaged_record_is_one_sentence(order: Order, name: str, content: bytes) -> None:
    """A journal or list that cannot be read stops the build before it does anything, and says what to do."""
    home = order.output.parent / ".site.build"
    with staging.opened(order.output, []):
        pass
    (home / name).write_bytes(content)
    command = ["build", "--data", order.data, "--content", order.content, "--output", order.output]
    ended = CliRunner().invoke(main, [*map(str, command), "--workers", "1"])
    assert ended.exit_code == 2
    assert isinstance(ended.exception, SystemExit)
    assert ended.stderr == (
        f"wuyi: 上次生成留下的记录 {home / name} 已损坏；请删除这个文件，再运行 wuyi build --full\n"
    )
    assert not order.output.exists()
    (home / name).unlink()
    assert build(replace(order, full=True)).report.errors == 0


def test_journal_moves_nothing_but_names(order: Order) -> None:
    """A journal cannot name anything outside of the output."""
    home = order.output.parent / ".site.build"
    home.mkdir()
    (home / "journal.json").write_text('{"move": [], "remove": ["../keep"], "published": []}', encoding="utf-8")
    (order.output.parent / "keep").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="已损坏"), staging.opened(order.output, []):
        pass
    assert (order.output.parent / "keep").is_file()
