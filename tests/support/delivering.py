"""Targets of a delivery (a folder, a real rsync, a real server of buckets), and what a reader sees of them."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, NamedTuple

from generator.copies.extras import is_mark
from tests.support.folders import ROOT
from tests.support.tools import require_library, require_tool

MOTO: Final = ".tools/moto/bin/moto_server"
KEYS: Final = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
BUCKET: Final = "register"
# Points at which a delivery is ended; more of them by the environment.
POINTS: Final = int(os.environ.get("WUYI_SOAK", "20"))
# Points at which the real program is killed from outside, and rounds of two that race.
KILLS: Final = int(os.environ.get("WUYI_SOAK", "4"))
ROUNDS: Final = int(os.environ.get("WUYI_SOAK", "3"))
# What a manifest is read from: the content of a path, None where there is none.
Reader = Callable[[str], bytes | None]


class Target(NamedTuple):
    """Where to deliver, how it is told, what a reader gets there, and whether all of it changes in one step.

    `root` is where a folder with releases lies on this machine.
    """

    address: str
    options: tuple[str, ...]
    read: Reader
    paths: Callable[[], set[str]]
    is_one_step: bool
    root: Path | None = None


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a built site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and not is_mark(path.relative_to(site).as_posix())
    }


def named_by(read: Reader) -> dict[str, str]:
    """The digests of all files that the root's manifest answers for."""
    content = read("manifest.json")
    assert content is not None, "there is no manifest"
    root = json.loads(content)
    listed = {entry["path"]: entry["sha256"] for entry in [*root["manifests"], *root["files"]]}
    for entry in root["manifests"]:
        county = json.loads(read(entry["path"]) or b"{}")
        listed |= {file["path"]: file["sha256"] for file in county["files"]}
    return listed


def assert_whole(target: Target, *sites: Mapping[str, bytes]) -> None:
    """A reader sees one of these sites, and nothing else.

    Where a target cannot change in one step, each file is one of theirs, whole, and none that a manifest names is
    missing.
    """
    if target.is_one_step:
        listed = named_by(target.read)
        assert len(listed) > 50
        for path, digest in listed.items():
            assert hashlib.sha256(target.read(path) or b"").hexdigest() == digest, path
        root = target.read("manifest.json")
        assert root in [site["manifest.json"] for site in sites]
        return
    (shown,) = [site for site in sites if site["manifest.json"] == target.read("manifest.json")]
    assert len(shown) > 50
    for path in shown:
        assert target.read(path) in [site[path] for site in sites if path in site], path


def assert_shows(target: Target, site: Mapping[str, bytes]) -> None:
    """A reader sees exactly this site: every file, and no other."""
    assert {path: target.read(path) for path in site} == site
    assert target.paths() == site.keys()


def die(step: int, count: Path, *arguments: str) -> bool:
    """Runs the program, which ends itself at a step; True if it came to that."""
    command = [sys.executable, "-m", "tests.support.dying", str(step), str(count), *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **KEYS}, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr.decode()
    return ended.returncode != 0


def points(steps: int) -> list[int]:
    """Steps at which to end: the first, the last, and some between."""
    return sorted({1 + (steps - 1) * point // (POINTS - 1) for point in range(POINTS)})


# ---- targets


def folder(root: Path, address: str = "", is_one_step: bool = True) -> Target:
    """A folder with releases; another address may lead there."""
    current = root / "current"

    def read(path: str) -> bytes | None:
        return (current / path).read_bytes() if (current / path).is_file() else None

    return Target(address or str(root), (), read, lambda: set(files_of(current.resolve())), is_one_step, root)


def bucket(endpoint: str, prefix: str) -> Target:
    """A folder in the bucket."""

    def read(path: str) -> bytes | None:
        from obstore import get

        try:
            return bytes(get(store(), path).bytes())
        except FileNotFoundError:
            return None

    @cache
    def store() -> Any:
        from obstore.store import S3Store

        return S3Store(
            BUCKET, prefix=prefix, endpoint=endpoint, access_key_id="key", secret_access_key="secret",
            region="us-east-1", client_options={"allow_http": True},
        )  # fmt: skip

    def paths() -> set[str]:
        return {item["path"] for page in store().list() for item in page}

    return Target(f"s3://{BUCKET}/{prefix}", ("--endpoint", endpoint), read, paths, False)


@contextmanager
def moto(work: Path) -> Iterator[str]:
    """A server of buckets in a process of its own; gives its address."""
    require_tool(MOTO)
    require_library("obstore")
    port = free_port()
    with listening([str(ROOT / MOTO), "-H", "127.0.0.1", "-p", str(port)], port, work):
        endpoint = f"http://127.0.0.1:{port}"
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/{BUCKET}", method="PUT"), timeout=10).close()
        yield endpoint


@contextmanager
def daemon(root: Path, work: Path) -> Iterator[str]:
    """A folder behind a real rsync; gives its address."""
    require_tool("rsync")
    port = free_port()
    (work / "rsyncd.conf").write_text(
        f"use chroot = no\nreverse lookup = no\nmunge symlinks = no\nlock file = {work}/lock\nlog file = {work}/log\n"
        f"uid = {os.getuid()}\ngid = {os.getgid()}\n[site]\npath = {root}\nread only = no\n",
        encoding="utf-8",
    )
    command = ["rsync", "--daemon", "--no-detach", "--address", "127.0.0.1", "--port", str(port)]
    with listening([*command, "--config", str(work / "rsyncd.conf")], port, work):
        yield f"rsync://127.0.0.1:{port}/site"


@contextmanager
def listening(command: list[str], port: int, work: Path) -> Iterator[None]:
    """A server for as long as the context lasts, once it listens; what it says lies in `work`/said."""
    with (work / "said").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            latest = monotonic() + 30
            while not _listens(port):
                assert server.poll() is None, (work / "said").read_text(encoding="utf-8")
                assert monotonic() < latest, (work / "said").read_text(encoding="utf-8")
                sleep(0.05)
            yield
        finally:
            server.terminate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0
