"""Whole data folders with every kind of file, and folders of which the structure is not as it was."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from tests.support.broken import pools
from tests.support.folders import EXAMPLE, ROOT, SCHEMES


class Special(NamedTuple):
    """What is no file: `kind` is link, folder or pipe; `target` is where a link leads."""

    kind: str
    target: str = ""


Entry = bytes | Special
Told = tuple[str, Mapping[str, Entry]]

# The worked example is small and is tried oftener; the demonstration has every kind of table.
NAMES: Final = ("example", "example", "example in JSON", "demonstration", "demonstration in JSON")
_DEMONSTRATION: Final = ("990101", "9901")
_INTEGERS: Final = frozenset(
    {"sequence", "corrects", "count", "confirmed", "asymptomatic", "close_contacts", "cleared_contacts"}
)
_WORKDAYS: Final = "date,working,source\n2022-10-08,yes,国办发明电〔2021〕11号\n2022-12-31,no,国办发明电〔2022〕16号\n"
_FORMER: Final = "code,name,until\n990101001,旧示例街道,2022-06-30\n"


@cache
def whole(name: str) -> Mapping[str, bytes]:
    """The files of a whole folder by path."""
    kind, _, form = name.partition(" in ")
    files = {}
    if kind == "example":
        files = _below(EXAMPLE)
        names = ("chongqing-2022-74", "hainan-2022")
        files |= {f"schemes/{name}.json": (SCHEMES / f"{name}.json").read_bytes() for name in names}
    else:
        data = ROOT / "data"
        for code in _DEMONSTRATION:
            files |= {
                f"registers/{code}/{path}": content for path, content in _below(data / "registers" / code).items()
            }
        paths = (
            "site.json",
            "divisions/99.csv",
            "tiles/99.json",
            *(f"schemes/{path.name}" for path in SCHEMES.iterdir()),
        )
        files |= {path: (data / path).read_bytes() for path in sorted(paths)}
        files |= {"workdays.csv": _WORKDAYS.encode(), "divisions/former.csv": _FORMER.encode()}
    if form:
        official = "divisions/99.csv"
        files = dict(_in_json(path, files[path]) if path != official else (path, files[path]) for path in files)
    return dict(sorted(files.items()))


def _below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _in_json(path: str, content: bytes) -> tuple[str, bytes]:
    """A table in its JSON form; any other file as it is."""
    if not path.endswith(".csv"):
        return path, content
    rows: list[dict[str, Any]] = [*csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))]
    objects = [
        {key: int(cell) if key in _INTEGERS and cell.isdecimal() else cell for key, cell in row.items() if cell}
        for row in rows
    ]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in objects)
    return f"{path.removesuffix('.csv')}.json", f"[\n{lines}\n]\n".encode()


def chosen(random: Random, files: Mapping[str, Entry], wanted: Callable[[str], bool]) -> str | None:
    """One of the plain files that are wanted; None where there is none."""
    paths = sorted(path for path, entry in files.items() if isinstance(entry, bytes) and wanted(path))
    return random.choice(paths) if paths else None


def replaced(files: Mapping[str, Entry], path: str, entry: Entry) -> Mapping[str, Entry]:
    """The files, one of them with another content."""
    return {**files, path: entry}


def broken(random: Random, files: Mapping[str, Entry]) -> Told | None:
    """One fault in what lies where."""
    path = chosen(random, files, lambda name: True)
    if path is None:
        return None
    return random.choice(_CHANGES)(random, dict(files), path)


def _missing(_random: Random, files: dict[str, Entry], path: str) -> Told:
    del files[path]
    return f"{path}: missing", files


def _renamed(random: Random, files: dict[str, Entry], path: str) -> Told:
    name = f"{path.rpartition('/')[0]}/{random.choice(pools.NAMES)}".lstrip("/")
    files[name] = files.pop(path)
    return f"{path}: renamed to {name!r}", files


def _elsewhere(random: Random, files: dict[str, Entry], path: str) -> Told:
    folder = random.choice(sorted({each.rpartition("/")[0] for each in files}))
    place = f"{folder}/{path.rpartition('/')[2]}".lstrip("/")
    files[place] = files[path]
    return f"{path}: also at {place}", files


def _in_both_forms(_random: Random, files: dict[str, Entry], path: str) -> Told:
    stem, _, ending = path.rpartition(".")
    other = f"{stem}.{'json' if ending == 'csv' else 'csv'}"
    files[other] = files[path]
    return f"{path}: beside {other}", files


def _no_file(random: Random, files: dict[str, Entry], path: str) -> Told:
    targets = (
        path.rpartition("/")[2],
        "nowhere",
        "/etc/hostname",
        "/dev/zero",
        "..",
        "/",
        "../../site.json",
        "county.json",
    )
    kind = random.choice(("link", "link", "folder", "pipe"))
    files[path] = Special(kind, random.choice(targets) if kind == "link" else "")
    return f"{path}: a {kind}", files


def _something_more(random: Random, files: dict[str, Entry], path: str) -> Told:
    folder = random.choice(
        sorted({each.rpartition("/")[0] for each in files} | {"registers", "registers/990102", "schemes/x"})
    )
    place = f"{folder}/{random.choice(pools.NAMES)}".lstrip("/")
    if place not in files and not any(each.startswith(f"{place}/") for each in files):
        files[place] = random.choice((files[path], b"", Special("folder"), Special("link", path), Special("link", ".")))
    return f"{place!r}: more", files


def _folder_renamed(random: Random, files: dict[str, Entry], path: str) -> Told:
    folder = path.rpartition("/")[0]
    if not folder:
        return _missing(random, files, path)
    parent = folder.rpartition("/")[0]
    name = f"{parent}/{random.choice(('990102', '990201', '500241', '9901', '99', 'x', '990101 ', '00'))}".lstrip("/")
    moved = {
        f"{name}{each.removeprefix(folder)}" if each.startswith(f"{folder}/") else each: files[each] for each in files
    }
    return f"{folder}: renamed to {name}", moved


def _folder_missing(_random: Random, files: dict[str, Entry], path: str) -> Told:
    folder = path.partition("/")[0] if path.count("/") < 2 else path.rpartition("/")[0]
    return f"{folder}: missing", {
        each: entry for each, entry in files.items() if not f"{each}/".startswith(f"{folder}/")
    }


def _folder_replaced(random: Random, files: dict[str, Entry], path: str) -> Told:
    folder = path.partition("/")[0] if random.random() < 0.5 else path.rpartition("/")[0]
    entry = random.choice(
        (b"", Special("link", "/etc"), Special("link", "."), Special("link", "nowhere"), Special("folder"))
    )
    if not folder:
        return _missing(random, files, path)
    left = {each: other for each, other in files.items() if not f"{each}/".startswith(f"{folder}/")}
    return f"{folder}: replaced by {entry!r}", {**left, folder: entry}


_CHANGES: Final = (
    _missing, _missing, _renamed, _elsewhere, _in_both_forms, _no_file, _no_file, _something_more, _something_more,
    _folder_renamed, _folder_missing, _folder_replaced,
)  # fmt: skip


def write(files: Mapping[str, Entry], folder: Path, before: Mapping[str, Entry] | None = None) -> None:
    """Makes a folder hold these entries and nothing else; `before` is what it holds already, if that is known."""
    if before is None or before.keys() != files.keys() or not _plain(files) or not _plain(before):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        before = {}
    for path, entry in files.items():
        if path not in before or before[path] is not entry:
            _put(folder / path, entry)


def _plain(files: Mapping[str, Entry]) -> bool:
    return all(isinstance(entry, bytes) for entry in files.values())


def _put(path: Path, entry: Entry) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(entry, bytes):
        path.write_bytes(entry)
    elif entry.kind == "link":
        path.symlink_to(entry.target)
    elif entry.kind == "folder":
        path.mkdir(exist_ok=True)
    else:
        os.mkfifo(path)
