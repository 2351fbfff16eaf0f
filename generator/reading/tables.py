"""One table of a folder, as CSV or as JSON with the same fields, to located rows.

An empty cell, a missing key and null are the same: the field is absent.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from generator.findings import finding
from generator.model import Finding, Table
from generator.reading import schemas
from generator.reading.hints import hint
from generator.reading.located_json import LocatedObject, line_of_key, read_objects
from generator.reading.text import read_text
from generator.times import is_day

MOST_CHARACTERS: Final = 10_000
MOST_ROWS: Final = 999_999


Row = TypeVar("Row")
_Line = Callable[[int, str | None], int]  # (index of the row, column) -> line of the file


def read_table(folder: Path, shown: str, name: str, row_type: type[Row], findings: list[Finding]) -> Table[Row]:
    """The table `name` of a folder (`name.csv` or `name.json`); an empty table where there is none.

    `shown` is the folder as findings name it.
    """
    as_csv, as_json = folder / f"{name}.csv", folder / f"{name}.json"
    has_csv, has_json = _exists(as_csv), _exists(as_json)
    path = f"{shown}/{as_json.name if has_json and not has_csv else as_csv.name}"
    if has_csv and has_json:
        findings.append(finding("E111", f"{shown}/{as_json.name}", value=as_json.name))
        return Table(path, whole=False)
    if not has_csv and not has_json:
        return Table(path)
    text = read_text(as_json if has_json else as_csv, path, findings)
    if text is None:
        return Table(path, whole=False)
    read = _from_json if has_json else _from_csv
    located = read(text, path, name, findings)
    if located is None:
        return Table(path, whole=False)
    rows, positions, line = located
    return _checked(path, name, rows, positions, line, row_type, findings)


def _exists(path: Path) -> bool:
    return path.is_symlink() or path.exists()


_Located = tuple[list[dict[str, Any]], list[int], _Line]


def _from_csv(text: str, path: str, name: str, findings: list[Finding]) -> _Located | None:
    columns = schemas.columns(name)
    names = [column.name for column in columns]
    integers = [column.name for column in columns if column.definition in schemas.INTEGER_DEFINITIONS]
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, Any]] = []
    positions: list[int] = []
    lines: list[int] = []
    line = 0
    try:
        header = next(reader, [])
        if not _header(header, names, columns, path, findings):
            return None
        width, line = len(header), reader.line_num
        for position, cells in enumerate(reader, 1):
            started, line = line + 1, reader.line_num
            if line != started:
                findings.append(finding("E106", path, started, detail="单元格里有换行"))
                return None
            if len(cells) != width:
                if not cells and not text[_offset(text, line) :].strip():
                    break
                findings.append(finding("E103", path, line, value=len(cells), expected=width))
                continue
            row: dict[str, Any] = {key: cell for key, cell in zip(header, cells, strict=True) if cell}
            for key in integers:
                cell = row.get(key, "")
                if cell.isascii() and cell.isdecimal() and len(cell) < 10 and (cell[0] != "0" or cell == "0"):
                    row[key] = int(cell)
            rows.append(row)
            positions.append(position)
            lines.append(line)
    except csv.Error as error:
        code = "E105" if "field limit" in str(error) else "E106"
        detail = "有一格超过 10000 字" if code == "E105" else "引号不成对，或引号后面还有文字"
        findings.append(finding(code, path, line + 1, detail=detail))
        return None
    if len(rows) > MOST_ROWS:
        findings.append(finding("E105", path, detail=f"超过 {MOST_ROWS} 行"))
        return None
    return rows, positions, lambda index, _column: lines[index]


def _offset(text: str, line: int) -> int:
    """Where a line begins: only asked for at a blank line, to tell the end of the file from a gap."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def _header(
    header: list[str], names: list[str], columns: tuple[schemas.Column, ...], path: str, findings: list[Finding]
) -> bool:
    """True if the header is the columns in order, optional last ones perhaps left out."""
    expected = ",".join(names)
    doubled = sorted({name for name in header if header.count(name) > 1})
    if not any(cell.strip() in names for cell in header):
        findings.append(finding("E113", path, 1, expected=expected))
        return False
    if doubled:
        findings.extend(finding("E112", path, 1, column=name, value=name) for name in doubled)
        return False
    missing = [column.name for column in columns[len(header) :] if column.required]
    if header != names[: len(header)] or missing:
        findings.append(finding("E102", path, 1, value=",".join(header), expected=expected))
        return False
    return True


def _from_json(text: str, path: str, name: str, findings: list[Finding]) -> _Located | None:
    objects = read_objects(text, path, findings)
    if objects is None:
        return None
    if len(objects) > MOST_ROWS:
        findings.append(finding("E105", path, detail=f"超过 {MOST_ROWS} 行"))
        return None
    rows = [{key: value for key, value in one.value.items() if value is not None and value != ""} for one in objects]

    def line(index: int, column: str | None) -> int:
        place: LocatedObject = objects[index]
        return line_of_key(text, place, column) if column else place.line

    return rows, list(range(1, len(rows) + 1)), line


def _checked(
    path: str, name: str, rows: list[dict[str, Any]], positions: list[int], line: _Line,
    row_type: type[Row], findings: list[Finding],
) -> Table[Row]:  # fmt: skip
    """Rows that agree with the schema, as nouns; findings and raw values for the others."""
    bad: set[int] = set()
    if not schemas.bulk(name).is_valid(rows):
        bad = _explained(path, name, rows, line, findings)
    days = [c.name for c in schemas.columns(name) if c.definition in schemas.TIME_DEFINITIONS]
    for index, row in enumerate(rows):
        for column in days:
            time = row.get(column)
            if time is not None and index not in bad and not is_day(time[:10]):
                bad.add(index)
                findings.append(_impossible(path, line(index, column), column, time))
    fields: tuple[str, ...] = row_type._fields  # type: ignore[attr-defined]
    make: Callable[[Any], Row] = row_type._make  # type: ignore[attr-defined]
    good = [index for index in range(len(rows)) if index not in bad] if bad else range(len(rows))
    return Table(
        path,
        tuple(make(map(rows[index].get, fields)) for index in good),
        tuple(line(index, None) for index in good),
        tuple(positions[index] for index in good),
        tuple(rows[index] for index in sorted(bad)),
    )


def _impossible(path: str, line: int, column: str, time: str) -> Finding:
    expected = schemas.documents()["common"]["$defs"]["time"]["x-expected"]
    return finding("E301", path, line, column, time, expected=expected)


def _explained(path: str, name: str, rows: list[dict[str, Any]], line: _Line, findings: list[Finding]) -> set[int]:
    """Findings of the rows that do not agree with the schema; their indexes."""
    bad: set[int] = set()
    validator = schemas.bulk(name)
    for index, row in enumerate(rows):
        if validator.is_valid([row]):
            continue
        bad.add(index)
        for problem in schemas.explain(name, [row]):
            column = str(problem.path[1]) if len(problem.path) > 1 else None
            findings.append(explained(problem, path, line(index, column), column))
    return bad


def explained(problem: schemas.Problem, path: str, line: int | None, column: str | None) -> Finding:
    """A disagreement with a schema as a finding."""
    value = problem.value if isinstance(problem.value, str | int | float | None) else type(problem.value).__name__
    return finding(
        problem.code, path, line, column, value,
        label=problem.label, expected=problem.expected or "见数据说明", detail=problem.detail,
        hint=hint(value, problem.code),
    )  # fmt: skip
