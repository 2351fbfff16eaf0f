"""Bytes to text: UTF-8, UTF-16 by its mark, GB18030 strictly, in this order; nothing is guessed by likeness."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from generator.staff.intake.model import Cell, Problem
from generator.staff.intake.problems import problem

# Programs that export in an encoding without Chinese write a question mark for each character.
_LOST: Final = re.compile(rb"\?{2,}[^?]+\?{2,}[^?]+\?{2,}")
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class Decoded(NamedTuple):
    """A text and the encoding that it is in."""

    text: str
    encoding: str


def decoded(content: bytes, name: str) -> Decoded | Problem:
    """The text of a file. One in UTF-16 without its mark decodes as GB18030 without an error, so NUL is refused."""
    file = Cell("", name)
    marked = content.startswith(_UTF_16)
    if not marked and b"\0" in content:
        return problem("nul", file)
    try:
        found = Decoded(content.decode("utf-16"), "UTF-16") if marked else _bytewise(content)
    except UnicodeDecodeError:
        return problem("question-marks" if _LOST.search(content) else "encoding", file)
    if _LOST.search(content) and not _CHINESE.search(found.text):
        return problem("question-marks", file)
    if "\0" in found.text:
        return problem("nul", file)
    text = found.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, found.encoding)


def _bytewise(content: bytes) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return Decoded(content.decode("gb18030"), "GB18030")
