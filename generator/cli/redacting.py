"""The command that removes a text that has to go."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from generator.cli.common import Moment, data_option, quiet_option
from generator.errors import UsageError

# So many places are told one by one.
_MOST: Final = 50
_LEFT: Final = (
    "还没有做完。这里只改了现在的文件，下面这些地方仍有原文，程序到不了：",
    "  · git 的历史：以前的提交里都有；别人的克隆和分叉、代码平台上的合并请求和评论里也有。",
    "  · 已经发出去的：网站以前的版本（wuyi rollback 能退回去的）、缓存和 CDN、网页存档、搜索引擎、订阅者手里的副本。",
    "  · 留下的哈希：知道这条记录其余各列的人，可以拿一个名称来试，看哈希对不对。",
    "怎样清理、清理会弄坏什么：工作指南“删除文字”。提交说明里不要写出删除的文字。",
)


@click.command()
@click.argument("event", nargs=-1, required=True, metavar="EVENT...")
@click.option("--columns", type=click.Choice(["area_name"]), default="area_name", show_default=True,
              help="删除哪一列：日志里只有区域名称是自由填写的。")  # fmt: skip
@click.option("--decided-by", required=True, metavar="TEXT", help="谁决定的：法院、机关的名称；会公布。")
@click.option("--reason", required=True, metavar="TEXT", help="为什么：依据的文书、规定；会公布，不写出删除的文字。")
@click.option("--redacted-at", type=Moment(), metavar="now|T", default="now", show_default=True, help="删除的时间。")
@data_option
@click.option("--dry-run", is_flag=True, help="只看将写什么、文字还在哪里，不写。")
@quiet_option
def redact(
    event: tuple[str, ...], columns: str, decided_by: str, reason: str, redacted_at: str, data: Path, *,
    dry_run: bool, quiet: bool,
) -> None:  # fmt: skip
    """删除已公布的记录里的文字：法院判令删除的，或误把个人信息写进区域名称的。

    记录本身不删：日期、状态、通告都还在，名称换成“【已删除】”，日志里原来的哈希保留，以前发出的证明仍然有效。
    redactions 表记下谁决定、为什么、什么时候，一起公布。两个文件要么都写，要么都不写。
    同一个名称在别的记录、区域、通告、网页文字里也有的，逐处列出，由人改。
    录错了的事用 wuyi record --correct，不用这个命令；还没有提交的，用 wuyi record --undo。

    \b
    例：
      wuyi redact 990101-000023 --decided-by 示例市中级人民法院 --reason "（2026）示01民终5号判决" --dry-run
      wuyi redact 990101-000023 990101-000024 --decided-by 示例市卫生健康委员会 --reason 名称里误写了个人姓名
    """
    from generator.commands.reporting import visible
    from generator.staff import redacting

    decided_by, reason = decided_by.strip(), reason.strip()
    if not decided_by or not reason:
        raise UsageError("--decided-by 和 --reason 都要写：它们会公布，说明为什么少了文字")
    plan = redacting.plan(data, event, redacting.Wish(columns, decided_by, reason, redacted_at))
    changed = [name for name in plan.now if plan.now[name] != plan.was[name]]
    if dry_run:
        click.echo(visible(f"将写 {plan.folder}：{'、'.join(changed)}；删除 {'、'.join(plan.events)} 的名称。"))
    else:
        written = redacting.write(plan)
        click.echo(visible(f"已写 {plan.folder}：{'、'.join(written)}；删除了 {'、'.join(plan.events)} 的名称。"))
    if plan.places:
        click.echo(f"这些文字还在 {len(plan.places)} 处，要人来改：")
    for place in plan.places[:_MOST]:
        column = f" {place.column} 列" if place.column else ""
        click.echo(visible(f"  {place.path} 第 {place.line} 行{column}：{place.mend}"))
    if len(plan.places) > _MOST:
        click.echo(f"  另有 {len(plan.places) - _MOST} 处：改完这些再运行一次 --dry-run")
    if dry_run:
        click.echo("只是看看：什么也没有写。")
    elif not quiet:
        code = plan.events[0][:6]
        click.echo(f"下一步：wuyi check {code} --base origin/main 核对，再用 wuyi submit {code} 提交。")
    if not quiet:
        for line in _LEFT:
            click.echo(line)
