"""A wire between a program and a server that may break: whatever goes through it is seen, cut, or answered for it.

It forwards bytes and knows nothing of what they mean; what is to happen is told by a watcher.
"""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from typing import Final, NamedTuple

_REQUEST: Final = re.compile(rb"(GET|HEAD|PUT|POST|DELETE) (\S+) HTTP/1\.1\r\n")


class Part(NamedTuple):
    """Some bytes: of which connection (they are numbered), to the program or to the server."""

    connection: int
    is_answer: bool
    content: bytes

    @property
    def request(self) -> tuple[str, str] | None:
        """Method and path, if a request begins here: programs send none before the last one was answered."""
        match = None if self.is_answer else _REQUEST.match(self.content)
        return (match[1].decode(), match[2].decode()) if match else None


class Cut(NamedTuple):
    """So many bytes are forwarded, and then the connection is reset on both sides."""

    after: int = 0


class Reply(NamedTuple):
    """The server hears nothing; the program gets this answer."""

    status: str
    body: bytes = b""


class Silence(NamedTuple):
    """So many bytes are forwarded, and nothing more, while the connection stays."""

    after: int = 0


Fate = Cut | Reply | Silence | None
Watcher = Callable[[Part], Fate]


class Wire:
    """A wire to a port of this machine."""

    def __init__(self, to: int, watcher: Watcher) -> None:
        self._to = to
        self._watcher = watcher
        self._turn = Lock()
        self._count = 0
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends everything."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in list(self._open):
            _reset(end)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    _reset(program)
                    continue
                self._open |= {program, server}
                number, self._count = self._count, self._count + 1
                for source, sink, is_answer in ((program, server, False), (server, program, True)):
                    Thread(target=self._pass, args=(source, sink, number, is_answer), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, number: int, is_answer: bool) -> None:
        try:
            while content := source.recv(1 << 16):
                with self._turn:
                    fate = self._watcher(Part(number, is_answer, content))
                if isinstance(fate, Reply):
                    head = f"HTTP/1.1 {fate.status}\r\nContent-Length: {len(fate.body)}\r\nConnection: close\r\n\r\n"
                    source.sendall(head.encode() + fate.body)
                    source.shutdown(socket.SHUT_WR)
                    while source.recv(1 << 16):
                        """The rest of the request goes nowhere."""
                    break
                sink.sendall(content if fate is None else content[: fate.after])
                if isinstance(fate, Cut):
                    _reset(source)
                    break
                if isinstance(fate, Silence):
                    while source.recv(1 << 16):
                        """Nothing of it goes on."""
                    break
            else:
                with suppress(OSError):
                    sink.shutdown(socket.SHUT_WR)
                return
        except OSError:
            """Either side went away."""
        _reset(sink)
        _reset(source)


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()


@contextmanager
def wire(to: int, watcher: Watcher = lambda part: None) -> Iterator[int]:
    """A wire to a port, for as long as the context lasts; gives its own port."""
    between = Wire(to, watcher)
    try:
        yield between.port
    finally:
        between.close()
