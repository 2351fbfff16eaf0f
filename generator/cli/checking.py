"""Commands that look: check, show, changes."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from generator.cli.common import (
    FOLDER,
    Time,
    as_of_option,
    cluster_option,
    data_option,
    in_repository,
    machine,
    patience_option,
    progress_bar,
    quiet_option,
    tomorrow,
    workers_option,
)
from generator.cli.common import (
    now as clock,
)


@click.command()
@click.argument("county", nargs=-1)
@data_option
@as_of_option
@workers_option
@cluster_option
@patience_option
@quiet_option
@click.option("--base", metavar="REV",
              help="同时核对历史：与这个提交、分支或标签相比，已公布的记录和通告没有改动、删除或换顺序。")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="输出形式：文字、JSON，或 GitHub 标注。")  # fmt: skip
@click.option("--strict", is_flag=True, help="提醒也按错误处理。")
@click.option("--content", type=FOLDER, metavar="DIR", help="文章文件夹，也检查；不写则是数据文件夹旁边的 content。")
@click.option("--now", type=Time(), metavar="T",
              help="把这一天或时刻当作现在，代替电脑的时钟：核对旧档时用。")  # fmt: skip
@click.option("--received-at", type=Time(), metavar="T",
              help="把这个时刻当作收到提交的时间：核对签名时（--base），看钥匙那时算不算数。")  # fmt: skip
def check(
    county: tuple[str, ...], data: Path, as_of: str | None, workers: int | None, quiet: bool, base: str | None,
    form: str, strict: bool, content: Path | None, now: str | None, received_at: str | None, cluster: str | None,
    patience: float | None,
) -> None:  # fmt: skip
    """检查数据和文章，不写任何文件。

    给出区县代码时只检查这些区县；不给则检查全部。有错误时退出码为 1。

    \b
    例：
      wuyi check
      wuyi check 990101 --strict
      wuyi check --base origin/main
      wuyi check --format json > findings.json
      wuyi check --cluster tcp://10.0.0.1:8786
    """
    from generator.commands import checking, reporting

    # A folder of data may be checked by itself; that which a site is built from by default has its texts beside it.
    needed = content is not None or _by_default("data")
    content = content or data.resolve().parent / "content"
    engine = None
    if cluster is not None:
        from generator.build import elsewhere

        data = data.absolute()  # workers stand in folders of their own
        engine = elsewhere.cluster(cluster, data, patience, workers)
    with progress_bar(quiet) as progress:
        report = checking.judged(
            data, content, base, tomorrow(now), codes=county, as_of=as_of, workers=workers, progress=progress,
            needed=needed, engine=engine, received=received_at or clock(),
        )  # fmt: skip
    if form == "json":
        machine(reporting.as_json(report))
    elif form == "github":
        for line in reporting.as_github(
            report,
            {place.resolve().name: in_repository(place) for place in (data, content, data.resolve().parent / "theme")},
        ):
            machine(line)
    else:
        for line in reporting.as_text(report):
            click.echo(line)
    sys.exit(1 if report.errors or (strict and report.findings) else 0)


def _by_default(option: str) -> bool:
    """True for an option that was not written."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.DEFAULT


@click.command()
@click.argument("area")
@click.option("--county", metavar="CODE", help="只在这个区县里找。")
@data_option
@as_of_option
@quiet_option
def show(area: str, county: str | None, data: Path, as_of: str | None, quiet: bool) -> None:
    """查看一个区域：状态、原因、经过（含尚未公开的步骤）。

    区域写编号、名称、名称的一部分、拼音或拼音首字母都可以；符合的不止一个时，列出来供选择。

    \b
    例：
      wuyi show 990101001001-001
      wuyi show 990101001001-001 --as-of 2022-11-28
      wuyi show 锦绣家园
      wuyi show jxjy --county 990101
    """
    del quiet  # there is nothing but the result
    from generator.cli.common import complain
    from generator.commands.reporting import visible
    from generator.commands.show import UnknownAreaError
    from generator.commands.show import show as lines

    try:
        for line in lines(data, area, as_of, county):
            click.echo(visible(line))
    except UnknownAreaError as error:
        complain(str(error))
        sys.exit(1)


@click.command()
@click.option("--base", metavar="REV",
              help="和哪个提交、分支或标签相比；不写则是 HEAD（没有提交的改动），都已提交时是 HEAD~1。")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True,
              help="输出形式：文字、合并请求用的 Markdown，或 JSON。")  # fmt: skip
@data_option
@quiet_option
def changes(base: str | None, form: str, data: Path, quiet: bool) -> None:
    """说明改动的意思：哪些区域的状态变了，数量变了多少，取消和暂停在最前。不写任何文件。

    \b
    例：
      wuyi changes                            还没有提交的改动；都已提交时，最近一次提交的改动
      wuyi changes --base HEAD~1              最近一次提交以来
      wuyi changes --base origin/main --format markdown
    """
    import json

    from generator.commands.reporting import visible
    from generator.history import git
    from generator.review import document, markdown, text
    from generator.review.gather import reviewed

    del quiet  # there is nothing but the result
    last = git.has_parent(data) if base is None and git.revision(data) is not None else False
    if last:
        click.echo("没有未提交的改动：以下是最近一次提交（HEAD）和它前一次提交（HEAD~1）的不同。", err=form != "text")
    review = reviewed(data, base or ("HEAD~1" if last else "HEAD"))
    if form == "json":
        lines = json.dumps(document.document(review), ensure_ascii=False, indent=2).split("\n")
    else:
        lines = [*(text if form == "text" else markdown).lines(review)]
    say = click.echo if form == "text" else machine
    for line in lines:
        say(visible(line))
