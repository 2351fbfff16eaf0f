"""Lists of the official codes as spreadsheets and checkouts leave them: what is empty is nothing, the rest is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.register import divisions
from tests.support.folders import findings_of, report_of, with_city
from tests.support.spoil import DIVISIONS, edit_lines


@pytest.mark.parametrize("commas", [",", ",,", ", ,"])
@pytest.mark.parametrize("lines", ["header", "rows", "all"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("blank", ["", "{ending}", ",{ending},{ending}", "{ending},,{ending}{ending}"])
def test_empty_columns_of_the_official_list_are_nothing(
    data: Path, commas: str, lines: str, ending: str, blank: str
) -> None:
    """The list of divisions is read by halving, and is passed over in the same way; its names have no comma."""
    names = [
        *divisions.read_slice(data / "divisions", "990101").items(),
        *divisions.read_slice(data / "divisions", "990201").items(),
    ]
    rows = (data / DIVISIONS).read_text(encoding="utf-8").splitlines()
    before, after = {"header": (1, 0), "rows": (0, 1), "all": (1, 1)}[lines]
    written = [rows[0] + commas * before, *(row + commas * after for row in rows[1:])]
    text = ending.join([*written, ""]) + blank.format(ending=ending)
    (data / DIVISIONS).write_text(text, encoding="utf-8", newline="")
    assert findings_of(data) == []
    assert names == [
        *divisions.read_slice(data / "divisions", "990101").items(),
        *divisions.read_slice(data / "divisions", "990201").items(),
    ]
    last = rows[-1].partition(",")
    assert divisions.read_units(data / "divisions", last[0])[last[0]] == last[2]


@pytest.mark.parametrize("cell", ["备注", ",备注", " x"])
@pytest.mark.parametrize("line", [1, 5])
def test_more_than_a_name_in_the_official_list_is_told(data: Path, cell: str, line: int) -> None:
    """A further cell with content is no name."""
    edit_lines(data / DIVISIONS, lambda rows: [*rows[: line - 1], f"{rows[line - 1]},{cell}", *rows[line:]])
    found = findings_of(data)
    assert [(one["code"], one["line"]) for one in found if one["path"] == f"data/{DIVISIONS}"] == [("E114", line)]


@pytest.mark.parametrize(("sign", "name"), [(";", "分号"), ("\t", "制表符"), ("，", "全角逗号"), (";;", "分号")])
def test_an_official_list_with_other_separators_says_so(sign: str, name: str, tmp_path: Path) -> None:
    """As in every other table, and nothing that follows is told."""
    data = with_city(tmp_path)
    path = data / DIVISIONS
    path.write_text(path.read_text(encoding="utf-8").replace(",", sign), encoding="utf-8")
    (told,) = report_of(data).findings
    assert (told.code, told.path, told.line) == ("E119", f"data/{DIVISIONS}", 1)
    assert f"看起来是用{name}" in told.message


@pytest.mark.parametrize("code", [(), ("990101",), ("990101", "990201")])
def test_unread_official_list_is_told_and_not_what_follows(data: Path, code: tuple[str, ...]) -> None:
    """Where the list of a province is a pointer, no folder below it is called unknown, asked for by its code or not."""
    (data / DIVISIONS).write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", encoding="utf-8"
    )
    assert [(one.code, one.path) for one in report_of(data, *code).findings] == [("E118", f"data/{DIVISIONS}")]


@pytest.mark.parametrize("line", [2, 4, 5, 12, 20, 30, 40])
def test_marks_of_a_merge_in_the_official_list_are_told_and_not_what_follows(line: int, tmp_path: Path) -> None:
    """Whichever unit is not found because of the mark: no code of an area, of a body or of a tile is called unknown,
    and no number of a city is compared."""
    data = with_city(tmp_path)
    edit_lines(data / DIVISIONS, lambda rows: [*rows[: line - 1], "<<<<<<< HEAD", *rows[line - 1 :]])
    assert [(one.code, one.path) for one in report_of(data).findings] == [("E117", f"data/{DIVISIONS}")]


def test_half_of_the_official_list_lost_in_a_merge(tmp_path: Path) -> None:
    """Nor where units are missing beside the mark."""
    data = with_city(tmp_path)
    edit_lines(data / DIVISIONS, lambda rows: [*rows[:3], "<<<<<<< HEAD", *rows[9:]])
    assert [(one.code, one.path) for one in report_of(data).findings] == [("E117", f"data/{DIVISIONS}")]


def test_folder_that_no_official_list_has_can_be_asked_for(data: Path) -> None:
    """Whoever asks for a county by a code that no list has is told that, not that there is no folder."""
    (data / "registers" / "990101").rename(data / "registers" / "990199")
    assert "E109" in [one.code for one in report_of(data, "990199").findings]
    with pytest.raises(UsageError, match="990101"):
        report_of(data, "990101")
