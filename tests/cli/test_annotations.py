"""Annotations name files as the repository does, wherever the data folder stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.support.folders import example_data, replace_once
from tests.support.repositories import commit, git

TABLE = "registers/990101/events.csv"


def _files(data: Path, *more: str) -> set[str]:
    """The files that annotations of a check are on; there is one finding or more."""
    ended = CliRunner().invoke(main, ["check", "--data", str(data), "--format", "github", "--workers", "1", *more])
    assert (ended.exit_code, ended.exception.__class__) == (1, SystemExit)
    return set(re.findall(r"^::error file=([^,]*),line=", ended.stdout, re.MULTILINE))


def _spoilt(data: Path) -> Path:
    replace_once(data / TABLE, "24,990101001002,和平社区", "24,990101001002,和平小区")
    return data


@pytest.mark.parametrize("folder", ["", "registers/cq", "区县/一 区"])
def test_below_the_repository(tmp_path: Path, folder: str) -> None:
    """A data folder deep in a repository: the file that is named is there, from the top of the repository."""
    data = _spoilt(example_data(tmp_path / folder))
    git(tmp_path, "init", "-q")
    wanted = f"{folder}/data/{TABLE}".lstrip("/")
    assert (tmp_path / wanted).is_file()
    assert _files(data) == {wanted}


def test_data_folder_is_the_repository(tmp_path: Path) -> None:
    """The data alone in a repository: nothing stands before registers/."""
    data = _spoilt(example_data(tmp_path))
    git(data, "init", "-q")
    assert _files(data) == {TABLE}


def test_worktree(tmp_path: Path) -> None:
    """A worktree has a file .git in place of a folder."""
    data = example_data(tmp_path / "first" / "registers" / "cq")
    commit(tmp_path / "first")
    git(tmp_path / "first", "worktree", "add", "-q", str(tmp_path / "second"))
    data = _spoilt(tmp_path / "second" / "registers" / "cq" / "data")
    assert _files(data) == {f"registers/cq/data/{TABLE}"}


def test_link_to_the_data_folder(tmp_path: Path) -> None:
    """What is named is the file, not the link on the way to it."""
    _spoilt(example_data(tmp_path / "registers" / "cq"))
    git(tmp_path, "init", "-q")
    (tmp_path / "here").symlink_to("registers/cq/data")
    assert _files(tmp_path / "here") == {f"registers/cq/data/{TABLE}"}


def test_finding_against_a_base(tmp_path: Path) -> None:
    """What was published and is not there any more is named in the same way."""
    data = example_data(tmp_path / "registers" / "cq")
    commit(tmp_path)
    text = (data / TABLE).read_text(encoding="utf-8").splitlines()
    (data / TABLE).write_text("\n".join([*text[:-2], text[-1]]) + "\n", encoding="utf-8")
    assert _files(data, "--base", "HEAD") == {f"registers/cq/data/{TABLE}"}


def test_without_a_repository(tmp_path: Path) -> None:
    """As in the other reports: from the data folder's name on."""
    data = _spoilt(example_data(tmp_path))
    assert _files(data) == {f"data/{TABLE}"}
