"""A push becomes the site: one build at a time, always of the newest commit.

A push that comes while one runs waits for it; of several, only the newest is built. Nobody waits for nothing: a build
asks for the newest commit again once it has let go of the lock, so that a push which found the lock held may go away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import sleep
from typing import NamedTuple

from generator import placing
from generator.errors import RegisterError
from generator.server import tree
from generator.server.home import Home, State


class Ended(NamedTuple):
    """Whether a build published, and what it said."""

    is_done: bool
    said: Sequence[str]


class Means(NamedTuple):
    """What a build is done with: `build` gets data, content and output; `told` is the sentence of an error."""

    build: Callable[[Path, Path, Path], Ended]
    told: Callable[[BaseException], str]
    clock: Callable[[], str]
    say: Callable[[str], None]


def build_newest(home: Home, means: Means) -> bool:
    """Builds until the site is that of main; False where the last build failed.

    Returns at once where another process builds: that one goes on with the newest commit.
    """
    done, attempted = True, None
    while True:
        with ExitStack() as held:
            lock = held.enter_context(home.lock.open("w"))
            if not placing.locked(lock):
                means.say("另一个生成过程正在运行，它结束后会接着生成最新的提交。")
                return True
            running = held.enter_context(home.running.open("w"))
            while not placing.locked(running):  # somebody asks at this moment whether a build runs
                sleep(0.01)
            while (commit := home.newest()) != attempted and commit is not None:
                attempted = commit
                done = _attempt(home, commit, means)
        if home.newest() == attempted:
            return done


def runs(home: Home) -> bool:
    """True while a build runs. Asked of a lock of its own: who wants to build is not turned away by a question."""
    with home.running.open("a") as running:
        return not placing.locked(running)


def _attempt(home: Home, commit: str, means: Means) -> bool:
    means.say(f"{means.clock()} 开始生成 {commit[:12]}")
    before = home.state()
    try:
        if not (home.tree / ".git").is_dir():
            tree.begin(home.tree, home.folder, ())
        tree.lay_out(home.tree, commit)
        ended = means.build(home.tree / "data", home.tree / "content", home.site)
    except (RegisterError, OSError) as error:
        ended = Ended(False, (means.told(error),))
    for line in ended.said:
        means.say(line)
    result = "网站已换成" if ended.is_done else "没有生成，网站仍是原来的；没有生成的是"
    means.say(f"{means.clock()} {result} {commit[:12]}")
    live = commit if ended.is_done else before.live
    try:
        home.keep(State(commit, means.clock(), ended.is_done, tuple(ended.said), live))
    except OSError as error:  # a full disk has no room for this either; the log may have
        means.say(means.told(error))
    return ended.is_done
