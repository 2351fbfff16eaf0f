"""The command that brings a repository to the installed version: upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.cli.common import data_option, program

if TYPE_CHECKING:
    from generator.staff.founding.upgrading import Fate, Plan


@click.command()
@click.option("--dry-run", is_flag=True, help="只说要改什么，什么也不写。")
@click.option("--force", "forced", multiple=True, metavar="NAME",
              help="你们改过的、删去的文件，也换成新版的；几个就写几次。")  # fmt: skip
@data_option
def upgrade(forced: tuple[str, ...], data: Path, *, dry_run: bool) -> None:
    """把仓库里程序写的文件换成现在这一版的：流水线、Makefile、文章、requirements.txt 里的版本。

    先装上新版的程序，再在仓库里运行。没有人改过的文件换成新的；你们改过的留着，只显示哪里不同。
    要么都改好，要么一个也不改；改了不提交，先用 git diff 看一看。名录的数据（registers/）从来不动。

    \b
    例：
      wuyi upgrade --dry-run
      wuyi upgrade
      wuyi upgrade --force Makefile
    """
    from generator.commands.reporting import visible
    from generator.staff.founding import upgrading

    work = upgrading.plan(data, forced)
    for line in (*_told(work, dry_run=dry_run), *_of_theme(data)):
        click.echo(visible(line))
    if dry_run or not work.changes:
        return
    upgrading.carry_out(work)
    click.echo(
        f"改好了，还没有提交：用 git diff 看一看，运行 {program()} check 和 {program()} build，再提交。"
        "不要了，就用 git restore . 退回去。"
    )


def _told(work: Plan, *, dry_run: bool) -> Iterator[str]:
    """What is changed, and what is left as it is, why and how it differs."""
    from generator.reading.version import FORMAT
    from generator.staff.founding.upgrading import Fate, difference

    will = "将" if dry_run else ""
    if work.before is None:
        yield f"仓库里没有记下是哪个版本写的，装着的是 wuyi {__version__}：凡是和它不同的都算你们改过。"
    elif work.changes or work.pieces or work.pin is not None:
        yield f"仓库是 wuyi {work.before.version} 写的，装着的是 wuyi {__version__}。"
    else:
        yield f"仓库已经是 wuyi {__version__} 的，没有要改的。"
        return
    yield f"数据格式：第 {FORMAT} 版，不用改。"
    if work.pin is not None and work.pin.content is not None:
        yield f"requirements.txt：wuyi {work.pin.said} {will}改成 {__version__}"
    elif work.pin is not None:
        yield (
            f"requirements.txt：里面写的是“{work.pin.said}”，请自己改成取得 {__version__} 的那一行"
            if work.pin.said
            else f"requirements.txt：里面没有写 wuyi，请自己加上取得 {__version__} 的那一行"
        )
    for fate, head in _heads(will).items():
        of_fate = [piece for piece in work.pieces if piece.fate is fate]
        if of_fate:
            yield head
        for piece in of_fate:
            yield f"  {piece.name}"
            if fate in (Fate.KEPT, Fate.HELD):
                yield from (f"    {line}" for line in difference(piece))
    yield from _settings(work)


def _heads(will: str) -> dict[Fate, str]:
    from generator.staff.founding.upgrading import Fate

    return {
        Fate.REPLACED: f"{will}换成新的（程序写了以后没有人改过）：",
        Fate.ADDED: f"{will}新加：",
        Fate.REMOVED: f"{will}删去（新版不再用）：",
        Fate.FORCED: f"{will}照 --force 换成新的：",
        Fate.KEPT: "留着你们改过的；新版的不同在哪里，列在下面（要新版的，用 --force 文件名）：",
        Fate.HELD: "数据从来不替你们改；程序自带的这一份变了，不同列在下面（要用它的，用 --force 文件名）：",
        Fate.LACKING: "仓库里没有、不再加回（要的，用 --force 文件名）：",
    }


def _settings(work: Plan) -> Iterator[str]:
    from generator.reading.schemas import documents

    about = documents()["site"]["properties"]
    if work.came:
        yield "data/site.json 可以写的新设置（不写就照旧）："
    for key in work.came:
        yield f"  {key}：{about[key].get('title', '')}"
    if work.went:
        yield "data/site.json 里这些设置不再有，请删去：" + "、".join(work.went)


def _of_theme(data: Path) -> Iterator[str]:
    """Templates of one's own whose original is another one now, or gone: people decide what becomes of them."""
    from generator.publish.pages import overrides

    changed = [each.name for each in overrides.listed(data) if each.standing == overrides.CHANGED]
    gone = [each.name for each in overrides.listed(data) if each.standing == overrides.GONE]
    if changed:
        yield "theme/templates 里这些是照旧版抄的，新版变了，请照着改一改（wuyi theme copy 名称）："
        yield f"  {'、'.join(changed)}"
    if gone:
        yield "theme/templates 里这些，新版不再用，不起作用了："
        yield f"  {'、'.join(gone)}"
