"""What need not be done again: a county whose inputs are those of the last build, and whose pages stand as they were.

    .<name>.build/cache/<county>                          digest of the inputs, summary, findings
    .<name>.build/cache/<what>.<digest>                    what is made of texts, by a digest of all it is made from
    .<name>.build/parts/<month>/<county>.<digest>          its changes for the roll-up

The digest covers everything that a county's pages depend on; whether somebody touched these, or what the county handed
over, is looked at elsewhere (`look`).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

from generator import shipped
from generator.build import disk, libraries
from generator.build.sealed import seal, unsealed
from generator.reading.text import MOST_BYTES
from generator.register.divisions import ancestors, concerns, raw_slice

if TYPE_CHECKING:  # whoever looks whether anything changed needs none of it
    from generator.check import Plan

Made = TypeVar("Made")
_VERSION: Final = re.compile(r"^Version: *(\S+)$", re.MULTILINE | re.IGNORECASE)


class Entry(NamedTuple):
    """What is known of a county as last compiled: the digest of its inputs, and what it was compiled to."""

    digest: str
    compiled: Any  # a build.Compiled; this module knows nothing of builds


def _files(folder: str, above: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{above}{entry.name}/")
            else:
                yield f"{above}{entry.name}", entry.stat(follow_symlinks=False)


def stat_digest(roots: Iterable[Path]) -> str | None:
    """SHA-256 of what lies below some folders as the disk knows it, without reading: another one as soon as anything
    was written, replaced or renamed. None where a link leads elsewhere: what lies there is not known so."""
    whole = hashlib.sha256()
    for root in roots:
        folders = [str(root.resolve())]
        for folder in folders:
            with os.scandir(folder) as entries:
                members = sorted(entries, key=lambda entry: entry.name)
            for entry in members:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    folders.append(entry.path)
                elif not stat.S_ISREG(status.st_mode):
                    return None
                told = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
                whole.update(f"{entry.path} {told}\n".encode("utf-8", "surrogateescape"))
        whole.update(b"\n")
    return whole.hexdigest()


def common(plan: Plan) -> str:
    """SHA-256 over what the pages of all counties are made from: the program, the settings, the schemes, the time."""
    documents = {key: profile.document for key, profile in sorted(plan.profiles.items())}
    return hashlib.sha256(
        f"{program()}\n{plan.data.resolve().name}\n{plan.site!r}\n{plan.as_of!r}\n{documents!r}\n{sorted(plan.calendar.stated.items())!r}\n{sorted(plan.mended)!r}\n".encode()
    ).hexdigest()


def digest(plan: Plan, shared: str, county: str) -> str | None:
    """SHA-256 over everything that the pages of a county are made from; `shared` is what `common` gave.

    None where something lies there that is no plain file of a bearable size: such a county is compiled, and told of.
    """
    whole = hashlib.sha256(shared.encode())
    for code in (*ancestors(county), county):
        folder = plan.data / "registers" / code
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
                return None
            content = path.read_bytes()
            whole.update(f"{code}/{path.name} {len(content)}\n".encode())
            whole.update(content)
    for piece in raw_slice(plan.data / "divisions", county):
        whole.update(piece)
    whole.update(repr([row for row in plan.former if concerns(row.code, county)]).encode())
    return whole.hexdigest()


def folder(root: Path) -> str:
    """SHA-256 of the files of a folder: their paths and what they hold."""
    whole = hashlib.sha256()
    for path, _ in sorted(_files(str(root), "")):
        content = (root / path).read_bytes()
        whole.update(f"{path} {len(content)}\n".encode("utf-8", "surrogateescape"))
        whole.update(content)
    return whole.hexdigest()


@cache
def program() -> str:
    """SHA-256 of the program itself: its code, theme and schemas, and the libraries that shape the output."""
    whole = hashlib.sha256(f"{sys.version_info[:2]} {[version_of(name) for name in libraries.shaping()]}\n".encode())
    for root in (shipped.PACKAGE, shipped.SCHEMAS):
        for path in sorted(path for path, _ in _files(str(root), "") if "__pycache__/" not in path):
            if not path.startswith(f"{shipped.SHARE.name}/"):
                with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - hundreds, for each build
                    content = file.read()
                whole.update(f"{path} {len(content)}\n".encode())
                whole.update(content)
    return whole.hexdigest()


def program_of_site() -> str:
    """SHA-256 of the program and of all libraries: some of those that no county needs shape what stands above them."""
    return hashlib.sha256(
        f"{program()} {[version_of(each.distribution) for each in libraries.LIBRARIES]}".encode()
    ).hexdigest()


@cache
def version_of(name: str) -> str:
    """The version of a library, "" where it is not installed."""
    try:
        told = distribution(name)
    except PackageNotFoundError:  # one that only some sites ask for
        return ""
    # To parse all that a library says of itself takes ten times as long.
    stated = _VERSION.search((told.read_text("METADATA") or "").partition("\n\n")[0])
    return stated[1] if stated else told.version


def load(folder: Path, county: str) -> Entry | None:
    """The entry of a county; None where there is none, or it is not as it was written."""
    entry = unsealed(folder / county)
    return entry if isinstance(entry, Entry) else None


def store(folder: Path, county: str, entry: Entry) -> None:
    """Keeps the entry of a county."""
    seal(folder, county, entry)


class Keeper(NamedTuple):
    """Keeps what was made, by a digest of all it was made from; `anew` where it is made all the same."""

    folder: Path
    anew: bool = False

    def __call__(self, name: str, inputs: str, make: Callable[[], Made]) -> Made:
        """What was kept of these inputs; what is made now, kept in place of all older, where it is not as it was."""
        digest = hashlib.sha256(f"{program_of_site()} {inputs}".encode("utf-8", "surrogatepass")).hexdigest()
        path = self.folder / f"{name}.{digest}"
        kept = None if self.anew else unsealed(path)
        if kept is not None:
            return cast("Made", kept)
        made = make()
        seal(self.folder, path.name, made)
        for older in self.folder.glob(f"{name}.*"):
            if older != path:
                disk.unlink(older)
        return made
