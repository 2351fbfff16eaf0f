"""Schemes, findings, the dictionary, the search, pages of prose, and the page that is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.charts.procedure import ProcedureView
from generator.publish.pages.chinese import Text
from generator.publish.pages.views.shared import Chrome, Fact, Link, Measure


class StepRow(NamedTuple):
    """A step of a scheme's procedure, in words."""

    word: str
    body: str
    text: str
    deadline: str
    clause: str
    reasons: tuple[str, ...]


class StandardRow(NamedTuple):
    """A standard of a scheme."""

    name: str
    text: str
    clause: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeView:
    """template scheme.html; facts and statements say 未载明 where the scheme says nothing"""

    chrome: Chrome
    name: str
    facts: tuple[Fact, ...]
    titles: tuple[Fact, ...]
    standards: tuple[StandardRow, ...]
    steps: tuple[StepRow, ...]
    measures: tuple[Measure, ...]
    statements: tuple[Fact, ...]
    amendments: tuple[Fact, ...]
    sources: tuple[str, ...]
    procedure: ProcedureView | None = None


@dataclass(frozen=True, slots=True)
class SchemesView:
    """template schemes.html"""

    chrome: Chrome
    schemes: tuple[Fact, ...]


class FindingRow(NamedTuple):
    """A kind of finding; `where` to `clause` are its smallest example."""

    code: str
    severity: str
    word: str
    message: str
    fix: str
    about: str
    where: str
    text: str
    example: str
    clause: str


class FindingFamily(NamedTuple):
    """The findings whose codes begin with one digit."""

    digit: str
    name: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class FindingsView:
    """template findings.html"""

    chrome: Chrome
    families: tuple[FindingFamily, ...]
    count: int


class ColumnRow(NamedTuple):
    """A column of a table: its type, whether a cell may be empty, what it means, and its codes with their words."""

    name: str
    kind: str
    required: bool
    chinese: str
    english: str
    codes: tuple[tuple[str, str], ...]


class DictionaryTable(NamedTuple):
    """A table of the data dictionary; `key` names the columns that tell its rows apart."""

    name: str
    chinese: str
    english: str
    key: str
    links: tuple[Link, ...]
    columns: tuple[ColumnRow, ...]


@dataclass(frozen=True, slots=True)
class DictionaryView:
    """template dictionary.html"""

    chrome: Chrome
    tables: tuple[DictionaryTable, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """template not_found.html; its links are absolute, as it may be shown at any address"""

    chrome: Chrome


@dataclass(frozen=True, slots=True)
class ProseView:
    """template prose.html: what people of the project wrote in content/ (HTML from Markdown)"""

    chrome: Chrome
    title: str
    html: str
    date: str
    entries: tuple[Fact, ...] = ()


class UnitLink(NamedTuple):
    """A county in the list beside the search: how many areas it has; `mark` says that it is history, else ""."""

    name: Text
    href: str
    areas: int
    mark: str


class SearchUnit(NamedTuple):
    """A province with its counties: those of the present first; `past` is true where all are historical."""

    name: Text
    href: str
    counties: tuple[UnitLink, ...]
    past: bool


@dataclass(frozen=True, slots=True)
class SearchView:
    """template search.html: results are put in by the browser; the lists of places serve without scripts, those of the
    present first"""

    chrome: Chrome
    units: tuple[SearchUnit, ...]
    past: tuple[SearchUnit, ...]
    past_counties: int
