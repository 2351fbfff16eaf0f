"""Files of content/files/: their kinds, names and sizes, and what is never published with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading import attachments
from generator.reading.attachments import MOST_BYTES, sound
from tests.support.attachments import package, pdf


def told(content: Path, name: str, file: bytes) -> list[tuple[str, str]]:
    """Codes and places of what is found in a file."""
    path = content / attachments.FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file)
    return [(finding.code, finding.path) for finding in attachments.read(content)]


@pytest.mark.parametrize(
    ("name", "file", "kind"),
    [
        ("notice-5.pdf", pdf(), "PDF"), ("list.xlsx", package("xl/workbook.xml"), "Excel"),
        ("letter.docx", package("word/document.xml"), "Word"),
        ("words.pdf", pdf(b"/Title(JavaScript)/JSON 1"), "PDF"),  # a word that is no name, a name that only begins so
    ],
)  # fmt: skip
def test_a_file_of_each_kind_is_welcome(tmp_path: Path, name: str, file: bytes, kind: str) -> None:
    """It is published as it is."""
    assert told(tmp_path, name, file) == []
    assert sound(tmp_path) == {name: (file, kind)}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("A.pdf", pdf()), ("通告.pdf", pdf()), ("a b.pdf", pdf()), ("sub/a.pdf", pdf()), ("a.doc", b"\xd0\xcf\x11\xe0"),
        ("a.zip", package()), ("a.exe", b"MZ"), ("a.html", b"<html>"), ("a.pdf", b""), ("a.pdf", package()),
        ("a.pdf", pdf()[:-8]), ("a.xlsx", package()), ("a.xlsx", package("word/document.xml")), ("a.docx", b"PK"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)  # fmt: skip
def test_what_is_of_another_kind_by_its_content_or_its_name_is_told(tmp_path: Path, name: str, file: bytes) -> None:
    """The content decides what it is, and the name says the same."""
    assert told(tmp_path, name, file) == [("E138", f"{tmp_path.name}/files/{name}")]
    assert sound(tmp_path) == {}


def test_a_large_file_is_told_by_its_size(tmp_path: Path) -> None:
    """Ten megabytes are welcome, a byte more is not."""
    name, most = "a.pdf", pdf()
    assert told(tmp_path, name, most[:-6] + b" " * (MOST_BYTES - len(most)) + most[-6:]) == []
    [(code, _)] = told(tmp_path, name, most[:-6] + b" " * (MOST_BYTES - len(most) + 1) + most[-6:])
    assert code == "E139"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(1)>>")), ("a.pdf", pdf(b"/S/Launch")),
        ("a.pdf", pdf(b"/Type/EmbeddedFile")), ("a.pdf", pdf(b"/Encrypt 2 0 R")),
        ("a.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.docx", package("word/document.xml", "word/embeddings/sheet.xlsx")),
    ],
)  # fmt: skip
def test_what_runs_carries_or_is_locked_is_not_published(tmp_path: Path, name: str, file: bytes) -> None:
    """A reader's program would run it, or ask for a password."""
    assert told(tmp_path, name, file) == [("E140", f"{tmp_path.name}/files/{name}")]
