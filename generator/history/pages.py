"""Pages that people wrote: what was published at a revision, and whether it still has its address."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.errors import UsageError
from generator.findings import finding
from generator.history import git
from generator.history.decisions import Turn, Word
from generator.reading.content import MOST_BYTES, Text, read
from generator.register.model import Finding
from generator.rules.ahead import mending

_EFFECT = "它的网页不再发布，已公布的网址打不开"


def gone(content: Path, rev: str) -> Iterator[Turn]:
    """Addresses of texts that a revision has and the folder at hand has not; none where git does not have the folder.

    The word for one that goes names its file, and its slug before and after.
    """
    before, after = _published(content, rev), _texts(content.resolve())
    published = {text.address for text in after}
    files_now = {text.shown: text for text in after}
    for text in before:
        if text.address is None or text.address in published:
            continue
        now = files_now.get(text.shown)
        slug, line = now.keys.get("slug", (None, None)) if now is not None else (None, None)
        was = text.keys["slug"][0] if "slug" in text.keys else text.address
        word = Word(text.shown, "slug", was, slug)
        yield Turn("E816", text.shown, line, "slug" if line else None, word, f"文章“{text.address}”的 slug ", _EFFECT)


def milder(content: Path, rev: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with a warning for the day of an announcement that a revision has already."""
    findings = [*findings]
    if not any(_is_ahead(problem) for problem in findings):
        return findings
    days = {text.shown: text.keys["date"][0] for text in _published(content, rev) if "date" in text.keys}
    return [
        finding("W304", told.path, told.line, told.column, told.value, mend=mending(told.path, told.column))
        if _is_ahead(told) and days.get(told.path) == told.value
        else told
        for told in findings
    ]


def _is_ahead(problem: Finding) -> bool:
    return problem.code == "E310" and problem.path.endswith(".md")


def _published(content: Path, rev: str) -> tuple[Text, ...]:
    """The texts of a folder as a revision has them; none where git does not have the folder."""
    root = content.resolve()
    try:  # from the folder above: the texts may all be gone
        tree = git.tree(root.parent, rev)
    except UsageError:
        return ()
    files = sorted(path for path in tree.files if path.startswith(f"{root.name}/") and path.endswith(".md"))
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        git.export(tree, files, Path(scratch), MOST_BYTES)
        return _texts(Path(scratch) / root.name)


def _texts(content: Path) -> tuple[Text, ...]:
    """The texts of a folder; what is wrong with them is told where they are checked."""
    if not content.is_dir():
        return ()
    reading = read(content)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            texts: tuple[Text, ...] = end.value
            return texts
