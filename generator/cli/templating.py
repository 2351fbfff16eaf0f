"""The command that writes the workbook to fill in: template."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import FOLDER, data_option, now, quiet_option, tomorrow
from generator.errors import UsageError


@click.command()
@click.argument("county")
@click.option("--output", type=FOLDER, metavar="FILE",
              help="写到哪个 .xlsx 文件；不写则是 <区县代码>-填报表.xlsx。")  # fmt: skip
@click.option("--force", is_flag=True, help="文件已经在，也重新写（里面填的就没有了）。")
@click.option("--scripts", "folder", type=FOLDER, metavar="DIR",
              help="不写工作簿，写双击就能用的脚本（.bat 和 .sh）到这个文件夹，它要在名录的仓库里。")  # fmt: skip
@data_option
@quiet_option
def template(county: str, output: Path | None, folder: Path | None, data: Path, *, force: bool, quiet: bool) -> None:
    """写一个填报用的工作簿（Excel、WPS、LibreOffice 都能打开），填好以后用 wuyi import 读入。

    里面有这个区县的区域和它们现在的状态；事件、原因、通告、称号、街道、社区从下拉列表里选；编号和范围是文本，
    不会被改成日期或数；每一列怎样填，写在表头和“说明”里。区县写代码或名称。

    \b
    例：
      wuyi template 990101
      wuyi template 示例区 --output 第十六批.xlsx
      wuyi template 990101 --scripts 办公室
    """
    from generator.staff.recording.desk import county_code
    from generator.staff.template.form import form
    from generator.staff.template.workbook import TO_FILL, written

    code = county_code(data, county)
    made = form(data, code, now()[:10], tomorrow())
    if folder is not None:
        _scripts(folder, code, force=force, quiet=quiet)
        return
    target = output or Path(f"{code}-填报表.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"写到 .xlsx 文件，不是 {target.name}")
    if target.exists() and not force:
        raise UsageError(f"{target} 已经在了，里面可能填了内容：换一个名字，或加上 --force")
    target.write_bytes(written(made))
    if not quiet:
        click.echo(f"已写 {target}：{made.name}，{len(made.areas)} 个区域。")
        click.echo(f"填“{TO_FILL}”一张表；保存以后 wuyi import {target} --county {code}")
        click.echo("新评定的，再加上 --assessed 和 --filed：自评和备案的日期。")


def _scripts(folder: Path, code: str, *, force: bool, quiet: bool) -> None:
    from generator.staff.template.scripts import scripts

    files = scripts(folder, code)
    there = [name for name in files if (folder / name).exists()]
    if there and not force:
        raise UsageError(f"{folder / there[0]} 已经在了：换一个文件夹，或加上 --force")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o755)
        if not quiet:
            click.echo(f"已写 {folder / name}")
