"""`wuyi scheme`: a profile checked by itself, told in words, listed; and every kind of file that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.folders import SCHEMES, run_wuyi
from tests.support.waste import SCHEME, document, waste_data, written


def scheme(*arguments: str | Path) -> Result:
    """The command."""
    return CliRunner().invoke(main, ["scheme", *map(str, arguments)])


def test_a_right_profile_is_said_to_be_right() -> None:
    """With its name, and how to see what the program made of it."""
    done = scheme("check", SCHEME)
    assert done.exit_code == 0
    assert done.output.startswith("《示例省生活垃圾分类示范小区、示范村、示范社区创建》：没有问题。")
    assert f"wuyi scheme show {SCHEME}" in done.output


def test_a_contradiction_has_its_place_and_its_mending(tmp_path: Path) -> None:
    """Code, file, line, way, what is wrong, what to do; the status is 1."""
    profile = document()
    profile["steps"][1]["deadline"]["anchor"] = "certify"
    path = written(tmp_path, profile)
    line = next(
        number for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if '"certify"' in text
    )
    done = scheme("check", path)
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"错误 E660  {path} 第 {line} 行 steps.1.deadline.anchor 列",
        "    方案里的“certify”自相矛盾：“审核”的时限从“评定”算起，“评定”却不在“审核”之前。",
        "    → 改法：从前面的一步算起；方案没有写明时限的，deadline 写 null。",
        "",
        "《示例省生活垃圾分类示范小区、示范村、示范社区创建》：1 个错误，0 个提醒。",
    ]


def test_a_warning_counts_where_it_is_asked_to(tmp_path: Path) -> None:
    """As with `wuyi check`."""
    profile = document()
    profile["steps"] = [each for each in profile["steps"] if each["event"] != "correct"]
    path = written(tmp_path, profile)
    assert scheme("check", path).exit_code == 0
    assert scheme("check", path, "--strict").exit_code == 1


def test_check_of_the_register_says_the_same(tmp_path: Path) -> None:
    """`wuyi check` has what `wuyi scheme check` has."""
    data = waste_data(tmp_path)
    profile = document()
    profile["period"]["until"] = "2023-02-28"
    written(data / "schemes", profile)
    told = CliRunner().invoke(main, ["check", "--data", str(data), "--workers", "1"])
    assert told.exit_code == 1
    assert "错误 E663  data/schemes/waste-sorting-2023.json 第" in told.output
    assert "方案的最后一天 2023-02-28 早于第一天 2023-03-01。" in told.output


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("一、创建范围", "a.json", "JSON 写法有误"),
        ("[]", "a.json", "JSON 写法有误"),
        ('{"id": "a", "id": "a"}', "a.json", "JSON 写法有误"),
        (
            "{}",
            "a.json",
            "“观察期”（window）不能为空。\n    → 填上这一格：见数据说明；方案没有写明的，写 null，不要省去。",
        ),
        ('{"format": "2.0", "id": "a"}', "a.json", "方案是按更新的格式（2.0）写的，本程序只认得 1.0。"),
        (SCHEME.read_text(encoding="utf-8"), "other-2023.json", "E407"),
        (SCHEME.read_text(encoding="utf-8").replace("设施齐全", "设施\ufffd全"), SCHEME.name, "E204"),
        (SCHEME.read_text(encoding="utf-8").replace("设施齐全", "鏃犵柅绀惧尯"), SCHEME.name, "E211"),
        (SCHEME.read_text(encoding="utf-8").replace("设施齐全", "设施\u200b齐全"), SCHEME.name, "不可见字符"),
        (SCHEME.read_text(encoding="utf-8").replace("2023-02-20", "2023-02-30"), SCHEME.name, "E301"),
        (SCHEME.read_text(encoding="utf-8").replace("自行申报", "联系 13812345678 申报"), SCHEME.name, "E210"),
    ],
)
def test_a_file_that_is_no_profile(tmp_path: Path, content: str, name: str, told: str) -> None:
    """No JSON, not the form, a newer format, another name, words nobody can read, no such day, somebody's number."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    done = scheme("check", path)
    assert done.exit_code == 1
    assert told in done.output
    assert "Traceback" not in done.output
    if '"format"' in content:
        assert done.output.count("错误 ") == 1, "what else a newer profile holds is not judged by an older form"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A profile in another encoding, or anything else."""
    path = tmp_path / SCHEME.name
    path.write_bytes(SCHEME.read_text(encoding="utf-8").encode("gb18030"))
    assert "E101" in scheme("check", path).output
    path.write_bytes(bytes(range(256)))
    assert scheme("check", path).exit_code == 1


def test_a_file_or_a_scheme_that_there_is_not() -> None:
    """One sentence, and where to look; status 2."""
    for command, named, told in (
        ("check", "nowhere/a.json", "没有文件 nowhere/a.json"),
        ("show", "sanya-2022", "没有方案“sanya-2022”：写文件的路径，或标识；有哪些，看 wuyi scheme list"),
    ):
        done = run_wuyi("scheme", command, named)
        assert done.returncode == 2
        assert done.stderr.strip() == f"wuyi: {told}"


def test_a_profile_is_told_as_it_was_understood() -> None:
    """Titles, the way to each, levels, deadlines, reasons, standards, what goes upward, and what is not stated."""
    said = scheme("show", SCHEME).output
    for line in (
        "  暂停：市级检查不合格；时限：当天（四(一)）",
        "  compound 生活垃圾分类示范小区：授予小区；英文 model residential compound for waste sorting（三(四)）",
        "    申报 → 审核 → 公示 → 评定 → 备案 → 发布；之后可以暂停、恢复、取消",
        "    原因 fraud：弄虚作假（fraud）",
        "    points 有积分或公示",
        "恢复要等：检查发现的问题已整改（rectification_done）（四(二)）",
        "  再次申报等待：180 天",
        "  宣传：未载明",
    ):
        assert f"\n{line}\n" in said, line
    assert "时限：申报后 5 个工作日内（三(二)）" in said
    assert "所在单位的生活垃圾分类示范社区随之取消：只提醒核对（四(四)）" in said


@pytest.mark.parametrize("name", sorted(path.stem for path in SCHEMES.glob("*.json")))
def test_every_scheme_is_told_by_its_id(name: str) -> None:
    """Those of the register, and of the program."""
    done = scheme("show", name)
    assert done.exit_code == 0
    assert f"（{name}）" in done.output.splitlines()[0]


def test_the_list_has_those_of_the_register_first(tmp_path: Path) -> None:
    """Then those that ship, marked as such."""
    listed = scheme("list", "--data", waste_data(tmp_path)).output.splitlines()
    assert listed[0] == (
        "waste-sorting-2023  示例省（99）  生活垃圾分类示范社区、生活垃圾分类示范村、生活垃圾分类示范小区"
    )
    assert [line.split("  ")[0] for line in listed[1:]] == sorted(path.stem for path in SCHEMES.glob("*.json"))
    assert all(line.endswith("（随程序）") for line in listed[1:])
