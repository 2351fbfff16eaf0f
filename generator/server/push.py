"""Whether a push is taken: which branches, how much, and whether the register is right by the rules of main.

The sentences are for the terminal of who pushes; nothing here prints.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator.check import Report
from generator.commands.checking import judged
from generator.commands.reporting import as_text
from generator.errors import UsageError
from generator.history import git
from generator.history.signing.pushed import is_in_line
from generator.history.signing.replay import replay
from generator.reading.text import MOST_BYTES as MOST_BYTES_OF_A_FILE
from generator.server import tree
from generator.server.home import DEFAULTS, MAIN, MOST_BYTES, MOST_FILES, OTHERS, Home

_LINE: Final = re.compile(r"([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (\S+)")
_SCHEME: Final = re.compile(r"data/schemes/[^/]+\.json")
_PLAIN: Final = frozenset({"100644", "100755", "000000"})
_NOTHING: Final = "000000"
_MOST_LINES: Final = 200


class Ref(NamedTuple):
    """A branch or tag with the ids that it has and shall have; of zeros where it is made or deleted."""

    old: str
    new: str
    name: str


class Change(NamedTuple):
    """A path that a push changes: what it was and shall be (the form of git), the content, and that in main."""

    path: str
    was: str
    form: str
    blob: str


def refs(lines: Iterable[str]) -> list[Ref]:
    """What git tells a hook. Raises UsageError for anything else."""
    found = [_LINE.fullmatch(line.strip()) for line in lines if line.strip()]
    if not all(found):
        raise UsageError("wuyi hook 由 git 的钩子运行：git 每行告诉它旧提交、新提交和分支")
    return [Ref(*match.groups()) for match in found if match is not None]


def refused(home: Home, pushed: Sequence[Ref], clock: str) -> list[str]:
    """Why a push is not taken, as lines; none where it is. `clock` is an instant a day after now."""
    lines = _too_heavy(home)
    if lines:
        return lines
    for ref in pushed:
        if ref.name == MAIN:
            lines += _refused_main(home, ref, clock)
        elif home.setting(OTHERS) == "refuse":
            lines.append(f"这里只收 main，不收 {ref.name}：改成 git push 远端 HEAD:main。")
    return lines


def _too_heavy(home: Home) -> list[str]:
    """What is said of a push whose objects take more room than is set, wherever they are in its history.

    Beyond some multiple of that git ends the push itself, and says so in its own words (see founding).
    """
    room, quarantine = home.number(MOST_BYTES), git.quarantine()
    taken = sum(path.stat().st_size for path in quarantine.rglob("*") if path.is_file()) if quarantine else 0
    if taken <= room:
        return []
    return [
        f"一次推送最多 {room:,} 字节，这次的数据包有 {taken:,}，没有接受：历史里可能有后来删掉的大文件，"
        f"要从提交里去掉；或分几次推送，或请管理服务器的人运行 git config {MOST_BYTES} 数目。"
    ]


def _refused_main(home: Home, ref: Ref, clock: str) -> list[str]:
    if not ref.new.strip("0"):
        return ["main 不能删除：它就是公布的名录，删除会丢掉历史。要撤回一次改动，用 git revert 再推送。"]
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        folder = Path(scratch) / "register"
        tree.begin(folder, home.folder, git.stores())
        base = ref.old if ref.old.strip("0") else None
        if base is not None:
            if not git.ask(folder, "merge-base", "--is-ancestor", base, ref.new).is_done:
                return [
                    "main 不能强行覆盖：推送的提交里没有 main 现在的历史。"
                    "先运行 git pull --rebase 取回，再推送；不要用 --force。"
                ]
            tree.set_base(folder, base)
        lines = _too_much(home, folder, base, ref.new) or _judged(folder, base, ref.new, clock)
        return lines or _overtaken(home, base)


def _overtaken(home: Home, base: str | None) -> list[str]:
    """Two pushes at once are both checked against the same main; the later one is told."""
    if home.newest() == base:
        return []
    return ["检查的时候，别人刚刚推送了 main：先运行 git pull --rebase 取回，再推送一次。"]


def _too_much(home: Home, folder: Path, base: str | None, new: str) -> list[str]:
    """What is said of a push that is larger than is set, or brings what is no file. It is read no further than that."""
    most, room = home.number(MOST_FILES), home.number(MOST_BYTES)
    total = count = 0
    odd: list[str] = []
    with git.contents(folder) as contents:
        for change in changes(folder, base, new):
            count += 1
            if count > most:
                return [
                    f"一次推送最多改 {most:,} 个文件，这次更多，没有接受：分几次推送，或请管理服务器的人运行 "
                    f"git config {MOST_FILES} 数目（默认 {DEFAULTS[MOST_FILES]:,}）。"
                ]
            if change.form not in _PLAIN:
                odd.append(change.path)
            elif change.form != _NOTHING:
                total += contents.size(change.blob)
            if total > room:
                return [
                    f"一次推送最多 {room:,} 字节，这次更多（{change.path} 处已达 {total:,}），没有接受："
                    f"去掉不属于名录的大文件，或请管理服务器的人运行 git config {MOST_BYTES} 数目。"
                ]
    named = "、".join(odd[:5]) + (f" 等 {len(odd)} 个" if len(odd) > 5 else "")
    return [f"不收符号链接和子仓库：{named}。换成普通文件，再推送。"] if odd else []


def changes(folder: Path, base: str | None, new: str) -> Iterable[Change]:
    """The paths that differ between main and what is pushed (all, before the first push), as they are read."""
    if base is None:
        for entry in git.fields(folder, "ls-tree", "-r", "-z", "--full-tree", new):
            about, _, path = entry.partition(b"\t")
            form, _, blob = about.decode("ascii").split(" ")
            yield Change(path.decode("utf-8", "surrogateescape"), _NOTHING, form, blob)
        return
    told = iter(git.fields(folder, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", base, new))
    for about in told:
        was, form, _, blob, _ = about.decode("ascii").removeprefix(":").split(" ")
        yield Change(next(told, b"").decode("utf-8", "surrogateescape"), was, form, blob)


def _judged(folder: Path, base: str | None, new: str, clock: str) -> list[str]:
    """What the check says of the register as it would be."""
    try:
        tree.lay_out(folder, new)
    except UsageError as error:
        return [f"这次推送的内容不能取出来检查，没有接受：{error}"]
    data, content = folder / "data", folder / "content"
    if not data.is_dir():
        return ["推送的提交里没有 data 文件夹：这里收的是名录的仓库（wuyi init 建的）。"]
    lines = _unsigned(data, base)
    if lines:
        return lines
    against = tree.BASE if base is not None else None
    report = judged(data, content, against, clock)
    if report.errors:
        return _told([*as_text(report)], "检查没有通过，没有接受这次推送；改好以后再提交、推送。")
    if base is None:
        return []
    changed = [change for change in changes(folder, base, new) if change.was != _NOTHING]
    rules = [change.path.removeprefix("data/") for change in changed if _SCHEME.fullmatch(change.path)]
    if not rules or not any(change.path.startswith("data/registers/") for change in changed):
        return []
    # Who changes what a record is judged by, and records, in one push, has both judged by what stands.
    was = git.tree(data, tree.BASE)
    git.export(was, [path for path in rules if path in was.files], data, MOST_BYTES_OF_A_FILE)
    report = judged(data, content, against, clock)
    if report.errors:
        return _told(
            [*as_text(report)],
            f"这次推送既改了方案（{'、'.join(rules)}），又改了记录；按 main 上现在的方案，记录不能通过，没有接受。"
            "先单独推送方案的改动，再推送记录。",
        )
    return []


def _unsigned(data: Path, base: str | None) -> list[str]:
    """What the check does not say of signatures: those of a first push, and a main that was merged into another one."""
    if base is None:
        findings = replay(data).findings
        return _told([*as_text(Report(findings))], "签名核对没有通过，没有接受这次推送。") if findings else []
    if is_in_line(data, base):
        return []
    return [
        "推送的提交把 main 合并到了别的分支里：以后核对签名，要能从 main 的每次提交一步步接上，没有接受。"
        "先运行 git pull --rebase 取回（自己的提交要重新签名：git config commit.gpgsign true），再推送。"
    ]


def _told(lines: Sequence[str], end: str) -> list[str]:
    left = len(lines) - _MOST_LINES
    shown = [*lines[:_MOST_LINES], f"……还有 {left} 行，运行 wuyi check 看全部。"] if left > 0 else [*lines]
    return [*shown, end]
