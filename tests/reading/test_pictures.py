"""Pictures of content/: their kinds, names and sizes, and what is never published with them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

import pytest

from generator.reading import pictures
from generator.reading.pictures import DRAWN, MOST_BYTES, MOST_SIDE, sound
from tests.support.folders import ROOT
from tests.support.pictures import exif, jpeg, png, svg, webp

RIGHT: Final = {
    "a.png": (png(30, 20), (30, 20)),
    "a.jpg": (jpeg(30, 20), (30, 20)),
    "turned.jpeg": (jpeg(30, 20, exif({0x0112: 6})), (20, 30)),
    "upright.jpeg": (jpeg(30, 20, exif({0x0112: 1}, ">")), (30, 20)),
    "lossy.webp": (webp(b"VP8 ", 30, 20), (30, 20)),
    "lossless.webp": (webp(b"VP8L", 30, 20), (30, 20)),
    "extended.webp": (webp(b"VP8X", 30, 20), (30, 20)),
    "a.svg": (svg(""), (30, 20)),
    "view.svg": (svg("", 'viewBox="0 0 30 20"'), (30, 20)),
    "pixels.svg": (svg("", 'width="30px" height="20.4px"'), (30, 20)),
}


def told(content: Path, name: str, picture: bytes) -> list[tuple[str, int | None]]:
    """Codes and lines of what is found in a picture."""
    file = content / pictures.FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(picture)
    return [(finding.code, finding.line) for finding in pictures.read(content)]


@pytest.mark.parametrize("name", RIGHT)
def test_width_and_height_are_those_that_a_browser_shows(tmp_path: Path, name: str) -> None:
    """Of each kind; of a photograph as it is turned."""
    picture, size = RIGHT[name]
    assert told(tmp_path, name, picture) == []
    [(width, height)] = [(found.width, found.height) for found in sound(tmp_path).values()]
    assert (width, height) == size


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("A.png", png(3, 2)), ("通告.png", png(3, 2)), ("a.PNG", png(3, 2)), ("a b.png", png(3, 2)),
        ("sub/a.png", png(3, 2)),
        ("a.gif", b"GIF89a"), ("a.pdf", b"%PDF"), ("a.png", b""), ("a.png", jpeg(3, 2)), ("a.jpg", png(3, 2)),
        ("a.webp", png(3, 2)), ("a.svg", png(3, 2)), ("a.jpg", jpeg(3, 2)[:8]), ("a.svg", b"<svg"),
        ("a.svg", b"<html/>"), ("a.svg", svg("", "")), ("a.svg", b"<svg/>"),
        ("a.png", b"version https://git-lfs.github.com/spec/v1\n"),
        ("a.svg", svg("", 'viewBox="0 0 1e999 20"')), ("a.svg", svg("", 'viewBox="0 0 nan 20"')),
        ("a.svg", b'<?xml version="1.0" encoding="none"?>' + svg("")),
        ("a.svg", b'<?xml version="1.0" encoding="base64"?>' + svg("")),
    ],
)  # fmt: skip
def test_what_is_no_picture_by_its_content_or_its_name_is_told(tmp_path: Path, name: str, picture: bytes) -> None:
    """The content decides what it is, and the name says the same."""
    assert told(tmp_path, name, picture) == [("E131", None)]
    assert sound(tmp_path) == {}


def test_a_picture_is_bounded(tmp_path: Path) -> None:
    """In bytes and in pixels."""
    assert told(tmp_path, "a.png", png(MOST_SIDE, 2).ljust(MOST_BYTES, b"\0")) == []
    assert told(tmp_path, "a.png", png(MOST_SIDE, 2).ljust(MOST_BYTES + 1, b"\0")) == [("E132", None)]
    assert told(tmp_path, "a.png", png(MOST_SIDE + 1, 2)) == [("E132", None)]
    assert told(tmp_path, "a.png", png(0, 2)) == [("E132", None)]


@pytest.mark.parametrize(
    "drawn",
    [
        "<script>x</script>", '<rect onload="x"/>', '<rect ONCLICK="x"/>', "<style>rect{}</style>", "<foreignObject/>",
        '<a href="https://register.example/"/>', '<use href="x.svg#a"/>', '<image href="data:image/png;base64,x"/>',
        '<rect fill="url(https://register.example/a)"/>', '<rect style="fill:url( x.svg#a)"/>', "<animate/>", "<set/>",
        '<html:script xmlns:html="http://www.w3.org/1999/xhtml"/>', "<?xml-stylesheet href='x'?>",
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:x"/>', "<metadata/>",
    ],
)  # fmt: skip
def test_a_drawing_runs_and_loads_nothing(tmp_path: Path, drawn: str) -> None:
    """What could is told with its line; opened by itself, a drawing is a page of the site."""
    assert told(tmp_path, "a.svg", svg(f"\n\n{drawn}")) == [("E133", 3)]


def test_a_drawing_has_no_document_type(tmp_path: Path) -> None:
    """No entity is ever made anything of."""
    doctype = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n'
    assert told(tmp_path, "a.svg", doctype + svg("<text>&b;</text>")) == [("E133", 1)]


def test_what_a_drawing_is_made_of_stands(tmp_path: Path) -> None:
    """Every element of the list, and references within the drawing."""
    each = "".join(f"<{name}/>" for name in sorted(DRAWN))
    within = '<use href="#a"/><rect fill="url(#a)" style="fill:url(#b)"/><!-- 注 -->'
    assert told(tmp_path, "a.svg", b'<?xml version="1.0" encoding="UTF-8"?>\n' + svg(each + within)) == []


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_does_not_say_where_it_was_taken(tmp_path: Path, order: str) -> None:
    """A place in EXIF is told; other facts are welcome, and broken ones are none."""
    assert told(tmp_path, "a.jpg", jpeg(3, 2, exif({0x0110: 1, 0x8825: 26}, order))) == [("E133", None)]
    assert told(tmp_path, "a.jpg", jpeg(3, 2, exif({0x0110: 1}, order))) == []
    assert told(tmp_path, "a.jpg", jpeg(3, 2, struct.pack("<2sHI", b"XX", 42, 8))) == []


def test_what_programs_leave_is_no_picture(tmp_path: Path) -> None:
    """Nor is what git needs to keep a folder."""
    for name in (".gitkeep", ".DS_Store", "Thumbs.db"):
        assert told(tmp_path, name, b"x") == []


def test_the_pictures_of_this_repository_are_sound() -> None:
    """All of them, and small."""
    files = {path.name for path in (ROOT / "content" / pictures.FOLDER).iterdir()}
    assert sound(ROOT / "content").keys() == files
