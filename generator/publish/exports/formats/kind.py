"""What a format of the downloads is: what its files hold, and how the descriptions of the data tell of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.publish.exports.dictionary import Column, TableKind
from generator.register.model import SiteSettings

Rows = Sequence[Sequence[str]]
# Makes lines of text of rows of cells.
Lines = Callable[[Rows], str]


@dataclass(frozen=True, slots=True)
class Format:
    """One format, in one of three kinds.

    A text has a `head`, and `lines`, which a county forms once of its own rows: whatever file they stand in above the
    county is its head and a copy of these bytes. Without `lines` they are those of the county's own published table.
    What is no text is made of the plain table of the country by a converter (see `exports.converters`).

    `ending` is that of its files, behind the name of the table. `encoding` is as Python names it, None where a file is
    no text. `cells` are what a reader of tables finds: values of the types of the dictionary, texts alone, or nothing
    that a Table Schema could describe; `dialect` is what Frictionless must know besides.
    """

    key: str
    ending: str
    media_type: str
    chinese: str
    english: str
    head: Callable[[TableKind], str] = lambda table: ""
    lines: Callable[[Sequence[Column]], Lines] | None = None
    encoding: str | None = "utf-8"
    cells: Literal["typed", "text"] | None = "typed"
    dialect: Mapping[str, Any] = field(default_factory=dict)
    # Which columns of a table it has.
    columns: Callable[[TableKind], Sequence[Column]] = lambda table: table.columns
    # Whether there is a file of the country, and files of provinces.
    of_country: bool = True
    of_provinces: Callable[[SiteSettings], bool] = lambda site: True
    # Whether a site asks for it; what raises UsageError if it cannot be had.
    is_wanted: Callable[[SiteSettings], bool] = lambda site: True
    require: Callable[[], None] = lambda: None

    @property
    def content_type(self) -> str:
        """The header of its files."""
        return f"{self.media_type}; charset=utf-8" if self.encoding else self.media_type
