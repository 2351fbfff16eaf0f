"""QR codes of addresses (ISO/IEC 18004) as the path of an SVG. The only home of segno.

The mask is fixed: a reader takes it from the code, and to try all eight costs five times the rest. For one length of
text, one version and one mask, a code is an affine function of the bits of its text (error correction and masking
are linear over GF(2)): two codes differ by the sum of what each differing bit changes. So segno makes
the first code of a length, and one more for each bit that ever differs; all others are put together from
these. Addresses of areas differ in a few digits only, and a page has its code in 30 µs instead of 900.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

# Modules of clear space around a code (ISO/IEC 18004, 6.3.8).
QUIET: Final = 4
_MASK: Final = 2
# Lengths of addresses whose codes are kept at hand.
_LENGTHS: Final = 64


class Code(NamedTuple):
    """A QR code: `path` strokes the rows, a module wide, within the viewBox `box`."""

    path: str
    box: str


NONE: Final = Code("", "")


def code(address: str) -> Code:
    """The code of an address (ASCII, up to 2,331 characters), with error correction M or better."""
    rows, side = _codes(len(address)).rows(address.encode("ascii"))
    width = -(-side // 8)
    strokes = [
        f"M0 {row}{''.join(map(_STROKES.__getitem__, rows[row * width : row * width + width]))}" for row in range(side)
    ]
    whole = side + 2 * QUIET
    return Code("".join(strokes), f"-{QUIET} -{QUIET}.5 {whole} {whole}")


class _Codes:
    """All codes of texts of one length; each is held as one number, its rows filled up to whole bytes."""

    def __init__(self) -> None:
        self._first = 0
        self._made = self._side = 0
        self._changes: dict[int, int] = {}

    def rows(self, text: bytes) -> tuple[bytes, int]:
        """The modules of a code, row by row (dark is 1), and how many a row has."""
        number = int.from_bytes(text, "big")
        if not self._side:
            self._first = number
            self._made, self._side = _make(text)
        made, differing = self._made, number ^ self._first
        while differing:
            bit = differing & -differing
            differing ^= bit
            if bit not in self._changes:
                other = (self._first ^ bit).to_bytes(len(text), "big")
                self._changes[bit] = _make(other)[0] ^ self._made
            made ^= self._changes[bit]
        return made.to_bytes(-(-self._side // 8) * self._side, "big"), self._side


@lru_cache(maxsize=_LENGTHS)
def _codes(length: int) -> _Codes:
    del length  # the key
    return _Codes()


def _make(text: bytes) -> tuple[int, int]:
    """A code as segno makes it: its rows as one number, and its side."""
    import segno  # a build that changes nothing needs none

    matrix = segno.make_qr(text, error="m", mode="byte", mask=_MASK).matrix
    side = len(matrix)
    fill = bytes(-side % 8)
    return int("".join(str(module) for row in matrix for module in (*row, *fill)), 2), side


def _strokes(modules: int) -> str:
    """Eight modules of a row as strokes (h) and moves (m) of the pen, which ends behind them."""
    runs = f"{modules:08b}".replace("01", "0 1").replace("10", "1 0").split(" ")
    return "".join(f"h{len(run)}" if run[0] == "1" else f"m{len(run)} 0" for run in runs)


_STROKES: Final = tuple(_strokes(modules) for modules in range(256))
