"""Built sites for the tests of what is published: each is built once in a run, whatever the number of workers.

Also what those tests read them with: pages, addresses, and a server on this machine.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest

from tests.support.folders import ROOT, example_data, run_wuyi

ADDRESS: Final = "https://register.example/"
BELOW: Final = "/sub/path/"
VOID: Final = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
# What a start tag ends, and within which elements: end tags that HTML leaves out (13.1.2.4).
_LISTS: Final = ("ul", "ol", "dl")
_TABLES: Final = ("table",)
ENDED_BY: Final = {
    "li": (("li", _LISTS),),
    "dt": (("dt", _LISTS), ("dd", _LISTS)),
    "dd": (("dt", _LISTS), ("dd", _LISTS)),
    "td": (("td", _TABLES), ("th", _TABLES)),
    "th": (("td", _TABLES), ("th", _TABLES)),
    "tr": (("tr", _TABLES),),
}
# Times between the lines of the worked example: nothing is recorded yet; titles are suspended; an application is
# decided but not published; a revocation stands that is retracted later.
TIMES: Final = ("2022-08-24", "2022-08-28T12:00+08:00", "2022-11-26T16:00+08:00", "2022-11-28T12:00+08:00")
_TYPES: Final = {".atom": "application/atom+xml", ".rss": "application/rss+xml", ".json": "application/json"}


# ---- building


# The page of an area in English: to machines it tells its title and description, and the Chinese page all the rest.
AREA_IN_ENGLISH: Final = re.compile(r"en/([0-9]{6}/[0-9-]{9,}/)index\.html")


def build_site(data: Path, output: Path, *options: str) -> Path:
    """Builds a data folder with the repository's own prose by the real program; returns the output."""
    ended = run_wuyi(
        "build", "--data", data, "--content", ROOT / "content", "--output", output, "--workers", "1", *options
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return output


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """A folder that one worker makes and all of them read. `make` gets an empty folder and returns one in it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    target, work, failed = base / name, base / f"{name}.work", base / f"{name}.failed"
    try:
        work.mkdir()
    except FileExistsError:
        waits = monotonic() + 120
        while not target.exists():
            assert not failed.exists(), f"another worker could not make {name}"
            assert monotonic() < waits, f"another worker did not make {name}"
            sleep(0.05)
        return target
    try:
        make(work).replace(target)
    except BaseException:
        failed.touch()
        raise
    return target


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as cloned, built: its demonstration counties and its archived ones."""
    return made_once(tmp_path_factory, "site", lambda work: build_site(ROOT / "data", work / "site"))


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, built."""
    return made_once(tmp_path_factory, "example", lambda work: build_site(example_data(work), work / "site"))


@pytest.fixture(scope="session")
def sub_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, built for an address with a path."""

    def make(work: Path) -> Path:
        return build_site(example_data(work), work / "site", "--site-url", ADDRESS.rstrip("/") + BELOW)

    return made_once(tmp_path_factory, "example-below", make)


@pytest.fixture(scope="session")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The worked example as it stood at each of the TIMES."""

    def at(time: str) -> Path:
        return made_once(
            tmp_path_factory,
            f"example-at-{TIMES.index(time)}",
            lambda work: build_site(example_data(work), work / "site", "--as-of", time),
        )

    return {time: at(time) for time in TIMES}


# ---- reading


def load(path: Path) -> Any:
    """A JSON document."""
    return json.loads(path.read_text(encoding="utf-8"))


def pages_of(root: Path) -> list[str]:
    """Paths of all pages, relative to the root; there are some, so that a loop over them is no empty one."""
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    assert found, f"no page in {root}"
    return found


def counties_of(root: Path) -> list[dict[str, Any]]:
    """The counties of a built site, as its summary lists them; there are some."""
    found: list[dict[str, Any]] = load(root / "index.json")["counties"]
    assert found, f"no county in {root}"
    return found


def file_at(address: str) -> str:
    """The file that a server sends for a path relative to the root."""
    return f"{address}index.html" if address.endswith("/") or not address else address


class Element(NamedTuple):
    """A start tag with its attributes and the text inside."""

    tag: str
    attributes: Mapping[str, str]
    text: list[str]

    @property
    def says(self) -> str:
        """The text inside, its spaces joined."""
        return " ".join("".join(self.text).split())


class Page(HTMLParser):
    """A page as a reader of HTML meets it: `elements` in order; `ids`; `text` of the body."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(content)
        self.close()

    @classmethod
    def read(cls, path: Path) -> Page:
        """The page in a file."""
        return cls(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        for ended, within in ENDED_BY.get(tag, ()):
            for index in range(len(self._open) - 1, -1, -1):
                if self._open[index].tag in within:
                    break
                if self._open[index].tag == ended:
                    del self._open[index:]
                    break
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Closes the element and what stood open in it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Adds text to every element around it."""
        for element in self._open:
            element.text.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Elements of these tags."""
        return [one for one in self.elements if one.tag in tags]

    def only(self, tag: str) -> Element:
        """The one element of a tag."""
        (found,) = self.all(tag)
        return found

    @property
    def ids(self) -> set[str]:
        """Every id, each of which must stand once."""
        found = [one.attributes["id"] for one in self.elements if "id" in one.attributes]
        assert len(found) == len(set(found)), f"an id stands twice: {found}"
        return set(found)

    @property
    def text(self) -> str:
        """The text of the body."""
        return self.only("body").says

    def meta(self, name: str) -> str:
        """Content of a meta element, "" if there is none."""
        found = [one.attributes["content"] for one in self.all("meta") if one.attributes.get("name") == name]
        return found[0] if found else ""

    def linked(self, relation: str) -> list[str]:
        """Addresses of the link elements of a relation."""
        return [one.attributes["href"] for one in self.all("link") if one.attributes["rel"] == relation]


@cache
def tree_of(root: Path, address: str = ADDRESS) -> Tree:
    """A built site, read once by each worker."""
    return Tree(root, address)


class Tree:
    """A built site whose addresses can be followed; it is as it was when first looked at."""

    def __init__(self, root: Path, address: str = ADDRESS) -> None:
        self.root = root
        self.address = address
        self.files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        self._pages: dict[str, Page] = {}

    def page(self, path: str) -> Page:
        """A page, read once."""
        if path not in self._pages:
            self._pages[path] = Page.read(self.root / path)
        return self._pages[path]

    def problem(self, link: str, page: str) -> str | None:
        """What is wrong with a link on a page (a path of a file); None if it leads somewhere, or out of the site."""
        here = self.address + (page.removesuffix("index.html") if page.endswith("index.html") else page)
        whole = urljoin(here, link)
        parts = urlsplit(whole)
        if parts[:2] != urlsplit(self.address)[:2]:
            return None
        if not whole.startswith(self.address):
            return f"{page}: {link} leaves the site's path"
        target = file_at(whole.partition("#")[0].partition("?")[0].removeprefix(self.address))
        if target not in self.files:
            return f"{page}: {link} leads nowhere"
        if not parts.fragment or parts.fragment in self.page(target).ids:
            return None
        if target == "verify/index.html":  # its script is told of an event, which is to be there
            log = self.root / parts.fragment.partition("-")[0] / "events.csv"
            if log.is_file() and f"\n{parts.fragment}," in log.read_text(encoding="utf-8"):
                return None
        return f"{page}: {link} has no such place"


# ---- serving


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder under a path, with headers of its own; anything else is not found."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **_TYPES}  # noqa: RUF012

    def __init__(
        self, *arguments: Any, below: str, headers: Mapping[str, str], compressed: bool, **options: Any
    ) -> None:
        self.below, self.extra, self.compressed = below, headers, compressed
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Sends a file."""
        if not self.path.startswith(self.below):
            self.send_error(404)
            return
        self.path = self.path[len(self.below) - 1 :]
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        if not (self.compressed and file.is_file()):
            super().do_GET()
            return
        content = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        """Adds the headers."""
        for name, value in self.extra.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def serving(
    root: Path, below: str = "/", headers: Mapping[str, str] | None = None, *, compressed: bool = False
) -> Iterator[str]:
    """Serves a folder on this machine as long as the context lasts; gives its address with the closing slash."""
    handler = partial(_Handler, below=below, headers=headers or {}, compressed=compressed, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{below}"
        finally:
            server.shutdown()
            thread.join()
