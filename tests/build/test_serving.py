"""The preview: a static host on this machine that outlives whatever ends a build, and builds as of now."""

from __future__ import annotations

import http.client
import socket
import struct
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from generator.build import serving
from generator.build.order import Order, Result
from generator.check import Report
from generator.errors import AuditError, ProseError, UsageError


class Preview:
    """A preview of a site of two pages; each build is what a test wants, each change a step of the test's own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.order = Order(folder / "data", folder / "content", folder / "site")
        for place in (self.order.output, self.order.data, self.order.content):
            place.mkdir()
        (self.order.output / "404.html").write_text("lost", encoding="utf-8")
        self.address = ""
        self.times = iter(["2022-12-01T00:00+08:00", "2022-12-02T00:00+08:00", "2022-12-03T00:00+08:00"])
        self.built: list[str | None] = []
        self.announced: list[Result] = []
        self.complaints: list[Exception] = []
        self.outcomes: list[Exception | None] = []
        self._between: Callable[[int], object] = lambda number: None
        monkeypatch.setattr(serving, "build", self._build)
        monkeypatch.setattr("watchfiles.watch", self._watch)

    def run(self, *outcomes: Exception | None, between: Callable[[int], object] = lambda number: None) -> None:
        """Serves for as many builds as there are outcomes; `between` is called after each."""
        self.outcomes, self._between = list(outcomes), between
        serving.serve(
            self.order, 0, lambda: next(self.times), self.announced.append, self.complaints.append,
            lambda address: setattr(self, "address", address),
        )  # fmt: skip

    def get(self, address: str, method: str = "GET") -> tuple[int, str]:
        """Status and text of an answer."""
        connection = http.client.HTTPConnection(self.address.removeprefix("http://").strip("/"), timeout=20)
        connection.request(method, address)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, text

    def send(self, request: bytes, *, go_away: bool = False) -> bytes:
        """The bytes that answer the bytes of a request; nothing where the visitor goes away at once."""
        host, port = self.address.removeprefix("http://").strip("/").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as visitor:
            if go_away:  # closed without a word, with what was sent
                visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                visitor.sendall(request)
                return b""
            visitor.sendall(request)
            visitor.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: visitor.recv(65536), b""))

    def _build(self, order: Order) -> Result:
        self.built.append(order.now)
        outcome = self.outcomes[len(self.built) - 1]
        if outcome is not None:
            raise outcome
        (order.output / "index.html").write_text(f"site of {order.now}", encoding="utf-8")
        return Result(Report(), order.output)

    def _watch(self, *_: object, **__: Any) -> Iterator[set[str]]:
        for number in range(len(self.outcomes)):
            self._between(number)
            if number + 1 < len(self.outcomes):
                yield {"changed"}


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    """A preview that has not begun."""
    return Preview(tmp_path, monkeypatch)


def test_each_build_reads_the_clock(preview: Preview) -> None:
    """What a preview of yesterday warns of is not what it warns of today."""
    pages: list[tuple[int, str]] = []
    preview.run(None, None, None, between=lambda number: pages.append(preview.get("/")))
    days = ["2022-12-01T00:00+08:00", "2022-12-02T00:00+08:00", "2022-12-03T00:00+08:00"]
    assert preview.built == days
    assert pages == [(200, f"site of {day}") for day in days]


@pytest.mark.parametrize(
    "error",
    [
        BrokenProcessPool("a worker died"), MemoryError(), OSError(28, "No space left on device"), RuntimeError("odd"),
        ProseError("x"), AuditError(["y"]), UsageError("another build is running"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_preview_outlives_every_error(preview: Preview, error: Exception) -> None:
    """It is told, the last site stays in view, and the next change is built."""
    pages: list[str] = []
    preview.run(None, error, None, between=lambda number: pages.append(preview.get("/")[1]))
    assert preview.complaints == [error]
    assert pages == [f"site of 2022-12-0{day}T00:00+08:00" for day in (1, 1, 3)]
    assert len(preview.announced) == 2


def test_preview_outlives_its_first_build(preview: Preview) -> None:
    """The site of an earlier run is in view until there is another."""
    (preview.order.output / "index.html").write_text("earlier", encoding="utf-8")
    pages: list[str] = []
    preview.run(MemoryError(), None, between=lambda number: pages.append(preview.get("/")[1]))
    assert pages == ["earlier", "site of 2022-12-02T00:00+08:00"]


def test_preview_outlives_its_folders(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is taken away and put back (another branch is checked out) is watched again, and built from."""
    data, waited = preview.order.data, list[float]()

    def put_back(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            data.mkdir()

    def watch(*_: object, **__: object) -> Iterator[set[str]]:
        yield set()  # nothing changed for a while
        if not waited:
            data.rmdir()
            yield set()
            pytest.fail("the folder that is gone is still watched")

    monkeypatch.setattr(serving, "sleep", put_back)
    monkeypatch.setattr("watchfiles.watch", watch)
    preview.times = iter(f"2022-12-0{day}T00:00+08:00" for day in (1, 2, 3))
    preview.outcomes = [None, UsageError("no such folder"), None]
    serving.serve(
        preview.order, 0, lambda: next(preview.times), preview.announced.append, preview.complaints.append,
        lambda address: None,
    )  # fmt: skip
    assert len(preview.built) == 3
    assert [str(error) for error in preview.complaints] == ["no such folder"]
    assert len(waited) == 2


def test_reader_that_goes_away_is_not_told(preview: Preview, capfd: pytest.CaptureFixture[str]) -> None:
    """Half a request, and an answer that nobody waits for: the next is answered, and nothing is printed."""

    def leave(_number: int) -> None:
        (preview.order.output / "large.html").write_text("x" * 10**7, encoding="utf-8")
        host, port = preview.address.removeprefix("http://").strip("/").split(":")
        for request in (b"GET /large.html HTTP/1.0\r\n\r\n", b"GET /large", b"\x00\xff\r\n\r\n"):
            with socket.create_connection((host, int(port))) as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not closed
                connection.sendall(request)
        assert preview.get("/")[0] == 200

    preview.run(None, between=leave)
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_begun_ends_it(preview: Preview) -> None:
    """A folder that is not there at the first build is a wrong command, not something to wait for."""
    with pytest.raises(UsageError):
        preview.run(UsageError("no such folder"))
    assert preview.complaints == []


def test_impossible_address_is_a_missing_page(preview: Preview) -> None:
    """Every address that leads to no file answers with the site's own page, and the next one is answered too."""
    addresses = ("/%00", "/a%00b/index.html", "/%00/", "/nowhere", "/" + "a" * 5000, "/%ff")
    answers: dict[tuple[str, str], tuple[int, str]] = {}

    def ask(_number: int) -> None:
        for method in ("GET", "HEAD"):
            answers.update({(method, address): preview.get(address, method) for address in (*addresses, "/")})

    preview.run(None, between=ask)
    for address in addresses:
        assert answers["GET", address] == (404, "lost"), address
        assert answers["HEAD", address] == (404, ""), address
    assert answers["GET", "/"] == (200, "site of 2022-12-01T00:00+08:00")


HOST = b"Host: x\r\n\r\n"
# Ways out of the folder, addresses too long, names that no file can have, and folders without a page.
NOWHERE = (
    b"/..%2fsecret.txt", b"/../secret.txt", b"/%2e%2e/secret.txt", b"/..%5csecret.txt", b"/..\\secret.txt",
    b"//secret.txt",
    b"/%2e%2e%2fsecret.txt", b"/a/..%2f..%2fsecret.txt", b"/%252e%252e/secret.txt", b"/index.html/", b"/%ed%a0%80",
    b"/%c0%ae%c0%ae/secret.txt", b"/" + b"a/" * 30_000, b"/\xe9\x87\x8d", b"/%", b"/%zz", b"/x;y", b"/CON", b"*",
    b"/feeds/", b"/feeds/%00", b"/%0d%0aX:%20y",
)  # fmt: skip
# What no browser asks; the status of the answer (none for HTTP before 1.0).
ODD = (
    (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n" + HOST + b"abc", b"501"), (b"OPTIONS * HTTP/1.1\r\n" + HOST, b"501"),
    (b"TRACE / HTTP/1.1\r\n" + HOST, b"501"), (b"get / HTTP/1.1\r\n" + HOST, b"501"),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST, b"414"),
    (b"GET / HTTP/1.1\r\nRange: bytes=0-1\r\n" + HOST, b"200"),
    (b"GET / HTTP/1.1\r\nRange: bytes=9-1,x,-\r\n" + HOST, b"200"),
    (b"GET / HTTP/1.1\r\nIf-Modified-Since: Thu, 01 Jan 99999 00:00:00 -99999999\r\n" + HOST, b"200"),
    (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n" + HOST, b"431"),
    (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500 + HOST, b"431"),
    (b"GET / HTTP/1.1\r\n\xff\xfe: \x00\r\n" + HOST, b"200"),
    (b"GET / HTTP/9.9\r\n" + HOST, b""), (b"GET / HTTP/x\r\n" + HOST, b""), (b"GET /nowhere\r\n", b""), (b"\r\n", b""),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b""), (b"\x00" * 200, b""), (b"", b""),
)  # fmt: skip


def test_hostile_visitors(preview: Preview, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing leads out of the site or ends the preview, and whoever runs it sees nothing of such visitors."""
    output = preview.order.output
    (output.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (output / "feeds").mkdir()
    (output / "feeds" / "feed.atom").write_bytes(b"x" * 30_000_000)
    missing: dict[bytes, bytes] = {}
    odd: list[bytes] = []
    last: list[tuple[int, str]] = []

    def visit(_number: int) -> None:
        missing.update((place, preview.send(b"GET " + place + b" HTTP/1.1\r\n" + HOST)) for place in NOWHERE)
        odd.extend(preview.send(request) for request, _ in ODD)
        for _ in range(5):
            preview.send(b"GET /feeds/feed.atom HTTP/1.1\r\n" + HOST, go_away=True)
        last.append(preview.get("/"))

    preview.run(None, between=visit)
    for place in NOWHERE:
        head, _, body = missing[place].partition(b"\r\n\r\n")
        assert (head.split()[1], body) == (b"404", b"lost"), place
    statuses = [answer.split()[1] if answer.startswith(b"HTTP/") else b"" for answer in odd]
    assert statuses == [status for _, status in ODD]
    assert last == [(200, "site of 2022-12-01T00:00+08:00")]
    assert capfd.readouterr() == ("", "")


def test_missing_page_while_the_site_has_none(preview: Preview) -> None:
    """Between two sites there may be no page 404: the answer is one all the same."""
    (preview.order.output / "404.html").unlink()
    statuses: list[int] = []
    preview.run(None, between=lambda number: statuses.append(preview.get("/nowhere")[0]))
    assert statuses == [404]
