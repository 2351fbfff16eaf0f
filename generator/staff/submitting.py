"""One county's folder, committed and sent by itself: what will be done, if it may, and where to ask for a merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from generator.check import Report
from generator.errors import UsageError
from generator.history import git, sending
from generator.history.compare import check_against
from generator.reading.folder import read_site, require
from generator.reading.leftovers import is_leftover

_FOLDER: Final = re.compile("[0-9]{2}(?:[0-9]{2}){0,2}")
_SSH: Final = re.compile(r"(?:ssh://)?(?:[^@/\s]+@)(?P<host>[^:/\s]+)(?::[0-9]+/|[:/])(?P<path>\S+)")
_HTTPS: Final = re.compile(r"https?://(?P<host>[^/\s]+)/(?P<path>\S+)")
_LINK: Final = re.compile(r"https?://\S+")
_MOST_TOLD: Final = 5
_MOST_WORDS: Final = 40


class Plan(NamedTuple):
    """What is to be sent: `paths` (none: only commits that were not sent yet), on which branch, where.

    `begun_from` is the branch that is left for a new one; `beside` are other changes, which stay as they are; `unsent`
    is how many commits of the branch go along; `is_stale` if the server could not be asked what is new there.
    """

    top: Path
    code: str
    paths: tuple[str, ...]
    branch: str
    begun_from: str | None
    remote: str
    address: str
    target: str
    beside: tuple[str, ...]
    unsent: int
    is_stale: bool = False

    @property
    def request(self) -> str | None:
        """Where the merge is asked for; None where the kind of the server is not known."""
        return merge_address(self.address, self.branch, self.target)


class Sent(NamedTuple):
    """Whether the server took it, what it said, and where the merge is asked for (None: not known)."""

    is_done: bool
    words: str
    request: str | None


def plan(
    data: Path, code: str | None, minute: str, branch: str | None = None, told: Callable[[str], str] | None = None
) -> Plan:
    """What would be sent of a county; without one, of the only one that was changed.

    `minute` is the time, and `told` what the change of a county means (the first line of it), which name a new branch.
    Raises UsageError where nothing can or may be sent.
    """
    require(data)
    top = git.top(data)
    if top is None:
        raise UsageError(f"{data} 不在 git 仓库里（或没有装 git），没有可以提交到的地方")
    here = sending.branch(top)
    registers = data.resolve() / "registers"
    code = code or _changed(top, registers)
    folder = registers / code
    if not _FOLDER.fullmatch(code) or (not folder.is_dir() and not sending.changes(top, folder)):
        raise UsageError(f"没有区县 {code} 的名录")
    own = [change for change in sending.changes(top, folder) if not _is_left(change)]
    within = f"{folder.relative_to(top).as_posix()}/"
    waiting = [path for path in sending.staged(top) if not path.startswith(within)]
    if waiting:
        raise UsageError(
            f"已经有别的改动等着提交（git add 过）：{_some(waiting)}；这个命令只提交 {within}。"
            "先提交它们，或用 git restore --staged . 取出来"
        )
    remote = sending.remote(top, here)
    target = sending.target(top, remote)
    unsent = sending.unsent(top, remote)
    is_stale = not sending.fetch(top, remote)
    if not own and (here == target or not unsent):
        is_behind = here != target and sending.behind(top, f"refs/remotes/{remote}/{target}") > 0
        more = f"；{target} 上有别人后来合并的：合并请求说有冲突时，见指南“别人先合并了”" if is_behind else ""
        raise UsageError(f"{within} 没有改动，没有要提交的{more}")
    sending.require_name(top)
    site = read_site(data).value
    if site is not None and site.signing != "none":
        sending.require_signing(top)
    named, begun_from = (branch, here) if branch is not None and branch != here else (here, None)
    if begun_from is None and here == target:
        named, begun_from = new_branch(top, remote, code, minute, told(code) if told and own else ""), here
    if named == target:
        raise UsageError(f"{target} 是公布用的分支，不直接推送：换一个分支名")
    if begun_from is not None and sending.is_there(top, f"refs/heads/{named}"):
        raise UsageError(f"已经有分支 {named}：换一个名字，或先 git switch {named}")
    beside = tuple(change.path for change in sending.changes(top) if not change.path.startswith(within))
    paths = tuple(change.path for change in own)
    address = sending.address(top, remote)
    return Plan(top, code, paths, named, begun_from, remote, address, target, beside, unsent, is_stale)


def _changed(top: Path, registers: Path) -> str:
    """The county that was changed. Raises UsageError where that is none, or more than one."""
    place = f"{registers.relative_to(top).as_posix()}/"
    changes = [change for change in sending.changes(top, registers) if not _is_left(change)]
    codes = sorted({change.path.removeprefix(place).partition("/")[0] for change in changes})
    codes = [code for code in codes if _FOLDER.fullmatch(code)]
    if not codes:
        raise UsageError(f"{place} 里没有改动，没有要提交的；上次没有推送成的，写明区县再运行一次")
    if len(codes) > 1:
        raise UsageError(f"有几个区县的改动：{'、'.join(codes)}；一次提交一个，写明是哪一个")
    return codes[0]


def _is_left(change: sending.Change) -> bool:
    """True for what a program left behind, which nobody wants to publish."""
    return change.is_new and is_leftover(change.path.rpartition("/")[2])


def new_branch(top: Path, remote: str, code: str, minute: str, told: str) -> str:
    """A name that no branch has yet, in plain words: the county, what happens, the day.

    `told` is the first line of what the change means: 示例区（990101）：取消 1 个，发布 2 个.
    """
    what = re.sub("[^\\w]+", "-", re.sub("（[0-9]+）| ", "", told.partition("\n")[0])).strip("-")[:_MOST_WORDS]
    stem = f"{what or code}-{re.sub('[^0-9]', '', minute[:10])}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
    for name in names:
        if not any(sending.is_there(top, f"refs/{place}/{name}") for place in ("heads", f"remotes/{remote}")):
            return name
    raise UsageError(f"以 {stem} 开头的分支太多：用 --branch 写一个名字")


def judged(data: Path, plan: Plan, clock: str) -> Report:
    """What a check says of the county, and of what was published already."""
    published = f"refs/remotes/{plan.remote}/{plan.target}"
    base = published if sending.is_there(plan.top, published) else "HEAD"
    codes = (plan.code,) if len(plan.code) == 6 else ()
    return check_against(data, base, codes, None, clock, 1)


def send(plan: Plan, message: str) -> Sent:
    """Commits and sends. What cannot be committed leaves everything as it was; what the server does not take stays
    committed here, to be sent the next time. Raises UsageError."""
    if plan.begun_from is not None:
        sending.begin(plan.top, plan.branch)
    if plan.paths:
        try:
            sending.commit(plan.top, plan.paths, message)
        except BaseException:
            if plan.begun_from is not None:
                sending.leave(plan.top, plan.branch, plan.begun_from)
            raise
    return push(plan)


def push(plan: Plan) -> Sent:
    """Sends the branch, which is committed."""
    answer = sending.push(plan.top, plan.remote, plan.branch)
    said = sending.words(answer)
    link = _LINK.search(said.partition("remote:")[2]) if answer.is_done else None
    return Sent(answer.is_done, said, plan.request or (link[0] if link else None))


def merge_address(address: str, branch: str, target: str) -> str | None:
    """Where a merge of a branch is asked for, by the address of the remote; None for a server of another kind.

    >>> merge_address("git@github.com:office/register.git", "batch-15", "main")
    'https://github.com/office/register/compare/main...batch-15?expand=1'
    """
    match = _HTTPS.fullmatch(address) or _SSH.fullmatch(address)
    if match is None:
        return None
    host, path = match["host"], match["path"].strip("/").removesuffix(".git")
    owner = path.partition("/")[0]
    source, into = (quote(name, safe="/") for name in (branch, target))
    request = "merge_request%5B{}_branch%5D={}"
    asked = "&".join(
        request.format(side, quote(name, safe="")) for side, name in (("source", branch), ("target", target))
    )
    forms: Mapping[str, str] = {
        "github": f"https://{host}/{path}/compare/{into}...{source}?expand=1",
        "gitlab": f"https://{host}/{path}/-/merge_requests/new?{asked}",
        "gitee": f"https://{host}/{path}/pull/new/{owner}:{source}...{owner}:{into}",
    }
    return next((form for kind, form in forms.items() if kind in host.lower()), None)


def _some(paths: list[str]) -> str:
    shown = "、".join(paths[:_MOST_TOLD])
    return shown if len(paths) <= _MOST_TOLD else f"{shown} 等 {len(paths)} 个文件"
