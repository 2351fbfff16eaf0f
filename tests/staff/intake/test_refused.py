"""Files that are not read: each kind has its own sentence, whatever its name says; random bytes never raise."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.staff.intake import package as packages
from generator.staff.intake import reader, workbook
from generator.staff.intake.ole import circles, is_endless, stream
from generator.staff.intake.problems import KINDS
from generator.staff.intake.reader import read_list
from tests.support.folders import ROOT
from tests.support.lists import (
    csv,
    docx,
    kinds,
    names,
    noted,
    ods,
    ods_row,
    ole,
    package,
    paragraph,
    repacked,
    xls,
    xlsx,
)

ROWS: Final = [("街道", "小区名称"), ("罗店镇", "甲苑")]
BOOK: Final = xlsx(rows=ROWS)


def many(sheet: Any) -> None:
    """Rows enough for chains of many sectors."""
    for row in range(3_000):
        sheet.write(row, 0, f"小区{row}")


def as_it_is(_: str, part: bytes) -> bytes:
    """A part of a package unchanged."""
    return part


def with_password() -> bytes:
    """An .xls that says after its beginning that it is encrypted."""

    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "小区名称")

    book = stream(xls(fill), "Workbook")
    beginning = 4 + 16  # a record with its head
    return ole("Workbook", book[:beginning] + struct.pack("<HH", 0x2F, 6) + b"\0" * 6 + book[beginning:])


def endless() -> bytes:
    """An .xls of which the sheet says to have four thousand million rows: calamine would end the whole program."""
    book = bytearray(stream(xls(lambda sheet: sheet.write(0, 0, "小区名称")), "Workbook"))
    at = book.index(struct.pack("<HH", 0x200, 14)) + 4
    book[at + 4 : at + 8] = b"\xff" * 4
    return ole("Workbook", bytes(book))


def without_directory() -> bytes:
    """The first half of a package, as an interrupted download leaves it."""
    return BOOK[: len(BOOK) // 2]


def bad_checksum() -> bytes:
    """A package of which a part is not what it was."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    at = info.header_offset + 30 + len(info.filename) + 10
    return BOOK[:at] + bytes([BOOK[at] ^ 0xFF]) + BOOK[at + 1 :]


def lying_sizes(size: int) -> bytes:
    """A package with a part of many zeros that says to be small."""
    content = package({"[Content_Types].xml": "<a/>", "xl/workbook.xml": b"\0" * size})
    return content.replace(struct.pack("<I", size), struct.pack("<I", 100))


ENTITIES: Final = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData/></worksheet>'
FILES: Final[dict[str, tuple[str, bytes, str]]] = {
    "nothing": ("a.xlsx", b"", "empty"),
    "blanks alone": ("a.csv", b"\xef\xbb\xbf \r\n\r\n", "empty"),
    "zeros": ("a.csv", b"\0" * 100, "empty"),
    "an encrypted workbook": ("a.xlsx", ole("EncryptedPackage"), "encrypted"),
    "an encrypted old workbook": ("a.xls", with_password(), "encrypted"),
    "an encrypted .ods": (
        "a.ods",
        repacked(ods(ods_row("小区名称")), lambda name, part: b"<encryption-data/>" if "manifest" in name else part),
        "encrypted",
    ),
    "an Excel 95 workbook": ("a.xls", ole("Book"), "excel-95"),
    "an Excel 5 stream": ("a.xls", b"\x09\x08\x08\x00\x00\x05\x05\x00" + b"\0" * 99, "excel-95"),
    "a macro workbook": ("a.xlsm", repacked(BOOK, as_it_is, **{"xl/vbaProject.bin": b"x"}), "macro"),
    "an old macro workbook": ("a.xls", ole("_VBA_PROJECT"), "macro"),
    "a binary workbook": (
        "a.xlsb", package({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"x"}), "binary-workbook",
    ),
    "an old workbook without end": ("a.xls", endless(), "damaged"),
    "half a workbook": ("a.xlsx", without_directory(), "damaged"),
    "a workbook with a wrong checksum": ("a.xlsx", bad_checksum(), "damaged"),
    "a workbook without its sheets": (
        "a.xlsx", repacked(BOOK, lambda name, part: None if "rels" in name else part), "damaged",
    ),
    "a workbook with entities": (
        "a.xlsx", repacked(BOOK, lambda name, part: ENTITIES if name.endswith("sheet1.xml") else part), "damaged",
    ),
    "a document with entities": (
        "a.docx", repacked(docx(""), lambda name, part: ENTITIES if name == "word/document.xml" else part), "damaged",
    ),
    "a size that lies": ("a.xlsx", lying_sizes(1 << 20), "damaged"),
    "a web page called .xls": ("a.xls", b"<html><body><table><tr><td>x", "html"),
    "a saved web page called .xls": ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html"),
    "an XML sheet of 2003": (
        "a.xls", b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>', "xml-2003",
    ),
    "some XML": ("a.csv", b'<?xml version="1.0"?><a/>', "xml"),
    "a picture": ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
    "a photograph": ("a.csv", b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
    "a workbook with a picture alone": (
        "a.xlsx", repacked(xlsx(rows=[]), as_it_is, **{"xl/media/a.png": b"x"}), "picture",
    ),
    "an old document": ("a.doc", ole("WordDocument"), "old-word"),
    "a document with macros": (
        "a.docm", repacked(docx(paragraph("甲")), as_it_is, **{"word/vbaProject.bin": b"x"}), "macro-document",
    ),
    "a document of OpenDocument": (
        "a.odt", package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odt",
    ),
    "slides of OpenDocument": (
        "a.odp", package({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "slides",
    ),
    "slides": ("a.pptx", package({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "slides"),
    "old slides": ("a.ppt", ole("PowerPoint Document"), "slides"),
    "an OLE file cut short": ("a.xls", ole("Workbook")[:600], "damaged"),
    "an unknown OLE file": ("a.xls", ole("Contents"), "unknown"),
    "rich text": ("a.rtf", b"{\\rtf1 x}", "rtf"),
    "an archive": ("a.zip", package({"a.xlsx": BOOK}), "archive"),
    "a rar": ("a.rar", b"Rar!\x1a\x07\x01\0", "archive"),
    "a broken PDF": ("a.pdf", b"%PDF-1.7\nnothing", "damaged"),
    "an empty workbook": ("a.xlsx", xlsx(rows=[]), "no-rows"),
    "an empty document": ("a.docx", docx(paragraph("")), "no-rows"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_each_has_its_own_sentence(what: str) -> None:
    """One problem, of the file as a whole, and nothing else."""
    name, content, kind = FILES[what]
    found = read_list(content, name)
    assert (kinds(found), found.rows) == ([(name, kind)], ())
    assert found.problems[0].told().startswith(f"{name}：{found.problems[0].what}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", BOOK), ("a.csv", BOOK), ("a.docx", BOOK), ("a.xlsx", csv("街道,小区名称", "罗店镇,甲苑")),
        ("a.xls", csv("街道\t小区名称", "罗店镇\t甲苑")),
        ("a.xlsx", ods(ods_row("街道", "小区名称"), ods_row("罗店镇", "甲苑"))),
        ("a.pdf", docx(paragraph("无疫小区：甲苑"))),
    ],
)  # fmt: skip
def test_a_name_that_lies(name: str, content: bytes) -> None:
    """The content decides, and it is said what it is."""
    found = read_list(content, name)
    assert (names(found), noted(found)) == (["甲苑"], [(name, "name-lies")])


def test_a_name_that_says_nothing() -> None:
    """A file without a suffix, or with one that is not known, is read as what it is."""
    assert [noted(read_list(BOOK, name)) for name in ("名单", "名单.2022年11月", "a.xlsx")] == [[], [], []]


def test_a_chain_that_leads_back_is_found() -> None:
    """Of a table of sectors, wherever the circle is; sound files have none. No file with a circle is made here."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    for table in ([0], [1, 0], [end, 2, 3, 1], [3, 0, end, 1], [1, 2, 3, 4, 2]):
        assert circles(table), table
    for table in ([], [end], [1, end], [free] * 9, [4, 0, 1, 2, end], [2, 2, end], [99, 0]):
        assert not circles(table), table
    assert not any(is_endless(ole(name)) for name in ("Workbook", "Book", "Contents"))
    assert not is_endless(xls(many))


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large, unpacks to too much, or has too many parts or cells is not read."""
    monkeypatch.setattr(packages, "MOST_UNPACKED", 1 << 20)
    assert kinds(read_list(package({"xl/a": b"\0" * (2 << 20)}), "a.xlsx")) == [("a.xlsx", "zip-bomb")]
    monkeypatch.setattr(packages, "MOST_PARTS", 3)
    assert kinds(read_list(BOOK, "a.xlsx")) == [("a.xlsx", "zip-bomb")]
    monkeypatch.undo()
    endless_rows = ods(ods_row("小区名称", attributes='table:number-rows-repeated="99999999999"'))
    assert kinds(read_list(endless_rows, "a.ods")) == [("名单", "too-many-cells")]
    monkeypatch.setattr(workbook, "MOST_CELLS", 3)
    assert kinds(read_list(BOOK, "a.xlsx")) == [("名单", "too-many-cells")]
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    assert kinds(read_list(BOOK, "a.xlsx")) == [("a.xlsx", "too-large")]


def test_every_reason_is_said_somewhere() -> None:
    """A reason that nothing gives is none; all are used by the program, and most have a test of their own."""
    program = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "generator" / "staff" / "intake").glob("*.py")
    )
    unused = [kind for kind in KINDS if f'"{kind}"' not in program.replace(f'    "{kind}": Kind(', "")]
    assert unused == []


def test_reading_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither beside the file nor where it runs."""
    monkeypatch.chdir(tmp_path)
    for name, content, _ in FILES.values():
        read_list(content, name)
    assert list(tmp_path.iterdir()) == []


WHOLE: Final = (BOOK, ods(ods_row("街道", "小区名称"), ods_row("罗店镇", "甲苑")), docx(paragraph("无疫小区：甲苑")),
                csv("街道,小区名称", "罗店镇,甲苑"), xls(lambda sheet: sheet.write(0, 0, "小区名称")))  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv", "a.txt", "a.pdf"]))
def test_random_bytes_never_raise(content: bytes, name: str) -> None:
    """Whatever comes, there are rows or problems, or both."""
    found = read_list(content, name)
    assert found.rows or found.problems


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet='一二三、，。：（）()1２①\n\t ,;"无疫小区社镇村街道合计共个名单甲乙第批年月日2022-/=#同上〃',
        max_size=80,
    )
)
def test_random_texts_never_raise(text: str) -> None:
    """Signs of lists in any order are read or told."""
    found = read_list(text.encode(), "a.txt")
    assert found.rows or found.problems
    assert all(row.text("name") for row in found.rows)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_never_raise(seed: int) -> None:
    """Bytes that were changed, left out or doubled in files of every kind, also below their compression."""
    chance = random.Random(seed)
    lists = []
    for whole in WHOLE:
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(content))
            length = chance.randint(0, 4)
            content[at : at + length] = chance.randbytes(length if seed % 2 else chance.randint(0, 4))
        lists.append(read_list(bytes(content), "a.xlsx"))
        if whole.startswith(b"PK"):
            lists.append(read_list(repacked(whole, lambda _, part: _spoilt(part, chance)), "a.xlsx"))
    assert all(found.rows or found.problems for found in lists)


def _spoilt(part: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.5 or not part:
        return part
    at = chance.randrange(len(part))
    return part[:at] + chance.randbytes(2) + part[at + 1 :]
