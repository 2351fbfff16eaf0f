"""`wuyi template` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.staff.intake.reader import read_list
from tests.support.repositories import commit
from tests.support.written import CODE, XINGFU, Written


def run(data: Path, *words: str) -> Result:
    """The command."""
    return CliRunner().invoke(main, ["template", *words, "--data", str(data)])


def test_a_workbook_is_written_and_never_over_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named after the county; what somebody may have filled in is replaced only on demand."""
    data = Written(tmp_path).certified(XINGFU, "2022-11-22").write()
    monkeypatch.chdir(tmp_path)
    result = run(data, "示例区")
    assert result.exit_code == 0, result.output
    path = tmp_path / f"{CODE}-填报表.xlsx"
    assert result.output.startswith(f"已写 {path.name}：示例区，9 个区域。")
    assert [problem.kind for problem in read_list(path.read_bytes(), path.name).problems] == ["no-rows"]
    path.write_bytes(b"filled in")
    again = run(data, CODE)
    assert (again.exit_code, path.read_bytes()) == (2, b"filled in")
    assert "已经在了" in again.output
    assert run(data, CODE, "--force").exit_code == 0
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("990199",), "没有区县 990199 的名录"),
        ((CODE, "--output", "a.xls"), "写到 .xlsx 文件，不是 a.xls"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    """One sentence, exit status 2, and no file."""
    data = Written(tmp_path).write()
    monkeypatch.chdir(tmp_path)
    result = run(data, *words)
    assert result.exit_code == 2
    assert said in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_no_form_for_a_list_of_the_past(tmp_path: Path) -> None:
    """Nothing more is recorded in an archived county."""
    data = Written(tmp_path, state="archived").write()
    result = run(data, CODE, "--output", str(tmp_path / "a.xlsx"))
    assert result.exit_code == 2
    assert "是历史名录，不再记新的事件" in result.output
    assert not (tmp_path / "a.xlsx").exists()


def test_scripts_belong_to_a_repository(tmp_path: Path) -> None:
    """Elsewhere they would not know what to commit; one that is there is not replaced."""
    data = Written(tmp_path / "office").write()
    result = run(data, CODE, "--scripts", str(tmp_path / "office" / "here"))
    assert result.exit_code == 2
    assert "不在 git 仓库里" in result.output
    commit(tmp_path / "office")
    assert run(data, CODE, "--scripts", str(tmp_path / "office")).exit_code == 0
    assert 'cd "$(dirname "$0")/." || exit 1' in (tmp_path / "office" / f"wuyi-{CODE}.sh").read_text(encoding="utf-8")
    again = run(data, CODE, "--scripts", str(tmp_path / "office"))
    assert (again.exit_code, "已经在了" in again.output) == (2, True)
