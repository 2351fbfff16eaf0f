"""What is to be typed next names the program as it was started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.cli.common import program


@pytest.mark.parametrize(
    ("started", "here", "elsewhere"),
    [
        (".venv/bin/wuyi", ".venv/bin/wuyi", "{top}/.venv/bin/wuyi"),
        ("{top}/bin/wuyi", "wuyi", "wuyi"),
        ("{top}/generator/__main__.py", "python -m generator", "python -m generator"),
        ("-c", "wuyi", "wuyi"),
    ],
)
def test_the_program_as_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: str, here: str, elsewhere: str
) -> None:
    """By its place, where it is not the one that a shell finds; by its name, where it is."""
    for folder in (".venv/bin", "bin"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "wuyi").touch(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "argv", [started.format(top=tmp_path)])
    assert program() == here
    assert program(tmp_path / "mine") == elsewhere.format(top=tmp_path)
