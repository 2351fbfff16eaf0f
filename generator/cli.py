"""The commands, their exit status, and what people see. Nothing else prints."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sized
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn, TypeVar

import click

from generator import __version__
from generator.errors import AuditError, RegisterError
from generator.times import is_time

Item = TypeVar("Item")
_FOLDER = click.Path(path_type=Path)


class _Time(click.ParamType[str]):
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
        except (OSError, MemoryError, BrokenExecutor) as error:
            _fail(f"电脑或磁盘出了问题，原来的网站没有被半途替换：{error or type(error).__name__}")


def _fail(message: str) -> NoReturn:
    from generator.reporting import visible

    click.echo("wuyi: " + "\n".join(map(visible, message.split("\n"))), err=True)
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
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    begun = monotonic()

    def passed(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
        size = len(items) if total is None and isinstance(items, Sized) else total
        task = bar.add_task(what, total=size)
        for item in items:
            yield item
            if not bar.live.is_started and monotonic() - begun > 1:
                bar.start()
            bar.advance(task)
        bar.remove_task(task)

    try:
        yield passed
    finally:
        bar.stop()


_data = click.option(
    "--data", type=_FOLDER, default=Path("data"), show_default=True, metavar="DIR", help="数据文件夹。"
)
_as_of = click.option("--as-of", type=_Time(), metavar="T", help="截至某日（当日结束）或某一时刻。")
_quiet = click.option("--quiet", is_flag=True, help="只输出结果，不显示进度。")
_workers = click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="并行进程数，默认为全部核心。")


def _https(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An address that the site settings would accept."""
    from generator.reading.schemas import documents

    definition = documents()["common"]["$defs"]["https"]
    if value is not None and not (re.fullmatch(definition["pattern"], value) and len(value) <= 300):
        raise click.BadParameter(f"“{value}”不是 https 网址，应为{definition['x-expected']}", ctx, param)
    return value


_content = click.option(
    "--content", type=_FOLDER, default=Path("content"), show_default=True, metavar="DIR", help="文章文件夹。"
)
_output = click.option(
    "--output", type=_FOLDER, default=Path("site"), show_default=True, metavar="DIR", help="输出文件夹。"
)
_site_url = click.option("--site-url", metavar="URL", callback=_https, help="网站地址，代替 data/site.json 里的。")


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


@main.command()
@_data
@_content
@_output
@_site_url
@_as_of
@_workers
@click.option("--full", is_flag=True, help="全部重新编译，不利用上次的结果。")
@_quiet
def build(
    data: Path, content: Path, output: Path, site_url: str | None, as_of: str | None, workers: int | None,
    full: bool, quiet: bool,
) -> None:  # fmt: skip
    """检查数据，生成网站：只重新编译有变动的区县；有错误时原来的网站原样不动。

    \b
    例：
      wuyi build
      wuyi build --output /srv/www/register --site-url https://register.example
      wuyi build --as-of 2022-11-28
    """
    from generator.build import Order
    from generator.build import build as run

    with _progress(quiet) as progress:
        result = run(Order(data, content, output, site_url, as_of, _now(), workers, full), progress)
    ours = (data, output) == (Path("data"), Path("site"))
    serving = "make serve" if ours else f".venv/bin/wuyi serve --data {data} --output {output}"
    _told(result, quiet=quiet, serving=serving)
    sys.exit(1 if result.report.errors else 0)


def _told(result: Any, *, quiet: bool, serving: str = "") -> None:
    """What a build found and made, and where to look."""
    from generator import reporting

    for line in reporting.as_text(result.report):
        click.echo(line, err=bool(result.report.errors))
    if result.report.errors:
        click.echo("没有发布任何内容，原来的网站没有改动。", err=True)
    elif not quiet:
        what = f"{result.counties} 个区县，{result.areas} 个区域，{result.pages} 个页面，{result.files} 个文件"
        click.echo(f"已生成：{what}（{result.bytes / 1e6:.1f} MB）{'，演示数据' if result.demonstration else ''}。")
        click.echo(f"位置：{result.output.absolute()}")
        click.echo(f"打开看看：运行 {serving}，然后打开 http://127.0.0.1:8000/")


@main.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N", help="端口；0 为任选。"
)
@_data
@_content
@_output
@_workers
@_quiet
def serve(port: int, data: Path, content: Path, output: Path, workers: int | None, quiet: bool) -> None:
    """生成网站并在本机预览；数据或文章一改就重新生成。按 Ctrl+C 结束。

    \b
    例：
      wuyi serve
      wuyi serve --port 8080
    """
    from generator.build import Order
    from generator.serving import serve as run

    def announce(result: Any) -> None:
        _told(result, quiet=True)

    def complain(error: Exception) -> None:
        click.echo(f"wuyi: {error}", err=True)

    def ready(address: str) -> None:
        click.echo(f"正在预览：{address}  （Ctrl+C 结束）")

    run(Order(data, content, output, None, None, _now(), workers), port, announce, complain, ready)


@main.command()
@click.argument("area")
@_data
@_as_of
@_quiet
def show(area: str, data: Path, as_of: str | None, quiet: bool) -> None:
    """查看一个区域：状态、原因、经过（含尚未公开的步骤）。

    \b
    例：
      wuyi show 990101001001-001
      wuyi show 990101001001-001 --as-of 2022-11-28
    """
    del quiet  # there is nothing but the result
    from generator.reporting import visible
    from generator.show import UnknownAreaError
    from generator.show import show as lines

    try:
        for line in lines(data, area, as_of):
            click.echo(visible(line))
    except UnknownAreaError as error:
        click.echo(f"wuyi: {visible(str(error))}", err=True)
        sys.exit(1)


@main.command()
@click.argument("folder", type=_FOLDER)
@click.option("--county", required=True, metavar="CODE", help="6 位区县代码。")
@click.option("--scheme", required=True, metavar="ID", help="工作方案，如 chongqing-2022-74。")
@click.option("--since", required=True, type=_Time(), metavar="DAY", help="名录的第一天。")
@click.option("--publisher", required=True, help="发布单位。")
@click.option("--contact", required=True, help="联系单位（办公室，不写个人）。")
@click.option("--site-url", required=True, metavar="URL", callback=_https, help="网站地址，https 开头。")
@click.option("--name", default="无疫区域公开名录", show_default=True, help="网站名称。")
@click.option("--source", type=_FOLDER, default=Path("data"), show_default=True, metavar="DIR",
              help="取工作方案和区划代码的数据文件夹。")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="只列出将写的文件。")
@_quiet
def init(
    folder: Path, county: str, scheme: str, since: str, publisher: str, contact: str, site_url: str, name: str,
    source: Path, dry_run: bool,
    quiet: bool,
) -> None:  # fmt: skip
    """新建一个空的名录（数据文件夹），不含演示数据。

    \b
    例：
      wuyi init my-data --county 500241 --scheme chongqing-2022-74 --since 2022-11-20 \\
        --publisher 某县疫情防控指挥部 --contact 某县社区防控组办公室 --site-url https://register.example
      wuyi build --data my-data
    """
    from generator.init import Request, begin, plan

    host = site_url.split("/")[2].partition(":")[0]
    request = Request(
        folder, source, county, scheme, since[:10], publisher, contact, name, site_url, f"{host},{_now()[:4]}"
    )
    files = plan(request) if dry_run else begin(request)
    if quiet:
        return
    for path in files:
        click.echo(f"{'将写' if dry_run else '已写'} {folder / path}")
    if not dry_run:
        click.echo("content/ 里的文章还是演示网站的：发布前请改写 content/pages/about.md 和公告。")
        click.echo(f"下一步：在 {folder}/registers/{county}/ 里登记区域与事件，然后 wuyi build --data {folder}")


def _now() -> str:
    """A day after now, +08:00: what is recorded later than this is pointed out."""
    from datetime import datetime, timedelta, timezone

    return (datetime.now(timezone(timedelta(hours=8))) + timedelta(days=1)).isoformat(timespec="seconds")
