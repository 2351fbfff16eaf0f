"""Commands for a register's own look: theme list, theme copy."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import FOLDER, data_option, quiet_option
from generator.errors import UsageError

_STANDINGS = {
    "": "程序自带的",
    "same": "已替换，原来的那份没有改过",
    "changed": "已替换，抄出以后原来的那份改过了",
    "unmarked": "已替换，没有记下从哪一份抄出",
    "gone": "没有用到：这一版程序已经没有它",
    "part": "自己的片段",
    "unknown": "没有用到：程序里没有这个名称的模板",
}


@click.group()
def theme() -> None:
    """自己的外观：用 data 旁边 theme/templates/ 里的模板，代替程序自带的。

    \b
    例：
      wuyi theme list
      wuyi theme copy base
    """


@theme.command(name="list")
@data_option
def list_(data: Path) -> None:
    """列出所有模板：哪些被替换了，哪些在升级以后要再看一看。

    \b
    例：
      wuyi theme list
    """
    from generator.publish.pages import overrides
    from generator.reading.folder import require

    require(data)
    for template in overrides.listed(data):
        click.echo(f"{template.name:<22}{_STANDINGS[template.standing]}")


@theme.command()
@click.argument("name")
@click.option("--output", type=FOLDER, metavar="FILE", help="写到哪个文件；不写则是 theme/templates/ 里的同名文件。")
@data_option
@quiet_option
def copy(name: str, output: Path | None, data: Path, *, quiet: bool) -> None:
    """抄出一个程序自带的模板，供修改；第一行记着它是从哪一份抄出的，不要删去。

    \b
    例：
      wuyi theme copy area
      wuyi theme copy base --output 新的.html
    """
    from generator.publish.pages import overrides
    from generator.reading import appearance
    from generator.reading.folder import require

    require(data)
    content = overrides.copy(name)
    target = output or appearance.folder(data) / "templates" / f"{name.removesuffix('.html')}.html"
    if target.exists():
        raise UsageError(f"{target} 已经在了，没有改动；要比较，用 --output 写到另一个文件")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode())
    if not quiet:
        click.echo(f"已写 {target}。改好以后运行 wuyi check 和 wuyi serve。")
