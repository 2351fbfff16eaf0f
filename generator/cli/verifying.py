"""Commands for those who have a copy: verify, sync."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import FOLDER, Time, progress_bar, quiet_option, tomorrow
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.copies.days import Told
    from generator.copies.held import Held
    from generator.copies.removed import Removed
    from generator.copies.source import Source

# Lines of one kind that are shown; removals all.
MOST = 300


@click.command()
@click.argument("where", metavar="DIR|URL", required=False)
@click.option("--log-key", "keys", metavar="FILE|TEXT", multiple=True,
              help="登记册的公钥：每份日志都须有它的签名。")  # fmt: skip
@click.option("--checkpoint", "held", type=FOLDER, multiple=True, metavar="FILE",
              help="以前保存的检查点：现在的日志须是它的延续。")  # fmt: skip
@click.option("--proof", type=FOLDER, metavar="FILE",
              help="核对一份证明（.tlog-proof）；给出副本或网址，还看此后的记录。")  # fmt: skip
@click.option("--history", "of_history", is_flag=True,
              help="核对仓库里每次提交的签名（DIR 是用 git clone 取来的仓库，不写则是现在的文件夹）。")  # fmt: skip
@click.option(
    "--rebuild",
    "repository",
    metavar="REPO",
    help="再从这个仓库（文件夹或地址）取出网站所说的提交，用本机的程序重新生成，逐个文件比较。",
)
@quiet_option
def verify(
    where: str | None,
    *,
    keys: tuple[str, ...],
    held: tuple[Path, ...],
    proof: Path | None,
    of_history: bool,
    repository: str | None,
    quiet: bool,
) -> None:
    """核对一份副本（文件夹）或网站：与它自己的清单、日志是否一致，不一致的逐一列出。

    先按清单核对每个文件的摘要；再核对订阅源、存档和各天的变化与各区县的 events.csv；再核对各区县和全国的日志：
    分块、检查点、签名，与 events.csv 一致。不写任何文件。
    仓库、主机和文件管理器留下的（.git、CNAME、.DS_Store 等）不算；其他多出的文件另外列出。
    一致时退出码为 0，不一致或有多出的文件为 1，打不开、网站正在发布新的版本、缓存还没有更新为 2。
    --rebuild 会用到仓库里的文章和模板：只给信得过的仓库。检查点的签名不比较，只比较它签的内容。

    加上 --history，核对的是名录的仓库：从第一次要求签名的提交起，每次提交都由当时可以改那些文件的人签了名；
    有一次不是，退出码为 1。

    \b
    例：
      wuyi verify site
      wuyi verify https://register.example/ --rebuild https://git.example/register.git
      wuyi verify https://register.example/ --quiet
      wuyi verify site --log-key log-keys.txt --checkpoint 去年的检查点
      wuyi verify --proof 990101-000023.tlog-proof --log-key log-keys.txt
      wuyi verify --history register
    """
    if of_history and repository is not None:
        raise UsageError("--history 核对仓库的提交，--rebuild 核对网站：分两次运行")
    if of_history:
        _history(Path(where or "."), quiet=quiet)
        return
    if where is None and (proof is None or held):
        raise UsageError("写明核对哪里：副本的文件夹，或网址；核对仓库的提交，加上 --history；一份证明，加上 --proof")
    from generator.commands.reporting import visible
    from generator.copies import held as holding
    from generator.copies.remote import Site, is_address
    from generator.copies.source import Folder
    from generator.copies.verify import verify as run

    given = holding.given_keys(keys)
    if where is None:
        _say(holding.of_proof(proof or Path(), given))
        return
    source: Source = Site(where) if is_address(where) else Folder(Path(where))
    with progress_bar(quiet) as progress:
        checked = run(source, progress, given)
    told = [holding.of_checkpoint(path, checked.trees, given) for path in held]
    told += [holding.of_proof(proof, given, checked.trees)] if proof else []
    checked.problems.extend(problem for held_ in told for problem in held_.problems)
    for line in [line for held_ in told for line in held_.told]:
        click.echo(visible(line))
    for line in _some(checked.problems, "处"):
        click.echo(visible(line))
    for line in _some((f"{path}：没有清单列出这个文件" for path in checked.extra), "个"):
        click.echo(visible(line))
    for line in _some((f"{path}：缓存里是旧的，绕过缓存读到的与清单一致，不算" for path in checked.stale), "个"):
        click.echo(visible(line))
    if checked.problems:
        later = "网站若正在上传，等它完成再核对一次。" if source.paths() is None else ""
        click.echo(f"不一致 {len(checked.problems)} 处。{later}")
    if checked.extra:
        whole = "" if checked.problems else "名录的文件都与清单一致；"
        click.echo(f"{whole}另有 {len(checked.extra)} 个文件不属于名录。")
    if checked.problems or checked.extra:
        sys.exit(1)
    if not quiet:
        until = f"，截至 {checked.as_of}" if checked.as_of else ""
        size = f"{checked.bytes / 1e6:.1f} MB"
        click.echo(f"一致：{checked.files} 个文件（{size}），{checked.events} 条公开的事件{until}。")
        if checked.newer:
            click.echo(f"这不是最新的版本：网站刚刚更新，或中间的缓存是旧的；绕过缓存，截至 {checked.newer}。")
        entries = sum(log.tree.size for code, log in checked.trees.items() if code)
        click.echo(f"日志 {len(checked.trees)} 份，{entries} 条：{_signed(checked.signed, len(given))}")
        for line in _removed(checked.removed):
            click.echo(visible(line))
        for path in checked.hidden:
            click.echo(f"{path} 是给主机看的，主机没有给出来，未核对。")
    if repository is not None:
        _rebuilt(source, repository, quiet)


def _rebuilt(source: Source, repository: str, quiet: bool) -> None:
    """Makes it again, and tells what differs."""
    from generator.build.again import again
    from generator.commands.reporting import visible

    with progress_bar(quiet) as progress:
        made = again(source, repository, tomorrow(), progress)
    for line in made.versions:
        click.echo(visible(f"版本不同：{line}"))
    for line in _some(made.problems, "处"):
        click.echo(visible(line))
    if made.problems:
        because = "版本不同，可能因此而不同；换成网站用的版本再核对一次。" if made.versions else ""
        click.echo(f"和重新生成的不一致 {len(made.problems)} 处（提交 {made.revision[:12]}）。{because}")
        sys.exit(1)
    if not quiet:
        click.echo(f"重新生成的也一致：提交 {made.revision[:12]}，{made.files} 个文件；签名不在比较之内。")


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("where", metavar="DIR|URL")
@click.option("-o", "--output", type=FOLDER, metavar="FILE", help="写到这个文件；不写则是 <EVENT>.tlog-proof。")
def proof(event: str, where: str, output: Path | None) -> None:
    """写出一份证明：一条公布的记录在日志里。文件里有记录、哈希和签名的检查点，不用网络就能核对。

    \b
    例：
      wuyi proof 990101-000023 https://register.example/
      wuyi verify --proof 990101-000023.tlog-proof --log-key log-keys.txt
    """
    from generator.copies import held as holding
    from generator.copies.remote import Site, is_address
    from generator.copies.source import Folder

    made = holding.made(Site(where) if is_address(where) else Folder(Path(where)), event)
    path = output or Path(f"{event}.tlog-proof")
    try:
        path.write_text(made.format(), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"不能写 {path}：{error.strerror}") from error
    click.echo(f"写到了 {path}。")


def _removed(removed: Sequence[Removed]) -> Iterator[str]:
    """What the publisher removed, and what is not proven therefore."""
    if removed:
        yield (f"{len(removed)} 条记录的文字由发布方删除，只留着哈希：哈希和日志里的一致；这些记录写了什么，没有证明。")
        yield from _some((f"  {row.event_id}：{row.said}。" for row in removed), "条")


def _signed(keys: int, given: int) -> str:
    if not keys:
        return "未签名，只和自己一致；以前的检查点（--checkpoint）才能看出被改写。"
    if not given:
        return "签名和副本自带的公钥一致；是谁的公钥，用 --log-key 核对。"
    return "都有所给密钥的签名。"


def _say(held: Held) -> None:
    from generator.commands.reporting import visible

    for line in (*held.told, *held.problems):
        click.echo(visible(line))
    if held.problems:
        sys.exit(1)


def _history(folder: Path, *, quiet: bool) -> None:
    """Replays the history of a repository, and says what was found."""
    from generator.commands.reporting import visible
    from generator.history.signing.replay import replay

    with progress_bar(quiet) as progress:
        replayed = replay(folder, progress)
    for line in _some((told.message for told in replayed.findings), "处"):
        click.echo(visible(line))
    if replayed.first is None:
        click.echo(f"{replayed.earlier} 次提交都没有要求签名（data/site.json 的 signing）：没有可以核对的。")
        return
    counted = f"核对了 {replayed.commits} 次提交，{len(replayed.keys)} 把钥匙，不能接受的 {replayed.refused} 处。"
    if replayed.refused:
        click.echo(counted)
        sys.exit(1)
    if not quiet:
        click.echo(f"从提交 {replayed.first[:12]} 起要求签名；到它为止的 {replayed.earlier} 次没有核对，照原样相信。")
        click.echo("那时管理名录的人，请和登记处在别处公布的对照：")
        for holder in replayed.anchors:
            click.echo(visible(f"  {holder}"))
        if replayed.unasked:
            click.echo(f"其间有 {replayed.unasked} 次提交的时候没有要求签名。")
        click.echo(counted)


@click.command()
@click.argument("url")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--dry-run", is_flag=True, help="只列出将下载的文件，不写。")
@click.option("--now", type=Time(), metavar="T", help="现在的时间，代替电脑的时钟。")
@quiet_option
def sync(url: str, folder: Path, dry_run: bool, now: str | None, quiet: bool) -> None:
    """同步名录的数据：第一次全部下载，以后只下载变化；核对无误才替换本地的副本。

    DIR 里是各区县的 areas.csv、events.csv，各天的变化，和 state.json。发布方删改已公布的事件、改动早已截止的一天、
    倒退到旧的版本，或各处对不上时，列出问题，本地不动，退出码为 1；网络或用法有问题时为 2。

    \b
    例：
      wuyi sync https://register.example/ register
      wuyi sync https://register.example/ register --dry-run
    """
    from generator.commands.reporting import visible
    from generator.copies.remote import Site
    from generator.copies.sync import sync as run

    with progress_bar(quiet) as progress:
        synced = run(Site(url), folder, now or _now(), dry=dry_run, progress=progress)
    for line in synced.warnings:
        click.echo(visible(f"提醒：{line}。"), err=True)
    for line in _some(synced.problems, "个问题"):
        click.echo(visible(line))
    if synced.removed and not (synced.problems or quiet):
        click.echo(f"发布方删除了 {len(synced.removed)} 条记录的文字，不算改动历史；这里的副本里也不再有：")
        for line in _some((f"  {row.event_id}：{row.said}。" for row in synced.removed), "条"):
            click.echo(visible(line))
    if synced.problems:
        click.echo(f"发布的内容有 {len(synced.problems)} 个问题；没有改动 {folder}。")
        sys.exit(1)
    if dry_run:
        for path in synced.fetched:
            click.echo(visible(f"将下载 {path}"))
        if not synced.fetched:
            click.echo("没有变化。")
        return
    if not quiet:
        for line in (
            [f"首次同步：{synced.counties} 个区县，{len(synced.new)} 次变化。"] if synced.first else _new(synced.new)
        ):
            click.echo(visible(line))
        click.echo(
            f"截至 {synced.this_update or '（尚无数据）'}；下载 {len(synced.fetched)} 个文件，各天的变化与表格一致。"
        )


def _new(changes: list[Told]) -> Iterator[str]:
    """What is new, removals first."""
    from generator import words

    if not changes:
        yield "没有新的变化。"
    # Removals come first, as on every page.
    for kind in ("revoked", "suspended", "corrected", "restored", "certified", "nominated"):
        shown = [change for change in changes if change.kind == kind]
        if shown:
            yield f"{words.KIND_NAMES[kind]} {len(shown)} 项："
            most = len(shown) if kind == "revoked" else MOST
            yield from (
                f"  {change.summary}  {change.fact.effective_at}  {change.fact.event_id}" for change in shown[:most]
            )
            if len(shown) > most:
                yield f"  还有 {len(shown) - most} 项。"


def _some(lines: Iterable[str], unit: str) -> Iterator[str]:
    """The first few hundred lines, and how many there are beside them."""
    all_lines = list(lines)
    yield from all_lines[:MOST]
    if len(all_lines) > MOST:
        yield f"……还有 {len(all_lines) - MOST} {unit}"


def _now() -> str:
    from datetime import datetime, timedelta, timezone

    return datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")
