"""The folder of a server: a bare repository, and beside what git keeps there a folder of our own.

    <DIR>/hooks/          pre-receive, post-receive
    <DIR>/wuyi/site/      what is published; the web server reads it
    <DIR>/wuyi/tree/      the newest commit, laid out
    <DIR>/wuyi/hosting/   files for web servers, systemd and containers
    <DIR>/wuyi/build.log  what builds said
    <DIR>/wuyi/state.json what became of the last one
    <DIR>/wuyi/lock       held while one runs, and so is wuyi/running

What may be pushed is set with `git config` in the repository: `wuyi.mostFiles`, `wuyi.mostBytes`, `wuyi.mostSeconds`,
`wuyi.others` (allow, refuse).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, NamedTuple

from generator.build import disk
from generator.errors import UsageError
from generator.history import git

MAIN: Final = "refs/heads/main"
OTHERS: Final = "wuyi.others"
MOST_FILES: Final = "wuyi.mostFiles"
MOST_BYTES: Final = "wuyi.mostBytes"
MOST_SECONDS: Final = "wuyi.mostSeconds"
# What stands where nothing else is set.
DEFAULTS: Final = {MOST_FILES: 5000, MOST_BYTES: 100_000_000, MOST_SECONDS: 120}


class State(NamedTuple):
    """What became of the last build: its commit, when it ended, whether it was published, and what it said.

    `live` is the commit of the site; "" before the first.
    """

    commit: str = ""
    ended: str = ""
    is_done: bool = True
    said: tuple[str, ...] = ()
    live: str = ""


class Home:
    """A server's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.own = self.folder / "wuyi"
        self.site = self.own / "site"
        self.tree = self.own / "tree"
        self.hosting = self.own / "hosting"
        self.log = self.own / "build.log"
        self.lock = self.own / "lock"
        self.running = self.own / "running"
        self._state = self.own / "state.json"

    @classmethod
    def at(cls, folder: Path) -> Home:
        """The one in a folder. Raises UsageError where there is none."""
        home = cls(folder)
        if not (home.own.is_dir() and (home.folder / "objects").is_dir()):
            raise UsageError(f"{folder} 不是 wuyi init-server 建的服务器文件夹")
        return home

    def number(self, key: str) -> int:
        """A limit as it is set. Raises UsageError where that is no number."""
        text = self.setting(key)
        if text and not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise UsageError(f"服务器的设置 {key} 应为正整数，现在是“{text}”：用 git config {key} 改正")
        return int(text) if text else DEFAULTS[key]

    def setting(self, key: str) -> str:
        """What is set in the repository; "" for nothing."""
        return git.ask(self.folder, "config", "--get", key).printed.strip()

    def newest(self) -> str | None:
        """The commit of main; None before the first push."""
        answer = git.ask(self.folder, "rev-parse", "--verify", "--quiet", f"{MAIN}^{{commit}}")
        return answer.printed.strip() if answer.is_done else None

    def state(self) -> State:
        """What became of the last build; an empty one where nothing is known."""
        try:
            found = json.loads(self._state.read_bytes())
            return State(
                str(found["commit"]), str(found["ended"]), bool(found["is_done"]),
                tuple(map(str, found["said"])), str(found["live"]),
            )  # fmt: skip
        except (OSError, ValueError, LookupError, TypeError):
            return State()

    def keep(self, state: State) -> None:
        """Writes down what became of a build."""
        disk.write_whole(self._state, json.dumps(state._asdict(), ensure_ascii=False, indent=1))
