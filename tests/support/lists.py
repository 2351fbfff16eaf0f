"""Lists as people send them, made from nothing: workbooks, documents and packages with what goes wrong in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

from generator.staff.intake.model import ReadList

_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES: Final = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def listed(found: ReadList) -> list[str]:
    """The rows of a list, each as its words by role in a fixed order: `street=罗店镇 name=甲`."""
    return [" ".join(f"{role}={cell.text}" for role, cell in sorted(row.words.items())) for row in found.rows]


def names(found: ReadList) -> list[str]:
    """The names of a list."""
    return [row.text("name") for row in found.rows]


def kinds(found: ReadList) -> list[tuple[str, str]]:
    """The problems of a list: where, and of which kind."""
    return [(problem.where, problem.kind) for problem in found.problems]


def noted(found: ReadList) -> list[tuple[str, str]]:
    """The notes of a list: where, and of which kind."""
    return [(note.where, note.kind) for note in found.notes]


def declared(found: ReadList) -> list[tuple[str, int, int]]:
    """What a list declares: heading, count, and how many stand under it."""
    return [(count.title, count.count, count.named) for count in found.declared]


def csv(*rows: str) -> bytes:
    """Lines as UTF-8."""
    return "".join(f"{row}\n" for row in rows).encode()


def xlsx(fill: Callable[[Any], None] | None = None, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """An .xlsx; `fill` gets the workbook, without it the rows are those of a sheet named 名单."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        if fill is not None:
            fill(book)
        else:
            write(book.add_worksheet("名单"), rows)
    return content.getvalue()


def write(sheet: Any, rows: Sequence[Sequence[str]], first: int = 0) -> None:
    """Rows of text in a sheet of XlsxWriter."""
    for number, row in enumerate(rows, first):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)


def xls(fill: Callable[[Any], None]) -> bytes:
    """An .xls of BIFF8; `fill` gets its sheet named 名单."""
    book = xlwt.Workbook(encoding="utf-8")
    fill(book.add_sheet("名单"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods(*tables: str, name: str = "名单") -> bytes:
    """An .ods of one sheet: the rows as XML, or of several whole tables."""
    body = "".join(tables)
    if "<table:table " not in body:
        body = f'<table:table table:name="{name}">{body}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return package({"mimetype": _ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_row(*texts: str, attributes: str = "") -> str:
    """A row of an .ods."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def docx(body: str, **parts: str) -> bytes:
    """A .docx with the XML of its body."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    types = f'<Types xmlns="{_PACKAGE}/content-types"/>'
    return package(
        {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document, **parts}
    )  # fmt: skip


def paragraph(text: str) -> str:
    """A paragraph of a document; `text` may be XML of runs."""
    return f"<w:p>{text}</w:p>" if text.startswith("<") else f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_table(*rows: Sequence[str]) -> str:
    """A table of a document; a cell is text, or the XML of what it holds."""
    lines = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip package."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """A package with parts changed, left out (None) or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return package({**{name: part for name, part in parts.items() if part is not None}, **added})


def ole(stream: str, content: bytes = b"\0" * 5000) -> bytes:
    """An OLE file with one stream of this name."""
    file = io.BytesIO()
    XlsDoc().save(file, content)
    old, new = (name.encode("utf-16-le").ljust(64, b"\0") for name in ("Workbook", stream))
    length = (2 * len(stream) + 2).to_bytes(2, "little")
    return file.getvalue().replace(old + b"\x12\0", new + length)
