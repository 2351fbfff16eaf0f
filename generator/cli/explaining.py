"""The command that explains findings."""

from __future__ import annotations

import click


@click.command()
@click.argument("code", nargs=-1)
def explain(code: tuple[str, ...]) -> None:
    """说明一种错误或提醒：含义、改法和最小的例子；不给编号则列出全部。

    \b
    例：
      wuyi explain E301
      wuyi explain
    """
    from generator.commands.explain import explain as lines
    from generator.commands.explain import listing

    if not code:
        for line in listing():
            click.echo(line)
    for index, asked in enumerate(code):
        if index:
            click.echo()
        for line in lines(asked):
            click.echo(line)
