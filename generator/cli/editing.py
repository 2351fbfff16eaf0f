"""The command that writes data that is there: renumber."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.common import Moment, data_option, quiet_option

# More lines than these are not told one by one.
_MOST_LINES = 20


@click.command()
@click.argument("county", nargs=-1)
@click.option("--base", default="origin/main", show_default=True, metavar="REV", help="已公布的提交、分支或标签。")
@click.option("--recorded-at", type=Moment(), metavar="now|T",
              help="给新记录一个记录时间：now 是现在；不早于各自的上一行。")  # fmt: skip
@data_option
@click.option("--dry-run", is_flag=True, help="只列出将改的序号和时间，不写。")
@quiet_option
def renumber(
    county: tuple[str, ...], base: str, recorded_at: str | None, data: Path, dry_run: bool, quiet: bool
) -> None:
    """给还没有公布的新记录、新区域、新通告重新编号：接在已公布的之后。

    两个分支各自在日志末尾加了行，合并时 git 说有冲突（CONFLICT）：运行这个命令，两边的行都保留，冲突标记由它去掉，
    自己的行接在后面。已公布的行一个字也不动；
    更正对象（corrects）是新记录的，跟着改。两个分支各登记了新的小区或通告、用了同一个编号的，
    没有公布的换下一个编号，自己的事件、依据、数量里的都跟着换。已公布的行被改动过时，什么也不写，退出码为 1。
    记录时间是进入名录的时间：写得早了，订阅里的日期就是旧的（W820），用 --recorded-at now 改成现在的。

    \b
    例：
      wuyi renumber --recorded-at now
      wuyi renumber 990101 --dry-run
      wuyi renumber --base v1.2 --recorded-at now --dry-run
    """
    from generator import words
    from generator.check import Report
    from generator.commands import reporting
    from generator.history.conflicts import in_conflict
    from generator.history.renumber import RefusedError, write
    from generator.history.renumber import renumber as plan

    conflicts = [*in_conflict(data, county)]
    for path, resolved in conflicts:
        if not dry_run:
            path.write_bytes(resolved)
        click.echo(reporting.visible(f"{'将去掉' if dry_run else '已去掉'} {path} 里的冲突标记：两边的行都保留"))
    if conflicts and dry_run:
        click.echo("只是看看：去掉以后才能重新编号，什么也没有写。")
        return
    try:
        mended = plan(data, base, county, recorded_at)
    except RefusedError as error:
        told = Report(list(error.findings))
        for text in [*reporting.as_text(told)][:-1] if error.findings else ():  # the last line is of a whole check
            click.echo(text)
        for problem in error.problems:
            click.echo(f"{reporting.visible(problem)}。")
        click.echo("没有改动任何编号。" if conflicts else "没有改动任何文件。")
        sys.exit(1)
    for log in mended:
        if not dry_run:
            write(log)
        for renamed in log.renaming.ids:
            click.echo(reporting.visible(f"编号  {renamed.was} → {renamed.now}  {renamed.name}"))
        for table in log.renaming.tables:
            click.echo(f"{'将改' if dry_run else '已改'} {table.shown}：{table.rows} 行的编号")
        for name, renamed in log.renaming.alike:
            click.echo(
                reporting.visible(
                    f"  提醒：{name} 里 {renamed.was} 的行都是已公布的。自己的“{renamed.name}”要是也记过同样的，"
                    f"git 把一样的两行合成了一行：用新编号 {renamed.now} 补上。"
                )
            )
        if not log.changed and not log.moved:
            continue
        moved = "；新记录移到最后" if log.moved else ""
        what = "序号和时间" if recorded_at else "序号"
        click.echo(f"{'将改' if dry_run else '已改'} {log.shown}：{len(log.changed)} 行的{what}{moved}")
        changed = [] if quiet else log.changed
        for line in changed if len(changed) <= _MOST_LINES else changed[: _MOST_LINES // 2]:
            now = line.now
            number = f"  第 {line.was.sequence} 号"
            if now.sequence != line.was.sequence:
                number += f" → 第 {now.sequence} 号"
            parts = [number, now.area_name, words.EVENTS[now.event]]
            if line.was.recorded_at != now.recorded_at:
                parts.append(f"记录时间 {line.was.recorded_at} → {now.recorded_at}")
            if line.was.area_id != now.area_id:
                parts.append(f"区域 {line.was.area_id} → {now.area_id}")
            if line.was.notice_id != now.notice_id:
                parts.append(f"通告 {line.was.notice_id} → {now.notice_id}")
            if line.was.corrects != now.corrects:
                parts.append(f"更正对象 {line.was.corrects} → {now.corrects}")
            click.echo(reporting.visible("  ".join(parts)))
        if len(changed) > _MOST_LINES:
            click.echo(f"  ……（共 {len(changed)} 行，写法相同）")
        for late, earlier in log.late[:1]:
            click.echo(
                f"  提醒：第 {late.sequence} 号的记录时间 {late.recorded_at} 早于上一行的 {earlier.recorded_at}，"
                "请改成现在的时间。"
            )
    if not mended:
        click.echo("新记录的序号都已接在已公布的记录之后，不用改。" if not recorded_at else "没有要改的新记录。")
    elif not dry_run and not quiet:
        is_late = any(log.late for log in mended)
        following = f"renumber --base {base} --recorded-at now" if is_late else f"check --base {base}"
        click.echo(f"下一步：wuyi {reporting.visible(following)}")
