"""Hosts and networks that spoil what passes through them: each has a sentence and an exit status, none a traceback."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.copies import Server, copied, served, wuyi
from tests.support.sites import load

LOGIN: Final = b"\n<!-- portal -->\n<!DOCTYPE html>\n<html><body>login</body></html>\n" * 9
TABLE: Final = "990101/events.csv"


@pytest.fixture
def server(example_site: Path, tmp_path: Path) -> Iterator[Server]:
    """The worked example on a server."""
    with served(copied(example_site, tmp_path / "www")) as server:
        yield server


def both(server: Server) -> list[tuple[int, str]]:
    """Exit status and output of `verify` and of a first `sync`."""
    folder = server.root.parent / "copy"
    ended = [wuyi("verify", server.url), wuyi("sync", server.url, folder, "--now", "2022-11-29")]
    assert folder.exists() == (ended[1].exit_code == 0)
    assert not any("Traceback" in one.output or "程序出错" in one.output for one in ended)
    return [(one.exit_code, one.output) for one in ended]


def all_say(server: Server, status: int, said: str) -> None:
    """Both commands end with a status and say the same."""
    for exit_code, output in both(server):
        assert (exit_code, said in output) == (status, True), output


@pytest.mark.parametrize(
    ("answer", "said"),
    [(403, "403（不许看）"), (401, "401（要登录）"), (503, "503（暂时不能用"), (500, "500（它出了错）"),
     (429, "请求太多"),
     (206, "206，没有给出整个文件"), (204, "204，没有给出整个文件"), (302, "302，却没有说转到哪里"), (418, "418")],
)  # fmt: skip
def test_answer_of_a_server(server: Server, answer: int, said: str) -> None:
    """What is no file cannot be judged."""
    server.refused = dict.fromkeys(("manifest.json", "index.json"), answer)
    all_say(server, 2, said)


def test_redirects_that_never_end(server: Server) -> None:
    server.redirect = {"changes/index.json": "index.json"}
    all_say(server, 2, "转来转去没有到头")


def test_login_page_of_another_host(server: Server) -> None:
    server.redirect = {"manifest.json": "http://login.example/"}
    all_say(server, 2, "要转到别的网站，没有跟去")


def test_login_page_in_place_of_everything(server: Server) -> None:
    """With 200, as networks in hotels and some hosts answer: it is no register that is altered."""
    server.packed = dict.fromkeys(("manifest.json", "index.json"), ("", LOGIN))
    all_say(server, 2, "打开的是网页，不是名录的清单：多半是登录页")


@pytest.mark.parametrize("path", ["changes/index.json", TABLE])
def test_login_page_in_place_of_a_file(server: Server, path: str) -> None:
    """The rest was read: that the page is none of the register is said once for each file."""
    server.packed = {path: ("", LOGIN)}
    all_say(server, 1, f"{path}：内容变了（得到的是网页，多半是登录页")


@pytest.mark.parametrize(
    ("path", "said"), [("manifest.json", "不是正确的 JSON 文件（是空的）"), (TABLE, "只有 0 字节")]
)
def test_empty_file(server: Server, path: str, said: str) -> None:
    server.packed = {path: ("", b"")}
    all_say(server, 1, f"{path}：{'' if path == 'manifest.json' else '内容变了（清单说 '}")
    all_say(server, 1, said)


def test_truncated_file(server: Server) -> None:
    """How much there is, and how much there should be."""
    content = (server.root / TABLE).read_bytes()
    server.packed = {TABLE: ("", content[:100])}
    all_say(server, 1, f"{TABLE}：内容变了（清单说 {len(content)} 字节，只有 100 字节；应为 sha256 ")


def test_packed_once_is_the_file(server: Server) -> None:
    """A host that packs although it was asked not to: that is of the transfer, not of the file."""
    for path in ("manifest.json", TABLE, "index.html"):
        server.packed[path] = ("gzip", gzip.compress((server.root / path).read_bytes()))
    assert [status for status, _ in both(server)] == [0, 0]


@pytest.mark.parametrize("path", ["manifest.json", TABLE])
def test_packed_twice_is_told(server: Server, path: str) -> None:
    """Also what is packed once and not said to be."""
    once = gzip.compress((server.root / path).read_bytes())
    for answer in (("gzip", gzip.compress(once)), ("", once)):
        server.packed[path] = answer
        all_say(server, 1, "得到的是 gzip 压缩过的内容：主机压缩了两次，或没有说明已压缩")


@pytest.mark.parametrize(
    ("coding", "content", "said"),
    [("gzip", b"no gzip at all", "压缩的内容是坏的"), ("gzip", gzip.compress(b"{}")[:-5], "压缩的内容不完整"),
     ("br", b"{}", "服务器用 br 压缩了内容")],
    ids=["broken", "cut", "other"],
)  # fmt: skip
def test_packed_and_broken(server: Server, coding: str, content: bytes, said: str) -> None:
    server.packed = {"manifest.json": (coding, content)}
    all_say(server, 2, said)


def test_packed_file_is_read_no_further_than_asked(server: Server) -> None:
    """A small answer that unpacks to very much is cut where a longer file shows."""
    server.packed = {TABLE: ("gzip", gzip.compress(b"0" * 50_000_000))}
    all_say(server, 1, f"{TABLE}：内容变了（清单说 ")


@pytest.mark.parametrize(
    "put", [b"<script src=//ads.example/x.js></script>", b"\n<!-- served by a cache -->", b"\n\n  <div>ad</div>\n"]
)
def test_host_that_adds_to_pages(server: Server, put: bytes) -> None:
    """What was put into each page is shown; the data have nothing to do with it."""
    server.put = put
    (verified, said), (synced, _) = both(server)
    assert (verified, synced) == (1, 0)
    shown = " ".join(put.decode().split())
    assert f"index.html：内容变了（主机在网页里添了 {len(put)} 字节：{shown}；请让主机不要改动网页）" in said
    assert said.count("主机在网页里添了") == len(said.splitlines()) - 1


def test_added_piece_and_another_change_is_a_change(server: Server) -> None:
    """Only a page that is as listed without the piece is called one to which something was added."""
    server.put = b"<script></script>"
    page = server.root / "about/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<h1", "<h1 class=x", 1), encoding="utf-8")
    _, said = both(server)[0]
    (line,) = (line for line in said.splitlines() if line.startswith("about/index.html："))
    assert "主机" not in line


@pytest.mark.parametrize(
    ("spoil", "said"), [("crlf", "只是换行被改成了 CRLF"), ("bom", "只是前面多了字节序标记（BOM）")]
)
def test_host_that_changes_texts(server: Server, spoil: str, said: str) -> None:
    content = (server.root / TABLE).read_bytes()
    server.packed = {TABLE: ("", content.replace(b"\n", b"\r\n") if spoil == "crlf" else b"\xef\xbb\xbf" + content)}
    all_say(server, 1, f"{TABLE}：内容变了（{said}")


def test_difference_is_told_once(server: Server) -> None:
    """That a spoilt file cannot be read is no second difference."""
    paths = [file["path"] for file in load(server.root / "990101/manifest.json")["files"] if file["path"] != TABLE]
    feeds = [path for path in paths if path.endswith((".atom", ".rss"))]
    server.packed = dict.fromkeys(feeds, ("", b"x"))
    status, said = both(server)[0]
    assert status == 1
    assert all(said.count(f"{path}：内容变了") == 1 and f"{path}：不是" not in said for path in feeds)
