"""The guide from zero to an answer: every example is run, as it stands, against the built site on a web server."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.examples import ADDRESS, examples_of

# The last block is no code but an address.
*EXAMPLES, OTHER = sorted(examples_of("pages/start.md"), key=lambda example: example.code.startswith(ADDRESS))

# What each example answers for the demonstration; a pattern for the whole output.
ANSWERS = (
    r"certified \d+\nsuspended \d+\nrevoked \d+\ncandidate \d+\n",
    r"春晓花园（一期）：无疫小区，\w+，自 2022-11-\d\d\n",
    r"(?:(?:取消|更正):.+\n){3}",
    r"\d{3}\n",
    r"(?:\w+ \S+ 2022-11-28\n){4}",
    r"title_name\n无疫小区 +\d+\n无疫村 +\d+\n无疫社区 +\d+\n",
    r"reason_name\n(?:\S+ +\d+\n){3}",
    r"\n?community +compound +village *\n +\d+ +\d+ +\d+ *\n",
    r"(?s).*",
)


class _Site(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """A file; to curl, feeds give the addresses of this server, as those of a real site would be."""
        path = Path(self.translate_path(self.path))
        if not self.headers.get("User-Agent", "").startswith("curl") or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes().replace(b"https://register.example", f"http://{self.headers['Host']}".encode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The built site on a web server of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Site, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_example_has_an_answer() -> None:
    """No example is left out of the run below."""
    assert len(EXAMPLES) == len(ANSWERS)
    assert OTHER.code == "https://register.example/feeds/revoked.atom"


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_example_of_the_guide(number: int, address: str, tmp_path: Path) -> None:
    """Copied as it stands, with the address of the site at hand, it gives the answer that it promises."""
    said = EXAMPLES[number].run(address, tmp_path)
    assert re.fullmatch(ANSWERS[number], said), said
