"""Commands that publish: build, serve."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from generator.cli import failures
from generator.cli.common import (
    as_of_option,
    cluster_option,
    complain,
    content_option,
    data_option,
    output_option,
    patience_option,
    program,
    progress_bar,
    quiet_option,
    signers,
    site_url_option,
    tomorrow,
    workers_option,
)


@click.command()
@data_option
@content_option
@output_option
@site_url_option
@as_of_option
@workers_option
@cluster_option
@patience_option
@click.option(
    "--published",
    metavar="URL|DIR",
    help="上次发布的网站：签名的日志必须是它的延续。输出文件夹里没有上次的网站时（如流水线）要写明。",
)
@click.option("--full", is_flag=True, help="全部重新编译，不利用上次的结果，并逐个核对写出的文件。")
@quiet_option
def build(
    data: Path, content: Path, output: Path, site_url: str | None, as_of: str | None, workers: int | None,
    cluster: str | None, patience: float | None, published: str | None, full: bool, quiet: bool,
) -> None:  # fmt: skip
    """检查数据，生成网站：只重新编译有变动的区县；有错误时原来的网站原样不动。

    \b
    例：
      wuyi build
      wuyi build --output /srv/www/register --site-url https://register.example
      wuyi build --as-of 2022-11-28
      wuyi build --cluster tcp://10.0.0.1:8786
      WUYI_LOG_KEY=/etc/wuyi/log.key wuyi build --published https://register.example
    """
    from dataclasses import replace

    from generator.build.order import Order
    from generator.build.start import build as run

    with progress_bar(quiet) as progress:
        order = Order(data, content, output, site_url, as_of, tomorrow(), workers, full, cluster, patience)
        order = replace(order, signers=signers(data, output), published=published)
        if cluster is not None:  # workers stand in folders of their own
            order = replace(order, data=data.absolute(), output=output.absolute())
        result = run(order, progress)
    given = {"--data": (data, "data"), "--content": (content, "content"), "--output": (output, "site")}
    flags = "".join(f" {option} {path}" for option, (path, usual) in given.items() if path != Path(usual))
    _told(result, quiet=quiet, serving=f"{program()} serve{flags}")
    sys.exit(1 if result.report.errors else 0)


def _told(result: Any, *, quiet: bool, serving: str = "") -> None:
    """What a build found and made, and where to look."""
    from generator.commands import reporting

    errors = result.report.errors
    for line in reporting.as_text(result.report):
        click.echo(line, err=bool(errors))
    if errors:
        click.echo("没有发布任何内容，原来的网站没有改动。", err=True)
    elif not quiet:
        what = f"{result.counties} 个区县，{result.areas} 个区域，{result.pages} 个页面，{result.files} 个文件"
        click.echo(f"已生成：{what}（{result.bytes / 1e6:.1f} MB）{'，演示数据' if result.demonstration else ''}。")
        if result.unsigned:
            click.echo(f"日志：未签名（{result.unsigned}）。")
        if result.room:
            click.echo(f"空间：{result.room}。")
        click.echo(f"位置：{result.output.absolute()}")
        click.echo(f"打开看看：运行 {serving}，然后打开 http://127.0.0.1:8000/")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N", help="端口；0 为任选。"
)
@data_option
@content_option
@output_option
@workers_option
@quiet_option
def serve(port: int, data: Path, content: Path, output: Path, workers: int | None, quiet: bool) -> None:
    """生成网站并在本机预览；数据或文章一改就重新生成。按 Ctrl+C 结束。

    \b
    例：
      wuyi serve
      wuyi serve --port 8080
    """
    from generator.build.order import Order
    from generator.build.serving import serve as run

    def announce(result: Any) -> None:
        _told(result, quiet=True)

    def refuse(error: Exception) -> None:
        complain(failures.sentence(error, "serve"))
        click.echo("继续显示上一次的网站；数据或文章一改，就再生成一次。", err=True)

    def ready(address: str) -> None:
        click.echo(f"正在预览：{address}  （Ctrl+C 结束）")

    run(Order(data, content, output, workers=workers), port, tomorrow, announce, refuse, ready)
