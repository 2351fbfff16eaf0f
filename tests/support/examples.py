"""Examples on the pages that people wrote: code that is run as it stands, with the address of a site at hand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Final, NamedTuple

from tests.support.folders import ROOT
from tests.support.tools import PATH, require_library, require_tool

ADDRESS: Final = "https://register.example"
# A block of code: lines that begin with four blanks, and empty ones between them.
_BLOCK: Final = re.compile(r"(?:^ {4}.*\n|^\n(?= {4}))+", re.MULTILINE)
# What the first word of a block is written in.
_LANGUAGES: Final = {"import": "python", "areas": "r", "events": "r"}
_COMMANDS: Final = {
    "python": (sys.executable, "-W", "error", "-c"),
    "r": ("Rscript", "-e"),
    "bash": ("bash", "-euo", "pipefail", "-c"),
}
# Programs and libraries that tests know how to miss, by the words that name them in a block.
_PROGRAMS: Final = ("curl", "jq", "sqlite-utils", "datasette", "soffice", "openapi-python-client")
_LIBRARIES: Final = ("pandas", "polars", "duckdb")


class Example(NamedTuple):
    """A block of code, and what it is written in."""

    language: str
    code: str

    @property
    def needs(self) -> tuple[list[str], list[str]]:
        """Programs and libraries of Python."""
        words = set(re.findall(r"[\w-]+", self.code))
        first = _COMMANDS[self.language][0]
        programs = [name for name in _PROGRAMS if self.language == "bash" and name in words]
        libraries = [name for name in _LIBRARIES if self.language == "python" and name in words]
        return [*programs, *([] if self.language == "python" else [first])], libraries

    def run(self, address: str, folder: Path) -> str:
        """What it prints, in a folder, with the address of a site; it must end well."""
        programs, libraries = self.needs
        require_tool(*programs)
        require_library(*libraries)
        done = subprocess.run(
            [*_COMMANDS[self.language], self.code.replace(ADDRESS, address)],
            cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False,
            env={"PATH": PATH, "LANG": "C.UTF-8", "HOME": str(folder)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout


def examples_of(page: str) -> list[Example]:
    """The blocks of a page of content/, as its readers see them."""
    text = (ROOT / "content" / page).read_text(encoding="utf-8").replace("[[url]]", f"{ADDRESS}/")
    blocks = [dedent(block).strip("\n") for block in _BLOCK.findall(text)]
    return [Example(_LANGUAGES.get(block.split(maxsplit=1)[0], "bash"), block) for block in blocks]
