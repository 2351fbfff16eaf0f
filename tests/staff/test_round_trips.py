"""Tables of the demonstration that an office opens, saves as its workbook, and saves as CSV again."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from generator.publish.exports import checking
from tests.support.folders import ROOT
from tests.support.tools import require_tool

# Comma, quote, UTF-8, from the first line; every column is text, as the guide has it chosen.
_READ: Final = f"CSV:44,34,76,1,{'/'.join(f'{column}/2' for column in range(1, 21))}"
# The same; cells as they are shown.
_WRITTEN: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
TABLES: Final = sorted((ROOT / "data/registers").glob("99*/*.csv"))


def _saved(kind: str, files: list[Path], folder: Path, *options: str) -> list[Path]:
    """Files as LibreOffice saves them, in a folder of their own."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *options, "--convert-to", kind,
         "--outdir", folder / kind[:4], *files],
        check=True, capture_output=True,
    )  # fmt: skip
    return sorted((folder / kind[:4]).iterdir())


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_every_table_comes_back_with_the_same_values(tmp_path: Path, kind: str) -> None:
    """Opened with every column as text, saved as a workbook, and from there as CSV: cell by cell."""
    require_tool("soffice")
    given = tmp_path / "given"
    given.mkdir()
    for path in TABLES:
        shutil.copyfile(path, given / f"{path.parent.name}-{path.name}")
    assert {path.stem for path in TABLES} == set(checking.TABLES)
    books = _saved(kind, sorted(given.iterdir()), tmp_path, f"--infilter={_READ}")
    returned = _saved(_WRITTEN, books, tmp_path)
    assert [path.name for path in returned] == sorted(path.name for path in given.iterdir())
    for path in returned:
        assert _cells(path) == _cells(given / path.name), path.name


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.reader(file, strict=True)]
