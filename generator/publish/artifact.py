"""One file to be published."""

from __future__ import annotations

from typing import NamedTuple


class Artifact(NamedTuple):
    """Path relative to the root of the site, and the bytes."""

    path: str
    content: bytes


def text(path: str, content: str) -> Artifact:
    """An artifact of text: UTF-8, LF."""
    return Artifact(path, content.encode("utf-8"))
