"""Commands of schemes: whether a profile contradicts itself, how it was understood, which there are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import Group, data_option
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.register.profile import Profile


@click.group(cls=Group)
def scheme() -> None:
    """工作方案：检查自己写的方案，看程序怎样理解它，列出现有的。

    怎样从一份通知写成方案，见文档 docs/schemes.zh-CN.md。
    """


@scheme.command("check")
@click.argument("file", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="提醒也按错误处理。")
@data_option
def check(file: tuple[str, ...], data: Path, *, strict: bool) -> None:
    """检查一个方案文件，不看名录，不写任何文件。

    写法、日期、前后矛盾都检查：没有哪一步给出的称号，办不到的层级和时限，写了两次的标准，没有定义的名称。
    wuyi check 检查 data/ 时也说同样的话。有错误时退出码为 1。

    \b
    例：
      wuyi scheme check my-scheme.json
      wuyi scheme check data/schemes/*.json
    """
    from generator.check import Report, check_scheme
    from generator.commands import reporting

    wrong = False
    for path in (_path(data, named) for named in file):
        profile, findings = check_scheme(path)
        report = Report(findings)
        for line in [*reporting.as_text(report)][:-1]:  # the last line is of a whole check
            click.echo(line)
        name = reporting.visible(f"《{profile.name}》" if profile else str(path))
        if not findings:
            click.echo(f"{name}：没有问题。程序怎样理解它，看 wuyi scheme show {reporting.visible(str(path))}")
        else:
            click.echo(f"{name}：{report.errors} 个错误，{report.warnings} 个提醒。")
        wrong = wrong or bool(report.errors or (strict and findings))
    sys.exit(1 if wrong else 0)


@scheme.command("show")
@click.argument("file")
@data_option
def show(file: str, data: Path) -> None:
    """用话说一个方案：称号、步骤、由谁决定、时限、原因、标准，哪些事会牵连上级。

    写文件，或 data/schemes/ 里、随程序来的方案的标识。

    \b
    例：
      wuyi scheme show my-scheme.json
      wuyi scheme show hainan-2022
    """
    from generator.check import check_scheme
    from generator.commands.reporting import visible
    from generator.commands.schemes import telling

    path = _path(data, file)
    profile, _ = check_scheme(path)
    if profile is None:
        raise UsageError(f"{path} 有错误，读不成方案；先看 wuyi scheme check {path}")
    for line in telling(profile):
        click.echo(visible(line))


@scheme.command("list")
@data_option
def list_(data: Path) -> None:
    """列出方案：data/schemes/ 里的，和随程序来的。

    \b
    例：
      wuyi scheme list
    """
    from generator.commands.reporting import visible
    from generator.commands.schemes import listing

    for line in listing(_known(data)):
        click.echo(visible(line))


def _known(data: Path) -> Iterator[tuple[Profile, str]]:
    """The schemes of the register, then those that ship and are not in it."""
    from generator import shipped
    from generator.check import check_scheme

    own = sorted((data / "schemes").glob("*.json"))
    ids = {path.stem for path in own}
    others = [path for path in sorted((shipped.DATA / "schemes").glob("*.json")) if path.stem not in ids]
    for path in (*own, *others):
        profile, _ = check_scheme(path)
        if profile is None:
            raise UsageError(f"{path} 有错误，读不成方案；先看 wuyi scheme check {path}")
        yield profile, "" if path.stem in ids else "（随程序）"


def _path(data: Path, named: str) -> Path:
    """The file of a scheme that is named by its path, or by its id."""
    from generator import shipped

    path = Path(named)
    if path.suffix == ".json" or path.is_file():
        if not path.is_file():
            raise UsageError(f"没有文件 {named}")
        return path
    places = [folder / "schemes" / f"{named}.json" for folder in (data, shipped.DATA)]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise UsageError(f"没有方案“{named}”：写文件的路径，或标识；有哪些，看 wuyi scheme list")
    return found
