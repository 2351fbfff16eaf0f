"""Any file to a list: the content decides what it is, and not its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from generator.staff.intake import columns as headings
from generator.staff.intake import delimited, kinds, notice, workbook
from generator.staff.intake.columns import find_header
from generator.staff.intake.gathering import Gathering
from generator.staff.intake.grid import Grid
from generator.staff.intake.headings import Heading
from generator.staff.intake.model import ROLES, Cell, Note, Problem, ReadList
from generator.staff.intake.package import Package, opened
from generator.staff.intake.problems import problem
from generator.staff.intake.sheets import compared
from generator.staff.intake.table import read_table
from generator.staff.intake.text import decoded

MOST_BYTES: Final = 64 * 1024 * 1024


def read_list(content: bytes, name: str, *, columns: Mapping[str, str] | None = None) -> ReadList:
    """The rows of a file as printed, each with its place, and everything that was not taken with its sentence.

    `name` is the name of the file; `columns` says what columns mean whose headings are in no table, as a person named
    them: heading to role. Whatever the bytes are, this returns.
    """
    file = Cell("", name)
    wrong = [
        problem("header-role", Cell(text, name), role=role, roles="、".join(ROLES))
        for text, role in (columns or {}).items()
        if role not in ROLES
    ]
    if wrong:
        return ReadList(problems=tuple(wrong))
    if len(content) > MOST_BYTES:
        detail = f"{len(content) / 1e6:.0f} MB"
        return ReadList(problems=(problem("too-large", file, detail=detail, most=f"{MOST_BYTES >> 20} MB"),))
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return ReadList(problems=(problem("empty", file),))
    found = _read(content, name, headings.named(columns or {}))
    found = replace(found, notes=(*found.notes, *notice.excerpts(found.declared)))
    if not (found.rows or found.problems):
        return replace(found, problems=(problem("no-rows", file),))
    return found


def _read(content: bytes, name: str, columns: Mapping[str, Heading]) -> ReadList:
    """A list of any kind. What a file is, where its name says otherwise, is noted."""
    kind = kinds.kind_of(content)
    package: Package | None = None
    if content.startswith(b"PK"):
        unpacked = opened(content, name)
        if isinstance(unpacked, Problem):
            return ReadList(problems=(unpacked,))
        package = unpacked
        kind = kinds.kind_of_package(package)
    found = _of_kind(kind, content, name, package, columns)
    claimed = kinds.claimed(name)
    if claimed and claimed != kind:
        what = kinds.NAMES.get(kind, "别的文件")
        told = f"文件名以 {name[name.rfind('.') :]} 结尾，内容却是{what}，按内容读"
        found = replace(found, notes=(Note("name-lies", name, told), *found.notes))
    return found


def _of_kind(
    kind: kinds.Kind, content: bytes, name: str, package: Package | None, columns: Mapping[str, Heading]
) -> ReadList:
    if kind == "text":
        return _text(content, name, columns)
    if kind in ("xlsx", "xls", "ods"):
        book = workbook.read(content, name, kind, package)
        if isinstance(book, Problem):
            return ReadList(problems=(book,))
        grids, notes = book
        if (
            package is not None
            and not any(row.used() for grid in grids for row in grid.rows)
            and _has_pictures(package)
        ):
            return ReadList(problems=(problem("picture", Cell("", name)),))
        found = read_grids(grids, columns)
        return replace(found, notes=(*notes, *found.notes))
    return ReadList(problems=(problem(kind, Cell("", name)),))


def _has_pictures(package: Package) -> bool:
    return any(re.search(r"(?:media|Pictures)/", part) for part in package.names)


def _text(content: bytes, name: str, columns: Mapping[str, Heading]) -> ReadList:
    """A list in a text: a table with separators, or running text."""
    text = decoded(content, name)
    if isinstance(text, Problem):
        return ReadList(problems=(text,))
    table = delimited.table(text.text, name, columns)
    if isinstance(table, Problem):
        return ReadList(problems=(table,))
    if table is not None:
        return read_grids([table], columns)
    if delimited.is_tabular(text.text, name):
        return ReadList(problems=(problem("no-header", Cell(text.text.partition("\n")[0], "第 1 行")),))
    lines = enumerate(text.text.split("\n"), 1)
    return notice.read_notice(Cell(line, f"第 {number} 行") for number, line in lines)


def read_grids(grids: Sequence[Grid], columns: Mapping[str, Heading]) -> ReadList:
    """The lists of tables, as one; tables that say the same things are compared."""
    out = Gathering()
    lists: list[tuple[Grid, ReadList]] = []
    for grid in grids:
        if not any(row.used() for row in grid.rows):
            out.notes.extend(grid.notes)
            continue
        header = find_header(grid, columns)
        if header is not None:
            lists.append((grid, read_table(grid, columns, header)))
        elif max(len(row.used()) for row in grid.rows) == 1:
            lines = notice.read_notice(row.used()[0].cell() for row in grid.rows if row.used())
            lists.append((grid, lines))
        else:
            first = next(row.used()[0] for row in grid.rows if row.used())
            out.notes.extend(grid.notes)
            out.problems.append(problem("no-header", first.cell()))
    for found in compared(lists):
        out.join(found)
    return out.done()
