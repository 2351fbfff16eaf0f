"""A form as a program fills it in: cells put into the sheet of a workbook, each with the format of its column."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Final

from tests.support.lists import repacked
from tests.support.tools import require_tool, require_writer

SHEET: Final = "xl/worksheets/sheet1.xml"
_EPOCH: Final = datetime.date(1899, 12, 30)


def part(content: bytes, name: str = SHEET) -> str:
    """A part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def filled(content: bytes, headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The form with rows: a heading and what is typed below it; an ISO day becomes a day."""
    sheet = part(content)
    styles = _styles(sheet)
    lines = []
    for number, row in enumerate(rows, 2):
        cells = []
        for heading, text in sorted(row.items(), key=lambda item: headings.index(item[0])):
            place = headings.index(heading)
            where = f'r="{chr(65 + place)}{number}" s="{styles[place]}"'
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                cells.append(f"<c {where}><v>{(datetime.date.fromisoformat(text) - _EPOCH).days}</v></c>")
            else:
                cells.append(f'<c {where} t="inlineStr"><is><t>{escape(text)}</t></is></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    changed = sheet.replace("</sheetData>", f"{''.join(lines)}</sheetData>").encode()
    return repacked(content, lambda name, old: changed if name == SHEET else old)


def saved(content: bytes, folder: Path, suffix: str = "xlsx") -> bytes:
    """What LibreOffice makes of a workbook when it saves it."""
    require_tool("soffice")
    before = folder / "form.xlsx"
    before.write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix,
         "--outdir", folder / "after", before],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "after" / f"form.{suffix}").read_bytes()


def converted(content: str, folder: Path, *suffixes: str) -> bytes:
    """What LibreOffice makes of a page of HTML as a document, saved in one form after the other."""
    require_writer()
    before = folder / "list.html"
    before.write_text(content, encoding="utf-8")
    for suffix in suffixes:
        reads = ["--infilter=HTML (StarWriter)"] if before.suffix == ".html" else []
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *reads, "--convert-to", suffix,
             "--outdir", folder / suffix, before],
            check=True, capture_output=True,
        )  # fmt: skip
        before = folder / suffix / f"list.{suffix}"
    return before.read_bytes()


def rules(content: bytes) -> dict[str, tuple[str, str]]:
    """The rules of the first sheet by the cell where each begins: its kind, and its formula."""
    found = {}
    for attributes, body in re.findall(r"<dataValidation ([^>]*)>(.*?)</dataValidation>", part(content), re.DOTALL):
        kind = re.search(r'\btype="(\w+)"', attributes)
        cells = re.search(r'sqref="([A-Z]+\d+)', attributes)
        formula = re.search(r"<formula1>(.*?)</formula1>", body)
        assert kind is not None
        assert cells is not None
        assert formula is not None
        found[cells[1]] = (kind[1], unescape(formula[1]).replace("'", "").replace(" ", ""))
    return found


def _styles(sheet: str) -> dict[int, int]:
    """The number of the format of each column, by its place."""
    found = {}
    for column in re.findall(r"<col [^>]*>", sheet):
        first, last, style = (int(re.findall(rf'\b{name}="(\d+)"', column)[0]) for name in ("min", "max", "style"))
        found.update(dict.fromkeys(range(first - 1, last), style))
    return found


def columns(content: bytes) -> list[tuple[str, bool]]:
    """The format of each column of the first sheet, and whether its cells are unlocked."""
    styles = part(content, "xl/styles.xml")
    names = {"49": "@", **dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', styles))}
    cells = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    forms = re.findall(r'<xf numFmtId="(\d+)"(.*?)(?=<xf |$)', cells, re.DOTALL)
    return [
        (names[forms[style][0]].replace("\\", ""), re.search('locked="(?:0|false)"', forms[style][1]) is not None)
        for _, style in sorted(_styles(part(content)).items())
    ]
