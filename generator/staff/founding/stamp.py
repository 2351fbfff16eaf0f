"""`.wuyi.json`: by which version a repository was begun or last upgraded, and what the program wrote into it then.

It is what tells a file that nobody has touched from one that its owner has made their own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator import __version__
from generator.errors import UsageError
from generator.reading import schemas

NAME: Final = ".wuyi.json"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_VERSION: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,5}")


class Values(NamedTuple):
    """What the files that a repository begins with name of the register; kept, so that a later version writes the same.

    `place` is a community of the county, for examples; `english` is whether there are texts in English.
    """

    county: str
    place: str
    titles: tuple[str, ...]
    tag_authority: str
    name: str
    english: bool


class Stamp(NamedTuple):
    """`files` are the digests (SHA-256) of what the program wrote, by path; `settings` the keys that site.json had."""

    version: str
    values: Values
    files: Mapping[str, str]
    settings: tuple[str, ...]


def digest(content: bytes) -> str:
    """The digest by which a file is known."""
    return hashlib.sha256(content).hexdigest()


def settings() -> tuple[str, ...]:
    """The keys that data/site.json may have, in order of the schema."""
    return tuple(schemas.documents()["site"]["properties"])


def of_now(values: Values, files: Mapping[str, bytes]) -> Stamp:
    """The stamp of this version, for files as it writes them."""
    return Stamp(__version__, values, {name: digest(content) for name, content in sorted(files.items())}, settings())


def encoded(stamp: Stamp) -> bytes:
    """The file, one line for each file that it knows: two branches that add one do not meet."""
    document = stamp._asdict() | {"values": stamp.values._asdict()}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read(folder: Path) -> Stamp | None:
    """The stamp of a repository; None where there is none. Raises UsageError for one that nobody can rely on."""
    path = folder / NAME
    if not path.is_symlink() and not path.exists():
        return None
    try:
        if path.is_symlink():
            raise ValueError(NAME)
        return _decoded(json.loads(path.read_bytes().decode("utf-8")))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UsageError(
            f"{path} 读不出来，看不出上一次是用哪个版本写的；用 git checkout -- {NAME} 取回提交过的那一份。"
            "没有的，删去它再运行：那样凡是和新版不同的文件都算你们改过"
        ) from None


def _decoded(document: Any) -> Stamp:
    """Raises ValueError, TypeError or KeyError where the document is none of ours."""
    values = document["values"]
    files = {name: text for name, text in document["files"].items() if _is(name, text)}
    if len(files) < len(document["files"]) or not _VERSION.match(document["version"]):
        raise ValueError(NAME)
    county, place, authority, name = _texts(values[key] for key in ("county", "place", "tag_authority", "name"))
    told = Values(county, place, _texts(values["titles"]), authority, name, values["english"] is True)
    return Stamp(document["version"], told, files, _texts(document["settings"]))


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    found = tuple(values)
    if not all(isinstance(value, str) for value in found):
        raise TypeError(NAME)
    return found


def _is(name: str, text: str) -> bool:
    """True for a digest of a file within the repository, and none of git's own or of the register's people."""
    parts = name.split("/")
    inside = not any(part in ("", ".", "..", ".git") or "\\" in part or ":" in part for part in parts)
    return inside and parts[:2] != ["data", "registers"] and _DIGEST.fullmatch(text) is not None


def is_newer(version: str, other: str) -> bool:
    """True if a version comes after another one.

    >>> is_newer("0.10.0", "0.9.1"), is_newer("0.1.0", "0.1.0")
    (True, False)
    """
    return _numbers(version) > _numbers(other)


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()
