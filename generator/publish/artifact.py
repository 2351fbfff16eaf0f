"""One file to be published."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple


class Artifact(NamedTuple):
    """Path relative to the root of the site, and the bytes."""

    path: str
    content: bytes


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def document(path: str, content: Any) -> Artifact:
    """An artifact of JSON on one line."""
    return text(path, f"{_encode(content)}\n")


def text(path: str, content: str) -> Artifact:
    """An artifact of text: UTF-8, LF."""
    return Artifact(path, content.encode("utf-8"))
