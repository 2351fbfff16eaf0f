"""The program, in a process of its own that ends itself at one step of a delivery, as by a power cut.

    python -m tests.support.dying STEP COUNT publish …

A step is one change of a folder, one start of rsync, one object that is written or removed. A file that was about to
be written is there by half. Without an end (STEP -1) the number of steps is written to the file COUNT.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.cli import main
from generator.delivery import disk, lease, rsync


class Steps:
    """Steps that are counted, and the one that is the last."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.number = 0

    def around(self, call: Callable[..., Any], by_half: bool = False) -> Callable[..., Any]:
        """The same, counted."""

        def counted(*given: Any, **named: Any) -> Any:
            self.number += 1
            if self.number == self.last:
                if by_half:
                    given[0].write_bytes(given[1][: len(given[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted


def patch(steps: Steps) -> None:
    """Counts every step; a dead publisher before this one is not waited for long."""
    lease.PAUSE, lease.PATIENCE = 0.01, 3
    for verb in ("write", "link", "make_folder", "rename", "clear", "sync"):
        setattr(disk, verb, steps.around(getattr(disk, verb), by_half=verb == "write"))
    rsync.run = steps.around(rsync.run)
    if find_spec("obstore") is not None:
        import obstore

        for name in ("put", "delete"):
            setattr(obstore, name, steps.around(getattr(obstore, name)))


if __name__ == "__main__":
    steps = Steps(int(sys.argv[1]))
    patch(steps)
    try:
        main(sys.argv[3:], standalone_mode=True)
    finally:
        Path(sys.argv[2]).write_text(str(steps.number), encoding="utf-8")
