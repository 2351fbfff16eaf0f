"""One file to be published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, Final, NamedTuple

import orjson
from markupsafe import Markup


class Artifact(NamedTuple):
    """Path relative to the root of the site, and the bytes."""

    path: str
    content: bytes


# Opens a file of the site, named by its path, to be written piece by piece.
Opener = Callable[[str], AbstractContextManager[Any]]

decode: Final = orjson.loads


# JSON on one line, keys in the order given, as bytes.
encoded: Final = orjson.dumps


def encode(content: Any) -> str:
    """JSON on one line, keys in the order given."""
    return orjson.dumps(content).decode("utf-8")


def script(text: str) -> Markup:
    """JSON for a script element: what HTML could take for a tag, a comment or an entity is written as an escape."""
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - nothing is left that HTML reads


def document(path: str, content: Mapping[str, Any]) -> Artifact:
    """An artifact of JSON on one line."""
    return Artifact(path, encoded(content, option=orjson.OPT_APPEND_NEWLINE))


class Framed(NamedTuple):
    """A file that is written piece by piece: what stands before its pieces, between two of them, and behind them."""

    path: str
    head: str
    joint: str
    tail: str

    def whole(self, pieces: Iterable[bytes]) -> Artifact:
        """The file with its pieces, held at once."""
        joint = self.joint.encode()
        return Artifact(self.path, b"".join((self.head.encode(), joint.join(pieces), self.tail.encode())))

    @contextmanager
    def around(self, file: IO[bytes]) -> Iterator[Callable[[bytes], None]]:
        """Writes what stands around the pieces; the function adds one to the file."""
        file.write(self.head.encode("utf-8"))
        joint, between = b"", self.joint.encode("utf-8")

        def add(piece: bytes) -> None:
            nonlocal joint
            file.write(joint + piece)
            joint = between

        yield add
        file.write(self.tail.encode("utf-8"))


def framed(path: str, content: Mapping[str, Any], key: str, line: str = "\n") -> Framed:
    """JSON whose list of that key is written piece by piece, each member on a line of its own (or all on one)."""
    head, separator, tail = encode(content).partition(f'"{key}":[]')
    if not separator:
        raise ValueError(f"{path} has no empty list {key}")
    return Framed(path, f'{head}"{key}":[{line}', f",{line}", f"{line}]{tail}\n")


def text(path: str, content: str) -> Artifact:
    """An artifact of text: UTF-8, LF."""
    return Artifact(path, content.encode("utf-8"))
