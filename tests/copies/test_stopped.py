"""`wuyi sync` is killed at every step on the disk: the old copy stands or the new one, and the next run finishes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from generator.copies.folder import opened
from tests.copies.test_sync import NOW, replace, tree
from tests.support.copies import Server, copied, served, wuyi
from tests.support.stopping import killed

# Every step is met in the long run (`make soak`), and each third of them otherwise, beginning elsewhere in each case.
STRIDE: Final = 1 if "WUYI_SOAK" in os.environ else 3


@pytest.fixture
def server(example_site: Path, tmp_path: Path) -> Iterator[Server]:
    """The worked example on a server; its folder may be replaced."""
    with served(copied(example_site, tmp_path / "www")) as found:
        yield found


def given(server: Server, folder: Path) -> list[str]:
    """The command for a copy."""
    return ["sync", server.url, str(folder), "--now", NOW, "--quiet"]


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "renames"])
@pytest.mark.parametrize("is_first", [True, False], ids=["first", "again"])
def test_killed_at_every_step(
    server: Server, later_site: Path, tmp_path: Path, is_first: bool, exchanges: bool
) -> None:
    """No copy, or the old one, or the new one; never a mixture, and nothing beside it after the next run.

    Where folders cannot change places there may be none for a moment: the next run puts the old one back first.
    """
    before = tmp_path / "before"
    if not is_first:
        assert wuyi(*given(server, before)).exit_code == 0
        replace(server, later_site)
    finished = tmp_path / "finished"
    if before.exists():
        shutil.copytree(before, finished)  # a copy remembers which checkpoints it saw
    assert wuyi(*given(server, finished)).exit_code == 0
    old, new = tree(before) if before.exists() else {}, tree(finished)
    assert old != new
    stopped, ended = 0, False
    start = (2 * is_first + exchanges) % STRIDE
    for step in range(start, 2000, STRIDE):
        folder = tmp_path / "work" / "copy"
        folder.parent.mkdir()
        if before.exists():
            shutil.copytree(before, folder)
        ended = not killed(given(server, folder), step, exchanges=exchanges, half=bool(step % 2))
        stopped += not ended
        found = tree(folder) if folder.exists() else {}
        assert found in (old, new) or (not exchanges and not found), step
        again = wuyi(*given(server, folder))
        assert again.exit_code == 0, (step, again.output)
        assert tree(folder) == new, step
        assert [path.name for path in folder.parent.iterdir()] == ["copy"], step
        shutil.rmtree(folder.parent)
        if ended:
            break
    assert ended, "the program never came to its end"
    assert stopped * STRIDE > 40, "the program was hardly interrupted"


def test_two_at_once(server: Server, tmp_path: Path) -> None:
    """The second one is told to wait, and leaves the first alone; which then finishes."""
    copy = tmp_path / "copy"
    with opened(copy):
        ended = wuyi(*given(server, copy))
        assert (ended.exit_code, "另一个同步过程正在写" in ended.output) == (2, True)
        assert not copy.exists()
    assert wuyi(*given(server, copy)).exit_code == 0
    assert not (tmp_path / ".copy.sync").exists()
