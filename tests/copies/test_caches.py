"""Caches that are behind: nobody is accused for what a cache still has, and nobody is cleared by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.copies import Server, copied, edit, relist, served, wuyi
from tests.support.sites import load

NOW = "2022-11-29"
SINGLE = (
    "990101/events.csv", "990101/areas.csv", "990101/manifest.json", "990101/feed.atom", "990101/index.html",
    "changes/index.json", "feeds/all.rss", "index.json", "index.html", "downloads/events.csv",
)  # fmt: skip


@pytest.fixture
def server(later_site: Path, tmp_path: Path) -> Iterator[Server]:
    """The later version, behind a cache that is empty so far."""
    with served(copied(later_site, tmp_path / "www")) as server:
        yield server


def files(site: Path) -> list[str]:
    """Paths of all files."""
    return [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]


def keep(server: Server, site: Path, paths: list[str], *, blind: bool = False) -> None:
    """Puts files of a site into the cache."""
    server.cached = {path: (site / path).read_bytes() if (site / path).is_file() else None for path in paths}
    server.blind = blind


def verified(server: Server) -> tuple[int, str]:
    """Exit status and output of `verify`."""
    ended = wuyi("verify", server.url)
    return ended.exit_code, ended.output


def synced(server: Server, folder: Path) -> tuple[int, str]:
    """Exit status and output of `sync`."""
    ended = wuyi("sync", server.url, folder, "--now", NOW)
    return ended.exit_code, ended.output


@pytest.mark.parametrize("path", SINGLE)
def test_stale_file_is_no_change(server: Server, example_site: Path, path: str) -> None:
    """An old file in a cache is told as such, by name; emptied of it, all is well."""
    keep(server, example_site, [path])
    status, output = verified(server)
    assert (status, "内容变了" in output, "缓存还没有更新" in output, path in output) == (2, False, True, True), output
    server.cached.clear()
    assert verified(server)[0] == 0


def test_file_that_a_cache_still_takes_for_missing(server: Server, example_site: Path) -> None:
    """A cache keeps answers that there is none, too."""
    keep(server, example_site, ["changes/2022-11-29/index.json"])
    assert server.cached == {"changes/2022-11-29/index.json": None}
    status, output = verified(server)
    assert (status, "缺少" in output, "缓存还没有更新" in output) == (2, False, True), output


def test_change_beside_a_stale_file_is_named(server: Server, example_site: Path) -> None:
    """What is altered at the site itself is not excused by a cache that is behind elsewhere."""
    keep(server, example_site, ["990101/events.csv"])
    (server.root / "robots.txt").write_text("x", encoding="utf-8")
    status, output = verified(server)
    assert status == 1
    lines = output.splitlines()
    assert lines[0].startswith("robots.txt：内容变了")
    assert lines[1:] == [
        "990101/events.csv：缓存里是旧的，绕过缓存读到的与清单一致，不算",
        "不一致 1 处。网站若正在上传，等它完成再核对一次。",
    ]


@pytest.mark.parametrize("path", ["990101/manifest.json", "changes/index.json", "index.json"])
def test_cache_that_lets_nobody_past(server: Server, example_site: Path, path: str) -> None:
    """What says of itself when it is of is told apart even so."""
    keep(server, example_site, [path], blind=True)
    status, output = verified(server)
    assert (status, f"{path} 与网站的清单不是同一版本" in output) == (2, True), output


def test_other_file_of_a_cache_that_lets_nobody_past(server: Server, example_site: Path) -> None:
    """An old table and one from which the last lines were taken are the same: it is not as listed."""
    keep(server, example_site, ["990101/events.csv"], blind=True)
    status, output = verified(server)
    assert (status, "990101/events.csv：内容变了" in output) == (1, True), output


@pytest.mark.parametrize("manifest", [True, False], ids=["with its manifest", "but its manifest"])
def test_county_of_a_cache_that_lets_nobody_past(server: Server, example_site: Path, manifest: bool) -> None:
    """An older publication of a county as a whole can be a cache's: its document and its log say of when it is."""
    county = [path for path in files(example_site) if path.startswith("990101/")]
    keep(server, example_site, [path for path in county if manifest or path != "990101/manifest.json"], blind=True)
    status, output = verified(server)
    assert (status, "内容变了" in output, "缓存还没有更新；请过一会儿再核对" in output) == (2, False, True), output


def test_old_county_with_another_log_is_altered(server: Server, example_site: Path) -> None:
    """A line less than its document counts, or a file beside it that is not as listed: no cache explains that."""
    county = [path for path in files(example_site) if path.startswith("990101/") and path != "990101/manifest.json"]
    keep(server, example_site, county, blind=True)
    old = server.cached["990101/events.csv"]
    assert old is not None
    server.cached["990101/events.csv"] = old[: old[:-1].rindex(b"\n") + 1]
    status, output = verified(server)
    assert (status, "990101/events.csv：内容变了" in output) == (1, True), output
    keep(server, example_site, county, blind=True)
    (server.root / "robots.txt").write_text("x", encoding="utf-8")
    status, output = verified(server)
    assert (status, "robots.txt：内容变了" in output) == (1, True), output


def test_old_manifest_in_a_cache(server: Server, example_site: Path, tmp_path: Path) -> None:
    """The list is old and all that it lists is new: for both commands no alteration."""
    for blind in (False, True):
        keep(server, example_site, ["manifest.json"], blind=blind)
        for status, output in (verified(server), synced(server, tmp_path / f"copy-{blind}")):
            assert (status, "内容变了" in output, "请过一会儿再" in output) == (2, False, True), output


def test_cache_that_is_wholly_behind(server: Server, example_site: Path, tmp_path: Path) -> None:
    """An old version agrees with itself; to who knows the new one it is a rollback only if it is so past the cache."""
    copy = tmp_path / "copy"
    assert synced(server, copy)[0] == 0
    before = load(copy / "state.json")
    keep(server, example_site, files(example_site))
    status, output = synced(server, copy)
    assert (status, "倒退" in output, "请过一会儿再试。本地没有改动" in output) == (2, False, True), output
    keep(server, example_site, files(example_site), blind=True)
    status, output = synced(server, copy)
    assert status == 1
    assert "倒退了" in output
    assert "或者发布方退回了旧的版本，或者中间的缓存整个是旧的" in output
    assert load(copy / "state.json") == before


def test_old_version_is_verified_as_old(server: Server, example_site: Path) -> None:
    """What was checked is said with its time, and that there is a newer one."""
    keep(server, example_site, files(example_site))
    status, output = verified(server)
    old, new = (load(site / "manifest.json")["as_of"] for site in (example_site, server.root))
    assert status == 0
    assert output.splitlines()[0].endswith(f"截至 {old}。")
    assert output.splitlines()[1].endswith(f"绕过缓存，截至 {new}。")
    server.cached.clear()
    assert "不是最新" not in verified(server)[1]


def test_query_that_a_host_refuses_clears_nobody(server: Server, example_site: Path) -> None:
    """Where nothing can be had past the cache, what was read counts."""
    keep(server, example_site, ["990101/events.csv"])
    server.refused["990101/events.csv"] = 403
    status, output = verified(server)
    assert (status, "990101/events.csv：内容变了" in output) == (1, True), output


def test_altered_county_is_asked_about_again(server: Server) -> None:
    """A county and its manifest, other than the site's lists, may be ahead of it: said as either, never as right."""
    page = server.root / "990101" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    relist(server.root, at_root=False)
    status, output = verified(server)
    assert (status, "990101/manifest.json 与网站的清单不是同一版本" in output) == (2, True), output
    assert "有人只改了其中一部分" in output
    edit(server.root / "990101/manifest.json", lambda content: content["files"].pop())
    page.write_text("x", encoding="utf-8")  # nor is it whole in itself
    assert verified(server)[0] == 1


def test_stale_files_of_a_copy_are_refused(server: Server, example_site: Path, tmp_path: Path) -> None:
    """`sync` knows nothing of the version before, but past the cache the file is as listed."""
    for path in ("990101/events.csv", "990101/manifest.json", "changes/2022-11-29/index.json"):
        keep(server, example_site, [path])
        status, output = synced(server, tmp_path / "copy")
        assert (status, "请过一会儿再试。本地没有改动" in output) == (2, True), output
        assert not (tmp_path / "copy").exists()
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)
