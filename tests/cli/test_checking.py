"""What commands say of a register of which a part is not there, or cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.copies import wuyi
from tests.support.folders import example_data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with data of the worked example and no content."""
    example_data(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check",), True),
        (("check", "--content", "texts"), True),
        (("check", "--data", "data", "--content", "texts"), True),
        (("build", "--output", "site"), True),
        (("check", "--data", "data"), False),  # a folder of data, checked by itself
        (("check", "990101"), False),  # as are counties
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
@pytest.mark.parametrize("kind", ["missing", "a file"])
def test_texts_that_are_not_there_are_a_finding(
    folder: Path, arguments: tuple[str, ...], told: bool, kind: str
) -> None:
    """A site is not made without them, and `check` says so before `build` does."""
    if kind == "a file":
        for name in ("content", "texts"):
            (folder / name).write_text("x", encoding="utf-8")
    ended = wuyi(*arguments)
    assert ended.exit_code == (1 if told else 0), ended.output
    assert ("错误 E130" in ended.output) is told
    assert not (folder / "site").exists()


def test_an_area_of_a_table_that_cannot_be_read(folder: Path) -> None:
    """It is not said to be missing without a word on why: the table is to be mended first."""
    areas = folder / "data/registers/990101/areas.csv"
    assert wuyi("show", "990101001001-001").exit_code == 0
    areas.write_text("x" + areas.read_text(encoding="utf-8"), encoding="utf-8")
    ended = wuyi("show", "990101001001-001")
    assert ended.exit_code == 1
    assert "的数据有 1 个错误，可能因此没有读到，请运行 wuyi check 990101" in ended.output
    assert "错误，" not in wuyi("show", "990201999999").output


@pytest.mark.parametrize(
    ("path", "mending"),
    [("data/registers/990101/areas.csv", "Excel"), ("data/site.json", "编辑器"), ("content/pages/a.md", "编辑器")],
)
def test_another_encoding_is_mended_in_the_program_of_the_file(folder: Path, path: str, mending: str) -> None:
    """A text or a document is not saved as CSV."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes("名称".encode("gb18030"))
    ended = wuyi("check", "--format", "json")
    told = [told for told in json.loads(ended.stdout)["findings"] if told["code"] == "E101"]
    assert [mending in each["fix"] for each in told] == [True]
