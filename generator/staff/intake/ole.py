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


def _stream(content: bytes, name: str) -> bytes:
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:
        return b""
    size = 1 << shift
    first_directory, cutoff, first_small, _, first_more, more = struct.unpack_from("<I4xIIIII", content, 48)
    tables = [*struct.unpack_from("<109I", content, 76)]
    while first_more < _FREE and more > 0 and len(tables) * size < len(content) * 2:
        sector = struct.unpack_from(f"<{size // 4}I", content, (first_more + 1) << shift)
        tables.extend(sector[:-1])
        first_more, more = sector[-1], more - 1
    table: list[int] = []
    for at in tables:
        if at < _FREE and ((at + 2) << shift) <= len(content):
            table.extend(struct.unpack_from(f"<{size // 4}I", content, (at + 1) << shift))
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
