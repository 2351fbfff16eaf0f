"""What tests of copies share: servers with a log of requests, edits that leave the manifests consistent."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.sites import load


def wuyi(*arguments: str | Path) -> Result:
    """Runs a command in this process; anything but an exit passes."""
    ended = CliRunner().invoke(main, [*map(str, arguments)])
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return ended


def copied(site: Path, target: Path) -> Path:
    """A copy of a site that may be spoilt."""
    shutil.copytree(site, target)
    return target


def write(path: Path, content: Any) -> None:
    """Writes JSON as the register does: on one line, but each event of a day on one of its own."""
    made = compact(content)
    if path.parent.parent.name == "changes" and "events" in content:
        listed = ",\n".join(compact(event) for event in content["events"])
        head, _, tail = compact({**content, "events": []}).partition('"events":[]')
        made = f'{head}"events":[\n{listed}\n]{tail}'
    path.write_text(f"{made}\n", encoding="utf-8")


def compact(content: Any) -> str:
    """JSON on one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Changes a JSON document."""
    content = load(path)
    change(content)
    write(path, content)


def relist(root: Path, *, at_root: bool = True) -> None:
    """Writes the digests of all manifests anew, as who has changed the files would do; a missing file is taken out."""

    def entries(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for one in given:
            path = root / one["path"]
            if path.is_file():
                content = path.read_bytes()
                found.append({**one, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)})
        return found

    whole = load(root / "manifest.json")
    for one in whole["manifests"]:
        edit(root / one["path"], lambda content: content.update(files=entries(content["files"])))
    if at_root:
        whole.update(manifests=entries(whole["manifests"]), files=entries(whole["files"]))
        write(root / "manifest.json", whole)


def _follow(before: dict[str, Any] | None, content: dict[str, Any]) -> None:
    content["previous"] = before


def rechain(root: Path) -> None:
    """Writes the chain of days anew, with its index: what a publisher can do who rewrites the past."""
    index = load(root / "changes" / "index.json")
    before: dict[str, Any] | None = None
    for day in reversed(index["days"]):
        path = root / "changes" / day["date"] / "index.json"
        edit(path, partial(_follow, before))
        day.update(sha256=hashlib.sha256(path.read_bytes()).hexdigest(), total=load(path)["total"])
        before = dict(day)
    index["total"] = sum(day["total"] for day in index["days"])
    write(root / "changes" / "index.json", index)


class Server:
    """A folder on this machine; `asked` are the paths of the requests, `broken` one that breaks off half-way.

    In between lies a cache: what it has (`cached`, None for nothing) it gives to who asks for that very address, or, if
    it is `blind` to queries, whatever is asked. `packed` are answers with a Content-Encoding, `put` what a host puts
    into every page.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked: list[str] = []
        self.broken = ""
        self.redirect: dict[str, str] = {}
        self.refused: dict[str, int] = {}
        self.cached: dict[str, bytes | None] = {}
        self.blind = False
        self.packed: dict[str, tuple[str, bytes]] = {}
        self.put = b""
        self.url = ""


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, server_: Server, **options: Any) -> None:
        self.mine = server_
        super().__init__(*arguments, directory=str(server_.root), **options)

    def do_GET(self) -> None:
        path, _, query = self.path.removeprefix("/sub/path/").partition("?")
        self.mine.asked.append(path)
        if path in self.mine.cached and (self.mine.blind or not query):
            self.give(self.mine.cached[path])
        elif path in self.mine.refused:
            self.send_error(self.mine.refused[path])
        elif path in self.mine.packed:
            coding, content = self.mine.packed[path]
            self.give(content, **({"Content-Encoding": coding} if coding else {}))
        elif self.mine.put and path.endswith(".html"):
            content = (self.mine.root / path).read_bytes()
            self.give(content.replace(b"</body>", self.mine.put + b"</body>"))
        elif path in self.mine.redirect:
            self.send_response(302)
            self.send_header("Location", self.mine.redirect[path])
            self.end_headers()
        elif path == self.mine.broken:
            content = (self.mine.root / path).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
        else:
            self.path = f"/{path}"
            super().do_GET()

    def give(self, content: bytes | None, **headers: str) -> None:
        """An answer made here."""
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def served(root: Path) -> Iterator[Server]:
    """Serves a folder below a path; the folder may be replaced meanwhile."""
    mine = Server(root)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, server_=mine)) as server:
        mine.url = f"http://127.0.0.1:{server.server_port}/sub/path/"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield mine
        finally:
            server.shutdown()
            thread.join()
