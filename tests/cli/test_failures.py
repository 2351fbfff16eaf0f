"""What ends a command from outside is one sentence: which file, why, and what stands all the same."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import cache
from generator.check import read_plan
from generator.cli import failures, main
from generator.errors import AuditError
from tests.support.folders import ROOT, report_of, run_wuyi


def _init(folder: Path, *more: str) -> tuple[str, ...]:
    """The arguments that begin a register in a folder."""
    return (
        "init", str(folder), "--county", "500241", "--scheme", "chongqing-2022-74", "--since", "2022-11-20",
        "--publisher", "某县", "--contact", "某办公室", "--site-url", "https://register.example", "--data-only", *more,
    )  # fmt: skip


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_a_register_begun_where_there_are_no_lists(tmp_path: Path) -> None:
    """A right code is not called unknown: it is told which folder was looked into, and how to name another."""
    result = _run(*_init(tmp_path / "mine", "--source", str(tmp_path)))
    assert result.exit_code != 0
    assert "没有区划代码表" in result.output
    assert "--source" in result.output
    assert "不是已知" not in result.output


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

    cache.program_of_site()  # what a build is made of is read once, and not from the data
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
        (KeyError("x"), "程序出错（KeyError：'x'）；这是程序的毛病，请把这句话告诉维护的人"),
        (KeyboardInterrupt(), "已中断"),
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
    monkeypatch.setattr("watchfiles.watch", lambda *paths, **options: iter([{"changed"}, {"changed"}]))
    ended = _run("serve", "--port", "0", "--data", data, "--output", tmp_path / "site")
    goes_on = "继续显示上一次的网站；数据或文章一改，就再生成一次。\n"
    assert ended.exit_code == 0
    told, _, last = ended.stderr.partition("wuyi: 程序出错")
    assert last.startswith("（ZeroDivisionError：odd，test_failures.py 第 ")
    assert last.endswith(f"；这是程序的毛病，请把这句话告诉维护的人；原来的网站没有被半途替换\n{goes_on}")
    assert told == (
        f"wuyi: 内存不足；原来的网站没有被半途替换\n{goes_on}"
        f"wuyi: 编译出的网站没有通过核对，原来的网站没有改动：\n  index.html：页面不完整\n{goes_on}"
    )


@pytest.mark.parametrize("error", [ZeroDivisionError("odd"), RecursionError("deep"), KeyboardInterrupt(), KeyError(1)])
def test_no_exception_reaches_the_user(data: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Whatever ends a command, also what nobody thought of, is one sentence and exit status 2; findings are 1."""

    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("generator.check.check_all", failing)
    ended = _run("check", "--data", data)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("wuyi: 已中断" if isinstance(error, KeyboardInterrupt) else "wuyi: 程序出错（")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("--help",), ("--version",), ("check", "--help"), ("explain",), ("check",)])
def test_full_disk_under_the_output(data: Path, command: tuple[str, ...]) -> None:
    """What cannot be printed is said once, also of help."""
    given = (*command, "--data", str(data)) if command == ("check",) else command
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "generator", *given],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False, encoding="utf-8",
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (2, "wuyi: 不能读写：磁盘已满\n")
