"""Bytes to text: bounded, UTF-8 only; what else it looks like is named so that the message can help."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from generator.findings import finding
from generator.model import Finding

MOST_BYTES: Final = 32 * 1024 * 1024


def read_text(path: Path, shown: str, findings: list[Finding]) -> str | None:
    """Text of a file without its byte order mark; None with a finding where it cannot be had.

    `shown` is the path as findings name it.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        findings.append(finding("E108", shown, value=path.name))
        return None
    if status.st_size > MOST_BYTES:
        findings.append(finding("E105", shown, value=status.st_size, detail=f"文件有 {status.st_size / 1e6:.0f} MB"))
        return None
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.append(finding("E101", shown, line, value=_looks_like(content)))
        return None


def _looks_like(content: bytes) -> str:
    """Name of the encoding that bytes which are not UTF-8 seem to have."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    head = content[:4096]
    if head.count(0) > len(head) // 8:
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "未知编码"
    return "GB18030（GBK）"
