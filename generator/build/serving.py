"""`wuyi serve`: build, show on this machine only, rebuild when data or content change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

from generator.build.order import Order, Result
from generator.build.start import build
from generator.errors import UsageError
from generator.reading import appearance


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site as a static host would: feeds and tables by their types, the site's own 404 page."""

    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml; charset=utf-8",
        ".rss": "application/rss+xml; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
    }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Requests are not shown."""

    def send_head(self) -> Any:
        """An address that can be no name of a file (`/%00`) is a missing page like any other."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(404)
            return None

    def list_directory(self, path: Any) -> None:
        """A folder without a page of its own is a missing page: no static host lists what lies in it."""
        del path
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A missing page is the site's 404 page, if there is one (none, while a site is put into place)."""
        content = b""
        if code == 404:
            with suppress(OSError):
                content = (Path(self.directory) / "404.html").read_bytes()
        if not content:
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    """Outlives its visitors: one who goes away in the middle of an answer is no news to whoever runs the preview."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing is shown: the visitor is gone, or sees that the answer breaks off."""


def serve(
    order: Order,
    port: int,
    clock: Callable[[], str],
    announce: Callable[[Result], None],
    complain: Callable[[Exception], None],
    ready: Callable[[str], None],
) -> None:
    """Runs until interrupted. `announce` gets every build's result, `ready` the address once it can be opened.

    A preview runs for days: `clock` is read for each build, and it outlives whatever ends one. That goes to `complain`,
    the last good site stays in view, and the next change is another attempt. Raises UsageError where the port is taken,
    or the first build cannot do what is asked.
    """
    handler = partial(_Handler, directory=str(order.output))
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise UsageError(f"端口 {port} 不能用（{error.strerror}）；用 --port 另选一个") from None
    with server:
        _attempt(order, clock, announce, complain, first=True)
        Thread(target=server.serve_forever, daemon=True).start()
        ready(f"http://127.0.0.1:{server.server_address[1]}/")
        try:
            for _ in _changes((order.data, order.content), appearance.folder(order.data)):
                _attempt(order, clock, announce, complain)
        finally:
            server.shutdown()


def _changes(folders: Sequence[Path], perhaps: Path) -> Iterator[None]:
    """Each time that something changes in the folders, and in one that may come and go, until interrupted.

    A folder may be taken away and another put in its place (a branch is checked out): what watches a folder stays with
    the old one, so it is asked each second whether it still is the one that it was.
    """
    from watchfiles import watch

    while True:
        watched = [_identity(folder) for folder in (*folders, perhaps)]
        if all(watched[:-1]):
            there = [*folders, perhaps] if watched[-1] else folders
            for changes in watch(*there, raise_interrupt=False, yield_on_timeout=True, rust_timeout=1000):
                if [_identity(folder) for folder in (*folders, perhaps)] != watched:
                    break
                if changes:
                    yield
            else:
                return
        else:
            try:
                sleep(1)
            except KeyboardInterrupt:
                return
            if [_identity(folder) for folder in (*folders, perhaps)] == watched:
                continue
        yield


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _attempt(
    order: Order,
    clock: Callable[[], str],
    announce: Callable[[Result], None],
    complain: Callable[[Exception], None],
    *,
    first: bool = False,
) -> None:
    """One build, as of now."""
    try:
        result = build(replace(order, now=clock()))
    except Exception as error:  # of the machine, of a library or of this program: none is worth the preview
        if first and isinstance(error, UsageError):
            raise
        complain(error)
    else:
        announce(result)
