"""docs/threat-model.md promises nothing that no test shows."""

from __future__ import annotations

import re
from typing import Final

from tests.support.folders import ROOT
from tests.test_tests import functions

TEXT: Final = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
# A test, or one case of it by its name.
TEST: Final = re.compile(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)(?:\[([^\]`]+)\])?`")


def rows() -> list[list[str]]:
    """The rows of all tables below their headings, as cells."""
    lines = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines if line[2].strip() != "shown by"]


def test_every_named_test_exists() -> None:
    """A row names tests, and each of them is there."""
    found = rows()
    assert len(found) > 25
    for row in found:
        named = TEST.findall(row[2])
        assert named, row[0]
        assert TEST.sub("", row[2]).strip(" ,") == "", row[2]
        missing = [f"{path}::{name} {case}" for path, name, case in named if not _is_there(path, name, case)]
        assert missing == [], row[0]


def _is_there(path: str, name: str, case: str) -> bool:
    file = ROOT / path
    return (
        file.is_file()
        and name in functions(file)
        and (not case or f'Case("{case}", ' in file.read_text(encoding="utf-8"))
    )


def test_what_is_not_stopped_is_said() -> None:
    """The page ends with what remains."""
    assert "## What nothing here stops" in TEXT
    assert len(re.findall(r"^\* \*\*", TEXT.partition("## What nothing here stops")[2], re.MULTILINE)) >= 5


def test_a_report_is_private_and_in_both_languages() -> None:
    """SECURITY.md leads to the forge's private reporting, invents no address, and says it in Chinese too."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "Report a vulnerability" in text
    assert "安全问题怎样报告" in text
    assert re.findall(r"\S+@\S+\.\S+", text) == []
