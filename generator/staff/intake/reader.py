"""Any file to a list: the content decides what it is, and not its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from generator.staff.intake import columns as headings
from generator.staff.intake import delimited, docx, facts, kinds, notice, pdf, workbook
from generator.staff.intake.columns import find_header, roles_of
from generator.staff.intake.gathering import Gathering
from generator.staff.intake.grid import Grid
from generator.staff.intake.headings import Heading, heading, own_titles
from generator.staff.intake.model import EVERY_SHEET, ROLES, Cell, Note, Problem, ReadList, Role, Sheets
from generator.staff.intake.package import Package, opened
from generator.staff.intake.problems import problem
from generator.staff.intake.sheets import actions, apart, argument, compared, counted, mixed, twice
from generator.staff.intake.table import read_table
from generator.staff.intake.text import decoded

MOST_BYTES: Final = 64 * 1024 * 1024
# How a table begins that says of itself that it is no list: what our own form explains, and offers to choose from.
ASIDE: Final = "【不读入】"
# Columns whose words are what a list is of.
_NAMING: Final = {"name", "community"}


def read_list(
    content: bytes, name: str, *, columns: Mapping[str, str] | None = None, sheets: Sheets = EVERY_SHEET,
    titles: Iterable[str] = (),
) -> ReadList:  # fmt: skip
    """The rows of a file as printed, each with its place, and everything that was not taken with its sentence.

    `name` is the name of the file; `columns` says what columns mean whose headings are in no table, as a person named
    them: heading to role, or to "" for a column that is not wanted. `sheets` are those of a workbook that are read; one
    that there is not is noted. `titles` are names of the titles of the register that the list is for: they are known
    wherever they are printed. Whatever the bytes are, this returns.
    """
    file = Cell("", name)
    wrong = [
        problem("header-role", Cell(text, name), role=role, roles="、".join(ROLES))
        for text, role in (columns or {}).items()
        if role not in ("", *ROLES)
    ]
    if wrong:
        return ReadList(problems=tuple(wrong))
    if len(content) > MOST_BYTES:
        detail = f"{len(content) / 1e6:.0f} MB"
        return ReadList(problems=(problem("too-large", file, detail=detail, most=f"{MOST_BYTES >> 20} MB"),))
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return ReadList(problems=(problem("empty", file),))
    with own_titles(titles):
        found = _read(content, name, headings.named(columns or {}), sheets)
        told = (*actions(found.headings), *counted(found.declared), *twice(found.rows), *mixed(found.rows))
    found = replace(found, notes=(*found.notes, *told))
    if not (found.rows or found.problems):
        return replace(found, problems=(problem("no-rows", file),))
    return found


def _read(content: bytes, name: str, columns: Mapping[str, Heading], sheets: Sheets) -> ReadList:
    """A list of any kind. What a file is, where its name says otherwise, is noted."""
    kind = kinds.kind_of(content)
    package: Package | None = None
    if content.startswith(b"PK"):
        unpacked = opened(content, name)
        if isinstance(unpacked, Problem):
            return ReadList(problems=(unpacked,))
        package = unpacked
        kind = kinds.kind_of_package(package)
    if kind in ("xlsx", "xls", "ods"):
        found = _book(kind, content, name, package, columns, sheets)
    else:
        found = _of_kind(kind, content, name, package, columns)
        found = replace(found, notes=(*workbook.unknown(sheets, ()), *found.notes))
    claimed = kinds.claimed(name)
    what = kinds.NAMES.get(kind)
    if what is not None and claimed and claimed != kind:
        told = f"文件名以 {name[name.rfind('.') :]} 结尾，内容却是{what}，按内容读"
        found = replace(found, notes=(Note("name-lies", name, told), *found.notes))
    return found


def _of_kind(
    kind: kinds.Kind, content: bytes, name: str, package: Package | None, columns: Mapping[str, Heading]
) -> ReadList:
    if kind == "text":
        return _text(content, name, columns)
    if kind == "docx" or kind == "pdf":
        return _document(content, name, package, columns)
    return ReadList(problems=(problem(kind, Cell("", name), expected="文件"),))


def _book(
    kind: kinds.Kind, content: bytes, name: str, package: Package | None, columns: Mapping[str, Heading], sheets: Sheets
) -> ReadList:
    """The lists of a workbook."""
    book = workbook.read(content, name, kind, package, sheets)
    if isinstance(book, Problem):
        return ReadList(problems=(book,))
    grids, notes = book
    is_empty = not any(row.used() for grid in grids for row in grid.rows)
    if package is not None and is_empty and _has_pictures(package):
        return ReadList(problems=(problem("picture", Cell("", name)),))
    found = read_parts(grids, columns)
    return replace(found, notes=(*notes, *found.notes))


def _document(content: bytes, name: str, package: Package | None, columns: Mapping[str, Heading]) -> ReadList:
    """A list in a document of Word, or in a PDF."""
    told: list[Note] = []
    if package is None:
        parts = pdf.read(content, name)
    else:
        document = docx.read(package, name)
        parts, told = (document, told) if isinstance(document, Problem) else document
    if isinstance(parts, Problem):
        return ReadList(problems=(parts,))
    has_text = any(
        part.text.strip() if isinstance(part, Cell) else any(row.used() for row in part.rows) for part in parts
    )
    if not has_text and (package is None or _has_pictures(package)):
        return ReadList(problems=(problem("scan" if package is None else "picture", Cell("", name)),))
    found = read_parts(parts, columns)
    return replace(found, notes=(*told, *found.notes))


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
        return read_parts([table], columns)
    if delimited.is_tabular(text.text, name):
        return ReadList(problems=(problem("no-header", Cell(text.text.partition("\n")[0], "第 1 行")),))
    numbered = enumerate(text.text.split("\n"), 1)
    lines = [Cell(line.strip(), f"第 {number} 行") for number, line in numbered if line.strip()]
    for line, following in pairwise(lines):
        if heading(line.text) and heading(following.text):  # headings of columns, one below the other
            return ReadList(problems=(problem("pasted", line),))
    return notice.read_notice(lines)


def read_parts(parts: Sequence[Grid | Cell], columns: Mapping[str, Heading]) -> ReadList:
    """The lists of tables and of the lines between them, as one; what tables say twice is compared.

    Where no table has a header, lines and the rows of tables of one column are running text.
    """
    out = Gathering()
    aside = [part for part in parts if isinstance(part, Grid) and _is_aside(part)]
    if aside:
        names = "、".join(part.where for part in aside)
        out.notes.append(Note("aside", aside[0].where, f"{names}：写明“{ASIDE}”，只供查看，没有读入"))
        parts = [part for part in parts if part not in aside]
    used = [part for part in parts if isinstance(part, Cell) or any(row.used() for row in part.rows)]
    headers = [find_header(part, columns) if isinstance(part, Grid) else None for part in used]
    for part in parts:
        if isinstance(part, Grid) and part not in used:
            out.notes.extend(part.notes)
    if all(header is None for header in headers):
        out.join(_running(used))
        return out.done()
    of_names = any(
        roles_of(part, header, columns) & _NAMING
        for part, header in zip(used, headers, strict=True)
        if isinstance(part, Grid) and header is not None
    )
    lists: list[tuple[Grid, ReadList]] = []
    before: list[Cell] = []
    carried: dict[Role, Cell] = {}
    for part, header in zip(used, headers, strict=True):
        if isinstance(part, Cell):
            before.append(part)
        elif header is not None and of_names and _is_summary(part, header, columns):
            lists.append((part, _no_list(part, "各街道的数量")))
        elif header is not None:
            lists.append((part, read_table(part, columns, header, before, carried if before or carried else None)))
            before.clear()
        else:
            found = _running([part])
            is_list = not part.name or not (found.rows or found.problems)
            lists.append((part, found if is_list else _no_list(part, "没有表头")))
    others = apart([(part.where, found) for part, found in lists if part.name and found.rows])
    out.problems.extend(others)
    for found in (found for _, found in lists) if others else compared(lists):
        out.join(found)
    for line in before:
        _below(line, out)
    return out.done()


def _is_summary(grid: Grid, header: int, columns: Mapping[str, Heading]) -> bool:
    """True for a table of how many there are in each place; beside a list of names it is none."""
    roles = roles_of(grid, header, columns)
    return "count" in roles and not roles & _NAMING


def _no_list(grid: Grid, why: str) -> ReadList:
    """A sheet that is no list: whoever takes the workbook over says whether it is to be passed over."""
    return ReadList(problems=(problem("no-list", Cell("", grid.where), detail=why, sheet=argument(grid.name)),))


def _is_aside(grid: Grid) -> bool:
    """True for a table that is not to be read by its own words."""
    first = next((cells[0] for row in grid.rows if (cells := row.used())), None)
    return first is not None and first.text.strip().startswith(ASIDE)


def _running(parts: Sequence[Grid | Cell]) -> ReadList:
    """Lines, and tables of one column, as running text; a table of more columns wants a header."""
    out = Gathering()
    lines: list[Cell] = []
    for part in parts:
        if isinstance(part, Cell):
            lines.append(part)
            continue
        out.notes.extend(part.notes)
        rows = [row.used() for row in part.rows if row.used()]
        if max(map(len, rows)) == 1:
            lines.extend(Cell(line, cell.where) for (cell,) in rows for line in cell.text.split("\n"))
        else:
            out.problems.append(problem("no-header", rows[0][0].cell()))
    out.join(notice.read_notice(lines))
    return out.done()


def _below(line: Cell, out: Gathering) -> None:
    """A line below the last table: the day of the list may stand there."""
    day = facts.day(line)
    if isinstance(day, Cell):
        out.dated(day)
    elif line.text.strip():
        out.unread.append(line)
