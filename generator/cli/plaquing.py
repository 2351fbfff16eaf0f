"""The command that prints: plaque."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import FOLDER, data_option, progress_bar, quiet_option, site_url_option, workers_option

if TYPE_CHECKING:
    from generator.staff.plaque import Decision
    from generator.transparency.proof import Proof


@click.command()
@click.argument("area", nargs=-1)
@click.option("--county", metavar="CODE", help="整个区县：现在持有称号的全部区域。")
@click.option("--notice", metavar="NOTICE_ID", help="一份通告发布的、现在仍持有称号的全部区域。")
@click.option("--output", type=FOLDER, default=Path("plaques"), show_default=True, metavar="FILE|DIR",
              help="以 .pdf 结尾：合成一个文件，每块一页；否则是文件夹，每个区域一个文件。")  # fmt: skip
@click.option("--size", type=click.Choice(["a4", "a5"]), default="a4", show_default=True, help="纸张，横放。")
@click.option("--proofs", "published", metavar="DIR|URL",
              help="公布了的网站：在牌子旁边再写证明（.tlog-proof）：称号依据的记录在它的日志里。")  # fmt: skip
@site_url_option
@data_option
@workers_option
@click.option("--dry-run", is_flag=True, help="只列出将制作的称号牌，不写文件。")
@quiet_option
def plaque(
    area: tuple[str, ...], county: str | None, notice: str | None, output: Path, size: str, published: str | None,
    site_url: str | None, data: Path, workers: int | None, dry_run: bool, quiet: bool,
) -> None:  # fmt: skip
    """制作称号牌（PDF）：称号、名称、二维码和网址。只给现在持有称号的区域。

    以网页为准，牌子只是指路。称号暂停或取消的区域没有称号牌，已经挂出的应即取下（摘牌）。
    点名的区域里只要有一个不能制作，就什么也不写，逐一说明原因，退出码为 1；
    按区县或通告成批制作时，没有称号的区域跳过并计数。需要 pip install 'wuyi[plaque]'。

    \b
    例：
      wuyi plaque 990101001001-001
      wuyi plaque 990101001001-001 990101001001-002 --size a5 --output 称号牌.pdf
      wuyi plaque --county 990101 --output plaques
      wuyi plaque --county 990101 --proofs https://register.example/
      wuyi plaque --notice 990101-20221122-1 --dry-run
    """
    from generator.commands import reporting
    from generator.staff.plaque import Wanted, decide

    if not area and county is None and notice is None:
        raise click.UsageError("请给出区域编号，或 --county、--notice")
    decision = decide(data, Wanted(area, county, notice), site_url)
    if decision.report.errors:
        for line in reporting.as_text(decision.report):
            click.echo(line, err=True)
        click.echo("数据有错误，没有制作称号牌。", err=True)
        sys.exit(1)
    for refusal in decision.refused:
        name = f"{refusal.name}（{refusal.area_id}）" if refusal.name != refusal.area_id else refusal.name
        click.echo(reporting.visible(f"不能制作 {name}：{refusal.reason.rstrip('。')}。"), err=True)
    if decision.refused:
        click.echo("没有写任何文件。", err=True)
        sys.exit(1)
    if dry_run:
        for made in decision.plaques:
            click.echo(reporting.visible(f"将制作 {made.area_id}  {made.title_name}  {made.name}"))
    elif decision.plaques:
        proofs = _proofs(decision, published) if published is not None else {}
        _write(decision, output, size, workers, quiet=quiet)
        for event_id, proof in proofs.items():
            folder = output.parent if output.suffix.lower() == ".pdf" else output
            (folder / f"{event_id}.tlog-proof").write_text(proof.format(), encoding="utf-8")
        _proven(proofs, quiet=quiet)
    _told(decision, output, dry_run=dry_run, quiet=quiet)


def _proofs(decision: Decision, published: str) -> dict[str, Proof]:
    """Whatever is wrong with them is known before anything is written."""
    from generator.copies.remote import Site, is_address
    from generator.copies.source import Folder
    from generator.publish.pages import pdf
    from generator.staff import proofs

    pdf.require()
    source = Site(published) if is_address(published) else Folder(Path(published))
    return proofs.proofs(source, decision.plaques)


def _proven(proofs: dict[str, Proof], *, quiet: bool) -> None:
    from generator.staff.proofs import is_signed

    if proofs and not quiet:
        click.echo(f"旁边有 {len(proofs)} 份证明（.tlog-proof），用 wuyi verify --proof 核对。")
        if not all(map(is_signed, proofs.values())):
            click.echo("提醒：网站的日志没有签名，这样的证明只说明和当时的网站一致，不能证明是谁公布的。")


def _write(decision: Decision, output: Path, size: str, workers: int | None, *, quiet: bool) -> None:
    from generator.publish.pages import pdf
    from generator.staff.plaque import Printer, print_each

    pdf.require()
    if output.suffix.lower() == ".pdf":
        content = Printer(size, decision.appearance)(decision.plaques)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
        return
    output.mkdir(parents=True, exist_ok=True)
    with progress_bar(quiet) as progress:
        made = print_each(decision.plaques, size, decision.appearance, workers)
        for area_id, content in progress(made, "制作称号牌", total=len(decision.plaques)):
            (output / f"{area_id}.pdf").write_bytes(content)


def _told(decision: Decision, output: Path, *, dry_run: bool, quiet: bool) -> None:
    """What was made, what was passed over, and whose plaque has to come down."""
    from generator.commands.reporting import visible
    from generator.staff.plaque import counted

    if quiet:
        return
    click.echo(
        f"{'将制作' if dry_run else '已制作'} {len(decision.plaques)} 块称号牌"
        f"{'' if dry_run or not decision.plaques else f'：{output}'}。"
    )
    if decision.passed_over:
        kinds = "，".join(f"{word} {number} 个" for word, number in counted(decision.passed_over).items())
        click.echo(f"跳过 {len(decision.passed_over)} 个现在没有称号的区域：{kinds}。")
        for other in decision.passed_over:
            if other.word in ("已暂停", "已取消"):
                click.echo(visible(f"  请摘牌：{other.name}（{other.area_id}），{other.word}"))
    if not all(made.stated for made in decision.plaques):
        click.echo("说明：工作方案没有写明挂牌；称号牌由名录印制，不是方案要求的标牌，牌上已注明。")
