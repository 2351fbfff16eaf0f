"""A server that answers as no server should: nothing that it sends is right, some of it never ends."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

# Between two pieces of what never ends; there is something to read before a reader would say that nothing comes.
PAUSE: Final = 0.02

Send = Callable[[bytes], None]


class Wild:
    """A folder that is served well, but for `wild`: the path of one file, and the name of how it is answered."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wild: tuple[str, str] = ("", "")
        self.url = ""
        self.ended = threading.Event()

    def answer(self, path: str, send: Send) -> None:
        """Sends an answer."""
        file = self.root / path
        content = file.read_bytes() if file.is_file() else None
        if path == self.wild[0]:
            ANSWERS[self.wild[1]](self, content or b"", send)
        elif content is None:
            send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            send(head(len(content)) + content)

    def forever(self, send: Send, piece: bytes, *, pause: float = PAUSE) -> None:
        """Sends the same again and again, until nobody listens."""
        while not self.ended.wait(pause):
            send(piece)


def head(length: int | str | None, *more: str, status: str = "200 OK") -> bytes:
    """The head of an answer."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", *more]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _redirect(to: str) -> Callable[[Wild, bytes, Send], None]:
    return lambda mine, content, send: send(head(0, f"Location: {to.format(url=mine.url)}", status="302 Found"))


def _drip(mine: Wild, first: bytes, piece: bytes, send: Send) -> None:
    send(first)
    mine.forever(send, piece)


CHUNKED: Final = "Transfer-Encoding: chunked"
BOMB: Final = gzip.compress(bytes(64 << 20), 9)
# Sizes that are none, with the right content: as good as no size.
HARMLESS: Final = frozenset({"a size below nothing", "a size in words"})
# Answers that end, whatever the reader does.
ENDING: Final[dict[str, Callable[[Wild, bytes, Send], None]]] = {
    "nothing at all": lambda mine, content, send: None,
    "no HTTP": lambda mine, content, send: send(b"\0\xff\r\n\r\n" * 100),
    "a status that is none": lambda mine, content, send: send(b"HTTP/1.1 abc OK\r\n\r\n"),
    "an old kind": lambda mine, content, send: send(b"HTTP/0.9\r\n\r\n" + content),
    "a line without end": lambda mine, content, send: send(b"HTTP/1.1 200 " + b"x" * 200_000),
    "a header without end": lambda mine, content, send: send(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000),
    "thousands of headers": lambda mine, content, send: send(b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 5_000 + b"\r\n"),
    "a longer size": lambda mine, content, send: send(head(len(content) + 10) + content),
    "a shorter size": lambda mine, content, send: send(head(max(len(content) - 10, 0)) + content),
    "a size below nothing": lambda mine, content, send: send(head(-1) + content),
    "a size beyond all": lambda mine, content, send: send(head("9" * 5_000) + content),
    "a size in words": lambda mine, content, send: send(head("many") + content),
    "sizes that differ": lambda mine, content, send: send(head(5, "Content-Length: 7") + content),
    "a chunk that lies": lambda mine, content, send: send(head(None, CHUNKED) + b"ffffffffffffffff\r\n" + content),
    "a chunk in words": lambda mine, content, send: send(head(None, CHUNKED) + b"xyz\r\n" + content),
    "chunks cut short": lambda mine, content, send: send(head(None, CHUNKED) + b"5\r\nab"),
    "a part alone": lambda mine, content, send: send(head(len(content), status="206 Partial Content") + content),
    "packed and much more": lambda mine, content, send: send(head(len(BOMB), "Content-Encoding: gzip") + BOMB),
    "packed in another way": lambda mine, content, send: send(head(len(content), "Content-Encoding: br") + content),
    "packed by half": lambda mine, content, send: send(
        head(None, "Content-Encoding: gzip") + gzip.compress(content)[:20]
    ),
    "packed in name alone": lambda mine, content, send: send(head(None, "Content-Encoding: gzip") + content),
    "redirect to itself": _redirect("{url}manifest.json"),
    "redirect to a file": _redirect("file:///etc/passwd"),
    "redirect to another host": _redirect("http://192.0.2.1/manifest.json"),
    "redirect to a private address": _redirect("http://169.254.169.254/latest/"),
    "redirect to another port": _redirect("http://127.0.0.1:1/manifest.json"),
    "redirect to another scheme": _redirect("ftp://127.0.0.1/manifest.json"),
    "redirect to nowhere": _redirect(""),
    "redirect with brackets": _redirect("http://[::1"),
    "redirect with a password": _redirect("http://a:b@127.0.0.1/manifest.json"),
    "redirect by bytes": lambda mine, content, send: send(b"HTTP/1.1 302 x\r\nLocation: \xff\xfe\x00\r\n\r\n"),
}  # fmt: skip
# Answers of which another piece comes as long as somebody listens.
ENDLESS: Final[dict[str, Callable[[Wild, bytes, Send], None]]] = {
    "a body": lambda mine, content, send: _drip(mine, head(None), b"x", send),
    "a body of the right size": lambda mine, content, send: _drip(mine, head(1 << 40), b"x", send),
    "a status line": lambda mine, content, send: _drip(mine, b"HTTP/1.1 200 ", b"x", send),
    "a header": lambda mine, content, send: _drip(mine, b"HTTP/1.1 200 OK\r\nX: ", b"x", send),
    "headers": lambda mine, content, send: _drip(mine, b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n", send),
    "promises to go on": lambda mine, content, send: _drip(mine, b"", b"HTTP/1.1 100 Continue\r\n\r\n", send),
    "chunks": lambda mine, content, send: _drip(mine, head(None, CHUNKED), b"1\r\nx\r\n", send),
    "the size of a chunk": lambda mine, content, send: _drip(mine, head(None, CHUNKED), b"0", send),
    "trailers": lambda mine, content, send: _drip(mine, head(None, CHUNKED) + b"0\r\n", b"X: 1\r\n", send),
    "packed nothing": lambda mine, content, send: _drip(
        mine, head(None, "Content-Encoding: gzip") + gzip.compress(b"")[:10], b"\0\0\0\xff\xff", send
    ),
}  # fmt: skip
ANSWERS: Final = {**ENDING, **ENDLESS}


def _one(mine: Wild, connection: socket.socket) -> None:
    with connection, suppress(OSError):
        connection.settimeout(10)
        asked = b""
        while b"\r\n\r\n" not in asked:
            piece = connection.recv(65_536)
            if not piece:
                return
            asked += piece
        path = asked.split(b" ")[1].decode("latin-1").removeprefix("/").partition("?")[0]
        mine.answer(path, connection.sendall)


@contextmanager
def wild(root: Path) -> Iterator[Wild]:
    """Serves a folder on this machine, for as long as the context lasts."""
    mine = Wild(root)
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        mine.url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        threads: list[threading.Thread] = []

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    threads.append(threading.Thread(target=_one, args=(mine, connection), daemon=True))
                    threads[-1].start()

        accepting = threading.Thread(target=serve, daemon=True)
        accepting.start()
        try:
            yield mine
        finally:
            mine.ended.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            accepting.join(5)
            for thread in threads:
                thread.join(5)
