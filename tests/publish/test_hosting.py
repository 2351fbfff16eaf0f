"""What docs/hosting/ and `/_headers` tell servers, tried on the real ones: one list of addresses for all three."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from gzip import decompress
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.support.servers import HOSTING, SERVERS, hosting
from tests.support.sites import made_once

UTF8: Final = "; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; manifest-src 'self'"
)
EVERYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": POLICY,
}
FOREVER: Final = "public, max-age=31536000, immutable"
CURRENT: Final = "no-cache"


class Case(NamedTuple):
    """An address with the media type that it has (with UTF-8 where that can be said), and how long it may be kept."""

    path: str
    type: str
    kept: str = CURRENT

    @property
    def told(self) -> str:
        """The type as it is told."""
        return self.type if self.type == "application/octet-stream" else f"{self.type}{UTF8}"


CASES: Final = (
    Case("", "text/html"),
    Case("990101/", "text/html"),
    Case("990101/index.json", "application/json"),
    Case("feeds/all.atom", "application/atom+xml"),
    Case("feeds/revoked.rss", "application/rss+xml"),
    Case("feeds/all.json", "application/feed+json"),
    Case("990101/feed.atom", "application/atom+xml"),
    Case("990101/feed.json", "application/feed+json"),
    Case("feeds/notices.json", "application/feed+json"),
    Case("990101/notices.json", "application/feed+json"),
    Case("990101/notices.rss", "application/rss+xml"),
    Case("990101/revoked.rss", "application/rss+xml"),
    Case("990101/revoked.json", "application/feed+json"),
    Case("990101/notices/990101-20221126-1/index.json", "application/json"),
    Case("990101/990101001001/feed.atom", "application/atom+xml"),
    Case("feeds/suspended/2022-08-1.atom", "application/atom+xml", FOREVER),
    Case("feeds/suspended.rss", "application/rss+xml"),
    Case("feeds/suspended/2022-09-1.json", "application/feed+json", FOREVER),
    Case("feeds/suspended/recent/2022-12-1.json", "application/feed+json"),
    Case("990101/feed/1.atom", "application/atom+xml", FOREVER),
    Case("990101/feed/1.json", "application/feed+json", FOREVER),
    Case("catalog.jsonld", "application/ld+json"),
    Case("downloads/events.jsonl", "application/x-ndjson"),
    Case("downloads/areas.csv", "text/csv"),
    Case("downloads/99/areas-excel.csv", "text/csv"),
    Case("990101/events.csv", "text/csv"),
    Case("990101/badge.svg", "image/svg+xml"),
    Case("manifest.json", "application/json"),
    Case("schemas/notices.json", "application/json"),
    Case("static/style.css", "text/css"),
    Case("changes.csv", "text/csv"),
    Case("990101/changes.csv", "text/csv"),
    Case("checkpoint", "text/plain"),
    Case("990101/checkpoint", "text/plain"),
    Case("log-keys.txt", "text/plain"),
    Case("990201/tile/0/000", "application/octet-stream", FOREVER),
    Case("990201/tile/1/000.p/1", "application/octet-stream"),
    Case("990201/tile/entries/000", "application/octet-stream"),
)


@pytest.fixture(scope="session")
def hosted(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, with archives of a county and an open page, which only a long log would have."""

    def make(work: Path) -> Path:
        root = shutil.copytree(site, work / "site")
        for made, source in (
            ("990101/feed/1.atom", "990101/feed.atom"),
            ("990101/feed/1.json", "990101/feed.json"),
            ("feeds/suspended/recent/2022-12-1.json", "feeds/suspended.json"),
        ):
            (root / made).parent.mkdir(exist_ok=True)
            shutil.copyfile(root / source, root / made)
        return root

    return made_once(tmp_path_factory, "hosted", make)


# ---- servers


class Answer(NamedTuple):
    """What a server sent."""

    status: int
    headers: HTTPMessage
    body: bytes


class Served:
    """A server that listens on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What it sends for a path, to headers of which the names are written with "_"."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{path}", headers=sent)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found


@pytest.fixture(scope="module", params=SERVERS)
def served(request: pytest.FixtureRequest, hosted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site behind each server."""
    with hosting(request.param, hosted, tmp_path_factory.mktemp(request.param)) as port:
        yield Served(port)


# ---- what they send


def test_types_caching_and_policies(served: Served, hosted: Path) -> None:
    """Each kind of address: its bytes, its media type, how long it is kept, and what holds everywhere."""
    for case in CASES:
        answer = served.get(case.path)
        file = hosted / (f"{case.path}index.html" if case.path.endswith("/") or not case.path else case.path)
        assert (answer.status, answer.body) == (200, file.read_bytes()), case.path
        assert answer.headers["Content-Type"] == case.told, case.path
        assert answer.headers.get_all("Cache-Control") == [case.kept], case.path
        assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE, case.path


@pytest.mark.parametrize("path", ["nothing", "990101/nothing.json", "feeds/nothing.atom", "feeds/", "feeds/all/1.json"])
def test_what_is_not_there(served: Served, hosted: Path, path: str) -> None:
    """Status 404 with the site's own page, which is never kept for a year by mistake of its name."""
    answer = served.get(path)
    assert (answer.status, answer.body) == (404, (hosted / "404.html").read_bytes())
    assert answer.headers["Content-Type"] == f"text/html{UTF8}"
    assert answer.headers.get("Cache-Control") in (None, CURRENT)
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE


def test_a_folder_without_its_slash_leads_on(served: Served) -> None:
    """To an address of the same host, whatever stands before the server."""
    answer = served.get("990101")
    assert answer.status in (301, 308)
    assert answer.headers["Location"] == "/990101/"


def test_files_are_only_read(served: Served) -> None:
    """Whoever asks for anything else is told what may be asked, as RFC 9110 wants it."""
    for method in ("POST", "DELETE"):
        answer = served.get("990101/index.json", method=method)
        assert answer.status == 405, method
        assert answer.headers["Allow"] == "GET, HEAD", method


def test_text_is_sent_compressed(served: Served, hosted: Path) -> None:
    """Everything that is text, to whoever takes it."""
    for case in CASES:
        if case.path.endswith((".atom", ".svg", "checkpoint", "log-keys.txt")) or "tile/" in case.path:
            continue  # some are too small to gain by it, or no text
        answer = served.get(case.path, Accept_Encoding="gzip")
        assert answer.headers.get("Content-Encoding") == "gzip", case.path
        assert "Accept-Encoding" in answer.headers["Vary"], case.path
    answer = served.get("feeds/all.atom", Accept_Encoding="gzip")
    whole = (hosted / "feeds/all.atom").read_bytes()
    assert decompress(answer.body) == whole
    assert len(answer.body) * 3 < len(whole)


def test_whoever_has_it_is_not_sent_it_again(served: Served) -> None:
    """`no-cache` costs one question and no content."""
    first = served.get("feeds/all.json")
    again = served.get("feeds/all.json", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


# ---- hosts that read /_headers


# What their own table says of an ending.
KNOWN: Final = {
    "html": "text/html", "json": "application/json", "txt": "text/plain", "svg": "image/svg+xml", "css": "text/css",
    "atom": "application/atom+xml", "rss": "application/rss+xml",
}  # fmt: skip


def rules_for(text: str, path: str) -> dict[str, str]:
    """The headers that a host reads for a path: `:name` is one part of it, `*` the rest."""
    found: dict[str, str] = {}
    for block in text.rstrip("\n").split("\n\n"):
        pattern, *lines = block.split("\n")
        wanted = re.sub(r":[a-z]+", "[^/]+", re.escape(pattern)).replace(r"\*", ".*")
        if re.fullmatch(wanted, path):
            for line in lines:
                name, _, value = line.strip().partition(": ")
                assert name not in found, f"{path}: {name} is told twice"
                found[name] = value
    return found


def test_headers_file_says_what_the_servers_send(site: Path) -> None:
    """But for archives of JSON feeds, whose ending no pattern of these hosts tells from the others', and for a county's
    notices in JSON, which none tells from a schema of that name."""
    text = (site / "_headers").read_text(encoding="utf-8")
    for case in CASES:
        told = rules_for(text, f"/{case.path}")
        ending = case.path.rpartition(".")[2] if "." in case.path else "html"
        page = case.kept == FOREVER or "/recent/" in case.path
        untold = ending == "json" and (page or case.path == "990101/notices.json")
        expected = f"application/json{UTF8}" if untold else case.told
        assert told.pop("Content-Type", f"{KNOWN.get(ending)}{UTF8}") == expected, case.path
        assert told.pop("Cache-Control", CURRENT) == case.kept, case.path
        assert told == EVERYWHERE


def test_what_is_yours_is_marked() -> None:
    """The lines that a host has to change, and no others, name this example."""
    for name, count in (("nginx.conf", 3), ("Caddyfile", 2)):
        lines = (HOSTING / name).read_text(encoding="utf-8").splitlines()
        above = ["", *lines]
        marked = [
            line
            for line, before in zip(lines, above, strict=False)
            if line.endswith("# yours") or before.strip().startswith("# yours:")
        ]
        assert len(marked) == count
        assert [line for line in lines if re.search(r"register\.example|/srv/|listen ", line)] == marked


def test_no_two_rules_of_the_headers_file_meet(site: Path) -> None:
    """Hosts join what two rules set of one header: there is no file for which that happens."""
    text = (site / "_headers").read_text(encoding="utf-8")
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert len(files) > 500
    for path in files:
        assert EVERYWHERE.items() <= rules_for(text, f"/{path}").items()
