"""What the commands print, whatever the terminal can show: programs get UTF-8, people an escape in place of a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.folders import ROOT, replace_once
from tests.support.repositories import commit

# What terminals say of themselves, with Python told not to think better of it. (One of ASCII gets UTF-8: click takes
# it for a mistake of the environment, as nobody has such a terminal.)
TERMINALS: Final = {
    "gbk": {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii:strict"},
    "latin-1": {"PYTHONIOENCODING": "latin-1:strict"},
    "utf-8": {"PYTHONIOENCODING": "utf-8:strict"},
}
# What the text is then written in.
WRITTEN: Final = {name: "utf-8" if name == "ascii" else name for name in TERMINALS}
RARE: Final = "𠮷"


def _printed(terminal: str, *arguments: str | Path) -> tuple[int, bytes, bytes]:
    """Exit status and what is written, redirected to a file."""
    ended = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, **TERMINALS[terminal]}, capture_output=True, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def rare(data: Path) -> Path:
    """A data folder in which a rare character is published, and stands in a wrong place besides."""
    replace_once(data / "registers/990101/county.json", "示例区疫情防控指挥部", f"{RARE}区疫情防控指挥部")
    commit(data.parent)
    replace_once(data / "registers/990101/events.csv", "24,990101001002,和平社区", f"24,990101001002,{RARE}小区")
    return data


@pytest.mark.parametrize("terminal", TERMINALS)
def test_text_replaces_what_a_terminal_cannot_show(rare: Path, terminal: str) -> None:
    """The report is whole to its last line; a character that the terminal has not is an escape of ASCII."""
    status, output, errors = _printed(terminal, "check", "--data", rare)
    text = output.decode(WRITTEN[terminal])
    assert (status, errors) == (1, b"")
    assert (RARE if WRITTEN[terminal] == "utf-8" else "\\U00020bb7") in text
    assert len(text.splitlines()) == 5
    if terminal != "latin-1":
        assert "检查了 2 个区县" in text


@pytest.mark.parametrize("terminal", ["gbk", "ascii"])
@pytest.mark.parametrize(
    "command",
    [("check", "--format", "json"), ("check", "--format", "github"), ("changes", "--format", "json"),
     ("changes", "--format", "markdown")],
    ids=" ".join,
)  # fmt: skip
def test_programs_get_utf_8(rare: Path, terminal: str, command: tuple[str, ...]) -> None:
    """What a program reads is the same bytes on every terminal, in UTF-8, with the very character."""
    status, output, errors = _printed(terminal, *command, "--data", rare)
    assert (status, errors) == (int(command[0] == "check"), b"")
    text = output.decode("utf-8")
    assert RARE in text
    if command[-1] == "json":
        assert json.loads(text)


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("check", "--help"), ("explain",), ("explain", "E301"), ("explain", f"E{RARE}"), ("nothing",),
     ("check", "--data", f"/nowhere/{RARE}"), ("show", f"990101{RARE}"), ("serve", "--port", RARE)],
    ids=" ".join,
)  # fmt: skip
def test_no_command_ends_at_a_character(arguments: tuple[str, ...]) -> None:
    """Help, lists and complaints are printed on every terminal."""
    status, output, errors = _printed("latin-1", *arguments)
    assert status in (0, 1, 2)
    assert (output or errors).decode("latin-1")
    assert b"Traceback" not in errors
