"""Bytes to text: bounded, UTF-8 only; what else it looks like is named so that the message can help."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from generator.findings import finding
from generator.reading.outcome import Reading
from generator.register.model import Finding

MOST_BYTES: Final = 32 * 1024 * 1024


def read_text(path: Path, shown: str) -> Reading[str | None]:
    """Text of a file without its byte order mark; None with a finding where it cannot be had.

    `shown` is the path as findings name it.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return Reading(None, (unexpected(path, shown),))
    if status.st_size > MOST_BYTES:
        detail = f"文件有 {status.st_size / 1e6:.0f} MB"
        return Reading(None, (finding("E105", shown, value=status.st_size, detail=detail),))
    content = path.read_bytes()
    if _mostly_zero(content):
        return Reading(None, (finding("E101", shown, 1, value=_looks_like(content)),))
    try:
        return Reading(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Reading(None, (finding("E101", shown, line, value=_looks_like(content)),))


def _mostly_zero(content: bytes) -> bool:
    """True for UTF-16 without a byte order mark: every other byte of its digits and commas is zero."""
    head = content[:4096]
    return head.count(0) > max(1, len(head) // 8)


def unexpected(path: Path, shown: str) -> Finding:
    """The finding of an entry that has no business where it is."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        what = "链接"
    elif stat.S_ISDIR(mode):
        what = "文件夹"
    else:
        what = "不认识的文件" if stat.S_ISREG(mode) else "特殊文件"
    return finding("E108", shown, value=path.name, what=what)


def _looks_like(content: bytes) -> str:
    """Name of the encoding that bytes which are not UTF-8 seem to have."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    if _mostly_zero(content):
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "未知编码"
    return "GB18030/GBK"
