"""The marks of an .xls, from the records of BIFF8: hidden rows and columns, errors, formats that fill with zeros."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from generator.staff.intake.marks import Marks, digits
from generator.staff.intake.ole import is_endless, stream

_FORMULA, _FILEPASS, _COLUMN, _SHEET, _FORMAT, _XF = 0x0006, 0x002F, 0x007D, 0x0085, 0x041E, 0x00E0
_SIZE, _ROW, _ERROR, _NUMBER, _RK, _RKS, _BEGIN, _END = 0x0200, 0x0208, 0x0205, 0x0203, 0x027E, 0x00BD, 0x0809, 0x000A
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_TEXTS: Final = frozenset({0x00FD, 0x0204, 0x00D6})


def is_encrypted(content: bytes) -> bool:
    """True for a workbook of BIFF with a password."""
    return any(kind == _FILEPASS for kind, _, _ in _records(stream(content, "Workbook"), 0))


def is_sound(content: bytes) -> bool:
    """False where a sheet says to be larger than any can be, or the file leads in a circle: a library that believes it
    ends the whole program."""
    if is_endless(content):
        return False
    book = stream(content, "Workbook") or content
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _SIZE and at + 18 <= len(book):
            first, last, left, right = struct.unpack_from("<IIHH", book, at + 4)
            if not (first <= last <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
                return False
        at += 4 + length
    return True


def marks(content: bytes) -> list[Marks]:
    """The marks of each sheet, in order of the workbook."""
    book = stream(content, "Workbook") or content
    formats: dict[int, int] = {}
    filled: list[int] = []
    sheets: list[int] = []
    for kind, at, length in _records(book, 0):
        data = book[at : at + length]
        if kind == _SHEET and length >= 4:
            sheets.append(int.from_bytes(data[:4], "little"))
        elif kind == _FORMAT and length >= 5:
            formats[int.from_bytes(data[:2], "little")] = digits(_text(data[2:]))
        elif kind == _XF and length >= 4:
            filled.append(formats.get(int.from_bytes(data[2:4], "little"), 0))
    return [_sheet(book, at, filled) for at in sheets]


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the data and length of each record up to the end of the part."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        at += 4 + length


def _text(data: bytes) -> str:
    """A text with its length before it."""
    wide = len(data) > 2 and data[2] & 1
    size = int.from_bytes(data[:2], "little")
    return data[3 : 3 + size * 2].decode("utf-16-le", "replace") if wide else data[3 : 3 + size].decode("latin-1")


def _sheet(book: bytes, at: int, filled: list[int]) -> Marks:
    found = Marks()
    for kind, start, length in _records(book, at):
        data = book[start : start + length]
        if kind == _ROW and length >= 16:
            row, options = struct.unpack_from("<H10xH", data)
            if options & 0x20:
                found.rows.add(row)
        elif kind == _COLUMN and length >= 10:
            first, last, _, _, options = struct.unpack_from("<5H", data)
            if options & 1:
                found.columns.append((first, last))
        elif kind in (_FORMULA, _ERROR, _NUMBER, _RK) and length >= 8:
            _cell(found, kind, data, filled)
        elif kind == _RKS and length >= 12:
            row, first = struct.unpack_from("<HH", data)
            for place, offset in enumerate(range(4, length - 7, 6)):
                _number(found, (row, first + place), int.from_bytes(data[offset : offset + 2], "little"), filled)
        elif kind in _TEXTS and length >= 6:
            found.reach(*struct.unpack_from("<HH", data))
    return found


def _cell(found: Marks, kind: int, data: bytes, filled: list[int]) -> None:
    row, column, style = struct.unpack_from("<3H", data)
    found.reach(row, column)
    if kind == _ERROR:
        if data[7] == 1:
            found.flaws[row, column] = "error-cell"
    elif kind == _FORMULA:
        if len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            found.flaws[row, column] = "error-cell"
        else:
            found.formulas.add((row, column))
    else:
        _number(found, (row, column), style, filled)


def _number(found: Marks, place: tuple[int, int], style: int, filled: list[int]) -> None:
    found.reach(*place)
    if style < len(filled) and filled[style]:
        found.zeros[place] = filled[style]
