"""A server that `wuyi init-server` made, and a clone from which people push to it, by the real git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from generator.server.building import runs
from generator.server.home import Home
from tests.support.folders import ROOT, example_data, run_wuyi
from tests.support.repositories import commit, edit, git

EVENTS: Final = "data/registers/990101/events.csv"
# Legal lines at the end of the example's log, one after the other, but for their numbers.
NEXT: Final = (
    "990101001001-001,幸福里小区,revoke,compound,2022-12-02,2022-12-02T09:00:00+08:00,990101,new_case,,",
    "990101001002,和平社区,revoke,community,2022-12-03,2022-12-03T09:00:00+08:00,990101,new_case,,",
)
# A hook finds this program as the test does, and nobody's settings of git count.
SURROUNDINGS: Final[Mapping[str, str]] = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    "PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
}  # fmt: skip


class Pushed:
    """The end of a push: whether it was taken, and what the terminal showed."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.is_taken = done.returncode == 0
        lines = (line.removeprefix("remote: ").rstrip() for line in done.stderr.splitlines())
        self.said = "\n".join(lines)


class Office:
    """A clone with the worked example, and the server that it pushes to."""

    def __init__(self, folder: Path, *, begun: bool = False) -> None:
        """`begun`: both lie in the folder already, copied from another one."""
        self.clone = folder / "clone"
        self.home = Home(folder / "register.git")
        if begun:
            git(self.clone, "remote", "set-url", "server", self.home.folder)
            return
        made = run_wuyi("init-server", self.home.folder, "--quiet")
        assert made.returncode == 0, made.stderr
        self.clone.mkdir()
        example_data(self.clone)
        shutil.copytree(ROOT / "content", self.clone / "content")
        commit(self.clone, "begun")
        git(self.clone, "branch", "-M", "main")
        git(self.clone, "remote", "add", "server", self.home.folder)

    def append(self, line: str) -> str:
        """A commit with one more line in the log."""
        edit(self.clone / EVENTS, lambda old: [*old, f"{len(old) + 1},{line}"])
        return commit(self.clone, "an event")

    def push(self, *what: str, **surroundings: str) -> Pushed:
        """Pushes, main if nothing else is named."""
        return Pushed(
            subprocess.run(
                ["git", "-C", str(self.clone), "push", "--porcelain", "server", *(what or ("main",))],
                env={**SURROUNDINGS, **surroundings}, capture_output=True, encoding="utf-8", timeout=60, check=False,
            )
        )  # fmt: skip

    def pushed(self) -> str:
        """Pushes main, which is taken and becomes the site; its commit."""
        done = self.push()
        assert done.is_taken, done.said
        newest = git(self.clone, "rev-parse", "main")
        self.wait_for(newest)
        return newest

    def wait_for(self, newest: str) -> None:
        """Until the build of a commit has ended."""
        latest = monotonic() + 60
        while self.home.state().commit != newest or runs(self.home):
            assert monotonic() < latest, self.home.log.read_text(encoding="utf-8")
            sleep(0.02)

    def manifest(self) -> dict[str, Any]:
        """What the site says of itself."""
        found: dict[str, Any] = json.loads((self.home.site / "manifest.json").read_bytes())
        return found

    def set(self, key: str, value: str) -> None:
        """A setting of the server."""
        git(self.home.folder, "config", key, value)
