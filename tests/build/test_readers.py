"""Who reads a site over HTTP while it is replaced, again and again, never meets half a county."""

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
from pathlib import Path
from threading import Event, Thread

import pytest

from generator.build import disk, staging
from tests.support.folders import example_data, replace_once
from tests.support.sites import build_site, made_once

COUNTY = "990101"
PUBLICATIONS = 40


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
