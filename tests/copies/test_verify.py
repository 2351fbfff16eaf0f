"""`wuyi verify`: a right copy passes, and whatever is deleted, edited, added or reordered is found and named."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import urls
from generator.copies.remote import NetworkError, Site
from generator.copies.source import Folder, is_safe
from generator.copies.verify import verify
from tests.support.copies import copied, edit, rechain, relist, served, wuyi

KINDS = (
    "manifest.json", "990101/manifest.json", "index.json", "index.html", "404.html", "robots.txt", "datapackage.json",
    "sitemap.xml", "990101/events.csv", "990101/areas.csv", "990101/index.json", "990101/feed.atom", "990101/feed.rss",
    "990101/feed.json", "990101/990101001001-001/index.html", "990101/990101001001-001/feed.atom", "feeds/all.atom",
    "feeds/revoked.json", "99/feed.rss", "changes/index.json", "changes/2022-11-26/index.json",
    "changes/2022-11/index.json", "schemas/common.json", "statistics/days.csv",
)  # fmt: skip
ID = "tag:register.example,2026:event/990101-000018"


@pytest.fixture
def copy(example_site: Path, tmp_path: Path) -> Path:
    """The worked example, to be spoilt."""
    return copied(example_site, tmp_path / "copy")


def problems(root: Path) -> list[str]:
    result = verify(Folder(root))
    return [*result.problems, *(f"{path}：没有清单列出这个文件" for path in result.extra)]


def named(root: Path, path: str) -> str:
    """The one problem that begins with a path."""
    found = [one for one in problems(root) if one.startswith(f"{path}：")]
    assert found, (path, problems(root)[:5])
    return found[0]


def test_built_sites_verify(site: Path, example_site: Path, sub_site: Path) -> None:
    """The digests, feeds, archives, days and logs of what this program builds agree."""
    for root in (site, example_site, sub_site):
        ended = wuyi("verify", root)
        assert (ended.exit_code, ended.output[:3]) == (0, "一致："), ended.output
    assert wuyi("verify", site, "--quiet").output == ""


def test_live_site_under_a_path_verifies(example_site: Path) -> None:
    """The site's own addresses are of another host and path than where the copy stands."""
    with served(example_site) as server:
        ended = wuyi("verify", server.url)
        assert ended.exit_code == 0, ended.output
        assert "feeds/all.rss" in server.asked
    ended = wuyi("verify", server.url)
    assert ended.exit_code == 2
    assert "打不开" in ended.output


@pytest.mark.parametrize("path", KINDS)
def test_deleted_file_is_named(copy: Path, path: str) -> None:
    (copy / path).unlink()
    assert "缺少" in named(copy, path)
    assert wuyi("verify", copy).exit_code == 1


@pytest.mark.parametrize("path", KINDS)
def test_changed_byte_is_named(copy: Path, path: str) -> None:
    content = bytearray((copy / path).read_bytes())
    content[-1] ^= 1
    (copy / path).write_bytes(content)
    assert named(copy, path)


@pytest.mark.parametrize("path", ["990101/events.csv", "990101/areas.csv", "feeds/all.rss", "manifest.json"])
def test_reordered_file_is_named(copy: Path, path: str) -> None:
    """Every byte is still there, only elsewhere."""
    if path.endswith(".csv"):
        lines = (copy / path).read_bytes().splitlines(keepends=True)
        lines[1], lines[2] = lines[2], lines[1]
        (copy / path).write_bytes(b"".join(lines))
    elif path.endswith(".json"):
        edit(copy / path, lambda content: content["files"].reverse())
    else:
        content = (copy / path).read_bytes()
        (copy / path).write_bytes(content[::-1])
    assert named(copy, path)


@pytest.mark.parametrize(
    "path", ["more.html", "990101/more.csv", "feeds/.hidden", "new/folder/index.html", "990101/README.md"]
)
def test_added_file_is_named(copy: Path, path: str) -> None:
    (copy / path).parent.mkdir(parents=True, exist_ok=True)
    (copy / path).write_text("x", encoding="utf-8")
    assert problems(copy) == [f"{path}：没有清单列出这个文件"]


def test_extra_files_are_told_apart_from_changed_ones(copy: Path) -> None:
    """What is published may be as listed though something else lies beside it; both are told, each by itself."""
    (copy / "more.html").touch()
    ended = wuyi("verify", copy)
    assert (ended.exit_code, ended.output.splitlines()) == (
        1, ["more.html：没有清单列出这个文件", "名录的文件都与清单一致；另有 1 个文件不属于名录。"],
    )  # fmt: skip
    (copy / "robots.txt").write_text("x", encoding="utf-8")
    ended = wuyi("verify", copy)
    assert ended.exit_code == 1
    assert ended.output.splitlines()[-2:] == ["不一致 1 处。", "另有 1 个文件不属于名录。"]


def test_marks_of_hosts_are_allowed(copy: Path) -> None:
    """A repository of pages, a host's settings, what file managers leave: a copy is a copy all the same."""
    marks = (
        "README.md", ".nojekyll", "CNAME", ".gitkeep", ".gitignore", ".gitattributes", ".git/HEAD", ".git/objects/ab",
        "_redirects", "_routes.json", "netlify.toml", ".htaccess", ".wuyi/lease.json",
        ".github/workflows/pages.yml", ".well-known/security.txt", ".DS_Store", "990101/.DS_Store", "feeds/Thumbs.db",
        "990101/notices/desktop.ini", "._index.html",
    )  # fmt: skip
    for name in marks:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    assert wuyi("verify", copy).exit_code == 0
    for name in ("990101/.git", "990101/CNAME", "DS_Store", ".gitter/x"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    assert verify(Folder(copy)).extra == (".gitter/x", "990101/.git", "990101/CNAME", "DS_Store")


def test_clone_of_the_pages(copy: Path) -> None:
    """A copy under git, and a clone of it; where git changed line ends on the way, that is said."""
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@y.example", "-C")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "pages")):
        subprocess.run([*git, str(copy), *command], check=True, capture_output=True)
    clones = {crlf: copy.parent / f"clone-{crlf}" for crlf in ("false", "true")}
    for crlf, clone in clones.items():
        subprocess.run(
            ["git", "-c", f"core.autocrlf={crlf}", "clone", "-q", str(copy), str(clone)],
            check=True,
            capture_output=True,
        )
    assert wuyi("verify", copy).exit_code == 0
    assert wuyi("verify", clones["false"]).exit_code == 0
    ended = wuyi("verify", clones["true"])
    assert ended.exit_code == 1
    assert "990101/events.csv：内容变了（只是换行被改成了 CRLF" in ended.output


@pytest.fixture(scope="module")
def worn(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that each example spoils and mends."""
    return copied(example_site, tmp_path_factory.mktemp("worn") / "copy")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_of_any_file(worn: Path, data: st.DataObject) -> None:
    """Whichever byte of whichever file is changed, the file is named."""
    files = sorted(path.relative_to(worn).as_posix() for path in worn.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    content = (worn / path).read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        (worn / path).write_bytes(changed)
        assert any(one.startswith(f"{path}：") for one in problems(worn))
    finally:
        (worn / path).write_bytes(content)


def test_county_changed_consistently_but_not_at_the_root(copy: Path) -> None:
    page = copy / "990101" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    relist(copy, at_root=False)
    assert "网站的清单不认可" in named(copy, "990101/manifest.json")
    relist(copy)
    assert problems(copy) == []  # who can rewrite the root as well is found only by the log, or by an older copy


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "/etc/passwd",
        "a/../../x",
        "a\\b",
        "C:/x",
        "",
        "a//b",
        "./a",
        "a\nb",
        "x" * 500,
        "a/%2e%2e/b",
        None,
        7,
    ],
)
def test_hostile_path_is_refused(copy: Path, path: Any) -> None:
    """Nothing outside is opened, and the path is told."""
    assert not is_safe(path)
    (copy.parent / "secret").write_text("secret", encoding="utf-8")
    entry = {"path": path, "sha256": "0" * 64, "size": 6}
    edit(copy / "manifest.json", lambda content: content["files"].insert(0, entry))
    assert "路径不安全" in named(copy, "manifest.json")


@pytest.mark.parametrize("size", [10**30, -1, 1.5, "1", True, None])
def test_hostile_size_is_refused(copy: Path, size: Any) -> None:
    edit(copy / "manifest.json", lambda content: content["files"][0].update(size=size))
    assert "没有读取" in named(copy, "manifest.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"files":1e999}', b"9" * 5000])
def test_hostile_manifest_is_told(copy: Path, content: bytes) -> None:
    for path in ("manifest.json", "990101/manifest.json"):
        before = (copy / path).read_bytes()
        (copy / path).write_bytes(content)
        assert named(copy, path)
        (copy / path).write_bytes(before)


def test_links_are_not_followed(copy: Path) -> None:
    """A link in a copy is named, whether it leads out of it or not."""
    outside = copy.parent / "outside"
    shutil.move(copy / "990101", outside)
    (copy / "990101").symlink_to(outside)
    found = problems(copy)
    assert "990101：没有清单列出这个文件" in found
    assert "990101/manifest.json：缺少这个文件" in found


# ---- the log


@pytest.mark.parametrize("stem", ["feeds/all", "feeds/revoked", "99/feed", "990101/feed"])
def test_item_removed_from_a_feed(copy: Path, stem: str) -> None:
    """Even where every digest was written anew, the log has the event."""
    path = copy / f"{stem}.json"
    edit(path, lambda content: content.update(items=[one for one in content["items"] if one["id"] != ID]))
    relist(copy)
    assert problems(copy) == [f"{stem}.json：连同存档，与 events.csv 相比少了 1 项，如 990101-000018"]


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_item_that_the_log_does_not_have(copy: Path, form: str) -> None:
    path = copy / f"feeds/all.{form}"
    path.write_text(path.read_text(encoding="utf-8").replace("990101-000018<", "990101-000918<").replace(
        '990101-000018","url', '990101-000918","url'), encoding="utf-8")  # fmt: skip
    relist(copy)
    assert "不在区县的 events.csv 里" in named(copy, f"feeds/all.{form}")


def _lead_to(address: str, content: dict[str, Any]) -> None:
    content["next_url"] = address


def test_loop_of_archives_and_foreign_archive(copy: Path) -> None:
    path = copy / "feeds/all.json"
    edit(path, lambda content: content.update(next_url="https://register.example/feeds/all.json"))
    relist(copy)
    assert "成了圈" in named(copy, "feeds/all.json")
    for address in ("https://evil.example/feeds/all.json", "https://register.example/../x", "file:///etc/passwd"):
        edit(path, partial(_lead_to, address))
        relist(copy)
        assert "不在这个网站之内" in named(copy, "feeds/all.json")


def test_archive_removed(site: Path, tmp_path: Path) -> None:
    copy = copied(site, tmp_path / "copy")
    (copy / "feeds/all/2022-09-1.atom").unlink()
    relist(copy)
    assert "指向的存档 feeds/all/2022-09-1.atom 不存在" in named(copy, "feeds/all.atom")


def test_entities_are_refused(copy: Path) -> None:
    path = copy / "feeds/all.atom"
    text = path.read_text(encoding="utf-8").replace(
        "<feed", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<feed', 1
    )
    path.write_text(text, encoding="utf-8")
    relist(copy)
    assert "文档类型" in named(copy, "feeds/all.atom")


@pytest.mark.parametrize("encoding", ["utf-9", "utf-16", "utf-7"])
def test_declared_encoding_does_not_matter(copy: Path, encoding: str) -> None:
    """Found by hypothesis: expat looks up whatever a feed declares."""
    path = copy / "feeds/all.rss"
    path.write_bytes(path.read_bytes().replace(b'encoding="utf-8"', f'encoding="{encoding}"'.encode(), 1))
    assert "内容变了" in named(copy, "feeds/all.rss")


def test_day_removed_from_the_chain(copy: Path) -> None:
    def without(content: Any) -> None:
        content["days"] = [one for one in content["days"] if one["date"] != "2022-11-26"]
        content["total"] = sum(one["total"] for one in content["days"])

    edit(copy / "changes/index.json", without)
    relist(copy)
    assert "链条断了" in named(copy, "changes/2022-11-27/index.json")
    assert "没有列出这一天" in named(copy, "changes/2022-11-26/index.json")
    rechain(copy)
    relist(copy)
    assert any("990101-000018" in one and "各天的变化里没有" in one for one in problems(copy))


def test_month_that_lists_other_days(copy: Path) -> None:
    """A month says of its days what the index of changes says."""
    edit(copy / "changes/2022-11/index.json", lambda content: content["days"].pop())
    relist(copy)
    assert "列出的日子与" in named(copy, "changes/2022-11/index.json")


@pytest.mark.parametrize("form", urls.FORMATS)
def test_feed_of_notices_names_one_without_a_page(copy: Path, form: str) -> None:
    """A feed of notices leads to the whole list, and names no event."""
    path = copy / f"990101/notices.{form}"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("notice/990101-20221123-1", "notice/990101-20221123-7"), encoding="utf-8")
    relist(copy)
    assert "通告 990101-20221123-7 没有页面" in named(copy, f"990101/notices.{form}")
    path.write_text(text.replace(":notice/990101-20221123-1", ":event/990101-000009"), encoding="utf-8")
    relist(copy)
    assert "有一项的编号不对" in named(copy, f"990101/notices.{form}")


def test_event_altered_in_its_day(copy: Path) -> None:
    edit(copy / "changes/2022-11-26/index.json", lambda content: content["events"][0].update(effective_at="2022-01-01"))
    rechain(copy)
    relist(copy)
    assert any("effective_at" in one for one in problems(copy))


def test_status_altered_in_the_register(copy: Path) -> None:
    path = copy / "990101/areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",revoked,", ",certified,", 1), encoding="utf-8")
    relist(copy)
    assert any("areas.csv 里是“有效”，各天的变化说是“已取消”" in one for one in problems(copy))


def test_a_table_of_another_day_is_told_in_one_line(copy: Path) -> None:
    """A cache holds one file back: all its areas differ, for one reason."""
    path = copy / "990101/areas.csv"
    header, *_ = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header, encoding="utf-8")
    relist(copy)
    (told,) = (one for one in problems(copy) if "各天的变化说是" in one)
    assert "990101/areas.csv 里这样的共" in told


# ---- usage and network


def test_not_a_copy(tmp_path: Path) -> None:
    for where in (
        tmp_path,
        tmp_path / "none",
        "http://register.example/",
        "ftp://127.0.0.1/",
        "https://",
        "file:///etc",
    ):
        assert wuyi("verify", where).exit_code == 2


def test_redirect_to_another_host_is_not_followed(example_site: Path) -> None:
    with served(example_site) as server, served(example_site) as other:
        server.redirect["robots.txt"] = f"{server.url}404.html"
        assert Site(server.url).read("robots.txt", 10**6) == (example_site / "404.html").read_bytes()
        for target in (f"{other.url}404.html", "file:///etc/passwd", "https://127.0.0.1/"):
            server.redirect["robots.txt"] = target
            with pytest.raises(NetworkError):
                Site(server.url).read("robots.txt", 10**6)
        assert other.asked == []


@pytest.mark.parametrize("answer", [404, 403, 410, 200])
def test_host_that_keeps_its_settings_to_itself(copy: Path, answer: int) -> None:
    """`_headers` is read by the host and often not handed out; anything else that is missing is named."""
    with served(copy) as server:
        for path in ("_headers", "robots.txt"):
            if answer == 200:
                shutil.copy2(copy / "404.html", copy / path)
            else:
                server.refused[path] = answer
            ended = wuyi("verify", server.url)
            if path == "_headers":
                assert (ended.exit_code, ended.output.splitlines()[2:]) == (
                    0, ["_headers 是给主机看的，主机没有给出来，未核对。"],
                )  # fmt: skip
                assert wuyi("verify", server.url, "--quiet").output == ""
            else:
                assert ended.exit_code == (2 if answer == 403 else 1), ended.output


def test_other_settings_of_the_host_are_named(copy: Path) -> None:
    """`_headers` that says something else is a difference; so is a copy in a folder without it."""
    (copy / "_headers").write_text("/*\n  X: y\n", encoding="utf-8")
    with served(copy) as server:
        assert wuyi("verify", server.url).exit_code == 1
    (copy / "_headers").unlink()
    assert "缺少" in named(copy, "_headers")


def test_site_that_is_replaced_meanwhile_is_not_accused(
    copy: Path, example_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the site's manifest is another one by the time that something does not agree, one is asked to come back."""
    read, replaced = Site.read, list[str]()

    def racing(self: Site, path: str, limit: int) -> bytes | None:
        content = read(self, path, limit)
        if path == "index.json" and not replaced:
            replaced.append(path)
            (copy / "robots.txt").write_text("another version", encoding="utf-8")
            relist(copy)
        return content

    monkeypatch.setattr(Site, "read", racing)
    with served(copy) as server:
        ended = wuyi("verify", server.url)
    assert (ended.exit_code, "正在发布新的版本" in ended.output) == (2, True), ended.output


def test_read_is_bounded(example_site: Path) -> None:
    with served(example_site) as server:
        assert len(Site(server.url).read("index.html", 9) or b"") == 10
        assert Site(server.url).read("none", 9) is None
        server.broken = "index.html"
        with pytest.raises(NetworkError):
            Site(server.url).read("index.html", 10**6)


def test_long_lists_are_cut(copy: Path) -> None:
    for number in range(350):
        (copy / f"more-{number:03}").touch()
    lines = wuyi("verify", copy).output.splitlines()
    assert len(lines) == 302
    assert lines[-2:] == ["……还有 50 个", "名录的文件都与清单一致；另有 350 个文件不属于名录。"]
