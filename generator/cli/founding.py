"""Commands that begin a register of one's own, and let it grow: init, add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import FOLDER, Time, data_option, https, now, program, quiet_option, tomorrow
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.staff.founding.adding import Addition

since_option = click.option("--since", type=Time(), metavar="DAY", help="名录的第一天，默认今天。")
adopted_option = click.option(
    "--adopted-by", multiple=True, metavar="NOTICE",
    help="外地的工作方案由区县的哪份通告采用（通告编号），如 310113-20221120-1。",
)  # fmt: skip
promise_option = click.option(
    "--every-days", type=click.IntRange(1, 366), metavar="N", help="更新承诺：至多几天公布一次；不写就不作承诺。"
)
owner_option = click.option("--owner", metavar="@账号", help="由谁核对这些区县的合并请求，写进 CODEOWNERS。")
source_option = click.option(
    "--source", type=FOLDER, metavar="DIR", help="取区划代码和工作方案的数据文件夹，默认用程序自带的。"
)
dry_run_option = click.option("--dry-run", is_flag=True, help="只列出将写的文件。")


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--county", "counties", multiple=True, metavar="CODE", help="区县的 6 位代码或名称；几个就写几次。")
@click.option("--scheme", "schemes", multiple=True, metavar="ID",
              help="工作方案的编号，如 chongqing-2022-74，或者它的文件；几份就写几次。")  # fmt: skip
@since_option
@click.option("--publisher", help="发布单位。")
@click.option("--contact", help="联系单位（办公室，不写个人）。")
@click.option("--site-url", metavar="URL", callback=https, help="网站地址，https 开头。")
@click.option("--name", help="网站名称，默认是地名加“称号公开名录”。")
@click.option("--name-en", metavar="NAME", help="网站的英文名称；写了就有英文网页。")
@adopted_option
@promise_option
@owner_option
@click.option("--requirement", metavar="LINE",
              help="requirements.txt 里取得程序的一行：版本、安装包的位置或 git 地址，默认是现在的版本。")  # fmt: skip
@source_option
@click.option("--data-only", is_flag=True, help="只写数据文件夹，不写文章、流水线和说明。")
@click.option("--no-git", is_flag=True, help="不建 git 仓库，不提交。")
@dry_run_option
@quiet_option
def init(
    folder: Path, counties: tuple[str, ...], schemes: tuple[str, ...], since: str | None, publisher: str | None,
    contact: str | None, site_url: str | None, name: str | None, name_en: str | None, adopted_by: tuple[str, ...],
    every_days: int | None, owner: str | None, requirement: str | None, source: Path | None,
    *, data_only: bool, no_git: bool, dry_run: bool, quiet: bool,
) -> None:  # fmt: skip
    """新建一个自己的名录：数据、文章、流水线、说明，第一次提交；不含演示数据。

    在终端里运行，没有写的会一项一项地问。要么全部写好，要么什么也没有写。

    \b
    例：
      wuyi init my-register
      wuyi init my-register --county 500241 --scheme chongqing-2022-74 --publisher 某县疫情防控指挥部 \\
        --contact 某县社区防控组办公室 --site-url https://register.example --dry-run
      cd my-register
      wuyi serve
    """
    from generator.cli import beginning
    from generator.staff.founding import repository, writing
    from generator.staff.founding.registers import Site, bindings
    from generator.staff.founding.source import Source

    writing.require_free(folder)
    lists = Source(source)
    ask = beginning.asker()
    given = {
        "--county": counties, "--scheme": schemes, "--publisher": publisher, "--contact": contact,
        "--site-url": site_url,
    }  # fmt: skip
    lacking = [option for option, value in given.items() if not value]
    if ask.silent and lacking:
        raise UsageError(f"还缺 {'、'.join(lacking)}：写全了再来，或在终端里运行，逐项回答")
    places = beginning.counties(lists, ask, counties)
    profiles = [lists.scheme(text) for text in schemes] or beginning.schemes(lists, ask, places)
    bound = bindings(places, profiles, adopted_by)
    who = publisher or ask.text("发布单位", "--publisher")
    office = contact or ask.text("联系单位（办公室，不写个人）", "--contact")
    url = site_url or ask.until("网站地址（https 开头）", "--site-url", beginning.address)
    default = beginning.site_name(places)
    title = name or (ask.text("网站名称", "--name", default) if lacking else default)
    keeper = beginning.keeper(ask, who, office, since, every_days, asks=bool(lacking))
    site = Site(title, url, f"{url.split('/')[2].partition(':')[0].lower()},{now()[:4]}", name_en)
    founding = repository.Founding(lists, site, keeper, places, bound, owner, requirement)
    files = repository.data_files(founding) if data_only else repository.files(founding)
    if dry_run:
        for path in sorted(files):
            click.echo(f"将写 {folder / path}")
        return
    said = None
    with writing.founded(folder, files) as aside:
        if data_only:
            writing.require_sound(aside, None, tomorrow())
        else:
            writing.require_sound(aside / "data", aside / "content", tomorrow())
            if not no_git:
                names = "、".join(place.name for place in places)
                said = writing.commit(aside, folder, f"名录开始：{names}\n")
    if not quiet:
        _begun(folder, files, [place.name for place in places], adopted_by, said, data_only=data_only)


def _begun(
    folder: Path, files: Mapping[str, bytes], names: Sequence[str], adopted: Sequence[str], said: str | None,
    *, data_only: bool,
) -> None:  # fmt: skip
    """What was made, and what comes next."""
    from generator.cli.asking import say

    say(f"已建好 {folder}：{'、'.join(names)}，{len(files)} 个文件。")
    if said is not None:
        say(f"{said}。")
    for notice in adopted:
        say(f"采用外地方案的通告 {notice} 还没有登记：把它写进区县的 notices.csv，检查才能通过。")
    if data_only:
        say(f"下一步：在 {folder}/registers/ 里登记区域与事件，然后 {program()} build --data {folder}")
        return
    say(f"下一步：cd {folder}，再 {program(folder)} serve，打开 http://127.0.0.1:8000/")
    say("发布之前请改写 content/pages/about.md；各个文件是什么，写在 README.md 里。")


@click.group()
def add() -> None:
    """给名录加区县、加工作方案。"""


@add.command("county")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@click.option("--scheme", "schemes", multiple=True, metavar="ID",
              help="工作方案的编号或文件；不写则用名录里已有的本地方案。")  # fmt: skip
@since_option
@click.option("--publisher", help="发布单位，默认与网站的主办单位相同。")
@click.option("--contact", help="联系单位，默认与网站的相同。")
@adopted_option
@promise_option
@owner_option
@source_option
@data_option
@dry_run_option
@quiet_option
def add_county(
    codes: tuple[str, ...], schemes: tuple[str, ...], since: str | None, publisher: str | None, contact: str | None,
    adopted_by: tuple[str, ...], every_days: int | None, owner: str | None, source: Path | None, data: Path,
    *, dry_run: bool, quiet: bool,
) -> None:  # fmt: skip
    """加一个或几个区县，写代码或名称；别的省的，连同那个省的区划一起加。要么都加，要么都不加。

    \b
    例：
      wuyi add county 500242
      wuyi add county 酉阳 彭水 --dry-run
    """
    from generator.cli import beginning
    from generator.staff.founding import adding
    from generator.staff.founding.registers import bindings
    from generator.staff.founding.source import Source

    site = adding.site_of(data)
    lists = Source(source)
    ask = beginning.asker()
    places = beginning.counties(lists, ask, codes, adding.provinces(data))
    profiles = adding.schemes_for(data, lists, places, schemes, adopted_by)
    bound = bindings(places, profiles, adopted_by)
    who = publisher or beginning.same(ask, "发布单位", "--publisher", site.publisher)
    office = contact or beginning.same(ask, "联系单位", "--contact", site.contact)
    keeper = beginning.keeper(ask, who, office, since, every_days, asks=True)
    addition = adding.counties(data, lists, places, bound, keeper, owner)
    _added(data, addition, dry_run=dry_run, quiet=quiet)
    if not (dry_run or quiet):
        names = "、".join(place.name for place in places)
        click.echo(f"已加 {names}。下一步：wuyi check，再提交；发布单位和联系单位在各自的 county.json 里。")


@add.command("scheme")
@click.argument("scheme", metavar="ID|FILE")
@source_option
@data_option
@dry_run_option
@quiet_option
def add_scheme(scheme: str, source: Path | None, data: Path, *, dry_run: bool, quiet: bool) -> None:
    """加一份工作方案：程序自带的写编号，自己的写文件的位置。

    \b
    例：
      wuyi add scheme hainan-2022
      wuyi add scheme 生活垃圾分类.json
    """
    from generator.staff.founding import adding
    from generator.staff.founding.source import Source

    adding.site_of(data)
    added = Source(source).scheme(scheme)
    _added(data, adding.scheme(data, added), dry_run=dry_run, quiet=quiet)
    if not (dry_run or quiet):
        click.echo(f"已加《{added.name}》。哪个区县从哪天起用它，写在那个区县 county.json 的 schemes 里。")


def _added(data: Path, addition: Addition, *, dry_run: bool, quiet: bool) -> None:
    """Writes an addition, or lists what it would write."""
    from generator.staff.founding import adding

    names = adding.told(data, addition) if dry_run else adding.add(data, addition, tomorrow())
    for name in names if dry_run or not quiet else ():
        click.echo(f"{'将写' if dry_run else '已写'} {name}")
