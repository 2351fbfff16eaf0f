"""Pushes seen by readers: a real repository, real web servers with the files that `init-server` wrote, and somebody who
reads all the time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

import pytest

from generator import placing
from tests.support.folders import run_wuyi
from tests.support.pushing import NEXT, Office
from tests.support.repositories import commit, git
from tests.support.servers import hosting

SWITCHES: Final = int(os.environ.get("WUYI_SWITCHES", "100"))
ABOUT: Final = "content/pages/about.md"


class Reader(Thread):
    """Reads pages, feeds and manifests again and again, and notes what should never be.

    What a manifest says is judged where it reads the same before and after what it names was read: in between
    nothing was put into place, or the whole of it was put back.
    """

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self._ended = port, Event()
        self.connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.requests = self.judged = self.passed_over = 0
        self.failed: list[str] = []
        self.mixed: list[str] = []
        self.missing: list[str] = []
        self.revisions: set[str] = set()

    def run(self) -> None:
        """Reads until told to stop."""
        try:
            for county in cycle(("990101", "990201")):
                if self._ended.wait(0.005):  # builds need the machine too
                    return
                for path in ("", f"{county}/", "feeds/all.atom", f"{county}/feed.json", "feeds/revoked.rss"):
                    self._get(path)
                self._read_county(county)
                self._read_root()
        except BaseException as error:
            self.failed.append(repr(error))
            raise

    def stop(self) -> None:
        """Tells it to stop, and waits until it has."""
        self._ended.set()
        self.join(60)
        self.connection.close()
        assert not self.is_alive()

    def _get(self, path: str, *, may_lack: bool = False, method: str = "GET") -> tuple[int, bytes]:
        self.requests += 1
        try:
            self.connection.request(method, f"/{path}")
            answer = self.connection.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            self.failed.append(f"{path}: {error!r}")
            self.connection.close()
            return 0, b""
        if status != 200 and not (may_lack and status == 404):
            self.failed.append(f"{path}: {status}")
        return status, content

    def _read_county(self, county: str) -> None:
        _, before = self._get(f"{county}/manifest.json")
        files: list[dict[str, Any]] = json.loads(before)["files"]
        wrong = []
        for file in files[:: max(len(files) // 8, 1)]:
            _, content = self._get(file["path"], may_lack=True)
            if hashlib.sha256(content).hexdigest() != file["sha256"]:
                wrong.append(file["path"])
        self._judge(before, f"{county}/manifest.json", wrong, self.mixed)

    def _read_root(self) -> None:
        _, before = self._get("manifest.json")
        root = json.loads(before)
        self.revisions.add(root["revision"])
        named = [file["path"] for file in (*root["manifests"], *root["files"])]
        lacking = [
            path for path in named[:: max(len(named) // 12, 1)]
            if self._get(path, may_lack=True, method="HEAD")[0] == 404
        ]  # fmt: skip
        self._judge(before, "manifest.json", lacking, self.missing)

    def _judge(self, before: bytes, manifest: str, wrong: list[str], noted: list[str]) -> None:
        if self._get(manifest)[1] != before:
            self.passed_over += 1
            return
        self.judged += 1
        noted.extend(wrong)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A server with a site, and what pushes to it."""
    made = Office(tmp_path)
    made.pushed()
    return made


@pytest.fixture(params=["nginx", "caddy"])
def port(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Iterator[int]:
    """The site behind each web server."""
    folder = tmp_path / request.param
    folder.mkdir()
    with hosting(request.param, office.home.site, folder, office.home.hosting) as found:
        yield found


def test_a_hundred_switches_under_a_reader(office: Office, tmp_path: Path) -> None:
    """Pushes good and bad, and whole sites that change places: no request fails, no county is half old, and no manifest
    names what is not there."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    with hosting("nginx", office.home.site, folder, office.home.hosting) as port:
        reader = Reader(port)
        reader.start()
        spare = shutil.copytree(office.home.site, office.home.own / "spare")
        seconds: list[float] = []
        pushed = [str(office.home.newest())]
        for line in NEXT:
            office.append(line)
            begun = monotonic()
            pushed.append(office.pushed())
            seconds.append(monotonic() - begun)
        office.append(NEXT[0].replace("990101001001-001", "990101001001-009"))
        assert not office.push().is_taken
        git(office.clone, "reset", "-q", "--hard", pushed[-1])
        about = office.clone / ABOUT
        about.write_text(about.read_text(encoding="utf-8") + "\n新的一句。\n", encoding="utf-8")
        commit(office.clone)
        begun = monotonic()
        pushed.append(office.pushed())
        seconds.append(monotonic() - begun)
        left = SWITCHES - 3
        for _ in range(left + left % 2):
            assert placing.exchange(office.home.site, spare)
            # Asked only now: of two switches within one reading, the second would take back what the first did.
            read = reader.judged + reader.passed_over
            latest = monotonic() + 20
            while reader.judged + reader.passed_over <= read and reader.is_alive():
                assert monotonic() < latest, "the reader reads no more"
        reader.stop()
    print(
        f"{reader.requests} requests, {reader.judged} manifests judged, {reader.passed_over} changed meanwhile, "
        f"{len(reader.revisions)} revisions seen; seconds from push to live: {[round(one, 1) for one in seconds]}"
    )
    assert (reader.failed, reader.mixed, reader.missing) == ([], [], [])
    assert reader.judged > SWITCHES
    assert {pushed[0], pushed[-1]} <= reader.revisions <= set(pushed)


# ---- what a browser keeps


def fetched(port: int, path: str, **headers: str) -> tuple[int, Any, bytes]:
    """Status, headers and content of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


def test_a_change_of_the_same_size_is_seen_at_once(office: Office, port: int) -> None:
    """A page that changes by one letter, pushed as fast as can be, with times that go up and down: whoever has it gets
    the new one, by its ETag and by its time alike."""
    about = office.clone / ABOUT
    text = about.read_text(encoding="utf-8")
    former: tuple[int, str, str] | None = None
    for letter in "甲乙丙丁戊":
        about.write_text(f"{text}\n{letter}\n", encoding="utf-8")
        commit(office.clone)
        office.pushed()
        status, kept, content = fetched(port, "about/")
        assert (status, letter in content.decode()) == (200, True)
        same = fetched(port, "about/", If_None_Match=kept["ETag"])
        assert (same[0], same[2]) == (304, b"")
        if former is not None:
            size, tag, time = former
            assert len(content) == size
            status, _, now = fetched(port, "about/", If_None_Match=tag, If_Modified_Since=time)
            assert (status, now) == (200, content)
            assert fetched(port, "about/", If_Modified_Since=time)[0] == 200
        former = len(content), kept["ETag"], kept["Last-Modified"]


def test_what_stays_keeps_its_tag_over_builds(office: Office, port: int) -> None:
    """A push that changes one page leaves the rest as they were for whoever has them, also where all is made anew."""
    kept = {path: fetched(port, path)[1]["ETag"] for path in ("990101/", "990101/events.csv", "about/")}
    about = office.clone / ABOUT
    about.write_text(about.read_text(encoding="utf-8") + "\n新的一句。\n", encoding="utf-8")
    commit(office.clone)
    office.pushed()
    shutil.rmtree(office.home.site)
    shutil.rmtree(office.home.own / ".site.build")
    assert run_wuyi("server", "build", office.home.folder).returncode == 0
    again = {path: fetched(port, path, If_None_Match=tag)[0] for path, tag in kept.items()}
    assert again == {"990101/": 304, "990101/events.csv": 304, "about/": 200}


@pytest.mark.parametrize("way", ["link", "exchange"])
@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_a_site_that_is_switched_as_a_whole(office: Office, tmp_path: Path, server: str, way: str) -> None:
    """Copies of two publications, with their times, that a link or an exchange of folders puts in the place of one
    another: the content of the same size is sent."""
    about = office.clone / ABOUT
    text = about.read_text(encoding="utf-8")
    releases = []
    for letter in "甲乙":
        about.write_text(f"{text}\n{letter}\n", encoding="utf-8")
        commit(office.clone)
        office.pushed()
        releases.append(shutil.copytree(office.home.site, tmp_path / letter))
    current = tmp_path / "current"
    if way == "link":
        current.symlink_to(releases[0])
    else:
        shutil.copytree(releases[0], current)
    (tmp_path / "server").mkdir()
    with hosting(server, current, tmp_path / "server", office.home.hosting) as port:
        _, kept, old = fetched(port, "about/")
        if way == "link":
            (tmp_path / "next").symlink_to(releases[1])
            (tmp_path / "next").replace(current)
        else:
            assert placing.exchange(current, releases[1])
        status, _, new = fetched(port, "about/", If_None_Match=kept["ETag"], If_Modified_Since=kept["Last-Modified"])
        assert (status, len(new), new == old) == (200, len(old), False)
