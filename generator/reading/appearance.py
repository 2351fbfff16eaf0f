"""What a register has of its own in place of the look that ships: `theme/` beside the data folder, and the settings
that name what lies there.

    theme/logo.svg  theme/emblem.png …   pictures that data/site.json names
    theme/templates/area.html            a template in place of the one of the same name
    theme/static/own.css                 a stylesheet behind that of the theme

Templates are only read here, as text: what is wrong with them the publisher tells, which knows how they are made.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from generator.findings import finding
from generator.reading import colours, pictures
from generator.reading.documents import located
from generator.reading.leftovers import is_leftover
from generator.reading.outcome import Reading
from generator.reading.text import unexpected
from generator.register.model import Appearance, Finding, Image, SiteSettings

NAME: Final = "theme"
STYLE: Final = "own.css"
# Every reader loads these with every page.
MOST_BYTES: Final = 200 * 1024
MOST_TEMPLATE: Final = 1024 * 1024
_TYPES: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_TEMPLATE: Final = re.compile(r"[a-z_][a-z0-9_-]{0,60}\.html")
_SILENT: Final = frozenset({"README.md", ".gitkeep"})
# Settings that name a picture, and what it is called.
_PICTURES: Final = {"logo": "标志", "emblem": "徽章", "favicon": "网站图标"}
_LEADING: Final = re.compile(r"@import\b|url\(\s*['\"]?\s*(?!data:image/|#)[^)]{0,40}", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def folder(data: Path) -> Path:
    """The folder of a register's own look, whether or not there is one."""
    return data.resolve().parent / NAME


def read(data: Path, site: SiteSettings) -> Reading[SiteSettings]:
    """The settings with what lies in the folder, as far as it is sound, and findings of the rest."""
    reading = _read(folder(data), f"{data.resolve().name}/site.json", site)
    findings: list[Finding] = []
    while True:
        try:
            findings.append(next(reading))
        except StopIteration as done:
            own = replace(site, appearance=done.value)
            return Reading(own, tuple(located(findings, data / "site.json", f"{data.resolve().name}/site.json")))


def _read(root: Path, settings: str, site: SiteSettings) -> Generator[Finding, None, Appearance]:
    colour = yield from _colours(site, settings)
    named = {"logo": site.logo.file if site.logo else "", "emblem": site.emblem, "favicon": site.favicon}
    found: dict[str, Image] = {}
    files: dict[str, bytes] = {}
    for setting, name in named.items():
        if name:
            try:
                image, content = _image(root / name, setting)
            except pictures.UnsoundError as why:
                what = _PICTURES[setting]
                yield finding("E135", settings, None, setting, name, what=what, detail=why.detail)
            else:
                found[setting], files[image.path] = image, content
    templates = yield from _folder(root, set(named.values()))
    style = templates.pop(STYLE, b"")
    if style:
        files[f"static/{STYLE}"] = style
    return Appearance(
        palette=colours.palette(site.accent, site.accent_dark) if colour else None,
        logo=found.get("logo"),
        emblem=found.get("emblem"),
        favicon=found.get("favicon"),
        style=digest(style) if style else "",
        templates=tuple((name, digest(content)) for name, content in sorted(templates.items())),
        folder=str(root / "templates"),
        files=tuple(sorted(files.items())),
    )


def digest(content: bytes) -> str:
    """What tells a file apart: half of its SHA-256, whatever the ends of its lines."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:32]


def _colours(site: SiteSettings, settings: str) -> Generator[Finding, None, bool]:
    """Whether the colours can be read; a finding for each that cannot, with the nearest of its hue that can."""
    sound = True
    for setting, grounds, where in (("accent", colours.LIGHT, "浅色"), ("accent_dark", colours.DARK, "深色")):
        colour = str(getattr(site, setting))
        if colour and (ratio := colours.least(colour, grounds)) < colours.TEXT:
            sound = False
            near = colours.readable(colour.lower(), grounds)
            yield finding("E221", settings, None, setting, colour, where=where, ratio=ratio, near=near)
    return sound


def _image(path: Path, setting: str) -> tuple[Image, bytes]:
    """A picture that a setting names. Raises UnsoundError."""
    if not path.is_file() or path.is_symlink() or path.parent.is_symlink():
        raise pictures.UnsoundError("E135", f"{NAME} 文件夹里没有这个文件")
    picture = pictures.picture(path, MOST_BYTES)
    if setting == "favicon" and picture.width != picture.height:
        raise pictures.UnsoundError("E135", f"宽 {picture.width}、高 {picture.height}，应当是正方形")
    content = picture.content.replace(b"\r\n", b"\n") if path.suffix == ".svg" else picture.content
    address = f"static/{path.stem}-{digest(content)[:12]}{path.suffix}"
    return Image(address, _TYPES[path.suffix], picture.width, picture.height), content


def _folder(root: Path, named: set[str]) -> Generator[Finding, None, dict[str, bytes]]:
    """Templates and the stylesheet, by their names; a finding for whatever has no business there."""
    texts: dict[str, bytes] = {}
    if root.is_symlink():
        yield unexpected(root, NAME)
    for path in _members(root):
        shown = f"{NAME}/{path.relative_to(root).as_posix()}"
        within = path.relative_to(root).parts
        if not stat.S_ISREG(path.lstat().st_mode):
            yield unexpected(path, shown)
        elif len(within) == 2 and within[0] == "templates" and _TEMPLATE.fullmatch(path.name):
            yield from _text(path, shown, "E136", MOST_TEMPLATE, texts)
        elif within == ("static", STYLE):
            yield from _text(path, shown, "E137", MOST_BYTES, texts)
            yield from _leads(texts.get(STYLE, b"").decode(), shown)
        elif path.name not in named or len(within) > 1:
            yield finding("W135", shown, value=path.name)
    return texts


def _members(root: Path) -> Iterator[Path]:
    """Files below a folder, and what is neither file nor folder, in order."""
    for path in sorted(root.iterdir()) if root.is_dir() and not root.is_symlink() else ():
        if is_leftover(path.name) or path.name in _SILENT or path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _members(path)
        else:
            yield path


def _text(path: Path, shown: str, code: str, most: int, texts: dict[str, bytes]) -> Iterator[Finding]:
    size = path.lstat().st_size
    if size > most:
        yield finding(code, shown, value=path.name, detail=f"文件有 {size / 1024:.0f} kB，最多 {most // 1024} kB")
        return
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield finding(code, shown, line, value=path.name, detail="不是 UTF-8 编码")
    else:
        texts[path.name] = content


def _leads(css: str, shown: str) -> Iterator[Finding]:
    """What a stylesheet would load from elsewhere: the policy of the site forbids it."""
    blanked = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
    for leading in _LEADING.finditer(blanked):
        line = blanked.count("\n", 0, leading.start()) + 1
        yield finding("E137", shown, line, value=STYLE, detail=f"“{leading[0].strip()}”要另外读取文件")
