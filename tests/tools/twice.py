"""Builds the newest commit twice, as two strangers would, and names the files that differ: `make twice`.

Two clones in folders of other names and depths, another time zone, language, seed of hashes, umask and number of
processes, the second one with its tables read in another order of the disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from generator.history import clone, git
from tests.support.folders import ROOT


class Stranger(NamedTuple):
    """Who builds: in which folder, with which surroundings, umask and number of processes."""

    folder: str
    surroundings: Mapping[str, str]
    umask: int
    workers: int


STRANGERS: Final = (
    Stranger("one", {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "0", "HOME": "/"}, 0o022, 1),
    Stranger(
        "another/深 folder",
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "4242"},
        0o077,
        2,
    ),
)


def built(repository: Path, place: Path, stranger: Stranger, revision: str, content: Path | None = None) -> Path:
    """The site that a stranger builds of a commit; `content` is where the texts are, if not in the repository."""
    home = place / stranger.folder
    home.mkdir(parents=True)
    clone.check_out(str(repository), revision, home / "copy")
    _rewritten(home / "copy" / "data", reverse=stranger.umask == 0o077)
    surroundings = {key: value for key, value in os.environ.items() if key not in ("LANGUAGE", "LC_CTYPE")}
    done = subprocess.run(
        [
            sys.executable, "-m", "generator", "build", "--data", home / "copy" / "data", "--quiet", "--full",
            "--content", content or home / "copy" / "content", "--output", home / "site",
            "--workers", str(stranger.workers),
        ],
        cwd=home, umask=stranger.umask, capture_output=True, encoding="utf-8", check=False,
        env={**surroundings, "PYTHONPATH": str(ROOT), **stranger.surroundings},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return home / "site"


def _rewritten(data: Path, *, reverse: bool) -> None:
    """Puts the counties' folders into place anew, so that the disk lists them in another order."""
    registers = data / "registers"
    for folder in sorted(registers.iterdir(), reverse=reverse):
        aside = folder.rename(registers / f".{folder.name}")
        aside.rename(folder)


def differing(site: Path, other: Path) -> list[str]:
    """The paths of all files of two sites that are not the same bytes in both."""
    both = [
        {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for folder in (site, other)
    ]
    first, second = both
    return [
        path
        for path in sorted(first.keys() | second.keys())
        if path not in first or path not in second or first[path].read_bytes() != second[path].read_bytes()
    ]


def main() -> int:
    """The program."""
    revision = git.head(ROOT)
    if revision is None:
        raise SystemExit("there is no commit here")
    with TemporaryDirectory(prefix="wuyi-twice-") as folder:
        sites = [built(ROOT, Path(folder).resolve(), stranger, revision) for stranger in STRANGERS]
        found = differing(*sites)
        files = sum(path.is_file() for path in sites[0].rglob("*"))
    for path in found:
        print(path)
    print(f"{revision[:12]} built twice: {files} files, {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
