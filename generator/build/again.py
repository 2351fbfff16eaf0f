"""What is served, made again from the repository: whoever serves it cannot have put anything else there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from generator import __version__, urls
from generator.build import built
from generator.build.order import Order, Progress
from generator.build.start import build
from generator.copies import manifests
from generator.copies.source import DOCUMENT_BYTES, Folder, Source, WrongError, decoded, is_safe
from generator.errors import LogError, UsageError
from generator.history import clone
from generator.register.times import is_time
from generator.transparency import checkpoint
from generator.transparency.note import MOST_BYTES

_COMMIT: Final = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")
# What the site says of the keys: who has none makes it without.
_OF_KEYS: Final = frozenset({urls.LOG_KEYS})


@dataclass(frozen=True, slots=True)
class Again:
    """What came of it: the commit, how many files were compared, where versions differ, what differs (a line each)."""

    revision: str
    files: int
    versions: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a site says that it was made from."""

    revision: str
    data: str
    content: str
    url: str
    as_of: str | None
    versions: Mapping[str, str]


def again(
    source: Source, repository: str, now: str, progress: Progress = lambda items, what, total=None: items
) -> Again:
    """Builds the commit that a site names, in a folder of its own that is removed afterwards, and compares.

    Raises UsageError where the site does not say, or the repository does not have it.
    """
    told = _told(source)
    versions = tuple(_other_versions(told.versions))
    with TemporaryDirectory(prefix="wuyi-rebuild-") as place:
        folder = Path(place).resolve()
        clone.check_out(repository, told.revision, folder / "repository")
        data, content = (folder / "repository" / path for path in (told.data, told.content))
        for path in (data, content):
            if not path.resolve().is_relative_to(folder / "repository") or not path.is_dir():
                raise UsageError(f"提交 {told.revision[:12]} 里没有文件夹 {path.name}，不能重新生成")
        order = Order(data, content, folder / "site", site_url=told.url, as_of=told.as_of, now=now, full=True)
        result = build(order, progress)
        if result.report.errors:
            first = next(finding for finding in result.report.findings if finding.severity == "error")
            wrong = f"重新生成时检查没有通过（{result.report.errors} 个错误，第一个：{first.path} {first.code}）"
            return Again(told.revision, 0, versions, (wrong,))
        files, problems = _compared(source, Folder(folder / "site"), told.revision)
    return Again(told.revision, files, versions, tuple(problems))


def _told(source: Source) -> _Told:
    """What a site says of itself; all of it is foreign."""
    content = source.read(urls.BUILD, DOCUMENT_BYTES)
    if content is None:
        raise UsageError(f"{source.name} 没有 {urls.BUILD}，不知道是从哪个提交生成的")
    try:
        document = decoded(urls.BUILD, content)
    except WrongError as error:
        raise UsageError(str(error)) from None
    if document.get("revision") is None:
        raise UsageError(f"{urls.BUILD} 没有说明提交：网站不是从 git 里提交了的内容生成的，不能重新生成")
    revision, data, texts, url, as_of = (document.get(key) for key in ("revision", "data", "content", "url", "as_of"))
    if (
        not isinstance(revision, str)
        or _COMMIT.fullmatch(revision) is None
        or not is_safe(data)
        or not is_safe(texts)
        or not isinstance(url, str)
        or not re.fullmatch(r"https?://[!-~]{1,400}", url)
        or not (as_of is None or (isinstance(as_of, str) and is_time(as_of)))
    ):
        raise UsageError(f"{urls.BUILD} 读不懂：提交、文件夹、地址或时间的写法不对")
    return _Told(revision, str(data), str(texts), url.rstrip("/"), as_of, dict(_versions(document)))


def _versions(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    libraries = document.get("libraries")
    for name, version in (libraries if isinstance(libraries, dict) else {}).items():
        yield name[:60], str(version)[:60]
    for name in ("program", "python"):
        yield name, str(document.get(name))[:60]


def _other_versions(told: Mapping[str, str]) -> Iterator[str]:
    """Where this machine differs from what made the site."""
    here = {**built.versions(), "program": __version__, "python": built.python()}
    names = {"program": "wuyi", "python": "Python"}
    for name in sorted(told.keys() | here.keys()):
        if told.get(name, "") != here.get(name, ""):
            was, now = (versions.get(name) or "没有" for versions in (told, here))
            yield f"{names.get(name, name)}：网站用 {was}，这里是 {now}"


def _compared(served: Source, made: Folder, revision: str) -> tuple[int, list[str]]:
    """How many files were compared by their digests, and how they differ: checkpoints without their signatures."""
    theirs, said = _listed(served)
    if said != revision:
        raise UsageError("网站正在发布新的版本，过一会儿再核对")
    ours, _ = _listed(made)
    problems = []
    for path in sorted(theirs.keys() | ours.keys()):
        if path not in ours:
            problems.append(f"{path}：重新生成的网站里没有")
        elif path not in theirs:
            problems.append(f"{path}：重新生成的网站里有，这里没有列出")
        elif theirs[path].sha256 != ours[path].sha256 and not _is_same_unsigned(path, served, made):
            problems.append(f"{path}：和重新生成的不同")
    return len(ours), problems


def _listed(source: Source) -> tuple[dict[str, manifests.Entry], object]:
    """Every file by the manifests of a copy, whose digests hold, and the commit that they name."""
    wrong: list[str] = []
    root = manifests.root(source, wrong)
    if root is None or wrong:
        raise UsageError(f"{source.name}：{wrong[0]}")
    listed = dict(root.files)
    for code, entry in root.counties.items():
        listed |= manifests.county(code, entry, source.read(entry.path, entry.size), wrong)
    if wrong:
        raise UsageError(f"{source.name}：{wrong[0]}")
    return listed, root.head.get("revision")


def _is_same_unsigned(path: str, served: Source, made: Source) -> bool:
    """True for what a signature alone makes another: who makes it again has no key."""
    if path in _OF_KEYS:
        return True
    if path.rpartition("/")[2] != urls.checkpoint():
        return path == urls.BUILD and _without_versions(served) == _without_versions(made)
    try:
        return _text(served, path) == _text(made, path)
    except LogError:
        return False


def _text(source: Source, path: str) -> str:
    return checkpoint.parse(source.read(path, MOST_BYTES) or b"")[1].text


def _without_versions(source: Source) -> dict[str, Any]:
    """What the site says that it was made from; where versions differ, that was said before."""
    document = decoded(urls.BUILD, source.read(urls.BUILD, DOCUMENT_BYTES) or b"")
    return {key: value for key, value in document.items() if key not in ("program", "python", "libraries")}
