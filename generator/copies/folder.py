"""The folder that `wuyi sync` keeps: replaced as a whole, so that it is always one state or the next."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from generator import placing
from generator.copies.source import is_digest, is_safe
from generator.errors import UsageError

STATE: Final = "state.json"
FORMAT: Final = "1.0"
# The last key of the state: the digest of all the others.
SEAL: Final = "sha256"


class Mirror:
    """A published site as it is kept here: a folder with `state.json` and the files that it lists. See `opened`."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.home = self.root.parent / f".{self.root.name}.sync"
        self.draft = self.home / "new"
        self._old = self.home / "old"
        self.state: dict[str, Any] = {}
        self.files: dict[str, str] = {}

    def restore(self) -> None:
        """Puts back what an interrupted run had set aside, and removes what it had drafted."""
        if self._old.is_dir() and not self.root.exists():
            self._old.replace(self.root)
        for folder in (self.draft, self._old):
            shutil.rmtree(folder, ignore_errors=True)

    def load(self) -> None:
        """Reads the state. Raises UsageError where the folder is another's, or was changed by hand."""
        if not self.root.exists():
            return
        if not self.root.is_dir():
            raise UsageError(f"{self.root} 不是文件夹")
        path = self.root / STATE
        if not path.is_file():
            if any(self.root.iterdir()):
                raise UsageError(f"{self.root} 里有别的文件而没有 {STATE}，请另选一个空文件夹")
            return
        try:
            self.state = json.loads(path.read_text(encoding="utf-8"))
            self.files = dict(self.state["files"])
            sound = self.state["format"] == FORMAT and isinstance(self.state["url"], str)
            sealed = self.state.pop(SEAL, None)  # none in what an earlier version wrote
            sound = sound and sealed in (None, _seal(self.state))
            sound = sound and all(is_safe(name) and is_digest(digest) for name, digest in self.files.items())
        except (ValueError, KeyError, TypeError, RecursionError):
            sound = False
        if not sound:
            raise UsageError(f"{path} 读不懂；请换一个空文件夹重新同步")
        for name, digest in self.files.items():
            file = self.root / name
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                raise UsageError(f"{file} 在本地被改动或删除了；请换一个空文件夹重新同步")

    def begin(self) -> None:
        """A draft beside the folder with everything in it: links where the system has them."""
        self.draft.mkdir(parents=True)
        for folder, _, names in os.walk(self.root) if self.root.is_dir() else ():
            target = self.draft / Path(folder).relative_to(self.root)
            target.mkdir(exist_ok=True)
            for name in names:
                _link(Path(folder) / name, target / name)

    def put(self, path: str, content: bytes) -> None:
        """Writes a file of the draft; what it was linked to stays as it is."""
        target = self.draft / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with target.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def get(self, path: str) -> bytes | None:
        """A file as it stands before this run; None if there is none."""
        return (self.root / path).read_bytes() if path in self.files else None

    def known(self, path: str) -> set[str]:
        """Digests of a file of the site when this copy was made: who reads one of these now reads an old version."""
        code, _, name = path.partition("/")
        heads, counties = self.state.get("heads", {}), self.state.get("counties", {})
        digests = {self.files.get(path), heads.get(path), counties.get(code) if name == "manifest.json" else None}
        return {digest for digest in digests if digest}

    def finish(self, state: Mapping[str, Any], files: Mapping[str, str]) -> None:
        """The draft takes the folder's place. `files` are the digests of everything that belongs to the state."""
        for gone in set(self.files) - set(files):
            (self.draft / gone).unlink(missing_ok=True)
        content = {"format": FORMAT, **state, "files": dict(sorted(files.items()))}
        content[SEAL] = _seal(content)
        self.put(STATE, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        if self.root.exists():
            if placing.exchange(self.draft, self.root):
                return
            self.root.replace(self._old)
        try:
            self.draft.replace(self.root)
        except OSError:
            if self._old.exists():
                self._old.replace(self.root)
            raise


def _seal(state: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


@contextmanager
def opened(root: Path, *, dry: bool = False) -> Iterator[Mirror]:
    """A mirror, locked against a second run; whatever happens inside, no draft is left. `dry` writes nothing at all."""
    mirror = Mirror(root)
    if root.is_symlink():
        raise UsageError(f"{root} 是链接，请直接给出文件夹")
    if not mirror.root.parent.is_dir():
        raise UsageError(f"没有文件夹 {mirror.root.parent}")
    if dry:
        mirror.load()
        yield mirror
        return
    mirror.home.mkdir(exist_ok=True)
    with (mirror.home / "lock").open("w") as lock:
        if not placing.locked(lock):
            raise UsageError(f"另一个同步过程正在写 {mirror.root}，请等它结束")
        mirror.restore()
        try:
            mirror.load()
            yield mirror
        finally:
            mirror.restore()
            (mirror.home / "lock").unlink(missing_ok=True)
            with suppress(OSError):
                mirror.home.rmdir()
