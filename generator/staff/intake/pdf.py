"""PDF to tables and lines, by pdfplumber: only from PDFs that have text, and only if it is installed."""

from __future__ import annotations

import io
import logging
from importlib.util import find_spec
from typing import Any, Final

from generator.staff.intake.columns import key
from generator.staff.intake.grid import Grid, GridCell, GridRow
from generator.staff.intake.model import Cell, Problem
from generator.staff.intake.problems import problem

MOST_PAGES: Final = 500


def read(content: bytes, name: str) -> list[Grid | Cell] | Problem:
    """Tables (with lines around their cells) and lines outside of them, in order of the pages.

    A table that goes on over pages is one: without a header of its own, or with the same one, and as many columns.
    """
    file = Cell("", name)
    if find_spec("pdfplumber") is None:
        return problem("pdf-library", file)
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES:
                return problem("too-large", file, detail=f"{len(document.pages)} 页", most=f"{MOST_PAGES} 页")
            found: list[Grid | Cell] = []
            pictures = False
            for number, page in enumerate(document.pages, 1):
                pictures = pictures or bool(page.images)
                _page(page, number, found)
                page.close()
    except Exception as error:  # whatever its parser stumbles over
        encrypted = "Password" in type(error).__name__ or "Password" in repr(error)
        return problem("encrypted", file) if encrypted else problem("damaged", file, expected="PDF")
    if not found and pictures:
        return problem("scan", file)
    return _joined(found)


def _page(page: Any, number: int, found: list[Grid | Cell]) -> None:
    """The lines above the first table of a page, its tables, the lines below the last one."""
    tables = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
    top = 0.0
    line = 0
    for place, table in enumerate(tables, 1):
        line = _lines(page, (top, table.bbox[1]), number, line, found)
        rows = []
        for row_number, row in enumerate(table.extract(), 1):
            where = f"第 {number} 页第 {place} 张表第 {row_number} 行"
            rows.append(GridRow(where, [GridCell(cell or "", where, covered=cell is None) for cell in row]))
        found.append(Grid("", f"第 {number} 页第 {place} 张表", rows, wraps=True))
        top = max(top, table.bbox[3])
    _lines(page, (top, page.height), number, line, found)


def _lines(page: Any, between: tuple[float, float], number: int, line: int, found: list[Grid | Cell]) -> int:
    """Lines of text between two heights of a page; how many lines the page had up to there."""
    words = page.extract_text_lines(return_chars=False)
    for text in words:
        if between[0] <= (text["top"] + text["bottom"]) / 2 < between[1]:
            line += 1
            found.append(Cell(text["text"], f"第 {number} 页第 {line} 行"))
    return line


def _joined(found: list[Grid | Cell]) -> list[Grid | Cell]:
    """Tables of pages that follow one another as one, where the second goes on with the first."""
    joined: list[Grid | Cell] = []
    for part in found:
        before = joined[-1] if joined else None
        if isinstance(part, Grid) and isinstance(before, Grid) and _goes_on(before, part):
            joined[-1] = Grid(before.name, before.where, [*before.rows, *part.rows], wraps=True)
        elif not (isinstance(part, Cell) and _is_page_number(part)):
            joined.append(part)
    return joined


def _is_page_number(line: Cell) -> bool:
    return key(line.text).strip("-—–第页/共").isdecimal()


def _goes_on(before: Grid, after: Grid) -> bool:
    return bool(before.rows and after.rows) and len(before.rows[0].cells) == len(after.rows[0].cells)
