"""The program in a copy of this process that is killed before one of its steps on the disk."""

from __future__ import annotations

import io
import os
import shutil
import signal
from collections.abc import Callable, Sequence
from typing import Any, Final

from generator import placing
from generator.cli import main

# What touches the disk; each is a place at which the program may be killed.
Steps = tuple[tuple[Any, str], ...]
STEPS: Final[Steps] = (
    (io, "open"), (os, "open"), (os, "fsync"), (os, "link"), (os, "replace"), (os, "rename"), (os, "unlink"),
    (os, "mkdir"), (os, "rmdir"), (placing, "exchange"), (placing, "locked"), (shutil, "rmtree"), (shutil, "copy2"),
)  # fmt: skip


def killed(
    arguments: Sequence[str], step: int, *, exchanges: bool = True, half: bool = False, steps: Steps = STEPS
) -> bool:
    """Runs a command that is killed before one of its steps (`half`: while what it wrote last is not all on the disk);
    False if it came to its own end. Where not `exchanges`, folders cannot change places."""
    child = os.fork()
    if child == 0:
        left = step

        def watched(original: Callable[..., Any], name: str) -> Callable[..., Any]:
            def call(*given: Any, **more: Any) -> Any:
                nonlocal left
                if left == 0:
                    if half and name == "fsync":
                        os.ftruncate(given[0], os.fstat(given[0]).st_size // 2)
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return original(*given, **more)

            return call

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        if not exchanges:
            placing.exchange = lambda one, other: False
        for owner, name in steps:
            setattr(owner, name, watched(getattr(owner, name), name))
        try:
            main([*arguments], standalone_mode=False)
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
