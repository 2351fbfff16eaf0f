"""Two folders change places in one step, one writer holds a lock, and a disk is synced as a whole."""

from __future__ import annotations

import ctypes
import errno
import sys
from pathlib import Path

import pytest

from generator import placing


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders, each with a file of its own name."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    return tmp_path / "old", tmp_path / "new"


def test_folders_change_places(folders: tuple[Path, Path]) -> None:
    """On Linux what stood in one stands in the other; elsewhere nothing happened."""
    old, new = folders
    done = placing.exchange(new, old)
    assert done is sys.platform.startswith("linux")
    assert (old / "new").is_file() is done
    assert (new / "old").is_file() is done


def test_refusal_is_told_with_both_names(folders: tuple[Path, Path]) -> None:
    """A folder that is not there is no system that cannot do it."""
    old, new = folders
    (old / "old").unlink()
    old.rmdir()
    if not sys.platform.startswith("linux"):
        assert placing.exchange(new, old) is False
        return
    with pytest.raises(FileNotFoundError) as raised:
        placing.exchange(new, old)
    assert (raised.value.filename, raised.value.filename2) == (str(new), str(old))


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EOPNOTSUPP, None])
def test_systems_that_cannot(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, code: int | None) -> None:
    """A kernel, a disk or a system without it: nothing happens, and it is said."""
    monkeypatch.setattr(placing, "_call", lambda _: None if code is None else lambda *_: -1)
    monkeypatch.setattr(ctypes, "get_errno", lambda: code)
    assert placing.exchange(*folders) is False
    assert placing.synced(folders[0]) is False


def test_a_disk_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Linux the system is asked for it, and what it refuses is told with the name of the folder."""
    assert placing.synced(tmp_path) is sys.platform.startswith("linux")
    monkeypatch.setattr(placing, "_call", lambda _: lambda *_: -1)
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EIO)
    with pytest.raises(OSError, match=str(tmp_path)) as raised:
        placing.synced(tmp_path)
    assert raised.value.errno == errno.EIO


def test_one_writer(tmp_path: Path) -> None:
    """A second one gets no lock until the first lets go."""
    path = tmp_path / "lock"
    with path.open("w") as first, path.open("w") as second:
        assert placing.locked(first)
        assert not placing.locked(second)
    with path.open("w") as third:
        assert placing.locked(third)
