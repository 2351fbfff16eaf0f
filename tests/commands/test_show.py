"""`wuyi show`: one area, found by what a person types."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.folders import example_data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The worked example."""
    return example_data(tmp_path)


def shown(data: Path, *arguments: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(main, ["show", *arguments, "--data", str(data)])


@pytest.mark.parametrize("query", ["990101001001-001", "幸福里小区", "幸福里", "xingfuli", "xflxq", "春晓社区幸福里"])
def test_an_area_is_found(query: str, data: Path) -> None:
    """By its id, its name, a part of it, pinyin, first letters, its place and name."""
    done = shown(data, query)
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "幸福里小区（990101001001-001，小区）")


def test_several_are_listed(data: Path) -> None:
    """A person chooses, by the id or the whole name; a whole name in one county is meant before a part in another."""
    done = shown(data, "小区")
    assert done.exit_code == 1
    assert done.stderr == (
        "wuyi: 符合“小区”的区域有 2 个，写全名称，或写编号：\n"
        "  990101001001-001  幸福里小区（示例区示例街道春晓社区）\n"
        "  990101001001-002  向阳小区(1-5栋)（示例区示例街道春晓社区）\n"
    )


def test_a_county_may_be_named(data: Path) -> None:
    """Then only its areas are looked at."""
    assert shown(data, "椰林村", "--county", "990201").exit_code == 0
    assert "没有名称或拼音符合" not in shown(data, "椰林村").output
    for county, words in (("990101", "名录里没有名称或拼音符合“椰林村”的区域"), ("990109", "没有区县 990109 的名录")):
        done = shown(data, "椰林村", "--county", county)
        assert (done.exit_code, done.stderr) == (1, f"wuyi: {words}\n")


def test_an_id_that_nobody_has(data: Path) -> None:
    """It is not taken for a name."""
    done = shown(data, "990101001001-099")
    assert (done.exit_code, done.stderr) == (1, "wuyi: 区县 990101 的 areas 表里没有区域 990101001001-099\n")
