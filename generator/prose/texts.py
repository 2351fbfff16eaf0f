"""What people wrote in content/, judged before it is rendered: findings with file and line, bounds of size and time.

A text is Markdown with a few fields at its head. What it becomes is held to a list of tags and attributes: whatever
else stands in it (a handler, a frame, an address that runs a script) is told, never cleaned, so that nothing is
published otherwise than it was written.
"""

from __future__ import annotations

import html
import re
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from generator.findings import finding
from generator.prose.settings import MARKDOWN
from generator.reading.leftovers import is_leftover
from generator.reading.text import read_text, unexpected
from generator.register.model import Finding
from generator.spelling import gate, leavings

MOST_BYTES: Final = 200_000
MOST_SECONDS: Final = 5.0
# What a text may say of itself; everything else about a page is decided by its place.
FIELDS: Final = ("title", "slug", "date", "description")
_CHARACTERS: Final = "不含控制字符、不可见字符和同形字符"
_SILENT: Final = frozenset({"README.md", ".gitkeep"})

_TAGS: Final = """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4
    h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead
    time tr u ul var
"""
_ATTRIBUTES: Final = {
    "id": r"[^\s\"<>]+", "title": r"[^\"<>]*", "lang": r"[A-Za-z-]+", "class": "toc|toctitle", "alt": r"[^\"<>]*",
    "start": "[0-9]+", "open": "(?:open)?", "datetime": "[0-9T:+-]+",
    "colspan": "[0-9]+", "rowspan": "[0-9]+", "scope": "col|row",
    "style": r"text-align: (?:left|right|center);",
}  # fmt: skip
_ADDRESSES: Final = frozenset({"href", "src", "cite"})
# A place within the site, a page elsewhere, an office's address; `[[url]]` is filled in later.
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:|[#?/.]|\[\[)[^\s\\]*|[^:\s\\]*", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[a-z]+(?:=\"[^\"<>]*\")?)*)\s*/?>")
_ATTRIBUTE: Final = re.compile(r"([a-z]+)(?:=\"([^\"<>]*)\")?")
_TICKS: Final = re.compile("`+")


class _TooLongError(Exception):
    """Rendering took more than the time that a text has."""


def check(content: Path) -> list[Finding]:
    """What is wrong with the texts of a folder, in order of their names; files that programs left are passed over."""
    return [told for path in sorted(content.rglob("*")) for told in _check(path, content)]


def _check(path: Path, content: Path) -> Iterator[Finding]:
    shown = f"{content.resolve().name}/{path.relative_to(content).as_posix()}"
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode) or any(is_leftover(part) for part in path.relative_to(content).parts):
        return
    if not stat.S_ISREG(mode) or (path.suffix != ".md" and path.name not in _SILENT):
        yield unexpected(path, shown)
    elif path.name not in _SILENT and path.stat().st_size > MOST_BYTES:
        yield finding("E122", shown, what=f"有 {path.stat().st_size / 1000:.0f} kB，太大了")
    elif path.name not in _SILENT:
        text, findings = read_text(path, shown)
        yield from findings
        if text is not None:
            yield from _text(text.replace("\r\n", "\n"), shown)


def _text(text: str, shown: str) -> Iterator[Finding]:
    characters = list(_characters(text, shown))
    yield from characters
    if characters:
        return
    import markdown

    converter = markdown.Markdown(**{**MARKDOWN, "extensions": [*MARKDOWN["extensions"], "markdown.extensions.meta"]})
    try:
        with _bounded():
            rendered = converter.convert(text)
    except _TooLongError:
        yield finding("E122", shown, what=f"超过 {MOST_SECONDS:.0f} 秒还没有排完版")
        return
    except RecursionError:
        yield finding("E122", shown, what="一层套一层，套得太深")
        return
    fields: dict[str, Any] = getattr(converter, "Meta", {})
    for field in fields:
        if field not in FIELDS:
            place = _line(text, re.compile(rf"^\s*{re.escape(field)}\s*:", re.IGNORECASE | re.MULTILINE))
            yield finding("E120", shown, place, field, field, expected="、".join(FIELDS))
    yield from _markup(rendered, text, shown)


def _characters(text: str, shown: str) -> Iterator[Finding]:
    """Characters that no page has, and what conversions left; code may show what it is about."""
    for number, line in enumerate(text.split("\n"), 1):
        places = next(gate.refused(line, "page"), None)
        if places is not None:
            hint = f"（第 {places[0] + 1} 个字是{places[1]}）"
            yield finding(
                "E205", shown, number, None, line.strip(), hint=hint, expected="不含控制字符、不可见字符和同形字符"
            )
    for number, line in enumerate(text.split("\n") if leavings.doubtful([text], "page") else (), 1):
        left = leavings.left(" ".join(_TICKS.split(line)[::2]), "page")
        if left is not None:
            yield finding(left.code, shown, number, None, line.strip(), what=left.what, shown=left.shown)


def _markup(rendered: str, text: str, shown: str) -> Iterator[Finding]:
    """Tags, attributes and addresses of what a text becomes that are not of the list, each once."""
    told = set()
    at = rendered.find("<")
    while at >= 0:
        match = _TAG.match(rendered, at)
        wrong = _wrong(match) if match else rendered[at : at + 40].split("\n")[0].split(">")[0]
        if wrong and wrong not in told:
            told.add(wrong)
            yield finding("E121", shown, _line(text, re.compile(re.escape(wrong[:20]))), None, wrong)
        at = rendered.find("<", match.end() if match else at + 1)


def _wrong(tag: re.Match[str]) -> str:
    """What of a tag may not stand there; "" where all may."""
    if tag[2].lower() not in _TAGS.split():
        return f"<{tag[1]}{tag[2]}"
    for name, value in _ATTRIBUTE.findall(tag[3]):
        if name in _ADDRESSES:
            if _ADDRESS.fullmatch(html.unescape(value).strip()) is None:
                return html.unescape(value)
        elif name not in _ATTRIBUTES or re.fullmatch(_ATTRIBUTES[name], value) is None:
            return f'{name}="{value}"' if value else name
    return ""


def _line(text: str, pattern: re.Pattern[str]) -> int:
    match = pattern.search(text)
    return text.count("\n", 0, match.end()) + 1 if match else 1


@contextmanager
def _bounded() -> Iterator[None]:
    """Ends what takes longer than a text may take, by the time of the processor; where there is a clock for it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: Any) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
