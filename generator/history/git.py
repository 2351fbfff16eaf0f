"""Git, asked for what it keeps: the only place that starts another program.

What a repository holds is foreign. A revision is never taken for an option; contents are read as they are stored
(`cat-file`, not `archive`, which obeys attributes that the repository itself sets); only plain files are taken, each
under a name that stays in its folder. The variables with which git leads its hooks to a repository and an index are
left out: the folder that was asked for says which repository is meant.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from generator.errors import UsageError

# Of one revision no more than this is laid out.
MOST_BYTES: Final = 4 * 1024 * 1024 * 1024
_PIECE: Final = 1024 * 1024
_SMALL: Final = 16 * 1024
_COMMIT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# Modes of a plain file.
PLAIN: Final = frozenset({"100644", "100755"})
_LEADING: Final = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_IMPLICIT_WORK_TREE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_EXTERNAL_DIFF",
})  # fmt: skip


class Tree(NamedTuple):
    """A folder as it was at a commit. `files` maps paths within the folder (with "/") to the ids of their contents.

    `odd` are paths of what is no plain file there (links, other repositories): never read.
    """

    folder: Path
    rev: str
    commit: str
    files: Mapping[str, str]
    odd: frozenset[str]


def revision(*folders: Path) -> str | None:
    """The commit from which the folders come; None outside git, or where they differ from it."""
    inside = [str(folder.resolve()) for folder in folders]
    home = folders[0].resolve().parent
    try:
        changed = _run(home, "status", "--porcelain", "--untracked-files=normal", "--", *inside)
        head = _run(home, "rev-parse", "HEAD")
    except OSError:
        return None
    if changed.returncode or head.returncode or changed.stdout.strip():
        return None
    return head.stdout.decode().strip() or None


def head(folder: Path) -> str | None:
    """The commit that is checked out where a folder lies; None outside git."""
    try:
        told = _run(folder, "rev-parse", "HEAD")
    except OSError:
        return None
    return told.stdout.decode().strip() if not told.returncode else None


def is_shallow(folder: Path) -> bool:
    """True where the repository that a folder lies in lacks older commits."""
    return _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def has_parent(folder: Path) -> bool:
    """True if the commit at hand has one before it; False outside git."""
    try:
        return _run(folder, "rev-parse", "--verify", "--quiet", "HEAD~1^{commit}").returncode == 0
    except OSError:
        return False


def top(folder: Path) -> Path | None:
    """The folder of the work tree that a folder lies in; None outside git."""
    try:
        place = _run(folder, "rev-parse", "--show-toplevel")
    except OSError:
        return None
    answer = place.stdout.removesuffix(b"\n")
    return None if place.returncode or not answer else Path(os.fsdecode(answer)).resolve()


def tree(folder: Path, rev: str) -> Tree:
    """A folder of a work tree as it was at a revision.

    Raises UsageError where git or the repository is missing, or the revision or the folder in it is not there.
    """
    try:
        place = _run(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix")
    except OSError as error:
        raise UsageError(f"要和基准比较，需要安装 git：{error.strerror or error}") from error
    answer, _, prefix = place.stdout.partition(b"\n")
    if place.returncode or answer != b"true":
        raise UsageError(_no_repository(folder, place.stderr))
    commit = _commit(folder, rev)
    within = os.fsdecode(prefix.removesuffix(b"\n").removesuffix(b"/"))
    listing = _run(folder, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{within}")
    if listing.returncode:
        raise UsageError(f"基准 {rev} 里没有文件夹 {within or folder}：检查 --data，或换一个已有这个文件夹的提交")
    files, odd = _listed(listing.stdout)
    return Tree(folder, rev, commit, files, odd)


def _commit(folder: Path, rev: str) -> str:
    """The id of the commit that a revision names."""
    answer = b""
    if not rev.startswith("-") and "\0" not in rev:
        named = os.fsencode(f"{rev}^{{commit}}")
        answer = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", named).stdout.strip()
    commit = answer.decode("ascii", "replace")
    if _COMMIT.fullmatch(commit):
        return commit
    advice = (
        "这里是浅克隆，只有最近的提交：先运行 git fetch --unshallow（流水线里写 fetch-depth: 0 或 GIT_DEPTH: 0）"
        if is_shallow(folder)
        else "写一个已有的提交、分支或标签，如 origin/main；远端的分支先用 git fetch 取来"
    )
    raise UsageError(f"git 里没有“{rev}”这个提交。{advice}")


def _no_repository(folder: Path, complaint: bytes) -> str:
    if b"dubious ownership" in complaint:
        return (
            f"{folder} 属于另一个用户，git 不肯读取；确认可信后运行 git config --global --add safe.directory 仓库的位置"
        )
    return f"{folder} 不在 git 仓库里，无法和基准比较"


def _listed(listing: bytes) -> tuple[dict[str, str], frozenset[str]]:
    """Plain files, and what else there is, of the output of `ls-tree -r -z`."""
    files: dict[str, str] = {}
    odd: set[str] = set()
    for entry in listing.split(b"\0"):
        about, tab, name = entry.partition(b"\t")
        path = os.fsdecode(name)
        if not tab or not _stays_inside(path):
            continue
        mode, _, blob = about.decode("ascii").split(" ")
        if mode in PLAIN:
            files[path] = blob
        else:
            odd.add(path)
    return files, frozenset(odd)


def _stays_inside(path: str) -> bool:
    """False for names that only a tree made by hand can hold: they would lead out of the folder."""
    return not any(part in ("", ".", "..") or "\\" in part or ":" in part for part in path.split("/"))


def export(base: Tree, paths: Iterable[str], target: Path, most: int) -> None:
    """Lays files of a tree out below `target`. One of more than `most` bytes is left empty, in its size.

    Raises UsageError where the contents are not all there, or are more than can be laid out.
    """
    wanted = sorted(paths)
    if not wanted:
        return
    with tempfile.TemporaryFile() as asked:
        asked.write(b"".join(b"%s\n" % base.files[path].encode("ascii") for path in wanted))
        asked.seek(0)
        # Questions come from a file, so that neither side ever waits for the other.
        with subprocess.Popen(  # noqa: S603 - a fixed program and fixed arguments
            _command(base.folder, "cat-file", "--batch"),
            stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_surroundings(),
        ) as running:  # fmt: skip
            try:
                if running.stdout is not None:
                    _unpack(running.stdout, [target / path for path in wanted], most)
            except ValueError as error:
                raise UsageError(f"基准 {base.rev} 的内容不齐全或过大，无法比较（{error}）") from error
            finally:
                running.kill()


def _unpack(source: IO[bytes], targets: Iterable[Path], most: int) -> None:
    """Writes the contents in the output of `cat-file --batch`. Raises ValueError where one is not there."""
    total = 0
    for target in targets:
        about = source.readline().split(b" ")
        if len(about) != 3 or about[1] != b"blob":
            raise ValueError(target.name)
        size = left = int(about[2])
        total += min(size, most)
        if total > MOST_BYTES:
            raise ValueError(f"{target.name}, {total}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            while left:
                piece = source.read(min(left, _PIECE))
                if not piece:
                    raise ValueError(target.name)
                left -= len(piece)
                if size <= most:
                    file.write(piece)
            file.truncate(size)
        source.read(1)


def blob_id(content: bytes | memoryview, like: str) -> str:
    """The id that git gives to a content, in the form of another id (SHA-1 or SHA-256)."""
    digest = hashlib.sha1(usedforsecurity=False) if len(like) == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest()


def committed(base: Tree) -> int:
    """When the commit of a tree was committed, in seconds since 1970. Raises UsageError where git cannot say."""
    answer = _run(base.folder, "log", "-1", "--no-show-signature", "--format=%ct", base.commit).stdout.strip()
    if not answer.isdigit():
        raise UsageError(f"git 说不出提交 {base.commit} 的时间")
    return int(answer)


def fields(folder: Path, *arguments: str) -> Generator[bytes, None, None]:
    """What git prints in a folder between zero bytes, read as it is asked for. Where git fails on the way, it ends."""
    with subprocess.Popen(  # noqa: S603 - a fixed program; what people wrote stands behind an option
        _command(folder, *arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=_alone(),
    ) as running:  # fmt: skip
        try:
            if running.stdout is not None:
                yield from _fields(running.stdout)
        finally:
            running.kill()


def _fields(source: IO[bytes]) -> Iterator[bytes]:
    """What stands between zero bytes."""
    rest = b""
    while piece := source.read(_SMALL):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole


class Contents:
    """The contents that a repository keeps, asked for one by one."""

    def __init__(self, sizes: subprocess.Popen[bytes], whole: subprocess.Popen[bytes]) -> None:
        self._sizes, self._whole = sizes, whole

    def size(self, blob: str) -> int:
        """The size of a content in bytes. Raises UsageError where it is not there."""
        return self._ask(self._sizes, blob)[1]

    def read(self, blob: str, most: int) -> bytes:
        """A content of no more than `most` bytes. Raises UsageError where it is not there, or is more."""
        source, size = self._ask(self._whole, blob)
        content = source.read(size + 1)[:-1] if size <= most else b""
        if len(content) != size:
            raise _lacking(blob)
        return content

    @staticmethod
    def _ask(running: subprocess.Popen[bytes], blob: str) -> tuple[IO[bytes], int]:
        if running.stdin is None or running.stdout is None:
            raise _lacking(blob)
        try:
            running.stdin.write(b"%s\n" % blob.encode("ascii"))
            running.stdin.flush()
        except OSError as error:
            raise _lacking(blob) from error
        about = running.stdout.readline().split()
        if len(about) != 3 or about[1] != b"blob":
            raise _lacking(blob)
        return running.stdout, int(about[2])


def _lacking(blob: str) -> UsageError:
    return UsageError(f"git 仓库里的内容不齐全（{blob[:12]}）")


@contextmanager
def contents(folder: Path) -> Iterator[Contents]:
    """The contents of the repository that a folder lies in; what a partial clone lacks is not fetched."""
    with _answering(folder, "--batch-check") as sizes, _answering(folder, "--batch") as whole:
        try:
            yield Contents(sizes, whole)
        finally:
            sizes.kill()
            whole.kill()


def _answering(folder: Path, form: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - a fixed program and fixed arguments
        _command(folder, "cat-file", form),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_alone(),
    )  # fmt: skip


class Answer(NamedTuple):
    """Whether git did what it was asked, what it printed, and what it (or a server) said beside."""

    is_done: bool
    printed: str
    said: str


def ask(folder: Path, *arguments: str, given: str = "", prompts: bool = False) -> Answer:
    """Git in a folder, with `given` to read. It asks for a password on the terminal only where `prompts`.

    Raises UsageError where there is no git.
    """
    surroundings = {key: value for key, value in _surroundings().items() if not prompts or key != "GIT_TERMINAL_PROMPT"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; what people wrote stands behind an option or --
            _command(folder, *arguments), input=os.fsencode(given), capture_output=True, env=surroundings, check=False
        )
    except OSError as error:
        raise UsageError(f"需要安装 git：{error.strerror or error}") from error
    return Answer(done.returncode == 0, os.fsdecode(done.stdout), done.stderr.decode("utf-8", "replace"))


def _run(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    """Git in a folder, with its answer. Raises OSError where there is no git."""
    return subprocess.run(  # noqa: S603 - a fixed program; what people wrote stands behind --end-of-options or --
        _command(folder, *arguments), stdin=subprocess.DEVNULL, capture_output=True, env=_surroundings(), check=False
    )


def stores() -> list[Path]:
    """Where git told a hook to look for objects: what is being pushed lies apart until the hook has let it pass."""
    told = [os.environ.get("GIT_OBJECT_DIRECTORY", "")]
    told += os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "").split(os.pathsep)
    return [Path(place).resolve() for place in told if place]


def quarantine() -> Path | None:
    """Where what is being pushed lies until a hook has let it pass; None outside of one."""
    place = os.environ.get("GIT_QUARANTINE_PATH", "")
    return Path(place).resolve() if place else None


def _command(folder: Path, *arguments: str | bytes) -> list[str | bytes]:
    return ["git", "--no-replace-objects", "-C", str(folder), *arguments]


def _surroundings() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _LEADING}
    return kept | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def _alone() -> dict[str, str]:
    """Surroundings in which git reaches no other repository: nothing is fetched for a look at the past."""
    return _surroundings() | {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
