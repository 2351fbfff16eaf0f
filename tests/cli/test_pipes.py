"""Who reads what a command prints may stop at any time: the command ends silently, with 0."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT, replace_once

# What the commands print is a few lines or some ten thousand.
COMMANDS = (
    ("--help",),
    ("--version",),
    ("check", "--help"),
    ("explain",),
    ("explain", "E301", "E616"),
    ("check", "DATA"),
    ("check", "--format", "json", "DATA"),
    ("check", "--format", "github", "DATA"),
    ("show", "990101001001-001", "DATA"),
)


def _command(command: tuple[str, ...], data: Path) -> list[str]:
    given = [part for one in command for part in (("--data", str(data)) if one == "DATA" else (one,))]
    given = [str(data.parent / "nowhere") if one == "NOWHERE" else one for one in given]
    return [sys.executable, "-m", "generator", *given]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nobody_reads(command: tuple[str, ...], data: Path) -> None:
    """The reader is gone before the first line: no words, no traceback at the end of Python, exit status 0."""
    replace_once(data / "registers/990101/events.csv", "24,990101001002,和平社区", "24,990101001002,和平小区")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        ended = subprocess.run(
            _command(command, data), cwd=ROOT, stdout=output, stderr=subprocess.PIPE, check=False, encoding="utf-8"
        )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_somebody_reads_one_line() -> None:
    """`wuyi explain | head -1` gets its line."""
    command = [sys.executable, "-m", "generator", "explain"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"1xx")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_site_is_published_though_nobody_reads(data: Path, tmp_path: Path) -> None:
    """What a build has done stands: only its words are lost."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        ended = subprocess.run(
            [*_command(("build", "DATA"), data), "--output", str(tmp_path / "site")],
            cwd=ROOT, stdout=output, stderr=subprocess.PIPE, check=False, encoding="utf-8",
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "site/990101/index.html").is_file()


def test_failure_stays_one_though_nobody_reads_it(data: Path) -> None:
    """With the complaints closed too, a command that cannot do its work ends with 2."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        ended = subprocess.run(
            _command(("verify", "NOWHERE"), data), cwd=ROOT, stdout=output, stderr=output, check=False
        )
    assert ended.returncode == 2
