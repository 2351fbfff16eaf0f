"""QR codes of addresses: any reader gets the address back, whatever its length, and a page stays small."""

from __future__ import annotations

import gzip
import subprocess
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.publish.pages.qr import code
from tests.support.tools import require_tool

AREA: Final = "https://register.example/990101/990101001001-001/"
ADDRESSES: Final = (
    AREA,
    "https://a.cn/990101/990101/",
    "https://register.example:8443/990101/990101001/",
    f"https://{'long-name.' * 20}example/{'below/' * 14}990101/990101001001-001/",  # 335 characters, as long as any
)
SCALE: Final = 4
# Modules of clear space around a code (6.3.8).
QUIET: Final = 4


def modules(picture: str) -> list[list[bool]]:
    """The modules of a picture, row by row, as any reader of PNG (ISO/IEC 15948) has them."""
    with Image.open(BytesIO(b64decode(picture.removeprefix("data:image/png;base64,"), validate=True))) as image:
        image.load()
        assert image.mode == "1"
        return [[not image.getpixel((x, y)) for x in range(image.width)] for y in range(image.height)]


def bitmap(picture: str) -> bytes:
    """The same as it is shown: larger, with clear space around it (PBM)."""
    side = len(modules(picture)) + 2 * QUIET
    clear = [[False] * side] * QUIET
    rows = [*clear, *([False] * QUIET + row + [False] * QUIET for row in modules(picture)), *clear]
    lines = [" ".join("1" if dark else "0" for dark in row for _ in range(SCALE)) for row in rows for _ in range(SCALE)]
    return f"P1 {SCALE * side} {SCALE * side}\n{chr(10).join(lines)}\n".encode()


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
        picture.write_bytes(bitmap(code(one)))
        assert read(picture) == [one]


@settings(deadline=None)
@given(st.text("0123456789", min_size=21, max_size=21))
def test_codes_put_together_are_those_of_the_library(digits: str) -> None:
    """Module by module what segno makes of the same text with the same mask."""
    address = f"https://register.example/{digits[:6]}/{digits[6:18]}-{digits[18:]}/"
    made = segno.make_qr(address.encode(), error="m", mode="byte", mask=2)
    assert modules(code(address)) == [[bool(module) for module in row] for row in made.matrix]


def test_a_picture_is_the_code_alone() -> None:
    """A square whose corners are dark: the clear space around it belongs to where it is shown."""
    rows = modules(code(AREA))
    assert {len(row) for row in rows} == {len(rows)}
    assert rows[0][0]
    assert rows[0][-1]
    assert rows[-1][0]


def test_a_code_is_small() -> None:
    """A page carries less than 400 bytes for it, and about as much compressed."""
    assert len(code(AREA)) < 400
    assert len(gzip.compress(code(AREA).encode())) < 400
