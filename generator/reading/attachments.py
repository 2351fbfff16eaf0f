"""Files in content/files/, as findings: what a text gives its readers to take along, such as the scan of a notice.

A text leads to one as `[通告全文](../files/notice-5.pdf)`, which is where it lies beside the text. What a file holds is
looked at as far as its form tells it: a PDF may keep parts of itself compressed, where nobody looks.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import Final, NamedTuple

from generator.findings import finding
from generator.reading.pictures import UnsoundError, plain_files
from generator.register.model import Finding

FOLDER: Final = "files"
# What stands before the name of a file in a text, whichever folder the text lies in.
BESIDE: Final = f"../{FOLDER}/"
MOST_BYTES: Final = 10 * 1024 * 1024
# Endings, and what such a file is called; of a package of Office Open XML (ECMA-376) also the part that it must have.
KINDS: Final = {".pdf": "PDF", ".xlsx": "Excel", ".docx": "Word"}
_MAIN_PARTS: Final = {".xlsx": "xl/workbook.xml", ".docx": "word/document.xml"}

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.(?:pdf|xlsx|docx)")
# Names of PDF (ISO 32000-1) under which a file runs something, carries another one, or is locked.
_ACTIVE: Final = {b"JavaScript": "脚本", b"JS": "脚本", b"Launch": "启动别的程序", b"EmbeddedFile": "别的文件"}
_NAMES: Final = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|Encrypt)(?![A-Za-z0-9])")


class Attachment(NamedTuple):
    """A file that may be published: its bytes, and what its kind is called."""

    content: bytes
    kind: str


def read(content: Path) -> Generator[Finding, None, dict[str, Attachment]]:
    """Findings of the files of a content folder; returns those that are sound, by their names."""
    folder = content / FOLDER
    files: dict[str, Attachment] = {}
    for path, within in plain_files(folder):
        try:
            files[path.name] = _attachment(path, within)
        except UnsoundError as why:
            shown = f"{content.resolve().name}/{FOLDER}/{within}"
            yield finding(why.code, shown, value=path.name, detail=why.detail)
    return files


def sound(content: Path) -> dict[str, Attachment]:
    """The files that may be published, by their names."""
    reading = read(content)
    while True:
        try:
            next(reading)
        except StopIteration as read_through:
            return dict(read_through.value)


def _attachment(path: Path, within: str) -> Attachment:
    if not _NAME.fullmatch(within):
        raise UnsoundError("E138", _misnamed(path, within))
    size = path.lstat().st_size
    if size > MOST_BYTES:
        raise UnsoundError("E139", f"文件有 {size / 1024 / 1024:.1f} MB，最多 {MOST_BYTES // 1024 // 1024} MB")
    content, kind = path.read_bytes(), KINDS[path.suffix]
    if path.suffix == ".pdf":
        _judge_pdf(content)
    else:
        _judge_package(content, path.suffix)
    return Attachment(content, kind)


def _misnamed(path: Path, within: str) -> str:
    if "/" in within:
        return f"{FOLDER} 里不再分文件夹"
    if path.suffix.lower() not in KINDS:
        return f"不是这几种文件：{'、'.join(f'{kind}（{ending}）' for ending, kind in KINDS.items())}"
    return "文件名只用小写英文字母、数字和连字符"


def _judge_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise UnsoundError("E138", "名字说是 PDF，内容不是，或者不完整")
    names = {match[1] for match in _NAMES.finditer(content)}
    if b"Encrypt" in names:
        raise UnsoundError("E140", "PDF 加了密或限制了权限")
    told = dict.fromkeys(what for name, what in _ACTIVE.items() if name in names)
    if told:
        raise UnsoundError("E140", f"PDF 里带着{'、'.join(told)}")


def _judge_package(content: bytes, suffix: str) -> None:
    """A package by the names of its parts: none of them is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        parts = set()
    if not {"[Content_Types].xml", _MAIN_PARTS[suffix]} <= parts:
        raise UnsoundError("E138", f"名字说是 {KINDS[suffix]}，内容不是，或者已经损坏、加了密")
    if any(part.rpartition("/")[2] == "vbaProject.bin" for part in parts):
        raise UnsoundError("E140", f"{KINDS[suffix]} 文件里带着宏")
    if any("/embeddings/" in part for part in parts):
        raise UnsoundError("E140", f"{KINDS[suffix]} 文件里嵌着别的文件")
