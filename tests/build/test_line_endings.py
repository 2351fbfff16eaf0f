"""A checkout with the line endings of Windows publishes the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.support.folders import ROOT

# All that a build reads, and nothing else.
READ: Final = ("generator", "schemas", "content", "CHANGELOG.md")


def checkout(folder: Path, data: Path) -> Path:
    """The program, its texts and a data folder."""
    for name in READ:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    shutil.copytree(data, folder / "data")
    return folder


def with_crlf(folder: Path) -> int:
    """Ends every line of every text with CR LF, as git does on Windows; how many files that were."""
    changed = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content and b"\r\n" not in content and b"\n" in content:
                path.write_bytes(content.replace(b"\n", b"\r\n"))
                changed += 1
    return changed


def build(folder: Path) -> dict[str, bytes]:
    """The site that the program of a checkout makes of it, by path."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--output", folder / "site", "--workers", "1", "--quiet"],
        cwd=folder, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_line_endings_of_a_checkout_change_no_byte(tmp_path: Path, data: Path) -> None:
    """Code, theme, schemas, texts and data, all with CRLF: what is published is the same."""
    plain, windows = (checkout(tmp_path / name, data) for name in ("plain", "windows"))
    assert with_crlf(windows) > 200
    expected = build(plain)
    assert len(expected) > 100
    assert build(windows) == expected
