"""What ships beside the code: schemas, profiles of schemes, official divisions, texts to begin with, the change log.

In a checkout these are top-level folders of the repository. A wheel has them in `generator/share/`, where
`pyproject.toml` puts them; divisions are compressed there, one file for each province.
"""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
SHARE: Final = PACKAGE / "share"
_WHEEL: Final = SHARE.is_dir()
_ROOT: Final = SHARE if _WHEEL else PACKAGE.parent

SCHEMAS: Final = _ROOT / "schemas"
CHANGELOG: Final = _ROOT / "CHANGELOG.md"
HOSTING: Final = _ROOT / "docs" / "hosting"  # files for web servers
DATA: Final = _ROOT / "data"  # schemes/ and divisions/, from which a register begins
CONTENT: Final = _ROOT / "content"  # texts that a register begins with


def provinces() -> list[str]:
    """Codes of two digits of all provinces whose divisions ship, ascending."""
    return sorted({path.name[:2] for path in (DATA / "divisions").glob("[0-9][0-9].csv*")})


def divisions(province: str) -> bytes:
    """The divisions of a province: a table `code,name` in UTF-8. Raises KeyError for a province that is none."""
    plain = DATA / "divisions" / f"{province}.csv"
    packed = plain.with_name(f"{plain.name}.xz")
    try:
        return lzma.decompress(packed.read_bytes()) if packed.is_file() else plain.read_bytes()
    except FileNotFoundError:
        raise KeyError(province) from None
