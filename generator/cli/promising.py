"""The command that asks whether promises of updates are kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.common import Time, data_option, machine, now, quiet_option


@click.command()
@data_option
@click.option("--now", "clock", type=Time(), metavar="T", help="把这一天或时刻当作现在，代替电脑的时钟。")
@click.option("--format", "form", type=click.Choice(["text", "github"]), default="text", show_default=True,
              help="输出形式：文字，或 GitHub 标注。")  # fmt: skip
@quiet_option
def late(data: Path, clock: str | None, form: str, quiet: bool) -> None:
    """看有没有区县过了承诺的更新时间还没有新的记录。不写任何文件。

    承诺写在 county.json 的 publishes_every_days；没有承诺的、已归档的不算。
    有晚了的，退出码为 1。可以定时运行，见 docs/hosting.md。

    \b
    例：
      wuyi late
      wuyi late --now 2022-12-06
    """
    from generator.commands.late import late as found
    from generator.commands.reporting import visible
    from generator.register.times import end_of

    counties = [*found(data, end_of(clock) if clock else now())]
    for county in counties:
        promised = f"承诺至多 {county.promised} 天更新一次，最近的记录是 {county.as_of[:10]}"
        line = visible(f"{county.name}（{county.code}）晚了 {county.days} 天：{promised}")
        if form == "github":
            machine(f"::error title=没有按时更新::{line}")
        else:
            click.echo(line)
    if counties:
        sys.exit(1)
    if not quiet:
        click.echo("都在承诺的时间以内。")
