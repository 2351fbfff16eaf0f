"""What a file is, by its first bytes and by the parts of a package; the name only says what it claims."""

from __future__ import annotations

import re
from typing import Final, Literal

from generator.staff.intake.package import Package

# What can be read, and reasons (`problems.KINDS`) why another kind cannot.
Kind = Literal[
    "text", "xlsx", "xls", "ods", "docx", "pdf",
    "html", "xml-2003", "xml", "rtf", "old-word", "odt", "macro-document",
    "slides", "archive", "picture", "encrypted", "macro", "excel-95",
    "binary-workbook", "damaged", "unknown",
]  # fmt: skip

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),  # a bare stream of BIFF8
    (b"\x09\x08\x08\x00\x00\x05", "excel-95"),
    (b"\x09\x04", "excel-95"),
    (b"\x09\x02", "excel-95"),
    (b"\x09\x00\x04\x00", "excel-95"),
)
# Of the packages of OpenDocument: a word of their type.
_OPEN: Final[tuple[tuple[bytes, Kind], ...]] = ((b"spreadsheet", "ods"), (b"text", "odt"), (b"presentation", "slides"))
_PICTURE: Final = re.compile(rb"RIFF....WEBP|....ftyp(?:heic|heix|mif1|avif)", re.DOTALL)
_HTML: Final = re.compile(rb"(?is)\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b")
_MHTML: Final = re.compile(rb"(?i)MIME-Version:")
_XML: Final = re.compile(rb"\s*<\?xml\b")
_SHEETS: Final = (b"urn:schemas-microsoft-com:office:spreadsheet", b"Excel.Sheet")
_SUFFIXES: Final = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".et": "xls", ".ods": "ods", ".docx": "docx", ".pdf": "pdf",
    ".csv": "text", ".tsv": "text", ".txt": "text",
}  # fmt: skip
NAMES: Final = {
    "text": "文本", "xlsx": "Excel 工作簿（.xlsx）", "xls": "旧版工作簿（.xls）", "ods": "ODS 表格",
    "docx": "Word 文档（.docx）", "pdf": "PDF",
}  # fmt: skip


def kind_of(content: bytes) -> Kind:
    """What the bytes of a file are, of those that are no zip package."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_OLE):
        return _of_ole(content)
    for begins, kind in _BEGINNINGS:
        if head.startswith(begins):
            return "text" if kind == "picture" and begins == b"BM" and b"\0" not in head[:32] else kind
    if _PICTURE.match(head):
        return "picture"
    if _HTML.match(head) or _MHTML.match(head):
        return "html"
    wide = head.replace(b"\0", b"")
    if _XML.match(wide.lstrip(b"\xff\xfe\xfe\xff")):
        if any(sign in wide for sign in _SHEETS):
            return "xml-2003"
        return "html" if re.search(rb"(?i)<html\b", head) else "xml"
    return "text"


def _of_ole(content: bytes) -> Kind:
    """What an OLE file is, by the names of its streams: entries of 128 bytes, each with the length of its name."""
    names = {name for at in range(512, len(content) - 127, 128) if (name := _entry(content, at))}
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        return "encrypted"
    if names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR"}:
        return "macro"
    if "Workbook" in names:
        return "xls"
    if "Book" in names:
        return "excel-95"
    if "WordDocument" in names:
        return "old-word"
    if "PowerPoint Document" in names:
        return "slides"
    return "unknown" if "Root Entry" in names else "damaged"


def _entry(content: bytes, at: int) -> str:
    """The name in an entry of a directory; "" for what is no entry."""
    size = content[at + 64] + 256 * content[at + 65]
    if (
        content[at + 66] not in (1, 2, 5)
        or not 4 <= size <= 64
        or size % 2
        or content[at + size - 2 : at + size] != b"\0\0"
    ):
        return ""
    return content[at : at + size - 2].decode("utf-16-le", "replace")


def kind_of_package(package: Package) -> Kind:
    """What a zip package is, by its parts."""
    names = set(package.names)
    mimetype = package.read("mimetype") if "mimetype" in names else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        if b"encryption-data" in (package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""):
            return "encrypted"
        if any(name.startswith("Basic/") and name.endswith(".xml") and "script-l" not in name for name in names):
            return "macro"
        for sort, kind in _OPEN:
            if sort in mimetype:
                return kind
        return "unknown"
    if any(name.endswith("vbaProject.bin") or name.startswith("xl/macrosheets/") for name in names):
        return "macro-document" if any(name.startswith("word/") for name in names) else "macro"
    if any(name.endswith("workbook.bin") for name in names):
        return "binary-workbook"
    for begins, kind in (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "slides")):
        if "[Content_Types].xml" in names and any(name.startswith(begins) for name in names):
            return kind
    return "archive"


def claimed(name: str) -> str:
    """The kind that a file's name claims; "" where it claims none that is known."""
    return _SUFFIXES.get(name[name.rfind(".") :].lower(), "") if "." in name else ""
