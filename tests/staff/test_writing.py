"""Files of a folder that are put in place together: whatever happens on the way, the old state or the new one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from generator import placing
from generator.reading.leftovers import is_leftover
from generator.staff.recording import writing
from generator.staff.recording.writing import BusyError

WAS: Final[dict[str, bytes | None]] = {
    "areas.csv": b"areas\n", "cases.csv": None, "events.csv": b"events\n", "notices.csv": b"notices\n",
}  # fmt: skip
NOW: Final[dict[str, bytes | None]] = {
    "areas.csv": b"areas\n", "cases.csv": b"cases 1\n", "events.csv": b"events 1\n", "notices.csv": None,
}  # fmt: skip
ONE: Final = {**WAS, "events.csv": b"events 1\n"}
KILLED: Final = 7
# What touches the disk; each is a place at which the program may end.
STEPS: Final = (
    (os, "open"), (os, "write"), (os, "fsync"), (os, "close"), (os, "link"), (os, "replace"), (os, "unlink"),
    (os, "mkdir"), (os, "rmdir"), (placing, "exchange"), (shutil, "rmtree"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A county's folder, with what is neither table nor document beside."""
    folder = tmp_path / "registers" / "990101"
    folder.mkdir(parents=True)
    (folder / "county.json").write_bytes(b"{}\n")
    (folder / "README.md").write_bytes(b"mine\n")
    for name, content in WAS.items():
        if content is not None:
            (folder / name).write_bytes(content)
    (folder / "events.csv").chmod(0o640)
    return folder


def state(folder: Path) -> dict[str, bytes | None]:
    """The tables as whoever looks finds them."""
    return writing.read(folder, iter(WAS))


def others(folder: Path) -> list[str]:
    """What stands beside the tables, and beside the folder."""
    return sorted([
        *(path.name for path in folder.iterdir() if path.name not in WAS),
        *(path.name for path in folder.parent.iterdir() if path != folder),
    ])  # fmt: skip


@pytest.fixture(params=["exchange", "journal"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways: where folders can change places, and where they cannot."""
    if request.param == "journal":
        monkeypatch.setattr(placing, "exchange", lambda one, other: False)
    return str(request.param)


@pytest.mark.parametrize("now", [NOW, ONE, WAS], ids=["several", "one", "none"])
def test_files_are_put_in_place(now: dict[str, bytes | None], folder: Path, way: str) -> None:
    """All that differ, made and removed ones too; the others, and their modes, stay."""
    changed = writing.replace(folder, WAS, now)
    assert changed == sorted(name for name in WAS if WAS[name] != now[name])
    assert (state(folder), others(folder)) == (now, ["README.md", "county.json"])
    assert (folder / "events.csv").stat().st_mode & 0o777 == 0o640, way


def ended_at(step: int, folder: Path, now: dict[str, bytes | None]) -> bool:
    """Writes in a process that ends before a step, without a chance to clear up; False if it came to its own end."""
    child = os.fork()
    if child == 0:
        left = step

        def watched(original: Callable[..., Any]) -> Callable[..., Any]:
            def call(*given: Any, **more: Any) -> Any:
                nonlocal left
                if left == 0:
                    os._exit(KILLED)
                left -= 1
                return original(*given, **more)

            return call

        for module, name in STEPS:
            setattr(module, name, watched(getattr(module, name)))
        try:
            writing.replace(folder, WAS, now)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def copies(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """Copies of the folder, one after the other."""
    for number in range(200):
        copy = tmp_path / str(number) / folder.name
        shutil.copytree(folder, copy)
        yield copy


@pytest.mark.parametrize("now", [NOW, ONE], ids=["several", "one"])
def test_killed_at_every_step(now: dict[str, bytes | None], folder: Path, way: str, tmp_path: Path) -> None:
    """Whoever looks finds the old tables or the new ones; who writes next finishes, and nothing is left over.

    Where folders cannot change places, a mixture may stand until then.
    """
    seen = []
    for step, copy in enumerate(copies(folder, tmp_path)):
        killed = ended_at(step, copy, now)
        found = state(copy)
        assert found in (WAS, now) or (way == "journal" and now is NOW), step
        assert all(is_leftover(name) for name in others(copy) if name not in ("README.md", "county.json")), step
        with writing.held(copy):
            pass
        assert state(copy) in (WAS, now), step
        assert found not in (WAS, now) or state(copy) == found or way == "journal", step
        assert others(copy) == ["README.md", "county.json"], step
        seen.append(state(copy))
        if not killed:
            break
    assert seen[0] == WAS
    assert seen[-1] == now
    assert len(seen) > 8, "the program was hardly interrupted"


def test_what_others_wrote_meanwhile_is_not_lost(folder: Path, way: str) -> None:
    """A table that is not as it was read: nothing is written."""
    (folder / "areas.csv").write_bytes(b"areas, by hand\n")
    with pytest.raises(BusyError, match=r"areas\.csv 在这期间被别的程序改动过：什么也没有写"):
        writing.replace(folder, WAS, NOW)
    assert state(folder) == {**WAS, "areas.csv": b"areas, by hand\n"}, way
    assert others(folder) == ["README.md", "county.json"]


def test_what_others_write_at_the_last_moment_is_not_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last look and the exchange: the folders change places once more."""
    exchange = placing.exchange

    def late(one: Path, other: Path) -> bool:
        if (other / "events.csv").read_bytes() == WAS["events.csv"]:
            (other / "areas.csv").unlink()
            (other / "areas.csv").write_bytes(b"saved now\n")
        return exchange(one, other)

    monkeypatch.setattr(placing, "exchange", late)
    with pytest.raises(BusyError):
        writing.replace(folder, WAS, NOW)
    assert state(folder) == {**WAS, "areas.csv": b"saved now\n"}
    assert others(folder) == ["README.md", "county.json"]


def test_one_writer_at_a_time(folder: Path) -> None:
    """A second one is told so, and changes nothing."""
    with writing.held(folder):
        with pytest.raises(BusyError, match="另一个程序正在写"):
            writing.replace(folder, WAS, NOW)
        assert state(folder) == WAS


def test_a_table_that_is_open_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system refuses to replace an open file, what is left is told, and done by the next one."""
    replace = os.replace

    def refusing(source: Path, target: Path) -> None:
        if target == folder / "events.csv":
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(placing, "exchange", lambda one, other: False)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refusing)
        with pytest.raises(BusyError, match="正被别的程序打开"):
            writing.replace(folder, WAS, NOW)
    with writing.held(folder):
        assert state(folder) == NOW


def test_a_full_disk_leaves_everything(folder: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error before anything is in place is one: nothing is there but what was."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            writing.replace(folder, WAS, NOW)
    assert state(folder) == WAS, way
    with writing.held(folder):
        assert others(folder) == ["README.md", "county.json"]
