"""One file to be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson


class Artifact(NamedTuple):
    """Path relative to the root of the site, and the bytes."""

    path: str
    content: bytes


decode: Final = orjson.loads


def encode(content: Any) -> str:
    """JSON on one line, keys in the order given."""
    return orjson.dumps(content).decode("utf-8")


def document(path: str, content: Mapping[str, Any], rows: Mapping[str, Sequence[str]] | None = None) -> Artifact:
    """An artifact of JSON on one line. `rows` are lists of the content, by key, whose members are encoded already."""
    encoded = encode(content)
    for key, members in (rows or {}).items():
        encoded = encoded.replace(f'"{key}":[]', f'"{key}":[{",".join(members)}]', 1)
    return text(path, f"{encoded}\n")


def text(path: str, content: str) -> Artifact:
    """An artifact of text: UTF-8, LF."""
    return Artifact(path, content.encode("utf-8"))
