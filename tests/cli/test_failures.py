"""What ends a command from outside is one sentence: which file, why, and what stands all the same."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.check import read_plan
from generator.cli import failures, main
from generator.errors import AuditError
from tests.support.folders import ROOT, report_of, run_wuyi


def _init(folder: Path, *more: str) -> tuple[str, ...]:
    """The arguments that begin a register in a folder."""
    return (
        "init", str(folder), "--county", "500241", "--scheme", "chongqing-2022-74", "--since", "2022-11-20",
        "--publisher", "某县", "--contact", "某办公室", "--site-url", "https://register.example", *more,
    )  # fmt: skip


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.mark.parametrize("below", [".", "deep/er"])
@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_register_below_a_file(tmp_path: Path, below: str, more: tuple[str, ...]) -> None:
    """`wuyi init` below a file names the file, and says nothing of sites or computers."""
    file = tmp_path / "notes.txt"
    file.write_text("x", encoding="utf-8")
    ended = run_wuyi(*_init(file / below / "register", *more))
    assert (ended.returncode, ended.stderr) == (2, f"wuyi: {file} 不是文件夹，里面不能新建名录\n")


def test_a_register_in_the_place_of_a_file(tmp_path: Path) -> None:
    """The folder itself may be a file too."""
    file = tmp_path / "notes.txt"
    file.write_text("x", encoding="utf-8")
    ended = _run(*_init(file))
    assert (ended.exit_code, ended.stderr) == (2, f"wuyi: {file} 不是文件夹\n")


def _foreign(folder: Path, *more: str) -> Result:
    place = ("--county", "310113", "--scheme", "changchun-2022")
    return _run(*_init(folder, *place, *more))


def test_a_register_under_the_scheme_of_another_place(tmp_path: Path) -> None:
    """Residents would read the measures of a city far away: a notice has to have adopted it."""
    ended = _foreign(tmp_path / "data")
    assert (ended.exit_code, (tmp_path / "data").exists()) == (2, False)
    assert "长春市无疫小区、无疫乡镇(街道)创建》适用于长春市（2201），不包括 310113" in ended.stderr
    ended = _foreign(tmp_path / "data", "--adopted-by", "310113-20221120-1")
    assert ended.exit_code == 0, ended.stderr
    assert [(one.code, one.column) for one in report_of(tmp_path / "data").findings] == [
        ("E406", "schemes.0.adopted_by")
    ]


def test_a_register_that_begins_tomorrow_or_later(tmp_path: Path) -> None:
    """A whole site is dated by its registers: none begins in the future."""
    ended = _run(*_init(tmp_path / "data", "--since", "2062-11-20"))
    assert (ended.exit_code, (tmp_path / "data").exists()) == (2, False)
    assert "2062-11-20 还没有到" in ended.stderr


@pytest.mark.parametrize("days", [None, 3])
def test_a_register_promises_nothing_unasked(tmp_path: Path, days: int | None) -> None:
    """How often it is published stands there only where somebody said it; the folder is a right one."""
    _run(*_init(tmp_path / "data", *(() if days is None else ("--every-days", str(days)))))
    county = json.loads((tmp_path / "data/registers/500241/county.json").read_text(encoding="utf-8"))
    assert county["publishes_every_days"] == days
    assert report_of(tmp_path / "data").findings == []


@pytest.mark.parametrize(
    ("command", "standing"),
    [
        (("check",), ""),
        (("show", "990101001001-001"), ""),
        (("build", "--output", "OUTPUT"), "；原来的网站没有被半途替换"),
    ],
)
def test_only_commands_that_publish_speak_of_the_site(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], standing: str
) -> None:
    """An error of reading names the file and the reason; what stands is told where something would be replaced."""

    def refused(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(PermissionError) as raised:
        read_plan(data)
    given = [str(tmp_path / "site") if one == "OUTPUT" else one for one in command]
    content = () if command[0] in ("check", "show") else ("--content", ROOT / "content")
    ended = _run(*given, "--data", data, *content)
    assert (ended.exit_code, ended.stderr) == (
        2, f"wuyi: 不能读写 {raised.value.filename}：没有权限{standing}\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/a/b"), "不能读写 /a/b：磁盘已满"),
        (OSError(errno.EROFS, "Read-only file system", "/a", None, "/b"), "不能读写 /a → /b：磁盘是只读的"),
        (FileNotFoundError(errno.ENOENT, "No such file", b"/a"), "不能读写 /a：文件或文件夹不存在"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", Path("/a")), "不能读写：它或它的上级不是文件夹"),
        (OSError(errno.ENOTTY, "Inappropriate ioctl", "/a"), "不能读写 /a：Inappropriate ioctl"),
        (OSError("odd"), "不能读写：odd"),
        (OSError(), "不能读写：OSError"),
        (MemoryError(), "内存不足"),
        (BrokenProcessPool("died"), "一个并行进程意外结束，多半是内存不足；可以加 --workers 1 再试"),
        (KeyError("x"), "程序出错（KeyError：'x'）"),
    ],
)
def test_sentences(error: BaseException, told: str) -> None:
    """Each error is told with its paths and its reason in Chinese, where there is a word for it."""
    assert failures.sentence(error, "check") == told
    assert failures.sentence(error, "sync") == f"{told}；本地的副本没有被半途替换"


def test_preview_says_what_ended_a_build(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`wuyi serve` tells in a sentence what ended a build, that the last site stays, and goes on."""
    outcomes = iter([MemoryError(), AuditError(["index.html：页面不完整"]), ZeroDivisionError("odd")])

    def failing(order: object) -> None:
        raise next(outcomes)

    monkeypatch.setattr("generator.build.serving.build", failing)
    monkeypatch.setattr("watchfiles.watch", lambda *paths, **options: iter([set(), set()]))
    ended = _run("serve", "--port", "0", "--data", data, "--output", tmp_path / "site")
    goes_on = "继续显示上一次的网站；数据或文章一改，就再生成一次。\n"
    assert ended.exit_code == 0
    assert ended.stderr == (
        f"wuyi: 内存不足；原来的网站没有被半途替换\n{goes_on}"
        f"wuyi: 编译出的网站没有通过核对，原来的网站没有改动：\n  index.html：页面不完整\n{goes_on}"
        f"wuyi: 程序出错（ZeroDivisionError：odd）；原来的网站没有被半途替换\n{goes_on}"
    )


def _broken(*more: str) -> str:
    """A program whose check has a fault, and its arguments."""
    return (
        "import generator.check as check\n"
        "def broken(*_, **__): return [][0]\n"
        "check.read_plan = broken\n"
        "from generator.cli import main\n"
        f"main({['check', *more]!r})\n"
    )


def test_fault_of_the_program_is_a_sentence(data: Path) -> None:
    """What nobody foresaw ends a command with 2 and one sentence, which names the fault and no traceback."""
    ended = run_wuyi(script=_broken("--data", str(data)))
    assert (ended.returncode, ended.stdout) == (2, "")
    first, second = ended.stderr.splitlines()
    assert first == "wuyi: 程序出错（IndexError：list index out of range）"
    assert re.fullmatch(r"这是程序的毛病，请把这两行告诉维护程序的人（generator/check\.py 第 [0-9]+ 行）。", second)


def test_fault_is_shown_whole_to_who_mends_it(data: Path) -> None:
    """In Python's development mode the traceback passes."""
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-c", _broken("--data", str(data))],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
    assert "IndexError: list index out of range" in ended.stderr


@pytest.mark.parametrize(("arguments", "status"), [(("check", "--nothing"), 2), (("check", "--help"), 0), ((), 2)])
def test_ways_of_click_stay(arguments: tuple[str, ...], status: int) -> None:
    """What click ends a command by is no fault of the program."""
    ended = run_wuyi(*arguments)
    assert (ended.returncode, "程序出错" in ended.stderr) == (status, False)
