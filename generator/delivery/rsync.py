"""Releases on another machine, by the rsync program: the same folder as `releases` makes on this one.

Unchanged files become second names over there (`--link-dest`): which ones, the manifests say, so that nothing is read
for it. What differs is laid out with its times beside, and sent as it is. `current` is switched by sending the link,
which rsync puts into place in one step.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from generator.copies.extras import is_mark
from generator.copies.manifests import Entry
from generator.copies.source import Folder
from generator.delivery import disk, releases, site
from generator.delivery.releases import LINK, LOCK, RELEASES, Release
from generator.delivery.report import Progress, Report
from generator.delivery.site import ROOT, DeliveryError, LostError, Plan, Site
from generator.errors import UsageError

# Files laid out at once before they are sent; seconds without a byte.
_BATCH: Final = 20_000
_SILENCE: Final = 60
_LINE: Final = re.compile(r"([dl-])\S+ +[0-9,]+ [0-9/]{10} [0-9:]{8} (.+)")
_REMOTE: Final = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9._-]{2,}:[^:].*")
_SSH: Final = re.compile(r"ssh://((?:[A-Za-z0-9._-]+@)?[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(/.+)")
# What rsync means by its exit status.
_MEANINGS: Final = {
    5: "rsync 的服务没有接受（没有这个模块、没有登录，或不许写）",
    10: "连不上，或连接断了",
    11: "不能写文件（磁盘已满，或没有权限）",
    12: "传输中断（对方没有 rsync，或它提前结束）",
    23: "有的文件没有传完（没有权限，或磁盘已满）",
    24: "有的文件在传输时消失了",
    30: f"{_SILENCE} 秒没有动静",
    35: "连接超时",
    126: "对方没有 rsync，或不许运行",
    127: "对方没有 rsync：请先在那里安装它（Debian：apt install rsync）",
    255: "ssh 连不上，或没有登录",
}


def is_remote(target: str) -> bool:
    """True for what the rsync program reaches: rsync://…, ssh://…, host:path."""
    return target.startswith(("rsync://", "ssh://")) or _REMOTE.fullmatch(target) is not None


class Rsync:
    """A folder with releases on another machine."""

    def __init__(self, target: str) -> None:
        self.name = target
        self._shell: list[str] = []
        if target.startswith("ssh://"):
            match = _SSH.fullmatch(target)
            if match is None:
                raise UsageError(f"“{target}”不是地址；写成 ssh://用户@主机/文件夹")
            target = f"{match[1]}:{match[3]}"
            if match[2]:
                self._shell = ["-e", f"ssh -p {match[2]}"]
        self._root = target.rstrip("/") + "/"
        if shutil.which("rsync") is None:
            raise UsageError("没有找到 rsync：请先安装它（Debian：apt install rsync）")

    def publish(self, output: Path, new: Site, keep: int, adopt: bool, dry: bool, progress: Progress) -> Report:
        """Lets readers see a site. Raises LostError where another publication came first."""
        names, folders = self._names(""), self._names(f"{RELEASES}/")
        foreign = self._foreign(names, folders, adopt)
        current = self._current(names)
        with TemporaryDirectory(prefix="wuyi-") as work:
            old = self._old(current, Path(work) / "old") if current is not None else None
            plan = site.plan(new, old)
            known = self._known(folders)
            if current is not None and old is not None and old.root == new.root:
                if not dry:
                    self._tidy(known, current, current, keep, Path(work))
                return Report.of(plan, new, foreign, current.number, is_new=False)
            coming = self._coming(known, current, new)
            if dry:
                return Report.of(plan, new, foreign, coming.number, is_new=True)
            disk.make_folder(Path(work) / "stage")
            self._make(coming, Path(work))
            self._link(output, coming, current, plan)
            self._send(output, coming, plan.sent, Path(work) / "stage", progress)
            self._still(current)  # what came late is never finished, so that nobody goes back to it
            self._last(new, coming, Path(work) / "stage")
            self._still(current)
            self._point(coming, Path(work))
            if self._current(self._names("")) != coming:
                raise LostError(f"另一次发布同时换了 {self.name}，读者看到的是那一次的")
            self._tidy([*known, coming], coming, current, keep, Path(work))
            return Report.of(plan, new, foreign, coming.number, is_new=True)

    def rollback(self, number: int | None) -> int:
        """Lets readers see an earlier release; returns its number."""
        names = self._names("")
        if RELEASES not in names:
            raise UsageError(f"{self.name} 里没有发布过的版本")
        current = self._current(names)
        with TemporaryDirectory(prefix="wuyi-") as work:
            known = self._known(self._names(f"{RELEASES}/"))
            while True:
                target = releases.chosen(known, current, number)
                if self._old(target, Path(work) / target.name) is not None:
                    break
                known.remove(target)  # it was never finished
            self._point(target, Path(work))
        return target.number

    # ---- what is there

    def _names(self, folder: str) -> dict[str, str]:
        """Names in a folder over there, each with where it leads to if it is a link; none where the folder is not."""
        ended = self._run(["--list-only", "-l", "--", f"{self._root}{folder}"], fine=(0, 23))
        names = {}
        for line in ended.splitlines():
            if match := _LINE.fullmatch(line):
                name, _, to = match[2].partition(" -> ") if match[1] == "l" else (match[2], "", "")
                names[name] = to
        names.pop(".", None)
        return names

    def _current(self, names: dict[str, str]) -> Release | None:
        folder, _, name = names.get(LINK, "").rpartition("/")
        return releases.release(name) if folder == RELEASES else None

    def _known(self, folders: dict[str, str]) -> list[Release]:
        return [found for name in folders if (found := releases.release(name)) is not None]

    def _coming(self, known: list[Release], current: Release | None, new: Site) -> Release:
        """The next release; one of the very same site that was not finished is gone on with."""
        after = [one for one in known if current is None or one.number > current.number]
        same = [one for one in after if one.digest == new.digest[:12]]
        return max(same) if same else releases.following(known, new)

    def _old(self, current: Release, work: Path) -> Site | None:
        """The manifests of a release, fetched; None where it is not whole."""
        disk.make_folder(work)
        rules = [
            "--include=/*/",
            f"--include=/{ROOT}",
            f"--include=/[0-9][0-9][0-9][0-9][0-9][0-9]/{ROOT}",
            "--exclude=*",
        ]
        self._run(["-r", *rules, "--prune-empty-dirs", "--", f"{self._root}{current.place}/", f"{work}/"], fine=(0, 23))
        return site.read(Folder(work), []) if (work / ROOT).is_file() else None

    def _foreign(self, names: dict[str, str], folders: dict[str, str], adopt: bool) -> list[str]:
        """Names beside ours. Raises UsageError where the folder is none of ours, and nobody said that it shall be."""
        foreign = sorted(name for name in names.keys() - {LINK, RELEASES, LOCK} if not is_mark(name))
        if LINK in names and self._current(names) is None:
            raise UsageError(f"{self._root}{LINK} 不是 wuyi publish 的链接：请移走它，或换一个文件夹")
        if foreign and not adopt and not self._known(folders):
            raise UsageError(
                f"{self.name} 不是空的，也没有发布过名录（有 {site.few(foreign)}）："
                "换一个文件夹，或加 --adopt（那些文件不会动）"
            )
        return foreign + [f"{RELEASES}/{name}" for name in sorted(folders) if releases.release(name) is None]

    # ---- what is done

    def _make(self, coming: Release, work: Path) -> None:
        disk.make_folder(work / "made" / coming.place)
        self._run(["-r", "--", f"{work / 'made'}/", self._root])

    def _link(self, output: Path, coming: Release, current: Release | None, plan: Plan) -> None:
        """Gives unchanged files second names: they are of one size with ours, and so nothing of them is sent."""
        if current is None or not plan.kept:
            return
        options = ["-r", "--size-only", f"--link-dest=../{current.name}", "--chmod=D755,F644"]
        self._listed(options, plan.kept, output, coming)

    def _send(self, output: Path, coming: Release, sent: Iterable[Entry], stage: Path, progress: Progress) -> None:
        """Sends what differs, laid out with times that follow the content."""
        entries = iter(progress(sent, "正在发送"))
        for batch in site.batches(entries, _BATCH):
            for folder in {(stage / entry.path).parent for entry in batch}:
                disk.make_folder(folder)
            for entry in batch:
                disk.write(stage / entry.path, site.content(output, entry), site.time_of(entry))
            self._listed(["-r", "-t", "--omit-dir-times", "-I", "--chmod=D755,F644"], batch, stage, coming)
            disk.clear(stage)
            disk.make_folder(stage)

    def _last(self, new: Site, coming: Release, stage: Path) -> None:
        """The root's manifest makes a release whole."""
        disk.write(stage / ROOT, new.root, site.time_of(new.entry))
        self._listed(["-t", "-I", "--chmod=F644"], [new.entry], stage, coming)

    def _still(self, current: Release | None) -> None:
        """Raises LostError where readers see another release than at the beginning."""
        if self._current(self._names("")) != current:
            raise LostError(f"另一次发布抢先换了 {self.name}，这一次的没有生效；再发布一次")

    def _point(self, to: Release, work: Path) -> None:
        link = work / LINK
        link.unlink(missing_ok=True)
        link.symlink_to(to.place)
        self._run(["-l", "--", str(link), self._root])

    def _tidy(self, known: list[Release], current: Release, before: Release | None, keep: int, work: Path) -> None:
        """Removes releases beyond those that are kept.

        Without a lock, another publisher may be writing into one that is newer than what readers saw before.
        """
        outdated = releases.outdated(sorted(set(known)), current, keep)
        gone = [one for one in outdated if before is not None and one.number <= before.number]
        if gone:
            (work / "nothing").mkdir(exist_ok=True)
            rules = [f"--include=/{one.name}/***" for one in gone]
            self._run(
                ["-r", "--delete", *rules, "--exclude=*", "--", f"{work / 'nothing'}/", f"{self._root}{RELEASES}/"]
            )

    def _listed(self, options: list[str], entries: Iterable[Entry], source: Path, coming: Release) -> None:
        paths = "".join(f"{entry.path}\0" for entry in entries)
        arguments = [*options, "--from0", "--files-from=-", "--", f"{source}/", f"{self._root}{coming.place}/"]
        self._run(arguments, given=paths)

    def _run(self, arguments: list[str], given: str = "", fine: tuple[int, ...] = (0,)) -> str:
        return run(["rsync", *self._shell, f"--timeout={_SILENCE}", *arguments], given, fine, self.name)


def run(command: list[str], given: str, fine: tuple[int, ...], name: str) -> str:
    """Runs the program once. Raises DeliveryError with what it means when it fails."""
    ended = subprocess.run(command, input=given.encode(), capture_output=True, check=False)  # noqa: S603 - rsync
    if ended.returncode not in fine:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = _MEANINGS.get(ended.returncode, f"rsync 退出码 {ended.returncode}")
        more = f"（{said[0][:160]}）" if said else ""
        raise DeliveryError(f"{name}：{reason}{more}；读者看到的没有变，排除原因后再发布一次，会接着做完")
    return ended.stdout.decode("utf-8", "surrogateescape")
