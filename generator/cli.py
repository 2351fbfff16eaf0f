"""The commands, their exit status, and what people see. Nothing else prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from generator import __version__
from generator.errors import AuditError, RegisterError, UsageError
from generator.times import is_time

Item = TypeVar("Item")
_FOLDER = click.Path(path_type=Path)


class _Time(click.ParamType):
    """A day (its end, +08:00) or a time."""

    name = "T"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself, if it is a time."""
        if not is_time(str(value)):
            self.fail(f"“{value}”不是日期或时间；写成 2022-11-28 或 2022-11-28T09:00+08:00", param, ctx)
        return str(value)


class _Group(click.Group):
    """Turns the program's own errors into one sentence and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except AuditError as error:
            _fail("编译出的网站没有通过核对，原来的网站没有改动：\n  " + "\n  ".join(error.problems[:20]))
        except RegisterError as error:
            _fail(str(error))


def _fail(message: str) -> NoReturn:
    click.echo(f"wuyi: {message}", err=True)
    sys.exit(2)


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A function (items, what) that passes the items on, behind a bar on a terminal after a second."""
    if quiet or not sys.stderr.isatty():
        yield lambda items, what, total=None: items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def passed(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
            size = len(items) if total is None and isinstance(items, Sized) else total
            task = bar.add_task(what, total=size)
            for item in items:
                yield item
                bar.advance(task)
            bar.remove_task(task)

        yield passed


_data = click.option(
    "--data", type=_FOLDER, default=Path("data"), show_default=True, metavar="DIR", help="数据文件夹。"
)
_as_of = click.option("--as-of", type=_Time(), metavar="T", help="截至某日（当日结束）或某一时刻。")
_quiet = click.option("--quiet", is_flag=True, help="只输出结果，不显示进度。")
_workers = click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="并行进程数，默认为全部核心。"
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wuyi")
def main() -> None:
    """无疫区域名录：检查数据，生成网站与订阅源。

    \b
    常用：
      wuyi check                 检查 data/ 里的全部数据
      wuyi build                 检查并生成 site/
      wuyi serve                 在本机预览，数据一改就重新生成
      wuyi show 990101001001-001 查看一个区域的状态与经过
    """


@main.command()
@click.argument("county", nargs=-1)
@_data
@_as_of
@_workers
@_quiet
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="输出形式：文字、JSON，或 GitHub 标注。")  # fmt: skip
@click.option("--strict", is_flag=True, help="提醒也按错误处理。")
def check(
    county: tuple[str, ...], data: Path, as_of: str | None, workers: int | None, quiet: bool, form: str,
    strict: bool,
) -> None:  # fmt: skip
    """检查数据，不写任何文件。

    给出区县代码时只检查这些区县；不给则检查全部。有错误时退出码为 1。

    \b
    例：
      wuyi check
      wuyi check 990101 --strict
      wuyi check --format json > findings.json
    """
    from generator import check as checking
    from generator import reporting

    with _progress(quiet) as progress:
        report = checking.check_all(data, county, as_of, _now(), workers, progress)
    if form == "json":
        click.echo(reporting.as_json(report))
    else:
        for line in reporting.as_text(report) if form == "text" else reporting.as_github(report):
            click.echo(line)
    sys.exit(1 if report.errors or (strict and report.findings) else 0)


def _now() -> str:
    """A day after now, +08:00: what is recorded later than this is pointed out."""
    from datetime import datetime, timedelta, timezone

    return (datetime.now(timezone(timedelta(hours=8))) + timedelta(days=1)).isoformat(timespec="seconds")


__all__ = ["UsageError", "main"]
