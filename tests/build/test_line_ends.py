"""The same revision publishes the same bytes, whatever line ends a checkout has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.folders import ROOT, example_data, run_wuyi

_BINARY = (b"\x89PNG", b"wOF2")


def _checkout(folder: Path, ending: bytes) -> Path:
    """A copy of the program, its schemas and texts, and the worked example, with one kind of line ends."""
    folder.mkdir()
    tracked = ("generator", "schemas", "content", "locales")
    for name in (name for name in tracked if (ROOT / name).is_dir()):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.md", folder)
    example_data(folder)
    for path in folder.rglob("*"):
        if path.is_file() and not (content := path.read_bytes()).startswith(_BINARY) and b"\0" not in content:
            path.write_bytes(content.replace(b"\r\n", b"\n").replace(b"\n", ending))
    return folder


def _published(checkout: Path) -> dict[str, bytes]:
    ended = run_wuyi("build", "--output", checkout / "site", "--quiet", cwd=checkout)
    assert ended.returncode == 0, ended.stderr
    site = checkout / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_checkout_with_crlf_publishes_the_same_bytes(tmp_path: Path) -> None:
    """Schemas, scripts, pictures, texts and tables that were checked out with CRLF give no other file."""
    plain, windows = (_published(_checkout(tmp_path / name, end)) for name, end in (("lf", b"\n"), ("crlf", b"\r\n")))
    assert plain.keys() == windows.keys()
    assert [path for path in plain if plain[path] != windows[path]] == []


def test_every_file_of_the_repository_is_checked_out_with_lf() -> None:
    """.gitattributes says so of everything that is text."""
    listing = subprocess.run(["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.fail(listing.stderr)
    lines = [line.split("\t")[0].split() for line in listing.stdout.splitlines()]
    assert len(lines) > 500
    assert [line for line in lines if line[0] not in ("i/lf", "i/none", "i/-text")] == []
    assert [line for line in lines if line[0] == "i/lf" and "eol=lf" not in line] == []
