"""A zip package from bytes: unpacked within bounds, its XML read without entities. Nothing is written to the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from generator.staff.intake.model import Cell, Problem
from generator.staff.intake.problems import problem

MOST_UNPACKED: Final = 512 * 1024 * 1024
MOST_PARTS: Final = 20_000
_STEP: Final = 1 << 20
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error,
    IndexError, KeyError,
)  # fmt: skip


class UnpackedError(Exception):
    """A part of a package cannot be had: it is damaged, or no XML that is read here."""


class Package:
    """The parts of a zip package, all of which were unpacked once and are no larger than they say."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = tuple(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises UnpackedError."""
        try:
            return self.archive.read(name)
        except BROKEN as error:
            raise UnpackedError(name) from error

    def parse(
        self, name: str, start: Callable[[str, Mapping[str, str]], None], **handlers: Callable[..., None]
    ) -> None:
        """Reads a part of XML: `start` gets the local name of each element and its attributes by local names, `end` the
        local name, `text` the characters. Raises UnpackedError, also for a part that declares entities.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, given: start(
            tag[tag.rfind(" ") + 1 :], {key[key.rfind(" ") + 1 :]: value for key, value in given.items()}
        )
        end = handlers.get("end")
        if end is not None:
            parser.EndElementHandler = lambda tag: end(tag[tag.rfind(" ") + 1 :])
        parser.CharacterDataHandler = handlers.get("text")
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(self.read(name), True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise UnpackedError(name) from error


def _refuse(*_: object) -> None:
    raise ValueError("a document type, with which entities could be declared")


def opened(content: bytes, name: str) -> Package | Problem:
    """A package, of which every part was unpacked once within bounds; sizes that a package states are not believed."""
    file = Cell("", name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if len(archive.infolist()) > MOST_PARTS or sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
            return problem("zip-bomb", file, most=f"{MOST_UNPACKED >> 20} MB")
        if any(info.flag_bits & 1 for info in archive.infolist()):
            return problem("encrypted", file)
        size = 0
        for info in archive.infolist():
            with archive.open(info) as part:
                while step := part.read(_STEP):
                    size += len(step)
                    if size > MOST_UNPACKED:
                        return problem("zip-bomb", file, most=f"{MOST_UNPACKED >> 20} MB")
    except BROKEN:
        return problem("damaged", file, expected="文件")
    return Package(archive)
