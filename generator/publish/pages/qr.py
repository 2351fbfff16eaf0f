"""QR codes of addresses (ISO/IEC 18004) as small pictures (PNG) that stand in the page. The only home of segno.

The mask is fixed: a reader takes it from the code, and to try all eight costs five times the rest. For one length of
text, one version and one mask, a code is an affine function of the bits of its text (error correction and masking
are linear over GF(2)): two codes differ by the sum of what each differing bit changes. So segno makes
the first code of a length, and one more for each bit that ever differs; all others are put together from
these. Addresses of areas differ in a few digits only, and a page has its code in 30 µs instead of 900.

A picture of one bit a module is 360 bytes as text, an eighth of the same as strokes of an SVG. Its data are stored, not
compressed: how tightly a library compresses differs from version to version, and the bytes of a page may not.
"""

from __future__ import annotations

import struct
from base64 import b64encode
from functools import lru_cache
from typing import Final
from zlib import adler32, crc32

from markupsafe import Markup

_MASK: Final = 2
# Lengths of addresses whose codes are kept at hand.
_LENGTHS: Final = 64
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BLOCK: Final = 0xFFFF
_BITS: Final = bytes.maketrans(b"\0\1", b"10")  # light is 1


NONE: Final = ""


def code(address: str) -> Markup:
    """The code of an address (ASCII, up to 2,331 characters) as a data URI, with error correction M or better.

    A pixel is a module; the clear space around it (ISO/IEC 18004, 6.3.8) belongs to where it is shown.
    """
    rows, side = _codes(len(address)).rows(address.encode("ascii"))
    picture = b64encode(_header(side) + _chunk(b"IDAT", _stored(rows)) + _END).decode()
    return Markup(f"data:image/png;base64,{picture}")  # noqa: S704 - the signs of Base64 are none of HTML's


@lru_cache(maxsize=_LENGTHS)
def _header(side: int) -> bytes:
    """What a picture begins with: one bit a pixel, shades of grey."""
    return _SIGNATURE + _chunk(b"IHDR", struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0))


def _chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG (ISO/IEC 15948, 5.3)."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(content, crc32(kind)))


_END: Final = _chunk(b"IEND", b"")


def _stored(content: bytes) -> bytes:
    """A zlib stream of stored blocks (RFC 1950; RFC 1951, 3.2.4)."""
    blocks = [content[start : start + _BLOCK] for start in range(0, len(content), _BLOCK)]
    written = b"".join(
        struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks, 1)
    )
    return b"\x78\x01" + written + struct.pack(">I", adler32(content))


class _Codes:
    """All codes of texts of one length; each is held as one number, its rows as PNG has them.

    A code is put together from the last one: addresses that follow each other differ in few bits.
    """

    def __init__(self) -> None:
        self._last = self._made = self._side = 0
        self._changes: dict[int, int] = {}

    def rows(self, text: bytes) -> tuple[bytes, int]:
        """The rows of a code as PNG has them, and how many there are."""
        number = int.from_bytes(text, "big")
        if not self._side:
            self._last = number
            self._made, self._side = _make(text)
        made, differing = self._made, number ^ self._last
        while differing:
            bit = differing & -differing
            differing ^= bit
            if bit not in self._changes:
                other = (self._last ^ bit).to_bytes(len(text), "big")
                self._changes[bit] = _make(other)[0] ^ self._made
            made ^= self._changes[bit]
        self._last, self._made = number, made
        return made.to_bytes((1 + -(-self._side // 8)) * self._side, "big"), self._side


@lru_cache(maxsize=_LENGTHS)
def _codes(length: int) -> _Codes:
    del length  # the key
    return _Codes()


def _make(text: bytes) -> tuple[int, int]:
    """A code as segno makes it: its rows as one number, and its side."""
    import segno  # a build that changes nothing needs none

    matrix = segno.make_qr(text, error="m", mode="byte", mask=_MASK).matrix
    side = len(matrix)
    fill = b"0" * (-side % 8)
    # A row begins with its filter, none (ISO/IEC 15948, 9.2).
    return int(b"".join(b"0" * 8 + bytes(row).translate(_BITS) + fill for row in matrix), 2), side
