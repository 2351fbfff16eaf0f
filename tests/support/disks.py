"""The disk of a build, recorded; a program that is killed at any step of it; and a disk that is soon full."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from generator.build import disk
from tests.support.tools import require_right, require_tool

VERBS: Final = ("write", "opened", "make_folder", "rename", "exchange", "unlink", "clear", "sync", "sync_below")


class Step(NamedTuple):
    """One call: the verb, and the paths it was given."""

    verb: str
    paths: tuple[Path, ...]


@contextmanager
def recorded(
    before: Callable[[int, Step, tuple[Any, ...]], object] = lambda number, step, given: None,
) -> Iterator[list[Step]]:
    """The steps within, in order. `before` is called at each with its number and what it is given.

    Nothing is really synced: who watches decides what would be lost.
    """
    steps: list[Step] = []

    def watched(verb: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            paths = given[0] if verb == "sync_below" else [one for one in given if isinstance(one, str | Path)]
            step = Step(verb, tuple(map(Path, paths)))
            before(len(steps), step, given)
            steps.append(step)
            return None if verb.startswith("sync") else original(*given)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for verb in VERBS:
            patch.setattr(disk, verb, watched(verb, getattr(disk, verb)))
        yield steps


def killed(run: Callable[[], object], number: int) -> bool:
    """Runs something in a process of its own that is killed at a step; True if it was.

    A file that it was about to write is there by half.
    """
    child = os.fork()
    if not child:
        try:
            write = disk.write

            def die(at: int, step: Step, given: tuple[Any, ...]) -> None:
                if at == number:
                    if step.verb == "write":
                        write(given[0], given[1][: len(given[1]) // 2])
                    os.kill(os.getpid(), signal.SIGKILL)

            with recorded(die):
                run()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of a size (as `mount` takes it) of its own at a folder, for as long as the context lasts."""
    command = [] if os.geteuid() == 0 else ["sudo", "-n"]
    require_tool("mount", "umount", *command[:1])
    options = f"size={size},mode=0777"
    made = subprocess.run([*command, "mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False)
    require_right("the right to mount a disk", is_given=made.returncode == 0)
    try:
        yield
    finally:
        subprocess.run([*command, "umount", "--lazy", folder], check=True)
