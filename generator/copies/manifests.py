"""The digests of a copy as one list: the root's manifest, and those of the counties that it vouches for."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from generator import urls
from generator.copies.source import (
    DOCUMENT_BYTES,
    MOST_BYTES,
    Source,
    WrongError,
    decoded,
    is_digest,
    is_safe,
    is_size,
)

ROOT: Final = urls.manifest()
_COUNTY: Final = re.compile(r"([0-9]{6})/manifest\.json")
_KEYS: Final = ["format", "scope", "as_of", "revision", "manifests", "files"]
_ENTRY: Final = ["path", "sha256", "size"]


class Entry(NamedTuple):
    """A file as a manifest lists it."""

    path: str
    sha256: str
    size: int


class Root(NamedTuple):
    """The manifest of the site: what it says of itself, the counties' manifests by code, files above the counties."""

    head: dict[str, Any]
    counties: dict[str, Entry]
    files: dict[str, Entry]


def root(source: Source, problems: list[str]) -> Root | None:
    """The root's manifest; None if there is none to go by. No digest covers it: its form must be exactly as written."""
    content = source.read(ROOT, DOCUMENT_BYTES)
    if content is None:
        problems.append(f"{ROOT}：缺少这个文件，其余文件无从核对")
        return None
    try:
        if len(content) > DOCUMENT_BYTES:
            raise WrongError(f"{ROOT}：文件过大")
        document = decoded(ROOT, content)
    except WrongError as error:
        problems.append(str(error))
        return None
    if list(document)[: len(_KEYS)] != _KEYS or document["scope"] != "":
        problems.append(f"{ROOT}：不是网站的清单（应有的键缺少，或顺序变了）")
    if (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace") != content:
        problems.append(f"{ROOT}：内容变了（不是生成时的写法）")
    counties: dict[str, Entry] = {}
    for path, entry in _entries(document.get("manifests"), ROOT, problems).items():
        code = _COUNTY.fullmatch(path)
        if code is None:
            problems.append(f"{ROOT}：“{path[:120]}”不是区县的清单")
        else:
            counties[code[1]] = entry
    files = _entries(document.get("files"), ROOT, problems)
    for path in [path for path in files if path == ROOT or path.partition("/")[0] in counties]:
        problems.append(f"{ROOT}：“{path[:120]}”不该列在网站的清单里")
        del files[path]
    return Root(document, counties, files)


def county(code: str, listed: Entry, content: bytes | None, problems: list[str]) -> dict[str, Entry]:
    """The files of a county by its manifest, and whether the root vouches for it."""
    path = listed.path
    problem = difference(listed, content)
    if problem:
        problems.append(f"{problem}；网站的清单不认可这份区县清单" if content is not None else problem)
    if content is None:
        return {}
    try:
        document = decoded(path, content)
    except WrongError as error:
        problems.append(str(error))
        return {}
    if document.get("scope") != f"{code}/":
        problems.append(f"{path}：不是 {code} 的清单")
    files = _entries(document.get("files"), path, problems)
    for file in [file for file in files if not file.startswith(f"{code}/") or file == path]:
        problems.append(f"{path}：“{file[:120]}”不在 {code}/ 之下")
        del files[file]
    return files


def difference(listed: Entry, content: bytes | None) -> str | None:
    """How a file differs from what is listed, in one line; None if it is the same. `content` is cut after size + 1."""
    if content is None:
        return f"{listed.path}：缺少这个文件"
    if len(content) > listed.size:
        return f"{listed.path}：内容变了（清单说 {listed.size} 字节，实际更长；应为 sha256 {listed.sha256}）"
    digest = hashlib.sha256(content).hexdigest()
    if digest != listed.sha256 and len(content) < listed.size:
        sizes = f"清单说 {listed.size} 字节，只有 {len(content)} 字节"
        return f"{listed.path}：内容变了（{sizes}；应为 sha256 {listed.sha256}）"
    if digest != listed.sha256:
        return f"{listed.path}：内容变了（应为 sha256 {listed.sha256}，实际 {digest}）"
    if len(content) != listed.size:
        return f"{listed.path}：清单说 {listed.size} 字节，实际 {len(content)} 字节"
    return None


def _entries(given: object, manifest: str, problems: list[str]) -> dict[str, Entry]:
    """Entries of a list that may hold anything."""
    if not isinstance(given, list):
        problems.append(f"{manifest}：清单没有列出文件")
        return {}
    entries: dict[str, Entry] = {}
    for entry in given:
        if not isinstance(entry, dict) or list(entry)[:3] != _ENTRY:
            problems.append(f"{manifest}：有一项的写法不对：{shown(entry)}")
        elif not is_safe(entry["path"]):
            problems.append(f"{manifest}：有一项的路径不安全，没有读取：{shown(entry['path'])}")
        elif not is_digest(entry["sha256"]) or not is_size(entry["size"]):
            problems.append(f"{manifest}：{entry['path']} 的大小（至多 {MOST_BYTES}）或摘要不对，没有读取")
        elif entry["path"] in entries:
            problems.append(f"{manifest}：{entry['path']} 列了两次")
        else:
            entries[entry["path"]] = Entry(entry["path"], entry["sha256"], entry["size"])
    if [*entries] != sorted(entries):
        problems.append(f"{manifest}：清单的顺序变了")
    return entries


def shown(value: object) -> str:
    """A value of a document, cut for a message."""
    return json.dumps(value, ensure_ascii=False)[:120]


def not_listed(source: Source, listed: Iterable[str]) -> list[str]:
    """Files of a folder that no manifest lists, beside that of the site itself."""
    paths = source.paths()
    return [] if paths is None else sorted(paths - {*listed, ROOT})
