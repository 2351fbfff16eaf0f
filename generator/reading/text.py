"""Bytes to text: bounded, UTF-8 only; what else it looks like is named so that the message can help."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Final

from generator.findings import finding
from generator.reading.outcome import Reading
from generator.register.model import Finding

MOST_BYTES: Final = 32 * 1024 * 1024
# How the content of other kinds of files begins, what it is, and how to get at the text.
_LFS: Final = "在仓库里运行 git lfs pull 取回内容；名录的表不用 git-lfs 存放"
_EXPORT: Final = "在表格软件里打开它，选“另存为”，类型选“CSV UTF-8（逗号分隔）”，再提交；只改文件名不够"
_KINDS: Final = (
    (b"version https://git-lfs.github.com/spec/", "git-lfs 的指针文件，真正的内容没有取来", _LFS),
    (b"version https://hawser.github.com/spec/", "git-lfs 的指针文件，真正的内容没有取来", _LFS),
    (
        b"/annex/objects/",
        "git-annex 的指针文件，真正的内容没有取来",
        "用 git annex get 取回内容；名录的表不用 git-annex 存放",
    ),
    (b"PK\x03\x04", "Excel、WPS 工作簿或压缩包", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 或 WPS 工作簿", _EXPORT),
    (b"%PDF-", "PDF 文件", "名录只收表格和 JSON：从原来的表格导出 CSV"),
    (b"{\\rtf", "RTF 文档", _EXPORT),
    (b"\x1f\x8b", "压缩文件", "先解压，再提交里面的文件"),
    (b"\x89PNG", "图片", "名录只收表格和 JSON"),
    (b"\xff\xd8\xff", "图片", "名录只收表格和 JSON"),
)
_MARKUP: Final = re.compile(rb"<(?:!doctype|html|head|body|table|\?xml|meta|style)\b", re.IGNORECASE)
# `=======` alone may underline a heading; the two others stand in no file.
_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7}|\|{7})(?:[ \t]|\r?$)", re.MULTILINE)


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
    another = _another_kind(content)
    if another is not None:
        return Reading(None, (finding("E118", shown, 1, value=another[0], mend=another[1]),))
    if _mostly_zero(content):
        return Reading(None, (finding("E101", shown, 1, value=_looks_like(content), mend=_saved(path)),))
    try:
        text = content.decode("utf-8").lstrip("\ufeff")  # joining files doubles the mark
        conflict = _conflict(text)
        return Reading(text) if conflict is None else Reading(None, (finding("E117", shown, conflict),))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Reading(None, (finding("E101", shown, line, value=_looks_like(content), mend=_saved(path)),))


def _saved(path: Path) -> str:
    """How a file is saved as UTF-8: tables are those of spreadsheets, documents and texts those of editors."""
    if path.suffix == ".csv":
        return "在 Excel 或 WPS 里选“另存为”，类型选“CSV UTF-8（逗号分隔）”，再提交；"
    return "用原来的编辑器打开，另存为 UTF-8 编码，再提交；"


def _another_kind(content: bytes) -> tuple[str, str] | None:
    """What a file is that is no text of the register, and how to get at the text; None for any other."""
    head = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    for begins, what, mend in _KINDS:
        if head.startswith(begins):
            return what, mend
    if _MARKUP.match(head):
        return (
            "网页或 XML，多半是下载时存下的登录页或出错页",
            "重新下载原来的文件；网页里的表格先贴进表格软件，再导出 CSV",
        )
    return None


def _conflict(text: str) -> int | None:
    """The line of the first mark that a merge left where it could not decide; None where there is none."""
    match = _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text or "|||||||" in text else None
    return None if match is None else text.count("\n", 0, match.start()) + 1


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
