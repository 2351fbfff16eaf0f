"""The streams of an OLE file (an .xls is one): read within its bounds, whatever it states."""

from __future__ import annotations

import struct
from typing import Final

_FREE: Final = 0xFFFFFFFA  # from here on no sector is meant


def stream(content: bytes, name: str) -> bytes:
    """A stream of an OLE file by its name; b"" where it cannot be had."""
    try:
        return _stream(content, name)
    except (struct.error, IndexError, ValueError):
        return b""


def is_endless(content: bytes) -> bool:
    """True where sectors follow one another in a circle: a library that goes along ends the whole program, when no
    memory is left."""
    try:
        size, table, more = _table(content)
        first_small = struct.unpack_from("<I", content, 60)[0]
        packed = _chain(content, first_small, table, size, size)
    except (struct.error, IndexError, ValueError):
        return False
    small = [*struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])]
    return circles(table) or circles(small) or len(more) != len(set(more))


def circles(table: list[int]) -> bool:
    """True if some sector leads back to itself. Sectors that are free, or the last of their chain, lead nowhere."""
    settled = bytearray(len(table))
    for first in range(len(table)):
        way = first
        passed: list[int] = []
        while way < len(table) and not settled[way]:
            settled[way] = 2
            passed.append(way)
            way = table[way]
        if way < len(table) and settled[way] == 2:
            return True
        for sector in passed:
            settled[sector] = 1
    return False


def _table(content: bytes) -> tuple[int, list[int], list[int]]:
    """The size of a sector, which sector follows each, and the sectors that say where that is told."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:
        raise ValueError("sectors of no size")
    size = 1 << shift
    first_more, more = struct.unpack_from("<II", content, 68)
    tables, told = [*struct.unpack_from("<109I", content, 76)], list[int]()
    while first_more < _FREE and more > 0 and len(tables) * size < len(content) * 2:
        told.append(first_more)
        sector = struct.unpack_from(f"<{size // 4}I", content, (first_more + 1) << shift)
        tables.extend(sector[:-1])
        first_more, more = sector[-1], more - 1
    table: list[int] = []
    for at in tables:
        if at < _FREE and ((at + 2) << shift) <= len(content):
            table.extend(struct.unpack_from(f"<{size // 4}I", content, (at + 1) << shift))
    return size, table, told


def _stream(content: bytes, name: str) -> bytes:
    size, table, _ = _table(content)
    small_shift = struct.unpack_from("<H", content, 32)[0]
    first_directory, cutoff, first_small = struct.unpack_from("<I4xII", content, 48)
    directory = _chain(content, first_directory, table, size, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    for entry in entries:
        if _name(entry) == name:
            start, length = struct.unpack_from("<II", entry, 116)
            if length >= cutoff:
                return _chain(content, start, table, size, size)[:length]
            root = struct.unpack_from("<I", entries[0], 116)[0]
            small = _chain(content, root, table, size, size)
            packed = _chain(content, first_small, table, size, size)
            small_table = [*struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])]
            return _chain(small, start, small_table, 1 << small_shift, 0)[:length]
    return b""


def _name(entry: bytes) -> str:
    length = int.from_bytes(entry[64:66], "little")
    return entry[: max(0, length - 2)].decode("utf-16-le", "replace") if length <= 64 else ""


def _chain(content: bytes, start: int, table: list[int], size: int, offset: int) -> bytes:
    """The sectors that follow one another from a first one; one that comes again ends it."""
    parts: list[bytes] = []
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        at = offset + start * size
        parts.append(content[at : at + size])
        start = table[start]
    return b"".join(parts)
