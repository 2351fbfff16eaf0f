"""Where a copy is read from, and the rules for what it names: its paths and documents are hostile until checked."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final, Protocol

from generator.errors import UsageError

# No file of a register is near these; what claims to be larger is not read.
MOST_BYTES: Final = 256 * 1024 * 1024
DOCUMENT_BYTES: Final = 64 * 1024 * 1024
_PATH_LENGTH: Final = 400
_UNSAFE: Final = re.compile(r'[\\:*?"<>|#%]')
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_PAGES: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
# What is said of content that is of another kind than asked for.
PAGE: Final = "得到的是网页，多半是登录页、拦截页或主机的出错页"
PACKED: Final = "得到的是 gzip 压缩过的内容：主机压缩了两次，或没有说明已压缩"


class WrongError(Exception):
    """What is published does not hold. The text is shown to people."""


class Source(Protocol):
    """A copy, wherever it lies."""

    name: str

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` + 1 bytes of a file (so that a longer one shows); None if there is none."""

    def again(self, path: str, limit: int) -> bytes | None:
        """The same past every cache on the way; None also where that is refused."""

    def paths(self) -> frozenset[str] | None:
        """Every file; None where nobody can list them."""


class Folder:
    """A copy in a folder. Only regular files found below it are ever opened: no link leads out of it."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise UsageError(f"找不到文件夹 {root}")
        self.root = root
        self.name = str(root)
        self._files = frozenset(_walk(root))

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` + 1 bytes of a file that was there when the folder was listed."""
        target = self.root / path
        if path not in self._files or target.is_symlink() or not target.is_file():
            return None
        with target.open("rb") as file:
            return file.read(limit + 1)

    def again(self, path: str, limit: int) -> bytes | None:
        """The same: nothing lies between a folder and who reads it."""
        return self.read(path, limit)

    def paths(self) -> frozenset[str]:
        """Every file and every link."""
        return self._files


def _walk(root: Path) -> list[str]:
    paths = []
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]  # not walked into, but named
        paths += [(here / name).as_posix() for name in [*files, *links]]
    return paths


def is_safe(path: object) -> bool:
    """True if a path of a document stays below the copy, whatever the system makes of it."""
    return (
        isinstance(path, str)
        and 0 < len(path) <= _PATH_LENGTH
        and path.isprintable()
        and not _UNSAFE.search(path)
        and all(part not in ("", ".", "..") and part == part.strip() for part in path.split("/"))
    )


def is_digest(text: object) -> bool:
    """True for a SHA-256 in hexadecimal."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def is_size(number: object) -> bool:
    """True for a size that a file of a register can have."""
    return type(number) is int and 0 <= number <= MOST_BYTES


def decoded(path: str, content: bytes) -> dict[str, Any]:
    """A JSON document. Raises WrongError for anything else, however deep or odd."""
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongError(f"{path}：不是正确的 JSON 文件{_instead(content)}") from None
    if not isinstance(document, dict):
        raise WrongError(f"{path}：不是正确的 JSON 文件")
    return document


def _instead(content: bytes) -> str:
    if not content.strip():
        return "（是空的）"
    if is_packed(content):
        return f"（{PACKED}）"
    return f"（{PAGE}）" if is_page(content) else ""


def is_page(content: bytes) -> bool:
    """True for what looks like a web page: many hosts and networks answer with one, whatever was asked for."""
    begin = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    while begin.startswith(b"<!--"):
        begin = begin.partition(b"-->")[2].lstrip()
    return begin.startswith(_PAGES)


def is_packed(content: bytes) -> bool:
    """True for what begins as gzip does: nothing in a register is published like that."""
    return content.startswith(b"\x1f\x8b")


def document(source: Source, path: str) -> dict[str, Any]:
    """A JSON document of a copy. Raises WrongError."""
    content = source.read(path, DOCUMENT_BYTES)
    if content is None:
        raise WrongError(f"{path}：缺少这个文件")
    if len(content) > DOCUMENT_BYTES:
        raise WrongError(f"{path}：文件过大")
    return decoded(path, content)


def below(address: object, base: str) -> str | None:
    """The path that an absolute address of a document names below the site's own base; None if it leads elsewhere."""
    if not isinstance(address, str) or not address.startswith(base):
        return None
    path = address[len(base) :]
    return path if is_safe(path) else None
