"""The program as a wheel, in environments of their own: built, installed, and run where no checkout is near."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tests.support.folders import ROOT
from tests.support.founding import SOMEBODY
from tests.support.tools import PATH

# The minor versions of Python 3 that are tried: the oldest that is supported, and the newest that can be had.
OLDEST: Final = 11
_NEWER: Final = range(19, OLDEST, -1)
_LONGEST: Final = 240
# Variables that would lead a program to another environment, or to a checkout.
_LEADING: Final = ("PYTHON", "VIRTUAL_ENV", "GIT_")


class Interpreter(NamedTuple):
    """A Python: its version, and the program."""

    version: str
    program: str


@cache
def interpreters() -> tuple[Interpreter, ...]:
    """The oldest supported Python and the newest that can be had here; where the oldest cannot, the one at work."""
    oldest = _interpreter(OLDEST) or Interpreter(_version(sys.executable), sys.executable)
    newest = next(filter(None, map(_interpreter, _NEWER)), oldest)
    return (oldest,) if newest.version == oldest.version else (oldest, newest)


def told() -> str:
    """What is tried, in a line for the head of a run of tests."""
    names = [interpreter.version for interpreter in interpreters()]
    wanted = "" if names[0].startswith(f"3.{OLDEST}.") else f" (no 3.{OLDEST} here)"
    return f"wheel: tried on Python {' and '.join(names)}{wanted}{'; no newer one here' if len(names) == 1 else ''}"


def _interpreter(minor: int) -> Interpreter | None:
    name = f"python3.{minor}"
    homes = sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}"), reverse=True)
    if sys.version_info[:2] == (3, minor):
        homes.insert(0, Path(sys.executable))
    for program in (*map(str, homes), shutil.which(name, path=PATH)):
        version = _version(program) if program else ""
        if program and version.startswith(f"3.{minor}."):
            return Interpreter(version, program)
    return None


def _version(program: str) -> str:
    """What a Python says of itself; "" where it does not run (a shim of pyenv for a version that is not chosen)."""
    try:
        said = subprocess.run([program, "-V"], capture_output=True, encoding="utf-8", check=False, timeout=30).stdout
    except OSError:
        return ""
    found = re.fullmatch(r"Python ([0-9.]+[a-z0-9+]*)\n", said)
    return found[1] if found else ""


def build(source: Path, target: Path) -> list[Path]:
    """The wheel and the source archive of a folder, in `target`."""
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(source)],
        env=os.environ | {"SOURCE_DATE_EPOCH": "1669600000"}, capture_output=True, encoding="utf-8", check=False,
        timeout=_LONGEST,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return sorted(target.iterdir())


class Installed:
    """A wheel in an environment of its own, run in a folder in which nothing else is."""

    def __init__(self, interpreter: Interpreter, wheel: Path, home: Path) -> None:
        """Installs what the lock file pins, and the wheel beside it."""
        self.home = home / "elsewhere"
        self.home.mkdir()
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(_LEADING)},
            **SOMEBODY, "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PATH": os.pathsep.join((str(home / "venv/bin"), os.environ.get("PATH", os.defpath))),
            "HOME": str(self.home), "LANG": "C.UTF-8",
        }  # fmt: skip
        subprocess.run([interpreter.program, "-m", "venv", str(home / "venv")], check=True, timeout=_LONGEST)
        self.python = home / "venv/bin/python"
        for words in (("--require-hashes", "-r", str(ROOT / "requirements.lock")), ("--no-deps", str(wheel))):
            done = subprocess.run(
                [self.python, "-m", "pip", "install", "--quiet", "--no-compile", *words],
                cwd=self.home, env=self.environment | {"HOME": str(Path.home())}, capture_output=True,
                encoding="utf-8", check=False, timeout=_LONGEST,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr

    def isolated(self, *words: str) -> str:
        """What Python prints that looks nowhere but in its environment."""
        return self._run(self.home, str(self.python), "-I", *words).stdout

    def run(self, folder: Path, *words: str | Path, code: int = 0) -> str:
        """What the program prints in a folder; it ends as expected."""
        done = self._run(folder, "wuyi", *map(str, words))
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def _run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, encoding="utf-8", check=False,
            timeout=_LONGEST,
        )  # fmt: skip

    @contextmanager
    def served(self, folder: Path) -> Iterator[str]:
        """The address at which `wuyi serve` shows a register, for as long as the context lasts."""
        command = ["wuyi", "serve", "--port", "0"]
        environment = self.environment | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        ) as serving:
            try:
                assert serving.stdout is not None
                lines: list[str] = []
                for line in serving.stdout:
                    lines.append(line)
                    address = re.search(r"http://127\.0\.0\.1:[1-9][0-9]*/", line)
                    if address:
                        yield address[0]
                        break
                else:
                    raise AssertionError("".join(lines))
            finally:
                serving.terminate()
