"""`wuyi sync`: everything once, then only what changed; what a publisher may not do is found, and changes nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.copies import Server, copied, edit, rechain, relist, served, wuyi
from tests.support.sites import load

NOW = "2022-11-29"
DAY = "changes/2022-11-29/index.json"
SEEN = "checkpoints.jsonl"
HEADS = ["manifest.json", "index.json", "changes/index.json"]


@pytest.fixture
def server(example_site: Path, tmp_path: Path) -> Iterator[Server]:
    """The worked example on a server; its folder may be spoilt or replaced."""
    with served(copied(example_site, tmp_path / "www")) as found:
        yield found


def tree(root: Path) -> dict[str, str]:
    """Digests of all files."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def replace(server: Server, site: Path) -> None:
    """Publishes another site at the same address."""
    shutil.rmtree(server.root)
    shutil.copytree(site, server.root)
    server.asked.clear()


def synced(server: Server, *options: str, to: str = "copy") -> tuple[int, str]:
    """Exit status and output."""
    ended = wuyi("sync", server.url, server.root.parent / to, "--now", NOW, *options)
    return ended.exit_code, ended.output


@pytest.fixture
def copy(server: Server) -> Path:
    """A first copy."""
    status, output = synced(server)
    assert (status, output[:4]) == (0, "首次同步"), output
    server.asked.clear()
    return server.root.parent / "copy"


def refused(server: Server, copy: Path, *said: str) -> None:
    """A run finds what is said, and the copy is as it was."""
    before = tree(copy)
    status, output = synced(server)
    assert status == 1, output
    assert all(one in output for one in said), output
    assert "没有改动" in output
    assert tree(copy) == before
    assert not (copy.parent / ".copy.sync").exists()


# ---- full and deltas


def test_first_copy_has_what_is_published(server: Server, copy: Path) -> None:
    """Tables and days lie at the addresses of the site, byte for byte; the state lists them."""
    state = load(copy / "state.json")
    paths = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()} - {"state.json"}
    assert set(state["files"]) == paths
    paths.remove(SEEN)
    assert {"990101/events.csv", "990201/areas.csv", "changes/2022-11-26/index.json"} <= paths
    assert all((copy / path).read_bytes() == (server.root / path).read_bytes() for path in paths)
    assert not (copy.parent / ".copy.sync").exists()


def test_nothing_new_asks_only_for_the_heads(server: Server, copy: Path) -> None:
    before = tree(copy)
    status, output = synced(server)
    assert (status, server.asked) == (0, HEADS)
    assert "没有新的变化" in output
    assert tree(copy) == before


def test_only_deltas_are_fetched(server: Server, copy: Path, later_site: Path) -> None:
    """One line more: one day, and the tables of its county; afterwards the copy is the same as a first one."""
    replace(server, later_site)
    status, output = synced(server)
    assert status == 0, output
    log = ["990101/checkpoint", "990101/tile/0/000.p/26", "checkpoint", "tile/0/000.p/2"]
    assert server.asked == [*HEADS, DAY, "990101/manifest.json", "990101/events.csv", "990101/areas.csv", *log]
    assert output.splitlines()[:2] == [
        "取消 1 项：",
        "  取消:幸福里小区不再是无疫小区(示例区示例街道春晓社区)  2022-11-29  990101-000026",
    ]
    assert synced(server, to="full")[0] == 0
    differing = {path for path, digest in tree(copy).items() if tree(copy.parent / "full").get(path) != digest}
    assert differing == {SEEN, "state.json"}  # it saw more


def test_real_register_syncs(site: Path, tmp_path: Path) -> None:
    """The demonstration: present and archived counties."""
    with served(site) as server:
        ended = wuyi("sync", server.url, tmp_path / "copy", "--now", "2022-12-05")
    assert ended.exit_code == 0, ended.output
    assert (tmp_path / "copy/220103/areas.csv").is_file()


def test_dry_run_writes_nothing(server: Server, copy: Path, later_site: Path) -> None:
    replace(server, later_site)
    before = tree(copy.parent)
    status, output = synced(server, "--dry-run")
    assert (status, server.asked) == (0, HEADS)
    wanted = [DAY, "990101/manifest.json", "990101/events.csv", "990101/areas.csv"]
    assert output.splitlines() == [f"将下载 {path}" for path in wanted]
    assert tree(copy.parent) == before
    assert synced(server, "--dry-run", to="none")[0] == 0
    assert not (copy.parent / "none").exists()


def test_own_files_in_the_folder_are_kept(server: Server, copy: Path, later_site: Path) -> None:
    (copy / "notes.txt").write_text("mine", encoding="utf-8")
    replace(server, later_site)
    assert synced(server)[0] == 0
    assert (copy / "notes.txt").read_text(encoding="utf-8") == "mine"


# ---- what a publisher may not do


def altered(path: Path, change: Callable[[Any], None]) -> None:
    """Changes the document of a day, and everything that vouches for it."""
    root = path.parents[2]
    edit(path, change)
    rechain(root)
    relist(root)


def test_closed_day_is_tampered_with(server: Server, copy: Path) -> None:
    """A publisher who rewrites the past consistently is found by the copy."""
    oldest = sorted(path.parent.name for path in server.root.glob("changes/????-??-??/index.json"))[0]
    path = server.root / "changes" / oldest / "index.json"
    altered(path, lambda content: content["events"][0].update(area_name="别的小区"))
    refused(server, copy, f"changes/{oldest}/index.json：这一天早已截止")


def test_event_is_altered_in_an_open_day(server: Server, copy: Path) -> None:
    path = server.root / "changes/2022-11-28/index.json"
    altered(path, lambda content: content["events"][0].update(effective_at="2022-11-01"))
    refused(server, copy, "990101-000025 被改动：effective_at")


def test_event_vanishes(server: Server, copy: Path) -> None:
    """From the log, the register and its day: everything agrees, but the copy remembers."""

    def without(content: Any) -> None:
        content["events"] = [one for one in content["events"] if one["event_id"] != "990101-000025"]
        content["total"] -= 1
        content["counts"]["corrected"] -= 1

    path = server.root / "990101/events.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "990101-000025," not in line), encoding="utf-8")
    altered(server.root / "changes/2022-11-28/index.json", without)
    refused(server, copy, "事件 990101-000025 不见了")


def test_event_altered_in_the_log_alone(server: Server, copy: Path) -> None:
    path = server.root / "990101/events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("new_case", "other", 1), encoding="utf-8")
    relist(server.root)
    refused(server, copy, "reason 原为“new_case”，现为“other”")
    assert synced(server, to="first")[0] == 1  # nor does a first copy accept it: the day says otherwise


def test_status_altered_in_the_register(server: Server, copy: Path) -> None:
    path = server.root / "990101/areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",revoked,", ",certified,", 1), encoding="utf-8")
    relist(server.root)
    refused(server, copy, "990101/areas.csv 里是“有效”，各天的变化说是“已取消”")


def test_day_is_gone(server: Server, copy: Path) -> None:
    def without(content: Any) -> None:
        content["days"] = [one for one in content["days"] if one["date"] != "2022-11-26"]
        content["total"] = sum(one["total"] for one in content["days"])

    edit(server.root / "changes/index.json", without)
    relist(server.root)
    refused(server, copy, "changes/2022-11-26/：这一天不见了")
    status, output = synced(server, to="first")
    assert status == 1
    assert "链条断了" in output
    assert not (copy.parent / "first").exists()


def test_wrong_digest_of_the_day_before(server: Server, copy: Path) -> None:
    path = server.root / "changes/2022-11-28/index.json"
    edit(path, lambda content: content["previous"].update(sha256="0" * 64))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    edit(server.root / "changes/index.json", lambda content: content["days"][0].update(sha256=digest))
    relist(server.root)
    refused(server, copy, "链条断了", "0" * 64)


@pytest.mark.parametrize("path", [*HEADS, "990101/manifest.json", "990101/events.csv", DAY])
def test_digest_does_not_agree(server: Server, copy: Path, later_site: Path, path: str) -> None:
    """A byte on the way, in whatever is fetched."""
    replace(server, later_site)
    content = bytearray((server.root / path).read_bytes())
    content[-2] ^= 1
    (server.root / path).write_bytes(content)
    refused(server, copy, path)


def test_rollback(server: Server, later_site: Path, example_site: Path) -> None:
    replace(server, later_site)
    assert synced(server)[0] == 0
    replace(server, example_site)
    refused(server, server.root.parent / "copy", "倒退了", "2022-11-29T08:00:00+08:00")


def test_stale_publisher_is_a_warning(server: Server) -> None:
    """A day after the promised one is passed; nothing else is wrong."""
    due = load(server.root / "changes/index.json")["next_update"]
    folder = server.root.parent / "stale"
    told = {now: wuyi("sync", server.url, folder, "--now", now) for now in (due, "2030-01-01")}
    assert [one.exit_code for one in told.values()] == [0, 0]
    assert "提醒" not in told[due].output
    assert f"发布方说 {due} 前会有更新" in told["2030-01-01"].output


@pytest.mark.parametrize("path", ["../x", "/x", "a\\b"])
def test_hostile_manifest_is_refused(server: Server, copy: Path, path: str) -> None:
    entry = {"path": path, "sha256": "0" * 64, "size": 1}
    edit(server.root / "manifest.json", lambda content: content["files"].insert(0, entry))
    refused(server, copy, "路径不安全")


# ---- two versions side by side


@pytest.mark.parametrize(
    "behind", [["index.json"], ["changes/index.json"], ["990101/manifest.json"], ["990101/events.csv"],
               ["990101/areas.csv"], ["manifest.json"], ["manifest.json", "index.json"]],
    ids=" ".join,
)  # fmt: skip
def test_cache_that_is_behind_is_told_apart(
    server: Server, copy: Path, later_site: Path, example_site: Path, behind: list[str]
) -> None:
    """Where some of what is read is of the last version, nobody is accused: come back later. Then all is well."""
    replace(server, later_site)
    for path in behind:
        shutil.copy2(example_site / path, server.root / path)
    before = tree(copy)
    status, output = synced(server)
    assert (status, "请过一会儿再试。本地没有改动" in output) == (2, True), output
    assert tree(copy) == before
    replace(server, later_site)
    assert synced(server)[0] == 0


def test_site_that_is_being_replaced_is_told_apart(
    server: Server, later_site: Path, example_site: Path, tmp_path: Path
) -> None:
    """Counties go first, the manifest last: who has no copy yet and comes in between is asked to come back."""
    for name in ("990101", "changes", "index.json"):
        path = server.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        (shutil.copytree if (later_site / name).is_dir() else shutil.copy2)(later_site / name, path)
        status, output = synced(server)
        assert (status, "请过一会儿再试。本地没有改动" in output) == (2, True), output
        assert not (tmp_path / "copy").exists()
    shutil.copy2(later_site / "manifest.json", server.root / "manifest.json")
    assert "不是同一版本" not in synced(server)[1]


# ---- interruptions


@pytest.mark.parametrize("path", [*HEADS, DAY, "990101/manifest.json", "990101/events.csv", "990101/areas.csv"])
def test_broken_download_leaves_all_as_it_was(server: Server, copy: Path, later_site: Path, path: str) -> None:
    replace(server, later_site)
    before = tree(copy.parent)
    server.broken = path
    status, output = synced(server)
    assert (status, "传输中断" in output) == (2, True)
    assert tree(copy.parent) == before
    server.broken = ""
    assert synced(server)[0] == 0


def test_server_not_reachable(server: Server, copy: Path) -> None:
    before = tree(copy)
    ended = wuyi("sync", "http://127.0.0.1:9/", copy.parent / "other")
    assert (ended.exit_code, (copy.parent / "other").exists()) == (2, False)
    assert wuyi("sync", "http://127.0.0.1:9/", copy).exit_code == 2
    assert wuyi("sync", f"{server.url}nowhere/", copy.parent / "other").exit_code == 2
    assert tree(copy) == before


def test_publication_while_reading_is_not_an_accusation(
    server: Server, copy: Path, later_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the manifest is a new one by the time that something does not agree, one is asked to come back."""
    from generator.copies import remote

    read = remote.Site.read

    def racing(self: remote.Site, path: str, limit: int) -> bytes | None:
        content = read(self, path, limit)
        if path == "manifest.json" and server.asked == ["manifest.json"]:
            replace(server, later_site)
        return content

    monkeypatch.setattr(remote.Site, "read", racing)
    status, output = synced(server)
    assert (status, "正在发布" in output) == (2, True), output


def test_interrupted_replacement_is_finished(server: Server, copy: Path) -> None:
    """Even between the two renames nothing is lost: the next run puts back what was set aside."""
    before = tree(copy)
    home = copy.parent / ".copy.sync"
    home.mkdir()
    copy.rename(home / "old")
    (home / "new").mkdir()
    assert synced(server)[0] == 0
    assert tree(copy) == before
    assert not home.exists()


def test_copy_is_replaced_in_one_step(
    server: Server, copy: Path, later_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads the copy meanwhile finds the one or the other; where folders cannot change places two renames do it."""
    from generator import placing

    exchange, done = placing.exchange, list[bool]()

    def exchanging(one: Path, other: Path) -> bool:
        assert (one, other) == (copy.parent / ".copy.sync/new", copy)
        done.append(exchange(one, other))
        return done[-1]

    shutil.copytree(copy, copy.parent / "other")
    replace(server, later_site)
    with monkeypatch.context() as patch:
        patch.setattr(placing, "exchange", exchanging)
        assert synced(server)[0] == 0
        patch.setattr(placing, "exchange", lambda one, other: False)
        assert synced(server, to="other")[0] == 0
    assert done == [sys.platform.startswith("linux")]
    assert tree(copy) == tree(copy.parent / "other")
    assert {path.name for path in copy.parent.iterdir()} == {"www", "copy", "other"}


def test_foreign_or_altered_folder_is_refused(server: Server, copy: Path) -> None:
    foreign = copy.parent / "foreign"
    foreign.mkdir()
    (foreign / "x").touch()
    assert synced(server, to="foreign")[0] == 2
    (copy / "990101/events.csv").write_text("", encoding="utf-8")
    status, output = synced(server)
    assert (status, "在本地被改动" in output) == (2, True)
    (copy / "990101/events.csv").write_bytes((server.root / "990101/events.csv").read_bytes())
    state = load(copy / "state.json")
    state["days"][0]["date"] = "2022-01-01"  # a word of the state itself, which would accuse the publisher
    (copy / "state.json").write_text(json.dumps(state), encoding="utf-8")
    status, output = synced(server)
    assert (status, "state.json 读不懂" in output) == (2, True)
    del state["sha256"]  # as earlier versions wrote it
    state["days"][0]["date"] = load(server.root / "changes/index.json")["days"][-1]["date"]
    (copy / "state.json").write_text(json.dumps(state), encoding="utf-8")
    assert synced(server)[0] == 0
    (copy / "state.json").write_text(json.dumps({"files": {"../x": "0" * 64}}), encoding="utf-8")
    assert synced(server)[0] == 2
