"""Pictures as few bytes as their kinds need, for tests."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" * (1 + (width + 7) // 8)) * height
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def exif(tags: Mapping[int, int], order: str = "<") -> bytes:
    """What a camera tells, as the block of a JPEG has it: numbers alone."""
    entries = b"".join(struct.pack(f"{order}HHIHxx", tag, 3, 1, value) for tag, value in tags.items())
    head = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8)
    return head + struct.pack(f"{order}H", len(tags)) + entries


def jpeg(width: int, height: int, told: bytes = b"") -> bytes:
    """The head of a photograph, up to its size."""
    block = b"Exif\0\0" + told
    taken = b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block if told else b""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + taken + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame


def webp(form: bytes, width: int, height: int) -> bytes:
    """The head of a picture of one of the three forms."""
    body = {
        b"VP8 ": b"\0" * 6 + struct.pack("<HH", width, height),
        b"VP8L": b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14),
        b"VP8X": b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    }[form]
    return b"RIFF\0\0\0\0WEBP" + form + struct.pack("<I", len(body)) + body


def svg(drawn: str, size: str = 'width="30" height="20"') -> bytes:
    """A drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'.encode()
