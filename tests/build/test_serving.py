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
from generator.build.conductor import Order, Result
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
