"""A name that had to go: nothing of the site holds it, the log is the one that it was, and readers are told so."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
import pytest

from generator.copies import held
from generator.copies.source import Folder
from generator.register.redaction import REMOVED
from tests.support.copies import relist, served, wuyi
from tests.support.logsigning import KNOWN
from tests.support.redacting import (
    AREA,
    CALLED,
    CODE,
    NAME,
    OFFICE,
    PUBLISHED,
    REASON,
    REVOKED,
    STEP,
    Sites,
)
from tests.support.sites import load

TABLE: Final = f"{CODE}/redactions.csv"


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, unpacked where it is packed."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content, name = path.read_bytes(), path.relative_to(root).as_posix()
            yield name, content
            if content.startswith(b"\x1f\x8b"):
                yield name, gzip.decompress(content)
            if content.startswith(b"PK\x03\x04"):
                with zipfile.ZipFile(io.BytesIO(content)) as packed:
                    yield from ((f"{name}:{inner}", packed.read(inner)) for inner in packed.namelist())


def holding(root: Path, text: str) -> list[str]:
    """The files that hold a text, in any form in which a file of the site may have it."""
    forms = {text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le"), text.encode("gb18030")}
    return [name for name, content in contents(root) if any(form in content for form in forms)]


def test_nothing_holds_the_name(redacted: Sites) -> None:
    """No page, feed, table, tile, index or packed file; what was built before, over which it was built, did."""
    assert len(holding(redacted.old, NAME)) > 20
    assert holding(redacted.new, NAME) == []
    for root, name in ((redacted.old, NAME), (redacted.new, REMOVED)):  # its pages are packed in a way of their own
        names = pq.read_table(root / "downloads" / "events.parquet").column("area_name").to_pylist()
        assert (name in names, NAME in names) == (True, name == NAME)


def test_nothing_is_left_of_it_beside_the_output(redacted: Sites) -> None:
    """Neither in what a build keeps for the next one."""
    beside = redacted.new.parent / ".new.build"
    assert (beside / "cache").is_dir()
    assert holding(beside, NAME) == []


def test_a_build_over_the_old_one_is_a_fresh_one(redacted: Sites) -> None:
    """Byte for byte, but for what signatures by chance differ in: none here."""
    new, fresh = dict(contents(redacted.new)), dict(contents(redacted.fresh))
    assert [name for name in new.keys() | fresh.keys() if new.get(name) != fresh.get(name)] == []


def test_the_log_is_the_one_that_it_was(redacted: Sites) -> None:
    """Checkpoints and hashes; only the bundle of entries has another text. A register without any has no table."""
    for path in (f"{CODE}/checkpoint", "checkpoint", f"{CODE}/tile/0/000.p/25", "tile/entries/000.p/2"):
        assert (redacted.old / path).read_bytes() == (redacted.new / path).read_bytes(), path
    assert not (redacted.old / TABLE).exists()
    assert not (redacted.new / "990201/redactions.csv").exists()


def test_readers_are_told(redacted: Sites) -> None:
    """The page of the area and its twin, the feeds, and a table of its own; by whom, when and why."""
    page = (redacted.new / CODE / AREA / "index.html").read_text(encoding="utf-8")
    assert page.count(f"当时的名称已删除：{OFFICE}决定，") == 6
    assert f"理由：{REASON}。" in page
    assert CALLED in page
    twin = load(redacted.new / CODE / AREA / "index.json")
    assert {event["redacted"]["decided_by"] for event in twin["events"]} == {OFFICE}
    feed = (redacted.new / CODE / "feed.atom").read_text(encoding="utf-8")
    assert f"{REMOVED}(1-5栋)" in feed
    assert f"当时的名称已删除：{OFFICE}决定，" in feed
    rows = list(csv.DictReader(io.StringIO((redacted.new / TABLE).read_text(encoding="utf-8"))))
    assert [row["event_id"][-2:] for row in rows] == ["11", "12", "13", "14", "15", "18"]
    assert {(row["decided_by"], row["reason"], bool(row["row_sha256"])) for row in rows} == {
        (OFFICE, REASON, True), (OFFICE, REASON, False),
    }  # fmt: skip
    assert REMOVED not in (redacted.new / CODE / "search.json").read_text(encoding="utf-8")


# ---- whoever holds a copy


def test_verify_says_so(redacted: Sites) -> None:
    """A copy agrees with itself, and an old checkpoint is extended; what the lines said is not proven."""
    ended = wuyi("verify", redacted.new, "--checkpoint", redacted.old / CODE / "checkpoint")
    assert ended.exit_code == 0, ended.output
    assert "6 条记录的文字由发布方删除" in ended.output
    assert "没有证明" in ended.output
    assert f"{PUBLISHED}：{OFFICE}决定，2022-11-29 删除，理由：{REASON}。" in ended.output


def _cell(path: Path, event_id: str, column: str, value: str) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    place = rows[0].index(column)
    for row in rows:
        row[place] = value if row[0] == event_id else row[place]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")


def _dropped(path: Path, event_id: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(event_id)), encoding="utf-8")


@pytest.mark.parametrize("event_id", [PUBLISHED, STEP])
@pytest.mark.parametrize("what", ["hash", "digest", "row", "text", "table"])
def test_what_is_altered_is_found(redacted: Sites, tmp_path: Path, event_id: str, what: str) -> None:
    """Though all manifests are made anew: the hash is in the log, and the text is gone or it is not."""
    copy = shutil.copytree(redacted.new, tmp_path / "copy")
    table, log = copy / TABLE, copy / CODE / "events.csv"
    match what:
        case "hash":
            _cell(table, event_id, "leaf_hash", "0" * 64)
        case "digest":
            _cell(table, event_id, "row_sha256", "1" * 64)
        case "row":
            _dropped(table, event_id)
        case "text":
            _cell(log, event_id, "area_name", "别的名称")
        case "table":
            table.unlink()
    relist(copy)
    ended = wuyi("verify", copy)
    assert ended.exit_code == 1, ended.output
    assert event_id in ended.output


def test_another_line_cannot_hide_behind_it(redacted: Sites, tmp_path: Path) -> None:
    """A line that was not removed, altered and put into the table, does not have the hash that is in the log; with the
    hash that is there it is told as removed, and not proven."""
    copy = shutil.copytree(redacted.new, tmp_path / "copy")
    _cell(copy / CODE / "events.csv", f"{CODE}-000009", "area_name", REMOVED)
    row = f"{CODE}-000009,area_name,{'2' * 64},,{OFFICE},{REASON},2022-11-29T09:00:00+08:00\n"
    lines = (copy / TABLE).read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / TABLE).write_text("".join([lines[0], row, *lines[1:]]), encoding="utf-8")
    relist(copy)
    ended = wuyi("verify", copy)
    assert ended.exit_code == 1
    assert f"{TABLE}：事件 {CODE}-000009 的哈希不是日志里第 8 条的，被改动过" in ended.output


def test_proofs(redacted: Sites, tmp_path: Path) -> None:
    """One of before stands; one of now shows the hash, and says that it shows no more."""
    for name, site in (("old", redacted.old), ("new", redacted.new), ("step", redacted.new)):
        event_id = STEP if name == "step" else PUBLISHED
        (tmp_path / name).write_text(held.made(Folder(site), event_id).format(), encoding="utf-8")
    before = held.of_proof(tmp_path / "old", KNOWN)
    assert before.problems == ()
    assert f"已证明：{NAME}的“发布”记录" in before.told[0]
    now = held.of_proof(tmp_path / "new", KNOWN)
    assert now.problems == ()
    assert "日志的第 14 条（共 25 条）的哈希是 " in now.told[0]
    assert f"没有证明：这一条写了什么。发布方说它是{REMOVED}的“发布”记录" in now.told[1]
    assert f"{OFFICE}决定，2022-11-29 删除，理由：{REASON}" in now.told[1]
    assert "的摘要" in held.of_proof(tmp_path / "step", KNOWN).told[0]


def test_sync_takes_it_for_no_second_history(redacted: Sites, tmp_path: Path) -> None:
    """Days closed long ago say what they said, but for the name; the copy tells of it and has the table then."""
    with served(shutil.copytree(redacted.old, tmp_path / "www")) as server:
        copy = tmp_path / "copy"
        run = ("sync", server.url, copy, "--now", "2022-12-20")
        assert wuyi(*run).exit_code == 0
        assert holding(copy, NAME)
        shutil.rmtree(server.root)
        shutil.copytree(redacted.new, server.root)
        ended = wuyi(*run)
        assert ended.exit_code == 0, ended.output
        assert "发布方删除了 6 条记录的文字，不算改动历史" in ended.output
        assert f"{REVOKED}：{OFFICE}决定" in ended.output
        assert holding(copy, NAME) == []
        assert (copy / TABLE).is_file()
        assert not (copy / "two-histories").exists()
        again = wuyi(*run)
        assert (again.exit_code, "删除了" in again.output) == (0, False), again.output
        # What the publisher said of it stays as well.
        _cell(server.root / TABLE, PUBLISHED, "reason", "没有理由")
        relist(server.root)
        ended = wuyi(*run)
        assert ended.exit_code == 1
        assert f"{TABLE}：事件 {PUBLISHED} 的删除记录被改动" in ended.output


def test_sync_finds_what_hides_behind_it(redacted: Sites, tmp_path: Path) -> None:
    """Another cell of the line, altered along with the name."""
    with served(shutil.copytree(redacted.old, tmp_path / "www")) as server:
        run = ("sync", server.url, tmp_path / "copy", "--now", "2022-12-20")
        assert wuyi(*run).exit_code == 0
        shutil.rmtree(server.root)
        shutil.copytree(redacted.new, server.root)
        _cell(server.root / CODE / "events.csv", REVOKED, "reason", "new_contact")
        relist(server.root)
        ended = wuyi(*run)
        assert ended.exit_code == 1
        assert f"事件 {REVOKED} 被改动：reason" in ended.output
