"""`wuyi import` on a terminal of its own, and its help."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_recording import session
from tests.support.importing import WAY, Import, county
from tests.support.recording import contents, lines
from tests.support.written import CODE

LIST = "关于公布第三批无疫小区的通告\n2022年12月7日\n无疫小区（1个）\n示例街道：幸福里\n"


def test_on_a_real_terminal(tmp_path: Path) -> None:
    """An open question stands with its choices; Ctrl+C leaves everything as it was, answers lead to the last yes."""
    wanted = Import(county(tmp_path), LIST)
    command = [
        "import", str(wanted.file), "--county", CODE, "--data", str(wanted.data), *WAY, "--assessed", "2022-12-05",
        "--recorded-at", "2022-12-08T10:00:00+08:00", "--settings", str(tmp_path / "settings"), "--interactive",
    ]  # fmt: skip
    before = contents(wanted.data)
    said, code = session(command, [("写数字或代码）：", "\x03")])
    assert code == 1, said
    assert "没有回答完：什么也没有写。" in said
    assert contents(wanted.data) == before
    said, code = session(command, [("写数字或代码）：", "1\r"), ("备案是哪一天", "\r"), ("写入吗", "\r")])
    assert code == 0, said
    assert "1  990101001001-001  示例区示例街道春晓社区幸福里小区" in said
    assert [line.split(",")[2] for line in lines(wanted.data, "events")] == ["幸福里小区"] * 4


def test_help_shows_examples(tmp_path: Path) -> None:
    """Each option has a word, and the ways that are used most stand there whole."""
    said = Import(county(tmp_path), LIST).run("--help").output
    for example in (
        "--dry-run",
        "--answers 第十五批-问题.csv",
        "--action revoke --reason new_case --interactive",
        "楼盘=name",
    ):
        assert example in said
