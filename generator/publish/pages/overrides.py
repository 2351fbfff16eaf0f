"""Templates of a register's own in place of those that ship: which there are, which can be used, which are out of date.

One that was copied says in its first line what it was copied from, so that an upgrade can tell whether the original
is still the same:

    {# wuyi theme: area.html 0123456789abcdef0123456789abcdef #}

Its digest is that of the original. A template whose name begins with `_`, and is none of ours, is a part of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import TemplateSyntaxError

from generator.errors import UsageError
from generator.findings import finding
from generator.publish.pages import renderer
from generator.publish.pages.languages import CHINESE
from generator.reading import appearance
from generator.reading.outcome import Reading
from generator.register.model import Finding, SiteSettings

_COPIED: Final = re.compile(r"\{# wuyi theme: ([a-z_][a-z0-9_-]*\.html) ([0-9a-f]{32}) #\}\n")
_QUOTED: Final = re.compile(r"'([^']{1,80})'")
# How a template of a register's own stands to the one that ships.
SAME, CHANGED, UNMARKED, GONE, PART = "same", "changed", "unmarked", "gone", "part"
UNKNOWN: Final = "unknown"


class Template(NamedTuple):
    """A template: its name, and how one's own stands to it ("" where there is none)."""

    name: str
    standing: str


def originals() -> dict[str, str]:
    """What ships: templates by name, each with the digest of what it holds."""
    return {path.name: appearance.digest(path.read_bytes()) for path in sorted(renderer.TEMPLATES.glob("*.html"))}


def listed(data: Path) -> list[Template]:
    """All templates, those that ship and those of one's own, by name."""
    shipped, folder = originals(), appearance.folder(data) / renderer.TEMPLATES.name
    own = {path.name: path for path in sorted(folder.glob("*.html")) if path.is_file() and not path.is_symlink()}
    return [
        Template(name, _standing(name, own[name].read_bytes(), shipped) if name in own else "")
        for name in sorted({*shipped, *own})
    ]


def copy(name: str) -> str:
    """A template that ships, with the line that says what it was copied from. Raises UsageError for an unknown one."""
    shipped = originals()
    name = name if name.endswith(".html") else f"{name}.html"
    if name not in shipped:
        raise UsageError(f"没有模板 {name}；有的是：{'、'.join(shipped)}")
    return f"{{# wuyi theme: {name} {shipped[name]} #}}\n{(renderer.TEMPLATES / name).read_text(encoding='utf-8')}"


def dressed(data: Path, site: SiteSettings) -> Reading[SiteSettings]:
    """The settings with all that a register has of its own, and findings of what of it cannot be used."""
    read = appearance.read(data, site)
    own = read.value.appearance
    findings = [*read.findings]
    shipped = originals() if own.templates else {}
    for name, _ in own.templates:
        findings.extend(_judged(Path(own.folder) / name, shipped, site))
    return Reading(replace(site, appearance=own), tuple(findings))


def _judged(path: Path, shipped: dict[str, str], site: SiteSettings) -> Iterator[Finding]:
    shown = f"{appearance.NAME}/{renderer.TEMPLATES.name}/{path.name}"
    content = path.read_bytes()
    standing = _standing(path.name, content, shipped)
    if standing == UNKNOWN:
        yield finding("E136", shown, value=path.name, detail="程序里没有这个名称的模板，放在这里不起作用")
        return
    if standing in (CHANGED, GONE):
        yield finding("W136" if standing == CHANGED else "W137", shown, 1, value=path.name)
    source = content.decode("utf-8-sig").replace("\r\n", "\n")
    for lang in (CHINESE, *site.languages):
        try:
            renderer.compiled(source, path.name, lang)
        except TemplateSyntaxError as error:
            detail = f"{_column(source, error)}写法不对（Jinja 的说法：{(error.message or '').rstrip('.')}）"
            yield finding("E136", shown, error.lineno, value=path.name, detail=detail)
            return
        except Exception as error:  # what Jinja, or this program's compiler of it, did not foresee
            yield finding("E136", shown, value=path.name, detail=f"写法不对（{type(error).__name__}：{error}）")
            return


def _standing(name: str, content: bytes, shipped: dict[str, str]) -> str:
    mark = _COPIED.match(content.decode("utf-8-sig", "replace").replace("\r\n", "\n"))
    if name not in shipped:
        if mark:
            return GONE
        return PART if name.startswith("_") else UNKNOWN
    if mark is None or mark[1] != name:
        return UNMARKED
    return SAME if mark[2] == shipped[name] else CHANGED


def _column(source: str, error: TemplateSyntaxError) -> str:
    """Where in its line a mistake is, as far as what is quoted of it can be found there; "" where it cannot."""
    lines = source.split("\n")
    line = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    columns = [line.find(quoted) for quoted in _QUOTED.findall(error.message or "") if quoted in line]
    return f"第 {columns[0] + 1} 列" if columns else ""
