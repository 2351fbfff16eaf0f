"""Reading a table changes nothing around it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders import findings_of
from tests.support.spoil import EVENTS, edit_lines


@pytest.fixture
def limit() -> Iterator[int]:
    """A limit of cells that somebody else in this process has set."""
    before = csv.field_size_limit(77_777)
    yield 77_777
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("line", "codes"), [("", []), ("oops\n", ["E103"]), (f"{'x' * 10_001}\n", ["E105"]), ('"open\n', ["E106"])]
)
def test_limit_of_cells_is_as_it_was(data: Path, limit: int, line: str, codes: list[str]) -> None:
    """A cell is held to 10,000 characters while a table is read, sound or not, and others keep their own limit."""
    with (data / EVENTS).open("a", encoding="utf-8") as file:
        file.write(line)
    assert [finding["code"] for finding in findings_of(data)][: len(codes) or None] == codes
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize("kept", [0, 3])
def test_a_row_with_full_width_commas_says_so(data: Path, kept: int) -> None:
    """An input method writes them; what is too few is not only counted."""

    def widened(rows: list[str]) -> list[str]:
        cells = rows[2].split(",")
        return [*rows[:2], ",".join([*cells[:kept], "，".join(cells[kept:])]), *rows[3:]]

    edit_lines(data / EVENTS, widened)
    told = next(finding for finding in findings_of(data) if finding["code"] == "E103")
    assert "个全角逗号“，”" in told["message"]
    assert told["line"] == 3
