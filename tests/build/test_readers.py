"""Who reads a site over HTTP while it is replaced never meets half a county, and who verifies it never accuses it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Event, Semaphore, Thread

import pytest

from generator.build import disk, staging
from generator.copies import versions as two_versions
from generator.copies.remote import Site
from tests.support.copies import relist, wuyi
from tests.support.folders import example_data, replace_once
from tests.support.sites import build_site, made_once

COUNTY = "990101"
PUBLICATIONS = 40
# Files that are read between two steps of a publication.
PACES = (2, 3, 5, 11, 29)


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """A web server of its own over a folder; gives its port."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
        assert process.stdout is not None
        port = re.search(r"port ([0-9]+)", process.stdout.readline())
        assert port is not None
        try:
            yield int(port[1])
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two versions of a site, in which every page of a county is another one."""

    def make(work: Path) -> Path:
        data = example_data(work)
        build_site(data, work / "sites-0")
        replace_once(data / "site.json", "无疫区域公开名录", "改了名的名录")
        build_site(data, work / "sites-1")
        return work

    work = made_once(tmp_path_factory, "versions", make)
    return work / "sites-0", work / "sites-1"


class Reader(Thread):
    """Reads the files of a county by its manifest, for as long as nothing says that it is enough.

    What is counted: `read`, what was `missing` though listed, what was `wrong` though the manifest was the same before
    and after, and the `manifests` that were seen.
    """

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.enough = Event()
        self.turned = Event()
        self.counted: Counter[str] = Counter()
        self.manifests: set[bytes] = set()

    def run(self) -> None:
        """Reads; sets `turned` after each file, so that who publishes can wait for it."""
        turn = 0
        while not self.enough.is_set():
            before = self.get(f"{COUNTY}/manifest.json")
            if before is None:
                self.counted["missing"] += 1
                continue
            files = json.loads(before)["files"]
            file = files[turn % len(files)]
            content = self.get(file["path"])
            after = self.get(f"{COUNTY}/manifest.json")
            self.counted["read"] += 1
            self.counted["missing"] += content is None
            if before == after and content is not None:
                self.counted["wrong"] += hashlib.sha256(content).hexdigest() != file["sha256"]
            self.manifests.add(before)
            turn += 1
            self.turned.set()
        self.turned.set()

    def get(self, path: str) -> bytes | None:
        """A file; None where there is none."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return content if answer.status == 200 else None


def test_a_county_is_never_met_by_half(
    versions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file that a county's manifest lists is missing, and none has another digest, however often it is replaced."""
    for sync in ("sync", "sync_below"):  # nothing is cut off here
        monkeypatch.setattr(disk, sync, lambda _: None)
    output = tmp_path / "site"
    shutil.copytree(versions[0], output, copy_function=os.link)
    with server(output) as port:
        reader = Reader(port)
        reader.start()
        for number in range(1, PUBLICATIONS + 1):
            # Two files are read from one publication to the next, so that no manifest comes back unnoticed.
            for _ in range(2):
                reader.turned.clear()
                assert reader.turned.wait(60)
            with staging.opened(output, []) as stage:
                shutil.copytree(versions[number % 2], stage.root, copy_function=os.link, dirs_exist_ok=True)
                stage.publish(())
        reader.enough.set()
        reader.join(60)
    assert reader.counted["read"] >= 2 * PUBLICATIONS
    assert len(reader.manifests) == 2
    assert (reader.counted["missing"], reader.counted["wrong"]) == (0, 0)


def put(version: Path, output: Path) -> None:
    """Publishes a version over another."""
    with staging.opened(output, []) as stage:
        shutil.copytree(version, stage.root, copy_function=os.link, dirs_exist_ok=True)
        stage.publish(())


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut off here, and nobody waits for what does not come."""
    for sync in ("sync", "sync_below"):
        monkeypatch.setattr(disk, sync, lambda _: None)
    monkeypatch.setattr(two_versions, "PAUSES", ())


@pytest.mark.usefixtures("unhurried")
def test_who_verifies_at_any_step_is_asked_to_come_back(
    versions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step the list is older than what stands there, of the same time and revision: that is no alteration.

    Before the first step and after the last all is well. `sync` meets the same.
    """
    output = tmp_path / "site"
    shutil.copytree(versions[0], output, copy_function=os.link)
    place, statuses, said = staging.Stage._place, list[tuple[str, int, int]](), list[str]()

    def placing(stage: staging.Stage, source: Path, target: Path) -> None:
        place(stage, source, target)
        verified = wuyi("verify", url, "--quiet")
        synced = wuyi("sync", url, tmp_path / f"copy-{len(said)}", "--now", "2022-11-29", "--quiet")
        statuses.append((target.name, verified.exit_code, synced.exit_code))
        said.extend((verified.output, synced.output))

    monkeypatch.setattr(staging.Stage, "_place", placing)
    with server(output) as port:
        url = f"http://127.0.0.1:{port}/"
        assert wuyi("verify", url).exit_code == 0
        put(versions[1], output)
        assert wuyi("verify", url).exit_code == 0
    assert len(statuses) > 10
    assert statuses[-1] == ("manifest.json", 0, 0)
    assert {verified for _, verified, _ in statuses[:-1]} == {2}, statuses
    assert {synced for _, _, synced in statuses[:-1]} <= {0, 2}, statuses  # 0: what it asks for is not replaced yet
    assert not [text for text in said if "内容变了" in text or "Traceback" in text]
    assert all("请过一会儿再" in text for text in said if text)


@pytest.mark.usefixtures("unhurried")
def test_who_verifies_waits_for_the_manifest(
    versions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only roll-ups are replaced nothing tells their version: who looks again later finds the new list."""
    output = tmp_path / "site"
    shutil.copytree(versions[0], output)
    with (output / "about/index.html").open("ab") as page:
        page.write(b" ")
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            relist(output)

    monkeypatch.setattr(two_versions, "sleep", sleep)
    with server(output) as port:
        url = f"http://127.0.0.1:{port}/"
        assert "about/index.html：内容变了" in wuyi("verify", url).output
        monkeypatch.setattr(two_versions, "PAUSES", (1.0, 2.0, 4.0))
        ended = wuyi("verify", url)
        assert (ended.exit_code, "正在发布新的版本" in ended.output) == (2, True), ended.output
        assert pauses == [1.0, 2.0]
        assert wuyi("verify", url).exit_code == 0


class Publisher(Thread):
    """Replaces a site by the other version again and again, a step whenever it is told to."""

    def __init__(self, versions: tuple[Path, Path], output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(daemon=True)
        self.versions, self.output = versions, output
        self.enough = Event()
        self.placed = ""
        self._turn, self._done = Semaphore(0), Semaphore(0)
        place = staging.Stage._place

        def placing(stage: staging.Stage, source: Path, target: Path) -> None:
            if not self.enough.is_set():
                assert self._turn.acquire(timeout=60)
            place(stage, source, target)
            self.placed = target.name
            self._done.release()

        monkeypatch.setattr(staging.Stage, "_place", placing)

    def run(self) -> None:
        """Publishes until it is enough."""
        number = 0
        while not self.enough.is_set():
            number += 1
            put(self.versions[number % 2], self.output)

    def step(self) -> None:
        """Puts the next name into place."""
        self._turn.release()
        assert self._done.acquire(timeout=60)

    def finish(self) -> None:
        """Puts everything into place that belongs to the publication under way."""
        while self.placed != "manifest.json":
            self.step()

    def end(self) -> None:
        """Finishes what is under way, and begins nothing more."""
        self.enough.set()
        self._turn.release()
        self.join(60)


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("pace", PACES)
def test_who_verifies_amid_publications_accuses_nobody(
    versions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pace: int
) -> None:
    """While a step is taken after every few files that are read, one is asked to come back; afterwards all is well."""
    output = tmp_path / "site"
    shutil.copytree(versions[0], output, copy_function=os.link)
    publisher = Publisher(versions, output, monkeypatch)
    read, reads, paused = Site.read, count(1), list[float]()

    def reading(site: Site, path: str, limit: int) -> bytes | None:
        if not paused and publisher.is_alive() and next(reads) % pace == 0:
            publisher.step()
        return read(site, path, limit)

    def sleep(seconds: float) -> None:
        """What is under way is done by the end of a pause, and nothing else has begun."""
        paused.append(seconds)
        publisher.finish()

    monkeypatch.setattr(Site, "read", reading)
    monkeypatch.setattr(two_versions, "PAUSES", (1.0,))
    monkeypatch.setattr(two_versions, "sleep", sleep)
    with server(output) as port:
        url = f"http://127.0.0.1:{port}/"
        publisher.start()
        verified = wuyi("verify", url)
        publisher.end()
        assert (verified.exit_code, "请过一会儿再核对" in verified.output) == (2, True), verified.output
        assert wuyi("verify", url).exit_code == 0
