"""What `check` and `build` make of a register whose texts are not there."""

from __future__ import annotations

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
