"""What a repository says of itself before something is committed and sent, and the commit and the sending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator.errors import UsageError
from generator.history.git import Answer, ask

_UNDER_WAY: Final = {"MERGE_HEAD": "合并", "CHERRY_PICK_HEAD": "拣选提交", "REVERT_HEAD": "撤销提交"}
_SECRET: Final = re.compile(r"(?<=://)[^/@\s]+@")
# Names that the main branch has where the server did not say which it is.
_MAIN: Final = ("main", "master")


class Change(NamedTuple):
    """A path that differs from the newest commit, from the top of the repository; `is_new` if git does not know it."""

    path: str
    is_new: bool


def branch(top: Path) -> str:
    """The branch that is checked out. Raises UsageError where nothing may be committed on it now."""
    if not ask(top, "rev-parse", "--verify", "--quiet", "HEAD").is_done:
        raise UsageError("这个仓库还没有任何提交：先由维护的人提交一次")
    named = ask(top, "symbolic-ref", "--quiet", "--short", "HEAD")
    if not named.is_done:
        raise UsageError("现在不在任何分支上（HEAD 指着一个提交）：先 git switch main，再运行一次")
    for name, what in _UNDER_WAY.items():
        if ask(top, "rev-parse", "--verify", "--quiet", name).is_done:
            raise UsageError(f"有一次{what}还没有完成：先做完或放弃它（git status 会说怎样做）")
    return named.printed.strip()


def changes(top: Path, *folders: Path) -> list[Change]:
    """What differs from the newest commit below some folders, or anywhere. Raises UsageError where lines conflict."""
    places = [str(folder) for folder in folders]
    answer = ask(top, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", *places)
    found = []
    for entry in filter(None, answer.printed.split("\0")):
        state, path = entry[:2], entry[3:]
        if "U" in state or state in ("AA", "DD"):
            raise UsageError(f"{path} 有没有解决的冲突：先改好它")
        found.append(Change(path, state == "??"))
    return found


def staged(top: Path) -> list[str]:
    """The paths that wait for the next commit (`git add`)."""
    return [*filter(None, ask(top, "diff", "--cached", "--name-only", "-z", "--no-renames").printed.split("\0"))]


def remote(top: Path, branch: str) -> str:
    """The remote that a branch is sent to. Raises UsageError where there is none, or which is not said."""
    names = ask(top, "remote").printed.split()
    for key in (f"branch.{branch}.pushRemote", "remote.pushDefault", f"branch.{branch}.remote"):
        named = ask(top, "config", "--get", key).printed.strip()
        if named in names:
            return named
    if len(names) == 1 or "origin" in names:
        return "origin" if "origin" in names else names[0]
    if not names:
        raise UsageError("没有远端，不知道推送到哪里：向维护的人要仓库的地址，运行 git remote add origin 地址")
    raise UsageError(f"有几个远端（{'、'.join(names)}）：用 git config remote.pushDefault 写明推送到哪一个")


def address(top: Path, remote: str) -> str:
    """Where a remote is, without the password that may stand in it."""
    return _SECRET.sub("", ask(top, "remote", "get-url", "--push", remote).printed.strip())


def target(top: Path, remote: str) -> str:
    """The branch of a remote that is published. Raises UsageError where nobody can say it, in the server's words."""
    head = ask(top, "symbolic-ref", "--quiet", "--short", f"refs/remotes/{remote}/HEAD")
    if head.is_done:
        return head.printed.strip().removeprefix(f"{remote}/")
    for name in _MAIN:
        if is_there(top, f"refs/remotes/{remote}/{name}"):
            return name
    told = ask(top, "ls-remote", "--symref", remote, "HEAD", prompts=True)
    match = re.match(r"ref: refs/heads/(\S+)\tHEAD", told.printed)
    if match is not None:
        return match[1]
    if not told.is_done:
        raise UsageError(f"问不到远端 {remote}（{address(top, remote)}）：{words(told)}")
    raise UsageError(f"远端 {remote} 上还没有分支：第一次由维护的人推送 main（git push -u {remote} main）")


def is_there(top: Path, name: str) -> bool:
    """True if there is a commit of this name."""
    return ask(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").is_done


def unsent(top: Path, remote: str) -> int:
    """How many commits of the branch at hand the remote does not have, as far as is known here."""
    told = ask(top, "rev-list", "--count", "HEAD", "--not", f"--remotes={remote}").printed.strip()
    return int(told) if told.isdigit() else 0


def require_name(top: Path) -> None:
    """Raises UsageError where nobody told git who commits: its own guess has the name of somebody's account."""
    if not ask(top, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT").is_done:
        raise UsageError(
            "git 还不知道提交的人：运行 git config --global user.name 单位或岗位，"
            "再运行 git config --global user.email 公用的邮箱。它们会公开，不写个人的"
        )


def require_signing(top: Path) -> None:
    """Raises UsageError where git would not sign a commit with a key of SSH that is there."""

    def setting(*key: str) -> str:
        return ask(top, "config", "--get", *key).printed.strip()

    key = setting("--type=path", "user.signingKey")
    is_there = key.startswith(("ssh-", "key::")) or Path(key or "/").expanduser().is_file()
    if setting("gpg.format") == "ssh" and setting("--type=bool", "commit.gpgSign") == "true" and is_there:
        return
    raise UsageError(
        "这个名录的提交都要签名，而 git 还没有设置好。依次运行：\n"
        "  ssh-keygen -t ed25519 -f ~/.ssh/wuyi\n"
        "  git config --global gpg.format ssh && git config --global user.signingkey ~/.ssh/wuyi.pub\n"
        "  git config --global commit.gpgsign true\n"
        "再把 ~/.ssh/wuyi.pub 里的一行交给管理名录的人，登记在 data/authorities.csv"
    )


def begin(top: Path, branch: str) -> None:
    """A new branch from where one stands. Raises UsageError."""
    made = ask(top, "checkout", "-q", "-b", branch)
    if not made.is_done:
        raise UsageError(f"建不了分支 {branch}：{words(made)}")


def ahead(top: Path, published: str) -> int:
    """How many commits of the branch at hand are not in another one."""
    told = ask(top, "rev-list", "--count", "HEAD", "--not", published).printed.strip()
    return int(told) if told.isdigit() else 0


def behind(top: Path, published: str) -> int:
    """How many commits another one has that the branch at hand has not."""
    told = ask(top, "rev-list", "--count", published, "--not", "HEAD").printed.strip()
    return int(told) if told.isdigit() else 0


def fetch(top: Path, remote: str) -> bool:
    """Asks the server what is new there; False where it cannot be asked."""
    return ask(top, "fetch", "-q", remote, prompts=True).is_done


def begin_tree(top: Path, folder: Path, commit: str) -> None:
    """A work tree of its own, on no branch, with a commit. Raises UsageError."""
    made = ask(top, "worktree", "add", "-q", "--detach", str(folder), commit)
    if not made.is_done:
        raise UsageError(f"不能另开一个工作区：{words(made)}")


def end_tree(top: Path, folder: Path) -> None:
    """A work tree goes; what was committed in it stays."""
    ask(top, "worktree", "remove", "--force", str(folder))


def detach(top: Path) -> None:
    """Off the branch, so that it can be checked out elsewhere."""
    ask(top, "checkout", "-q", "--detach")


def drop(top: Path, branch: str) -> None:
    """A branch that holds nothing of its own goes."""
    ask(top, "branch", "-q", "-D", branch)


def go(top: Path, branch: str) -> str | None:
    """To another branch; git's words where it cannot go there."""
    gone = ask(top, "checkout", "-q", branch)
    return None if gone.is_done else words(gone)


def leave(top: Path, branch: str, back: str) -> None:
    """Back to a branch; the new one, which holds nothing of its own, goes."""
    if ask(top, "checkout", "-q", back).is_done:
        ask(top, "branch", "-q", "-D", branch)


def commit(top: Path, paths: Sequence[str], message: str) -> None:
    """Commits some paths alone. Raises UsageError, in the words of git or of its hooks; nothing waits then."""
    listed = "".join(f"{path}\0" for path in paths)
    from_list = ("--pathspec-from-file=-", "--pathspec-file-nul")
    added = ask(top, "--literal-pathspecs", "add", "-A", *from_list, given=listed)
    answer = added
    if added.is_done:
        encoded = ("-c", "i18n.commitEncoding=utf-8")
        answer = ask(
            top, *encoded, "--literal-pathspecs", "commit", "-q", "--cleanup=whitespace", "--only", "-F", "-", "--",
            *paths, given=message,
        )  # fmt: skip
    if not answer.is_done:
        ask(top, "--literal-pathspecs", "reset", "-q", *from_list, given=listed)
        raise UsageError(f"git 没有提交：{words(answer)}")


def push(top: Path, remote: str, branch: str) -> Answer:
    """Sends the branch at hand."""
    return ask(top, "push", "-u", remote, f"refs/heads/{branch}:refs/heads/{branch}", prompts=True)


def words(answer: Answer) -> str:
    """What git or a server said, without the password that may stand in an address."""
    lines = [line.strip() for line in _SECRET.sub("", answer.said or answer.printed).splitlines()]
    return "\n".join(filter(None, lines)) or "没有说原因"
