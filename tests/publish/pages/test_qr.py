"""QR codes of addresses: any reader gets the address back, whatever its length, and a page stays small."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.pages.qr import QUIET, code
from tests.support.tools import require_tool

AREA: Final = "https://register.example/990101/990101001001-001/"
ADDRESSES: Final = (
    AREA,
    "https://a.cn/990101/990101/",
    "https://register.example:8443/990101/990101001/",
    f"https://{'long-name.' * 20}example/{'below/' * 14}990101/990101001001-001/",  # 335 characters, as long as any
)
SCALE: Final = 4


def modules(path: str, box: str) -> list[list[bool]]:
    """The modules that a path draws within its box, row by row: what a renderer would fill."""
    left, top, width, height = map(float, box.split())
    rows = [[False] * int(width) for _ in range(int(height))]
    x = y = 0
    for command, first, second in re.findall(r"([Mmh])(\d+)(?: (\d+))?", path):
        if command == "M":
            x, y = int(first), int(second)
        elif command == "m":
            assert second == "0"
            x += int(first)
        else:
            row = rows[int(y - top - 0.5)]
            for _ in range(int(first)):
                row[int(x - left)] = True
                x += 1
    assert re.fullmatch(r"(M\d+ \d+|m\d+ 0|h\d+)+", path)
    return rows


def bitmap(path: str, box: str) -> bytes:
    """The same as a picture (PBM)."""
    rows = modules(path, box)
    lines = [" ".join("1" if dark else "0" for dark in row for _ in range(SCALE)) for row in rows for _ in range(SCALE)]
    return f"P1 {SCALE * len(rows[0])} {SCALE * len(rows)}\n{chr(10).join(lines)}\n".encode()


def read(picture: Path) -> list[str]:
    """What a reader finds in a picture."""
    require_tool("zbarimg")
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout.split()


@pytest.mark.parametrize("address", ADDRESSES, ids=len)
def test_a_reader_gets_the_address_back(tmp_path: Path, address: str) -> None:
    """Short and long addresses, and another of the same length, which is put together and not made."""
    for index, one in enumerate((address, address.replace("990101001", "500241987").replace("001-001", "738-249"))):
        picture = tmp_path / f"{index}.pbm"
        picture.write_bytes(bitmap(*code(one)))
        assert read(picture) == [one]


@settings(deadline=None)
@given(st.text("0123456789", min_size=21, max_size=21))
def test_codes_put_together_are_those_of_the_library(digits: str) -> None:
    """Module by module what segno makes of the same text with the same mask."""
    address = f"https://register.example/{digits[:6]}/{digits[6:18]}-{digits[18:]}/"
    made = segno.make_qr(address.encode(), error="m", mode="byte", mask=2)
    drawn = [row[QUIET:-QUIET] for row in modules(*code(address))[QUIET:-QUIET]]
    assert drawn == [[bool(module) for module in row] for row in made.matrix]


def test_clear_space_is_part_of_the_drawing() -> None:
    """Four modules on each side stay light (ISO/IEC 18004, 6.3.8)."""
    rows = modules(*code(AREA))
    margin = [*rows[:QUIET], *rows[-QUIET:], *(row[:QUIET] + row[-QUIET:] for row in rows)]
    assert len(rows) == len(rows[0])
    assert not any(dark for row in margin for dark in row)


def test_a_code_is_small() -> None:
    """A page carries half a kilobyte for it, compressed."""
    assert len(gzip.compress(code(AREA).path.encode())) < 700
