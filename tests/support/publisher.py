"""A publisher who may put anything into a site: seeded, the same each time by its number.

Whatever it is, the digests are mostly written anew: so what it says is read, and not only found to be another.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from generator import urls
from tests.support.copies import compact

Files = dict[str, bytes]

DEEP: Final = "[" * 20_000
# Values that no publisher should have anywhere.
ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**63, 10**30, -(10**30), 0.5, 1e300, float("inf"), float("nan"), "", " ", "\0",
    "\n", "\ud800", "\uffff", "\u202e", "../..", "../../x", "/etc/passwd", "C:\\x", "a" * 100_000, "x/" * 300, ".",
    "..", "a/./b", "%2e%2e/x", "a\0b", "file:///etc/passwd", "http://169.254.169.254/", "//x", [], {}, [[]], [None],
    {"": None}, [1] * 1_000, "2022-13-45", "0000-00-00", "9999-12-31", "2022-11-29T25:00:00+08:00", "-999999999999",
    "990101", "999999",
    "990101-000001", "990101-999999999999", "0" * 64, "g" * 64, "A" * 64, "=1+1", "<script>", "certified", "revoke",
)  # fmt: skip
# Pieces of text that stand for a value, as JSON or CSV has it, and that are none.
TEXTS: Final = (
    b"\0", b"\xff", b"\xed\xa0\x80", b'"', b",", b"\n", b"\r", b"{", b"}", b"[" * 2_000, b"]", b"1e999", b"9" * 6_000,
    b"NaN",
    b"-Infinity", b"\xef\xbb\xbf", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<" * 50, b"&a;", b"</entry>", b"<entry>" * 200,
    b"\\ud800", b"\\u0000", b"//", b"\x1f\x8b",
)  # fmt: skip
# What a checkpoint may claim: sizes, roots, origins.
CLAIMS: Final = (
    "0", "1", "24", "26", "257", "65537", str(2**63), "9" * 19, "9" * 40, "-1", "025", "", "a b", "é" * 43 + "=",
    "A" * 43 + "=", "A" * 44, "\x01", "x" * 300, "register.example", "register.example/990101", "\u2028",
    "— a AAAAAAAA",
)  # fmt: skip
# Where a tile may claim to lie.
PLACES: Final = (
    "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/63/000.p/25", "tile/-1/000", "tile/entries/000",
    "tile/0/x999/999",
    "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/25/x", "tile/0/0.p/25", "tile/x", "tile/0/000.p/999999999",
)  # fmt: skip
_HEADS: Final = ("manifest.json", "index.json", "changes/index.json", "build.json")


class Memory:
    """A copy that is held in memory, as who verifies and who syncs reads it; `listing`: whether it can be listed."""

    def __init__(self, files: Mapping[str, bytes], *, listing: bool) -> None:
        self.name = "http://127.0.0.1/"
        self._files, self._listing = files, listing

    def read(self, path: str, limit: int) -> bytes | None:
        """The beginning of a file."""
        content = self._files.get(path)
        return None if content is None else content[: limit + 1]

    def again(self, path: str, limit: int) -> bytes | None:
        """The same past the caches."""
        return self.read(path, limit)

    def paths(self) -> frozenset[str] | None:
        """Every file, if it can be listed."""
        return frozenset(self._files) if self._listing else None


def whole(site: Path) -> Files:
    """The files of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def relisted(files: Mapping[str, bytes]) -> Files:
    """The files with all manifests made anew, as who has changed them would do."""
    made, root = dict(files), json.loads(files["manifest.json"])
    for manifest in root["manifests"]:
        document = json.loads(made[manifest["path"]])
        document["files"] = _entries(made, document["files"])
        made[manifest["path"]] = (compact(document) + "\n").encode()
    root.update(manifests=_entries(made, root["manifests"]), files=_entries(made, root["files"]))
    made["manifest.json"] = (compact(root) + "\n").encode()
    return made


def _entries(files: Files, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    there = [(entry, files[entry["path"]]) for entry in entries if entry["path"] in files]
    return [{**entry, "sha256": hashlib.sha256(held).hexdigest(), "size": len(held)} for entry, held in there]


def spoilt(files: Mapping[str, bytes], seed: int, number: int) -> Files:
    """A site with one to four things put into it."""
    chance = random.Random(f"{seed}-{number}")
    made = dict(files)
    paths = sorted(made)
    told = [path for path in paths if path.endswith((".json", ".csv", ".atom", ".rss")) and "schema" not in path]
    logs = [path for path in paths if "tile/" in path or path.endswith(("checkpoint", urls.LOG_KEYS))]
    changed = []
    for _ in range(chance.randint(1, 4)):
        path = chance.choice(_HEADS if chance.random() < 0.4 else told if chance.random() < 0.9 else paths)
        if chance.random() < 0.3:
            path = chance.choice(logs)
        if "tile/" in path and path in made and chance.random() < 0.3:
            path = _moved(chance, made, path)
        if path in made:
            made[path] = _put(chance, path, made[path])
            changed.append(path)
        if chance.random() < 0.05:
            del made[chance.choice(paths)]
            paths = sorted(made)
    if chance.random() < 0.85:
        _relist(made, changed)
    return made


def _put(chance: random.Random, path: str, content: bytes) -> bytes:
    ways: list[Callable[[random.Random, bytes], bytes]] = [_bytes, _text]
    if path.endswith(".json"):
        ways = [_value, _value, _value, _value, _text, _deep, _bytes]
    elif path.endswith("checkpoint"):
        ways = [_claim, _claim, _claim, _text, _bytes]
    elif "tile/" in path:
        ways = [_bytes, _bytes, _text, _doubled]
    elif path.endswith(".csv"):
        ways = [_cell, _cell, _cell, _lines, _text, _bytes]
    return chance.choice(ways)(chance, content)


def _claim(chance: random.Random, content: bytes) -> bytes:
    """A checkpoint of which a line says something else, or is there more than once, or not."""
    lines = content.decode("utf-8", "replace").split("\n")
    at, claim = chance.randrange(min(len(lines), 6)), chance.choice(CLAIMS)
    lines[at : at + chance.choice((0, 1, 1, 1, 2))] = [claim] * chance.choice((1, 1, 1, 0, 200))
    return "\n".join(lines).encode()


def _doubled(_chance: random.Random, content: bytes) -> bytes:
    return content + content


def _moved(chance: random.Random, files: Files, path: str) -> str:
    """A tile that lies elsewhere, as its list says it does."""
    code = path.partition("tile/")[0]
    place, manifest = f"{code}{chance.choice(PLACES)}", f"{code}manifest.json"
    try:
        document = json.loads(files[manifest])
        for entry in document["files"]:
            if entry["path"] == path:
                entry["path"] = place
    except (ValueError, KeyError, TypeError, RecursionError):
        return path
    files[manifest] = (compact(document) + "\n").encode("utf-8", "surrogatepass")
    files[place] = files.pop(path)
    return place


def _bytes(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.randint(0, 4)) + content[at + chance.randint(0, 4) :]


def _text(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(TEXTS) + content[at + chance.randint(0, 3) :]


def _deep(chance: random.Random, content: bytes) -> bytes:
    marks = [match.start() for match in re.finditer(rb":", content)] or [0]
    at = chance.choice(marks) + 1
    return content[:at] + DEEP.encode() + (b"]" * len(DEEP) if chance.random() < 0.5 else b"") + content[at:]


def _cell(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    number = chance.randrange(len(lines))
    cells = lines[number].split(b",")
    odd = chance.choice(ODD)
    cells[chance.randrange(len(cells))] = (odd if isinstance(odd, str) else str(odd)).encode("utf-8", "surrogatepass")
    lines[number] = b",".join(cells)
    return b"\n".join(lines)


def _lines(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(4)
    if way == 0:
        lines[first], lines[second] = lines[second], lines[first]
    elif way == 1:
        del lines[first]
    elif way == 2:
        lines.insert(first, lines[second])
    else:
        lines = lines[:first] + lines[:1] * 3
    return b"".join(lines)


def _value(chance: random.Random, content: bytes) -> bytes:
    """The document with another value somewhere, a key more, one less, or two that changed places."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return content
    node: Any = document
    for _ in range(chance.randint(0, 5)):
        inner = _members(node)
        below = [key for key in inner if isinstance(node[key], dict | list) and node[key]]
        if not below or chance.random() < 0.2:
            break
        node = node[chance.choice(below)]
    keys = _members(node)
    if not keys:
        return compact(chance.choice(ODD)).encode("utf-8", "surrogatepass")
    key, way = chance.choice(keys), chance.randrange(6)
    if way == 0 and isinstance(node, dict):
        del node[key]
    elif way == 1 and isinstance(node, list):
        node.append(node[key])
    elif way == 2:
        node[key] = node[chance.choice(keys)]
    else:
        node[key] = chance.choice(ODD)
    return (compact(document) + "\n").encode("utf-8", "surrogatepass")


def _members(node: Any) -> list[Any]:
    return list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []


def _relist(files: Files, changed: list[str]) -> None:
    """Writes the digests of what changed anew, where the lists can still be read."""
    counties = {path.partition("/")[0] for path in changed}
    for manifest in [*(f"{code}/manifest.json" for code in sorted(counties)), "manifest.json"]:
        try:
            document = json.loads(files[manifest])
            for entry in [*document.get("manifests", ()), *document["files"]]:
                content = files.get(entry["path"])
                if content is not None:
                    entry["sha256"], entry["size"] = hashlib.sha256(content).hexdigest(), len(content)
            files[manifest] = (compact(document) + "\n").encode("utf-8", "surrogatepass")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
