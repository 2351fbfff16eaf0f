"""Pictures in content/pictures/, as findings: their names, kinds and sizes, and what must not be published with them.

A text shows one as `![替代文字](../pictures/name.png)`, which is where it lies beside the text as well as what a forge
shows. Width and height are as browsers show it, so that a page keeps its place for it while it loads.
"""

from __future__ import annotations

import re
import stat
import struct
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

from generator.findings import finding
from generator.reading.leftovers import is_leftover
from generator.register.model import Finding

FOLDER: Final = "pictures"
# What stands before the name of a picture in a text, whichever folder the text lies in.
BESIDE: Final = f"../{FOLDER}/"
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_SIDE: Final = 8000
# Endings, and what such a file is called.
KINDS: Final = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".svg": "SVG"}
# What an SVG is drawn with. Nothing else runs, loads or leads anywhere.
DRAWN: Final = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker",
})  # fmt: skip

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}(?:\.png|\.jpe?g|\.webp|\.svg)")
_SVG: Final = "http://www.w3.org/2000/svg"
_LINK: Final = "http://www.w3.org/1999/xlink href"
_LENGTH: Final = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?)(?:px)?")
_LEADING: Final = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|\bexpression\(|javascript:", re.IGNORECASE)
_PLACE_TAKEN: Final = 0x8825  # the tag of EXIF below which a photograph says where it was taken
_TURNED: Final = 0x0112  # the tag of EXIF that says how it is to be turned; from 5 on width and height change places


class Picture(NamedTuple):
    """A picture that may be published: its bytes, its width and height in pixels of a page."""

    content: bytes
    width: int
    height: int


class UnsoundError(Exception):
    """Why a picture or a file is not taken: the code of the finding, what it says, the line where there is one."""

    def __init__(self, code: str, detail: str, line: int | None = None) -> None:
        super().__init__(detail)
        self.code, self.detail, self.line = code, detail, line


def read(content: Path) -> Generator[Finding, None, dict[str, Picture]]:
    """Findings of the pictures of a content folder; returns those that are sound, by their names."""
    folder = content / FOLDER
    pictures: dict[str, Picture] = {}
    for path, within in plain_files(folder):
        shown = f"{content.resolve().name}/{FOLDER}/{within}"
        try:
            pictures[path.name] = _picture(path, within)
        except UnsoundError as why:
            yield finding(why.code, shown, why.line, value=path.name, detail=why.detail)
    return pictures


def plain_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files of a folder that people put there, with their way within it, in order of that."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        within = path.relative_to(folder)
        strange = path.name.startswith(".") or any(map(is_leftover, within.parts))
        if stat.S_ISREG(path.lstat().st_mode) and not strange:
            yield path, within.as_posix()


def sound(content: Path) -> dict[str, Picture]:
    """The pictures that may be published, by their names."""
    reading = read(content)
    while True:
        try:
            next(reading)
        except StopIteration as read_through:
            return dict(read_through.value)


def _picture(path: Path, within: str) -> Picture:
    if not _NAME.fullmatch(within):
        raise UnsoundError("E131", _misnamed(path, within))
    return picture(path)


def picture(path: Path, most: int = MOST_BYTES) -> Picture:
    """A picture by the ending of its name, of so many bytes at most. Raises UnsoundError for one that is not sound."""
    size = path.lstat().st_size
    if size > most:
        raise UnsoundError("E132", f"文件有 {_weight(size)}，最多 {_weight(most)}")
    content = path.read_bytes()
    kind = KINDS[path.suffix]
    if kind == "SVG":  # a text, whose lines a checkout on Windows ends otherwise
        content = content.replace(b"\r\n", b"\n")
    try:
        width, height = _SIZES[kind](content)
    except (struct.error, LookupError, ValueError, OverflowError) as error:
        raise UnsoundError("E131", f"名字说是 {kind}，内容不是，或者已经损坏") from error
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        raise UnsoundError("E132", f"宽 {width}、高 {height} 像素，每边最多 {MOST_SIDE}")
    return Picture(content, width, height)


def _weight(size: int) -> str:
    """A size in words: kB for what is small."""
    kilobytes, megabytes = size / 1024, size / 1024 / 1024
    return f"{kilobytes:.0f} kB" if size < 1 << 20 else f"{megabytes:.1f} MB".replace(".0 MB", " MB")


def _misnamed(path: Path, within: str) -> str:
    if "/" in within:
        return f"{FOLDER} 里不再分文件夹"
    if path.suffix.lower() not in KINDS:
        return f"不是图片，或不是这几种：{'、'.join(dict.fromkeys(KINDS.values()))}"
    return "文件名只用小写英文字母、数字和连字符"


# ---- width and height


def _png(content: bytes) -> tuple[int, int]:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        raise ValueError
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _webp(content: bytes) -> tuple[int, int]:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise ValueError
    form = content[12:16]
    if form == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if form == b"VP8L":
        packed = int.from_bytes(content[21:25], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if form != b"VP8 ":
        raise ValueError
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(content: bytes) -> tuple[int, int]:
    """The size of a photograph as it is turned. Raises UnsoundError for one that says where it was taken."""
    if content[:3] != b"\xff\xd8\xff":
        raise ValueError
    at, turned = 2, False
    while True:
        mark, size = struct.unpack(">xBH", content[at : at + 4])
        if content[at] != 0xFF or size < 2:
            raise ValueError
        if mark == 0xE1 and content[at + 4 : at + 10] == b"Exif\0\0":
            told = dict(_exif(content[at + 10 : at + 2 + size]))
            if _PLACE_TAKEN in told:
                raise UnsoundError("E133", "照片里记着拍摄的地点（GPS）")
            turned = told.get(_TURNED, 1) > 4
        elif 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (height, width) if turned else (width, height)
        at += 2 + size


def _exif(block: bytes) -> Iterator[tuple[int, int]]:
    """Tags of the first directory, with the value of those that are one short number."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return
    (start,) = struct.unpack(f"{order}I", block[4:8])
    (count,) = struct.unpack(f"{order}H", block[start : start + 2])
    for number in range(count):
        entry = start + 2 + 12 * number
        tag, _, _, value = struct.unpack(f"{order}HHIH", block[entry : entry + 10])
        yield tag, value


# ---- SVG


def _svg(content: bytes) -> tuple[int, int]:
    """Reads a drawing as XML, without a document type: no entity is ever made anything of."""
    root: dict[str, str] = {}
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(detail: str) -> None:
        raise UnsoundError("E133", detail, parser.CurrentLineNumber)

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, element = name.rpartition(" ")
        if not root:
            if (space, element) != (_SVG, "svg"):
                raise ValueError(name)
            root.update({"": "", **attributes})
        if space != _SVG or element not in DRAWN:
            refuse(f"SVG 里有 <{element}>")
        for key, value in attributes.items():
            if key.lower().startswith("on"):
                refuse(f"SVG 里的 <{element}> 带着脚本 {key}")
            if key in ("href", _LINK) and not value.startswith("#"):
                refuse(f"SVG 里的 <{element}> 引用别的文件 {value[:40]}")
            if _LEADING.search(value):
                refuse(f"SVG 里的 <{element}> 引用别的文件：{key}")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = lambda *_: refuse("SVG 里有 DOCTYPE")
    parser.ProcessingInstructionHandler = lambda *_: refuse("SVG 里有处理指令（<?…?>）")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError from error
    return _drawn(root)


def _drawn(root: dict[str, str]) -> tuple[int, int]:
    """Width and height of a drawing: its own, or those of what it shows."""
    own = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    view = root.get("viewBox", "").replace(",", " ").split()
    if own[0] and own[1]:
        return round(float(own[0][1])), round(float(own[1][1]))
    if len(view) != 4:
        raise UnsoundError("E131", "SVG 没有写明宽和高（width、height 或 viewBox）")
    return round(float(view[2])), round(float(view[3]))


_SIZES: Final = {"PNG": _png, "JPEG": _jpeg, "WebP": _webp, "SVG": _svg}
