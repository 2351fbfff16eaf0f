"""Whatever the encoding of the output, a report is whole: JSON is UTF-8, text has codes for what cannot be shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT, replace_once

# Of the extension B of Unicode: GBK, and GB 2312, do not have it.
RARE = "𠮷"


@pytest.fixture
def rare(data: Path) -> Path:
    """The worked example, with an error that quotes a rare character."""
    replace_once(data / "registers/990101/events.csv", "24,990101001002,和平社区", f"24,990101001002,和{RARE}社区")
    return data


def _printed(encoding: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    told = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "cp1252", "gbk:strict"])
def test_text_is_whole(rare: Path, encoding: str) -> None:
    """What the encoding has is shown, the rest as its code, to the last line."""
    ended = _printed(encoding, "check", "--data", rare)
    wanted = _printed("utf-8", "check", "--data", rare).stdout.decode("utf-8")
    assert RARE in wanted
    assert (ended.returncode, ended.stderr) == (1, b"")
    name = encoding.partition(":")[0]
    assert ended.stdout == wanted.encode(name, "backslashreplace")
    assert b"\\U00020bb7" in ended.stdout


@pytest.mark.parametrize("form", ["json", "github"])
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-16"])
def test_what_programs_read_is_utf_8(rare: Path, encoding: str, form: str) -> None:
    """Byte for byte the same as where the output is UTF-8."""
    ended, wanted = (_printed(name, "check", "--data", rare, "--format", form) for name in (encoding, "utf-8"))
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, wanted.stdout, b"")
    assert RARE.encode() in ended.stdout
    if form == "json":
        assert json.loads(ended.stdout)["summary"]["errors"] > 0


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_changes(rare: Path, form: str) -> None:
    """What a commit means is told whole too."""
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@y.example", "-C", str(rare))
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "data")):
        subprocess.run([*git, *command], check=True, capture_output=True)
    replace_once(rare / "registers/990201/areas.csv", "椰林村", f"椰{RARE}村")
    ended, wanted = (_printed(name, "changes", "--data", rare, "--format", form) for name in ("gbk", "utf-8"))
    assert (ended.returncode, ended.stderr) == (wanted.returncode, wanted.stderr) == (0, b"")
    text = wanted.stdout.decode("utf-8")
    assert text.strip()
    assert ended.stdout == (text.encode("gbk", "backslashreplace") if form == "text" else wanted.stdout)


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("check", "--help"), ("explain",), ("explain", "E301"), ("check", "--nonsense"), ("show", "𠮷"),
     ("check", "--data", "𠮷"), ("build", "--data", "𠮷"), ("verify", "𠮷")],
    ids=" ".join,
)  # fmt: skip
def test_no_command_stumbles(arguments: tuple[str, ...]) -> None:
    """Help, lists and complaints too are printed whatever the encoding."""
    for encoding in ("gbk", "ascii"):
        ended = _printed(encoding, *arguments)
        assert b"Traceback" not in ended.stderr
        assert ended.returncode == _printed("utf-8", *arguments).returncode in (0, 1, 2)
