"""Who reads a site while it changes: a program, and a browser. Both note what should never be.

What is read is judged by the manifests before and after it: a file is as one of them lists it, and once the new was
seen, the old is not seen again. During a round of readings, the site changes once at the most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from tests.support.browsers import Window, opened, started

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response

_PATIENCE: Final = 60
# Seconds between two looks: builds and browsers need the machine too.
_PAUSE: Final = 0.005


class Reading(Thread):
    """Reads the site in rounds until it is told to stop."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.address = f"http://127.0.0.1:{port}/"
        self.requests = self.judged = self.changed = self.rounds = self.steps = 0
        self.failed: list[str] = []
        self.mixed: list[str] = []
        self.missing: list[str] = []
        self.revisions: set[str] = set()
        self.ended = Event()

    def stop(self) -> None:
        """Tells it to stop, and waits until it has."""
        self.ended.set()
        self.join(_PATIENCE)
        assert not self.is_alive()

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Waits for what it will have read."""
        latest = monotonic() + _PATIENCE
        while not is_so():
            assert self.is_alive(), self.failed
            assert monotonic() < latest, f"{type(self).__name__} reads no more"
            sleep(_PAUSE)

    def told(self) -> str:
        """How much it read."""
        return (
            f"{type(self).__name__}: {self.requests} requests, {self.judged} readings judged, the site changed during "
            f"{self.changed} of them, {len(self.revisions)} revisions seen"
        )

    def judge_county(self, before: bytes, after: bytes, read: Sequence[tuple[str, bytes | None]]) -> None:
        """Files of a county in the order in which they were read; None for what was not there."""
        old, new = _listed(before), _listed(after)
        is_new = False
        for path, content in read:
            digest = hashlib.sha256(content).hexdigest() if content is not None else None
            if digest == old.get(path) == new.get(path):
                continue
            if digest == new.get(path):
                is_new = True
            elif is_new or digest != old.get(path):
                self.mixed.append(f"{path}: {'the old after the new' if digest == old.get(path) else 'neither'}")
        self._count(before, after)

    def judge_site(self, before: bytes, after: bytes, lacking: Iterable[str]) -> None:
        """What is not there of that which the manifest of the site names."""
        named = _named(before) & _named(after)
        self.missing += [path for path in lacking if path in named]
        self.revisions |= {json.loads(manifest)["revision"] for manifest in (before, after)}
        self._count(before, after)

    def _count(self, before: bytes, after: bytes) -> None:
        self.judged += 1
        self.changed += before != after


def wait_for_rounds(*readings: Reading) -> None:
    """Until each has ended the round that runs."""
    rounds = [one.rounds for one in readings]
    for one, begun in zip(readings, rounds, strict=True):
        one.wait_until(lambda one=one, begun=begun: one.rounds > begun)  # type: ignore[misc]


def _listed(manifest: bytes) -> dict[str, str]:
    return {file["path"]: file["sha256"] for file in json.loads(manifest)["files"]}


def _named(manifest: bytes) -> set[str]:
    root = json.loads(manifest)
    return {file["path"] for file in (*root["manifests"], *root["files"])}


class Reader(Reading):
    """A program that reads pages, feeds and manifests by one connection."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._connection = HTTPConnection("127.0.0.1", port, timeout=20)

    def run(self) -> None:
        """Reads until told to stop."""
        try:
            for county in cycle(("990101", "990201")):
                if self.ended.wait(_PAUSE * 20):
                    break
                for path in ("", f"{county}/", "feeds/all.atom", f"{county}/feed.json", "feeds/revoked.rss"):
                    self._get(path)
                self._read_county(county)
                self._read_site()
                self.rounds += 1
        except BaseException as error:
            self.failed.append(repr(error))
            raise
        finally:
            self._connection.close()

    def _get(self, path: str, *, may_lack: bool = False, method: str = "GET") -> tuple[int, bytes]:
        self.requests += 1
        try:
            self._connection.request(method, f"/{path}")
            answer = self._connection.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            self.failed.append(f"{path}: {error!r}")
            self._connection.close()
            return 0, b""
        if status != 200 and not (may_lack and status == 404):
            self.failed.append(f"{path}: {status}")
        return status, content

    def _read_county(self, county: str) -> None:
        _, before = self._get(f"{county}/manifest.json")
        paths = sorted(_listed(before))
        read = []
        for path in paths[:: max(len(paths) // 8, 1)]:
            status, content = self._get(path, may_lack=True)
            read.append((path, content if status == 200 else None))
        self.judge_county(before, self._get(f"{county}/manifest.json")[1], read)

    def _read_site(self) -> None:
        _, before = self._get("manifest.json")
        named = sorted(_named(before))
        paths = named[:: max(len(named) // 12, 1)]
        lacking = [path for path in paths if self._get(path, may_lack=True, method="HEAD")[0] == 404]
        self.judge_site(before, self._get("manifest.json")[1], lacking)


class Visitor(Reading):
    """A browser with two windows: one goes from a county's page to its areas, its feed and its manifest by links and
    addresses; the other stays open on an area's page, and asks by scripts for what the manifest of the site names. Both
    keep what the server lets them keep."""

    STEPS: Final = 5

    def __init__(self, port: int, county: str, areas: Sequence[str]) -> None:
        super().__init__(port)
        self._county, self._areas = county, cycle(areas)

    def wait_for_steps(self, steps: int) -> None:
        """Until it has read so much more; a round has `STEPS`."""
        first = self.steps
        self.wait_until(lambda: self.steps >= first + steps)

    def run(self) -> None:
        """Reads until told to stop."""
        try:
            with ExitStack() as stack:
                browser = stack.enter_context(started())
                going, open_ = (stack.enter_context(opened(browser, width)) for width in (1440, 320))
                for window in (going, open_):
                    self._watch(window.page)
                open_.page.goto(f"{self.address}{self._county}/{next(self._areas)}/")
                while not self.ended.is_set():
                    self._ask(open_)
                    self._go(going, open_)
                    self.rounds += 1
                # The console tells of all that is missing, also of what may have gone meanwhile (see `_watch`).
                complaints = [*going.complaints, *open_.complaints]
                self.failed += [complaint for complaint in complaints if "status of 404" not in complaint]
        except BaseException as error:
            self.failed.append(repr(error))
            raise

    def _watch(self, page: Page) -> None:
        def ended(response: Response) -> None:
            self.requests += 1
            # What a script finds missing may have gone meanwhile: that is judged by the manifests.
            if response.status >= 400 and not (response.status == 404 and response.request.resource_type == "fetch"):
                self.failed.append(f"{response.url}: {response.status}")

        def failed(request: Request) -> None:
            # What the browser gave up itself, as it went on to the next page, the server did not fail to send.
            if request.failure != "net::ERR_ABORTED":
                self.failed.append(f"{request.url}: {request.failure}")

        page.on("response", ended)
        page.on("requestfailed", failed)

    def _go(self, window: Window, other: Window) -> None:
        county, area, page = self._county, next(self._areas), window.page
        before: str = other.page.evaluate(_FETCHED, f"{county}/manifest.json")
        read = [(f"{county}/index.html", self._shown(page, f"{county}/"))]
        path = f"{county}/{area}/"
        link = page.locator(f"main a[href$='{area}/']").first
        with page.expect_response(self.address + path) as answer, page.expect_navigation():
            link.evaluate("link => link.click()")  # it may be in a list that is folded
        read.append((f"{path}index.html", self._content(answer.value)))
        read.append((f"{county}/feed.json", self._shown(page, f"{county}/feed.json")))
        self.judge_county(before.encode(), self._shown(page, f"{county}/manifest.json"), read)

    def _shown(self, page: Page, path: str) -> bytes:
        answer = page.goto(self.address + path)
        assert answer is not None, path
        return self._content(answer)

    def _content(self, answer: Response) -> bytes:
        content = answer.body()
        self.steps += 1
        return content

    def _ask(self, window: Window) -> None:
        told: Any = window.page.evaluate(_ASKED, self.rounds)
        self.steps += 1
        self.judge_site(told["before"].encode(), told["after"].encode(), told["lacking"])


_FETCHED: Final = "async path => (await fetch(`/${path}`)).text()"
# Each time, others of the files that are named.
_ASKED: Final = """async round => {
  const manifest = async () => (await fetch("/manifest.json")).text();
  const before = await manifest(), root = JSON.parse(before);
  const named = [...root.manifests, ...root.files].map(file => file.path).filter((_, n) => n % 16 === round % 16);
  const there = await Promise.all(named.map(async path => {
    const answer = await fetch(`/${path}`);
    await answer.arrayBuffer();
    return answer.ok;
  }));
  return {before, after: await manifest(), lacking: named.filter((_, n) => !there[n])};
}"""
