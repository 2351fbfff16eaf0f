"""What the help of the staff's commands shows runs as it stands, and fits on a screen and a half."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.support.folders import ROOT
from tests.support.lists import xlsx
from tests.support.repositories import commit, git

COMMANDS = ("import", "record", "template", "submit", "changes", "show")
# A screen of 40 lines, 100 columns wide.
MOST_LINES = 60
# A list says itself what the examples do not say of it.
_DAYS = ["2022-12-04", "2022-12-05", "2022-12-05", "2022-12-06"]
LIST = [
    ["关于公布第十五批无疫小区的通告"],
    ["街道", "社区", "楼盘", "类型", "申报日期", "审核日期", "评定日期", "发布日期"],
    ["示例街道", "春晓社区", "甲苑", "小区", *_DAYS],
    ["示例街道", "和平社区", "乙苑", "小区", *_DAYS],
]
REVOKED = (
    "关于取消一处无疫小区称号的通告\n街道,社区,小区名称,类型,发布日期\n示例街道,光明社区,锦绣家园,小区,2022-12-08\n"
)
# Examples that end with 1: nobody was there to answer.
OPEN = frozenset({"wuyi record 990101"})


def examples(command: str) -> list[str]:
    """The commands that a help shows, whole."""
    text = (main.commands[command].help or "").partition("例：")[2]
    text = re.sub(r"\\\n +", "", text)
    return [re.sub(r" {2,}.*[^\x00-\x7f].*$", "", line.strip()) for line in text.splitlines() if line.strip()]


def shown() -> list[tuple[str, str]]:
    """Each example with its command."""
    return [(command, example) for command in COMMANDS for example in examples(command)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a repository with a server, and the files that the examples name."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "data", folder / "data")
    for key, value in (("user.name", "Office"), ("user.email", "office@example.invalid")):
        git(folder, "init", "-q")
        git(folder, "config", key, value)
    commit(folder)
    commit(folder)
    git(folder, "clone", "-q", "--bare", folder, folder.parent / "server.git")
    git(folder, "remote", "add", "origin", folder.parent / "server.git")
    git(folder, "fetch", "-q")
    (folder / "第十五批.xlsx").write_bytes(
        xlsx(rows=[[cell.replace("楼盘", "小区名称") for cell in row] for row in LIST])
    )
    (folder / "名单.xlsx").write_bytes(xlsx(rows=LIST))
    (folder / "取消名单.csv").write_text(REVOKED, encoding="utf-8")
    (folder / "第十五批-问题.csv").write_text("问题,回答\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("command", "example"), shown())
def test_an_example_runs_as_it_stands(
    command: str, example: str, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Against a copy of the demonstration, with a yes where one is asked for."""
    monkeypatch.chdir(whole)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(whole, "checkout", "-q", "main")
    git(whole, "checkout", "-q", "--", "data")
    for left in (*whole.glob("*填报表.xlsx"), *whole.glob("第十六批.xlsx")):
        left.unlink()
    if command == "submit":
        words = ["record", "锦绣家园", "--event", "取消", "--reason", "核酸", "--yes"]
        assert CliRunner().invoke(main, words).exit_code == 0
    given = [*shlex.split(example)[1:], *(["--settings", str(whole / "settings")] if command == "import" else [])]
    result = CliRunner().invoke(main, given, input="y\n" * 3 if example not in OPEN else "")
    assert result.exit_code == (1 if example in OPEN else 0), f"{example}\n{result.output}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_is_no_longer_than_a_screen_and_a_half(command: str) -> None:
    """With its examples, at most one line for each option."""
    result = CliRunner().invoke(main, [command, "--help"], terminal_width=100, max_content_width=100)
    assert result.exit_code == 0
    assert 10 < len(result.output.splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("record", "990101", "--yess"), "wuyi: 没有 --yess 这个选项；像是 --yes、"),
        (("record", "--event"), "wuyi: --event 后面没有写内容。用法见 wuyi "),
        (("import",), "wuyi: 没有写 名单...。用法见 wuyi import --help\n"),
        (("import", "nothing.xlsx", "--county", "1"), "wuyi: 名单...：没有 nothing.xlsx 这个文件，"),
        (("show", "春晓", "花园"), "wuyi: 多写了：花园；中间有空格的名称，用引号括起来。用法见 wuyi show --help\n"),
        (("shwo",), "wuyi: 没有 shwo 这个命令。用法见 wuyi --help\n"),
        (
            ("import", "README.md", "--county", "990101", "--action", "撤销"),
            "wuyi: --action 只能写：认定（certify）、暂停（suspend）、取消（revoke）、恢复（restore）、",
        ),
        (("check", "--format", "x"), "wuyi: --format 只能写：text、json、github。"),
        (("check", "--workers", "x"), "wuyi: --workers 应为 1 到 256 之间的整数。"),
        (("check", "--as-of", "12.5"), "wuyi: --as-of：“12.5”没有写年份；"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_chinese(words: tuple[str, ...], said: str) -> None:
    """What was found, what may stand there, and where to read on."""
    result = CliRunner().invoke(main, [*words])
    assert (result.exit_code, result.output.startswith(said)) == (2, True), result.output


@pytest.mark.parametrize("action", ["取消", "“取消”", "revoke"])
def test_an_action_in_chinese(action: str) -> None:
    """As people call it."""
    (option,) = (param for param in main.commands["import"].params if param.name == "action")
    assert option.type.convert(action, option, click.Context(main.commands["import"])) == "revoke"


@pytest.mark.parametrize(
    "command", [[], *([name] for name in sorted(main.commands)), ["add", "county"], ["add", "scheme"]]
)
def test_help_is_in_chinese_throughout(command: list[str]) -> None:
    """The words around what a command says of itself, too."""
    said = CliRunner().invoke(main, [*command, "--help"]).output
    assert said.startswith("用法：")
    assert "显示这段说明。" in said
    assert not re.search(r"Usage|Options|OPTIONS|Commands|COMMAND|Show |default:|required", said), said
