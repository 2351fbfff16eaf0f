"""A server that asks for signatures, and everybody with a key, or with one that counts no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tests.support.pushing import Office
from tests.support.repositories import commit, git
from tests.support.signing import HEADER, Holder, resigned

A: Final = "data/registers/990101/README.md"
B: Final = "data/registers/990201/README.md"
TABLE: Final = "data/authorities.csv"
NAMES: Final = (
    "登记处", "名录处", "甲区", "乙区", "甲区旧钥匙", "甲区新钥匙", "甲区丢失的钥匙", "代码平台", "路人", "甲区新人",
)  # fmt: skip


class People:
    """A server that asks for signatures, what pushes to it, and everybody with a key."""

    def __init__(self, folder: Path, *, begun: bool = False) -> None:
        """`begun`: all lies in the folder already."""
        self.keys = folder / "keys"
        self.of = {name: Holder(self.keys, name, seed=name) for name in NAMES}
        if begun:
            self.office = Office(folder, begun=True)
            return
        self.office = Office(folder)
        rows = (
            self.of["登记处"].row("registry"), self.of["名录处"].row("registry"), self.of["甲区"].row("990101"),
            self.of["乙区"].row("990201"), self.of["甲区旧钥匙"].row("990101", "2020-01-01", "2024-12-31"),
            self.of["甲区新钥匙"].row("990101", "2098-01-01"),
            self.of["代码平台"].row("990101", role="forge"),
        )  # fmt: skip
        self.write(TABLE, HEADER + "".join(rows))
        for path in (A, B):
            self.write(path, "说明\n")
        self.set_signing("ssh")
        self.commit("登记处")

    @property
    def clone(self) -> Path:
        """Where people work."""
        return self.office.clone

    def write(self, path: str, text: str) -> None:
        """Writes a file of the clone."""
        (self.clone / path).write_text(text, encoding="utf-8")

    def set_signing(self, value: str) -> None:
        """Whether signatures are asked for."""
        path = self.clone / "data" / "site.json"
        site = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**site, "signing": value}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def admit(self, name: str, county: str = "990101") -> None:
        """A line more in the table."""
        path = self.clone / TABLE
        self.write(TABLE, path.read_text(encoding="utf-8") + self.of[name].row(county))

    def commit(self, name: str, path: str = "", text: str = "", when: str | None = None) -> str:
        """A commit of somebody, signed; with a file that it changes."""
        if path:
            self.write(path, text)
        return self.of[name].commit(self.clone, name, when)

    def unsigned(self, path: str, text: str) -> str:
        """A commit that nobody signed."""
        self.write(path, text)
        return commit(self.clone, "unsigned")

    def git(self, *arguments: str | Path, by: str = "", check: bool = True) -> str:
        """Git in the clone, as somebody."""
        settings = self.of[by].settings if by else ()
        return git(self.clone, *settings, *arguments, check=check)

    def branch(self, name: str = "topic", start: str = "main") -> None:
        """A new branch."""
        self.git("checkout", "-q", "-b", name, start)

    def merge(self, *branches: str, by: str = "", how: tuple[str, ...] = ()) -> None:
        """Main, with branches merged."""
        self.git("checkout", "-q", "main")
        sign = ("-S",) if by else ()
        self.git("merge", "-q", "--no-ff", *sign, *how, "-m", "merge", *branches, by=by)

    def merge_changed(self, branch: str, path: str, text: str, by: str = "") -> None:
        """The same with a change of its own."""
        self.merge(branch, how=("--no-commit",))
        self.write(path, text)
        self.git("add", "-A")
        self.git("commit", "-q", *(("-S",) if by else ()), "-m", "merge", by=by)

    def forge_commit(self, armour: str) -> None:
        """The newest commit with this for a signature, written by hand."""
        content = git(self.clone, "cat-file", "commit", "HEAD").encode() + b"\n"
        self.git("reset", "-q", "--soft", resigned(self.clone, content, armour))
