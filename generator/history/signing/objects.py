"""What git keeps of commits, asked for by the hundred: what they are, what they change, and whether they are signed.

Nothing is held but what was asked for. Settings of the repository do not count; renames are not guessed: of one, both
paths are told.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import which
from typing import Final, NamedTuple

from generator.errors import UsageError
from generator.history import git
from generator.register.keys import PublicKey

_NOTHING: Final = "000000"
_ID: Final = re.compile("[0-9a-f]+")
# What was there before git knew: of two trees, the empty one.
_EMPTY: Final = b"tree 0\0"
_ASKED_AT_ONCE: Final = 100


class Commit(NamedTuple):
    """A commit: its id, its tree, its parents, when it was committed (seconds since 1970), and its signature as it
    stands there."""

    id: str
    tree: str
    parents: tuple[str, ...]
    committed: int
    armour: bytes | None


class Entry(NamedTuple):
    """What a path is after a change: its form (of git; of zeros where it is gone) and the id of its content."""

    form: str
    blob: str

    @property
    def is_file(self) -> bool:
        """False for links and for other repositories."""
        return self.form in ("100644", "100755", _NOTHING)


class Objects:
    """The repository that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        form = git.ask(folder, "rev-parse", "--show-object-format").printed.strip()
        digest = hashlib.sha256(_EMPTY) if form == "sha256" else hashlib.sha1(_EMPTY, usedforsecurity=False)
        self.empty = digest.hexdigest()
        self._header = b"gpgsig-sha256" if form == "sha256" else b"gpgsig"

    def listed(self, *arguments: str) -> Iterator[str]:
        """Ids that `rev-list` gives. Raises UsageError where git cannot give them all: none may be passed over."""
        told = git.ask(self.folder, "rev-list", *arguments)
        if not told.is_done:
            raise UsageError(f"git 没有列出提交：{told.said.strip()}")
        return (match[0] for match in _ID.finditer(told.printed))

    def commits(self, ids: Sequence[str]) -> dict[str, Commit]:
        """Commits by their ids. Raises UsageError where one is not there."""
        if not ids:
            return {}
        wanted = list(dict.fromkeys(ids))
        told = git.ask(self.folder, "cat-file", "--batch", given="".join(f"{id_}\n" for id_ in wanted))
        content, place, commits = os.fsencode(told.printed), 0, {}
        for id_ in wanted:
            end = content.find(b"\n", place)
            about = content[place:end].split()
            if end < 0 or len(about) != 3 or about[1] != b"commit":
                raise UsageError(f"git 仓库里没有提交 {id_[:12]}：多半是浅克隆，先运行 git fetch --unshallow")
            size = int(about[2])
            commits[id_] = self._commit(id_, content[end + 1 : end + 1 + size])
            place = end + 2 + size
        return commits

    def _commit(self, id_: str, content: bytes) -> Commit:
        head = content.partition(b"\n\n")[0]
        fields: list[tuple[bytes, bytes]] = []
        for line in head.split(b"\n"):
            if line.startswith(b" ") and fields:
                name, value = fields[-1]
                fields[-1] = (name, value + b"\n" + line[1:])
            else:
                name, _, value = line.partition(b" ")
                fields.append((name, value))
        values = dict(reversed(fields))  # the first of a name counts
        parents = tuple(value.decode("ascii") for name, value in fields if name == b"parent")
        try:
            committed = int(values[b"committer"].rpartition(b"> ")[2].split()[0])
            tree = values[b"tree"].decode("ascii")
        except (LookupError, ValueError) as error:
            raise UsageError(f"提交 {id_[:12]} 的写法不对，读不出来") from error
        return Commit(id_, tree, parents, committed, values.get(self._header))

    def differences(self, pairs: Sequence[tuple[str, str]]) -> list[dict[str, Entry]]:
        """For each pair of trees, the paths that differ, with what they are in the second."""
        if not pairs:
            return []
        asked = "".join(f"{before} {after}\n" for before, after in pairs)
        told = git.ask(
            self.folder, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--full-index",
            "--no-ext-diff", "--no-textconv", given=asked,
        )  # fmt: skip
        fields = iter(told.printed.split("\0"))
        differing: list[dict[str, Entry]] = []
        for field in fields:  # before each path stands what it was and is; before the first of a pair, the pair
            *begun, about = field.split("\n")
            differing += ({} for _ in begun)
            if about:
                _, form, _, blob, _ = about.removeprefix(":").split(" ")
                differing[-1][next(fields)] = Entry(form, blob)
        if not told.is_done or len(differing) != len(pairs):
            raise UsageError(f"git 没有比较成：{told.said.strip()}")
        return differing

    def bases(self, parents: Sequence[str]) -> list[str]:
        """Where the parents of a merge parted: the newest commits that all of them have."""
        how = ("--all",) if len(parents) == 2 else ("--octopus", "--all")
        return git.ask(self.folder, "merge-base", *how, *parents).printed.split()

    def files(self, commit: str, paths: Iterable[str]) -> dict[str, str]:
        """The plain files among some paths at a commit, with the ids of their contents."""
        told = git.ask(self.folder, "--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", *paths)
        found = {}
        for entry in told.printed.split("\0"):
            about, _, path = entry.partition("\t")
            if about:
                form, _, blob = about.split(" ")
                if form in ("100644", "100755"):
                    found[path] = blob
        return found

    def signed(self, by_key: Mapping[PublicKey, Sequence[str]]) -> set[str]:
        """The commits that are signed by the key that they are under: git is asked with this key alone, and its exit
        status says so."""
        if not by_key:
            return set()
        if which("ssh-keygen") is None:
            raise UsageError("核对签名需要安装 OpenSSH（ssh-keygen）")
        good: set[str] = set()
        with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
            allowed, revoked = Path(scratch) / "allowed", Path(scratch) / "revoked"
            revoked.touch()
            for key, ids in by_key.items():
                allowed.write_text(f'holder namespaces="git" {key.line}\n', encoding="ascii")
                for start in range(0, len(ids), _ASKED_AT_ONCE):
                    some = ids[start : start + _ASKED_AT_ONCE]
                    if self._verify(allowed, revoked, some):
                        good.update(some)
                    elif len(some) > 1:
                        good.update(id_ for id_ in some if self._verify(allowed, revoked, [id_]))
        return good

    def _verify(self, allowed: Path, revoked: Path, ids: Sequence[str]) -> bool:
        return git.ask(
            self.folder, "-c", "gpg.format=ssh", "-c", "gpg.ssh.program=ssh-keygen",
            "-c", f"gpg.ssh.allowedSignersFile={allowed}", "-c", f"gpg.ssh.revocationFile={revoked}",
            "-c", "gpg.minTrustLevel=undefined", "verify-commit", *ids,
        ).is_done  # fmt: skip
