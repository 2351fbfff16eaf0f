"""Files that people bring or publishers serve, one reader for each kind, and damage to them; seeded.

    readers = kinds(folder, site)           `site` is signed (tests/support/logsigning)
    name, content = damaged(readers["proofs"], 1, 42)
    readers["proofs"].read(name, content)   "taken" or "told"; raises whatever is no sentence

Tables, documents and whole folders are broken elsewhere (tests/support/broken), lists for an import in
tests/tools/lists, whole sites in tests/support/publisher.
"""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from generator.build.again import again
from generator.check import read_plan
from generator.commands.reporting import visible
from generator.copies import held
from generator.copies.source import Folder
from generator.copies.verify import verify
from generator.errors import RegisterError
from generator.history.signing import signature
from generator.prose.judging import judge
from generator.publish.pages import overrides
from generator.reading import attachments, pictures
from generator.reading.authorities import read_authorities
from generator.reading.folder import read_site
from generator.register.model import Finding
from generator.rules import authorities
from generator.transparency.checkpoint import parse, published
from generator.transparency.merkle import HASH_SIZE, Tree
from tests.support import attachments as files
from tests.support import pictures as images
from tests.support.broken import contents, documents, tables, texts
from tests.support.broken.folders import Entry
from tests.support.folders import NOW, example_data
from tests.support.logsigning import KNOWN
from tests.support.publisher import Memory
from tests.support.signing import HEADER, Holder
from tests.support.sites import load

EVENT: Final = "990101-000023"
# What many readers have to do with: ends, marks, numbers without an end, bytes of no text.
PIECES: Final = (
    b"", b"\0", b"\xff" * 4, b"\n", b"\n\n", b"\r", b" ", b"\xc3\xa9", b"\xed\xa0\x80", b"\\ud800", b"\xef\xbb\xbf",
    b"9" * 30, b"1e999", b"-1", b"nan", b"=", b"+", b"A" * 44, b"\x80\0\0\0", b"\x7f\xff\xff\xff", b"[" * 2_000,
)  # fmt: skip
_TEXTS: Final = (
    b"`a``b" * 500, b"<a href=", b"![", b"](", b"[[", b"*_" * 100, b"|-" * 200, b"\n> - 1. " * 20, b"&#x110000;",
    b"".join(b"`" * length + b"a" for length in range(1, 300)), b"<!--", b"[x]: ", b"\n\n# x\n" * 40,
)  # fmt: skip
_DRAWN: Final = (
    b"none", b"utf-16", b"base64", b"<!DOCTYPE a>",
    b"<!DOCTYPE a [<!ENTITY b 'cc'><!ENTITY d '&b;&b;'>]>", b"&b;", b"<g>" * 5_000, b"<![CDATA[", b"</svg>",
    b"0 0 1e999 9", b"0 0 nan 1", b'width="99999.9999"', b'xmlns:x="http://www.w3.org/2000/svg"', b"\xff\xe1\xff\xff",
    b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"RIFF", b"WEBPVP8X", b"IHDR", b"PK\x05\x06",
    b"PK\x01\x02", b"%%EOF", b"/Encrypt", b"vbaProject.bin", b"@import 'x';", b"url(", b"/*", b"{% extends 'x' %}",
    b"{{", b"{%", b"{#", b"{% for x in y %}", b"{{ x|y }}", b"{% include x %}", b"{{ " + b"(" * 500,
)  # fmt: skip
# A value between quotes, or a line.
_TOKEN: Final = re.compile(rb'(?:(?<=")|(?<=\n))([^"\n]+)')
_ENCODED: Final = re.compile(rb"[A-Za-z0-9+/]{20,}={0,2}")


class Kind(NamedTuple):
    """Files that can be read, by name, what is put into them, and what reads one: "taken" where it has nothing to say,
    "told" where it has a finding or refuses it with a sentence."""

    sound: Mapping[str, bytes]
    pieces: Sequence[bytes]
    read: Callable[[str, bytes], str]


def damaged(kind: Kind, seed: int, number: int) -> tuple[str, bytes]:
    """The name and the content of a file with some damage; the same each time."""
    chance = random.Random(f"{seed}-{number}")
    name = chance.choice(sorted(kind.sound))
    content = kind.sound[name]
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        content = _spoilt(chance, name, content, kind.pieces)
    return name, content


def _spoilt(chance: random.Random, name: str, content: bytes, pieces: Sequence[bytes]) -> bytes:
    way, at = chance.randrange(9), chance.choice((0, *(chance.randrange(len(content) + 1) for _ in range(4))))
    if way < 3:
        return content[:at] + chance.choice(pieces) + content[at + chance.choice((0, 0, 1, 4, 100)) :]
    if way == 3:
        return content[:at] + content[at : at + chance.choice((4, 50, 400))] * chance.choice((2, 3, 100)) + content[at:]
    if way == 4:
        return _inside(chance, content, pieces)
    if way == 5 and (found := [*_TOKEN.finditer(content)]):
        start, end = chance.choice(found).span(1)
        return content[:start] + chance.choice(pieces) + content[end:]
    held: Mapping[str, Entry] = {name: content}
    ways = [contents.broken]
    if way > 6:
        ways += [
            *([tables.broken] * 3 if name.endswith(".csv") else ()),
            *([documents.broken] * 3 if name.endswith(".json") else ()),
            *([texts.broken] * 3 if name.endswith(".md") else ()),
        ]
    told = chance.choice(ways)(chance, held)
    made = told[1].get(name) if told is not None else None
    return made if isinstance(made, bytes) else content


def _inside(chance: random.Random, content: bytes, pieces: Sequence[bytes]) -> bytes:
    """Damage to what stands there in base64, which is base64 again: a key, a hash, a signature."""
    found = [*_ENCODED.finditer(content)]
    if not found:
        return contents.bit_flipped(chance, content)
    match = chance.choice(found)
    given = match[0].rstrip(b"=")
    inner = base64.b64decode(given[: len(given) - (len(given) % 4 == 1)] + b"==")
    at = chance.randrange(len(inner) + 1)
    piece = chance.choice((chance.randbytes(4), b"\0\0\0\x01", chance.choice(pieces)))
    inner = inner[:at] + piece + inner[at + chance.choice((0, len(piece), 1, 32)) :]
    return content[: match.start()] + base64.b64encode(inner) + content[match.end() :]


def kinds(folder: Path, site: Path) -> dict[str, Kind]:
    """The readers, which write what they read into a folder; `site` is a signed copy of the worked example."""
    return {
        **_of_staff(folder, example_data(folder)),
        **_of_logs(folder / "logs", site),
    }


def _of_staff(folder: Path, data: Path) -> dict[str, Kind]:
    content, theme = folder / "content", folder / "theme"
    plan = read_plan(data, now=NOW)[0]
    page = (
        b"title: a\nslug: own\ndescription: b\n\n## c\n\nd `e` **f** [g](../data/) [[as_of]]\n\n| a |\n|---|\n| b |\n"
    )
    svg = images.svg('<path d="M0 0"/><use href="#a"/>')
    drawn = {"a.png": images.png(30, 20), "a.jpg": images.jpeg(30, 20), "a.svg": svg}
    drawn["b.svg"] = b'<?xml version="1.0" encoding="utf-8"?>\n' + images.svg("", 'viewBox="0 0 3 2"')
    drawn["b.jpeg"] = images.jpeg(30, 20, images.exif({0x0112: 6}))
    drawn |= {f"{form[-1:].hex()}.webp": images.webp(form, 3, 2) for form in (b"VP8 ", b"VP8L", b"VP8X")}
    logo = b'"logo": {"file": "logo.svg", "alt": "\xe6\xa0\x87"}, "emblem": "emblem.png", "accent": "#164b8f", '
    settings = (data / "site.json").read_bytes().replace(b"{", b"{" + logo, 1)
    keys = folder / "keys"
    rows = [Holder(keys, name, seed=name).row(county) for name, county in (("甲", "registry"), ("乙", "990101"))]
    rows += [Holder(keys, kind, kind=kind).row("990101") for kind in ("rsa-3072", "ecdsa-256")]
    armour = Holder(keys, "甲", seed="甲").signature(b"x", "git", keys).encode()
    own = {
        theme / "logo.svg": svg, theme / "emblem.png": images.png(8, 8), data / "site.json": settings,
        theme / "static/own.css": b"/* a */ main { color: #123456; background: url(data:image/png;base64,AA) }\n",
        theme / "templates/area.html": overrides.copy("area").encode(),
    }  # fmt: skip
    for path, whole in own.items():
        _write(path, whole)

    def text(name: str, given: bytes) -> str:
        with _put(content / name, given):
            return _said([found for found in judge(content, plan) if found.code != "E127"])

    def picture(name: str, given: bytes) -> str:
        with _put(content / pictures.FOLDER / name, given):
            return _said(pictures.read(content))

    def attachment(name: str, given: bytes) -> str:
        with _put(content / attachments.FOLDER / name, given):
            return _said(attachments.read(content))

    def appearance(name: str, given: bytes) -> str:
        with _put(folder / name, given):
            read = read_site(data)
            dressed = overrides.dressed(data, read.value).findings if read.value is not None else ()
            return _said([*read.findings, *dressed])

    def authority(name: str, given: bytes) -> str:
        with _put(data / name, given):
            read = read_authorities(data)
            return _said([*read.findings, *authorities.check("data", read.value, plan.site, {"990101"}, NOW)])

    def sign(_name: str, given: bytes) -> str:
        return "told" if signature.read(given).key is None else "taken"

    folders = ("pages", "announcements", "en")
    return {
        "texts": Kind({f"{name}/own.md": page for name in folders}, (*PIECES, *_TEXTS), text),
        "pictures": Kind(drawn, (*PIECES, *_DRAWN), picture),
        "attachments": Kind(
            {"a.pdf": files.pdf(b"/Type"), "a.xlsx": files.package("xl/workbook.xml"),
             "a.docx": files.package("word/document.xml", "word/a.xml")},
            (*PIECES, *_DRAWN), attachment,
        ),
        "appearance": Kind(
            {path.relative_to(folder).as_posix(): whole for path, whole in own.items()}, (*PIECES, *_DRAWN), appearance
        ),
        "authorities": Kind({"authorities.csv": (HEADER + "".join(rows)).encode()}, PIECES, authority),
        "signatures": Kind({"armour": armour}, PIECES, sign),
    }  # fmt: skip


def _of_logs(folder: Path, site: Path) -> dict[str, Kind]:
    logs = verify(Folder(site)).trees
    county, tile = site / EVENT[:6], "tile/0/000.p/25"
    made_from = {"revision": "0" * 40, "data": "data", "content": "content"}
    told = parse((county / "checkpoint").read_bytes())[0]
    hashes = (county / tile).read_bytes()
    other = hashes[:-1] + bytes([hashes[-1] ^ 1])
    tree = Tree([other[at : at + HASH_SIZE] for at in range(0, len(other), HASH_SIZE)])
    # What somebody held: the log as it is, and one that is another in its last line.
    whole = {
        "same/checkpoint": (county / "checkpoint").read_bytes(), f"same/{tile}": hashes,
        "fork/checkpoint": published(told._replace(root=tree.root()), ()).encode(), f"fork/{tile}": other,
    }  # fmt: skip
    for path, content in whole.items():
        _write(folder / path, content)

    def proof(name: str, given: bytes) -> str:
        with _put(folder / name, given):
            ways = (((), None), ((), logs), (KNOWN, None), (KNOWN, logs))
            return [_held(lambda way=way: held.of_proof(folder / name, *way)) for way in ways][-1]  # type: ignore[misc]

    def checkpoint(name: str, given: bytes) -> str:
        path = folder / name.partition("/")[0] / "checkpoint"
        with _put(folder / name, given):
            _held(lambda: held.of_checkpoint(path, logs, KNOWN))
            return _held(lambda: held.of_checkpoint(path, logs, ()))

    def keys(name: str, given: bytes) -> str:
        with _put(folder / name, given):
            try:
                return "taken" if held.given_keys([str(folder / name)]) else "told"
            except RegisterError as error:
                return _sentence(error)

    def build(_name: str, given: bytes) -> str:
        try:
            again(Memory({"build.json": given}, listing=False), str(folder / "nowhere"), NOW)
        except RegisterError as error:
            return "taken" if "取不到" in str(error) else _sentence(error)
        raise AssertionError("a repository that is not there was built")

    return {
        "proofs": Kind({"a.tlog-proof": held.made(Folder(site), EVENT).format().encode()}, PIECES, proof),
        "checkpoints": Kind(whole, PIECES, checkpoint),
        "keys": Kind({"log-keys.txt": (site / "log-keys.txt").read_bytes()}, PIECES, keys),
        "builds": Kind({"build.json": json.dumps({**load(site / "build.json"), **made_from}).encode()}, PIECES, build),
    }


def _held(ask: Callable[[], held.Held]) -> str:
    try:
        found = ask()
    except RegisterError as error:
        return _sentence(error)
    assert found.told or found.problems
    assert all(visible(line).encode().strip() for line in (*found.told, *found.problems))
    return "told" if found.problems else "taken"


def _sentence(error: RegisterError) -> str:
    assert visible(str(error)).encode().strip()
    return "told"


def _said(findings: Iterable[Finding]) -> str:
    found = [*findings]
    assert all(finding.message.endswith("。") and finding.fix.endswith("。") for finding in found), found
    return "told" if found else "taken"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@contextmanager
def _put(path: Path, content: bytes) -> Iterator[None]:
    """What a file holds for a while; then it is what it was."""
    before = path.read_bytes() if path.is_file() else None
    _write(path, content)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
