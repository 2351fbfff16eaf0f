"""What a format of the downloads is: how its files are written, and how the descriptions of the data tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, Literal

from generator.publish.exports.dictionary import TableKind
from generator.register.model import SiteSettings

Rows = Sequence[Sequence[str]]
# Adds rows of cells to a file.
Sink = Callable[[Rows], object]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `write` opens a table in a file; its context ends before the file is closed.

    `ending` is that of its files, behind the name of the table. `encoding` is as Python names it, None where a file is
    no text. `cells` are what a reader of tables finds: values of the types of the dictionary, texts alone, or nothing
    that a Table Schema could describe; `dialect` is what Frictionless must know besides.
    """

    key: str
    ending: str
    media_type: str
    chinese: str
    english: str
    write: Callable[[IO[bytes], TableKind], AbstractContextManager[Sink]]
    encoding: str | None = "utf-8"
    cells: Literal["typed", "text"] | None = "typed"
    dialect: Mapping[str, Any] = field(default_factory=dict)
    # Whether there are files of provinces too; whether a site asks for it; what raises UsageError if it cannot be had.
    of_provinces: bool = True
    is_wanted: Callable[[SiteSettings], bool] = lambda site: True
    require: Callable[[], None] = lambda: None

    @property
    def content_type(self) -> str:
        """The header of its files."""
        return f"{self.media_type}; charset=utf-8" if self.encoding else self.media_type


@contextmanager
def text(file: IO[bytes], head: str, lines: Callable[[Rows], str]) -> Iterator[Sink]:
    """A table as text in UTF-8: what it begins with, and what makes lines of rows."""
    file.write(head.encode("utf-8"))
    yield lambda rows: file.write(lines(rows).encode("utf-8"))
