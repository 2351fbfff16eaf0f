"""A published folder behind the real nginx and Caddy: whoever has a file asks again, and gets another content of the
same size after a publication, and after one was taken back."""

from __future__ import annotations

import hashlib
import json
import shutil
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.support.servers import SERVERS, hosting

ASKED = "robots.txt"
SAME = "404.html"
# What a program sends that fetched a file after it was published, and goes by its own clock.
LATER = "Sat, 28 Nov 2026 12:00:00 GMT"


def changed(site: Path, output: Path) -> Path:
    """The same site with one file of other content and the same size, and manifests that say so."""
    shutil.copytree(site, output)
    file = output / ASKED
    file.write_bytes(file.read_bytes().swapcase())
    manifest = json.loads((output / "manifest.json").read_bytes())
    (entry,) = [one for one in manifest["files"] if one["path"] == ASKED]
    text = (output / "manifest.json").read_text(encoding="utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    (output / "manifest.json").write_text(text.replace(entry["sha256"], digest), encoding="utf-8")
    return output


def asked(port: int, path: str, **headers: str) -> tuple[int, bytes, HTTPMessage]:
    """What a server answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


@pytest.mark.parametrize("server", SERVERS)
def test_another_content_of_the_same_size(server: str, tmp_path: Path, new: Path) -> None:
    """By ETag, by Last-Modified and by one's own clock: what changed is sent, and what did not is not."""
    target, work = tmp_path / "target", tmp_path / "server"
    work.mkdir()
    sites = [new, changed(new, tmp_path / "changed")]
    sizes = {(site / ASKED).stat().st_size for site in sites}
    assert len(sizes) == 1
    run(["publish", str(target), "--output", str(sites[0])])
    with hosting(server, target / "current", work) as port:
        steps = [(["publish", str(target), "--output", str(sites[1])], sites[1]), (["rollback", str(target)], sites[0])]
        for command, shown in steps:
            _, before, headers = asked(port, ASKED)
            kept = asked(port, SAME)[2]
            assert asked(port, ASKED, If_None_Match=headers["ETag"])[0] == 304
            run(command)
            for condition in (
                {"If_None_Match": headers["ETag"]},
                {"If_None_Match": headers["ETag"], "If_Modified_Since": headers["Last-Modified"]},
                {"If_Modified_Since": headers["Last-Modified"]},
                {"If_Modified_Since": LATER},
            ):
                status, content, _ = asked(port, ASKED, **condition)
                assert (status, content) == (200, (shown / ASKED).read_bytes()), condition
            assert content != before
            assert asked(port, SAME, If_None_Match=kept["ETag"])[0] == 304


def run(arguments: list[str]) -> None:
    """The program, which ends well."""
    ended = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
