"""Commands that write data: init."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import FOLDER, Time, https, quiet_option, tomorrow


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--county", required=True, metavar="CODE", help="6 位区县代码。")
@click.option("--scheme", required=True, metavar="ID", help="工作方案，如 chongqing-2022-74。")
@click.option("--since", required=True, type=Time(), metavar="DAY", help="名录的第一天。")
@click.option("--publisher", required=True, help="发布单位。")
@click.option("--contact", required=True, help="联系单位（办公室，不写个人）。")
@click.option("--site-url", required=True, metavar="URL", callback=https, help="网站地址，https 开头。")
@click.option("--name", default="无疫区域公开名录", show_default=True, help="网站名称。")
@click.option("--source", type=FOLDER, default=Path("data"), show_default=True, metavar="DIR",
              help="取工作方案和区划代码的数据文件夹。")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="只列出将写的文件。")
@quiet_option
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
        folder, source, county, scheme, since[:10], publisher, contact, name, site_url, f"{host},{tomorrow()[:4]}"
    )
    files = plan(request) if dry_run else begin(request)
    if quiet:
        return
    for path in files:
        click.echo(f"{'将写' if dry_run else '已写'} {folder / path}")
    if not dry_run:
        click.echo("content/ 里的文章还是演示网站的：发布前请改写 content/pages/about.md 和公告。")
        click.echo(f"下一步：在 {folder}/registers/{county}/ 里登记区域与事件，然后 wuyi build --data {folder}")
