"""A bucket: what each object is sent as, who may write, foreign objects, and bad weather."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.delivery import lease, media, target
from generator.delivery.site import LostError
from tests.publish.test_hosting import CASES, CURRENT, Case
from tests.support.delivering import BUCKET, KEYS, Target, assert_shows, bucket, files_of
from tests.support.tools import require_library

UTF8 = "; charset=utf-8"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def place(buckets: str, tmp_path: Path) -> Target:
    """A folder of the bucket, empty."""
    return bucket(buckets, tmp_path.name)


def run(target: Target, output: Path, *options: str) -> Result:
    """A publication."""
    arguments = ["publish", target.address, *target.options, "--output", str(output), *options]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path or "home")
def test_types_and_times_are_those_of_servers(case: Case) -> None:
    """A bucket is told of each address what docs/hosting/ tells servers."""
    path = case.path + "index.html" if case.path.endswith("/") or not case.path else case.path
    assert media.type_of(path).removesuffix(UTF8) == case.type
    assert media.kept(path) == case.kept


def test_every_file_has_a_type(site: Path) -> None:
    """No file of the demonstration but tiles is sent as bytes of no kind; what is text says that it is UTF-8."""
    paths = [path for path in files_of(site) if "tile/" not in path]
    assert [path for path in paths if media.type_of(path) == "application/octet-stream"] == []
    assert media.kept("index.html") == CURRENT


def test_objects_say_what_they_are(place: Target, new: Path) -> None:
    """Each object has its type, how long it may be kept, and its digest."""
    from obstore import get
    from obstore.store import S3Store

    assert run(place, new).exit_code == 0
    store = S3Store(
        BUCKET, prefix=place.address.rpartition("/")[2], endpoint=place.options[1], client_options={"allow_http": True}
    )
    page = dict(get(store, "990101/index.html").attributes)
    assert (page["Content-Type"], page["Cache-Control"]) == ("text/html; charset=utf-8", "no-cache")
    assert len(str(page["sha256"])) == 64
    manifest = dict(get(store, "manifest.json").attributes)
    assert (manifest["Content-Type"], manifest["Cache-Control"]) == ("application/json; charset=utf-8", "no-cache")


def test_foreign_objects(place: Target, new: Path, old: Path) -> None:
    """A bucket with something else in it is refused; with a word it is taken, and what lay there stays and is told."""
    from obstore import put
    from obstore.store import S3Store

    store = S3Store(
        BUCKET, prefix=place.address.rpartition("/")[2], endpoint=place.options[1], client_options={"allow_http": True}
    )
    put(store, "family.jpg", b"picture")
    refused = run(place, new)
    assert (refused.exit_code, "family.jpg" in refused.output, "--adopt" in refused.output) == (2, True, True)
    assert place.paths() == {"family.jpg"}
    assert run(place, new, "--adopt").exit_code == 0
    again = run(place, old)
    assert (again.exit_code, "不是名录的文件，没有动：family.jpg" in again.output) == (0, True), again.output
    assert place.paths() == {"family.jpg", *files_of(old)}
    assert place.read("family.jpg") == b"picture"


def test_objects_that_were_lost(place: Target, new: Path) -> None:
    """Objects that are gone or cut off are sent anew by the next publication of the same site."""
    from obstore import delete, put
    from obstore.store import S3Store

    store = S3Store(
        BUCKET, prefix=place.address.rpartition("/")[2], endpoint=place.options[1], client_options={"allow_http": True}
    )
    assert run(place, new).exit_code == 0
    delete(store, "robots.txt")
    put(store, "index.html", b"<")
    assert "发送 2 个文件" in run(place, new).output
    assert_shows(place, files_of(new))


def test_a_manifest_that_was_switched_meanwhile(
    place: Target, old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The root's manifest is written only over the one that the publication began with."""
    from generator.delivery.bucket import Bucket

    assert run(place, old).exit_code == 0
    renew = lease.Lease.renew

    async def late(self: lease.Lease) -> None:
        await renew(self)
        await Bucket(place.address, place.options[1])._send("manifest.json", b"{}")

    monkeypatch.setattr(lease.Lease, "renew", late)
    ended = run(place, new)
    assert (ended.exit_code, "另一次发布抢先换了" in ended.output) == (2, True), ended.output
    assert place.read("manifest.json") == b"{}"


def test_a_publisher_that_was_given_up(place: Target, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stood still for long was taken over, and stops at its next step; who is at work keeps others away."""
    from generator.delivery.bucket import Bucket

    monkeypatch.setattr(lease, "PATIENCE", 2)

    async def still() -> None:
        store = Bucket(place.address, place.options[1])
        async with lease.held(store, "a") as first:
            async with lease.held(store, "a") as second:
                second.check()
                with pytest.raises(LostError, match="接手了"):
                    await first.renew()
            with pytest.raises(LostError, match="接手了"):
                first.check()

    async def busy() -> None:
        store = Bucket(place.address, place.options[1])
        async with lease.held(store, "b"), lease.held(store, "b"):
            pytest.fail("two at once")

    monkeypatch.setattr(lease, "PAUSE", 0.01)
    asyncio.run(still())
    assert place.paths() == set()
    monkeypatch.setattr(lease, "PAUSE", 0.2)
    monkeypatch.setattr(lease, "BEAT", 0.01)
    with pytest.raises(LostError, match="正在写入"):
        asyncio.run(busy())
    assert place.paths() == set()


# ---- bad weather


@contextmanager
def answering(status: int, body: bytes, told: int) -> Iterator[str]:
    """A server that answers everything alike; `told` is how long it says that the body is."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(told))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 - as above

        def log_message(self, *given: object) -> None:
            """Nothing is written down."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("status", "body", "told", "said"),
    [
        (403, b"", 0, "存储桶拒绝了：密钥不对，或没有权限"),
        (401, b"", 0, "存储桶拒绝了：密钥不对，或没有权限"),
        (404, b"", 0, "没有这个存储桶"),
        (503, b"", 0, "存储桶回答 503，多次重试仍然不行"),
        (200, b"<ListBucketResult><Conte", 4000, "连不上存储桶，或传输中断"),
        (200, b"<html>login</html>", 18, "连不上存储桶，或传输中断"),
    ],
)
def test_a_bucket_that_refuses(new: Path, status: int, body: bytes, told: int, said: str) -> None:
    """A bucket that refuses, is out of order or answers half is a sentence and exit status 2."""
    require_library("obstore")
    with answering(status, body, told) as endpoint:
        ended = run(Target(f"s3://{BUCKET}/x", ("--endpoint", endpoint), lambda path: None, set, False), new)
    assert (ended.exit_code, said in ended.output) == (2, True), ended.output


def test_nobody_there(new: Path) -> None:
    """A server that is not there is a sentence; so is one that would be spoken to in the open."""
    require_library("obstore")
    place = Target(f"s3://{BUCKET}/x", ("--endpoint", "http://127.0.0.1:9"), lambda path: None, set, False)
    ended = run(place, new)
    assert (ended.exit_code, "连不上存储桶" in ended.output) == (2, True), ended.output
    open_ = run(place._replace(options=("--endpoint", "http://bucket.example")), new)
    assert (open_.exit_code, "不是 https 地址" in open_.output) == (2, True), open_.output


def test_without_the_library(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without obstore it is said how to get it; and a bucket has no earlier versions."""
    monkeypatch.setattr(target, "find_spec", lambda name: None)
    ended = run(Target("s3://a/b", (), lambda path: None, set, False), new)
    assert (ended.exit_code, "pip install 'wuyi[s3]'" in ended.output) == (2, True), ended.output
    back = CliRunner().invoke(main, ["rollback", "s3://a/b"], catch_exceptions=False)
    assert (back.exit_code, "存储桶里没有旧的版本" in back.output) == (2, True), back.output


def test_a_lost_connection_in_the_middle(place: Target, old: Path, new: Path, tmp_path: Path) -> None:
    """A file that cannot be read in the middle of it ends a publication; the next run does the rest."""
    assert run(place, old).exit_code == 0
    broken = tmp_path / "broken"
    shutil.copytree(new, broken)
    (broken / "feeds" / "all.atom").write_bytes(b"")
    ended = run(place, broken)
    assert (ended.exit_code, "feeds/all.atom 与清单不一致" in ended.output) == (2, True), ended.output
    assert place.read("manifest.json") == files_of(old)["manifest.json"]
    assert run(place, new).exit_code == 0
    assert_shows(place, files_of(new))
